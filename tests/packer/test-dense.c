/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-dense.h"
#include "kmzb-region.h"

static void
add_grid (GArray *points, double lat, double lon, int side, double step)
{
  for (int i = 0; i < side; i++)
    for (int j = 0; j < side; j++)
      {
        KmzbPoint point = { lat + i * step, lon + j * step };
        g_array_append_val (points, point);
      }
}

static void
add (GArray *points, double lat, double lon)
{
  KmzbPoint point = { lat, lon };
  g_array_append_val (points, point);
}

static KmzbBox
dense (GArray *points)
{
  return kmzb_dense_box ((KmzbPoint *) points->data, points->len);
}

static void
test_far_points_do_not_count (void)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (KmzbPoint));
  KmzbBox box;

  add_grid (points, 50.0, 22.0, 20, 0.002);
  add (points, 50.5, 22.0);
  add (points, 50.0, 24.0);
  add (points, -33.0, -70.0);
  box = dense (points);
  g_assert_cmpfloat_with_epsilon (box.south, 50.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (box.north, 50.038, 1e-9);
  g_assert_cmpfloat_with_epsilon (box.west, 22.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (box.east, 22.038, 1e-9);
}

/* Villages a few kilometres apart are one region, and so is a second town that is not much smaller. */
static void
test_villages_and_second_town_count (void)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (KmzbPoint));
  KmzbBox box;

  add_grid (points, 50.0, 22.0, 20, 0.002);
  add_grid (points, 50.1, 22.0, 2, 0.001);
  add_grid (points, 50.0, 22.4, 12, 0.002);
  box = dense (points);
  g_assert_cmpfloat_with_epsilon (box.north, 50.101, 1e-9);
  g_assert_cmpfloat_with_epsilon (box.east, 22.422, 1e-9);
}

static void
test_nothing_is_empty (void)
{
  g_assert_true (kmzb_box_is_empty (kmzb_dense_box (NULL, 0)));
}

static void
test_one_point (void)
{
  KmzbPoint point = { 50, 20 };
  KmzbBox box = kmzb_dense_box (&point, 1);

  g_assert_false (kmzb_box_is_empty (box));
  g_assert_cmpfloat (box.south, ==, box.north);
}

/* What a file says of itself is believed, unless it says the whole world. */
static void
test_said_bounds (void)
{
  g_autoptr (KmzbRegion) region = kmzb_region_new ();

  add_grid (region->people, 50.0, 22.0, 20, 0.002);
  region->said_bounds = (KmzbBox){ 49.99, 21.98, 50.06, 22.06 };
  g_assert_cmpfloat (kmzb_region_find_bounds (region).west, ==, 21.98);
  region->said_bounds = (KmzbBox){ -85, -180, 85, 180 };
  g_assert_cmpfloat_with_epsilon (kmzb_region_find_bounds (region).west, 22.0, 0.01);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packer/dense/far-points-do-not-count", test_far_points_do_not_count);
  g_test_add_func ("/packer/dense/villages-and-second-town-count", test_villages_and_second_town_count);
  g_test_add_func ("/packer/dense/nothing-is-empty", test_nothing_is_empty);
  g_test_add_func ("/packer/dense/one-point", test_one_point);
  g_test_add_func ("/packer/dense/said-bounds", test_said_bounds);
  return g_test_run ();
}
