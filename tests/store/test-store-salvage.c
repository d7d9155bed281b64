/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "kmzb-db.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_BYTES 4096
#define N_REPORTS 200
#define NOBODY 65534
#define KEY "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8="

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

/* Saves reports 1 to N_REPORTS in all states there are. Returns: their ids */
static GPtrArray *
fill (Fixture *f)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) claimed = NULL;

  for (guint i = 0; i < N_REPORTS; i++)
    g_ptr_array_add (ids, fixture_save_new (f));
  claimed = fixture_claim (f->store, 4, G_MAXINT64, NULL);
  fixture_settle (f->store, 1, KMZB_REPORT_RECEIVED, 0);
  fixture_settle (f->store, 2, KMZB_REPORT_REFUSED, 0);
  fixture_settle (f->store, 3, KMZB_REPORT_UNCERTAIN, 0);
  g_assert_true (fixture_try_exec (f, "UPDATE reports SET state = 'held', reason = 'joke' WHERE seq = 5;"
                                      "INSERT INTO settings VALUES('pinned_key', '" KEY "')"));
  fixture_close (f);
  return ids;
}

/* The page on which the report with that id is, as the file itself tells. */
static long
find_page (Fixture *f, const char *id)
{
  g_autofree char *content = NULL;
  gsize length;
  const char *found;

  g_assert_true (g_file_get_contents (f->path, &content, &length, NULL));
  found = memmem (content, length, "attribute%5Bclient_report_id%5D=", strlen ("attribute%5Bclient_report_id%5D="));
  while (found != NULL && memcmp (found + strlen ("attribute%5Bclient_report_id%5D="), id, 36) != 0)
    found = memmem (found + 1, length - (gsize) (found + 1 - content), "attribute%5Bclient_report_id%5D=",
                    strlen ("attribute%5Bclient_report_id%5D="));
  g_assert_nonnull (found);
  return (found - content) / PAGE_BYTES;
}

static void
overwrite (Fixture *f, long at, const char *bytes, gsize length)
{
  FILE *file = fopen (f->path, "r+");

  g_assert_cmpint (fseek (file, at, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (bytes, length, 1, file), ==, 1);
  fclose (file);
}

static gint64
count (Fixture *f, const char *where)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM reports WHERE %s", where);

  return fixture_query_int (f, sql);
}

/* One page is gone: what was on it is lost, all else is there, in its state and its place. */
static void
test_a_rotten_page (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = fill (f);
  g_autofree char *rot = g_strnfill (PAGE_BYTES, '\xa5');
  g_autofree char *aside = NULL;
  gint64 kept;

  overwrite (f, find_page (f, g_ptr_array_index (ids, 99)) * PAGE_BYTES, rot, PAGE_BYTES);
  fixture_open (f);
  aside = find_aside (f);
  g_assert_nonnull (aside);
  g_assert_nonnull (strstr (kmzb_store_get_set_aside (f->store), aside));
  g_assert_nonnull (strstr (kmzb_store_get_set_aside (f->store), "unsent reports taken over"));
  kept = fixture_query_int (f, "SELECT count(*) FROM reports");
  g_assert_cmpint (kept, >, N_REPORTS - 15);
  g_assert_cmpint (kept, <, N_REPORTS);
  g_assert_cmpint (count (f, "state = 'received' AND payload IS NULL AND server_id = 'server-1'"), ==, 1);
  g_assert_cmpint (count (f, "state = 'refused' AND server_words = 'too long'"), ==, 1);
  g_assert_cmpint (count (f, "state = 'uncertain'"), ==, 1);
  g_assert_cmpint (count (f, "state = 'held'"), ==, 1);
  g_assert_cmpint (count (f, "state = 'sending'"), ==, 0);
  g_assert_cmpint (kmzb_store_get_tally (f->store)->saved, ==, kept - 4);
  for (guint i = 0; i < N_REPORTS; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      g_autofree char *where = g_strdup_printf ("seq = %u AND (id <> '%s' OR"
                                                " (state <> 'received' AND instr(payload, '%s') = 0))",
                                                i + 1, id, id);

      g_assert_cmpint (count (f, where), ==, 0);
    }
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM settings WHERE key = 'pinned_key' AND value = '" KEY "'"),
                   ==, 1);

  /* Once, and the number goes on where it was. */
  g_free (fixture_save_new (f));
  g_assert_cmpint (fixture_query_int (f, "SELECT max(seq) FROM reports"), ==, N_REPORTS + 1);
  fixture_close (f);
  fixture_open (f);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, kept + 1);
}

/* A queue too long to be checked before the booth starts is checked beside it: the officer is told at once, and the next
 * start does without the file. */
static void
test_a_long_queue (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = fill (f);
  g_autofree char *rot = g_strnfill (PAGE_BYTES, '\xa5');
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
      " INSERT INTO reports(id, number, boot_id, state, category, lat, lon, saved_us)"
      " SELECT printf('019a1b2c-3d4e-7f50-8123-%%012x', i), 'p' || i, 'b', 'practice', 'c', 50, 22, 0 FROM n");
  gint64 until_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_assert_true (fixture_try_exec (f, sql));
  overwrite (f, find_page (f, g_ptr_array_index (ids, 99)) * PAGE_BYTES, rot, PAGE_BYTES);
  fixture_open (f);
  g_assert_null (kmzb_store_get_set_aside (f->store));
  kmzb_clock_advance (f->clock, 31 * G_USEC_PER_SEC);
  while (kmzb_store_get_set_aside (f->store) == NULL && g_get_monotonic_time () < until_us)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (kmzb_store_get_set_aside (f->store), "next start"));
  g_assert_cmpuint (f->n_changed, >, 0);
  fixture_close (f);
  fixture_open (f);
  g_assert_nonnull (strstr (kmzb_store_get_set_aside (f->store), "unsent reports taken over"));
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, >, N_REPORTS - 20);
}

/* Written by a newer booth: this one cannot use the file, but can read the reports in it. */
static void
test_a_newer_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = fill (f);

  g_assert_true (fixture_try_exec (f, "ALTER TABLE reports ADD COLUMN from_the_future TEXT; PRAGMA user_version = 99"));
  fixture_open (f);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, N_REPORTS);
  g_assert_nonnull (kmzb_store_get_set_aside (f->store));
}

/* What is half garbage is not sent to the police. */
static void
test_garbage_is_left (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = fill (f);
  const char *sql = "DROP TRIGGER reports_payload_frozen;"
                    "UPDATE reports SET payload = CAST(replace(CAST(payload AS TEXT), 'client_report_id%5D=0',"
                    " 'client_report_id%5D=9') AS BLOB) WHERE seq = 50;"
                    "UPDATE reports SET payload = X'00' WHERE seq = 51;"
                    "UPDATE reports SET id = 'x' WHERE seq = 52; UPDATE reports SET number = 'ABC' WHERE seq = 53;"
                    "PRAGMA user_version = 99";

  g_assert_true (fixture_try_exec (f, sql));
  fixture_open (f);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, N_REPORTS - 4);
  g_assert_cmpint (count (f, "seq BETWEEN 50 AND 53"), ==, 0);
  g_assert_nonnull (strstr (kmzb_store_get_set_aside (f->store), "4 could not be read"));
}

/* A start that was cut off when the old file was set aside and nothing noted yet: the next one takes it over. */
static void
test_a_start_cut_off (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = fill (f);
  g_autofree char *aside = g_strconcat (f->path, ".20260501T100000Z-aside", NULL);

  g_assert_cmpint (g_rename (f->path, aside), ==, 0);
  fixture_open (f);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, N_REPORTS);
  g_assert_cmpint (count (f, "state = 'held' AND reason = 'joke'"), ==, 1);
  g_assert_nonnull (strstr (kmzb_store_get_set_aside (f->store), aside));

  /* Told once, and taken over once. */
  kmzb_store_forget_set_aside (f->store);
  fixture_close (f);
  fixture_open (f);
  g_assert_null (kmzb_store_get_set_aside (f->store));
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, N_REPORTS);
}

/* The old file could not be read at first. Meanwhile visitors have saved, and their reports stand in the old ones'
 * places. */
static void
test_taken_over_later (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = fill (f);
  g_autofree char *aside = g_strconcat (f->path, ".20260501T100000Z-aside", NULL);
  g_autofree char *hidden = g_strconcat (f->data_dir, "/../hidden", NULL);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO settings VALUES('salvage', '%s'), ('set_aside', 'told')", aside);
  char *new_ids[10];

  g_assert_cmpint (g_rename (f->path, hidden), ==, 0);
  fixture_open (f);
  for (guint i = 0; i < G_N_ELEMENTS (new_ids); i++)
    new_ids[i] = fixture_save_new (f);
  g_assert_true (fixture_try_exec (f, sql));
  fixture_close (f);
  g_assert_cmpint (g_rename (hidden, aside), ==, 0);
  fixture_open (f);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM settings WHERE key = 'salvage'"), ==, 0);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, N_REPORTS + G_N_ELEMENTS (new_ids));
  for (guint i = 0; i < N_REPORTS; i++)
    {
      g_autofree char *where = g_strdup_printf ("id = '%s' AND (state = 'received' OR instr(payload, id) > 0)",
                                                (const char *) g_ptr_array_index (ids, i));

      g_assert_cmpint (count (f, where), ==, 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (new_ids); i++)
    {
      g_autofree char *where = g_strdup_printf ("id = '%s' AND seq = %u", new_ids[i], i + 1);

      g_assert_cmpint (count (f, where), ==, 1);
      g_free (new_ids[i]);
    }
}

/* A file that can be read and not written. */
static void
test_a_read_only_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = fill (f);
  g_autofree char *parent = g_path_get_dirname (f->data_dir);
  gboolean is_root = geteuid () == 0;
  g_autoptr (GDir) dir = g_dir_open (f->data_dir, 0, NULL);
  const char *name;

  /* Nothing is read-only for root. */
  if (is_root)
    {
      g_assert_cmpint (chown (parent, NOBODY, NOBODY) | chown (f->data_dir, NOBODY, NOBODY), ==, 0);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (f->data_dir, name, NULL);

          g_assert_cmpint (chown (path, NOBODY, NOBODY), ==, 0);
        }
      g_assert_cmpint (seteuid (NOBODY), ==, 0);
    }
  if (g_chmod (f->path, 0400) != 0)
    g_test_skip ("the folder of tests is closed to other users");
  else
    {
      fixture_open (f);
      g_assert_nonnull (kmzb_store_get_set_aside (f->store));
      g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, N_REPORTS);
      g_free (fixture_save_new (f));
      fixture_close (f);
    }
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/salvage/a-rotten-page", test_a_rotten_page);
  add ("/salvage/a-long-queue", test_a_long_queue);
  add ("/salvage/a-newer-file", test_a_newer_file);
  add ("/salvage/garbage-is-left", test_garbage_is_left);
  add ("/salvage/a-start-cut-off", test_a_start_cut_off);
  add ("/salvage/taken-over-later", test_taken_over_later);
  add ("/salvage/a-read-only-file", test_a_read_only_file);
  return g_test_run ();
}
