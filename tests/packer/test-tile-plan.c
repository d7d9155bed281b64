/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-tile-plan.h"

/* About 60 x 40 km with one house in its middle. */
static const KmzbBox BOUNDS = { .south = 50.0, .west = 20.0, .north = 50.4, .east = 20.9 };
static const KmzbPoint HOUSE = { .lat = 50.2, .lon = 20.45 };

static gboolean
has_tile (GArray *plan, int zoom, int x, int y)
{
  for (guint i = 0; i < plan->len; i++)
    {
      const KmzbMetatile *block = &g_array_index (plan, KmzbMetatile, i);
      int column = x - block->x, row = y - block->y;

      if (block->zoom == zoom && column >= 0 && row >= 0 && column < block->columns && row < block->rows)
        return (block->wanted >> (row * block->columns + column) & 1) != 0;
    }
  return FALSE;
}

static guint
count_level (GArray *plan, int zoom)
{
  guint n = 0;

  for (guint i = 0; i < plan->len; i++)
    if (g_array_index (plan, KmzbMetatile, i).zoom == zoom)
      n += g_array_index (plan, KmzbMetatile, i).n_wanted;
  return n;
}

static void
test_levels_are_whole (void)
{
  g_autoptr (GArray) plan = kmzb_tile_plan_make (BOUNDS, 6, 14, &HOUSE, 1, NULL, NULL);
  int columns = (int) kmzb_geo_tile_x (BOUNDS.east, 14) - (int) kmzb_geo_tile_x (BOUNDS.west, 14) + 1;
  int rows = (int) kmzb_geo_tile_y (BOUNDS.south, 14) - (int) kmzb_geo_tile_y (BOUNDS.north, 14) + 1;

  g_assert_cmpuint (count_level (plan, 14), ==, (guint) (columns * rows));
  g_assert_cmpuint (count_level (plan, 6), >=, 1);
  for (int y = 0; y < rows; y++)
    for (int x = 0; x < columns; x++)
      g_assert_true (has_tile (plan, 14, (int) kmzb_geo_tile_x (BOUNDS.west, 14) + x,
                               (int) kmzb_geo_tile_y (BOUNDS.north, 14) + y));
}

static void
test_fine_levels_only_near_houses (void)
{
  g_autoptr (GArray) plan = kmzb_tile_plan_make (BOUNDS, 16, 18, &HOUSE, 1, NULL, NULL);

  g_assert_true (has_tile (plan, 17, (int) kmzb_geo_tile_x (HOUSE.lon, 17), (int) kmzb_geo_tile_y (HOUSE.lat, 17)));
  g_assert_true (has_tile (plan, 18, (int) kmzb_geo_tile_x (HOUSE.lon, 18), (int) kmzb_geo_tile_y (HOUSE.lat, 18)));
  g_assert_cmpuint (count_level (plan, 17), <=, 9);
  g_assert_cmpuint (count_level (plan, 18), <=, 25);
  g_assert_cmpuint (count_level (plan, 16), >, 1000);
}

static void
test_nobody_anywhere (void)
{
  KmzbBox small = { .south = 50.0, .west = 20.0, .north = 50.01, .east = 20.01 };
  g_autoptr (GArray) plan = kmzb_tile_plan_make (small, 17, 17, NULL, 0, NULL, NULL);

  g_assert_cmpuint (kmzb_tile_plan_count (plan), >, 4);
}

static gboolean
only_even_columns (int zoom, int x, int y, gpointer data)
{
  return x % 2 == 0;
}

static void
test_area_decides (void)
{
  g_autoptr (GArray) plan = kmzb_tile_plan_make (BOUNDS, 12, 12, NULL, 0, only_even_columns, NULL);
  int x = (int) kmzb_geo_tile_x (HOUSE.lon, 12), y = (int) kmzb_geo_tile_y (HOUSE.lat, 12);

  g_assert_true (has_tile (plan, 12, x - x % 2, y));
  g_assert_false (has_tile (plan, 12, x - x % 2 + 1, y));
}

/* The bits of a full block of 64 tiles must not run over. */
static void
test_full_block (void)
{
  g_autoptr (GArray) plan = kmzb_tile_plan_make (BOUNDS, 15, 15, NULL, 0, NULL, NULL);
  const KmzbMetatile *first = &g_array_index (plan, KmzbMetatile, 0);

  g_assert_cmpint (first->columns * first->rows, ==, 64);
  g_assert_true (first->wanted == G_MAXUINT64);
  g_assert_cmpuint (first->n_wanted, ==, 64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packer/tile-plan/levels-are-whole", test_levels_are_whole);
  g_test_add_func ("/packer/tile-plan/fine-levels-only-near-houses", test_fine_levels_only_near_houses);
  g_test_add_func ("/packer/tile-plan/nobody-anywhere", test_nobody_anywhere);
  g_test_add_func ("/packer/tile-plan/area-decides", test_area_decides);
  g_test_add_func ("/packer/tile-plan/full-block", test_full_block);
  return g_test_run ();
}
