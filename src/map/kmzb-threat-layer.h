/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat-index.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

#define KMZB_TYPE_THREAT_LAYER (kmzb_threat_layer_get_type ())
G_DECLARE_FINAL_TYPE (KmzbThreatLayer, kmzb_threat_layer, KMZB, THREAT_LAYER, ShumateLayer)

KmzbThreatLayer *kmzb_threat_layer_new (ShumateViewport *viewport);
void kmzb_threat_layer_set_index (KmzbThreatLayer *self, KmzbThreatIndex *index);
guint kmzb_threat_layer_count_in_view (KmzbThreatLayer *self);
gboolean kmzb_threat_layer_pick (KmzbThreatLayer *self, double px, double py, KmzbCluster *cluster);

G_END_DECLS
