/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-geo.h"

#include <math.h>

static void
test_distance (void)
{
  KmzbPoint warsaw = { 52.2297, 21.0122 }, krakow = { 50.0647, 19.9450 };

  g_assert_cmpfloat_with_epsilon (kmzb_geo_distance_m (warsaw, krakow), 252000, 1500);
  g_assert_cmpfloat_with_epsilon (kmzb_geo_distance_m (warsaw, warsaw), 0, 1e-9);
}

/* The tile of Rzeszów's town hall at z14, as any slippy map has it. */
static void
test_tile_of_a_place (void)
{
  g_assert_cmpint ((int) kmzb_geo_tile_x (22.0047, 14), ==, 9193);
  g_assert_cmpint ((int) kmzb_geo_tile_y (50.0373, 14), ==, 5553);
}

static void
test_tile_round_trip (void)
{
  for (int zoom = 0; zoom <= 20; zoom++)
    {
      double x = kmzb_geo_tile_x (21.5, zoom), y = kmzb_geo_tile_y (49.9, zoom);

      g_assert_cmpfloat_with_epsilon (kmzb_geo_tile_lon (x, zoom), 21.5, 1e-9);
      g_assert_cmpfloat_with_epsilon (kmzb_geo_tile_lat (y, zoom), 49.9, 1e-9);
    }
}

static void
test_tile_box_holds_its_middle (void)
{
  KmzbBox box = kmzb_geo_tile_box (9193, 5553, 14);

  g_assert_true (kmzb_box_contains (box, (KmzbPoint){ 50.0373, 22.0047 }));
  g_assert_false (kmzb_box_contains (box, (KmzbPoint){ 50.1, 22.0047 }));
}

static void
test_poles_are_clamped (void)
{
  g_assert_cmpfloat_with_epsilon (kmzb_geo_tile_y (90, 3), 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (kmzb_geo_tile_y (-90, 3), 8, 1e-6);
}

static void
test_box (void)
{
  KmzbBox box = kmzb_box_empty ();

  g_assert_true (kmzb_box_is_empty (box));
  kmzb_box_add (&box, (KmzbPoint){ 50, 20 });
  kmzb_box_add (&box, (KmzbPoint){ 51, 19 });
  g_assert_false (kmzb_box_is_empty (box));
  g_assert_cmpfloat (kmzb_box_center (box).lat, ==, 50.5);
  g_assert_cmpfloat (kmzb_box_center (box).lon, ==, 19.5);
}

static void
test_box_around_reaches_the_radius (void)
{
  KmzbPoint center = { 50, 20 };
  KmzbBox box = kmzb_box_around (center, 100);

  g_assert_cmpfloat_with_epsilon (kmzb_geo_distance_m (center, (KmzbPoint){ box.north, 20 }), 100, 0.01);
  g_assert_cmpfloat_with_epsilon (kmzb_geo_distance_m (center, (KmzbPoint){ 50, box.east }), 100, 0.01);
}

static void
test_points_off_the_earth (void)
{
  g_assert_false (kmzb_point_is_valid ((KmzbPoint){ NAN, 0 }));
  g_assert_false (kmzb_point_is_valid ((KmzbPoint){ 90.1, 0 }));
  g_assert_false (kmzb_point_is_valid ((KmzbPoint){ 0, INFINITY }));
  g_assert_true (kmzb_point_is_valid ((KmzbPoint){ -90, 180 }));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geo/distance", test_distance);
  g_test_add_func ("/geo/tile-of-a-place", test_tile_of_a_place);
  g_test_add_func ("/geo/tile-round-trip", test_tile_round_trip);
  g_test_add_func ("/geo/tile-box-holds-its-middle", test_tile_box_holds_its_middle);
  g_test_add_func ("/geo/poles-are-clamped", test_poles_are_clamped);
  g_test_add_func ("/geo/box", test_box);
  g_test_add_func ("/geo/box-around-reaches-the-radius", test_box_around_reaches_the_radius);
  g_test_add_func ("/geo/points-off-the-earth", test_points_off_the_earth);
  return g_test_run ();
}
