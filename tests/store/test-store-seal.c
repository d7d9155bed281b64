/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"
#include "unseal.h"

#include "kmzb-db.h"
#include "kmzb-error.h"
#include "kmzb-wire-report.h"
#include "wait.h"

/* What the wire makes of a description that is looked for in files. */
#define SECRET "Kowalskiego-z-parteru"

static gboolean
offer (Fixture *f, const Unsealer *unsealer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_store_offer_key_async (f->store, unsealer->base64, NULL, wait_take_result, &result);
  wait_for_result (&result);
  return kmzb_store_offer_key_finish (f->store, result, error);
}

static gboolean
trust (Fixture *f, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_store_trust_key_async (f->store, NULL, wait_take_result, &result);
  wait_for_result (&result);
  return kmzb_store_trust_key_finish (f->store, result, error);
}

static void
save_secret (Fixture *f)
{
  g_autoptr (KmzbReport) report = fixture_make_report (SECRET);
  g_autoptr (GError) error = NULL;

  fixture_save (f->store, report, &error);
  g_assert_no_error (error);
  /* A save that is tried again is the same report, although a seal never comes out the same. */
  fixture_save (f->store, report, &error);
  g_assert_no_error (error);
}

/* Returns: (transfer full): the payload of report @seq, decoded */
static KmzbWireRequest *
read_payload (Fixture *f, gint64 seq)
{
  g_autoptr (KmzbDb) db = kmzb_db_open (f->path, KMZB_DB_READ_ONLY, NULL);
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, "SELECT payload FROM reports WHERE seq = ?1", NULL);
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (KmzbWireForm) form = NULL;
  KmzbWireRequest *request;

  kmzb_stmt_bind_int (stmt, 1, seq);
  g_assert_cmpint (kmzb_stmt_step (stmt, NULL), ==, KMZB_STEP_ROW);
  payload = kmzb_stmt_bytes (stmt, 0);
  form = kmzb_wire_form_parse (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), NULL);
  request = kmzb_wire_decode_report (form, NULL);
  g_assert_nonnull (request);
  return request;
}

static void
assert_sealed_to (Fixture *f, gint64 seq, const Unsealer *unsealer)
{
  g_autoptr (KmzbWireRequest) request = read_payload (f, seq);
  g_autofree char *opened = unsealer_open (unsealer, request->sealed_description);

  g_assert_null (request->report->description);
  g_assert_cmpstr (opened, ==, SECRET);
}

/* From the save on there is nothing readable in any file of the booth; before a key is known there is. */
static void
test_nothing_readable_once_a_key_is_known (Fixture *f, gconstpointer data)
{
  Unsealer central;
  g_autoptr (GError) error = NULL;

  unsealer_init (&central);
  g_assert_true (offer (f, &central, &error));
  g_assert_no_error (error);
  g_assert_null (kmzb_store_get_stranger_id (f->store));
  save_secret (f);
  g_assert_false (fixture_files_contain (f, SECRET));
  g_assert_cmpint (fixture_query_int (f, "SELECT count(*) FROM reports"), ==, 1);
  assert_sealed_to (f, 1, &central);

  /* The key is pinned: it is known at once after a restart. */
  fixture_close (f);
  fixture_open (f);
  save_secret (f);
  g_assert_false (fixture_files_contain (f, SECRET));
  assert_sealed_to (f, 2, &central);
}

static void
test_readable_before (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbWireRequest) request = NULL;

  save_secret (f);
  request = read_payload (f, 1);
  g_assert_cmpstr (request->report->description, ==, SECRET);
  g_assert_null (request->sealed_description);
}

static void
test_a_stranger_is_told (Fixture *f, gconstpointer data)
{
  Unsealer central, stranger;
  g_autoptr (GError) error = NULL;

  unsealer_init (&central);
  unsealer_init (&stranger);
  g_assert_true (offer (f, &central, NULL));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_false (offer (f, &stranger, &error));
      g_assert_error (error, KMZB_ERROR, KMZB_ERROR_STRANGER);
      g_clear_error (&error);
      fixture_spin ();
      g_assert_cmpuint (strlen (kmzb_store_get_stranger_id (f->store)), ==, 16);
      /* The officer is told after a restart as well. */
      fixture_close (f);
      fixture_open (f);
      g_assert_nonnull (kmzb_store_get_stranger_id (f->store));
    }
  save_secret (f);
  assert_sealed_to (f, 1, &central);

  /* It was a mistake, or an attack that has ended. */
  g_assert_true (offer (f, &central, NULL));
  fixture_spin ();
  g_assert_null (kmzb_store_get_stranger_id (f->store));

  /* It is central's new key. */
  g_assert_false (offer (f, &stranger, NULL));
  g_assert_true (trust (f, &error));
  g_assert_no_error (error);
  fixture_spin ();
  g_assert_null (kmzb_store_get_stranger_id (f->store));
  g_assert_true (offer (f, &stranger, NULL));
  save_secret (f);
  assert_sealed_to (f, 2, &stranger);
}

static void
test_the_configured_key_wins (Fixture *f, gconstpointer data)
{
  Unsealer pinned, configured;
  g_autoptr (GError) error = NULL;

  unsealer_init (&pinned);
  unsealer_init (&configured);
  g_assert_true (offer (f, &pinned, NULL));
  fixture_close (f);
  f->store = kmzb_store_new (f->data_dir, f->clock);
  g_assert_true (kmzb_store_configure_key (f->store, configured.base64, &error));
  g_assert_false (kmzb_store_configure_key (f->store, "abc", NULL));
  g_assert_true (kmzb_store_configure_key (f->store, configured.base64, &error));
  g_assert_true (kmzb_store_open (f->store, &error));
  g_assert_no_error (error);
  save_secret (f);
  assert_sealed_to (f, 1, &configured);
  g_assert_false (offer (f, &pinned, NULL));
  g_assert_false (trust (f, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_DENIED);
}

static void
note_contact (Fixture *f, gint64 offset_s)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_store_note_contact_async (f->store, kmzb_clock_get_real_us (f->clock), offset_s, NULL, wait_take_result, &result);
  wait_for_result (&result);
  g_assert_true (kmzb_store_note_contact_finish (f->store, result, NULL));
}

static void
assert_clock_state (Fixture *f, gint64 seq, const char *state)
{
  g_autoptr (KmzbWireRequest) request = NULL;

  save_secret (f);
  request = read_payload (f, seq);
  g_assert_cmpstr (request->clock_state, ==, state);
}

/* A report says what is known of the clock that dated it. */
static void
test_clock_state (Fixture *f, gconstpointer data)
{
  gint64 hour_us = 3600 * (gint64) G_USEC_PER_SEC;

  assert_clock_state (f, 1, "unsure");
  note_contact (f, 2);
  assert_clock_state (f, 2, "ok");
  kmzb_clock_advance (f->clock, 72 * hour_us);
  assert_clock_state (f, 3, "ok");
  note_contact (f, -86400);
  assert_clock_state (f, 4, "-86400");

  /* Also after a restart of the program. */
  fixture_close (f);
  fixture_open (f);
  assert_clock_state (f, 5, "-86400");

  /* Somebody sets the clock: nothing is known until central is met again. */
  kmzb_clock_set_real_us (f->clock, kmzb_clock_get_real_us (f->clock) + hour_us);
  assert_clock_state (f, 6, "unsure");
  note_contact (f, 0);
  assert_clock_state (f, 7, "ok");

  /* A measure of another boot counts for nothing. */
  fixture_close (f);
  g_assert_true (fixture_try_exec (f, "UPDATE settings SET value = 'other 0' WHERE key = 'clock_base'"));
  fixture_open (f);
  assert_clock_state (f, 8, "unsure");
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
  add ("/seal/nothing-readable-once-a-key-is-known", test_nothing_readable_once_a_key_is_known);
  add ("/seal/readable-before", test_readable_before);
  add ("/seal/a-stranger-is-told", test_a_stranger_is_told);
  add ("/seal/the-configured-key-wins", test_the_configured_key_wins);
  add ("/seal/clock-state", test_clock_state);
  return g_test_run ();
}
