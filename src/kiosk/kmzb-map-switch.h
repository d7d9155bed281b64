/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_MAP_SWITCH (kmzb_map_switch_get_type ())
G_DECLARE_FINAL_TYPE (KmzbMapSwitch, kmzb_map_switch, KMZB, MAP_SWITCH, GtkWidget)

GtkWidget *kmzb_map_switch_new (void);
void kmzb_map_switch_set_layer (KmzbMapSwitch *self, KmzbMapLayer layer);
KmzbMapLayer kmzb_map_switch_get_layer (KmzbMapSwitch *self);

G_END_DECLS
