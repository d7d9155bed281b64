/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat-index.h"

#include "kmzb-curve.h"

G_BEGIN_DECLS

/* Of all threats before one. */
typedef struct
{
  guint64 x;
  guint64 y;
  guint32 counts[KMZB_N_STATUSES];
} KmzbThreatSum;

/**
 * KmzbThreatIndex:
 *
 * The threats visitors see, sorted along the Z-order curve: every cell of every grid level is one run of them, so that
 * counting a cell, by status too, costs two binary searches and two sums however many threats it holds. They are in
 * that order in their table, so an index of all of them is the table and 3 bytes a threat for the sums; a filter takes
 * 14 bytes more for each that it lets through. Immutable; built and filtered on a worker.
 */
struct _KmzbThreatIndex
{
  gatomicrefcount ref_count;
  KmzbThreats *threats;
  guint n_entries;
  const guint64 *codes;
  const guint16 *kinds;
  KmzbThreatSum *sums;

  /* what a filter let through; %NULL without one */
  guint32 *items; /* their places in the table */
  guint64 *own_codes;
  guint16 *own_kinds;
};

/* Where entry @i is in the table. */
static inline guint
kmzb_threat_index_get_item (KmzbThreatIndex *self, guint i)
{
  return self->items != NULL ? self->items[i] : i;
}

KmzbThreatSum kmzb_threat_index_sum (KmzbThreatIndex *self, guint begin, guint end);
guint kmzb_threat_index_child_end (KmzbThreatIndex *self,
                                   int level,
                                   gint64 child_x,
                                   gint64 child_y,
                                   guint begin,
                                   guint end);

G_END_DECLS
