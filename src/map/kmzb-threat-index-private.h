/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat-index.h"

#include <math.h>

G_BEGIN_DECLS

/* The categories told apart in an entry; what is beyond them is looked up in the threat. */
#define KMZB_MANY_CATEGORIES 255

typedef struct
{
  guint64 code; /* place on the Z-order curve: KMZB_THREAT_INDEX_BITS bits each of column and row, interleaved */
  guint32 item;
  guint16 day;     /* since 1970, as near as 16 bits come to it */
  guint8 category; /* place in the categories, or KMZB_MANY_CATEGORIES */
  guint8 kind;     /* status, and above it the source */
} KmzbThreatEntry;

/* Of all entries before one. */
typedef struct
{
  guint64 x;
  guint64 y;
  guint32 counts[KMZB_N_STATUSES];
} KmzbThreatSum;

/**
 * KmzbThreatIndex:
 *
 * The threats visitors see, sorted along a Z-order curve: every cell of every grid level is one run of the array, so
 * that counting a cell, by status too, costs two binary searches and two sums however many threats it holds. What a
 * filter looks at is in the entries themselves, so filtering is one pass over memory in order. Immutable; built and
 * filtered on a worker; 19 bytes a threat.
 */
struct _KmzbThreatIndex
{
  gatomicrefcount ref_count;
  KmzbThreats *threats;
  GPtrArray *categories; /* interned slugs */
  KmzbThreatEntry *entries;
  guint n_entries;
  KmzbThreatSum *sums;
};

/* One of the two numbers that a code on the curve is made of: the column; of code >> 1, the row. */
static inline guint64
kmzb_curve_gather (guint64 v)
{
  v &= G_GUINT64_CONSTANT (0x5555555555555555);
  v = (v | (v >> 1)) & G_GUINT64_CONSTANT (0x3333333333333333);
  v = (v | (v >> 2)) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  v = (v | (v >> 4)) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  v = (v | (v >> 8)) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  v = (v | (v >> 16)) & G_GUINT64_CONSTANT (0x00000000ffffffff);
  return v;
}

static inline double
kmzb_curve_to_world (double number)
{
  return (number + 0.5) / ldexp (1.0, KMZB_THREAT_INDEX_BITS);
}

static inline KmzbStatus
kmzb_threat_entry_get_status (const KmzbThreatEntry *entry)
{
  return (KmzbStatus) (entry->kind & 0xf);
}

KmzbThreatSum kmzb_threat_index_sum (KmzbThreatIndex *self, guint begin, guint end);
guint kmzb_threat_index_child_end (KmzbThreatIndex *self,
                                   int level,
                                   gint64 child_x,
                                   gint64 child_y,
                                   guint begin,
                                   guint end);

G_END_DECLS
