/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"
#include "kmzb-geojson.h"
#include "kmzb-pack-schema.h"

#include <gdal.h>
#include <string.h>

static char *folder;

#define COLLECTION(name, features) "{\"type\":\"FeatureCollection\",\"name\":\"" name "\",\"features\":[" features "]}"
#define FEATURE(geometry, properties)                                                                                  \
  "{\"type\":\"Feature\",\"geometry\":" geometry ",\"properties\":{" properties "}}"
#define POINT "{\"type\":\"Point\",\"coordinates\":[20.5,50.25]}"
#define SQUARE "{\"type\":\"Polygon\",\"coordinates\":[[[20,50],[21,50],[21,51],[20,51],[20,50]]]}"
#define UUID "\"id\":\"0190a1b2-0000-7000-8000-000000000001\""
#define STATISTIC "\"id\":\"s1\",\"name\":\"DK94, odcinek 12\",\"value\":23.5,\"as_of\":\"2026-04-30\""
#define THREAT UUID ",\"category\":\"speeding\",\"status\":\"new\",\"created\":\"2026-05-01T10:00:00Z\","

static gboolean
read_text (const char *text, KmzbDb *db, KmzbRegionNote *note, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "input.geojson", NULL);
  g_autoptr (KmzbSource) source = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  source = kmzb_source_new (path, folder, error);
  return source != NULL && kmzb_geojson_read (source, db, note, error);
}

static KmzbDb *
make_db (void)
{
  KmzbDb *db = kmzb_db_open (":memory:", KMZB_DB_CREATE, NULL);

  g_assert_true (kmzb_db_exec (db, KMZB_PACK_SQL_REGION, NULL));
  return db;
}

/* Reads @text, then compares what @sql finds with @expected. */
static void
check (const char *text, const char *sql, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = make_db ();
  KmzbRegionNote note = { 0 };

  g_assert_true (read_text (text, db, &note, &error));
  g_assert_no_error (error);
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kmzb_stmt_step (stmt, &error), ==, KMZB_STEP_ROW);
  g_assert_cmpstr (kmzb_stmt_text (stmt, 0), ==, expected);
}

static void
check_refused (const char *text, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = make_db ();
  KmzbRegionNote note = { 0 };

  g_assert_false (read_text (text, db, &note, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "input.geojson"));
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” does not say “%s”", error->message, word);
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_areas (void)
{
  check (COLLECTION ("areas", FEATURE (SQUARE, "\"id\":\"b1\",\"kind\":\"beat\",\"name\":\"Rejon 1\",\"code\":\"0714\","
                                               "\"parent\":\"g1\"")),
         "SELECT a.id || ' ' || kind || ' ' || name || ' ' || code || ' ' || parent || ' ' || length(geometry) || ' ' || "
         "south || ' ' || north || ' ' || west || ' ' || east FROM areas AS a JOIN areas_rtree AS r ON r.id = a.rowid",
         "b1 beat Rejon 1 0714 g1 93 50.0 51.0 20.0 21.0");
}

static void
test_units_and_officers (void)
{
  check (COLLECTION ("units", FEATURE (POINT, "\"id\":7,\"kind\":\"komenda\",\"name\":\"KPP\",\"phone\":\"47 000 00 00\"")),
         "SELECT id || ' ' || name || ' ' || phone || ' ' || (email IS NULL) || ' ' || lat || ' ' || lon FROM units",
         "7 KPP 47 000 00 00 1 50.25 20.5");
  check (COLLECTION ("officers", FEATURE ("null", "\"id\":\"o1\",\"name\":\"Jan Wzorowy\",\"rank\":\"asp.\",\"beat\":\"b1\"")),
         "SELECT id || ' ' || rank || ' ' || name || ' ' || beat || ' ' || (unit IS NULL) FROM officers",
         "o1 asp. Jan Wzorowy b1 1");
}

static void
test_threats (void)
{
  check (COLLECTION ("threats", FEATURE (POINT, THREAT "\"updated\":\"2026-05-02T12:00:00+02:00\"")),
         "SELECT category || ' ' || status || ' ' || created || ' ' || updated || ' ' || source FROM threats",
         "speeding new 1777629600000000 1777716000000000 people");
  check (COLLECTION ("threats", FEATURE (POINT, THREAT "\"updated\":\"2026-05-02T12:00:00Z\",\"source\":\"debate\"")),
         "SELECT source FROM threats", "debate");
}

static void
test_statistics (void)
{
  static const char geometries[][160] = {
    POINT,
    "{\"type\":\"LineString\",\"coordinates\":[[20,50],[20.5,50.5],[21,50]]}",
    "{\"type\":\"MultiLineString\",\"coordinates\":[[[20,50],[20.5,50.5]],[[21,50,9],[21,51,9]]]}",
    SQUARE,
  };
  static const char *const lengths[] = { "21", "57", "91", "93" };

  for (guint i = 0; i < G_N_ELEMENTS (geometries); i++)
    {
      g_autofree char *text = g_strdup_printf (
          COLLECTION ("statistics", FEATURE ("%s", STATISTIC ",\"source\":\"police\",\"unit\":\"zdarzeń\"")),
          geometries[i]);

      check (text,
             "SELECT id || ' ' || source || ' ' || name || ' ' || value || ' ' || unit || ' ' || as_of FROM statistics",
             "s1 police DK94, odcinek 12 23.5 zdarzeń 2026-04-30");
      check (text, "SELECT length(geometry) FROM statistics", lengths[i]);
    }
  check (COLLECTION ("statistics", FEATURE (POINT, STATISTIC ",\"source\":\"debate\"")),
         "SELECT (unit IS NULL) || source FROM statistics", "1debate");
}

static void
test_region (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = make_db ();
  KmzbRegionNote note = { 0 };

  g_assert_true (read_text (COLLECTION ("region", FEATURE ("null", "\"name\":\"Powiat dobrzyński\",\"training\":true,"
                                                                   "\"made_at\":\"2026-05-01T00:00:00Z\"")),
                            db, &note, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (note.name, ==, "Powiat dobrzyński");
  g_assert_cmpstr (note.made_at, ==, "2026-05-01T00:00:00Z");
  g_assert_true (note.training);
  g_assert_null (note.licence);
  kmzb_region_note_clear (&note);
}

static void
test_refused (void)
{
  check_refused ("{\"type\":\"FeatureCol", "not a GeoJSON");
  check_refused (COLLECTION ("weather", FEATURE (POINT, "\"id\":\"a\"")), "must be one of areas");
  check_refused (COLLECTION ("areas", FEATURE (POINT, "\"id\":\"a\",\"kind\":\"beat\",\"name\":\"A\"")),
                 "feature 1 is not a polygon");
  check_refused (COLLECTION ("areas", FEATURE (SQUARE, "\"id\":\"a\",\"kind\":\"city\",\"name\":\"A\"")), "kind “city”");
  check_refused (COLLECTION ("units", FEATURE (POINT, "\"id\":\"a\",\"kind\":\"komenda\"")), "has no “name”");
  check_refused (COLLECTION ("officers", FEATURE ("null", "\"id\":\"a\",\"name\":\" \\n\u00a0\"")), "has no “name”");
  check_refused (COLLECTION ("units", FEATURE ("{\"type\":\"Point\",\"coordinates\":[7500000,5500000]}",
                                               "\"id\":\"a\",\"kind\":\"komenda\",\"name\":\"A\"")),
                 "not degrees");
  check_refused (COLLECTION ("officers", FEATURE ("null", "\"id\":\"o\",\"name\":\"A\"") ","
                                           FEATURE ("null", "\"id\":\"o\",\"name\":\"B\"")),
                 "feature 2 has an “id” that another one has");
  check_refused (COLLECTION ("threats", FEATURE (POINT, "\"id\":\"1\"")), "no UUID");
  check_refused (COLLECTION ("threats", FEATURE (POINT, UUID ",\"status\":\"old\"")), "status");
  check_refused (COLLECTION ("threats", FEATURE (POINT, THREAT "\"updated\":\"yesterday\"")), "“updated”");
  check_refused (COLLECTION ("threats", FEATURE (POINT, THREAT "\"source\":\"hearsay\"")), "hearsay");
  check_refused (COLLECTION ("statistics", FEATURE (POINT, STATISTIC ",\"source\":\"rumour\"")), "source “rumour”");
  check_refused (COLLECTION ("statistics", FEATURE ("null", STATISTIC ",\"source\":\"police\"")), "neither a point");
  check_refused (COLLECTION ("statistics", FEATURE (POINT, "\"id\":\"s\",\"name\":\"A\",\"source\":\"police\","
                                                           "\"value\":\"many\",\"as_of\":\"2026-04-30\"")),
                 "no number in “value”");
  check_refused (COLLECTION ("statistics", FEATURE (POINT, "\"id\":\"s\",\"name\":\"A\",\"source\":\"police\","
                                                           "\"value\":1,\"as_of\":\"2026-02-30\"")),
                 "no date like");
  check_refused (COLLECTION ("region", FEATURE ("null", "\"made_at\":\"soon\"")), "made_at");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  GDALAllRegister ();
  folder = g_dir_make_tmp ("kmzb-geojson-XXXXXX", NULL);
  g_test_add_func ("/packer/geojson/areas", test_areas);
  g_test_add_func ("/packer/geojson/units-and-officers", test_units_and_officers);
  g_test_add_func ("/packer/geojson/threats", test_threats);
  g_test_add_func ("/packer/geojson/statistics", test_statistics);
  g_test_add_func ("/packer/geojson/region", test_region);
  g_test_add_func ("/packer/geojson/refused", test_refused);
  int code = g_test_run ();
  g_free (folder);
  return code;
}
