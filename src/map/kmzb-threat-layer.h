/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat-index.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * KmzbThreatPick:
 * @single: whether it is one threat
 * @item: that threat in the index
 * @cluster: else which of the clusters drawn now
 */
typedef struct
{
  gboolean single;
  guint item;
  guint cluster;
} KmzbThreatPick;

#define KMZB_TYPE_THREAT_LAYER (kmzb_threat_layer_get_type ())
G_DECLARE_FINAL_TYPE (KmzbThreatLayer, kmzb_threat_layer, KMZB, THREAT_LAYER, ShumateLayer)

KmzbThreatLayer *kmzb_threat_layer_new (ShumateViewport *viewport);
void kmzb_threat_layer_set_index (KmzbThreatLayer *self, KmzbThreatIndex *index);
KmzbThreatIndex *kmzb_threat_layer_get_index (KmzbThreatLayer *self);
void kmzb_threat_layer_set_catalog (KmzbThreatLayer *self, KmzbCatalog *catalog);
void kmzb_threat_layer_keep_clear (KmzbThreatLayer *self, const KmzbPoint *place, double reach);
KmzbWorldRect kmzb_threat_layer_get_view (KmzbThreatLayer *self);

/* Where something is drawn: its middle as a part of the world, 0 to 1, and its breadth in pixels. */
typedef struct
{
  double x;
  double y;
  double side;
} KmzbThreatSpot;

GArray *kmzb_threat_layer_list_spots (KmzbThreatLayer *self);
gboolean kmzb_threat_layer_pick (KmzbThreatLayer *self, double px, double py, KmzbThreatPick *pick);
GArray *kmzb_threat_layer_get_runs (KmzbThreatLayer *self, guint cluster, double *x, double *y);
gboolean kmzb_threat_layer_fan_out (KmzbThreatLayer *self, guint cluster, double *radius);
gboolean kmzb_threat_layer_fold (KmzbThreatLayer *self);
void kmzb_threat_layer_set_chosen (KmzbThreatLayer *self, const KmzbThreat *threat);

G_END_DECLS
