/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "kmzb-error.h"
#include "kmzb-uuid.h"

#include <string.h>
#include <sys/stat.h>

#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define YEAR_US (365 * 24 * 60 * MINUTE_US)

static void
test_a_save_is_in_the_file (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (f);
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM reports WHERE id = '%s' AND state = 'saved'"
                                          " AND length(payload) > 50 AND length(boot_id) = 36",
                                          id);
  struct stat folder, file;

  g_assert_cmpint (fixture_query_int (f, sql), ==, 1);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, 1);
  g_assert_cmpint (kmzb_store_get_tally (f->store)->oldest_unsent_us, ==, FIXTURE_START_US);
  g_assert_cmpuint (f->n_changed, ==, 1);
  g_assert_cmpuint (f->n_saved, ==, 1);
  g_assert_null (kmzb_store_get_set_aside (f->store));

  /* Nobody else on the machine reads what people reported. */
  g_assert_cmpint (stat (f->data_dir, &folder), ==, 0);
  g_assert_cmpint (stat (f->path, &file), ==, 0);
  g_assert_cmpint (folder.st_mode & 0777, ==, 0700);
  g_assert_cmpint (file.st_mode & 0777, ==, 0600);
}

/* One of many from a spot is kept like any other, with a mark for the officer. */
static void
test_a_burst_is_marked (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) report = fixture_make_report ("Auta na chodniku");

  report->burst = TRUE;
  g_assert_true (fixture_save (f->store, report, NULL));
  g_free (fixture_save_new (f));
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports WHERE burst = 1 AND state = 'saved'"), ==, 1);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports WHERE burst = 0 AND state = 'saved'"), ==, 1);
}

static void
test_the_same_report_twice_is_one (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) report = fixture_make_report ("Auta na chodniku");
  g_autoptr (GPtrArray) claimed = NULL;

  g_assert_true (fixture_save (f->store, report, NULL));
  g_assert_true (fixture_save (f->store, report, NULL));
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, 1);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, 1);

  /* Also when the first one has arrived meanwhile: it must not be sent again. */
  claimed = fixture_claim (f->store, 4, FIXTURE_START_US, NULL);
  fixture_settle (f->store, 1, KMZB_REPORT_RECEIVED, 0);
  g_assert_true (fixture_save (f->store, report, NULL));
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports WHERE state = 'received'"), ==, 1);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, 1);
}

static void
take_over (char **text, const char *other)
{
  g_free (*text);
  *text = g_strdup (other);
}

static void
test_a_taken_id_or_number_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) first = fixture_make_report ("Pierwsze");
  g_autoptr (KmzbReport) same_number = fixture_make_report ("Drugie");
  g_autoptr (KmzbReport) same_id = fixture_make_report ("Trzecie");
  g_autoptr (KmzbReport) changed = fixture_make_report ("Inaczej");
  KmzbReport *others[] = { same_number, same_id, changed };

  take_over (&same_number->number, first->number);
  take_over (&same_id->id, first->id);
  take_over (&changed->id, first->id);
  take_over (&changed->number, first->number);

  g_assert_true (fixture_save (f->store, first, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (fixture_save (f->store, others[i], &error));
      g_assert_error (error, KMZB_ERROR, KMZB_ERROR_EXISTS);
    }
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, 1);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, 1);
}

static void
test_practice_has_nothing_to_send (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) report = fixture_make_report ("Tylko próba");
  g_autoptr (GPtrArray) claimed = NULL;
  gint64 next_due_us;

  report->practice = TRUE;
  g_assert_true (fixture_save (f->store, report, NULL));
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports WHERE state = 'practice' AND payload IS NULL"),
                   ==, 1);
  claimed = fixture_claim (f->store, 4, G_MAXINT64, &next_due_us);
  g_assert_cmpuint (claimed->len, ==, 0);
  g_assert_cmpint (next_due_us, ==, G_MAXINT64);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->practice, ==, 1);
  g_assert_cmpuint (f->n_saved, ==, 0);
  g_assert_false (fixture_files_contain (f, "pr%C3%B3ba"));
}

static void
test_oldest_first_and_each_once (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) first = NULL, second = NULL;
  char *ids[5];
  gint64 next_due_us;

  for (guint i = 0; i < 5; i++)
    {
      kmzb_clock_advance (f->clock, MINUTE_US);
      ids[i] = fixture_save_new (f);
    }
  first = fixture_claim (f->store, 3, FIXTURE_START_US, &next_due_us);
  g_assert_cmpint (next_due_us, <=, FIXTURE_START_US);
  second = fixture_claim (f->store, 3, FIXTURE_START_US, &next_due_us);
  g_assert_cmpint (next_due_us, ==, G_MAXINT64);

  g_assert_cmpuint (first->len, ==, 3);
  g_assert_cmpuint (second->len, ==, 2);
  for (guint i = 0; i < 5; i++)
    {
      KmzbOutboxItem *item = i < 3 ? g_ptr_array_index (first, i) : g_ptr_array_index (second, i - 3);

      g_assert_cmpstr (item->id, ==, ids[i]);
      g_assert_nonnull (memmem (g_bytes_get_data (item->payload, NULL), g_bytes_get_size (item->payload), ids[i], 36));
      g_free (ids[i]);
    }
  fixture_spin ();
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->sending, ==, 5);
  g_assert_cmpuint (kmzb_tally_get_waiting (kmzb_store_get_tally (f->store)), ==, 5);
}

static void
test_doubt_waits_for_its_time (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (f);
  g_autoptr (GPtrArray) claimed = fixture_claim (f->store, 4, FIXTURE_START_US, NULL);
  g_autoptr (GPtrArray) early = NULL, due = NULL, woken = NULL, set_back = NULL;
  gint64 next_due_us;

  fixture_settle (f->store, 1, KMZB_REPORT_SAVED, FIXTURE_START_US + MINUTE_US);
  early = fixture_claim (f->store, 4, FIXTURE_START_US + MINUTE_US - 1, &next_due_us);
  g_assert_cmpuint (early->len, ==, 0);
  g_assert_cmpint (next_due_us, ==, FIXTURE_START_US + MINUTE_US);

  due = fixture_claim (f->store, 4, FIXTURE_START_US + MINUTE_US, &next_due_us);
  g_assert_cmpuint (due->len, ==, 1);
  g_assert_cmpuint (((KmzbOutboxItem *) due->pdata[0])->attempts, ==, 1);

  fixture_settle (f->store, 1, KMZB_REPORT_SAVED, FIXTURE_START_US + MINUTE_US);
  woken = fixture_claim (f->store, 4, G_MAXINT64, NULL);
  g_assert_cmpuint (woken->len, ==, 1);

  /* A clock that was years ahead when the next attempt was written must not stop the report for years. */
  fixture_settle (f->store, 1, KMZB_REPORT_SAVED, FIXTURE_START_US + 3 * YEAR_US);
  set_back = fixture_claim (f->store, 4, FIXTURE_START_US, NULL);
  g_assert_cmpuint (set_back->len, ==, 1);
}

static void
test_refused_is_kept_and_blocks_nobody (Fixture *f, gconstpointer data)
{
  g_autofree char *bad = fixture_save_new (f);
  g_autofree char *good = fixture_save_new (f);
  g_autoptr (GPtrArray) claimed = fixture_claim (f->store, 4, FIXTURE_START_US, NULL);
  g_autoptr (GPtrArray) more = NULL;
  gint64 next_due_us;

  g_assert_cmpuint (claimed->len, ==, 2);
  fixture_settle (f->store, 1, KMZB_REPORT_REFUSED, 0);
  fixture_settle (f->store, 2, KMZB_REPORT_RECEIVED, 0);
  more = fixture_claim (f->store, 4, G_MAXINT64, &next_due_us);
  g_assert_cmpuint (more->len, ==, 0);
  g_assert_cmpint (next_due_us, ==, G_MAXINT64);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports WHERE state = 'refused'"
                                         " AND payload IS NOT NULL AND server_words = 'too long'"),
                   ==, 1);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->refused, ==, 1);
  g_assert_cmpint (kmzb_store_get_tally (f->store)->oldest_unsent_us, ==, 0);
}

/* An answer that comes after the report was settled otherwise changes nothing. */
static void
test_only_the_state_machines_ways (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (f);
  g_autoptr (GPtrArray) claimed = NULL;

  fixture_settle (f->store, 1, KMZB_REPORT_RECEIVED, 0);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports WHERE state = 'saved'"), ==, 1);

  claimed = fixture_claim (f->store, 4, FIXTURE_START_US, NULL);
  fixture_settle (f->store, 1, KMZB_REPORT_RECEIVED, 0);
  fixture_settle (f->store, 1, KMZB_REPORT_SAVED, 0);
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports WHERE state = 'received'"), ==, 1);
  fixture_spin ();
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->received, ==, 1);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, 0);
}

static void
test_sending_waits_again_after_a_restart (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (f);
  g_autoptr (GPtrArray) claimed = fixture_claim (f->store, 4, FIXTURE_START_US, NULL);
  g_autoptr (GPtrArray) again = NULL;

  g_assert_cmpuint (claimed->len, ==, 1);
  fixture_close (f);
  fixture_open (f);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, 1);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->sending, ==, 0);
  again = fixture_claim (f->store, 4, FIXTURE_START_US, NULL);
  g_assert_cmpstr (((KmzbOutboxItem *) again->pdata[0])->id, ==, id);
  g_assert_true (g_bytes_equal (((KmzbOutboxItem *) again->pdata[0])->payload,
                                ((KmzbOutboxItem *) claimed->pdata[0])->payload));
}

/* The file itself refuses what no code of ours may do. */
static void
test_the_file_keeps_the_promise (Fixture *f, gconstpointer data)
{
  static const char *const crimes[] = {
    "DELETE FROM reports",
    "UPDATE reports SET payload = x'00'",
    "UPDATE reports SET payload = NULL",
  };
  g_autofree char *id = fixture_save_new (f);

  for (guint i = 0; i < G_N_ELEMENTS (crimes); i++)
    g_assert_false (fixture_try_exec (f, crimes[i]));
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports WHERE length(payload) > 50"), ==, 1);
}

static void
test_one_booth_a_folder (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbStore) second = kmzb_store_new (f->data_dir, f->clock);
  g_autoptr (GError) error = NULL;

  g_assert_false (kmzb_store_open (second, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, f->data_dir));

  kmzb_store_close (f->store);
  g_clear_object (&second);
  second = kmzb_store_new (f->data_dir, f->clock);
  g_assert_true (kmzb_store_open (second, NULL));
}

static void
test_a_folder_that_cannot_be (Fixture *f, gconstpointer data)
{
  g_autofree char *inside_a_file = g_build_filename (f->path, "data", NULL);
  g_autoptr (KmzbStore) store = kmzb_store_new (inside_a_file, f->clock);
  g_autoptr (KmzbReport) report = fixture_make_report ("Opis");
  g_autoptr (GError) error = NULL, save_error = NULL;

  g_assert_false (kmzb_store_open (store, &error));
  g_assert_true (error->domain == KMZB_ERROR);
  g_assert_nonnull (strstr (error->message, inside_a_file));

  /* And no visitor is told "saved". */
  g_assert_false (fixture_save (store, report, &save_error));
  g_assert_true (save_error->domain == KMZB_ERROR);
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
  add ("/outbox/a-save-is-in-the-file", test_a_save_is_in_the_file);
  add ("/outbox/a-burst-is-marked", test_a_burst_is_marked);
  add ("/outbox/the-same-report-twice-is-one", test_the_same_report_twice_is_one);
  add ("/outbox/a-taken-id-or-number-is-told", test_a_taken_id_or_number_is_told);
  add ("/outbox/practice-has-nothing-to-send", test_practice_has_nothing_to_send);
  add ("/outbox/oldest-first-and-each-once", test_oldest_first_and_each_once);
  add ("/outbox/doubt-waits-for-its-time", test_doubt_waits_for_its_time);
  add ("/outbox/refused-is-kept-and-blocks-nobody", test_refused_is_kept_and_blocks_nobody);
  add ("/outbox/only-the-state-machines-ways", test_only_the_state_machines_ways);
  add ("/outbox/sending-waits-again-after-a-restart", test_sending_waits_again_after_a_restart);
  add ("/outbox/the-file-keeps-the-promise", test_the_file_keeps_the_promise);
  add ("/outbox/one-booth-a-folder", test_one_booth_a_folder);
  add ("/outbox/a-folder-that-cannot-be", test_a_folder_that_cannot_be);
  return g_test_run ();
}
