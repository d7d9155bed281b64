/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_SOURCE_PANEL (kmzb_source_panel_get_type ())
G_DECLARE_FINAL_TYPE (KmzbSourcePanel, kmzb_source_panel, KMZB, SOURCE_PANEL, GtkWidget)

GtkWidget *kmzb_source_panel_new (KmzbMapView *map_view, GPtrArray *features, guint sources);
guint kmzb_source_panel_get_sources (KmzbSourcePanel *self);

G_END_DECLS
