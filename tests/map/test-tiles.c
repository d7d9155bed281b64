/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-outside-note.h"
#include "kmzb-tile-cache.h"
#include "kmzb-tile-cover.h"

static void
test_key (void)
{
  KmzbTileKey key = kmzb_tile_key (18, 147456, 88123);

  g_assert_cmpint (kmzb_tile_key_z (key), ==, 18);
  g_assert_cmpint (kmzb_tile_key_x (key), ==, 147456);
  g_assert_cmpint (kmzb_tile_key_y (key), ==, 88123);
  g_assert_true (kmzb_tile_key_ancestor (key, 2) == kmzb_tile_key (16, 36864, 22030));

  key = kmzb_tile_key (29, (1 << 29) - 1, (1 << 29) - 1);
  g_assert_cmpint (kmzb_tile_key_z (key), ==, 29);
  g_assert_cmpint (kmzb_tile_key_x (key), ==, (1 << 29) - 1);
  g_assert_cmpint (kmzb_tile_key_y (key), ==, (1 << 29) - 1);
}

static void
test_level (void)
{
  g_assert_cmpint (kmzb_tile_cover_level (15, 256, 6, 18), ==, 15);
  g_assert_cmpint (kmzb_tile_cover_level (15.4, 256, 6, 18), ==, 15);
  g_assert_cmpint (kmzb_tile_cover_level (15.6, 256, 6, 18), ==, 16);
  /* Tiles of 512 pixels show at level 14 what 256 pixels show at 15. */
  g_assert_cmpint (kmzb_tile_cover_level (15, 512, 6, 18), ==, 14);
  /* Past the pack's last level that level is enlarged. */
  g_assert_cmpint (kmzb_tile_cover_level (20, 256, 6, 18), ==, 18);
  g_assert_cmpint (kmzb_tile_cover_level (2, 256, 6, 18), ==, 6);
}

static void
test_view (void)
{
  double scale = 256.0 * (1 << 10);
  KmzbTileRect rect = kmzb_tile_cover_view (10, scale, 256 * 500 + 10, 256 * 300, 512, 512);

  g_assert_cmpint (rect.x0, ==, 500);
  g_assert_cmpint (rect.x1, ==, 502);
  /* A view that ends where a tile ends does not touch the next. */
  g_assert_cmpint (rect.y0, ==, 300);
  g_assert_cmpint (rect.y1, ==, 301);

  /* At the world's corner there is nothing beyond. */
  rect = kmzb_tile_cover_view (1, 512, -1000, -1000, 3000, 3000);
  g_assert_cmpint (rect.x0, ==, 0);
  g_assert_cmpint (rect.x1, ==, 1);
  g_assert_cmpint (rect.y0, ==, 0);
  g_assert_cmpint (rect.y1, ==, 1);
  rect = kmzb_tile_rect_grow (rect, 1);
  g_assert_cmpint (rect.x1, ==, 1);

  /* A view beside the world holds none. */
  rect = kmzb_tile_cover_view (1, 512, 600, 0, 100, 100);
  g_assert_cmpint (rect.x0, >, rect.x1);
}

static void
test_list_begins_in_the_middle (void)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (KmzbTileKey));
  KmzbTileRect rect = { .z = 12, .x0 = 10, .y0 = 20, .x1 = 14, .y1 = 22 };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  kmzb_tile_rect_list (rect, keys);
  g_assert_cmpuint (keys->len, ==, 15);
  g_assert_true (g_array_index (keys, KmzbTileKey, 0) == kmzb_tile_key (12, 12, 21));
  for (guint i = 0; i < keys->len; i++)
    {
      KmzbTileKey *key = &g_array_index (keys, KmzbTileKey, i);

      g_assert_true (kmzb_tile_rect_contains (rect, kmzb_tile_key_x (*key), kmzb_tile_key_y (*key)));
      g_assert_true (g_hash_table_add (seen, key));
    }

  g_array_set_size (keys, 0);
  kmzb_tile_rect_list ((KmzbTileRect){ .z = 3, .x0 = 2, .y0 = 2, .x1 = 1, .y1 = 2 }, keys);
  g_assert_cmpuint (keys->len, ==, 0);
}

static void
test_box (void)
{
  KmzbTileRect whole = kmzb_tile_cover_box (2, (KmzbBox){ -90, -180, 90, 180 });
  KmzbTileRect one = kmzb_tile_cover_box (12, kmzb_geo_tile_box (2297, 1388, 12));

  g_assert_cmpint (whole.x0, ==, 0);
  g_assert_cmpint (whole.y0, ==, 0);
  g_assert_cmpint (whole.x1, ==, 3);
  g_assert_cmpint (whole.y1, ==, 3);
  g_assert_true (kmzb_tile_rect_contains (one, 2297, 1388));
  /* Rounding may touch a neighbour, no more. */
  g_assert_cmpint (one.x1 - one.x0, <=, 1);
  g_assert_cmpint (one.y1 - one.y0, <=, 1);
}

static GdkTexture *
make_texture (int side)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 ((gsize) side * (gsize) side * 4),
                                               (gsize) side * (gsize) side * 4);

  return gdk_memory_texture_new (side, side, GDK_MEMORY_DEFAULT, bytes, (gsize) side * 4);
}

static void
two_turns (KmzbTileCache *cache)
{
  kmzb_tile_cache_begin_turn (cache);
  kmzb_tile_cache_begin_turn (cache);
}

static void
test_cache (void)
{
  const gsize budget = 4 * (16 * 16 * 4 + 128);
  g_autoptr (KmzbTileCache) cache = kmzb_tile_cache_new (budget);
  g_autoptr (GdkTexture) texture = make_texture (16), other = make_texture (16);
  GdkTexture *found = NULL;
  gsize size;

  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 1, &found), ==, KMZB_TILE_UNKNOWN);
  g_assert_null (found);
  for (KmzbTileKey key = 1; key <= 4; key++)
    kmzb_tile_cache_put (cache, key, texture);
  g_assert_cmpuint (kmzb_tile_cache_get_count (cache), ==, 4);

  /* The one looked at stays, the oldest goes. */
  two_turns (cache);
  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 1, &found), ==, KMZB_TILE_PRESENT);
  g_assert_true (found == texture);
  kmzb_tile_cache_put (cache, 5, texture);
  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 2, NULL), ==, KMZB_TILE_UNKNOWN);
  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 1, NULL), ==, KMZB_TILE_PRESENT);
  g_assert_cmpuint (kmzb_tile_cache_get_size (cache), <=, budget);

  /* An absence is remembered, and can be replaced. */
  kmzb_tile_cache_put (cache, 9, NULL);
  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 9, &found), ==, KMZB_TILE_ABSENT);
  g_assert_null (found);
  kmzb_tile_cache_put (cache, 9, texture);
  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 9, NULL), ==, KMZB_TILE_PRESENT);
  /* So is it of a tile that could not be read. */
  kmzb_tile_cache_put_unreadable (cache, 77);
  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 77, NULL), ==, KMZB_TILE_UNREADABLE);
  /* Later it may be worth another look; until then nothing else is known of it. */
  g_assert_false (kmzb_tile_cache_is_doubted (cache, 77));
  g_assert_true (kmzb_tile_cache_doubt_unreadable (cache));
  g_assert_true (kmzb_tile_cache_is_doubted (cache, 77));
  g_assert_false (kmzb_tile_cache_is_doubted (cache, 9));
  g_assert_false (kmzb_tile_cache_is_doubted (cache, 1234));
  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 77, NULL), ==, KMZB_TILE_UNREADABLE);
  kmzb_tile_cache_put_unreadable (cache, 77);
  g_assert_false (kmzb_tile_cache_is_doubted (cache, 77));
  kmzb_tile_cache_put (cache, 77, NULL);
  g_assert_false (kmzb_tile_cache_doubt_unreadable (cache));
  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 77, NULL), ==, KMZB_TILE_ABSENT);

  /* Its picture kept in another way, a tile is as much in use as it was. */
  size = kmzb_tile_cache_get_size (cache);
  kmzb_tile_cache_replace (cache, 9, other);
  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 9, &found), ==, KMZB_TILE_PRESENT);
  g_assert_true (found == other);
  g_assert_cmpuint (kmzb_tile_cache_get_size (cache), ==, size);

  /* Everything that went let its picture go. */
  two_turns (cache);
  kmzb_tile_cache_set_budget (cache, 0);
  g_assert_cmpuint (kmzb_tile_cache_get_count (cache), ==, 0);
  g_assert_cmpuint (kmzb_tile_cache_get_size (cache), ==, 0);
  g_assert_cmpuint (G_OBJECT (texture)->ref_count, ==, 1);
  g_assert_cmpuint (G_OBJECT (other)->ref_count, ==, 1);
}

/* However large a view is, what is in it is not forgotten while it is looked at: on a wall of screens the map would
 * read the same tiles again and again. */
static void
test_cache_keeps_the_view (void)
{
  g_autoptr (KmzbTileCache) cache = kmzb_tile_cache_new (4 * (16 * 16 * 4 + 128));
  g_autoptr (GdkTexture) texture = make_texture (16);

  for (int turn = 0; turn < 3; turn++)
    {
      kmzb_tile_cache_begin_turn (cache);
      for (KmzbTileKey key = 1; key <= 20; key++)
        if (kmzb_tile_cache_lookup (cache, key, NULL) == KMZB_TILE_UNKNOWN)
          {
            g_assert_cmpint (turn, ==, 0);
            kmzb_tile_cache_put (cache, key, texture);
          }
    }
  /* Elsewhere it goes, all but what is seen there and what fits. */
  two_turns (cache);
  kmzb_tile_cache_put (cache, 99, texture);
  g_assert_cmpuint (kmzb_tile_cache_get_count (cache), ==, 4);
  g_assert_cmpint (kmzb_tile_cache_lookup (cache, 99, NULL), ==, KMZB_TILE_PRESENT);
}

/* The words stand in the largest part of the view that the map leaves free, and across from it. */
static void
test_outside_room (void)
{
  const graphene_rect_t view = GRAPHENE_RECT_INIT (0, 0, 1000, 600);
  graphene_rect_t rooms[2];

  g_assert_cmpuint (kmzb_outside_note_find_rooms (&view, &GRAPHENE_RECT_INIT (-50, -50, 2000, 900), rooms), ==, 0);
  g_assert_cmpuint (kmzb_outside_note_find_rooms (&view, &view, rooms), ==, 0);
  g_assert_cmpuint (kmzb_outside_note_find_rooms (&view, &GRAPHENE_RECT_INIT (150, 50, 2000, 900), rooms), ==, 1);
  g_assert_true (graphene_rect_equal (&rooms[0], &GRAPHENE_RECT_INIT (0, 0, 150, 600)));
  g_assert_cmpuint (kmzb_outside_note_find_rooms (&view, &GRAPHENE_RECT_INIT (-500, -500, 1400, 900), rooms), ==, 1);
  g_assert_true (graphene_rect_equal (&rooms[0], &GRAPHENE_RECT_INIT (0, 400, 1000, 200)));
  g_assert_cmpuint (kmzb_outside_note_find_rooms (&view, &GRAPHENE_RECT_INIT (200, 50, 400, 500), rooms), ==, 2);
  g_assert_true (graphene_rect_equal (&rooms[0], &GRAPHENE_RECT_INIT (600, 0, 400, 600)));
  g_assert_true (graphene_rect_equal (&rooms[1], &GRAPHENE_RECT_INIT (0, 0, 200, 600)));
  /* All of it, where the map is out of sight or there is none. */
  g_assert_cmpuint (kmzb_outside_note_find_rooms (&view, &GRAPHENE_RECT_INIT (3000, 0, 10, 600), rooms), ==, 1);
  g_assert_true (graphene_rect_equal (&rooms[0], &view));
  g_assert_cmpuint (kmzb_outside_note_find_rooms (&view, &GRAPHENE_RECT_INIT (0, 0, 0, 0), rooms), ==, 1);
  g_assert_true (graphene_rect_equal (&rooms[0], &view));
}

/* Words keep clear of what lies over the map, as near as they can to where they belong. */
static void
test_outside_place (void)
{
  const graphene_rect_t strip = GRAPHENE_RECT_INIT (800, 0, 200, 600);
  const graphene_rect_t covers[] = { GRAPHENE_RECT_INIT (860, 100, 120, 300), GRAPHENE_RECT_INIT (100, 0, 50, 600) };
  const graphene_rect_t wall = GRAPHENE_RECT_INIT (810, 0, 100, 600);
  const graphene_size_t size = GRAPHENE_SIZE_INIT (150, 50), tall = GRAPHENE_SIZE_INIT (150, 500);
  graphene_point_t place = GRAPHENE_POINT_INIT (830, 500);

  g_assert_true (kmzb_outside_note_find_place (&strip, covers, 2, &size, &place));
  g_assert_true (graphene_point_equal (&place, &GRAPHENE_POINT_INIT (830, 500)));
  place = GRAPHENE_POINT_INIT (830, 320);
  g_assert_true (kmzb_outside_note_find_place (&strip, covers, 2, &size, &place));
  g_assert_true (graphene_point_equal (&place, &GRAPHENE_POINT_INIT (830, 412)));
  place = GRAPHENE_POINT_INIT (830, 120);
  g_assert_true (kmzb_outside_note_find_place (&strip, covers, 2, &size, &place));
  g_assert_true (graphene_point_equal (&place, &GRAPHENE_POINT_INIT (830, 38)));
  /* Within the room, whatever was wanted. */
  place = GRAPHENE_POINT_INIT (0, 5000);
  g_assert_true (kmzb_outside_note_find_place (&strip, covers, 2, &size, &place));
  g_assert_true (graphene_point_equal (&place, &GRAPHENE_POINT_INIT (812, 538)));
  g_assert_false (kmzb_outside_note_find_place (&strip, covers, 2, &tall, &place));
  g_assert_false (kmzb_outside_note_find_place (&strip, &wall, 1, &size, &place));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/tiles/key", test_key);
  g_test_add_func ("/map/tiles/level", test_level);
  g_test_add_func ("/map/tiles/view", test_view);
  g_test_add_func ("/map/tiles/list-begins-in-the-middle", test_list_begins_in_the_middle);
  g_test_add_func ("/map/tiles/box", test_box);
  g_test_add_func ("/map/tiles/cache", test_cache);
  g_test_add_func ("/map/tiles/cache-keeps-the-view", test_cache_keeps_the_view);
  g_test_add_func ("/map/outside-room", test_outside_room);
  g_test_add_func ("/map/outside-place", test_outside_place);
  return g_test_run ();
}
