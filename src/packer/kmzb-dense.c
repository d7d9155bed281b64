/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-dense.h"

#include <math.h>

/* Cells of about 2 km; settlements up to three empty cells apart belong together. */
#define CELL_LAT 0.02
#define CELL_LON 0.03
#define MAX_GAP 3
/* A second cluster counts when it has this part of the first one's points. */
#define MIN_SHARE 0.1

typedef struct
{
  gint64 key;
  guint n;
  KmzbBox box;
  gboolean seen;
} Cell;

static gint64
cell_key (int row, int column)
{
  return (gint64) row * 0x100000 + column;
}

static GHashTable *
make_cells (const KmzbPoint *points, guint n_points)
{
  GHashTable *cells = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);

  for (guint i = 0; i < n_points; i++)
    {
      gint64 key = cell_key ((int) floor (points[i].lat / CELL_LAT), (int) floor ((points[i].lon + 180) / CELL_LON));
      Cell *cell = g_hash_table_lookup (cells, &key);

      if (cell == NULL)
        {
          cell = g_new0 (Cell, 1);
          cell->key = key;
          cell->box = kmzb_box_empty ();
          g_hash_table_insert (cells, &cell->key, cell);
        }
      cell->n++;
      kmzb_box_add (&cell->box, points[i]);
    }
  return cells;
}

static void
add_box (KmzbBox *box, KmzbBox other)
{
  kmzb_box_add (box, (KmzbPoint){ other.south, other.west });
  kmzb_box_add (box, (KmzbPoint){ other.north, other.east });
}

/* All cells that hang together with @start; their points and box are summed in the returned cell. */
static Cell
flood (GHashTable *cells, Cell *start)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();
  Cell sum = { .box = kmzb_box_empty () };

  start->seen = TRUE;
  g_ptr_array_add (stack, start);
  while (stack->len > 0)
    {
      const Cell *cell = g_ptr_array_steal_index_fast (stack, stack->len - 1);

      sum.n += cell->n;
      add_box (&sum.box, cell->box);
      for (int row = -MAX_GAP - 1; row <= MAX_GAP + 1; row++)
        for (int column = -MAX_GAP - 1; column <= MAX_GAP + 1; column++)
          {
            gint64 key = cell->key + cell_key (row, column);
            Cell *next = g_hash_table_lookup (cells, &key);

            if (next != NULL && !next->seen)
              {
                next->seen = TRUE;
                g_ptr_array_add (stack, next);
              }
          }
    }
  return sum;
}

/**
 * kmzb_dense_box:
 * @points: where people live, or else whatever the data has
 *
 * The box of the part where the points are many. An extract often brings along things that begin inside it and end
 * far away; a handful of points out there must not make the map ten times as large.
 *
 * Returns: the box; empty when there are no points
 */
KmzbBox
kmzb_dense_box (const KmzbPoint *points, guint n_points)
{
  g_autoptr (GHashTable) cells = make_cells (points, n_points);
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (Cell));
  KmzbBox box = kmzb_box_empty ();
  GHashTableIter iter;
  gpointer value;
  guint most = 0;

  g_hash_table_iter_init (&iter, cells);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((Cell *) value)->seen)
      {
        Cell cluster = flood (cells, value);

        most = MAX (most, cluster.n);
        g_array_append_val (clusters, cluster);
      }
  for (guint i = 0; i < clusters->len; i++)
    {
      const Cell *cluster = &g_array_index (clusters, Cell, i);

      if (cluster->n >= most * MIN_SHARE)
        add_box (&box, cluster->box);
    }
  return box;
}
