/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-officer-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_ALERT_CARDS (kmzb_alert_cards_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAlertCards, kmzb_alert_cards, KMZB, ALERT_CARDS, GtkWidget)

GtkWidget *kmzb_alert_cards_new (KmzbOfficerContext *context);

G_END_DECLS
