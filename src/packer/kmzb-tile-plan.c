/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-tile-plan.h"

#include <math.h>

/* Tiles along a metatile's side: 8 times 8 bits are its `wanted`. */
#define SIDE 8
/* How far from a house the finest levels reach. */
#define NEAR_M 160.0

static gint64
tile_key (int x, int y)
{
  return (gint64) x << 32 | (guint32) y;
}

static int
clamp_tile (double value, int zoom)
{
  return (int) CLAMP (floor (value), 0, exp2 (zoom) - 1);
}

/* The tiles of @zoom that lie near some house. */
static GHashTable *
tiles_near_people (int zoom, const KmzbPoint *people, guint n_people)
{
  GHashTable *tiles = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < n_people; i++)
    {
      KmzbBox box = kmzb_box_around (people[i], NEAR_M);
      int east = clamp_tile (kmzb_geo_tile_x (box.east, zoom), zoom);
      int south = clamp_tile (kmzb_geo_tile_y (box.south, zoom), zoom);

      for (int x = clamp_tile (kmzb_geo_tile_x (box.west, zoom), zoom); x <= east; x++)
        for (int y = clamp_tile (kmzb_geo_tile_y (box.north, zoom), zoom); y <= south; y++)
          {
            gint64 key = tile_key (x, y);

            if (!g_hash_table_contains (tiles, &key))
              g_hash_table_add (tiles, g_memdup2 (&key, sizeof key));
          }
    }
  return tiles;
}

static gboolean
is_wanted (GHashTable *near, KmzbTileWanted in_area, gpointer data, int zoom, int x, int y)
{
  gint64 key = tile_key (x, y);

  return (near == NULL || g_hash_table_contains (near, &key)) && (in_area == NULL || in_area (zoom, x, y, data));
}

/* Fills in which tiles of the block are wanted. */
static void
choose_tiles (KmzbMetatile *block, GHashTable *near, KmzbTileWanted in_area, gpointer data)
{
  block->wanted = 0;
  block->n_wanted = 0;
  for (int row = 0; row < block->rows; row++)
    for (int column = 0; column < block->columns; column++)
      if (is_wanted (near, in_area, data, block->zoom, block->x + column, block->y + row))
        {
          block->wanted |= G_GUINT64_CONSTANT (1) << (row * block->columns + column);
          block->n_wanted++;
        }
}

/* Leaves out the outer rows and columns of which nothing is wanted. */
static void
trim (KmzbMetatile *block)
{
  int west = block->columns, east = -1, north = block->rows, south = -1;

  for (int i = 0; i < block->rows * block->columns; i++)
    if (block->wanted >> i & 1)
      {
        west = MIN (west, i % block->columns);
        east = MAX (east, i % block->columns);
        north = MIN (north, i / block->columns);
        south = MAX (south, i / block->columns);
      }
  block->x += west;
  block->y += north;
  block->columns = east - west + 1;
  block->rows = south - north + 1;
}

/**
 * kmzb_tile_plan_make:
 * @people: where people live; decides which tiles of the finest levels are drawn
 * @in_area: (nullable): whether a tile touches the area asked for
 *
 * Which tiles a pack gets, in the blocks in which they are drawn. The blocks begin at the region's own corner: a small
 * level then fits into one block, and its labels are placed with a view of the whole.
 *
 * Returns: (transfer full) (element-type KmzbMetatile): from the lowest level to the highest
 */
GArray *
kmzb_tile_plan_make (KmzbBox bounds,
                     int min_zoom,
                     int max_zoom,
                     const KmzbPoint *people,
                     guint n_people,
                     KmzbTileWanted in_area,
                     gpointer data)
{
  GArray *plan = g_array_new (FALSE, FALSE, sizeof (KmzbMetatile));

  for (int zoom = min_zoom; zoom <= max_zoom; zoom++)
    {
      int west = clamp_tile (kmzb_geo_tile_x (bounds.west, zoom), zoom);
      int east = clamp_tile (kmzb_geo_tile_x (bounds.east, zoom), zoom);
      int north = clamp_tile (kmzb_geo_tile_y (bounds.north, zoom), zoom);
      int south = clamp_tile (kmzb_geo_tile_y (bounds.south, zoom), zoom);
      g_autoptr (GHashTable) near
          = zoom >= KMZB_TILE_PLAN_PEOPLE_ZOOM && n_people > 0 ? tiles_near_people (zoom, people, n_people) : NULL;

      for (int y = north; y <= south; y += SIDE)
        for (int x = west; x <= east; x += SIDE)
          {
            KmzbMetatile block = { .zoom = zoom,
                                   .x = x,
                                   .y = y,
                                   .columns = MIN (SIDE, east - x + 1),
                                   .rows = MIN (SIDE, south - y + 1) };

            choose_tiles (&block, near, in_area, data);
            if (block.n_wanted == 0)
              continue;
            trim (&block);
            choose_tiles (&block, near, in_area, data);
            g_array_append_val (plan, block);
          }
    }
  return plan;
}

guint64
kmzb_tile_plan_count (GArray *plan)
{
  guint64 n = 0;

  for (guint i = 0; i < plan->len; i++)
    n += g_array_index (plan, KmzbMetatile, i).n_wanted;
  return n;
}
