/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-officer.h"
#include "kmzb-pack-schema.h"
#include "kmzb-pack-search.h"
#include "kmzb-pack.h"
#include "kmzb-stat-feature.h"
#include "kmzb-threat.h"
#include "kmzb-unit.h"
#include "pack-maker.h"

static char *folder;

/* A region of three addresses and some threats. */
static KmzbPack *
make_region (const char *name, const char *country)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *meta = g_strdup_printf ("INSERT INTO kmzb_meta VALUES('schema','1'),('id','abc'),('training','1'),"
                                           "('made_at','2026-05-01T10:00:00Z'),('country','%s')",
                                           country);
  KmzbDb *db = kmzb_db_open (path, KMZB_DB_CREATE, &error);

  g_assert_no_error (error);
  pack_maker_run (db, KMZB_PACK_SQL_TILES KMZB_PACK_SQL_REGION);
  g_autoptr (GBytes) tile = pack_maker_tile (256, 1);
  g_autoptr (KmzbStmt) image = kmzb_db_prepare (db, "INSERT INTO images VALUES('a',?1)", &error);
  kmzb_stmt_bind_bytes (image, 1, tile);
  g_assert_true (kmzb_stmt_run (image, &error));
  g_clear_pointer (&image, kmzb_stmt_free);
  pack_maker_run (db, meta);
  pack_maker_run (db,
                  "INSERT INTO map VALUES(0,0,0,'a');"
                  "INSERT INTO addresses VALUES(1,'Lipowa','7','Dobrzyń',NULL,50.0,20.0,'lipowa 7 dobrzyn'),"
                  "(2,'Plac Wolności','3a',NULL,NULL,50.002,20.0,'plac wolnosci 3a'),"
                  "(3,NULL,'12','Lipowiec',NULL,50.02,20.0,'lipowiec 12');"
                  "INSERT INTO addresses_rtree SELECT id,lat,lat,lon,lon FROM addresses;"
                  "INSERT INTO addresses_fts(addresses_fts) VALUES('rebuild');"
                  "INSERT INTO statistics VALUES('s1','police','DK94',23.5,'zdarzeń','2026-04-30',"
                  "x'010100000000000000000034400000000000004940'),"
                  "('s2','rumour','A',1,NULL,'2026-04-30',x'010100000000000000000034400000000000004940'),"
                  "('s3','debate','A',1,NULL,'2026-04-30',x'01');"
                  "INSERT INTO areas VALUES('a1','beat','Rejon 1',NULL,'g1',"
                  "x'01030000000100000004000000"
                  "00000000000000000000000000000000"
                  "00000000000034400000000000000000"
                  "00000000000034400000000000003440"
                  "00000000000000000000000000000000'),"
                  "('a2','beat','Rejon 2',NULL,NULL,x'00'),('a3','gmina','Gmina',NULL,NULL,x'00');"
                  "INSERT INTO areas_rtree VALUES(1,0,20,0,20),(2,0,20,0,20),(3,0,20,0,20);"
                  "INSERT INTO threats VALUES('t1','wild-bathing','confirmed',50,20,1000000,2000000,'people'),"
                  "('t2','wild-bathing','no-such-status',50,20,1,2,'people'),"
                  "('t3','speeding','new',950,20,1,2,'people'),('t4','speeding','new',50.1,20.1,3,4,'debate'),"
                  "('t5','speeding','new',50.1,20.1,3,4,'no-such-source')");
  kmzb_db_close (db);

  KmzbPack *pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (kmzb_pack_is_region (pack));
  g_assert_true (kmzb_pack_is_training (pack));
  g_assert_cmpstr (kmzb_pack_get_id (pack), ==, "abc");
  g_assert_cmpstr (kmzb_pack_get_made_at (pack), ==, "2026-05-01T10:00:00Z");
  return pack;
}

static void
check_nearest (KmzbPack *pack, double lat, double lon, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = kmzb_pack_nearest_address (pack, (KmzbPoint){ .lat = lat, .lon = lon }, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (address, ==, expected);
}

static void
test_nearest (void)
{
  g_autoptr (KmzbPack) pack = make_region ("nearest.mbtiles", "pl");

  check_nearest (pack, 50.0001, 20.0, "ul. Lipowa 7, Dobrzyń");
  check_nearest (pack, 50.0009, 20.0, "ul. Lipowa 7, Dobrzyń");
  check_nearest (pack, 50.0011, 20.0, "Plac Wolności 3a");
  check_nearest (pack, 50.0229, 20.0, "Lipowiec 12");
  check_nearest (pack, 50.0100, 20.0, NULL);
  check_nearest (pack, 950.0, 20.0, NULL);
}

static void
test_nearest_abroad (void)
{
  g_autoptr (KmzbPack) pack = make_region ("abroad.mbtiles", "");

  check_nearest (pack, 50.0001, 20.0, "Lipowa 7, Dobrzyń");
}

static void
on_address (GObject *source, GAsyncResult *result, gpointer data)
{
  char **address = data;
  g_autoptr (GError) error = NULL;

  *address = kmzb_pack_nearest_address_finish (KMZB_PACK (source), result, &error);
  g_assert_no_error (error);
}

static void
test_nearest_on_a_worker (void)
{
  g_autoptr (KmzbPack) pack = make_region ("worker.mbtiles", "pl");
  g_autofree char *address = NULL;

  kmzb_pack_nearest_address_async (pack, 50.0, 20.0, NULL, on_address, &address);
  while (address == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (address, ==, "ul. Lipowa 7, Dobrzyń");
}

static void
test_threats (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = make_region ("threats.mbtiles", "pl");
  g_autoptr (KmzbThreats) threats = NULL;
  g_autoptr (KmzbThreat) threat = NULL;

  g_test_expect_message ("kmzb-pack", G_LOG_LEVEL_MESSAGE, "Left out 3 threats*");
  threats = kmzb_pack_load_threats (pack, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (kmzb_threats_get_count (threats), ==, 2);
  threat = kmzb_threats_get (threats, 0);
  g_assert_cmpstr (threat->id, ==, "t1");
  g_assert_cmpstr (threat->category, ==, "wild-bathing");
  g_assert_cmpint (threat->status, ==, KMZB_STATUS_CONFIRMED);
  g_assert_cmpint (kmzb_threats_get_updated_us (threats, 0), ==, 2000000);
  g_assert_cmpint (threat->source, ==, KMZB_THREAT_SOURCE_PEOPLE);
  g_assert_cmpfloat (kmzb_threats_get_place (threats, 1).lon, ==, 20.1);
  g_assert_cmpint (kmzb_threats_get_source (threats, 1), ==, KMZB_THREAT_SOURCE_DEBATE);
}

/* Packs that were made before threats had a source. */
static void
test_threats_without_source (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "old.mbtiles", NULL);
  g_autoptr (KmzbThreats) threats = NULL;
  g_autoptr (KmzbPack) pack = make_region ("old.mbtiles", "pl");

  g_clear_object (&pack);
  KmzbDb *db = kmzb_db_open (path, 0, &error);
  g_assert_no_error (error);
  pack_maker_run (db, "ALTER TABLE threats DROP COLUMN source");
  kmzb_db_close (db);
  pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  g_test_expect_message ("kmzb-pack", G_LOG_LEVEL_MESSAGE, "Left out 2 threats*");
  threats = kmzb_pack_load_threats (pack, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (kmzb_threats_get_count (threats), ==, 3);
  g_assert_cmpint (kmzb_threats_get_source (threats, 1), ==, KMZB_THREAT_SOURCE_PEOPLE);
}

static void
test_areas (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = make_region ("areas.mbtiles", "pl");
  g_autoptr (GPtrArray) areas = NULL;
  const KmzbArea *area;

  g_test_expect_message ("kmzb-pack", G_LOG_LEVEL_MESSAGE, "Left out 1 areas*");
  areas = kmzb_pack_load_areas (pack, KMZB_AREA_BEAT, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (areas->len, ==, 1);
  area = g_ptr_array_index (areas, 0);
  g_assert_cmpstr (area->name, ==, "Rejon 1");
  g_assert_cmpstr (area->parent, ==, "g1");
  g_assert_true (kmzb_shape_contains (area->shape, (KmzbPoint){ .lat = 5, .lon = 15 }));
  g_assert_false (kmzb_shape_contains (area->shape, (KmzbPoint){ .lat = 15, .lon = 5 }));
}

/* The area in which a point lies, by its shape and not by its box; a damaged one is passed over. */
static void
test_area_of_a_point (void)
{
  g_autoptr (KmzbPack) pack = make_region ("area-of-point.mbtiles", "pl");
  g_autoptr (GError) error = NULL;
  g_autofree char *inside = kmzb_pack_find_area_name (pack, KMZB_AREA_BEAT, (KmzbPoint){ 5, 15 }, &error);
  g_autofree char *in_box = kmzb_pack_find_area_name (pack, KMZB_AREA_BEAT, (KmzbPoint){ 15, 5 }, &error);
  g_autofree char *away = kmzb_pack_find_area_name (pack, KMZB_AREA_BEAT, (KmzbPoint){ 40, 40 }, &error);
  g_autofree char *damaged = kmzb_pack_find_area_name (pack, KMZB_AREA_GMINA, (KmzbPoint){ 5, 15 }, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (inside, ==, "Rejon 1");
  g_assert_null (in_box);
  g_assert_null (away);
  g_assert_null (damaged);
}

static void
test_statistics (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = make_region ("statistics.mbtiles", "pl");
  g_autoptr (GPtrArray) features = NULL;
  const KmzbStatFeature *feature;

  g_test_expect_message ("kmzb-pack", G_LOG_LEVEL_MESSAGE, "Left out 2 statistics*");
  features = kmzb_pack_load_statistics (pack, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (features->len, ==, 1);
  feature = g_ptr_array_index (features, 0);
  g_assert_cmpint (feature->source, ==, KMZB_STAT_POLICE);
  g_assert_cmpfloat (feature->value, ==, 23.5);
  g_assert_cmpstr (feature->unit, ==, "zdarzeń");
  g_assert_cmpstr (feature->as_of, ==, "2026-04-30");
  g_assert_cmpint (feature->shape->kind, ==, KMZB_SHAPE_POINT);
  g_assert_cmpfloat (feature->shape->points[0].lon, ==, 20);
  g_assert_cmpfloat (feature->shape->points[0].lat, ==, 50);
}

/* Units and officers; what is damaged is left out, what is only absent is not. */
static void
test_directory (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "directory.mbtiles", NULL);
  g_autoptr (GPtrArray) units = NULL, officers = NULL, none = NULL;
  g_autoptr (KmzbPack) pack = make_region ("directory.mbtiles", "pl");
  const KmzbUnit *unit;
  const KmzbOfficer *officer;
  KmzbDb *db;

  none = kmzb_pack_load_units (pack, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  g_clear_object (&pack);

  db = kmzb_db_open (path, 0, &error);
  g_assert_no_error (error);
  pack_maker_run (db, "INSERT INTO units VALUES('u1','komisariat',' Komisariat  Policji ','',NULL,'a@b.example',50,20),"
                      "('u2','zamek','Zamek',NULL,NULL,NULL,50,20),('u3','komenda',' ',NULL,NULL,NULL,50,20),"
                      "('u4','komenda','Komenda',NULL,NULL,NULL,950,20),('u5','komenda','Komenda',NULL,NULL,NULL,'50,0269',20),"
                      "('u6','komenda',x'ff',NULL,NULL,NULL,50,20),('','komenda','Komenda',NULL,NULL,NULL,50,20);"
                      "INSERT INTO officers VALUES('o1','a1','u1','asp.','Jan  Lipko','112','a@b.example'),"
                      "('o2',NULL,NULL,NULL,'Lipko',NULL,NULL),('o3','a1','u1','asp.','',NULL,NULL),"
                      "('o4','a1','u1',x'ff','Jan',NULL,NULL)");
  kmzb_db_close (db);
  pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  g_test_expect_message ("kmzb-pack", G_LOG_LEVEL_MESSAGE, "Left out 6 units*");
  units = kmzb_pack_load_units (pack, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (units->len, ==, 1);
  unit = g_ptr_array_index (units, 0);
  g_assert_cmpstr (unit->id, ==, "u1");
  g_assert_cmpint (unit->kind, ==, KMZB_UNIT_KOMISARIAT);
  g_assert_cmpstr (unit->name, ==, "Komisariat Policji");
  g_assert_null (unit->address);
  g_assert_null (unit->phone);
  g_assert_cmpstr (unit->email, ==, "a@b.example");
  g_assert_cmpfloat (unit->place.lat, ==, 50);

  g_test_expect_message ("kmzb-pack", G_LOG_LEVEL_MESSAGE, "Left out 1 officers*");
  officers = kmzb_pack_load_officers (pack, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (officers->len, ==, 3);
  officer = g_ptr_array_index (officers, 0);
  g_assert_cmpstr (officer->name, ==, "Jan Lipko");
  g_assert_cmpstr (officer->beat, ==, "a1");
  g_assert_cmpstr (officer->unit, ==, "u1");
  g_assert_cmpstr (officer->phone, ==, "112");
  officer = g_ptr_array_index (officers, 1);
  g_assert_null (officer->beat);
  g_assert_null (officer->rank);
  officer = g_ptr_array_index (officers, 2);
  g_assert_null (officer->rank);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("kmzb-pack-XXXXXX", NULL);
  g_test_add_func ("/pack/query/nearest", test_nearest);
  g_test_add_func ("/pack/query/nearest-abroad", test_nearest_abroad);
  g_test_add_func ("/pack/query/nearest-on-a-worker", test_nearest_on_a_worker);
  g_test_add_func ("/pack/query/threats", test_threats);
  g_test_add_func ("/pack/query/threats-without-source", test_threats_without_source);
  g_test_add_func ("/pack/query/areas", test_areas);
  g_test_add_func ("/pack/query/area-of-a-point", test_area_of_a_point);
  g_test_add_func ("/pack/query/directory", test_directory);
  g_test_add_func ("/pack/query/statistics", test_statistics);
  int code = g_test_run ();
  g_free (folder);
  return code;
}
