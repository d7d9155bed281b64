/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-index-private.h"

#include <string.h>

/* Sums are kept for every so many threats: a cell costs two of them and at most as many single steps. */
#define SUM_STEP 16
#define DAY_US (24 * G_TIME_SPAN_HOUR)
#define CANCEL_STEP 65536

static guint64
spread_bits (guint64 v)
{
  v &= 0xffffffff;
  v = (v | (v << 16)) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  v = (v | (v << 8)) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  v = (v | (v << 4)) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  v = (v | (v << 2)) & G_GUINT64_CONSTANT (0x3333333333333333);
  v = (v | (v << 1)) & G_GUINT64_CONSTANT (0x5555555555555555);
  return v;
}

static guint64
grid_number (double world)
{
  double cells = ldexp (1.0, KMZB_THREAT_INDEX_BITS);

  return (guint64) CLAMP (floor (world * cells), 0.0, cells - 1);
}

static int
compare_entries (const void *a, const void *b)
{
  const KmzbThreatEntry *ea = a;
  const KmzbThreatEntry *eb = b;

  if (ea->code != eb->code)
    return ea->code < eb->code ? -1 : 1;
  return (ea->item > eb->item) - (ea->item < eb->item);
}

static guint16
day_of (gint64 us)
{
  return (guint16) CLAMP (us / DAY_US, 0, G_MAXUINT16);
}

static void
sum_add (KmzbThreatSum *sum, const KmzbThreatEntry *entry)
{
  sum->x += kmzb_curve_gather (entry->code);
  sum->y += kmzb_curve_gather (entry->code >> 1);
  sum->counts[kmzb_threat_entry_get_status (entry)]++;
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
      sum_add (&sum, &self->entries[i]);
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
    sum_add (&sum, &self->entries[j]);
  return sum;
}

/* @threats: (nullable): kept, not copied; not to be changed any more. For a worker. */
KmzbThreatIndex *
kmzb_threat_index_new (KmzbThreats *threats)
{
  KmzbThreatIndex *self = g_new0 (KmzbThreatIndex, 1);
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  guint n_threats;

  g_atomic_ref_count_init (&self->ref_count);
  self->threats = threats != NULL ? kmzb_threats_ref (threats) : kmzb_threats_new ();
  self->categories = g_ptr_array_new ();
  n_threats = kmzb_threats_get_count (self->threats);
  self->entries = g_new (KmzbThreatEntry, n_threats);
  for (guint i = 0; i < n_threats; i++)
    {
      KmzbStatus status = kmzb_threats_get_status (self->threats, i);
      KmzbPoint place = kmzb_threats_get_place (self->threats, i);
      const char *category = kmzb_threats_get_category (self->threats, i);
      gpointer number;

      if (!kmzb_status_is_shown (status) || !kmzb_point_is_valid (place))
        continue;
      number = g_hash_table_lookup (numbers, category);
      if (number == NULL)
        {
          if (self->categories->len < KMZB_MANY_CATEGORIES)
            g_ptr_array_add (self->categories, (gpointer) category);
          number = GUINT_TO_POINTER (MIN (g_hash_table_size (numbers), KMZB_MANY_CATEGORIES) + 1);
          g_hash_table_insert (numbers, (gpointer) category, number);
        }
      self->entries[self->n_entries++] = (KmzbThreatEntry){
        .code = spread_bits (grid_number (kmzb_geo_tile_x (place.lon, 0)))
                | spread_bits (grid_number (kmzb_geo_tile_y (place.lat, 0))) << 1,
        .item = i,
        .day = day_of (kmzb_threats_get_created_us (self->threats, i)),
        .category = (guint8) (GPOINTER_TO_UINT (number) - 1),
        .kind = (guint8) ((guint) status | (guint) kmzb_threats_get_source (self->threats, i) << 4),
      };
    }
  self->entries = g_renew (KmzbThreatEntry, self->entries, self->n_entries);
  if (self->n_entries > 1)
    qsort (self->entries, self->n_entries, sizeof (KmzbThreatEntry), compare_entries);
  make_sums (self);
  return self;
}

typedef enum
{
  PASS_NO,
  PASS_YES,
  PASS_ASK, /* the threat itself */
} Pass;

/* A filter turned into tables, so that an entry is judged without its threat. */
typedef struct
{
  guint8 kinds[256];
  guint8 categories[256];
  guint8 days[G_MAXUINT16 + 1];
} Sieve;

static Sieve *
sieve_new (KmzbThreatIndex *self, const KmzbThreatFilter *filter)
{
  Sieve *sieve = g_new0 (Sieve, 1);
  gint64 from_us, to_us;

  for (guint kind = 0; kind < 256; kind++)
    sieve->kinds[kind] = (kmzb_threat_filter_get_statuses (filter) >> (kind & 0xf) & 1) != 0
                                 && (kmzb_threat_filter_get_sources (filter) >> (kind >> 4) & 1) != 0
                             ? PASS_YES
                             : PASS_NO;
  for (guint i = 0; i < self->categories->len; i++)
    sieve->categories[i]
        = kmzb_threat_filter_has_category (filter, g_ptr_array_index (self->categories, i)) ? PASS_YES : PASS_NO;
  sieve->categories[KMZB_MANY_CATEGORIES] = PASS_ASK;

  kmzb_threat_filter_get_period (filter, &from_us, &to_us);
  for (guint day = 0; day <= G_MAXUINT16; day++)
    sieve->days[day] = PASS_YES;
  /* The days at both ends, and those that 16 bits cannot hold, are not wholly in or out. */
  if (from_us != G_MININT64)
    {
      memset (sieve->days, PASS_NO, day_of (from_us));
      sieve->days[day_of (from_us)] = PASS_ASK;
    }
  if (to_us != G_MAXINT64)
    {
      memset (sieve->days + day_of (to_us), PASS_NO, G_MAXUINT16 + 1 - (gsize) day_of (to_us));
      sieve->days[day_of (to_us)] = PASS_ASK;
    }
  return sieve;
}

static gboolean
sieve_passes (const Sieve *sieve, KmzbThreatIndex *self, const KmzbThreatFilter *filter, const KmzbThreatEntry *entry)
{
  guint8 kind = sieve->kinds[entry->kind];
  guint8 category = sieve->categories[entry->category];
  guint8 day = sieve->days[entry->day];

  if (kind == PASS_NO || category == PASS_NO || day == PASS_NO)
    return FALSE;
  return (category == PASS_YES && day == PASS_YES)
         || kmzb_threat_filter_matches (filter, self->threats, entry->item);
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
  g_autofree Sieve *sieve = sieve_new (self, filter);

  g_atomic_ref_count_init (&filtered->ref_count);
  filtered->threats = kmzb_threats_ref (self->threats);
  filtered->categories = g_ptr_array_ref (self->categories);
  filtered->entries = g_new (KmzbThreatEntry, self->n_entries);
  for (guint i = 0; i < self->n_entries; i++)
    {
      if (i % CANCEL_STEP == 0 && g_cancellable_is_cancelled (cancellable))
        return NULL;
      if (sieve_passes (sieve, self, filter, &self->entries[i]))
        filtered->entries[filtered->n_entries++] = self->entries[i];
    }
  if (filtered->n_entries == self->n_entries)
    return kmzb_threat_index_ref (self);
  filtered->entries = g_renew (KmzbThreatEntry, filtered->entries, filtered->n_entries);
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
  g_ptr_array_unref (self->categories);
  g_free (self->sums);
  g_free (self->entries);
  g_free (self);
}

/* How many threats visitors see in all. */
guint
kmzb_threat_index_get_count (KmzbThreatIndex *self)
{
  return self->n_entries;
}

/* Bytes that the index itself takes, without the threats. */
gsize
kmzb_threat_index_get_size (KmzbThreatIndex *self)
{
  return sizeof *self + self->n_entries * sizeof (KmzbThreatEntry) + (self->n_entries / SUM_STEP + 1) * sizeof (KmzbThreatSum);
}

/* Returns: (transfer full): the threat at place @i of the curve */
KmzbThreat *
kmzb_threat_index_get (KmzbThreatIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n_entries, NULL);
  return kmzb_threats_get (self->threats, self->entries[i].item);
}

/* Returns: (transfer none): interned */
const char *
kmzb_threat_index_get_category (KmzbThreatIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n_entries, NULL);
  return kmzb_threats_get_category (self->threats, self->entries[i].item);
}

KmzbStatus
kmzb_threat_index_get_status (KmzbThreatIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n_entries, KMZB_STATUS_NEW);
  return kmzb_threat_entry_get_status (&self->entries[i]);
}

gint64
kmzb_threat_index_get_created_us (KmzbThreatIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n_entries, 0);
  return kmzb_threats_get_created_us (self->threats, self->entries[i].item);
}

/* The first entry of [begin, end) that is not before @code. */
static guint
lower_bound (KmzbThreatIndex *self, guint begin, guint end, guint64 code)
{
  while (begin < end)
    {
      guint middle = begin + (end - begin) / 2;

      if (self->entries[middle].code < code)
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
  *x = kmzb_curve_to_world ((double) kmzb_curve_gather (self->entries[i].code));
  *y = kmzb_curve_to_world ((double) kmzb_curve_gather (self->entries[i].code >> 1));
}

/* Of [begin, end). */
KmzbThreatSum
kmzb_threat_index_sum (KmzbThreatIndex *self, guint begin, guint end)
{
  KmzbThreatSum before, sum = { 0 };

  if (end - begin <= SUM_STEP)
    {
      for (guint i = begin; i < end; i++)
        sum_add (&sum, &self->entries[i]);
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
  guint64 code = spread_bits ((guint64) child_x) | spread_bits ((guint64) child_y) << 1;

  return lower_bound (self, begin, end, (code + 1) << (2 * (KMZB_THREAT_INDEX_BITS - level - 1)));
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
  g_return_if_fail (rect.level >= 0 && rect.level < KMZB_THREAT_INDEX_BITS);
  descend (self, &rect, 0, 0, 0, 0, self->n_entries, clusters);
}
