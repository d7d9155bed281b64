/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"
#include "kmzb-pack-schema.h"
#include "kmzb-pack.h"
#include "pack-maker.h"

#include <glib/gstdio.h>
#include <unistd.h>

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static guint8
tile_mark (KmzbPack *pack, int zoom, int x, int y)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = kmzb_pack_read_tile (pack, zoom, x, y, &error);
  gsize length;
  const guint8 *data;

  g_assert_no_error (error);
  if (bytes == NULL)
    return 0;
  data = g_bytes_get_data (bytes, &length);
  return data[length - 1];
}

/* Without any metadata, everything comes from the tiles; rows are counted from the south. */
static void
test_bare_tiles (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("bare map.mbtiles");
  g_autoptr (KmzbDb) db = pack_maker_plain (path);

  pack_maker_add (db, 1, 1, 1, 512, 7);
  pack_maker_add (db, 3, 4, 5, 512, 8);
  pack_maker_add (db, 3, 5, 5, 512, 9);
  pack_maker_run (db, "DROP TABLE metadata");
  g_clear_pointer (&db, kmzb_db_close);

  g_autoptr (KmzbPack) pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kmzb_pack_get_name (pack), ==, "bare map");
  g_assert_cmpstr (kmzb_pack_get_format (pack), ==, "png");
  g_assert_cmpint (kmzb_pack_get_tile_size (pack), ==, 512);
  g_assert_cmpint (kmzb_pack_get_min_zoom (pack), ==, 1);
  g_assert_cmpint (kmzb_pack_get_max_zoom (pack), ==, 3);
  g_assert_false (kmzb_pack_is_region (pack));
  g_assert_false (kmzb_pack_is_training (pack));
  g_assert_null (kmzb_pack_get_made_at (pack));
  KmzbBox bounds = kmzb_pack_get_bounds (pack);
  g_assert_cmpfloat_with_epsilon (bounds.west, 0.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (bounds.east, 90.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (bounds.north, kmzb_geo_tile_lat (2, 3), 1e-9);
  g_assert_cmpfloat_with_epsilon (bounds.south, kmzb_geo_tile_lat (3, 3), 1e-9);
  g_assert_cmpint (tile_mark (pack, 3, 4, 2), ==, 8);
  g_assert_cmpint (tile_mark (pack, 3, 5, 2), ==, 9);
  g_assert_cmpint (tile_mark (pack, 1, 1, 0), ==, 7);
}

static void
test_missing_tiles_are_no_error (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("missing.mbtiles");
  g_autoptr (KmzbDb) db = pack_maker_plain (path);

  pack_maker_add (db, 2, 1, 1, 256, 7);
  g_clear_pointer (&db, kmzb_db_close);
  g_autoptr (KmzbPack) pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  const int wrong[][3] = { { 2, 0, 0 }, { 3, 1, 1 }, { -1, 0, 0 }, { 2, -1, 0 }, { 2, 4, 0 }, { 2, 0, 99 }, { 40, 0, 0 } };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (kmzb_pack_read_tile (pack, wrong[i][0], wrong[i][1], wrong[i][2], &error));
      g_assert_no_error (error);
    }
}

static void
test_metadata (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("metadata.mbtiles");
  g_autoptr (KmzbDb) db = pack_maker_plain (path);

  pack_maker_add (db, 2, 2, 1, 256, 7);
  pack_maker_add (db, 5, 17, 10, 256, 8);
  pack_maker_run (db, "INSERT INTO metadata VALUES('name','Powiat żywiecki'),('minzoom','2'),('maxzoom','5'),"
                      "('bounds',' 19.0, 49.4,19.4,49.8'),('center','19.2,49.7,4'),('scheme','xyz'),"
                      "('attribution','© ktoś')");
  g_clear_pointer (&db, kmzb_db_close);
  g_autoptr (KmzbPack) pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kmzb_pack_get_name (pack), ==, "Powiat żywiecki");
  g_assert_cmpstr (kmzb_pack_get_attribution (pack), ==, "© ktoś");
  g_assert_cmpint (kmzb_pack_get_max_zoom (pack), ==, 5);
  g_assert_cmpint (kmzb_pack_get_center_zoom (pack), ==, 4);
  g_assert_cmpfloat (kmzb_pack_get_bounds (pack).north, ==, 49.8);
  g_assert_cmpfloat (kmzb_pack_get_center (pack).lat, ==, 49.7);
  g_assert_cmpint (tile_mark (pack, 2, 2, 1), ==, 7);
}

/* Tiles of levels 10 to 17 under the middle of Rzeszów, and metadata that tell something else. */
static KmzbPack *
open_liar (const char *name, const char *metadata, gboolean rows_from_north)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of (name);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO metadata VALUES %s", metadata);
  KmzbDb *db = pack_maker_plain (path);
  KmzbPack *pack;

  for (int zoom = 10; zoom <= 17; zoom++)
    {
      int y = (int) kmzb_geo_tile_y (50.037, zoom);

      pack_maker_add (db, zoom, (int) kmzb_geo_tile_x (22.005, zoom), rows_from_north ? y : (1 << zoom) - 1 - y, 256,
                      (guint8) zoom);
    }
  pack_maker_run (db, "CREATE UNIQUE INDEX tile_index ON tiles(zoom_level,tile_column,tile_row)");
  pack_maker_run (db, sql);
  kmzb_db_close (db);
  pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  return pack;
}

static void
check_liar (KmzbPack *pack)
{
  KmzbPoint center = kmzb_pack_get_center (pack);

  g_test_assert_expected_messages ();
  g_assert_cmpint (kmzb_pack_get_min_zoom (pack), ==, 10);
  g_assert_cmpint (kmzb_pack_get_max_zoom (pack), ==, 17);
  g_assert_cmpint (kmzb_pack_get_center_zoom (pack), >=, 10);
  g_assert_cmpint (kmzb_pack_get_center_zoom (pack), <=, 17);
  g_assert_true (kmzb_box_contains (kmzb_pack_get_bounds (pack), (KmzbPoint){ 50.037, 22.005 }));
  for (int zoom = 10; zoom <= 17; zoom++)
    g_assert_cmpint (
        tile_mark (pack, zoom, (int) kmzb_geo_tile_x (22.005, zoom), (int) kmzb_geo_tile_y (50.037, zoom)), ==, zoom);
  /* The map begins where there is something to be seen. */
  g_assert_cmpint (tile_mark (pack, 12, (int) kmzb_geo_tile_x (center.lon, 12), (int) kmzb_geo_tile_y (center.lat, 12)),
                   ==, 12);
}

/* What a file says of itself is asked of its tiles; the log tells once what was not true. */
static void
test_lying_zooms (void)
{
  static const struct
  {
    const char *said;
    const char *told;
  } cases[] = {
    { "('minzoom','0'),('maxzoom','20')", "*levels are 0 to 20; its tiles are of 10 to 17" },
    { "('minzoom','10'),('maxzoom','12')", "*levels are 10 to 12; its tiles are of 10 to 17" },
    { "('minzoom','18'),('maxzoom','19'),('center','22.005,50.037,19')", "*levels are 18 to 19; its tiles*" },
    { "('maxzoom','99')", "*levels are ? to 99; its tiles*" },
    { "('minzoom','10'),('maxzoom','17')", NULL },
    { "('name','nothing said')", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("zooms-%zu.mbtiles", i);
      g_autoptr (KmzbPack) pack = NULL;

      if (cases[i].told != NULL)
        g_test_expect_message ("kmzb-pack", G_LOG_LEVEL_MESSAGE, cases[i].told);
      pack = open_liar (name, cases[i].said, FALSE);
      check_liar (pack);
    }
}

static void
test_lying_bounds (void)
{
  static const struct
  {
    const char *said;
    gboolean rows_from_north;
    const char *told;
  } cases[] = {
    { "('bounds','-10,30,-5,40')", FALSE, "*lies within -10,30,-5,40; none of its tiles does" },
    { "('bounds','21.9,50.0,22.1,50.1'),('scheme','xyz')", FALSE, "*rows from the south*" },
    { "('bounds','21.9,50.0,22.1,50.1')", TRUE, "*rows from the north*" },
    { "('bounds','21.9,50.0,22.1,50.1'),('center','22.1,50.0,14')", FALSE, NULL },
    { "('bounds','-180,-85,180,85')", FALSE, NULL },
    { "('bounds','-180,-85,180,85'),('center','0,0,2')", FALSE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("bounds-%zu.mbtiles", i);
      g_autoptr (KmzbPack) pack = NULL;

      if (cases[i].told != NULL)
        g_test_expect_message ("kmzb-pack", G_LOG_LEVEL_MESSAGE, cases[i].told);
      pack = open_liar (name, cases[i].said, cases[i].rows_from_north);
      check_liar (pack);
    }
}

/* Whom a foreign map is owed to is told in words; its links and marks lead nowhere from a booth. */
static void
test_attribution (void)
{
  const struct
  {
    const char *said;
    const char *words;
  } cases[] = {
    { "<a href=\"https://www.openstreetmap.org/copyright\" target=\"_blank\">&copy; OpenStreetMap contributors</a>",
      "© OpenStreetMap contributors" },
    { " &#169;&nbsp;GUGiK &amp; <b>ja</b><br/> ", "©\u00a0GUGiK & ja" },
    { "&#xA9; 2 < 3 &unknown; &#0; &#x110000; &#99", "© 2 < 3 &unknown; &#0; &#x110000; &#99" },
    { "left <a open", "left <a open" },
    { "<!-- nobody -->", NULL },
    { "&lt;b&gt;", "<b>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_strdup_printf ("attribution-%zu.mbtiles", i);
      g_autofree char *path = path_of (name);
      g_autofree char *sql = g_strdup_printf ("INSERT INTO metadata VALUES('attribution','%s')", cases[i].said);
      KmzbDb *db = pack_maker_plain (path);
      g_autoptr (KmzbPack) pack = NULL;

      pack_maker_add (db, 2, 1, 1, 256, 7);
      pack_maker_run (db, sql);
      kmzb_db_close (db);
      pack = kmzb_pack_open (path, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (kmzb_pack_get_attribution (pack), ==, cases[i].words);
    }
}

/* Nonsense in the metadata is as good as none. */
static void
test_wrong_metadata (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("wrong-metadata.mbtiles");
  g_autoptr (KmzbDb) db = pack_maker_plain (path);

  pack_maker_add (db, 2, 1, 1, 256, 7);
  pack_maker_run (db, "INSERT INTO metadata VALUES('name',''),('minzoom','9'),('maxzoom','3'),"
                      "('bounds','10,20,nan,40'),('center','ten'),('format','gif')");
  g_clear_pointer (&db, kmzb_db_close);
  g_autoptr (KmzbPack) pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kmzb_pack_get_name (pack), ==, "wrong-metadata");
  g_assert_cmpint (kmzb_pack_get_min_zoom (pack), ==, 2);
  g_assert_cmpint (kmzb_pack_get_max_zoom (pack), ==, 2);
  g_assert_cmpfloat_with_epsilon (kmzb_pack_get_bounds (pack).west, -90.0, 1e-9);
}

static void
check_refused (const char *path, int code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kmzb_pack_open (path, &error));
  g_assert_error (error, KMZB_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, word));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_refused_files (void)
{
  g_autofree char *none = path_of ("none.mbtiles");
  g_autofree char *text = path_of ("text.mbtiles");
  g_autofree char *other = path_of ("other.mbtiles");
  g_autofree char *empty = path_of ("empty.mbtiles");
  g_autofree char *far = path_of ("far.mbtiles");
  g_autofree char *vector = path_of ("vector.mbtiles");
  g_autofree char *noise = path_of ("noise.mbtiles");
  g_autofree char *oblong = path_of ("oblong.mbtiles");
  g_autoptr (GBytes) packed = g_bytes_new ("\x1f\x8b\x08\0\0\0\0\0", 8);
  g_autoptr (GBytes) junk = g_bytes_new ("<html>not found</html>", 22);
  KmzbDb *db;

  check_refused (none, KMZB_ERROR_NOT_FOUND, "No such file");
  check_refused (folder, KMZB_ERROR_INVALID, "not a file");
  g_assert_true (g_file_set_contents (text, "no database at all, only some words", -1, NULL));
  check_refused (text, KMZB_ERROR_DAMAGED, "not an MBTiles file");

  db = kmzb_db_open (other, KMZB_DB_CREATE, NULL);
  pack_maker_run (db, "CREATE TABLE notes(a)");
  kmzb_db_close (db);
  check_refused (other, KMZB_ERROR_INVALID, "not an MBTiles file");

  kmzb_db_close (pack_maker_plain (empty));
  check_refused (empty, KMZB_ERROR_INVALID, "no tiles");

  db = pack_maker_plain (far);
  pack_maker_add (db, 30, 0, 0, 256, 1);
  pack_maker_add (db, -1, 0, 0, 256, 1);
  pack_maker_run (db, "INSERT INTO metadata VALUES('minzoom','0'),('maxzoom','5')");
  kmzb_db_close (db);
  check_refused (far, KMZB_ERROR_DAMAGED, "zoom levels are not within 0 to 24");

  db = pack_maker_plain (vector);
  pack_maker_add_bytes (db, 0, 0, 0, packed);
  kmzb_db_close (db);
  check_refused (vector, KMZB_ERROR_UNSUPPORTED, "vector tiles");

  db = pack_maker_plain (noise);
  pack_maker_add_bytes (db, 0, 0, 0, junk);
  kmzb_db_close (db);
  check_refused (noise, KMZB_ERROR_DAMAGED, "not png, jpg or webp");

  db = pack_maker_plain (oblong);
  pack_maker_add (db, 0, 0, 0, 8, 0);
  kmzb_db_close (db);
  check_refused (oblong, KMZB_ERROR_UNSUPPORTED, "8 x 8");
}

/* One tile that is none spoils no map. */
static void
test_damaged_first_tile (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("damaged-first.mbtiles");
  g_autoptr (GBytes) junk = g_bytes_new ("<html>not found</html>", 22);
  KmzbDb *db = pack_maker_plain (path);

  pack_maker_add_bytes (db, 3, 0, 0, junk);
  pack_maker_add (db, 3, 1, 0, 512, 7);
  kmzb_db_close (db);
  g_autoptr (KmzbPack) pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kmzb_pack_get_format (pack), ==, "png");
  g_assert_cmpint (kmzb_pack_get_tile_size (pack), ==, 512);
}

static void
test_newer_version_is_refused (void)
{
  g_autofree char *path = path_of ("newer.mbtiles");
  KmzbDb *db = pack_maker_plain (path);

  pack_maker_add (db, 0, 0, 0, 256, 1);
  pack_maker_run (db, "CREATE TABLE kmzb_meta(key,value); INSERT INTO kmzb_meta VALUES('schema','2')");
  kmzb_db_close (db);
  check_refused (path, KMZB_ERROR_NEWER, "update the booth");
}

static gpointer
read_many (gpointer data)
{
  for (int i = 0; i < 2000; i++)
    g_assert_cmpint (tile_mark (data, 5, i % 32, i / 32 % 32), ==, (i % 32 + i / 32 % 32) % 250 + 1);
  return NULL;
}

static void
test_threads_read_together (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("threads.mbtiles");
  KmzbDb *db = pack_maker_plain (path);
  GThread *threads[8];

  g_assert_true (kmzb_db_begin_immediate (db, NULL));
  for (int x = 0; x < 32; x++)
    for (int y = 0; y < 32; y++)
      pack_maker_add (db, 5, x, 31 - y, 256, (guint8) ((x + y) % 250 + 1));
  g_assert_true (kmzb_db_commit (db, NULL));
  pack_maker_run (db, "CREATE INDEX i ON tiles(zoom_level,tile_column,tile_row)");
  kmzb_db_close (db);

  g_autoptr (KmzbPack) pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_many, pack);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* A pack replaced under an open booth must never be mixed with the one it opened. */
static void
test_replaced_file_is_noticed (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("replaced.mbtiles");
  g_autofree char *other = path_of ("replacement.mbtiles");
  KmzbDb *db = pack_maker_plain (path);

  pack_maker_add (db, 0, 0, 0, 256, 1);
  kmzb_db_close (db);
  db = pack_maker_plain (other);
  pack_maker_add (db, 0, 0, 0, 256, 2);
  kmzb_db_close (db);
  g_autoptr (KmzbPack) pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (other, path), ==, 0);
  g_assert_cmpint (tile_mark (pack, 0, 0, 0), ==, 1);
}

/* What a pack lacks that was written over in its place is not known to be missing. */
static void
test_rewritten_file_is_noticed (void)
{
  g_autofree char *path = path_of ("rewritten.mbtiles");
  const char *const ways[] = { "DELETE FROM tiles", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (KmzbPack) pack = NULL;
      KmzbDb *db;

      g_remove (path);
      db = pack_maker_plain (path);
      for (int x = 0; x < 64; x++)
        pack_maker_add (db, 6, x, 0, 256, 1);
      kmzb_db_close (db);
      pack = kmzb_pack_open (path, &error);
      g_assert_no_error (error);
      /* So far it is known to lack this one. */
      g_assert_null (kmzb_pack_read_tile (pack, 6, 1, 1, &error));
      g_assert_no_error (error);
      if (ways[i] != NULL)
        {
          db = kmzb_db_open (path, KMZB_DB_CREATE, &error);
          g_assert_no_error (error);
          pack_maker_run (db, ways[i]);
          kmzb_db_close (db);
        }
      else
        g_assert_cmpint (truncate (path, 0), ==, 0);
      bytes = kmzb_pack_read_tile (pack, 6, 1, 1, &error);
      g_assert_null (bytes);
      g_assert_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED);
    }
}

static gpointer
open_pack (gpointer path)
{
  return kmzb_pack_open (path, NULL);
}

static void
test_open_on_a_worker (void)
{
  g_autofree char *path = path_of ("worker.mbtiles");
  g_autoptr (KmzbPack) pack = NULL;
  KmzbDb *db = pack_maker_plain (path);

  pack_maker_add (db, 0, 0, 0, 256, 1);
  kmzb_db_close (db);
  pack = g_thread_join (g_thread_new ("opener", open_pack, path));
  g_assert_nonnull (pack);
  g_assert_cmpint (tile_mark (pack, 0, 0, 0), ==, 1);
}

/* Every file of the shared folder: maps open and have a tile where they say they have one, the others are refused. */
static void
test_real_files (void)
{
  static const struct
  {
    const char *name;
    const char *format;
    int min_zoom;
    int max_zoom;
    int fault;
  } files[] = {
    { "mapproxy-cache.mbtiles", "png", -1, -1, 0 },
    { "mbtileserver-geography-class-png.mbtiles", "png", 0, 1, 0 },
    { "mbtileserver-geography-class-webp.mbtiles", "webp", 0, 1, 0 },
    { "node-mbtiles-plain_1.mbtiles", "png", 0, 4, 0 },
    { "qgis-isle_of_man-png.mbtiles", "png", 7, 9, 0 },
    { "mbtileserver-world_cities.mbtiles", NULL, 0, 0, KMZB_ERROR_UNSUPPORTED },
    { "node-mbtiles-corrupt.mbtiles", NULL, 0, 0, KMZB_ERROR_DAMAGED },
  };
  g_autofree char *tiles = g_build_filename (g_getenv ("KMZB_SOURCE_DIR"), "..", "shared", "data", "tiles", NULL);

  if (!g_file_test (tiles, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("../shared/data/tiles is not there");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (tiles, files[i].name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (KmzbPack) pack = NULL;
      KmzbPoint center;
      int zoom;

      if (files[i].format == NULL)
        {
          check_refused (path, files[i].fault, "Can't open region pack");
          continue;
        }
      pack = kmzb_pack_open (path, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (kmzb_pack_get_format (pack), ==, files[i].format);
      g_assert_cmpint (kmzb_pack_get_tile_size (pack), ==, 256);
      zoom = kmzb_pack_get_min_zoom (pack);
      if (files[i].min_zoom >= 0)
        {
          g_assert_cmpint (zoom, ==, files[i].min_zoom);
          g_assert_cmpint (kmzb_pack_get_max_zoom (pack), ==, files[i].max_zoom);
        }
      center = kmzb_pack_get_center (pack);
      g_autoptr (GBytes) bytes = kmzb_pack_read_tile (pack, zoom, (int) kmzb_geo_tile_x (center.lon, zoom),
                                                      (int) kmzb_geo_tile_y (center.lat, zoom), &error);
      g_assert_no_error (error);
      g_assert_nonnull (bytes);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("kmzb-pack-XXXXXX", NULL);
  g_test_add_func ("/pack/bare-tiles", test_bare_tiles);
  g_test_add_func ("/pack/missing-tiles-are-no-error", test_missing_tiles_are_no_error);
  g_test_add_func ("/pack/metadata", test_metadata);
  g_test_add_func ("/pack/lying-zooms", test_lying_zooms);
  g_test_add_func ("/pack/lying-bounds", test_lying_bounds);
  g_test_add_func ("/pack/attribution", test_attribution);
  g_test_add_func ("/pack/wrong-metadata", test_wrong_metadata);
  g_test_add_func ("/pack/refused-files", test_refused_files);
  g_test_add_func ("/pack/damaged-first-tile", test_damaged_first_tile);
  g_test_add_func ("/pack/newer-version-is-refused", test_newer_version_is_refused);
  g_test_add_func ("/pack/threads-read-together", test_threads_read_together);
  g_test_add_func ("/pack/replaced-file-is-noticed", test_replaced_file_is_noticed);
  g_test_add_func ("/pack/rewritten-file-is-noticed", test_rewritten_file_is_noticed);
  g_test_add_func ("/pack/open-on-a-worker", test_open_on_a_worker);
  g_test_add_func ("/pack/real-files", test_real_files);
  int code = g_test_run ();
  g_free (folder);
  return code;
}
