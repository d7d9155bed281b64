/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-index.h"

#include <math.h>

/* The middle of a large cluster is taken from this many of its threats. */
#define MIDDLE_SAMPLES 64

typedef struct
{
  guint64 code; /* place on the Z-order curve: KMZB_THREAT_INDEX_BITS bits each of column and row, interleaved */
  guint32 item;
  guint8 status;
} Entry;

/**
 * KmzbThreatIndex:
 *
 * The threats visitors see, sorted along a Z-order curve: every cell of every grid level is one run of the array, so
 * that counting a cell costs two binary searches however many threats it holds. Immutable; built on a worker.
 */
struct _KmzbThreatIndex
{
  gatomicrefcount ref_count;
  GPtrArray *threats;
  Entry *entries;
  guint n_entries;
};

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
gather_bits (guint64 v)
{
  v &= G_GUINT64_CONSTANT (0x5555555555555555);
  v = (v | (v >> 1)) & G_GUINT64_CONSTANT (0x3333333333333333);
  v = (v | (v >> 2)) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  v = (v | (v >> 4)) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  v = (v | (v >> 8)) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  v = (v | (v >> 16)) & G_GUINT64_CONSTANT (0x00000000ffffffff);
  return v;
}

static guint64
grid_number (double world)
{
  double cells = ldexp (1.0, KMZB_THREAT_INDEX_BITS);

  return (guint64) CLAMP (floor (world * cells), 0.0, cells - 1);
}

static double
entry_x (const Entry *entry)
{
  return ((double) gather_bits (entry->code) + 0.5) / ldexp (1.0, KMZB_THREAT_INDEX_BITS);
}

static double
entry_y (const Entry *entry)
{
  return ((double) gather_bits (entry->code >> 1) + 0.5) / ldexp (1.0, KMZB_THREAT_INDEX_BITS);
}

static int
compare_entries (const void *a, const void *b)
{
  const Entry *ea = a;
  const Entry *eb = b;

  if (ea->code != eb->code)
    return ea->code < eb->code ? -1 : 1;
  return (ea->item > eb->item) - (ea->item < eb->item);
}

/* @threats: (element-type KmzbThreat) (nullable): kept, not copied; not to be changed any more. For a worker. */
KmzbThreatIndex *
kmzb_threat_index_new (GPtrArray *threats)
{
  KmzbThreatIndex *self = g_new0 (KmzbThreatIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->threats = threats != NULL ? g_ptr_array_ref (threats) : g_ptr_array_new ();
  self->entries = g_new (Entry, self->threats->len);
  for (guint i = 0; i < self->threats->len; i++)
    {
      const KmzbThreat *threat = g_ptr_array_index (self->threats, i);

      if (!kmzb_status_is_shown (threat->status) || !kmzb_point_is_valid (threat->place))
        continue;
      self->entries[self->n_entries++] = (Entry){
        .code = spread_bits (grid_number (kmzb_geo_tile_x (threat->place.lon, 0)))
                | spread_bits (grid_number (kmzb_geo_tile_y (threat->place.lat, 0))) << 1,
        .item = i,
        .status = (guint8) threat->status,
      };
    }
  if (self->n_entries > 1)
    qsort (self->entries, self->n_entries, sizeof (Entry), compare_entries);
  return self;
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
  g_ptr_array_unref (self->threats);
  g_free (self->entries);
  g_free (self);
}

/* How many threats visitors see in all. */
guint
kmzb_threat_index_get_count (KmzbThreatIndex *self)
{
  return self->n_entries;
}

/* Returns: (transfer none): the threat at place @i of the curve. */
KmzbThreat *
kmzb_threat_index_get (KmzbThreatIndex *self, guint i)
{
  g_return_val_if_fail (i < self->n_entries, NULL);
  return g_ptr_array_index (self->threats, self->entries[i].item);
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

static void
add_cluster (KmzbThreatIndex *self, guint begin, guint end, GArray *clusters)
{
  guint step = MAX (1u, (end - begin) / MIDDLE_SAMPLES);
  KmzbCluster cluster = {
    .count = end - begin,
    .first = begin,
    .status = (KmzbStatus) self->entries[begin].status,
  };
  guint n = 0;

  for (guint i = begin; i < end; i += step, n++)
    {
      cluster.x += entry_x (&self->entries[i]);
      cluster.y += entry_y (&self->entries[i]);
    }
  cluster.x /= n;
  cluster.y /= n;
  g_array_append_val (clusters, cluster);
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
  int bits = 2 * (KMZB_THREAT_INDEX_BITS - level - 1);

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
      guint64 next = ((spread_bits ((guint64) child_x) | spread_bits ((guint64) child_y) << 1) + 1) << bits;
      guint stop = i == 3 ? end : lower_bound (self, begin, end, next);

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

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const KmzbCluster *ca = a;
  const KmzbCluster *cb = b;

  if (ca->count != cb->count)
    return ca->count < cb->count ? 1 : -1;
  return (ca->first > cb->first) - (ca->first < cb->first);
}

typedef struct
{
  gint64 column;
  gint64 row;
} Cell;

static guint
cell_hash (gconstpointer key)
{
  const Cell *cell = key;

  return (guint) (cell->column * 73856093) ^ (guint) (cell->row * 19349663);
}

static gboolean
cell_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (Cell)) == 0;
}

typedef struct
{
  GArray *kept;     /* KmzbCluster */
  GArray *next;     /* guint: for each kept one the place + 1 of the next in its cell */
  GHashTable *grid; /* Cell -> place + 1 of its first in kept */
  double single_reach;
  double crowd_reach;
} Merger;

static double
get_reach (const Merger *merger, const KmzbCluster *cluster)
{
  return cluster->count == 1 ? merger->single_reach : merger->crowd_reach;
}

/* The kept cluster nearest to @cluster among those it may not stand beside, or %NULL. */
static KmzbCluster *
find_near (const Merger *merger, Cell home, const KmzbCluster *cluster)
{
  KmzbCluster *nearest = NULL;
  double best = G_MAXDOUBLE;

  for (int i = 0; i < 9; i++)
    {
      Cell cell = { home.column + i % 3 - 1, home.row + i / 3 - 1 };
      guint at = GPOINTER_TO_UINT (g_hash_table_lookup (merger->grid, &cell));

      for (; at != 0; at = g_array_index (merger->next, guint, at - 1))
        {
          KmzbCluster *other = &g_array_index (merger->kept, KmzbCluster, at - 1);
          double d = hypot (other->x - cluster->x, other->y - cluster->y);

          if (d < best && d < get_reach (merger, cluster) + get_reach (merger, other))
            {
              best = d;
              nearest = other;
            }
        }
    }
  return nearest;
}

/**
 * kmzb_clusters_merge:
 * @clusters: (element-type KmzbCluster): largest first afterwards
 * @single_reach: room that a single threat needs around it, in the world's unit
 * @crowd_reach: the same for several, not less
 *
 * Joins every cluster with a larger one that it would crowd, so that nothing is drawn over anything else. The larger
 * one keeps its place: what stays put reads calmer than what is exact.
 */
void
kmzb_clusters_merge (GArray *clusters, double single_reach, double crowd_reach)
{
  g_autoptr (GArray) kept = g_array_sized_new (FALSE, FALSE, sizeof (KmzbCluster), clusters->len);
  g_autoptr (GArray) next = g_array_sized_new (FALSE, FALSE, sizeof (guint), clusters->len);
  g_autoptr (GHashTable) grid = g_hash_table_new_full (cell_hash, cell_equal, g_free, NULL);
  Merger merger = { kept, next, grid, single_reach, crowd_reach };

  g_return_if_fail (single_reach > 0 && crowd_reach >= single_reach);

  g_array_sort (clusters, compare_counts);
  for (guint i = 0; i < clusters->len; i++)
    {
      const KmzbCluster *cluster = &g_array_index (clusters, KmzbCluster, i);
      Cell cell = { (gint64) floor (cluster->x / (2 * crowd_reach)), (gint64) floor (cluster->y / (2 * crowd_reach)) };
      KmzbCluster *near = find_near (&merger, cell, cluster);
      guint head;

      if (near != NULL)
        {
          near->count += cluster->count;
          continue;
        }
      head = GPOINTER_TO_UINT (g_hash_table_lookup (grid, &cell));
      g_array_append_val (kept, *cluster);
      g_array_append_val (next, head);
      g_hash_table_insert (grid, g_memdup2 (&cell, sizeof cell), GUINT_TO_POINTER (kept->len));
    }

  g_array_set_size (clusters, 0);
  g_array_append_vals (clusters, kept->data, kept->len);
}
