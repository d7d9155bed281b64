/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat.h"

G_BEGIN_DECLS

/* The finest grid the index can answer for: cells of some 4 cm, finer than any zoom. */
#define KMZB_THREAT_INDEX_BITS 30

typedef struct _KmzbThreatIndex KmzbThreatIndex;

/**
 * KmzbCluster:
 * @x: middle of its threats, 0..1 from west to east over the Web Mercator world
 * @y: the same from north to south
 * @count: how many
 * @first: the first of them; with a @count of one, the threat itself
 * @status: the status of a single threat
 */
typedef struct
{
  double x;
  double y;
  guint count;
  guint first;
  KmzbStatus status;
} KmzbCluster;

/**
 * KmzbCellRect:
 *
 * Cells of the grid of 2^@level x 2^@level over the world, both ends included.
 */
typedef struct
{
  int level;
  gint64 x0, y0;
  gint64 x1, y1;
} KmzbCellRect;

KmzbThreatIndex *kmzb_threat_index_new (GPtrArray *threats);
KmzbThreatIndex *kmzb_threat_index_ref (KmzbThreatIndex *self);
void kmzb_threat_index_unref (KmzbThreatIndex *self);
guint kmzb_threat_index_get_count (KmzbThreatIndex *self);
KmzbThreat *kmzb_threat_index_get (KmzbThreatIndex *self, guint i);
void kmzb_threat_index_query (KmzbThreatIndex *self, KmzbCellRect rect, GArray *clusters);

void kmzb_clusters_merge (GArray *clusters, double single_reach, double crowd_reach);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbThreatIndex, kmzb_threat_index_unref)

G_END_DECLS
