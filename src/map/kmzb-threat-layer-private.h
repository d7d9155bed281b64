/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-cluster-scene.h"
#include "kmzb-map-frame.h"
#include "kmzb-threat-art.h"
#include "kmzb-threat-fan.h"
#include "kmzb-threat-layer.h"

G_BEGIN_DECLS

typedef enum
{
  MOTION_NONE,
  MOTION_SPLIT, /* the new clusters come from the old ones */
  MOTION_JOIN,  /* the old clusters go to the new ones */
} Motion;

typedef struct
{
  gboolean known;
  double x;
  double y;
} Spot;

/**
 * KmzbThreatLayer:
 *
 * Draws all threats in view in one pass, without a widget each: single ones as pins, crowded ones as a plate with
 * their number in a ring of their statuses. What is clustered and drawn for a block of cells is a scene; the next one
 * is made on a worker while this one still reaches beyond the view. When the level changes, clusters are seen to split
 * and join.
 */
struct _KmzbThreatLayer
{
  ShumateLayer parent;

  KmzbThreatIndex *index;      /* what is drawn */
  KmzbThreatIndex *next_index; /* (nullable): what will be, when its first scene is made */
  KmzbClusterScene *scene;     /* (nullable): of the index */
  gboolean scene_stale;        /* its pictures are of another size or colour than now */
  GCancellable *making;        /* (nullable): while a worker makes the next scene */
  gboolean making_stale;       /* the same of that */
  KmzbPlates *plates;
  KmzbClearing clearing;
  double text_scale;

  Motion motion;
  double progress;
  gint64 motion_us;
  guint tick_id;
  KmzbClusterScene *leaving; /* (nullable): of the level before, while its clusters join */
  GArray *spots;             /* Spot: where each one comes from, or goes to */
  KmzbThreatFan fan;
  KmzbThreat *chosen; /* (nullable): stands out */

  GskRenderNode *node;
  double node_scale;
  guint more_id;
  gboolean lacks_plates; /* some are drawn in the next frames */
  KmzbThreatArt *art;
};

KmzbMapFrame kmzb_threat_layer_get_frame (KmzbThreatLayer *self);
gboolean kmzb_threat_layer_may_animate (KmzbThreatLayer *self);
void kmzb_threat_layer_start_clock (KmzbThreatLayer *self);
void kmzb_threat_layer_update_scales (KmzbThreatLayer *self);
void kmzb_threat_layer_update_scene (KmzbThreatLayer *self, const KmzbMapFrame *frame);

G_END_DECLS
