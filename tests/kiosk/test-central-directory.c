/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What central tells of the directory, over what the region pack brings, by way of the booth's store. */
#include "kmzb-central-directory.h"

#include "../pack/pack-maker.h"
#include "fixture-common.h"
#include "kmzb-pack-schema.h"
#include "kmzb-store-changes.h"

#define SERVER "https://central.example/open311/v2/"
#define SQUARE(west) "{\"type\":\"Polygon\",\"coordinates\":[[[" west ",50],[" west ".5,50],[" west ".5,51],[" west ",50]]]}"
#define OFFICER(id, beat, name)                                                                                        \
  "{\"type\":\"Feature\",\"id\":\"officers/" id "\",\"geometry\":null,\"properties\":{\"id\":\"" id "\",\"beat\":\"" beat \
  "\",\"unit\":\"u\",\"name\":\"" name "\"}}"
#define BEAT(id, west)                                                                                                 \
  "{\"type\":\"Feature\",\"id\":\"areas/" id "\",\"geometry\":" SQUARE (west)                                          \
  ",\"properties\":{\"id\":\"" id "\",\"kind\":\"beat\",\"name\":\"" id "\",\"parent\":\"u\"}}"
#define UNIT(id, lat)                                                                                                  \
  "{\"type\":\"Feature\",\"id\":\"units/" id "\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[20," lat "]},"      \
  "\"properties\":{\"id\":\"" id "\",\"kind\":\"komenda\",\"name\":\"Komenda\"}}"

typedef struct
{
  char *folder;
  KmzbClock *clock;
  KmzbStore *store;
  KmzbPack *pack;
  KmzbDirectoryKeeper *keeper;
  KmzbCentralDirectory *central;
  guint n_changed;
} Fixture;

/* A unit, and a beat b from 20 E with two officers. */
static void
make_pack (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->folder, "region.mbtiles", NULL);
  KmzbDb *db = kmzb_db_open (path, KMZB_DB_CREATE, &error);

  g_assert_no_error (error);
  pack_maker_run (db, KMZB_PACK_SQL_TILES KMZB_PACK_SQL_REGION
                  "INSERT INTO images VALUES('a',x'89504e470d0a1a0a0000000d494844520000010000000100080300000000');"
                  "INSERT INTO map VALUES(0,0,0,'a');"
                  "INSERT INTO kmzb_meta VALUES('schema','1'),('id','abc');"
                  "INSERT INTO units VALUES('u','komenda','Komenda',NULL,NULL,NULL,50,20);"
                  "INSERT INTO officers VALUES('1','b','u','asp.','Jan Pakowski',NULL,NULL),"
                  "('2','b','u','asp.','Ewa Pakowska',NULL,NULL);"
                  "INSERT INTO areas VALUES('b','beat','b',NULL,'u',x'01030000000100000004000000"
                  "00000000000034400000000000004940"
                  "00000000008034400000000000004940"
                  "00000000008034400000000000804940"
                  "00000000000034400000000000004940');");
  kmzb_db_close (db);
  f->pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
}

static void
on_changed (KmzbDirectoryKeeper *keeper, Fixture *f)
{
  f->n_changed++;
}

static void
wait_for_changes (Fixture *f, guint n)
{
  while (f->n_changed < n)
    g_main_context_iteration (NULL, TRUE);
}

/* A worker lets go of what it had a moment after it has told. */
static void
wait_for_last_reference (gpointer object)
{
  while (g_atomic_int_get ((gint *) &G_OBJECT (object)->ref_count) > 1)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("kmzb-directory-XXXXXX", NULL);
  make_pack (f);
  f->clock = kmzb_clock_new_manual (FIXTURE_START_US);
  f->store = kmzb_store_new (f->folder, f->clock);
  kmzb_store_open (f->store, &error);
  g_assert_no_error (error);
  f->keeper = kmzb_directory_keeper_new ();
  g_signal_connect (f->keeper, "changed", G_CALLBACK (on_changed), f);
  f->central = kmzb_central_directory_new (f->store, f->keeper, f->clock);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kmzb_central_directory_stop (f->central);
  wait_for_last_reference (f->central);
  g_assert_finalize_object (f->central);
  wait_for_last_reference (f->keeper);
  g_assert_finalize_object (f->keeper);
  kmzb_store_close (f->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (f->store);
  g_object_unref (f->pack);
  g_object_unref (f->clock);
  fixture_remove_folder (f->folder);
  g_free (f->folder);
}

static void
on_applied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  kmzb_store_apply_changes_finish (KMZB_STORE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* A page of central's, into the store. */
static void
tell (Fixture *f, const char *items, const char *deleted)
{
  g_autofree char *text
      = g_strdup_printf ("{\"items\":[%s],\"deleted\":[%s],\"cursor\":\"c\",\"more\":false}", items, deleted);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  KmzbWireChanges *page = kmzb_wire_changes_parse (KMZB_WIRE_CHANGES_OF_DIRECTORY, body, &error);
  gboolean applied = FALSE;

  g_assert_no_error (error);
  kmzb_store_apply_changes_async (f->store, SERVER, page, NULL, on_applied, &applied);
  while (!applied)
    g_main_context_iteration (NULL, TRUE);
}

/* "kind beat officers unit" of a place. */
static void
assert_at (Fixture *f, double lon, const char *expected)
{
  KmzbPoint place = { 50.1, lon + 0.25 };
  g_autoptr (KmzbDirectoryAnswer) answer
      = kmzb_directory_ask_place (kmzb_directory_keeper_get_directory (f->keeper), place);
  g_autoptr (GString) found = g_string_new (NULL);

  g_string_append_printf (found, "%d %s", answer->kind, answer->beat ? answer->beat->id : "-");
  for (guint i = 0; i < answer->officers->len; i++)
    g_string_append_printf (found, " %s", ((KmzbOfficer *) g_ptr_array_index (answer->officers, i))->name);
  g_string_append_printf (found, " %s", answer->unit ? answer->unit->id : "-");
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_over_the_pack (Fixture *f, gconstpointer data)
{
  assert_at (f, 20, "3 - -"); /* empty until something is read, and never NULL */
  kmzb_directory_keeper_load_pack (f->keeper, f->pack);
  wait_for_changes (f, 1);
  assert_at (f, 20, "0 b Ewa Pakowska Jan Pakowski u");

  tell (f, OFFICER ("1", "c", "Jan Zcentrali") "," BEAT ("c", "22") "," UNIT ("v", "51"), "\"officers/2\"");
  kmzb_central_directory_reload (f->central);
  wait_for_changes (f, 2);
  assert_at (f, 20, "1 b u");
  assert_at (f, 22, "0 c Jan Zcentrali u");
  g_assert_nonnull (kmzb_directory_get_unit (kmzb_directory_keeper_get_directory (f->keeper), "v"));

  tell (f, "", "\"areas/b\",\"officers/1\",\"units/u\"");
  kmzb_central_directory_reload (f->central);
  kmzb_clock_advance (f->clock, 3 * G_USEC_PER_SEC);
  wait_for_changes (f, 3);
  assert_at (f, 20, "2 - v");
  assert_at (f, 22, "1 c v");
}

/* Central's word is here before the pack is read. */
static void
test_before_the_pack (Fixture *f, gconstpointer data)
{
  tell (f, OFFICER ("2", "b", "Ewa Zcentrali"), "");
  kmzb_central_directory_reload (f->central);
  wait_for_changes (f, 1);
  assert_at (f, 20, "2 - -");
  kmzb_directory_keeper_load_pack (f->keeper, f->pack);
  wait_for_changes (f, 2);
  assert_at (f, 20, "0 b Jan Pakowski Ewa Zcentrali u");
}

/* A damaged record costs itself its news: what the pack says of it stays. */
static void
test_damaged (Fixture *f, gconstpointer data)
{
  kmzb_directory_keeper_load_pack (f->keeper, f->pack);
  wait_for_changes (f, 1);
  tell (f, "{\"id\":\"officers/1\",\"properties\":{\"name\":7}},{\"id\":\"areas/b\"},{\"id\":\"units/u\",\"properties\":[]},"
           "{\"id\":\"dogs/1\",\"properties\":{}}," OFFICER ("2", "b", "Ewa Zcentrali"), "");
  g_test_expect_message ("kmzb-kiosk", G_LOG_LEVEL_MESSAGE, "Left out 4 records of central's directory*");
  kmzb_central_directory_reload (f->central);
  wait_for_changes (f, 2);
  g_test_assert_expected_messages ();
  assert_at (f, 20, "0 b Jan Pakowski Ewa Zcentrali u");
}

/* Page after page of a first download is read together, and the last one is not forgotten. */
static void
test_page_after_page (Fixture *f, gconstpointer data)
{
  kmzb_central_directory_reload (f->central);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *officer = g_strdup_printf (OFFICER ("%1$u", "b", "Nr %1$u"), i);

      tell (f, officer, "");
      kmzb_central_directory_reload (f->central);
    }
  wait_for_changes (f, 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kmzb_clock_advance (f->clock, 3 * G_USEC_PER_SEC);
  wait_for_changes (f, 2);
  g_assert_cmpuint (f->n_changed, ==, 2);
  g_assert_cmpuint (kmzb_directory_get_n_officers (kmzb_directory_keeper_get_directory (f->keeper)), ==, 20);
}

/* The booth is closed while records are being read. */
static void
test_stop (Fixture *f, gconstpointer data)
{
  tell (f, OFFICER ("1", "b", "Nowy"), "");
  kmzb_central_directory_reload (f->central);
  kmzb_central_directory_stop (f->central);
  wait_for_last_reference (f->central);
  kmzb_central_directory_reload (f->central);
  g_assert_cmpuint (G_OBJECT (f->central)->ref_count, ==, 1);
  g_assert_cmpuint (f->n_changed, ==, 0);
}

static void
add (const char *path, void (*test) (Fixture *f, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fixture_use_memory ();
  add ("/kiosk/central-directory/over-the-pack", test_over_the_pack);
  add ("/kiosk/central-directory/before-the-pack", test_before_the_pack);
  add ("/kiosk/central-directory/damaged", test_damaged);
  add ("/kiosk/central-directory/page-after-page", test_page_after_page);
  add ("/kiosk/central-directory/stop", test_stop);
  return g_test_run ();
}
