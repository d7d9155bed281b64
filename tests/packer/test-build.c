/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-build.h"
#include "kmzb-db.h"
#include "kmzb-error.h"
#include "kmzb-info.h"
#include "kmzb-pack-schema.h"
#include "kmzb-pack.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static char *
write_file (const char *name, const char *text)
{
  char *path = path_of (name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* A small square as a closed way; its nodes take the ids from @id on. */
static void
append_house (GString *nodes, GString *ways, int id, double lat, double lon, const char *tags)
{
  static const double corners[][2] = { { 0, 0 }, { 0, 0.0002 }, { 0.0001, 0.0002 }, { 0.0001, 0 } };

  g_string_append_printf (ways, "<way id='%d'>", id);
  for (int i = 0; i < 5; i++)
    {
      if (i < 4)
        g_string_append_printf (nodes, "<node id='%d' lat='%.6f' lon='%.6f'/>", id + i, lat + corners[i][0],
                                lon + corners[i][1]);
      g_string_append_printf (ways, "<nd ref='%d'/>", id + i % 4);
    }
  g_string_append_printf (ways, "%s</way>", tags);
}

/* A street of thirty houses, a village without streets, a forest, and one railway that runs a hundred kilometres. */
static char *
small_town (void)
{
  g_autoptr (GString) nodes = g_string_new (NULL);
  g_autoptr (GString) ways = g_string_new (NULL);

  for (int i = 0; i < 30; i++)
    {
      g_autofree char *tags = g_strdup_printf (
          "<tag k='building' v='house'/><tag k='addr:street' v='Świętej Łucji'/><tag k='addr:city' v='Dobrzyń'/>"
          "<tag k='addr:postcode' v='12-345'/><tag k='addr:housenumber' v='%d'/>",
          i + 1);
      append_house (nodes, ways, 1000 + i * 10, 50.0 + i % 2 * 0.0006, 20.0 + i / 2 * 0.0004, tags);
    }
  append_house (nodes, ways, 2000, 50.03, 20.04,
                "<tag k='building' v='yes'/><tag k='addr:place' v='Lipowiec'/><tag k='addr:housenumber' v='12'/>");
  /* The entrance of number 1, with the same address. */
  g_string_append (nodes, "<node id='3000' lat='50.00005' lon='20.0001'><tag k='entrance' v='yes'/>"
                          "<tag k='addr:street' v='Świętej Łucji'/><tag k='addr:housenumber' v='1'/></node>");
  g_string_append (nodes, "<node id='3001' lat='50.0' lon='20.003'><tag k='place' v='town'/>"
                          "<tag k='name' v='Dobrzyń'/><tag k='population' v='12000'/></node>");
  g_string_append (nodes, "<node id='3002' lat='49.9997' lon='19.99'/><node id='3003' lat='49.9997' lon='20.05'/>"
                          "<node id='3004' lat='50.01' lon='20.0'/><node id='3005' lat='50.9' lon='20.0'/>"
                          "<node id='3006' lat='50.9' lon='21.5'/>");
  g_string_append (ways, "<way id='4000'><nd ref='3002'/><nd ref='3003'/><tag k='highway' v='primary'/>"
                         "<tag k='ref' v='94'/><tag k='name' v='Świętej Łucji'/></way>"
                         "<way id='4001'><nd ref='3004'/><nd ref='3005'/><nd ref='3006'/>"
                         "<tag k='railway' v='rail'/></way>");
  return g_strconcat ("<?xml version='1.0' encoding='UTF-8'?><osm version='0.6'>", nodes->str, ways->str, "</osm>",
                      NULL);
}

static char *
write_town (void)
{
  g_autofree char *text = small_town ();

  return write_file ("town.osm", text);
}

static char *
write_region (void)
{
  return write_file ("region.geojson",
                     "{\"type\":\"FeatureCollection\",\"name\":\"region\",\"features\":[{\"type\":\"Feature\","
                     "\"geometry\":null,\"properties\":{\"name\":\"Powiat dobrzyński\",\"id\":\"dobrzyn\","
                     "\"training\":true,\"made_at\":\"2026-05-01T00:00:00Z\",\"source\":\"wymyślone\","
                     "\"licence\":\"CC0\"}}]}");
}

static gboolean
build (const char *output, const char *area, int min_zoom, int max_zoom, GError **error, const char *input, ...)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new ();
  KmzbBuild order = { .output = output, .area = area, .min_zoom = min_zoom, .max_zoom = max_zoom, .quiet = TRUE };
  va_list args;

  va_start (args, input);
  for (; input != NULL; input = va_arg (args, const char *))
    g_ptr_array_add (inputs, (char *) input);
  va_end (args);
  g_ptr_array_add (inputs, NULL);
  order.inputs = (char **) inputs->pdata;
  return kmzb_build_run (&order, error);
}

static char *
query (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_IMMUTABLE, &error);
  g_autoptr (KmzbStmt) stmt = db ? kmzb_db_prepare (db, sql, &error) : NULL;

  g_assert_no_error (error);
  g_assert_cmpint (kmzb_stmt_step (stmt, &error), ==, KMZB_STEP_ROW);
  return g_strdup (kmzb_stmt_text (stmt, 0));
}

static void
check_query (const char *path, const char *sql, const char *expected)
{
  g_autofree char *found = query (path, sql);

  if (g_strcmp0 (found, expected) != 0)
    g_error ("%s: “%s”, not “%s”", sql, found, expected);
}

static void
check_at_least (const char *path, const char *sql, gint64 least)
{
  g_autofree char *found = query (path, sql);

  if (g_ascii_strtoll (found, NULL, 10) < least)
    g_error ("%s: %s, not %" G_GINT64_FORMAT " or more", sql, found, least);
}

/* The whole way: OSM and region in, a pack out that the booth opens. */
static void
test_pack (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *town = write_town (), *region = write_region (), *out = path_of ("town.mbtiles");
  g_autofree char *part = g_strconcat (out, ".part", NULL);
  g_autoptr (KmzbPack) pack = NULL;

  g_assert_true (build (out, NULL, 10, 18, &error, town, region, NULL));
  g_assert_no_error (error);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));

  check_query (out, "SELECT count(*) FROM addresses", "31");
  check_query (out, "SELECT street || '|' || place || '|' || postcode || '|' || folded FROM addresses WHERE number='7'",
               "Świętej Łucji|Dobrzyń|12-345|swietej lucji 7 dobrzyn");
  check_query (out, "SELECT (street IS NULL) || place || number FROM addresses WHERE number='12' AND street IS NULL",
               "1Lipowiec12");
  check_query (out,
               "SELECT number FROM addresses AS a JOIN addresses_fts AS f ON f.rowid=a.id WHERE addresses_fts MATCH "
               "'swietej AND luc* AND 13'",
               "13");
  check_query (out, "SELECT count(*) FROM addresses_rtree", "31");
  check_query (out, "SELECT name || kind || population || folded FROM places", "Dobrzyńtown12000dobrzyn");
  check_query (out, "SELECT value FROM kmzb_meta WHERE key='country'", "pl");
  check_query (out, "SELECT value FROM metadata WHERE name='format'", "png");
  check_query (out, "SELECT value FROM metadata WHERE name='maxzoom'", "18");
  check_query (out, "PRAGMA application_id", "1297105496");
  check_query (out, "PRAGMA user_version", "1");
  check_query (out, "PRAGMA quick_check", "ok");
  check_query (out, "SELECT count(*) FROM map WHERE tile_id NOT IN (SELECT tile_id FROM images)", "0");

  pack = kmzb_pack_open (out, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kmzb_pack_get_name (pack), ==, "Powiat dobrzyński");
  g_assert_cmpstr (kmzb_pack_get_id (pack), ==, "dobrzyn");
  g_assert_cmpstr (kmzb_pack_get_attribution (pack), ==, "wymyślone");
  g_assert_true (kmzb_pack_is_training (pack));
  g_autofree char *address = kmzb_pack_nearest_address (pack, (KmzbPoint){ 50.00005, 20.0001 }, &error);
  g_assert_cmpstr (address, ==, "ul. Świętej Łucji 1, Dobrzyń");
}

/* The railway's far end must not be on the map, and where nobody lives the finest levels end. */
static void
test_extent_and_sharing (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *town = write_town (), *out = path_of ("extent.mbtiles");
  g_autoptr (KmzbPack) pack = NULL;
  KmzbBox box;

  g_assert_true (build (out, NULL, 14, 18, &error, town, NULL));
  g_assert_no_error (error);
  pack = kmzb_pack_open (out, &error);
  box = kmzb_pack_get_bounds (pack);
  g_assert_cmpfloat (box.north, <, 50.05);
  g_assert_cmpfloat (box.north, >, 50.03);
  g_assert_cmpfloat (box.east, <, 20.06);
  g_assert_cmpfloat (box.south, >, 49.99);
  /* Nobody lives between the town and the village: about 40 of 600 tiles have houses near. */
  check_at_least (out, "SELECT count(*) FROM tiles WHERE zoom_level=18", 20);
  check_query (out, "SELECT count(*) < 150 FROM tiles WHERE zoom_level=18", "1");
  check_at_least (out, "SELECT count(*) FROM tiles WHERE zoom_level=16", 20);
  /* Empty ground looks the same everywhere and is stored once. */
  check_query (out, "SELECT count(*) < (SELECT count(*) FROM map) FROM images", "1");
}

/* The same input gives the same file, whatever the threads did. */
static void
test_deterministic (void)
{
  g_autofree char *town = write_town (), *region = write_region ();
  g_autofree char *first = path_of ("first.mbtiles"), *second = path_of ("second.mbtiles");
  g_autofree char *a = NULL, *b = NULL;
  gsize a_length, b_length;

  g_assert_true (build (first, NULL, 12, 17, NULL, town, region, NULL));
  g_assert_true (build (second, NULL, 12, 17, NULL, town, region, NULL));
  g_assert_true (g_file_get_contents (first, &a, &a_length, NULL));
  g_assert_true (g_file_get_contents (second, &b, &b_length, NULL));
  g_assert_cmpuint (a_length, ==, b_length);
  g_assert_true (memcmp (a, b, a_length) == 0);
}

static void
test_area (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *town = write_town (), *out = path_of ("area.mbtiles");
  g_autofree char *area = write_file ("area.geojson", "{\"type\":\"Polygon\",\"coordinates\":[[[20.001,49.999],"
                                                      "[20.004,49.999],[20.004,50.002],[20.001,49.999]]]}");
  g_autofree char *elsewhere = write_file ("elsewhere.geojson", "{\"type\":\"Polygon\",\"coordinates\":[[[10,49],"
                                                                "[10.1,49],[10.1,49.1],[10,49]]]}");
  g_autofree char *line = write_file ("line.geojson", "{\"type\":\"LineString\",\"coordinates\":[[10,49],[11,49]]}");

  g_assert_true (build (out, area, 14, 15, &error, town, NULL));
  g_assert_no_error (error);
  check_at_least (out, "SELECT count(*) FROM addresses", 3);
  check_query (out, "SELECT count(*) < 20 FROM addresses", "1");
  g_assert_false (build (out, elsewhere, 14, 15, &error, town, NULL));
  g_assert_nonnull (strstr (error->message, "elsewhere.geojson"));
  g_clear_error (&error);
  g_assert_false (build (out, line, 14, 15, &error, town, NULL));
  g_assert_nonnull (strstr (error->message, "line.geojson"));
}

/* Level 17 in the town only, level 16 in the village too; addresses as ever. */
static void
test_detail (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *town = write_town (), *out = path_of ("detail.mbtiles"), *input = NULL;
  g_autofree char *detail = write_file ("detail.geojson", "{\"type\":\"Polygon\",\"coordinates\":[[[19.999,49.999],"
                                                          "[20.008,49.999],[20.008,50.002],[19.999,49.999]]]}");
  char *inputs[] = { town, NULL };
  KmzbBuild order
      = { .inputs = inputs, .output = out, .detail = detail, .min_zoom = 16, .max_zoom = 17, .quiet = TRUE };

  g_assert_true (kmzb_build_run (&order, &error));
  g_assert_no_error (error);
  check_at_least (out, "SELECT count(*) FROM map WHERE zoom_level=17 AND tile_column<72829", 1);
  check_query (out, "SELECT count(*) FROM map WHERE zoom_level=17 AND tile_column>=72829", "0");
  check_at_least (out, "SELECT count(*) FROM map WHERE zoom_level=16 AND tile_column>=36415", 1);
  check_query (out, "SELECT count(*) FROM addresses", "31");

  input = write_file ("no-detail.geojson", "{\"type\":\"Point\",\"coordinates\":[10,49]}");
  order.detail = input;
  g_assert_false (kmzb_build_run (&order, &error));
  g_assert_nonnull (strstr (error->message, "no-detail.geojson"));
}

static void
check_refused (const char *name, const char *text, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *input = write_file (name, text), *out = path_of ("kept.mbtiles");
  g_autofree char *part = g_strconcat (out, ".part", NULL), *content = NULL;

  g_assert_true (g_file_set_contents (out, "the old pack", -1, NULL));
  g_assert_false (build (out, NULL, 14, 14, &error, input, NULL));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (out, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "the old pack");
}

/* Whatever is wrong: one error that names the file, and the old pack is what it was. */
static void
test_bad_input_leaves_the_old_pack (void)
{
  g_autofree char *town = small_town ();
  g_autofree char *cut = g_strndup (town, strlen (town) / 2);

  check_refused ("cut.osm", cut, "cut.osm");
  check_refused ("none.osm", "<osm version='0.6'></osm>", "none.osm");
  check_refused ("page.osm", "<html>404</html>", "page.osm");
  check_refused ("only.geojson", "{\"type\":\"FeatureCollection\",\"name\":\"units\",\"features\":[]}",
                 "no input holds OpenStreetMap data");
}

/* Told to stop (Ctrl+C sets this very flag), it leaves nothing behind. */
static void
test_stopped_leaves_nothing (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *town = write_town (), *out = path_of ("stopped.mbtiles"), *part = g_strconcat (out, ".part", NULL);
  static volatile int stop = 1;
  char *inputs[] = { town, NULL };
  KmzbBuild order = { .inputs = inputs, .output = out, .min_zoom = 10, .max_zoom = 18, .quiet = TRUE, .stop = &stop };

  g_assert_false (kmzb_build_run (&order, &error));
  g_assert_nonnull (strstr (error->message, "was not written"));
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

static void
check_exit (int expected, const char *first, ...)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autofree char *program
      = g_build_filename (g_getenv ("KMZB_BUILD_DIR"), "src", "packer", "kmzb-pack", NULL);
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  va_list args;
  int status;

  g_ptr_array_add (command, program);
  va_start (args, first);
  for (; first != NULL; first = va_arg (args, const char *))
    g_ptr_array_add (command, (char *) first);
  va_end (args);
  g_ptr_array_add (command, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **) command->pdata, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &said,
                               &status, &error));
  g_spawn_check_wait_status (status, &error);
  g_assert_cmpint (error ? error->code : 0, ==, expected);
  g_assert_true ((expected == 0) == (*said == '\0'));
}

static void
test_exit_codes (void)
{
  g_autofree char *town = write_town (), *out = path_of ("cli.mbtiles"), *missing = path_of ("missing");

  check_exit (2, NULL);
  check_exit (2, "paint", NULL);
  check_exit (2, "build", NULL);
  check_exit (2, "build", "-o", out, NULL);
  check_exit (2, "build", town, NULL);
  check_exit (2, "build", "-o", out, "--zoom", "9-3", town, NULL);
  check_exit (2, "build", "-o", out, "--no-such-option", town, NULL);
  check_exit (2, "info", NULL);
  check_exit (1, "build", "-o", out, missing, NULL);
  check_exit (1, "info", missing, NULL);
  check_exit (0, "build", "-q", "--zoom", "14-15", "--name", "Miasto", "-o", out, town, NULL);
  check_exit (0, "info", out, NULL);
  check_query (out, "SELECT value FROM metadata WHERE name='name'", "Miasto");
}

/* The training region lacks an officer on purpose; what else a visitor would miss would be named beside it. */
static void
test_lacking (void)
{
  g_autofree char *training = g_build_filename (g_getenv ("KMZB_SOURCE_DIR"), "data/training/training.mbtiles", NULL);
  g_autofree char *path = path_of ("lacking.mbtiles");
  g_autoptr (GFile) from = g_file_new_for_path (training), to = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = kmzb_info_describe (training, &error), *after = NULL;
  g_autoptr (KmzbDb) db = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (strstr (before, "lacking     beats without an officer: 1\n"));
  g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  db = kmzb_db_open (path, 0, &error);
  g_assert_no_error (error);
  kmzb_db_exec (db,
                "UPDATE officers SET beat = 'nowhere' WHERE id = 'dzielnicowy-2'; UPDATE officers SET unit = 'none' WHERE"
                " id = 'dzielnicowy-3'; UPDATE areas SET parent = NULL WHERE kind = 'beat'",
                &error);
  g_assert_no_error (error);
  g_clear_pointer (&db, kmzb_db_close);
  after = kmzb_info_describe (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (after, "lacking     beats without an officer: 2, beats without a unit: 3, officers without a "
                                   "known beat: 1, officers of an unknown unit: 1\n"));
}

/* A real extract: a town centre with one railway far outside of it. */
static void
test_real_extract (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *input
      = g_build_filename (g_getenv ("KMZB_SOURCE_DIR"), "..", "shared", "data", "osm", "rzeszow-centrum.osm.gz", NULL);
  g_autofree char *out = path_of ("rzeszow.mbtiles");
  g_autoptr (KmzbPack) pack = NULL;
  KmzbBox box;

  if (!g_file_test (input, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("../shared/data/osm is not there");
      return;
    }
  g_assert_true (build (out, NULL, 12, 15, &error, input, NULL));
  g_assert_no_error (error);
  pack = kmzb_pack_open (out, &error);
  box = kmzb_pack_get_bounds (pack);
  g_assert_cmpfloat (box.east - box.west, <, 0.1);
  g_assert_true (kmzb_box_contains (box, (KmzbPoint){ 50.0225, 22.0165 }));
  check_at_least (out, "SELECT count(*) FROM addresses", 1000);
  check_at_least (out, "SELECT count(*) FROM addresses WHERE folded LIKE '%rejtana%'", 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("kmzb-build-XXXXXX", NULL);
  g_test_add_func ("/packer/build/pack", test_pack);
  g_test_add_func ("/packer/build/extent-and-sharing", test_extent_and_sharing);
  g_test_add_func ("/packer/build/deterministic", test_deterministic);
  g_test_add_func ("/packer/build/area", test_area);
  g_test_add_func ("/packer/build/detail", test_detail);
  g_test_add_func ("/packer/build/bad-input-leaves-the-old-pack", test_bad_input_leaves_the_old_pack);
  g_test_add_func ("/packer/build/stopped-leaves-nothing", test_stopped_leaves_nothing);
  g_test_add_func ("/packer/build/exit-codes", test_exit_codes);
  g_test_add_func ("/packer/build/lacking", test_lacking);
  g_test_add_func ("/packer/build/real-extract", test_real_extract);
  int code = g_test_run ();
  g_free (folder);
  return code;
}
