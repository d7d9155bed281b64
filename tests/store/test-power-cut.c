/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "old-file.h"
#include "power-cut.h"
#include "store-fixture.h"

#include "kmzb-db.h"
#include "wait.h"

#define SECRET "Kowalskiego-z-parteru"

typedef gboolean (*Deed) (Fixture *f, KmzbReport *second);

static gboolean
save_second (Fixture *f, KmzbReport *second)
{
  return fixture_save (f->store, second, NULL);
}

/* Report 1 is received: its row is marked and its text wiped. */
static gboolean
receive_first (Fixture *f, KmzbReport *second)
{
  g_autoptr (GPtrArray) settlements
      = g_ptr_array_new_with_free_func ((GDestroyNotify)kmzb_settlement_free);
  g_autoptr (GAsyncResult) result = NULL;
  KmzbSettlement *settlement = kmzb_settlement_new (1, KMZB_REPORT_RECEIVED);

  settlement->server_id = g_strdup ("server-1");
  g_ptr_array_add (settlements, settlement);
  kmzb_store_settle_async (f->store, settlements, NULL, wait_take_result, &result);
  wait_for_result (&result);
  return kmzb_store_settle_finish (f->store, result, NULL);
}

static gint64
count (Fixture *f, const KmzbReport *report, const char *where)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM reports WHERE id = '%s' AND %s", report->id, where);
  return fixture_query_int (f, sql);
}

static void
assert_sound (Fixture *f)
{
  g_autoptr (KmzbDb) db = kmzb_db_open (f->path, KMZB_DB_READ_ONLY, NULL);

  g_assert_null (kmzb_store_get_set_aside (f->store));
  g_assert_true (kmzb_db_check (db, NULL));
}

/* The power is back, and the booth starts. Its syncs are not the real disk's from here on either: thousands of them
 * would take minutes. */
static void
restart (Fixture *f, PowerCutMode mode)
{
  power_cut_end (f->data_dir, mode);
  power_cut_begin ();
  fixture_open (f);
}

/* After the last look. */
static void
finish (Fixture *f)
{
  fixture_close (f);
  power_cut_end (f->data_dir, POWER_CUT_KEEPS);
}

/* Does @deed with the power cut at step @at. Returns: %FALSE when the deed and the end of the
 * program took fewer */
static gboolean
cut_once (Deed deed, guint at, PowerCutMode mode)
{
  g_autoptr (KmzbReport) first = fixture_make_report (SECRET),
                         second = fixture_make_report ("Opis");
  gboolean came, answered;
  Fixture f = { 0 };

  power_cut_begin ();
  fixture_set_up (&f, NULL);
  g_assert_true (fixture_save (f.store, first, NULL));
  g_ptr_array_unref (fixture_claim (f.store, 1, FIXTURE_START_US, NULL));
  power_cut_arm (at, at * 3 + mode);
  answered = deed (&f, second);
  fixture_close (&f);
  came = power_cut_came ();
  restart (&f, mode);

  assert_sound (&f);
  g_assert_cmpint (count (&f, first, "1"), ==, 1);
  if (deed == save_second)
    {
      g_assert_cmpint (count (&f, first, "instr(payload, '" SECRET "') > 0"), ==, 1);
      if (answered)
        g_assert_cmpint (count (&f, second, "state = 'saved' AND instr(payload, id) > 0"), ==, 1);
      /* A visitor who was told nothing tries again; it is the same report. */
      g_assert_true (fixture_save (f.store, second, NULL));
      g_assert_cmpint (count (&f, second, "state = 'saved'"), ==, 1);
    }
  else if (count (&f, first, "state = 'received'") == 1)
    {
      g_assert_cmpint (count (&f, first, "payload IS NULL"), ==, 1);
      fixture_close (&f);
      g_assert_false (fixture_files_contain (&f, SECRET));
    }
  else
    {
      g_assert_false (answered);
      g_assert_cmpint (count (&f, first, "instr(payload, '" SECRET "') > 0"), ==, 1);
    }
  finish (&f);
  fixture_tear_down (&f, NULL);
  return came;
}

static void
test_deed (gconstpointer deed)
{
  for (PowerCutMode mode = POWER_CUT_LOSES; mode <= POWER_CUT_KEEPS; mode++)
    {
      guint at = 1;

      while (cut_once ((Deed)deed, at, mode))
        at++;
      g_test_message ("%u places to cut", at - 1);
      g_assert_cmpuint (at, >, 3);
    }
}

/* A new file gets its schema by every migration there is. */
/* A store over data_dir whose opening the power cuts at its at-th write, and what the next start finds. */
static gboolean
open_through_cut (Fixture *f, const char *data_dir, guint at, PowerCutMode mode)
{
  gboolean came;

  f->data_dir = g_strdup (data_dir);
  f->path = g_build_filename (data_dir, "booth.db", NULL);
  f->clock = kmzb_clock_new_manual (FIXTURE_START_US);
  power_cut_begin ();
  power_cut_arm (at, at * 3 + mode);
  f->store = kmzb_store_new (f->data_dir, f->clock);
  kmzb_store_open (f->store, NULL);
  fixture_close (f);
  came = power_cut_came ();
  restart (f, mode);
  assert_sound (f);
  return came;
}

static void
finish_and_remove (Fixture *f, const char *folder)
{
  finish (f);
  fixture_remove_folder (folder);
  g_clear_object (&f->clock);
  g_free (f->path);
  g_free (f->data_dir);
}

static gboolean
cut_first_start (guint at, PowerCutMode mode)
{
  g_autofree char *parent = g_dir_make_tmp ("kmzb-cut-XXXXXX", NULL);
  g_autofree char *data_dir = g_build_filename (parent, "data", NULL);
  Fixture f = { 0 };
  gboolean came = open_through_cut (&f, data_dir, at, mode);

  g_free (fixture_save_new (&f));
  g_assert_cmpint (fixture_query_int (&f, "SELECT count(*) FROM reports"), ==, 1);
  finish_and_remove (&f, parent);
  return came;
}

static void
test_migrations (void)
{
  for (PowerCutMode mode = POWER_CUT_LOSES; mode <= POWER_CUT_KEEPS; mode++)
    {
      guint at = 1;

      while (cut_first_start (at, mode))
        at++;
      g_test_message ("%u places to cut", at - 1);
      g_assert_cmpuint (at, >, 10);
    }
}

/* An older booth's file, left by a power cut, meets this program and another power cut. */
static gboolean
cut_migration (guint version, guint at, PowerCutMode mode)
{
  g_autofree char *folder = g_dir_make_tmp ("kmzb-cut-XXXXXX", NULL);
  Fixture f = { 0 };
  gboolean came;

  old_file_write (folder, version);
  came = open_through_cut (&f, folder, at, mode);
  old_file_check (f.path);
  g_assert_cmpint (fixture_query_int (&f, "SELECT count(DISTINCT id) FROM threats WHERE from_pack AND lat = 50"
                                          " AND lon = 22 AND category = 'akty-wandalizmu' AND status = 'new'"
                                          " AND source = 'people' AND key BETWEEN 1 AND 300"),
                   ==, OLD_FILE_N_THREATS);
  g_assert_cmpuint (kmzb_store_get_tally (f.store)->saved, ==, 4);
  g_free (fixture_save_new (&f));
  finish_and_remove (&f, folder);
  return came;
}

static void
test_old_file (gconstpointer data)
{
  guint version = GPOINTER_TO_UINT (data);

  for (PowerCutMode mode = POWER_CUT_LOSES; mode <= POWER_CUT_KEEPS; mode++)
    {
      guint at = 1;

      while (cut_migration (version, at, mode))
        at++;
      g_test_message ("%u places to cut", at - 1);
      g_assert_cmpuint (at, >, 5);
    }
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  /* A store without a disk complains, and should. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_test_add_data_func ("/power-cut/save", save_second, test_deed);
  g_test_add_data_func ("/power-cut/receipt", receive_first, test_deed);
  g_test_add_func ("/power-cut/migrations", test_migrations);
  for (guint version = OLD_FILE_FIRST; version <= OLD_FILE_LAST; version++)
    {
      g_autofree char *path = g_strdup_printf ("/power-cut/old-file/%u", version);

      g_test_add_data_func (path, GUINT_TO_POINTER (version), test_old_file);
    }
  return g_test_run ();
}
