/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_ACCESS_PANEL (kmzb_access_panel_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAccessPanel, kmzb_access_panel, KMZB, ACCESS_PANEL, GtkWidget)

GtkWidget *kmzb_access_panel_new (void);
GtkWidget *kmzb_access_sheet_new (GtkWidget *below);

G_END_DECLS
