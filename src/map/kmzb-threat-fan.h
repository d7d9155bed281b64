/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-frame.h"
#include "kmzb-threat-art.h"
#include "kmzb-threat-index.h"

G_BEGIN_DECLS

/**
 * KmzbThreatFan:
 *
 * The threats of one spot, fanned out around it. Folded while @items is empty; while it folds it is seen but can't be
 * touched.
 */
typedef struct
{
  double x; /* the spot, 0..1 over the world */
  double y;
  double scale;  /* of the map for which it was opened */
  double spread; /* 0 folded .. 1 open */
  double spread_from; /* where folding began */
  gboolean folding;
  GArray *items; /* guint: places in the index */
} KmzbThreatFan;

void kmzb_threat_fan_init (KmzbThreatFan *self);
void kmzb_threat_fan_clear (KmzbThreatFan *self);
void kmzb_threat_fan_open (KmzbThreatFan *self, KmzbThreatIndex *index, GArray *runs, double x, double y, double scale);
gboolean kmzb_threat_fan_is_open (const KmzbThreatFan *self);
gboolean kmzb_threat_fan_is_shown (const KmzbThreatFan *self);
void kmzb_threat_fan_fold (KmzbThreatFan *self);
void kmzb_threat_fan_move (KmzbThreatFan *self, double progress);
gboolean kmzb_threat_fan_find (const KmzbThreatFan *self,
                               KmzbThreatIndex *index,
                               KmzbThreatArt *art,
                               const KmzbThreat *sought,
                               double *dx,
                               double *dy);
double kmzb_threat_fan_get_radius (const KmzbThreatFan *self, KmzbThreatArt *art);
void kmzb_threat_fan_snapshot (const KmzbThreatFan *self,
                               GtkSnapshot *snapshot,
                               const KmzbMapFrame *frame,
                               KmzbThreatIndex *index,
                               KmzbThreatArt *art);
gboolean kmzb_threat_fan_pick (const KmzbThreatFan *self,
                               const KmzbMapFrame *frame,
                               KmzbThreatArt *art,
                               double px,
                               double py,
                               guint *item);

G_END_DECLS
