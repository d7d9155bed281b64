/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an officer can do to the queue, and what no officer can. */
#include "kmzb-error.h"
#include "kmzb-store-officer.h"
#include "kmzb-wire-export.h"
#include "kmzb-wire-form.h"
#include "store-fixture.h"
#include "wait.h"

#include <glib/gstdio.h>
#include <string.h>

#define MUST_NOT_BE_LOST "Zażółć gęślą jaźń"

static gboolean
act (Fixture *fixture, KmzbOfficerAction action, gint64 seq, const char *reason, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_store_act_async (fixture->store, action, seq, reason, NULL, wait_take_result, &result);
  wait_for_result (&result);
  return kmzb_store_act_finish (fixture->store, result, error);
}

static void
must_act (Fixture *fixture, KmzbOfficerAction action, gint64 seq, const char *reason)
{
  g_autoptr (GError) error = NULL;

  act (fixture, action, seq, reason, &error);
  g_assert_no_error (error);
}

static void
must_not_act (Fixture *fixture, KmzbOfficerAction action, gint64 seq, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (act (fixture, action, seq, NULL, &error));
  g_assert_error (error, KMZB_ERROR, code);
}

static GPtrArray *
list_queue (Fixture *fixture, KmzbReportState state, gint64 before_seq, guint max)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  kmzb_store_list_queue_async (fixture->store, state, before_seq, max, NULL, wait_take_result, &result);
  wait_for_result (&result);
  list = kmzb_store_list_queue_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return list;
}

static GPtrArray *
list_audit (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  kmzb_store_list_audit_async (fixture->store, 100, NULL, wait_take_result, &result);
  wait_for_result (&result);
  list = kmzb_store_list_audit_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return list;
}

static gint64
save (Fixture *fixture)
{
  g_autofree char *id = fixture_save_new (fixture);

  return fixture_query_int (fixture, "SELECT max(seq) FROM reports");
}

static const KmzbTally *
get_tally (Fixture *fixture)
{
  fixture_spin ();
  return kmzb_store_get_tally (fixture->store);
}

static void
test_hold_and_release (Fixture *fixture, gconstpointer data)
{
  gint64 seq = save (fixture);
  g_autoptr (GPtrArray) held = NULL, nothing = NULL, waiting = NULL, deeds = NULL;
  const KmzbQueueEntry *entry;

  must_act (fixture, KMZB_OFFICER_HOLD, seq, "test");
  g_assert_cmpuint (get_tally (fixture)->held, ==, 1);
  g_assert_cmpuint (kmzb_tally_get_waiting (get_tally (fixture)), ==, 0);
  g_assert_cmpint (get_tally (fixture)->oldest_unsent_us, ==, 0);
  nothing = fixture_claim (fixture->store, 10, G_MAXINT64, NULL);
  g_assert_cmpuint (nothing->len, ==, 0); /* a held report is not sent */

  held = list_queue (fixture, KMZB_REPORT_HELD, G_MAXINT64, 10);
  g_assert_cmpuint (held->len, ==, 1);
  entry = g_ptr_array_index (held, 0);
  g_assert_cmpstr (entry->reason, ==, "test");
  g_assert_cmpstr (entry->category, ==, "nieprawidlowe-parkowanie");

  fixture->n_saved = 0;
  must_act (fixture, KMZB_OFFICER_RELEASE, seq, NULL);
  g_assert_cmpuint (get_tally (fixture)->saved, ==, 1);
  g_assert_cmpuint (fixture->n_saved, ==, 1); /* the engine wakes */
  waiting = fixture_claim (fixture->store, 10, 0, NULL);
  g_assert_cmpuint (waiting->len, ==, 1);

  deeds = list_audit (fixture);
  g_assert_cmpuint (deeds->len, ==, 2);
  g_assert_cmpstr (((KmzbAuditEntry *) deeds->pdata[0])->action, ==, "release");
  g_assert_cmpstr (((KmzbAuditEntry *) deeds->pdata[1])->action, ==, "hold");
  g_assert_cmpstr (((KmzbAuditEntry *) deeds->pdata[1])->reason, ==, "test");
  g_assert_cmpstr (((KmzbAuditEntry *) deeds->pdata[1])->number, ==, entry->number);
}

static void
test_joke (Fixture *fixture, gconstpointer data)
{
  gint64 seq = save (fixture);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (KmzbWireForm) form = NULL;
  const char *bytes;
  g_autoptr (GPtrArray) sources = NULL;
  gsize length;

  must_act (fixture, KMZB_OFFICER_HOLD, seq, "joke");
  must_act (fixture, KMZB_OFFICER_RELEASE_AS_JOKE, seq, NULL);
  items = fixture_claim (fixture->store, 1, 0, NULL);
  bytes = g_bytes_get_data (((KmzbOutboxItem *) items->pdata[0])->payload, &length);
  form = kmzb_wire_form_parse (bytes, length, NULL);
  g_assert_cmpstr (kmzb_wire_form_get (form, "attribute[source]"), ==, "joke");
  sources = kmzb_wire_form_get_all (form, "attribute[source]");
  g_assert_cmpuint (sources->len, ==, 1);
  g_assert_cmpstr (kmzb_wire_form_get (form, "description"), ==, "Opis");
}

/* Central may have it without the mark; the same id with other content would be refused there for ever. */
static void
test_no_joke_once_it_may_be_sent (Fixture *fixture, gconstpointer data)
{
  gint64 seq = save (fixture);
  g_autoptr (GPtrArray) items = fixture_claim (fixture->store, 1, 0, NULL);

  must_not_act (fixture, KMZB_OFFICER_HOLD, seq, KMZB_ERROR_BUSY); /* under way */
  g_assert_true (fixture_try_exec (fixture, "UPDATE reports SET maybe_sent = 1"));
  fixture_settle (fixture->store, seq, KMZB_REPORT_SAVED, 0);
  must_act (fixture, KMZB_OFFICER_HOLD, seq, "joke");
  must_not_act (fixture, KMZB_OFFICER_RELEASE_AS_JOKE, seq, KMZB_ERROR_EXISTS);
  g_assert_cmpuint (get_tally (fixture)->held, ==, 1);
  must_act (fixture, KMZB_OFFICER_RELEASE, seq, NULL);
}

static void
test_retry_refused (Fixture *fixture, gconstpointer data)
{
  gint64 seq = save (fixture);
  g_autoptr (GPtrArray) items = fixture_claim (fixture->store, 1, 0, NULL);
  g_autoptr (GPtrArray) refused = NULL;

  fixture_settle (fixture->store, seq, KMZB_REPORT_REFUSED, 0);
  refused = list_queue (fixture, KMZB_REPORT_REFUSED, G_MAXINT64, 10);
  g_assert_cmpstr (((KmzbQueueEntry *) refused->pdata[0])->server_words, ==, "too long");
  must_not_act (fixture, KMZB_OFFICER_RELEASE, seq, KMZB_ERROR_BUSY); /* it is not held */
  must_act (fixture, KMZB_OFFICER_RETRY, seq, NULL);
  g_assert_cmpuint (get_tally (fixture)->saved, ==, 1);
  g_assert_cmpuint (get_tally (fixture)->refused, ==, 0);
}

static void
test_nothing_is_done_to_what_is_over (Fixture *fixture, gconstpointer data)
{
  gint64 seq = save (fixture);
  g_autoptr (GPtrArray) items = fixture_claim (fixture->store, 1, 0, NULL);

  fixture_settle (fixture->store, seq, KMZB_REPORT_RECEIVED, 0);
  for (KmzbOfficerAction action = KMZB_OFFICER_HOLD; action <= KMZB_OFFICER_RETRY; action++)
    must_not_act (fixture, action, seq, KMZB_ERROR_BUSY);
  must_not_act (fixture, KMZB_OFFICER_HOLD, 4711, KMZB_ERROR_NOT_FOUND);
  g_assert_cmpint (fixture_query_int (fixture, "SELECT count(*) FROM audit"), ==, 0);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) first = NULL, second = NULL;

  for (guint i = 0; i < 5; i++)
    save (fixture);
  first = list_queue (fixture, KMZB_REPORT_SAVED, G_MAXINT64, 3);
  g_assert_cmpuint (first->len, ==, 3);
  g_assert_cmpint (((KmzbQueueEntry *) first->pdata[0])->seq, ==, 5);
  second = list_queue (fixture, KMZB_REPORT_SAVED, ((KmzbQueueEntry *) first->pdata[2])->seq, 3);
  g_assert_cmpuint (second->len, ==, 2);
  g_assert_cmpint (((KmzbQueueEntry *) second->pdata[1])->seq, ==, 1);
}

/* ---- export ---- */

static KmzbExport *
export (Fixture *fixture, const char *folder, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_store_export_async (fixture->store, folder, "Punkt 17/żółty", NULL, wait_take_result, &result);
  wait_for_result (&result);
  return kmzb_store_export_finish (fixture->store, result, error);
}

static gboolean
on_report (const char *id, const char *payload, gsize length, gpointer data)
{
  g_hash_table_insert (data, g_strdup (id), g_strndup (payload, length));
  return TRUE;
}

static GHashTable *
read_export (const char *path)
{
  GHashTable *reports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *booth = NULL;
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  kmzb_wire_export_read (content, length, &booth, on_report, reports, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (booth, ==, "Punkt 17/żółty");
  return reports;
}

/* Waiting, refused and uncertain ones go, byte for byte as they would be sent; received, held and practice ones do not. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *stick = g_dir_make_tmp ("kmzb-stick-XXXXXX", NULL);
  g_autoptr (KmzbReport) report = fixture_make_report (MUST_NOT_BE_LOST);
  g_autoptr (KmzbReport) practice = fixture_make_report ("Ćwiczenie");
  g_autoptr (GHashTable) reports = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (KmzbExport) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *frozen = NULL;
  const char *payload;
  gsize length;

  for (guint i = 0; i < 3; i++)
    save (fixture); /* 1 received, 2 refused, 3 held */
  items = fixture_claim (fixture->store, 2, 0, NULL);
  fixture_settle (fixture->store, 1, KMZB_REPORT_RECEIVED, 0);
  fixture_settle (fixture->store, 2, KMZB_REPORT_REFUSED, 0);
  must_act (fixture, KMZB_OFFICER_HOLD, 3, "test");
  practice->practice = TRUE;
  g_assert_true (fixture_save (fixture->store, practice, NULL));
  g_assert_true (fixture_save (fixture->store, report, NULL));

  file = export (fixture, stick, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (file->n, ==, 2);
  g_assert_cmpuint (file->n_readable, ==, 2); /* no key of central's was known */
  name = g_path_get_basename (file->path);
  g_assert_cmpstr (name, ==, "kmzb-Punkt-17-zolty-20260501T100000Z.kmzb");

  reports = read_export (file->path);
  g_assert_cmpuint (g_hash_table_size (reports), ==, 2);
  payload = g_bytes_get_data (((KmzbOutboxItem *) items->pdata[1])->payload, &length);
  frozen = g_strndup (payload, length);
  g_assert_cmpstr (g_hash_table_lookup (reports, ((KmzbOutboxItem *) items->pdata[1])->id), ==, frozen);
  g_assert_nonnull (g_hash_table_lookup (reports, report->id));
  g_assert_null (strstr (g_hash_table_lookup (reports, report->id), "api_key"));

  /* They stay in the queue, and what is on the stick can't be changed any more. */
  g_assert_cmpuint (get_tally (fixture)->saved, ==, 1);
  g_assert_cmpuint (get_tally (fixture)->refused, ==, 1);
  must_act (fixture, KMZB_OFFICER_HOLD, fixture_query_int (fixture, "SELECT max(seq) FROM reports"), "joke");
  must_not_act (fixture, KMZB_OFFICER_RELEASE_AS_JOKE, fixture_query_int (fixture, "SELECT max(seq) FROM reports"),
                KMZB_ERROR_EXISTS);
  g_assert_cmpint (fixture_query_int (fixture, "SELECT count(*) FROM audit WHERE action = 'export'"), ==, 1);

  g_remove (file->path);
  g_assert_cmpint (g_rmdir (stick), ==, 0); /* nothing else was left there */
}

/* The stick is pulled, full or read-only: an error that names it, and nothing half written. */
static void
test_export_without_stick (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  save (fixture);
  g_assert_null (export (fixture, "/nonexistent/stick", &error));
  g_assert_nonnull (strstr (error->message, "/nonexistent/stick/kmzb-Punkt"));
  g_assert_cmpuint (get_tally (fixture)->saved, ==, 1);
}

/* A cut or a flipped bit anywhere is noticed. */
static void
test_export_tampered (void)
{
  g_autoptr (KmzbWireExport) file = kmzb_wire_export_new ("Punkt\n17", 0);
  g_autoptr (GBytes) payload = g_bytes_new_static ("a=b\nc=d", 7);
  g_autoptr (GBytes) whole = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *booth = NULL;
  const char *bytes;
  gsize length;

  kmzb_wire_export_add (file, "01890000-0000-7000-8000-000000000001", payload);
  whole = kmzb_wire_export_end (file);
  bytes = g_bytes_get_data (whole, &length);
  g_assert_true (kmzb_wire_export_read (bytes, length, &booth, NULL, NULL, NULL));
  g_assert_cmpstr (booth, ==, "Punkt 17");
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *other = NULL;

      g_assert_false (kmzb_wire_export_read (bytes, i, &other, NULL, NULL, NULL));
      copy = g_memdup2 (bytes, length);
      copy[i] ^= 1;
      g_assert_false (kmzb_wire_export_read (copy, length, &other, NULL, NULL, NULL));
      g_clear_pointer (&copy, g_free);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/officer/hold-and-release", test_hold_and_release);
  ADD ("/store/officer/joke", test_joke);
  ADD ("/store/officer/no-joke-once-it-may-be-sent", test_no_joke_once_it_may_be_sent);
  ADD ("/store/officer/retry-refused", test_retry_refused);
  ADD ("/store/officer/nothing-is-done-to-what-is-over", test_nothing_is_done_to_what_is_over);
  ADD ("/store/officer/pages", test_pages);
  ADD ("/store/officer/export", test_export);
  ADD ("/store/officer/export-without-stick", test_export_without_stick);
  g_test_add_func ("/store/officer/export-tampered", test_export_tampered);
  return g_test_run ();
}
