/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-camera.h"
#include "kmzb-map-touch.h"

#include <math.h>

static const KmzbBox rzeszow = { .south = 50.00, .west = 21.90, .north = 50.08, .east = 22.10 };
static const KmzbPoint rynek = { 50.0375, 22.0047 };

static gpointer one = GUINT_TO_POINTER (1), two = GUINT_TO_POINTER (2), three = GUINT_TO_POINTER (3);

#define MS(ms) ((ms) * G_TIME_SPAN_MILLISECOND)

static KmzbCamera
camera_over_rzeszow (void)
{
  KmzbCamera camera;

  kmzb_camera_init (&camera);
  kmzb_camera_set_size (&camera, 1000, 800);
  kmzb_camera_set_limits (&camera, rzeszow, 6, 19);
  kmzb_camera_look_at (&camera, rynek, 15);
  return camera;
}

static void
assert_under (const KmzbCamera *camera, double px, double py, double x, double y)
{
  double scale = kmzb_camera_get_scale (camera);
  double at_x, at_y;

  kmzb_camera_world_at (camera, px, py, &at_x, &at_y);
  g_assert_cmpfloat_with_epsilon (at_x * scale, x * scale, 0.01);
  g_assert_cmpfloat_with_epsilon (at_y * scale, y * scale, 0.01);
}

static void
test_limits (void)
{
  KmzbCamera camera = camera_over_rzeszow ();
  double west, east, scale, x, y;

  /* Thrown to the other end of the world it stays over the pack, but for the overshoot. */
  kmzb_camera_look_at (&camera, (KmzbPoint){ 10, -60 }, 15);
  scale = kmzb_camera_get_scale (&camera);
  kmzb_camera_world_at (&camera, 0, 0, &x, &y);
  west = kmzb_geo_tile_x (rzeszow.west, 0);
  g_assert_cmpfloat_with_epsilon ((west - x) * scale, 150.0, 0.5);

  /* With the pin its middle reaches the very corner. */
  kmzb_camera_set_overshoot (&camera, 0.5);
  kmzb_camera_look_at (&camera, (KmzbPoint){ 10, 60 }, 15);
  east = kmzb_geo_tile_x (rzeszow.east, 0);
  g_assert_cmpfloat_with_epsilon (camera.x, east, 1e-12);
  g_assert_cmpfloat_with_epsilon (kmzb_camera_get_center (&camera).lat, rzeszow.south, 1e-9);

  kmzb_camera_look_at (&camera, rynek, 40);
  g_assert_cmpfloat (camera.zoom, ==, 19);
  /* Zoomed out, the pack still about fills the view, however low its levels go. */
  kmzb_camera_look_at (&camera, rynek, 0);
  g_assert_cmpfloat (camera.zoom, ==, kmzb_camera_get_min_zoom (&camera));
  scale = kmzb_camera_get_scale (&camera);
  g_assert_cmpfloat ((east - west) * scale, >, 500);
  g_assert_cmpfloat ((east - west) * scale, <, 1500);
}

static void
test_small_pack_is_centered (void)
{
  KmzbCamera camera = camera_over_rzeszow ();

  kmzb_camera_set_overshoot (&camera, 0);
  kmzb_camera_set_size (&camera, 4000, 800);
  kmzb_camera_look_at (&camera, rynek, 13);
  g_assert_cmpfloat_with_epsilon (kmzb_camera_get_center (&camera).lon, (rzeszow.west + rzeszow.east) / 2, 1e-9);
}

static void
test_zoom_keeps_the_place (void)
{
  KmzbCamera camera = camera_over_rzeszow ();
  double x, y;
  int ticks = 0;

  kmzb_camera_world_at (&camera, 300, 500, &x, &y);
  kmzb_camera_zoom_to (&camera, 17, 300, 500, 200);
  g_assert_cmpfloat (kmzb_camera_get_target_zoom (&camera), ==, 17);
  while (kmzb_camera_tick (&camera, MS (1000 + 16 * ticks)))
    {
      assert_under (&camera, 300, 500, x, y);
      g_assert_cmpint (ticks++, <, 20);
    }
  g_assert_cmpfloat (camera.zoom, ==, 17);
  assert_under (&camera, 300, 500, x, y);
}

static void
test_flight_arrives (void)
{
  const KmzbPoint there = { 50.06, 22.05 };
  double zooms[] = { 15, 18, 13.5, 15.01 };

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      KmzbCamera camera = camera_over_rzeszow ();
      KmzbPoint center;
      int ticks = 0;

      kmzb_camera_set_overshoot (&camera, 0.5);
      kmzb_camera_fly_to (&camera, there, zooms[i]);
      while (kmzb_camera_tick (&camera, MS (500 + 16 * ticks)))
        {
          g_assert_true (isfinite (camera.x) && isfinite (camera.y) && isfinite (camera.zoom));
          g_assert_cmpint (ticks++, <, 80);
        }
      center = kmzb_camera_get_center (&camera);
      g_assert_cmpfloat (kmzb_geo_distance_m (center, there), <, 0.01);
      g_assert_cmpfloat (camera.zoom, ==, zooms[i]);
    }
}

static void
test_flight_on_the_spot (void)
{
  KmzbCamera camera = camera_over_rzeszow ();

  kmzb_camera_fly_to (&camera, rynek, 15);
  for (int ticks = 0; kmzb_camera_tick (&camera, MS (16 * ticks + 1)); ticks++)
    {
      g_assert_true (isfinite (camera.zoom));
      g_assert_cmpint (ticks, <, 80);
    }
  g_assert_cmpfloat (kmzb_geo_distance_m (kmzb_camera_get_center (&camera), rynek), <, 0.01);
}

/* A screen that goes away in the middle of a motion leaves the map where it was going. */
static void
test_finish (void)
{
  const KmzbPoint there = { 50.04, 22.02 };
  KmzbCamera camera = camera_over_rzeszow ();

  kmzb_camera_fly_to (&camera, there, 17);
  kmzb_camera_tick (&camera, MS (100));
  kmzb_camera_tick (&camera, MS (150));
  g_assert_cmpfloat (kmzb_geo_distance_m (kmzb_camera_get_center (&camera), there), >, 1);
  kmzb_camera_finish (&camera);
  g_assert_false (kmzb_camera_is_moving (&camera));
  g_assert_cmpfloat (kmzb_geo_distance_m (kmzb_camera_get_center (&camera), there), <, 0.01);
  g_assert_cmpfloat (camera.zoom, ==, 17);

  kmzb_camera_zoom_to (&camera, 15, 100, 100, 200);
  kmzb_camera_finish (&camera);
  g_assert_cmpfloat (camera.zoom, ==, 15);

  kmzb_camera_fling (&camera, 1000, 0);
  kmzb_camera_finish (&camera);
  g_assert_false (kmzb_camera_is_moving (&camera));
}

static void
test_fling_slows_down (void)
{
  KmzbCamera camera = camera_over_rzeszow ();
  double scale = kmzb_camera_get_scale (&camera);
  double start = camera.x, last = camera.x, last_step = G_MAXDOUBLE;
  int ticks = 0;

  kmzb_camera_fling (&camera, 1000, 0);
  kmzb_camera_tick (&camera, MS (1));
  while (kmzb_camera_tick (&camera, MS (17 + 16 * ticks)))
    {
      double step = (last - camera.x) * scale;

      /* To the west, as the finger pulled east; every frame less than the one before. */
      g_assert_cmpfloat (step, >, 0);
      g_assert_cmpfloat (step, <, last_step);
      last = camera.x;
      last_step = step;
      g_assert_cmpint (ticks++, <, 200);
    }
  g_assert_cmpfloat ((start - camera.x) * scale, >, 200);
  g_assert_cmpfloat ((start - camera.x) * scale, <, 400);

  kmzb_camera_fling (&camera, 3, 3);
  g_assert_false (kmzb_camera_is_moving (&camera));
}

static void
test_drag_holds_the_place (void)
{
  KmzbCamera camera = camera_over_rzeszow ();
  KmzbMapTouch touch = { 0 };
  double x, y, vx = 0, vy = 0;

  /* Shaking within the slop is no drag. */
  kmzb_map_touch_begin (&touch, &camera, one, 500, 400, MS (10));
  g_assert_false (kmzb_map_touch_update (&touch, &camera, one, 505, 400, MS (20)));
  g_assert_true (kmzb_map_touch_update (&touch, &camera, one, 520, 400, MS (30)));
  kmzb_camera_world_at (&camera, 520, 400, &x, &y);
  for (int i = 1; i <= 10; i++)
    {
      kmzb_map_touch_update (&touch, &camera, one, 520 + 10 * i, 400 - 5 * i, MS (30 + 10 * i));
      assert_under (&camera, 520 + 10 * i, 400 - 5 * i, x, y);
    }
  g_assert_cmpint (kmzb_map_touch_end (&touch, &camera, one, MS (135)), ==, KMZB_MAP_TOUCH_DRAG);
  g_assert_true (kmzb_map_touch_get_velocity (&touch, MS (135), &vx, &vy));
  g_assert_cmpfloat_with_epsilon (vx, 1000, 50);
  g_assert_cmpfloat_with_epsilon (vy, -500, 30);
  /* A finger that rested before it left throws nothing. */
  g_assert_false (kmzb_map_touch_get_velocity (&touch, MS (400), &vx, &vy));
}

static void
test_pinch_never_jumps (void)
{
  KmzbCamera camera = camera_over_rzeszow ();
  KmzbMapTouch touch = { 0 };
  double x, y;

  kmzb_map_touch_begin (&touch, &camera, one, 400, 400, MS (10));
  kmzb_camera_world_at (&camera, 500, 400, &x, &y);
  kmzb_map_touch_begin (&touch, &camera, two, 600, 400, MS (20));
  assert_under (&camera, 500, 400, x, y);

  /* A palm lands, moves and lifts: nothing. */
  kmzb_map_touch_begin (&touch, &camera, three, 100, 700, MS (25));
  g_assert_false (kmzb_map_touch_update (&touch, &camera, three, 300, 100, MS (26)));
  g_assert_cmpint (kmzb_map_touch_end (&touch, &camera, three, MS (27)), ==, KMZB_MAP_TOUCH_NOTHING);
  assert_under (&camera, 500, 400, x, y);

  /* Twice the spread is one level more, about the fingers' middle. */
  kmzb_map_touch_update (&touch, &camera, one, 300, 400, MS (30));
  kmzb_map_touch_update (&touch, &camera, two, 700, 400, MS (40));
  g_assert_cmpfloat_with_epsilon (camera.zoom, 16, 1e-9);
  assert_under (&camera, 500, 400, x, y);

  /* The first finger lifts: nothing moves, and the other one drags on from where it is. */
  kmzb_camera_world_at (&camera, 700, 400, &x, &y);
  g_assert_cmpint (kmzb_map_touch_end (&touch, &camera, one, MS (50)), ==, KMZB_MAP_TOUCH_NOTHING);
  assert_under (&camera, 700, 400, x, y);
  kmzb_map_touch_update (&touch, &camera, two, 650, 450, MS (60));
  assert_under (&camera, 650, 450, x, y);
  g_assert_cmpfloat_with_epsilon (camera.zoom, 16, 1e-9);
  g_assert_cmpint (kmzb_map_touch_end (&touch, &camera, two, MS (70)), ==, KMZB_MAP_TOUCH_PINCH);
  g_assert_false (kmzb_map_touch_is_active (&touch));
}

static void
test_taps (void)
{
  KmzbCamera camera = camera_over_rzeszow ();
  KmzbMapTouch touch = { 0 };
  struct
  {
    int at_ms;
    double x;
    KmzbMapTouchEnd end;
  } taps[] = {
    { 1000, 200, KMZB_MAP_TOUCH_TAP },        { 1250, 205, KMZB_MAP_TOUCH_DOUBLE_TAP },
    { 1500, 205, KMZB_MAP_TOUCH_TAP },        { 2500, 205, KMZB_MAP_TOUCH_TAP },
    { 2700, 600, KMZB_MAP_TOUCH_TAP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (taps); i++)
    {
      kmzb_map_touch_begin (&touch, &camera, one, taps[i].x, 300, MS (taps[i].at_ms));
      g_assert_cmpint (kmzb_map_touch_end (&touch, &camera, one, MS (taps[i].at_ms + 80)), ==, taps[i].end);
    }
}

/* Pulled beyond the pack the map gives way less and less, holds still when the finger is changed, and springs back. */
/* A touch that stops a running map is no tap on what ran under it; on one that has nearly come to rest it is. */
static void
test_stopping_is_no_tap (void)
{
  KmzbCamera camera = camera_over_rzeszow ();
  KmzbMapTouch touch = { 0 };

  kmzb_camera_fling (&camera, 2000, 0);
  g_assert_cmpfloat (kmzb_camera_get_fling_speed (&camera), ==, 2000);
  kmzb_camera_tick (&camera, MS (1));
  kmzb_camera_tick (&camera, MS (101));
  g_assert_cmpfloat (kmzb_camera_get_fling_speed (&camera), >, 1000);
  kmzb_map_touch_begin (&touch, &camera, one, 600, 300, MS (110));
  g_assert_false (kmzb_camera_is_moving (&camera));
  g_assert_cmpint (kmzb_map_touch_end (&touch, &camera, one, MS (180)), ==, KMZB_MAP_TOUCH_NOTHING);
  /* Nor the first of two. */
  kmzb_map_touch_begin (&touch, &camera, one, 600, 300, MS (250));
  g_assert_cmpint (kmzb_map_touch_end (&touch, &camera, one, MS (300)), ==, KMZB_MAP_TOUCH_TAP);

  kmzb_camera_fling (&camera, 2000, 0);
  kmzb_camera_tick (&camera, MS (1001));
  kmzb_camera_tick (&camera, MS (1801));
  g_assert_true (kmzb_camera_is_moving (&camera));
  g_assert_cmpfloat (kmzb_camera_get_fling_speed (&camera), <, 200);
  kmzb_map_touch_begin (&touch, &camera, one, 600, 300, MS (1900));
  g_assert_cmpint (kmzb_map_touch_end (&touch, &camera, one, MS (1950)), ==, KMZB_MAP_TOUCH_TAP);
  g_assert_cmpfloat (kmzb_camera_get_fling_speed (&camera), ==, 0);
}

static void
test_soft_edge (void)
{
  KmzbCamera camera = camera_over_rzeszow ();
  KmzbMapTouch touch = { 0 };
  double edge, last = 0, x;

  kmzb_camera_look_at (&camera, (KmzbPoint){ 50.04, 21.0 }, 15);
  edge = camera.x;
  kmzb_map_touch_begin (&touch, &camera, one, 100, 400, MS (10));
  kmzb_map_touch_update (&touch, &camera, one, 113, 400, MS (20));
  g_assert_false (kmzb_camera_is_beyond (&camera));
  for (int i = 1; i <= 8; i++)
    {
      double pulled;

      kmzb_map_touch_update (&touch, &camera, one, 113 + 100 * i, 400, MS (20 + 10 * i));
      pulled = (edge - camera.x) * kmzb_camera_get_scale (&camera);
      g_assert_cmpfloat (pulled, >, last);
      g_assert_cmpfloat (pulled - last, <, 60);
      g_assert_cmpfloat (pulled, <, 200);
      last = pulled;
    }
  g_assert_true (kmzb_camera_is_beyond (&camera));

  x = camera.x;
  kmzb_map_touch_begin (&touch, &camera, two, 500, 300, MS (200));
  kmzb_map_touch_update (&touch, &camera, two, 500, 300, MS (210));
  g_assert_cmpfloat_with_epsilon (camera.x, x, 1e-9);
  g_assert_cmpint (kmzb_map_touch_end (&touch, &camera, one, MS (220)), ==, KMZB_MAP_TOUCH_NOTHING);
  kmzb_map_touch_update (&touch, &camera, two, 500, 300, MS (230));
  g_assert_cmpfloat_with_epsilon (camera.x, x, 1e-9);
  g_assert_cmpint (kmzb_map_touch_end (&touch, &camera, two, MS (240)), ==, KMZB_MAP_TOUCH_PINCH);

  kmzb_camera_return (&camera, 15, 200);
  g_assert_true (kmzb_camera_tick (&camera, MS (300)));
  g_assert_true (kmzb_camera_tick (&camera, MS (400)));
  g_assert_cmpfloat (camera.x, >, x);
  g_assert_cmpfloat (camera.x, <, edge);
  g_assert_false (kmzb_camera_tick (&camera, MS (500)));
  g_assert_cmpfloat_with_epsilon (camera.x, edge, 1e-12);
  g_assert_false (kmzb_camera_is_beyond (&camera));

  /* What ends in the middle of it ends inside. */
  kmzb_camera_drag (&camera, camera.x, camera.y, 15, 900, 400);
  g_assert_true (kmzb_camera_is_beyond (&camera));
  kmzb_camera_finish (&camera);
  g_assert_false (kmzb_camera_is_beyond (&camera));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/camera/limits", test_limits);
  g_test_add_func ("/map/camera/soft-edge", test_soft_edge);
  g_test_add_func ("/map/camera/small-pack-is-centered", test_small_pack_is_centered);
  g_test_add_func ("/map/camera/zoom-keeps-the-place", test_zoom_keeps_the_place);
  g_test_add_func ("/map/camera/flight-arrives", test_flight_arrives);
  g_test_add_func ("/map/camera/flight-on-the-spot", test_flight_on_the_spot);
  g_test_add_func ("/map/camera/finish", test_finish);
  g_test_add_func ("/map/camera/fling-slows-down", test_fling_slows_down);
  g_test_add_func ("/map/touch/drag-holds-the-place", test_drag_holds_the_place);
  g_test_add_func ("/map/touch/pinch-never-jumps", test_pinch_never_jumps);
  g_test_add_func ("/map/touch/taps", test_taps);
  g_test_add_func ("/map/touch/stopping-is-no-tap", test_stopping_is_no_tap);
  return g_test_run ();
}
