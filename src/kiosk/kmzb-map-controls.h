/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-legend.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_MAP_CONTROLS (kmzb_map_controls_get_type ())
G_DECLARE_FINAL_TYPE (KmzbMapControls, kmzb_map_controls, KMZB, MAP_CONTROLS, GtkWidget)

GtkWidget *kmzb_map_controls_new (void);
void kmzb_map_controls_set_shown (KmzbMapControls *self, const KmzbMapShown *shown);
void kmzb_map_controls_set_covered (KmzbMapControls *self, const GdkRectangle *place);
KmzbMapLayer kmzb_map_controls_get_layer (KmzbMapControls *self);
void kmzb_map_controls_set_legend (KmzbMapControls *self, KmzbLegendWish wish);
gboolean kmzb_map_controls_is_legend_open (KmzbMapControls *self);

G_END_DECLS
