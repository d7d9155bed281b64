/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-index-private.h"

#include "kmzb-threat-sieve.h"

/* Sums are kept for every so many threats: a cell costs two of them and at most as many single steps. */
#define SUM_STEP 16
#define CANCEL_STEP 65536

static void
sum_add (KmzbThreatSum *sum, const KmzbThreatIndex *self, guint i)
{
  sum->x += kmzb_curve_gather (self->codes[i]);
  sum->y += kmzb_curve_gather (self->codes[i] >> 1);
  sum->counts[kmzb_threat_kind_get_status (self->kinds[i])]++;
}

static void
make_sums (KmzbThreatIndex *self)
{
  KmzbThreatSum sum = { 0 };

  self->sums = g_new (KmzbThreatSum, self->n_entries / SUM_STEP + 1);
  for (guint i = 0; i < self->n_entries; i++)
    {
      if (i % SUM_STEP == 0)
        self->sums[i / SUM_STEP] = sum;
      sum_add (&sum, self, i);
    }
  if (self->n_entries % SUM_STEP == 0)
    self->sums[self->n_entries / SUM_STEP] = sum;
}

/* All before entry @i. */
static KmzbThreatSum
sum_before (KmzbThreatIndex *self, guint i)
{
  KmzbThreatSum sum = self->sums[i / SUM_STEP];

  for (guint j = i - i % SUM_STEP; j < i; j++)
    sum_add (&sum, self, j);
  return sum;
}

/* @threats: sorted; kept, not copied. For a worker. */
KmzbThreatIndex *
kmzb_threat_index_new (KmzbThreats *threats)
{
  KmzbThreatIndex *self;

  g_return_val_if_fail (kmzb_threats_is_sorted (threats), NULL);

  self = g_new0 (KmzbThreatIndex, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->threats = kmzb_threats_ref (threats);
  self->n_entries = kmzb_threats_get_n_shown (threats);
  self->codes = kmzb_threats_get_codes (threats);
  self->kinds = kmzb_threats_get_kinds (threats);
  make_sums (self);
  return self;
}

/**
 * kmzb_threat_index_filter:
 *
 * For a worker.
 *
 * Returns: (transfer full) (nullable): what @filter lets through, in the same order; %NULL when cancelled
 */
KmzbThreatIndex *
kmzb_threat_index_filter (KmzbThreatIndex *self, const KmzbThreatFilter *filter, GCancellable *cancellable)
{
  g_autoptr (KmzbThreatIndex) filtered = g_new0 (KmzbThreatIndex, 1);
  g_autofree KmzbThreatSieve *sieve
      = kmzb_threat_sieve_new (self->threats, filter, kmzb_threat_filter_get_statuses (filter));
  guint n = 0;

  g_atomic_ref_count_init (&filtered->ref_count);
  filtered->threats = kmzb_threats_ref (self->threats);
  filtered->items = g_new (guint32, self->n_entries);
  for (guint i = 0; i < self->n_entries; i++)
    {
      guint item = kmzb_threat_index_get_item (self, i);

      if (i % CANCEL_STEP == 0 && g_cancellable_is_cancelled (cancellable))
        return NULL;
      if (kmzb_threat_sieve_passes (sieve, item))
        filtered->items[n++] = item;
    }
  if (n == self->n_entries)
    return kmzb_threat_index_ref (self);

  filtered->n_entries = n;
  filtered->items = g_renew (guint32, filtered->items, n);
  filtered->own_codes = g_new (guint64, n);
  filtered->own_kinds = g_new (guint16, n);
  for (guint i = 0; i < n; i++)
    {
      filtered->own_codes[i] = kmzb_threats_get_codes (self->threats)[filtered->items[i]];
      filtered->own_kinds[i] = kmzb_threats_get_kinds (self->threats)[filtered->items[i]];
    }
  filtered->codes = filtered->own_codes;
  filtered->kinds = filtered->own_kinds;
  make_sums (filtered);
  return g_steal_pointer (&filtered);
}

KmzbThreatIndex *
kmzb_threat_index_ref (KmzbThreatIndex *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_threat_index_unref (KmzbThreatIndex *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  kmzb_threats_unref (self->threats);
  g_free (self->sums);
  g_free (self->items);
  g_free (self->own_codes);
  g_free (self->own_kinds);
  g_free (self);
}

/* How many threats visitors see in all. */
guint
kmzb_threat_index_get_count (KmzbThreatIndex *self)
{
  return self->n_entries;
}

/* Returns: (transfer none): where it has them from */
KmzbThreats *
kmzb_threat_index_get_threats (KmzbThreatIndex *self)
{
  return self->threats;
}

/* Returns: (transfer full): the threat at place @i of the curve */
KmzbThreat *
kmzb_threat_index_get (KmzbThreatIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n_entries, NULL);
  return kmzb_threats_get (self->threats, kmzb_threat_index_get_item (self, i));
}

/* Returns: (transfer none): interned */
const char *
kmzb_threat_index_get_category (KmzbThreatIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n_entries, NULL);
  return kmzb_threats_get_category (self->threats, kmzb_threat_index_get_item (self, i));
}

KmzbStatus
kmzb_threat_index_get_status (KmzbThreatIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n_entries, KMZB_STATUS_NEW);
  return kmzb_threat_kind_get_status (self->kinds[i]);
}

gint64
kmzb_threat_index_get_created_us (KmzbThreatIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n_entries, 0);
  return kmzb_threats_get_created_us (self->threats, kmzb_threat_index_get_item (self, i));
}

/* The first entry of [begin, end) that is not before @code. */
static guint
lower_bound (KmzbThreatIndex *self, guint begin, guint end, guint64 code)
{
  while (begin < end)
    {
      guint middle = begin + (end - begin) / 2;

      if (self->codes[middle] < code)
        begin = middle + 1;
      else
        end = middle;
    }
  return begin;
}

/* @x, @y: (out): where threat @i stands, 0..1 over the world */
void
kmzb_threat_index_get_place (KmzbThreatIndex *self, guint i, double *x, double *y)
{
  kmzb_curve_place (self->codes[i], x, y);
}

/* Of [begin, end). */
KmzbThreatSum
kmzb_threat_index_sum (KmzbThreatIndex *self, guint begin, guint end)
{
  KmzbThreatSum before, sum = { 0 };

  if (end - begin <= SUM_STEP)
    {
      for (guint i = begin; i < end; i++)
        sum_add (&sum, self, i);
      return sum;
    }

  before = sum_before (self, begin);
  sum = sum_before (self, end);
  sum.x -= before.x;
  sum.y -= before.y;
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    sum.counts[i] -= before.counts[i];
  return sum;
}

static void
add_cluster (KmzbThreatIndex *self, guint begin, guint end, GArray *clusters)
{
  KmzbCluster cluster = { .count = end - begin, .first = begin };
  KmzbThreatSum sum = kmzb_threat_index_sum (self, begin, end);

  cluster.x = kmzb_curve_to_world ((double) sum.x / cluster.count);
  cluster.y = kmzb_curve_to_world ((double) sum.y / cluster.count);
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    cluster.counts[i] = sum.counts[i];
  g_array_append_val (clusters, cluster);
}

/* Where the entries of a child of a cell of @level end. */
guint
kmzb_threat_index_child_end (KmzbThreatIndex *self, int level, gint64 child_x, gint64 child_y, guint begin, guint end)
{
  int below = KMZB_CURVE_BITS - level - 1;

  return lower_bound (self, begin, end, (kmzb_curve_cell (child_x, child_y) + 1) << (2 * below));
}

/* Walks down the quadtree that the curve is: [begin, end) are the threats of cell @x/@y of @level. */
static void
descend (KmzbThreatIndex *self,
         const KmzbCellRect *rect,
         int level,
         gint64 x,
         gint64 y,
         guint begin,
         guint end,
         GArray *clusters)
{
  int below = rect->level - level;

  if (begin == end || ((x + 1) << below) <= rect->x0 || (x << below) > rect->x1 || ((y + 1) << below) <= rect->y0
      || (y << below) > rect->y1)
    return;
  if (below == 0)
    {
      add_cluster (self, begin, end, clusters);
      return;
    }

  for (int i = 0; i < 4; i++)
    {
      gint64 child_x = 2 * x + (i & 1);
      gint64 child_y = 2 * y + (i >> 1);
      guint stop = i == 3 ? end : kmzb_threat_index_child_end (self, level, child_x, child_y, begin, end);

      descend (self, rect, level + 1, child_x, child_y, begin, stop, clusters);
      begin = stop;
    }
}

/* Appends one #KmzbCluster to @clusters for every cell of @rect that holds threats, in the curve's order. */
void
kmzb_threat_index_query (KmzbThreatIndex *self, KmzbCellRect rect, GArray *clusters)
{
  g_return_if_fail (rect.level >= 0 && rect.level < KMZB_CURVE_BITS);
  descend (self, &rect, 0, 0, 0, 0, self->n_entries, clusters);
}
