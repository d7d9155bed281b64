/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-cluster.h"

#include <math.h>

/* The status of a cluster that is a single threat. */
KmzbStatus
kmzb_cluster_get_status (const KmzbCluster *self)
{
  KmzbStatus status = KMZB_STATUS_NEW;

  while (status < KMZB_STATUS_MISTAKE && self->counts[status] == 0)
    status++;
  return status;
}

/**
 * kmzb_cluster_get_shares:
 * @total: what the shares add up to; more than there are statuses
 *
 * The mix of statuses in whole parts. What there is at all has at least one part: a single confirmed threat among a
 * thousand is still seen.
 */
void
kmzb_cluster_get_shares (const KmzbCluster *self, guint total, guint shares[KMZB_N_STATUSES])
{
  guint given = 0;

  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    {
      shares[i] = self->counts[i] == 0
                      ? 0
                      : MAX (1u, (guint) (((guint64) self->counts[i] * total + self->count / 2) / self->count));
      given += shares[i];
    }
  /* What rounding gave too much or too little is the largest one's. */
  while (given != total && given > 0)
    {
      guint largest = 0;

      for (guint i = 1; i < KMZB_N_STATUSES; i++)
        if (shares[i] > shares[largest])
          largest = i;
      shares[largest] += given < total ? 1 : -1u;
      given += given < total ? 1 : -1u;
    }
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

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const KmzbClusterPart *pa = a;
  const KmzbClusterPart *pb = b;

  return (pa->first > pb->first) - (pa->first < pb->first);
}

static void
absorb (KmzbCluster *self, const KmzbCluster *other)
{
  self->count += other->count;
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    self->counts[i] += other->counts[i];
}

/**
 * kmzb_clusters_merge:
 * @clusters: (element-type KmzbCluster): largest first afterwards
 * @single_reach: room that a single threat needs around it, in the world's unit
 * @crowd_reach: the same for several, not less
 * @parts: (element-type KmzbClusterPart): in the index's order afterwards: what each cluster is made of
 *
 * Joins every cluster with a larger one that it would crowd, so that nothing is drawn over anything else. The larger
 * one keeps its place: what stays put reads calmer than what is exact.
 */
void
kmzb_clusters_merge (GArray *clusters, double single_reach, double crowd_reach, GArray *parts)
{
  g_autoptr (GArray) kept = g_array_sized_new (FALSE, FALSE, sizeof (KmzbCluster), clusters->len);
  g_autoptr (GArray) next = g_array_sized_new (FALSE, FALSE, sizeof (guint), clusters->len);
  g_autoptr (GHashTable) grid = g_hash_table_new_full (cell_hash, cell_equal, g_free, NULL);
  Merger merger = { kept, next, grid, single_reach, crowd_reach };

  g_return_if_fail (single_reach > 0 && crowd_reach >= single_reach);

  g_array_set_size (parts, 0);
  g_array_sort (clusters, compare_counts);
  for (guint i = 0; i < clusters->len; i++)
    {
      const KmzbCluster *cluster = &g_array_index (clusters, KmzbCluster, i);
      Cell cell = { (gint64) floor (cluster->x / (2 * crowd_reach)), (gint64) floor (cluster->y / (2 * crowd_reach)) };
      KmzbCluster *near = find_near (&merger, cell, cluster);
      KmzbClusterPart part = { cluster->first, cluster->count, kept->len };
      guint head;

      if (near != NULL)
        {
          absorb (near, cluster);
          part.owner = (guint) (near - (KmzbCluster *) (gpointer) kept->data);
          g_array_append_val (parts, part);
          continue;
        }
      g_array_append_val (parts, part);
      head = GPOINTER_TO_UINT (g_hash_table_lookup (grid, &cell));
      g_array_append_val (kept, *cluster);
      g_array_append_val (next, head);
      g_hash_table_insert (grid, g_memdup2 (&cell, sizeof cell), GUINT_TO_POINTER (kept->len));
    }

  g_array_set_size (clusters, 0);
  g_array_append_vals (clusters, kept->data, kept->len);
  g_array_sort (parts, compare_parts);
}

/* @owner: (out): the cluster that the index's @item went to. Returns: whether @parts have it. */
gboolean
kmzb_cluster_parts_find (GArray *parts, guint item, guint *owner)
{
  guint begin = 0, end = parts->len;

  while (begin < end)
    {
      guint middle = begin + (end - begin) / 2;
      const KmzbClusterPart *part = &g_array_index (parts, KmzbClusterPart, middle);

      if (item < part->first)
        end = middle;
      else if (item - part->first >= part->count)
        begin = middle + 1;
      else
        {
          *owner = part->owner;
          return TRUE;
        }
    }
  return FALSE;
}
