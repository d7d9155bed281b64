/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-view.h"

G_BEGIN_DECLS

#define KMZB_TYPE_MAP_PANE (kmzb_map_pane_get_type ())
G_DECLARE_FINAL_TYPE (KmzbMapPane, kmzb_map_pane, KMZB, MAP_PANE, GtkWidget)

GtkWidget *kmzb_map_pane_new (void);
void kmzb_map_pane_set_map (KmzbMapPane *self, KmzbMapView *map);

G_END_DECLS
