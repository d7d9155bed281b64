/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-keeper.h"

#include "../pack/pack-maker.h"
#include "kmzb-pack-schema.h"

#include <glib/gstdio.h>

#define START_US (G_GINT64_CONSTANT (1777629600) * G_USEC_PER_SEC)
#define PATIENCE_US (20 * G_USEC_PER_SEC)

typedef struct
{
  char *folder;
  char *database;
  KmzbClock *clock;
  KmzbStore *store;
  KmzbPack *pack;
  KmzbThreatKeeper *keeper;
  guint n_changed;
} Fixture;

static KmzbPack *
make_pack (const char *folder, const char *id, guint n_threats)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("%s.mbtiles", id);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *meta = g_strdup_printf ("INSERT INTO kmzb_meta VALUES('schema','1'),('id','%s'),('training','1'),"
                                           "('made_at','2026-05-01T10:00:00Z')", id);
  KmzbDb *db = kmzb_db_open (path, KMZB_DB_CREATE, &error);
  KmzbPack *pack;

  g_assert_no_error (error);
  pack_maker_run (db, KMZB_PACK_SQL_TILES KMZB_PACK_SQL_REGION);
  g_autoptr (GBytes) tile = pack_maker_tile (256, 1);
  g_autoptr (KmzbStmt) image = kmzb_db_prepare (db, "INSERT INTO images VALUES('a',?1)", &error);
  kmzb_stmt_bind_bytes (image, 1, tile);
  g_assert_true (kmzb_stmt_run (image, &error));
  g_clear_pointer (&image, kmzb_stmt_free);
  pack_maker_run (db, meta);
  pack_maker_run (db, "INSERT INTO map VALUES(0,0,0,'a');"
                      "INSERT INTO metadata VALUES('name','Test'),('format','png')");
  for (guint i = 0; i < n_threats; i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("INSERT INTO threats VALUES('%s-%u','speeding','new',50,20,1,1,'people')", id, i);

      pack_maker_run (db, sql);
    }
  kmzb_db_close (db);
  pack = kmzb_pack_open (path, &error);
  g_assert_no_error (error);
  return pack;
}

static void
on_changed (KmzbThreatKeeper *keeper, Fixture *f)
{
  f->n_changed++;
}

static void
make_keeper (Fixture *f)
{
  f->keeper = kmzb_threat_keeper_new (f->store, f->pack, f->clock);
  g_signal_connect (f->keeper, "changed", G_CALLBACK (on_changed), f);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("kmzb-keeper-XXXXXX", NULL);
  f->database = g_build_filename (f->folder, "data", "booth.db", NULL);
  f->clock = kmzb_clock_new_manual (START_US);
  g_autofree char *data_dir = g_path_get_dirname (f->database);
  f->store = kmzb_store_new (data_dir, f->clock);
  kmzb_store_open (f->store, &error);
  g_assert_no_error (error);
  f->pack = make_pack (f->folder, "one", 3);
  make_keeper (f);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

static void
spin (void)
{
  /* What a worker still has in hand is done when nothing more comes for a while. */
  for (int i = 0; i < 100; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kmzb_threat_keeper_stop (f->keeper);
  spin ();
  g_assert_finalize_object (f->keeper);
  kmzb_store_close (f->store);
  spin ();
  g_object_unref (f->store);
  g_object_unref (f->pack);
  g_object_unref (f->clock);
  remove_all (f->folder);
  g_free (f->folder);
  g_free (f->database);
}

static void
wait_for_changes (Fixture *f, guint n)
{
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;

  while (f->n_changed < n && g_get_monotonic_time () < end_us)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpuint (f->n_changed, ==, n);
}

static guint
count (Fixture *f)
{
  return kmzb_threats_get_count (kmzb_threat_keeper_get_threats (f->keeper));
}

static void
run (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (f->database, 0, &error);

  g_assert_no_error (error);
  pack_maker_run (db, sql);
}

static void
test_pack_is_taken_in (Fixture *f, gconstpointer data)
{
  g_assert_null (kmzb_threat_keeper_get_threats (f->keeper));
  kmzb_threat_keeper_start (f->keeper);
  wait_for_changes (f, 1);
  g_assert_cmpuint (count (f), ==, 3);

  /* The next start shows what is there. What was changed since stays: the pack is not taken in again. */
  run (f, "UPDATE threats SET status = 'eliminated' WHERE id = 'one-1'");
  spin ();
  g_assert_finalize_object (f->keeper);
  make_keeper (f);
  kmzb_threat_keeper_start (f->keeper);
  wait_for_changes (f, 2);
  g_assert_cmpint (kmzb_threats_get_status (kmzb_threat_keeper_get_threats (f->keeper), 1), ==, KMZB_STATUS_ELIMINATED);

  /* Another pack's threats replace these. */
  spin ();
  g_assert_finalize_object (f->keeper);
  g_object_unref (f->pack);
  f->pack = make_pack (f->folder, "two", 5);
  make_keeper (f);
  kmzb_threat_keeper_start (f->keeper);
  wait_for_changes (f, 3);
  g_assert_cmpuint (count (f), ==, 5);
}

/* Changes that come one after the other are read together, and not at once. */
static void
test_reload (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreats) first = NULL;

  kmzb_threat_keeper_start (f->keeper);
  kmzb_threat_keeper_reload (f->keeper); /* while it reads */
  wait_for_changes (f, 1);
  first = kmzb_threats_ref (kmzb_threat_keeper_get_threats (f->keeper));
  spin ();
  g_assert_cmpuint (f->n_changed, ==, 1);
  for (int i = 0; i < 5; i++)
    {
      run (f, "INSERT INTO threats(id, from_pack, category, status, lat, lon, created_us, updated_us)"
              " SELECT 'more-' || count(*), 0, 'speeding', 'new', 50, 20, 1, 1 FROM threats");
      kmzb_threat_keeper_reload (f->keeper);
    }
  spin ();
  g_assert_cmpuint (f->n_changed, ==, 1);
  kmzb_clock_advance (f->clock, 2 * G_USEC_PER_SEC);
  wait_for_changes (f, 2);
  g_assert_cmpuint (count (f), ==, 8);
  /* Who still looks at the old table is not disturbed. */
  g_assert_cmpuint (kmzb_threats_get_count (first), ==, 3);
  spin ();
  g_assert_cmpuint (f->n_changed, ==, 2);

  /* After a rest it is read as soon as no more comes. */
  kmzb_clock_advance (f->clock, 60 * G_USEC_PER_SEC);
  kmzb_threat_keeper_reload (f->keeper);
  kmzb_clock_advance (f->clock, 1001 * 1000);
  wait_for_changes (f, 3);

  /* Page after page for twenty seconds: what has come is shown now and then. */
  for (int i = 0; i < 20; i++)
    {
      kmzb_threat_keeper_reload (f->keeper);
      kmzb_clock_advance (f->clock, G_USEC_PER_SEC * 9 / 10);
      spin ();
    }
  g_assert_cmpuint (f->n_changed, >=, 4);
  g_assert_cmpuint (f->n_changed, <=, 5);
}

/* A file that can't be read says so and leaves what was there; a stopped keeper says nothing any more. */
static void
test_faults (Fixture *f, gconstpointer data)
{
  kmzb_threat_keeper_start (f->keeper);
  wait_for_changes (f, 1);
  run (f, "ALTER TABLE threats RENAME TO elsewhere");
  kmzb_clock_advance (f->clock, 60 * G_USEC_PER_SEC);
  g_test_expect_message ("kmzb-kiosk", G_LOG_LEVEL_WARNING, "Can't read the threats: *no such table*");
  kmzb_threat_keeper_reload (f->keeper);
  kmzb_clock_advance (f->clock, 1001 * 1000);
  spin ();
  g_test_assert_expected_messages ();
  g_assert_cmpuint (f->n_changed, ==, 1);
  g_assert_cmpuint (count (f), ==, 3);

  run (f, "ALTER TABLE elsewhere RENAME TO threats");
  kmzb_clock_advance (f->clock, 60 * G_USEC_PER_SEC);
  kmzb_threat_keeper_reload (f->keeper);
  kmzb_clock_advance (f->clock, 1001 * 1000);
  kmzb_threat_keeper_stop (f->keeper);
  spin ();
  kmzb_threat_keeper_reload (f->keeper);
  spin ();
  g_assert_cmpuint (f->n_changed, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/kiosk/threat-keeper/pack-is-taken-in", test_pack_is_taken_in);
  ADD ("/kiosk/threat-keeper/reload", test_reload);
  ADD ("/kiosk/threat-keeper/faults", test_faults);
  return g_test_run ();
}
