/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "kmzb-db.h"
#include "kmzb-error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

/* What the wire makes of a description that is looked for in files. */
#define SECRET "Kowalskiego-z-parteru"

static void
assert_nothing_half_written (Fixture *f, guint n_reports)
{
  g_autofree char *id = NULL;

  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, n_reports);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, n_reports);
  g_assert_cmpuint (f->n_saved, ==, n_reports);

  /* And the store is as good as before. */
  id = fixture_save_new (f);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, n_reports + 1);
}

/* A COMMIT can fail where everything before it went well. Here a constraint that is only looked at then stands in for
 * the disk. */
static void
test_a_failed_commit_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) report = fixture_make_report ("Opis");
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_try_exec (f, "CREATE TABLE parent(a INTEGER PRIMARY KEY);"
                                      "CREATE TABLE child(a REFERENCES parent(a) DEFERRABLE INITIALLY DEFERRED);"
                                      "CREATE TRIGGER fault AFTER INSERT ON reports"
                                      " BEGIN INSERT INTO child VALUES(1); END"));
  g_assert_false (fixture_save (f->store, report, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == KMZB_ERROR);
  g_assert_true (fixture_try_exec (f, "DROP TRIGGER fault"));
  assert_nothing_half_written (f, 0);
}

static void
test_a_file_that_cannot_grow_is_told (Fixture *f, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (400, 'x');
  struct rlimit before, limit;
  guint saved = 0;
  gboolean failed = FALSE;

  /* From here on every write past 192 KiB fails with EFBIG. */
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 192 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  while (!failed && saved < 1000)
    {
      g_autoptr (KmzbReport) report = fixture_make_report (long_text);
      g_autoptr (GError) error = NULL;

      failed = !fixture_save (f->store, report, &error);
      if (failed)
        g_assert_true (error->domain == KMZB_ERROR && strstr (error->message, f->path) != NULL);
      else
        saved++;
    }
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_true (failed);
  g_assert_cmpuint (saved, >, 0);
  assert_nothing_half_written (f, saved);
}

static void
test_a_full_disk_is_told (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kmzb-full-XXXXXX", NULL);
  g_autofree char *ballast = g_build_filename (folder, "ballast", NULL);
  g_autofree char *content = g_strnfill (1024 * 1024, 'x');
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL;

  if (mount ("kmzb-test", folder, "tmpfs", 0, "size=1m") != 0)
    {
      g_rmdir (folder);
      g_test_skip ("cannot mount a small disk");
      return;
    }
  f.data_dir = g_build_filename (folder, "data", NULL);
  f.path = g_build_filename (f.data_dir, "booth.db", NULL);
  f.clock = kmzb_clock_new_manual (FIXTURE_START_US);
  fixture_open (&f);

  /* Fills what is left, to the last byte. */
  g_assert_false (g_file_set_contents_full (ballast, content, 1024 * 1024, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  FILE *file = fopen (ballast, "w");
  while (fwrite (content, 512, 1, file) == 1 && fflush (file) == 0)
    ;
  fclose (file);

  for (guint i = 0; i < 20 && error == NULL; i++)
    {
      g_autoptr (KmzbReport) report = fixture_make_report (content + 1024 * 1024 - 400);
      fixture_save (f.store, report, &error);
    }
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_FULL);
  g_assert_cmpint (g_unlink (ballast), ==, 0);
  assert_nothing_half_written (&f, f.n_saved);

  fixture_close (&f);
  g_assert_cmpint (umount (folder), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_object_unref (f.clock);
  g_free (f.path);
  g_free (f.data_dir);
}

static char *find_aside (Fixture *f);

/* What keeps the old file from being opened keeps a fresh one from being made: the reports stay where they are. */
static void
test_a_start_without_room_leaves_the_file (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (f);
  g_autofree char *aside = NULL, *status = NULL;
  g_autoptr (KmzbStore) store = kmzb_store_new (f->data_dir, f->clock);
  g_autoptr (GError) error = NULL;
  struct rlimit before, limit;

  fixture_close (f);
  /* Too little for the log's index of 32 KiB. */
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 16 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (kmzb_store_open (store, &error));
  status = kmzb_store_status_json (f->data_dir, f->clock, NULL, NULL, NULL, NULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_nonnull (status);
  g_assert_nonnull (strstr (status, "\"saved\":1"));
  g_assert_nonnull (strstr (error->message, f->path));
  kmzb_store_close (store);

  aside = find_aside (f);
  g_assert_null (aside);
  fixture_open (f);
  g_assert_null (kmzb_store_get_set_aside (f->store));
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, 1);
}

static char *
find_aside (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->data_dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, "-aside"))
      return g_build_filename (f->data_dir, name, NULL);
  return NULL;
}

/* @n_saved: how many of the old file's reports could be taken over */
static void
assert_fresh_and_told (Fixture *f, const char *aside, guint n_saved)
{
  g_autofree char *id = NULL;

  g_assert_nonnull (aside);
  g_assert_nonnull (strstr (kmzb_store_get_set_aside (f->store), aside));
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, n_saved);
  id = fixture_save_new (f);

  /* The officer may come tomorrow. */
  fixture_close (f);
  fixture_open (f);
  g_assert_nonnull (kmzb_store_get_set_aside (f->store));
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, n_saved + 1);
}

static void
test_a_damaged_file_is_kept (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (f);
  g_autofree char *aside = NULL, *kept = NULL;
  gsize length;

  fixture_close (f);
  g_assert_true (g_file_set_contents (f->path, "Not a database at all, but somebody's words.", -1, NULL));
  fixture_open (f);
  aside = find_aside (f);
  assert_fresh_and_told (f, aside, 0);
  g_assert_true (g_file_get_contents (aside, &kept, &length, NULL));
  g_assert_cmpstr (kept, ==, "Not a database at all, but somebody's words.");
}

/* Rot inside: the header is fine, a page is not. @data: whose */
static void
test_a_rotten_page_is_found (Fixture *f, gconstpointer data)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", (const char *) data);
  g_autofree char *aside = NULL;
  char garbage[256];
  gint64 root;
  FILE *file;

  for (guint i = 0; i < 40; i++)
    g_free (fixture_save_new (f));
  root = fixture_query_int (f, sql);
  fixture_close (f);

  memset (garbage, 0xa5, sizeof garbage);
  file = fopen (f->path, "r+");
  g_assert_cmpint (fseek (file, (long) (root - 1) * 4096, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (garbage, sizeof garbage, 1, file), ==, 1);
  fclose (file);

  fixture_open (f);
  aside = find_aside (f);
  assert_fresh_and_told (f, aside, g_str_equal (data, "reports") ? 0 : 40);
}

static void
test_a_newer_file_is_kept (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (f);
  g_autofree char *aside = NULL;
  g_autoptr (KmzbDb) db = NULL;
  gint64 n = 0;

  g_assert_true (fixture_try_exec (f, "PRAGMA user_version = 99"));
  fixture_close (f);
  fixture_open (f);
  aside = find_aside (f);
  assert_fresh_and_told (f, aside, 1);

  /* A newer program, or a person, can still read every report in it. */
  db = kmzb_db_open (aside, KMZB_DB_READ_ONLY, NULL);
  g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM reports", &n, NULL));
  g_assert_cmpint (n, ==, 1);
}

static void
test_a_migration_that_fails_keeps_the_file (Fixture *f, gconstpointer data)
{
  g_autofree char *aside = NULL;

  g_assert_true (fixture_try_exec (f, "PRAGMA user_version = 0"));
  fixture_close (f);
  fixture_open (f);
  aside = find_aside (f);
  assert_fresh_and_told (f, aside, 0);
}

/* The power went between the renames of setting aside: SQLite would delete a log without its file. */
static void
test_a_lone_log_is_kept (Fixture *f, gconstpointer data)
{
  g_autofree char *log = g_strconcat (f->path, "-wal", NULL);
  g_autofree char *aside = g_strconcat (f->path, ".20260430T090000Z-aside", NULL);
  g_autofree char *aside_log = g_strconcat (aside, "-wal", NULL);
  g_autofree char *id = fixture_save_new (f);
  g_autofree char *content = NULL, *kept = NULL;
  g_autoptr (KmzbDb) reader = kmzb_db_open (f->path, KMZB_DB_READ_ONLY, NULL);
  gint64 n = 0;
  gsize length, kept_length;

  /* The reader keeps the log from being emptied at the end. */
  g_assert_true (kmzb_db_get_int (reader, "SELECT count(*) FROM reports", &n, NULL));
  g_assert_true (g_file_get_contents (log, &content, &length, NULL));
  g_assert_cmpuint (length, >, 0);
  fixture_close (f);
  g_clear_pointer (&reader, kmzb_db_close);

  g_assert_cmpint (g_rename (f->path, aside), ==, 0);
  g_assert_true (g_file_set_contents (log, content, (gssize) length, NULL));
  fixture_open (f);
  g_assert_true (g_file_get_contents (aside_log, &kept, &kept_length, NULL));
  g_assert_cmpmem (kept, kept_length, content, length);
  g_assert_nonnull (strstr (kmzb_store_get_set_aside (f->store), aside_log));
}

static void
test_received_bytes_are_gone (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) report = NULL;
  g_autoptr (GPtrArray) claimed = NULL;

  /* Longer than two pages, so that it fills some of its own as well. */
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (text, SECRET "%u\n", i);
  report = fixture_make_report (text->str);
  g_assert_true (fixture_save (f->store, report, NULL));
  g_assert_true (fixture_files_contain (f, SECRET));
  claimed = fixture_claim (f->store, 4, FIXTURE_START_US, NULL);
  fixture_settle (f->store, 1, KMZB_REPORT_RECEIVED, 0);
  fixture_close (f);
  g_assert_false (fixture_files_contain (f, SECRET));
  fixture_open (f);

  /* What the tally needs is still there. */
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports WHERE state = 'received' AND number <> ''"
                                         " AND category <> '' AND lat > 50 AND saved_us > 0 AND server_id = 'server-1'"),
                   ==, 1);
}

/* Without a restart, while another process reads the file. */
static void
test_the_wipe_is_tried_again (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) report = fixture_make_report (SECRET);
  g_autoptr (KmzbDb) reader = kmzb_db_open (f->path, KMZB_DB_READ_ONLY, NULL);
  g_autoptr (KmzbStmt) stmt = NULL;
  g_autoptr (GPtrArray) claimed = NULL;

  g_assert_true (fixture_save (f->store, report, NULL));
  claimed = fixture_claim (f->store, 4, FIXTURE_START_US, NULL);

  /* A statement in the middle of its rows holds the log. */
  stmt = kmzb_db_prepare (reader, "SELECT number FROM reports", NULL);
  g_assert_cmpint (kmzb_stmt_step (stmt, NULL), ==, KMZB_STEP_ROW);
  fixture_settle (f->store, 1, KMZB_REPORT_RECEIVED, 0);
  for (guint i = 0; i < 3; i++)
    {
      kmzb_clock_advance (f->clock, 6 * G_USEC_PER_SEC);
      fixture_spin ();
      g_usleep (20 * 1000);
      fixture_spin ();
    }
  g_assert_true (fixture_files_contain (f, SECRET));

  g_clear_pointer (&stmt, kmzb_stmt_free);
  for (guint i = 0; i < 200 && fixture_files_contain (f, SECRET); i++)
    {
      kmzb_clock_advance (f->clock, 6 * G_USEC_PER_SEC);
      fixture_spin ();
      g_usleep (10 * 1000);
    }
  g_assert_false (fixture_files_contain (f, SECRET));
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  static const char *const tables[] = { "reports", "reports_by_state", "sqlite_sequence", "settings" };

  g_test_init (&argc, &argv, NULL);
  add ("/store-faults/a-failed-commit-is-told", test_a_failed_commit_is_told);
  add ("/store-faults/a-file-that-cannot-grow-is-told", test_a_file_that_cannot_grow_is_told);
  g_test_add_func ("/store-faults/a-full-disk-is-told", test_a_full_disk_is_told);
  add ("/store-faults/a-start-without-room-leaves-the-file", test_a_start_without_room_leaves_the_file);
  add ("/store-faults/a-damaged-file-is-kept", test_a_damaged_file_is_kept);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *path = g_strconcat ("/store-faults/a-rotten-page-is-found/", tables[i], NULL);
      g_test_add (path, Fixture, tables[i], fixture_set_up, test_a_rotten_page_is_found, fixture_tear_down);
    }
  add ("/store-faults/a-newer-file-is-kept", test_a_newer_file_is_kept);
  add ("/store-faults/a-migration-that-fails-keeps-the-file", test_a_migration_that_fails_keeps_the_file);
  add ("/store-faults/a-lone-log-is-kept", test_a_lone_log_is_kept);
  add ("/store-faults/received-bytes-are-gone", test_received_bytes_are_gone);
  add ("/store-faults/the-wipe-is-tried-again", test_the_wipe_is_tried_again);
  return g_test_run ();
}
