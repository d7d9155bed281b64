/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-areas-legend.h"
#include "kmzb-db.h"
#include "kmzb-map-view-private.h"
#include "kmzb-pack-schema.h"
#include "kmzb-stat-art.h"
#include "kmzb-widgets-init.h"

#include <glib/gstdio.h>

#define WIDTH 640
#define HEIGHT 480
#define GROUND_ZOOM 10
#define GROUND_X 574
#define GROUND_Y 347
#define LAST_ZOOM 15
/* A cell of level 16, shown from zoom 15 on, and the middle of its ground. */
#define CELL_X (GROUND_X * 64 + 20)
#define CELL_Y (GROUND_Y * 64 + 20)

#define WHITE 0xFFFFFFFF

typedef struct
{
  char *folder;
  char *path;
  KmzbPack *pack;
  GtkWidget *window;
  KmzbMapView *view;
  KmzbAreaNote *note;
} Fixture;

static void
run (KmzbDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  kmzb_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static GBytes *
make_white_png (void)
{
  g_autofree guint32 *pixels = g_new (guint32, 256 * 256);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  memset (pixels, 0xff, 256 * 256 * 4);
  bytes = g_bytes_new (pixels, 256 * 256 * 4);
  texture = gdk_memory_texture_new (256, 256, GDK_MEMORY_DEFAULT, bytes, 256 * 4);
  return gdk_texture_save_to_png_bytes (texture);
}

/* A square beat in the north-east quarter of the ground's middle, as WKB. */
static void
add_beat (KmzbDb *db, KmzbBox box)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) wkb = g_byte_array_new ();
  g_autoptr (KmzbStmt) insert
      = kmzb_db_prepare (db, "INSERT INTO areas VALUES('b1','beat','Rejon 7',NULL,NULL,?1)", &error);
  const double ring[] = { box.west, box.south, box.east, box.south, box.east,
                          box.north, box.west, box.north, box.west, box.south };
  const guint32 head[] = { GUINT32_TO_LE (3), GUINT32_TO_LE (1), GUINT32_TO_LE (5) };

  g_assert_no_error (error);
  g_byte_array_append (wkb, (const guint8 *) "\1", 1);
  g_byte_array_append (wkb, (const guint8 *) head, sizeof head);
  g_byte_array_append (wkb, (const guint8 *) ring, sizeof ring);
  kmzb_stmt_bind_blob (insert, 1, wkb->data, wkb->len);
  g_assert_true (kmzb_stmt_run (insert, &error));
  run (db, "INSERT INTO areas VALUES('b2','beat','Broken',NULL,NULL,x'0103')");
}

static void
make_pack (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_CREATE, &error);
  g_autoptr (KmzbStmt) image = NULL, map = NULL;
  g_autoptr (GBytes) png = make_white_png ();
  KmzbBox box = kmzb_geo_tile_box (GROUND_X, GROUND_Y, GROUND_ZOOM);
  g_autofree char *metadata = NULL;

  g_assert_no_error (error);
  run (db, "BEGIN;" KMZB_PACK_SQL_TILES KMZB_PACK_SQL_REGION);
  metadata = g_strdup_printf ("INSERT INTO metadata VALUES('name','Test'),('format','png'),('minzoom','%d'),"
                              "('maxzoom','%d'),('bounds','%.8f,%.8f,%.8f,%.8f')",
                              GROUND_ZOOM, LAST_ZOOM, box.west, box.south, box.east, box.north);
  run (db, metadata);
  run (db, "INSERT INTO kmzb_meta VALUES('schema','1'),('id','abc'),('made_at','2026-05-01T10:00:00Z')");
  image = kmzb_db_prepare (db, "INSERT INTO images VALUES('a',?1)", &error);
  kmzb_stmt_bind_bytes (image, 1, png);
  g_assert_true (kmzb_stmt_run (image, &error));
  map = kmzb_db_prepare (db, "INSERT INTO map VALUES(?1,?2,?3,'a')", &error);
  for (int z = GROUND_ZOOM; z <= LAST_ZOOM; z++)
    for (int i = 0; i < 1 << 2 * (z - GROUND_ZOOM); i++)
      {
        int side = 1 << (z - GROUND_ZOOM);

        kmzb_stmt_bind_int (map, 1, z);
        kmzb_stmt_bind_int (map, 2, GROUND_X * side + i % side);
        kmzb_stmt_bind_int (map, 3, (1 << z) - 1 - (GROUND_Y * side + i / side));
        g_assert_true (kmzb_stmt_run (map, &error));
        kmzb_stmt_reset (map);
      }
  add_beat (db, kmzb_geo_tile_box (CELL_X >> 4, CELL_Y >> 4, 12));
  run (db, "COMMIT");
}

static gboolean
on_timeout (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_for_areas (Fixture *f)
{
  gboolean late = FALSE;
  guint id = g_timeout_add_seconds (20, on_timeout, &late);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  while (!kmzb_map_view_areas_are_complete (f->view) || !kmzb_map_view_is_settled (f->view))
    {
      g_assert_false (late);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (id);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
}

static guint32
pixel_at (Fixture *f, int x, int y)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (f->view));
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = g_new (guint32, WIDTH * HEIGHT);

  gdk_paintable_snapshot (paintable, snapshot, WIDTH, HEIGHT);
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (f->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
  gdk_texture_download (texture, (guchar *) pixels, WIDTH * 4);
  return pixels[y * WIDTH + x];
}

static guint
green (guint32 pixel)
{
  return (pixel >> 8) & 0xff;
}

static void
add_threats (KmzbThreats *threats, int dx, KmzbStatus status, guint n, gint64 created_us)
{
  KmzbPoint place = kmzb_box_center (kmzb_geo_tile_box (CELL_X + dx, CELL_Y, 16));

  while (n-- > 0)
    kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "a", "speeding", status, place, created_us, created_us);
}

static void
on_area_activated (KmzbMapView *view, KmzbAreaNote *note, gpointer user_data)
{
  Fixture *f = user_data;

  g_clear_pointer (&f->note, kmzb_area_note_free);
  f->note = kmzb_area_note_copy (note);
}

static void
look_at (Fixture *f, double zoom)
{
  KmzbPoint center = kmzb_box_center (kmzb_geo_tile_box (CELL_X, CELL_Y, 16));

  kmzb_map_view_go_to (f->view, center.lat, center.lon, zoom, FALSE);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  f->folder = g_dir_make_tmp ("kmzb-areas-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "test.mbtiles", NULL);
  make_pack (f->path);
  f->pack = kmzb_pack_open (f->path, &error);
  g_assert_no_error (error);

  /* Side by side: many confirmed, none confirmed, too few to tell. */
  add_threats (threats, 0, KMZB_STATUS_CONFIRMED, 43, 100 * G_USEC_PER_SEC);
  add_threats (threats, -1, KMZB_STATUS_NOT_CONFIRMED, 20, 100 * G_USEC_PER_SEC);
  add_threats (threats, 1, KMZB_STATUS_CONFIRMED, 3, 200 * G_USEC_PER_SEC);

  f->view = KMZB_MAP_VIEW (kmzb_map_view_new ());
  g_signal_connect (f->view, "area-activated", G_CALLBACK (on_area_activated), f);
  kmzb_map_view_set_pack (f->view, f->pack);
  kmzb_threats_sort (threats);
  kmzb_map_view_set_threats (f->view, threats);
  look_at (f, 15);
  f->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (f->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (f->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->view));
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gpointer pack = f->pack;
  gboolean late = FALSE;
  guint id;

  g_object_add_weak_pointer (G_OBJECT (f->pack), &pack);
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_object_unref (f->pack);
  id = g_timeout_add_seconds (5, on_timeout, &late);
  while (pack != NULL && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (pack);
  if (!late)
    g_source_remove (id);
  g_clear_pointer (&f->note, kmzb_area_note_free);
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->path);
  g_free (f->folder);
}

/* Points beside the middle, where no dot of a pattern and no pin is: the cell is 128 pixels, its middle the view's. */
#define HERE (WIDTH / 2 + 45)
#define LEFT (WIDTH / 2 - 128 + 45)
#define RIGHT (WIDTH / 2 + 128 + 45)
#define DOWN (HEIGHT / 2 + 45)

static void
test_switch (Fixture *f, gconstpointer data)
{
  guint most, calm;

  g_assert_cmpint (kmzb_map_view_get_layer (f->view), ==, KMZB_MAP_PINS);
  kmzb_map_view_set_layer (f->view, KMZB_MAP_AREAS);
  g_assert_cmpint (kmzb_map_view_get_layer (f->view), ==, KMZB_MAP_AREAS);
  wait_for_areas (f);
  most = green (pixel_at (f, HERE, DOWN));
  calm = green (pixel_at (f, LEFT, DOWN));
  g_assert_cmpuint (most, <, calm);
  g_assert_cmpuint (calm, <, 0xff);
  g_assert_cmphex (pixel_at (f, RIGHT, DOWN), !=, WHITE);

  kmzb_map_view_set_layer (f->view, KMZB_MAP_PINS);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  g_assert_cmphex (pixel_at (f, LEFT, DOWN), ==, WHITE);
  g_assert_false (kmzb_map_view_areas_are_complete (f->view)); /* the picture is not kept */

  kmzb_map_view_set_layer (f->view, KMZB_MAP_AREAS);
  wait_for_areas (f);
  g_assert_cmpuint (green (pixel_at (f, LEFT, DOWN)), ==, calm);
}

static void
activate (Fixture *f, double px, double py)
{
  g_clear_pointer (&f->note, kmzb_area_note_free);
  kmzb_map_view_tap_areas (f->view, px, py);
}

static void
test_activate (Fixture *f, gconstpointer data)
{
  kmzb_map_view_set_layer (f->view, KMZB_MAP_AREAS);
  wait_for_areas (f);

  activate (f, HERE, DOWN);
  g_assert_nonnull (f->note);
  g_assert_cmpint (f->note->step, ==, KMZB_AREA_MOST);
  g_assert_cmpstr (f->note->title, ==, "An area of about 390 × 390 m");
  g_assert_cmpstr (f->note->verdict, ==, "The most confirmed threats");
  g_assert_cmpstr (f->note->confirmed, ==, "about 45");
  activate (f, LEFT, DOWN);
  g_assert_cmpint (f->note->step, ==, KMZB_AREA_CALM);
  g_assert_cmpstr (f->note->confirmed, ==, "fewer than 5");
  g_assert_cmpstr (f->note->reports, ==, "about 20");
  activate (f, RIGHT, DOWN);
  g_assert_cmpint (f->note->step, ==, KMZB_AREA_TOO_FEW);
  g_assert_cmpstr (f->note->reports, ==, "fewer than 5");
  g_assert_cmpstr (f->note->verdict, ==, "Too little data");
}

/* The area that a sheet is about stands out while it is open. */
static void
test_chosen (Fixture *f, gconstpointer data)
{
  const int edge_x = WIDTH / 2 + 64;
  guint32 before;

  kmzb_map_view_set_layer (f->view, KMZB_MAP_AREAS);
  wait_for_areas (f);
  activate (f, HERE, DOWN);
  before = pixel_at (f, edge_x, DOWN);
  kmzb_map_view_set_chosen_area (f->view, f->note);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  g_assert_cmphex (pixel_at (f, edge_x, DOWN), !=, before);
  kmzb_map_view_set_chosen_area (f->view, NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  g_assert_cmphex (pixel_at (f, edge_x, DOWN), ==, before);
}

static void
test_filter (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreatFilter) filter = NULL;

  kmzb_map_view_set_layer (f->view, KMZB_MAP_AREAS);
  wait_for_areas (f);
  filter = kmzb_threat_filter_new (NULL, KMZB_THREAT_FILTER_ANY, 150 * G_USEC_PER_SEC, G_MAXINT64,
                                   KMZB_THREAT_FILTER_ANY);
  kmzb_map_view_set_filter (f->view, filter);
  g_assert_false (kmzb_map_view_areas_are_complete (f->view));
  wait_for_areas (f);
  activate (f, HERE, DOWN);
  g_assert_cmpint (f->note->step, ==, KMZB_AREA_TOO_FEW);
}

/* Farther out the pack's areas are shown, and what is broken is left out. */
static void
test_named (Fixture *f, gconstpointer data)
{
  g_test_expect_message ("kmzb-pack", G_LOG_LEVEL_MESSAGE, "Left out 1 areas*");
  look_at (f, 13);
  kmzb_map_view_set_layer (f->view, KMZB_MAP_AREAS);
  wait_for_areas (f);
  g_test_assert_expected_messages ();
  activate (f, WIDTH / 2.0, HEIGHT / 2.0);
  g_assert_cmpstr (f->note->title, ==, "Rejon 7");
  g_assert_cmpstr (f->note->confirmed, ==, "about 45");
  g_assert_cmpstr (f->note->reports, ==, "about 65");
}

static KmzbStatFeature *
make_feature (const char *id, KmzbStatSource source, guint32 type, const KmzbPoint *points, guint32 n)
{
  g_autoptr (GByteArray) wkb = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  KmzbShape *shape;
  const guint32 numbers[] = { GUINT32_TO_LE (type), GUINT32_TO_LE (n) };

  g_byte_array_append (wkb, (const guint8 *) "\1", 1);
  g_byte_array_append (wkb, (const guint8 *) numbers, type == 1 ? 4 : 8);
  for (guint32 i = 0; i < n; i++)
    {
      const double xy[] = { points[i].lon, points[i].lat };

      g_byte_array_append (wkb, (const guint8 *) xy, sizeof xy);
    }
  shape = kmzb_shape_new_from_wkb (wkb->data, wkb->len, &error);
  g_assert_no_error (error);
  return kmzb_stat_feature_new (id, source, id, 12, NULL, "2026-04-30", shape);
}

static void
wait_for_statistics (Fixture *f)
{
  gboolean late = FALSE;
  guint id = g_timeout_add_seconds (20, on_timeout, &late);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  while (!kmzb_map_view_statistics_are_complete (f->view) || !kmzb_map_view_is_settled (f->view))
    {
      g_assert_false (late);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (id);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
}

/* A road and a place of two sources: each comes and goes with its own switch, and nothing is there before. */
static void
test_statistics (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
  KmzbBox box = kmzb_geo_tile_box (CELL_X, CELL_Y, 16);
  const KmzbPoint road[] = { { box.south, box.west }, { box.south, box.east } };
  const KmzbPoint spot = { box.north, box.east };
  /* On the road off its number, and in the spot; the cell is 128 pixels about the middle. */
  const int road_x = WIDTH / 2 - 50, road_y = HEIGHT / 2 + 64, spot_x = WIDTH / 2 + 64, spot_y = HEIGHT / 2 - 64;

  g_ptr_array_add (features, make_feature ("road", KMZB_STAT_POLICE, 2, road, 2));
  g_ptr_array_add (features, make_feature ("spot", KMZB_STAT_DEBATE, 1, &spot, 1));
  kmzb_map_view_set_threats (f->view, NULL);
  kmzb_map_view_set_statistics (f->view, features);
  wait_for_statistics (f);
  g_assert_cmphex (pixel_at (f, road_x, road_y), ==, WHITE);

  kmzb_map_view_set_stat_sources (f->view, 1u << KMZB_STAT_POLICE);
  wait_for_statistics (f);
  g_assert_cmpuint (green (pixel_at (f, road_x, road_y)), <, 0x50);
  g_assert_cmphex (pixel_at (f, spot_x, spot_y), ==, WHITE);

  kmzb_map_view_set_stat_sources (f->view, 1u << KMZB_STAT_DEBATE);
  wait_for_statistics (f);
  g_assert_cmphex (pixel_at (f, road_x, road_y), ==, WHITE);
  g_assert_cmpuint (green (pixel_at (f, spot_x, spot_y)), <, 0x50);

  kmzb_map_view_set_stat_sources (f->view, 0);
  wait_for_statistics (f);
  g_assert_cmphex (pixel_at (f, spot_x, spot_y), ==, WHITE);
}

/* How many pixels of @texture within @rect, or in all of it, are as white as a number's plate. */
static guint
count_white (GdkTexture *texture, const graphene_rect_t *rect)
{
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * (gsize) height);
  guint n = 0;

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      n += pixels[y * width + x] == 0xffffffff
           && (rect == NULL || graphene_rect_contains_point (rect, &GRAPHENE_POINT_INIT ((float) x, (float) y)));
  return n;
}

/* A number that would stand under a pin stands beside it, whole; where there is no room far and wide it stays away. */
static void
test_number_beside_pins (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
  g_autoptr (GArray) pins = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  g_autoptr (GdkTexture) alone = NULL, beside = NULL, crowded = NULL;
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans");
  KmzbBox box = kmzb_geo_tile_box (CELL_X, CELL_Y, 16);
  const KmzbPoint spot = { box.north, box.west };
  KmzbPictureFrame frame = { 16, (gint64) CELL_X * 256 - 200, (gint64) CELL_Y * 256 - 200, 400, 400 };
  graphene_rect_t pin = GRAPHENE_RECT_INIT (172, 205, 56, 56), all = GRAPHENE_RECT_INIT (0, 0, 400, 400);
  KmzbStatPalette palette;

  kmzb_stat_palette_init (&palette, GTK_WIDGET (f->view));
  g_ptr_array_add (features, make_feature ("spot", KMZB_STAT_DEBATE, 1, &spot, 1));
  alone = kmzb_stat_art_picture (&palette, font, features, NULL, frame, 1);
  g_assert_cmpuint (count_white (alone, &pin), >, 100);
  g_array_append_val (pins, pin);
  beside = kmzb_stat_art_picture (&palette, font, features, pins, frame, 1);
  g_assert_cmpuint (count_white (beside, &pin), ==, 0);
  g_assert_cmpuint (count_white (beside, NULL), >=, count_white (alone, NULL) - 8);
  g_array_append_val (pins, all);
  crowded = kmzb_stat_art_picture (&palette, font, features, pins, frame, 1);
  g_assert_cmpuint (count_white (crowded, NULL), ==, 0);
}

static void
on_statistics_activated (KmzbMapView *view, GPtrArray *features, gpointer user_data)
{
  GString *ids = user_data;

  for (guint i = 0; i < features->len; i++)
    g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", ((KmzbStatFeature *) features->pdata[i])->id);
}

static void
assert_found (GPtrArray *features, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  on_statistics_activated (NULL, features, ids);
  g_assert_cmpstr (ids->str, ==, expected);
  g_ptr_array_unref (features);
}

/* A finger finds points and lines a little beside them, areas within; only what is switched on. */
static void
test_touch_statistics (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
  g_autoptr (GString) ids = g_string_new (NULL);
  KmzbBox box = kmzb_geo_tile_box (CELL_X, CELL_Y, 16);
  const KmzbPoint road[] = { { box.south, box.west }, { box.south, box.east } };
  const KmzbPoint spot = { box.north, box.east }, far = { box.north + 0.2, box.east };
  const int spot_x = WIDTH / 2 + 64, road_y = HEIGHT / 2 + 64;

  g_ptr_array_add (features, make_feature ("road", KMZB_STAT_POLICE, 2, road, 2));
  g_ptr_array_add (features, make_feature ("spot", KMZB_STAT_DEBATE, 1, &spot, 1));
  g_ptr_array_add (features, make_feature ("far", KMZB_STAT_DEBATE, 1, &far, 1));
  kmzb_map_view_set_threats (f->view, NULL);
  kmzb_map_view_set_statistics (f->view, features);
  g_signal_connect (f->view, "statistics-activated", G_CALLBACK (on_statistics_activated), ids);
  assert_found (kmzb_map_view_list_statistics (f->view), "");
  kmzb_map_view_tap_statistics (f->view, WIDTH / 2.0, road_y, TRUE);
  g_assert_cmpstr (ids->str, ==, "");

  kmzb_map_view_set_stat_sources (f->view, 1u << KMZB_STAT_POLICE);
  g_assert_true (kmzb_map_view_tap_statistics (f->view, WIDTH / 2.0, road_y + 25, TRUE));
  g_assert_false (kmzb_map_view_tap_statistics (f->view, WIDTH / 2.0, road_y + 50, TRUE));
  g_assert_false (kmzb_map_view_tap_statistics (f->view, spot_x, HEIGHT / 2.0 - 64, TRUE));
  g_assert_cmpstr (ids->str, ==, "road");
  assert_found (kmzb_map_view_list_statistics (f->view), "road");

  kmzb_map_view_set_stat_sources (f->view, 1u << KMZB_STAT_POLICE | 1u << KMZB_STAT_DEBATE);
  g_string_truncate (ids, 0);
  g_assert_true (kmzb_map_view_tap_statistics (f->view, spot_x - 20, HEIGHT / 2.0 - 64, FALSE));
  g_assert_cmpstr (ids->str, ==, "spot");
  assert_found (kmzb_map_view_list_statistics (f->view), "road spot");
  assert_found (kmzb_map_view_find_statistics (f->view, spot), "spot");
}

/* The equal of what is shaded, for who does not see it: the nearest first, and nothing of which nothing is said. */
static void
test_list (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) notes = NULL;

  kmzb_map_view_set_layer (f->view, KMZB_MAP_AREAS);
  wait_for_areas (f);
  notes = kmzb_map_view_list_areas (f->view);
  g_assert_cmpuint (notes->len, ==, 2);
  g_assert_cmpint (((KmzbAreaNote *) notes->pdata[0])->step, ==, KMZB_AREA_MOST);
  g_assert_cmpint (((KmzbAreaNote *) notes->pdata[1])->step, ==, KMZB_AREA_CALM);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GArray **) user_data = kmzb_map_view_count_area_finish (NULL, result, NULL);
}

static void
test_count (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) counts = NULL;

  kmzb_map_view_set_layer (f->view, KMZB_MAP_AREAS);
  wait_for_areas (f);
  activate (f, HERE, DOWN);
  kmzb_map_view_count_area_async (f->view, f->note, NULL, on_counted, &counts);
  while (counts == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (counts->len, ==, 1);
  g_assert_cmpuint (g_array_index (counts, KmzbCategoryCount, 0).count, ==, 43);
}

static guint
count_labels (GtkWidget *widget, const char *text)
{
  guint n = GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    n += count_labels (child, text);
  return n;
}

static void
test_legend (void)
{
  GtkWidget *legend = g_object_ref_sink (kmzb_areas_legend_new ());

  for (guint step = 0; step < KMZB_N_AREA_STEPS; step++)
    g_assert_cmpuint (count_labels (legend, kmzb_area_step_to_text ((KmzbAreaStep) step)), ==, 1);
  g_object_unref (legend);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  kmzb_widgets_init ();
  ADD ("/map/areas/switch", test_switch);
  ADD ("/map/areas/activate", test_activate);
  ADD ("/map/areas/chosen", test_chosen);
  ADD ("/map/areas/filter", test_filter);
  ADD ("/map/areas/named", test_named);
  ADD ("/map/areas/statistics", test_statistics);
  ADD ("/map/areas/touch-statistics", test_touch_statistics);
  ADD ("/map/areas/number-beside-pins", test_number_beside_pins);
  ADD ("/map/areas/list", test_list);
  ADD ("/map/areas/count", test_count);
  g_test_add_func ("/map/areas/legend", test_legend);
  return g_test_run ();
}
