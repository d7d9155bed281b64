/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-schema.h"
#include "kmzb-pack.h"
#include "kmzb-threat.h"
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
                  "INSERT INTO threats VALUES('t1','wild-bathing','confirmed',50,20,1,2),"
                  "('t2','wild-bathing','no-such-status',50,20,1,2),('t3','speeding','new',950,20,1,2),"
                  "('t4','speeding','new',50.1,20.1,3,4)");
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
  g_autoptr (GPtrArray) threats = NULL;
  const KmzbThreat *threat;

  g_test_expect_message ("kmzb-pack", G_LOG_LEVEL_MESSAGE, "Left out 2 threats*");
  threats = kmzb_pack_load_threats (pack, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (threats->len, ==, 2);
  threat = g_ptr_array_index (threats, 0);
  g_assert_cmpstr (threat->id, ==, "t1");
  g_assert_cmpstr (threat->category, ==, "wild-bathing");
  g_assert_cmpint (threat->status, ==, KMZB_STATUS_CONFIRMED);
  g_assert_cmpint (threat->updated_us, ==, 2);
  threat = g_ptr_array_index (threats, 1);
  g_assert_cmpfloat (threat->place.lon, ==, 20.1);
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
  int code = g_test_run ();
  g_free (folder);
  return code;
}
