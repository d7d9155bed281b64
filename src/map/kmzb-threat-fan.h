/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-frame.h"
#include "kmzb-threat-art.h"
#include "kmzb-threat-index.h"

G_BEGIN_DECLS

/**
 * KmzbThreatFan:
 *
 * The threats of one spot, fanned out around it. Folded while @items is empty.
 */
typedef struct
{
  double x; /* the spot, 0..1 over the world */
  double y;
  double scale;  /* of the map for which it was opened */
  double spread; /* 0 folded .. 1 open */
  GArray *items; /* guint: places in the index */
} KmzbThreatFan;

void kmzb_threat_fan_init (KmzbThreatFan *self);
void kmzb_threat_fan_clear (KmzbThreatFan *self);
void kmzb_threat_fan_open (KmzbThreatFan *self, KmzbThreatIndex *index, GArray *runs, double x, double y, double scale);
gboolean kmzb_threat_fan_is_open (const KmzbThreatFan *self);
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
