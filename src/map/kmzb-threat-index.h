/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-cluster.h"
#include "kmzb-threat-filter.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KmzbThreatIndex KmzbThreatIndex;

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

/**
 * KmzbWorldRect:
 *
 * A part of the Web Mercator world, 0..1 from west to east and from north to south; the second corner is outside.
 */
typedef struct
{
  double x0, y0;
  double x1, y1;
} KmzbWorldRect;

/**
 * KmzbThreatRun:
 *
 * Threats that follow each other in the index.
 */
typedef struct
{
  guint first;
  guint count;
} KmzbThreatRun;

/**
 * KmzbCategoryCount:
 * @slug: interned
 */
typedef struct
{
  const char *slug;
  guint count;
} KmzbCategoryCount;

KmzbThreatIndex *kmzb_threat_index_new (KmzbThreats *threats);
KmzbThreatIndex *kmzb_threat_index_filter (KmzbThreatIndex *self,
                                           const KmzbThreatFilter *filter,
                                           GCancellable *cancellable);
KmzbThreatIndex *kmzb_threat_index_ref (KmzbThreatIndex *self);
void kmzb_threat_index_unref (KmzbThreatIndex *self);

guint kmzb_threat_index_get_count (KmzbThreatIndex *self);
KmzbThreats *kmzb_threat_index_get_threats (KmzbThreatIndex *self);
KmzbThreat *kmzb_threat_index_get (KmzbThreatIndex *self, guint i);
const char *kmzb_threat_index_get_category (KmzbThreatIndex *self, guint i);
KmzbStatus kmzb_threat_index_get_status (KmzbThreatIndex *self, guint i);
gint64 kmzb_threat_index_get_created_us (KmzbThreatIndex *self, guint i);
void kmzb_threat_index_get_place (KmzbThreatIndex *self, guint i, double *x, double *y);

void kmzb_threat_index_query (KmzbThreatIndex *self, KmzbCellRect rect, GArray *clusters);
void kmzb_threat_index_find (KmzbThreatIndex *self, KmzbWorldRect rect, GArray *runs);
guint kmzb_threat_index_count_statuses (KmzbThreatIndex *self, GArray *runs, guint counts[KMZB_N_STATUSES]);
GArray *kmzb_threat_index_count_categories (KmzbThreatIndex *self, GArray *runs);
KmzbWorldRect kmzb_threat_index_get_extent (KmzbThreatIndex *self, GArray *runs);
GPtrArray *kmzb_threat_index_nearest (KmzbThreatIndex *self, GArray *runs, double x, double y, guint max);
GPtrArray *kmzb_threat_index_nearest_in (KmzbThreatIndex *self, KmzbWorldRect rect, double x, double y, guint max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbThreatIndex, kmzb_threat_index_unref)

G_END_DECLS
