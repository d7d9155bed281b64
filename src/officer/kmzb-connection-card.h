/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-officer-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_CONNECTION_CARD (kmzb_connection_card_get_type ())
G_DECLARE_FINAL_TYPE (KmzbConnectionCard, kmzb_connection_card, KMZB, CONNECTION_CARD, GtkWidget)

GtkWidget *kmzb_connection_card_new (KmzbOfficerContext *context);

G_END_DECLS
