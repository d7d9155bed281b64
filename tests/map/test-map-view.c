/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-view.h"
#include "kmzb-pin-art.h"
#include "kmzb-tile-source.h"
#include "kmzb-widgets-init.h"
#include "map-pack.h"
#include "wait.h"

#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

#define WIDTH 320
#define HEIGHT 240

typedef struct
{
  char *folder;
  char *path;
  KmzbPack *pack;
  GtkWidget *window;
  KmzbMapView *view;
  int moved;
} Fixture;

static gboolean
on_timeout (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_until_settled (Fixture *f)
{
  gboolean late = FALSE;
  guint id = g_timeout_add_seconds (20, on_timeout, &late);

  /* What was asked for is drawn in a later frame. */
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  while (!kmzb_map_view_is_settled (f->view))
    {
      g_assert_false (late);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (id);
}

static GdkTexture *
take_picture (Fixture *f)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  paintable = gtk_widget_paintable_new (GTK_WIDGET (f->view));

  gdk_paintable_snapshot (paintable, snapshot, WIDTH, HEIGHT);
  node = gtk_snapshot_to_node (snapshot);
  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (f->window)), node,
                                      &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
}

static guint32
pixel_at (Fixture *f, int x, int y)
{
  g_autoptr (GdkTexture) texture = take_picture (f);
  g_autofree guint32 *pixels = g_new (guint32, WIDTH * HEIGHT);

  gdk_texture_download (texture, (guchar *) pixels, WIDTH * 4);
  return pixels[y * WIDTH + x];
}

static void
assert_color (Fixture *f, int x, int y, guint32 color)
{
  guint32 pixel = pixel_at (f, x, y);

  if (pixel != color)
    g_error ("the pixel at %d/%d is %08x, not %08x", x, y, pixel, color);
}

static void
on_moved (KmzbMapView *view, gpointer user_data)
{
  ((Fixture *) user_data)->moved++;
}

static KmzbPoint
ground_at (double right, double down)
{
  return (KmzbPoint){ kmzb_geo_tile_lat (TILE_Y + down, 12), kmzb_geo_tile_lon (TILE_X + right, 12) };
}

static void
go_to (Fixture *f, KmzbPoint point, double zoom)
{
  kmzb_map_view_go_to (f->view, point.lat, point.lon, zoom, FALSE);
}

static void
set_up (Fixture *f, gconstpointer side)
{
  g_autoptr (GError) error = NULL;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  f->folder = g_dir_make_tmp ("kmzb-map-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "test.mbtiles", NULL);
  make_pack (f->path, side != NULL ? GPOINTER_TO_INT (side) : 256);
  f->pack = kmzb_pack_open (f->path, &error);
  g_assert_no_error (error);

  f->view = KMZB_MAP_VIEW (kmzb_map_view_new ());
  g_signal_connect (f->view, "moved", G_CALLBACK (on_moved), f);
  kmzb_map_view_set_pack (f->view, f->pack);
  f->window = gtk_window_new ();
  gtk_widget_add_css_class (f->window, "kmzb");
  gtk_window_set_decorated (GTK_WINDOW (f->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (f->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->view));
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until_settled (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gpointer view = f->view, pack = f->pack;

  /* Whatever happened, nothing of it stays. */
  g_object_add_weak_pointer (G_OBJECT (f->view), &view);
  g_object_add_weak_pointer (G_OBJECT (f->pack), &pack);
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_object_unref (f->pack);
  for (int i = 0; i < 100 && (view != NULL || pack != NULL); i++)
    wait_ms (20);
  g_assert_null (view);
  g_assert_null (pack);

  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->path);
  g_free (f->folder);
}

static void
test_shows_each_level (Fixture *f, gconstpointer data)
{
  go_to (f, ground_at (0.5, 0.5), 12);
  wait_until_settled (f);
  assert_color (f, WIDTH / 2 + 40, HEIGHT / 2 + 10, level_colors[12]);
  go_to (f, ground_at (0.25, 0.75), 13);
  wait_until_settled (f);
  assert_color (f, WIDTH / 2, HEIGHT / 2, level_colors[13]);

  /* Past the last level that level is enlarged. */
  go_to (f, ground_at (0.25, 0.75), 15);
  wait_until_settled (f);
  g_assert_cmpfloat (kmzb_map_view_get_zoom (f->view), ==, 15);
  assert_color (f, WIDTH / 2, HEIGHT / 2, level_colors[13]);
}

static void
test_large_tiles (Fixture *f, gconstpointer data)
{
  go_to (f, ground_at (0.5, 0.5), 13);
  wait_until_settled (f);
  assert_color (f, WIDTH / 2 + 40, HEIGHT / 2, level_colors[12]);
  go_to (f, ground_at (0.25, 0.75), 14);
  wait_until_settled (f);
  assert_color (f, WIDTH / 2, HEIGHT / 2, level_colors[13]);
}

/* A tile that the pack lacks or that is broken shows its parent, never a hole. */
static void
test_holes_show_the_parent (Fixture *f, gconstpointer data)
{
  go_to (f, ground_at (0.75, 0.5), 13);
  wait_until_settled (f);
  assert_color (f, WIDTH / 2, HEIGHT / 2, level_colors[12]);

  go_to (f, ground_at (0.25, 0.25), 13);
  wait_until_settled (f);
  assert_color (f, WIDTH / 2, HEIGHT / 2, level_colors[12]);
}

static void
test_outside_is_a_pattern (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) colors = g_hash_table_new (NULL, NULL);
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = g_new (guint32, WIDTH * HEIGHT);
  KmzbPoint center;

  /* With the pin the middle reaches the very corner, and no further. */
  kmzb_map_view_set_show_pin (f->view, TRUE);
  kmzb_map_view_go_to (f->view, 60, 10, 13, FALSE);
  wait_until_settled (f);
  kmzb_map_view_get_center (f->view, &center);
  g_assert_cmpfloat_with_epsilon (center.lat, GROUND.north, 1e-5);
  g_assert_cmpfloat_with_epsilon (center.lon, GROUND.west, 1e-5);

  texture = take_picture (f);
  gdk_texture_download (texture, (guchar *) pixels, WIDTH * 4);
  for (int y = 0; y < 24; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        guint32 pixel = pixels[y * WIDTH + x];

        /* Light, and of no tile. */
        g_assert_cmphex (pixel >> 24, ==, 0xff);
        g_assert_cmphex ((pixel >> 8) & 0xff, >, 0xc0);
        g_hash_table_add (colors, GUINT_TO_POINTER (pixel));
      }
  g_assert_cmpuint (g_hash_table_size (colors), >, 1);
}

static void
test_limits (Fixture *f, gconstpointer data)
{
  double min_zoom, max_zoom;

  kmzb_map_view_get_zoom_range (f->view, &min_zoom, &max_zoom);
  g_assert_cmpfloat (min_zoom, >=, 10);
  g_assert_cmpfloat (max_zoom, ==, 15);
  for (int i = 0; i < 10; i++)
    kmzb_map_view_zoom_in (f->view);
  g_assert_cmpfloat (kmzb_map_view_get_zoom (f->view), ==, max_zoom);
  for (int i = 0; i < 10; i++)
    kmzb_map_view_zoom_out (f->view);
  g_assert_cmpfloat (kmzb_map_view_get_zoom (f->view), ==, min_zoom);
}

static void
test_moved_comes_once_after_rest (Fixture *f, gconstpointer data)
{
  wait_ms (500);
  f->moved = 0;
  for (int i = 0; i < 5; i++)
    {
      go_to (f, ground_at (0.3 + 0.05 * i, 0.5), 13);
      wait_ms (40);
    }
  g_assert_cmpint (f->moved, ==, 0);
  wait_ms (500);
  g_assert_cmpint (f->moved, ==, 1);
}

static void
test_animates_where_allowed (Fixture *f, gconstpointer data)
{
  KmzbPoint center;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  go_to (f, ground_at (0.5, 0.5), 13);
  kmzb_map_view_zoom_in (f->view);
  g_assert_cmpfloat (kmzb_map_view_get_zoom (f->view), ==, 13);
  wait_until_settled (f);
  g_assert_cmpfloat (kmzb_map_view_get_zoom (f->view), ==, 14);

  /* A second press while the first is under way goes on from where that one will end. */
  kmzb_map_view_zoom_out (f->view);
  kmzb_map_view_zoom_out (f->view);
  wait_until_settled (f);
  g_assert_cmpfloat (kmzb_map_view_get_zoom (f->view), ==, 12);

  kmzb_map_view_set_home (f->view, ground_at (0.25, 0.25).lat, ground_at (0.25, 0.25).lon, TRUE);
  kmzb_map_view_go_home (f->view);
  wait_until_settled (f);
  kmzb_map_view_get_center (f->view, &center);
  g_assert_cmpfloat (kmzb_geo_distance_m (center, ground_at (0.25, 0.25)), <, 1);
}

/* While the map rests, what one comes closer to is read. */
static void
test_reads_the_next_level (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbTileSource) source = kmzb_tile_source_for_pack (f->pack);
  gboolean late = FALSE;
  guint id = g_timeout_add_seconds (20, on_timeout, &late);

  go_to (f, ground_at (0.6, 0.6), 12);
  while (kmzb_tile_source_lookup (source, kmzb_tile_key (13, TILE_X * 2 + 1, TILE_Y * 2 + 1), NULL) == KMZB_TILE_UNKNOWN)
    {
      g_assert_false (late);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpfloat (kmzb_map_view_get_zoom (f->view), ==, 12);
  g_source_remove (id);
}

/* "You are here" is said where somebody has said so, and not in the middle of a region. */
static void
test_home_is_marked_where_it_is_known (Fixture *f, gconstpointer data)
{
  KmzbPoint place = ground_at (0.5, 0.5);
  guint32 before;

  go_to (f, place, 13);
  wait_until_settled (f);
  before = pixel_at (f, WIDTH / 2 - 14, HEIGHT / 2);
  kmzb_map_view_set_home (f->view, place.lat, place.lon, FALSE);
  g_assert_cmpuint (pixel_at (f, WIDTH / 2 - 14, HEIGHT / 2), ==, before);
  kmzb_map_view_set_home (f->view, place.lat, place.lon, TRUE);
  g_assert_cmpuint (pixel_at (f, WIDTH / 2 - 14, HEIGHT / 2), !=, before);
}

static void
test_drift_moves_on (Fixture *f, gconstpointer data)
{
  KmzbPoint before, after;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  go_to (f, ground_at (0.5, 0.5), 14);
  kmzb_map_view_get_center (f->view, &before);
  wait_ms (500);
  f->moved = 0;
  kmzb_map_view_set_drift (f->view, TRUE);
  wait_ms (800);
  kmzb_map_view_get_center (f->view, &after);
  g_assert_cmpfloat (kmzb_geo_distance_m (before, after), >, 10);
  g_assert_cmpint (f->moved, ==, 0);

  /* Not where motion is unwanted. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  wait_ms (100);
  kmzb_map_view_get_center (f->view, &before);
  wait_ms (400);
  kmzb_map_view_get_center (f->view, &after);
  g_assert_cmpfloat (kmzb_geo_distance_m (before, after), ==, 0);
}

static guint32
art_color (KmzbStatus status)
{
  g_autoptr (GdkTexture) art = kmzb_pin_art_status (status, 56, 1);
  g_autofree guint32 *pixels = g_new (guint32, 56 * 56);

  gdk_texture_download (art, (guchar *) pixels, 56 * 4);
  return pixels[28 * 56 + 28];
}

static void
test_threats (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  KmzbPoint middle = ground_at (0.25, 0.75), mistake = ground_at (0.27, 0.75), pin = ground_at (0.25, 0.77);

  go_to (f, middle, 14);
  wait_until_settled (f);
  assert_color (f, WIDTH / 2, HEIGHT / 2, level_colors[13]);
  g_assert_cmpuint (kmzb_map_view_count_in_view (f->view), ==, 0);

  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "a", "halas", KMZB_STATUS_CONFIRMED, middle, 0, 0);
  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "b", "halas", KMZB_STATUS_MISTAKE, mistake, 0, 0);
  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "c", "halas", KMZB_STATUS_NEW, ground_at (0.9, 0.1), 0, 0);
  kmzb_threats_sort (threats);
  kmzb_map_view_set_threats (f->view, threats);
  wait_ms (200);
  wait_until_settled (f);
  g_assert_cmpuint (kmzb_map_view_count_in_view (f->view), ==, 1);
  assert_color (f, WIDTH / 2, HEIGHT / 2, art_color (KMZB_STATUS_CONFIRMED));
  assert_color (f, WIDTH / 2 + (int) round (0.02 * 1024), HEIGHT / 2, level_colors[13]);

  /* A report of one's own stands where it was made. */
  g_ptr_array_add (own, &pin);
  kmzb_map_view_set_own_pins (f->view, own);
  g_assert_cmphex (pixel_at (f, WIDTH / 2, HEIGHT / 2 + (int) round (0.02 * 1024) + 13), !=, level_colors[13]);

  kmzb_map_view_set_own_pins (f->view, NULL);
  kmzb_map_view_set_threats (f->view, NULL);
  wait_until_settled (f);
  g_assert_cmpuint (kmzb_map_view_count_in_view (f->view), ==, 0);
  assert_color (f, WIDTH / 2, HEIGHT / 2, level_colors[13]);
}

static void
test_maps_share_their_tiles (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbTileSource) a = kmzb_tile_source_for_pack (f->pack);
  g_autoptr (KmzbTileSource) b = kmzb_tile_source_for_pack (f->pack);

  g_assert_true (a == b);
}

static void
test_pack_taken_away (Fixture *f, gconstpointer data)
{
  /* Deleted, and then cut off, under the open map: it shows what it has, and lives. */
  g_assert_cmpint (g_unlink (f->path), ==, 0);
  go_to (f, ground_at (0.25, 0.75), 13);
  wait_until_settled (f);
  kmzb_map_view_zoom_out (f->view);
  wait_until_settled (f);
}

static void
test_pack_cut_off (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (truncate (f->path, 5000), ==, 0);
  go_to (f, ground_at (0.25, 0.75), 13);
  wait_until_settled (f);
  kmzb_map_view_zoom_in (f->view);
  wait_until_settled (f);
}

static gboolean
description_tells_of_unread (Fixture *f)
{
  /* It says what the property is, where that is not what was expected. */
  g_autofree char *text
      = gtk_test_accessible_check_property (GTK_ACCESSIBLE (f->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");

  g_assert_nonnull (text);
  return strstr (text, "We can’t read a part of the map.") != NULL;
}

/* What cannot be read is not taken for what was never there: the place is not outside the map. When it can be read
 * again, it is. */
static void
test_pack_emptied (Fixture *f, gconstpointer data)
{
  g_autofree char *contents = NULL;
  gsize length;
  gboolean late = FALSE;
  guint id;
  FILE *file;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = NULL;
  g_autoptr (KmzbTileSource) source = NULL;
  KmzbDb *db = kmzb_db_open (f->path, KMZB_DB_CREATE, &error);
  KmzbPoint there = ground_at (0.25, 0.75);
  KmzbTileKey key = kmzb_tile_key (13, (int) kmzb_geo_tile_x (there.lon, 13), (int) kmzb_geo_tile_y (there.lat, 13));

  g_assert_no_error (error);
  /* No tile of an earlier level to stand in, and more than what opening it reads: one tile, which is elsewhere. */
  run (db, "CREATE INDEX tile_index ON tiles(zoom_level,tile_column,tile_row);"
           "INSERT INTO tiles(rowid,zoom_level,tile_column,tile_row,tile_data) SELECT -1,13,0,0,tile_data FROM tiles "
           "WHERE zoom_level=12;"
           "DELETE FROM tiles WHERE zoom_level<13;"
           "UPDATE tiles SET tile_data=tile_data||zeroblob(20000)");
  kmzb_db_close (db);
  pack = kmzb_pack_open (f->path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (f->path, &contents, &length, NULL));
  g_assert_cmpint (truncate (f->path, 0), ==, 0);
  kmzb_map_view_set_pack (f->view, pack);
  source = kmzb_tile_source_for_pack (pack);
  /* In the middle of one tile. */
  go_to (f, there, 15);
  wait_until_settled (f);
  g_assert_cmpint (kmzb_tile_source_lookup (source, key, NULL), ==, KMZB_TILE_UNREADABLE);
  id = g_timeout_add_seconds (30, on_timeout, &late);
  while (!description_tells_of_unread (f))
    {
      g_assert_false (late);
      g_main_context_iteration (NULL, TRUE);
    }

  /* Nobody touches the map. */
  file = fopen (f->path, "r+");
  g_assert_cmpuint (fwrite (contents, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
  while (kmzb_tile_source_lookup (source, key, NULL) != KMZB_TILE_PRESENT || description_tells_of_unread (f))
    {
      g_assert_false (late);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (id);
  wait_until_settled (f);
  assert_color (f, WIDTH / 2, HEIGHT / 2, level_colors[13]);
}

/* Packs that others made: QGIS, MapProxy, TileMill; PNG and WebP. */
static void
test_packs_of_others (Fixture *f, gconstpointer data)
{
  const char *const names[] = {
    "qgis-isle_of_man-png", "mbtileserver-geography-class-png", "mbtileserver-geography-class-webp",
    "node-mbtiles-plain_1", "mapproxy-cache",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_strconcat (names[i], ".mbtiles", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "shared", "data", "tiles", name, NULL);
      g_autoptr (KmzbPack) pack = NULL;
      g_autoptr (KmzbTileSource) source = NULL;
      KmzbPoint center;
      GdkTexture *texture;
      int z;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_test_skip_printf ("%s is absent", path);
          return;
        }
      pack = kmzb_pack_open (path, &error);
      g_assert_no_error (error);
      kmzb_map_view_set_pack (f->view, pack);
      kmzb_map_view_go_home (f->view);
      wait_until_settled (f);

      /* The tile in the middle was read and decoded. */
      source = kmzb_tile_source_for_pack (pack);
      kmzb_map_view_get_center (f->view, &center);
      z = MIN ((int) kmzb_map_view_get_zoom (f->view), kmzb_pack_get_max_zoom (pack));
      g_assert_cmpint (kmzb_tile_source_lookup (source,
                                                kmzb_tile_key (z, (int) kmzb_geo_tile_x (center.lon, z),
                                                               (int) kmzb_geo_tile_y (center.lat, z)),
                                                &texture),
                       ==, KMZB_TILE_PRESENT);
      g_assert_cmpint (gdk_texture_get_width (texture), ==, 256);
    }
  kmzb_map_view_set_pack (f->view, f->pack);
  wait_until_settled (f);
}

static void
test_no_pack (Fixture *f, gconstpointer data)
{
  kmzb_map_view_set_pack (f->view, NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  g_assert_cmphex (pixel_at (f, 10, 10) >> 24, ==, 0xff);
  kmzb_map_view_zoom_in (f->view);
  kmzb_map_view_go_home (f->view);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  kmzb_map_view_set_pack (f->view, f->pack);
  wait_until_settled (f);
}

/* As the booth does it at start, while the window's renderer is made. */
static void
test_reads_before_it_is_shown (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = kmzb_pack_open (f->path, &error);
  g_autoptr (KmzbTileSource) source = kmzb_tile_source_for_pack (pack);
  g_autoptr (KmzbMapView) view = g_object_ref_sink (KMZB_MAP_VIEW (kmzb_map_view_new ()));
  KmzbPoint middle = ground_at (0.5, 0.5);
  gboolean late = FALSE;
  guint id = g_timeout_add_seconds (20, on_timeout, &late);

  g_assert_no_error (error);
  kmzb_map_view_set_pack (view, pack);
  kmzb_map_view_go_to (view, middle.lat, middle.lon, 12, FALSE);
  kmzb_map_view_read_early (view, WIDTH, HEIGHT);
  while (kmzb_tile_source_lookup (source, kmzb_tile_key (12, TILE_X, TILE_Y), NULL) != KMZB_TILE_PRESENT)
    {
      g_assert_false (late);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (view)));
  g_source_remove (id);
}

#define ADD(path, side, func) g_test_add (path, Fixture, side, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  kmzb_widgets_init ();
  ADD ("/map/view/shows-each-level", NULL, test_shows_each_level);
  ADD ("/map/view/reads-before-it-is-shown", NULL, test_reads_before_it_is_shown);
  ADD ("/map/view/large-tiles", GINT_TO_POINTER (512), test_large_tiles);
  ADD ("/map/view/holes-show-the-parent", NULL, test_holes_show_the_parent);
  ADD ("/map/view/outside-is-a-pattern", NULL, test_outside_is_a_pattern);
  ADD ("/map/view/limits", NULL, test_limits);
  ADD ("/map/view/moved-comes-once-after-rest", NULL, test_moved_comes_once_after_rest);
  ADD ("/map/view/animates-where-allowed", NULL, test_animates_where_allowed);
  ADD ("/map/view/reads-the-next-level", NULL, test_reads_the_next_level);
  ADD ("/map/view/home-is-marked-where-it-is-known", NULL, test_home_is_marked_where_it_is_known);
  ADD ("/map/view/drift-moves-on", NULL, test_drift_moves_on);
  ADD ("/map/view/threats", NULL, test_threats);
  ADD ("/map/view/maps-share-their-tiles", NULL, test_maps_share_their_tiles);
  ADD ("/map/view/pack-taken-away", NULL, test_pack_taken_away);
  ADD ("/map/view/pack-cut-off", NULL, test_pack_cut_off);
  ADD ("/map/view/pack-emptied", NULL, test_pack_emptied);
  ADD ("/map/view/packs-of-others", NULL, test_packs_of_others);
  ADD ("/map/view/no-pack", NULL, test_no_pack);
  return g_test_run ();
}
