/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-officer-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_OFFICER_PANEL (kmzb_officer_panel_get_type ())
G_DECLARE_FINAL_TYPE (KmzbOfficerPanel, kmzb_officer_panel, KMZB, OFFICER_PANEL, GtkWidget)

GtkWidget *kmzb_officer_panel_new (KmzbOfficerContext *context);

G_END_DECLS
