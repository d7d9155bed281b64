/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-picture-layer.h"
#include "kmzb-stat-feature.h"
#include "kmzb-threat-layer.h"

G_BEGIN_DECLS

#define KMZB_TYPE_STAT_LAYER (kmzb_stat_layer_get_type ())
G_DECLARE_FINAL_TYPE (KmzbStatLayer, kmzb_stat_layer, KMZB, STAT_LAYER, KmzbPictureLayer)

KmzbStatLayer *kmzb_stat_layer_new (ShumateViewport *viewport);
void kmzb_stat_layer_avoid (KmzbStatLayer *self, KmzbThreatLayer *threats);
void kmzb_stat_layer_set_features (KmzbStatLayer *self, GPtrArray *features);
void kmzb_stat_layer_set_sources (KmzbStatLayer *self, guint sources);
GPtrArray *kmzb_stat_layer_pick (KmzbStatLayer *self, double px, double py, gboolean with_areas);
GPtrArray *kmzb_stat_layer_list_in_view (KmzbStatLayer *self);

G_END_DECLS
