/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "kmzb-db.h"
#include "kmzb-error.h"

/* A fault that answers one POST; nothing may be believed of it, and in the end central has one report. */
typedef struct
{
  const char *name;
  Fault fault;
  KmzbTrouble trouble;
} Case;

static const Case doubtful[] = {
  { "/sync-faults/drop", FAULT_DROP },
  { "/sync-faults/lost-answer", FAULT_LOSE_ANSWER },
  { "/sync-faults/portal-answers-the-post", FAULT_PORTAL },
  { "/sync-faults/another-uuid", FAULT_OTHER_UUID },
  { "/sync-faults/another-list", FAULT_LIST },
  { "/sync-faults/redirect", FAULT_REDIRECT },
  { "/sync-faults/endless-answer", FAULT_ENDLESS },
};

static void
test_doubt_is_tried_again (Fixture *f, gconstpointer data)
{
  const Case *one = data;

  /* The client sends once more by itself when a connection that was kept open breaks: break that one too. */
  fault_proxy_set (f->proxy, "POST", one->fault, -1);
  g_free (fixture_save (f, "Opis"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, kmzb_sync_engine_get_problem (f->engine) != NULL);
  fixture_wait (f, FALSE, kmzb_store_get_tally (f->store)->saved == 1);
  fixture_rest (f);
  g_assert_cmpuint (fixture_received (f), ==, 0);
  g_assert_cmpint (fixture_state (f), ==, KMZB_SYNC_WAITING);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), <=, 2);

  fault_proxy_set (f->proxy, "POST", FAULT_NONE, -1);
  fixture_wait (f, TRUE, fixture_received (f) == 1);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, 1);
  g_assert_null (kmzb_sync_engine_get_problem (f->engine));
  g_assert_false (fault_proxy_has_seen (f->proxy, "POST /elsewhere"));
  g_assert_false (fault_proxy_has_seen (f->proxy, "GET /elsewhere"));
  g_assert_cmpuint (fault_proxy_get_longest (f->proxy), <, 32 * 1024 * 1024);
}

/* What stands in central's place is never shown a report. */
static const Case strangers[] = {
  { "/sync-faults/portal", FAULT_PORTAL, KMZB_TROUBLE_PORTAL },
  { "/sync-faults/foreign-server", FAULT_FOREIGN, KMZB_TROUBLE_OTHER_SERVER },
  { "/sync-faults/redirecting-portal", FAULT_REDIRECT, KMZB_TROUBLE_PORTAL },
  { "/sync-faults/endless-discovery", FAULT_ENDLESS, KMZB_TROUBLE_SERVER },
};

static void
test_strangers_see_nothing (Fixture *f, gconstpointer data)
{
  const Case *one = data;
  gboolean foreign = one->fault == FAULT_FOREIGN;
  int posts, gets;

  /* A booth that has met a kmzb-central with its key takes no other server for it. */
  if (foreign)
    {
      const char *make_key[] = { "seal-key", NULL };

      fixture_run_central (f, make_key, NULL);
      g_free (fixture_save (f, "Pierwsze"));
      fixture_start_engine (f);
      fixture_wait (f, FALSE, fixture_received (f) == 1);
      fixture_close_booth (f);
      fixture_open_booth (f);
    }
  posts = fault_proxy_get_n (f->proxy, "POST");
  gets = fault_proxy_get_n (f->proxy, "GET");
  fault_proxy_set (f->proxy, "GET", one->fault, -1);
  g_free (fixture_save (f, "Kowalskiego"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, kmzb_sync_engine_get_problem (f->engine) != NULL);
  g_assert_cmpint (kmzb_sync_engine_get_trouble (f->engine), ==, one->trouble);
  fixture_wait (f, FALSE, fixture_state (f) == (foreign ? KMZB_SYNC_WAITING : KMZB_SYNC_OFFLINE));
  for (guint i = 0; i < 5; i++)
    fixture_advance (f, 900);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "GET"), >, gets + 2);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, posts);
  g_assert_false (fault_proxy_has_seen (f->proxy, "Kowalskiego"));
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, 1);

  fault_proxy_set (f->proxy, "GET", FAULT_NONE, -1);
  fixture_wait (f, TRUE, fixture_received (f) == (foreign ? 2 : 1));
}

/* Between two reports a portal takes the line over: the second one is not shown to it. */
static void
test_proof_is_asked_for_again (Fixture *f, gconstpointer data)
{
  g_free (fixture_save (f, "Pierwsze"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 1);
  fault_proxy_set (f->proxy, "POST", FAULT_PORTAL, 1);
  fault_proxy_set (f->proxy, "GET", FAULT_PORTAL, -1);
  g_free (fixture_save (f, "Drugie"));
  fixture_wait (f, FALSE, fault_proxy_get_n (f->proxy, "POST") == 2);
  g_free (fixture_save (f, "Kowalskiego"));
  fixture_advance (f, 900);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, 2);
  g_assert_false (fault_proxy_has_seen (f->proxy, "Kowalskiego"));

  fault_proxy_set (f->proxy, "GET", FAULT_NONE, -1);
  fixture_wait (f, TRUE, fixture_received (f) == 3);
}

static void
test_refused_blocks_nobody (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) bad = fixture_make_report ("Opis");

  g_free (bad->category);
  bad->category = g_strdup ("nie-ma-takiej");
  fixture_save_report (f, bad);
  g_free (fixture_save (f, "Dobre"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 1 && kmzb_store_get_tally (f->store)->refused == 1);
  fixture_wait (f, FALSE, fixture_state (f) == KMZB_SYNC_ALL_SENT);
  fixture_advance (f, 3600);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, 2);
}

/* The same id with other content: central says 422, and keeps what it had. */
static void
test_conflict_is_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) first = fixture_make_report ("Pierwsze");
  g_autoptr (KmzbReport) second = fixture_make_report ("Drugie");

  g_free (second->id);
  second->id = g_strdup (first->id);
  fixture_save_report (f, first);
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 1);

  /* As a booth that lost its file would do it. */
  fixture_close_booth (f);
  g_free (f->data_dir);
  f->data_dir = g_build_filename (f->folder, "other-booth", NULL);
  fixture_open_booth (f);
  fixture_save_report (f, second);
  g_free (fixture_save (f, "Trzecie"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 1 && kmzb_store_get_tally (f->store)->refused == 1);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports WHERE description = 'Pierwsze'"), ==, 1);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, 2);
}

static void
test_retry_after_is_obeyed (Fixture *f, gconstpointer data)
{
  fault_proxy_set (f->proxy, "POST", FAULT_BUSY, 1);
  g_free (fixture_save (f, "Pierwsze"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, kmzb_sync_engine_get_problem (f->engine) != NULL);
  fixture_wait (f, FALSE, kmzb_store_get_tally (f->store)->saved == 1);

  fixture_advance (f, 110);
  g_free (fixture_save (f, "Drugie"));
  fixture_rest (f);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, 1);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "GET"), ==, 1);

  fixture_advance (f, 11);
  fixture_wait (f, FALSE, fixture_received (f) == 2);
}

/* One report that breaks every connection does not hold the others, and is not given up. */
static void
test_one_bad_report_holds_nobody (Fixture *f, gconstpointer data)
{
  g_autofree char *bad = fixture_save (f, "Opis");

  fault_proxy_set_victim (f->proxy, bad);
  fault_proxy_set (f->proxy, "POST", FAULT_DROP, -1);
  for (guint i = 0; i < 20; i++)
    g_free (fixture_save (f, "Opis"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 20);
  g_assert_cmpuint (kmzb_sync_engine_get_n_waiting (f->engine), ==, 1);

  fault_proxy_set (f->proxy, "POST", FAULT_NONE, -1);
  fixture_wait (f, TRUE, fixture_received (f) == 21);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, 21);
}

static void
test_silence_ends (Fixture *f, gconstpointer data)
{
  fault_proxy_set (f->proxy, "POST", FAULT_SILENCE, -1);
  g_free (fixture_save (f, "Opis"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fault_proxy_get_n (f->proxy, "POST") == 1);
  fixture_wait (f, FALSE, fixture_state (f) == KMZB_SYNC_SENDING);
  fixture_advance (f, 80);
  g_assert_cmpint (fixture_state (f), ==, KMZB_SYNC_SENDING);
  fixture_advance (f, 11);
  fixture_wait (f, FALSE, kmzb_store_get_tally (f->store)->saved == 1);

  fault_proxy_set (f->proxy, "POST", FAULT_NONE, -1);
  fixture_wait (f, TRUE, fixture_received (f) == 1);
}

static void
change_file (Fixture *f, const char *sql)
{
  g_autofree char *path = g_build_filename (f->data_dir, "booth.db", NULL);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, 0, NULL);

  g_assert_true (kmzb_db_exec (db, sql, NULL));
}

/* Central has the report and our disk cannot take the receipt: it is written later, and nothing is sent again. */
static void
test_a_receipt_that_cannot_be_written (Fixture *f, gconstpointer data)
{
  change_file (f, "CREATE TRIGGER fault BEFORE UPDATE ON reports WHEN NEW.state = 'received'"
                  " BEGIN SELECT RAISE(ABORT, 'no room'); END");
  g_free (fixture_save (f, "Opis"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, kmzb_sync_engine_get_problem (f->engine) != NULL);
  fixture_advance (f, 900);
  g_assert_cmpuint (fixture_received (f), ==, 0);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, 1);

  change_file (f, "DROP TRIGGER fault");
  fixture_wait (f, TRUE, fixture_received (f) == 1);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (doubtful); i++)
    g_test_add (doubtful[i].name, Fixture, &doubtful[i], fixture_set_up, test_doubt_is_tried_again, fixture_tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    g_test_add (strangers[i].name, Fixture, &strangers[i], fixture_set_up, test_strangers_see_nothing,
                fixture_tear_down);
  g_test_add ("/sync-faults/proof-is-asked-for-again", Fixture, NULL, fixture_set_up, test_proof_is_asked_for_again,
              fixture_tear_down);
  g_test_add ("/sync-faults/refused-blocks-nobody", Fixture, NULL, fixture_set_up, test_refused_blocks_nobody,
              fixture_tear_down);
  g_test_add ("/sync-faults/conflict-is-refused", Fixture, NULL, fixture_set_up, test_conflict_is_refused,
              fixture_tear_down);
  g_test_add ("/sync-faults/retry-after-is-obeyed", Fixture, NULL, fixture_set_up, test_retry_after_is_obeyed,
              fixture_tear_down);
  g_test_add ("/sync-faults/one-bad-report-holds-nobody", Fixture, NULL, fixture_set_up,
              test_one_bad_report_holds_nobody, fixture_tear_down);
  g_test_add ("/sync-faults/silence-ends", Fixture, NULL, fixture_set_up, test_silence_ends, fixture_tear_down);
  g_test_add ("/sync-faults/a-receipt-that-cannot-be-written", Fixture, NULL, fixture_set_up,
              test_a_receipt_that_cannot_be_written, fixture_tear_down);
  return g_test_run ();
}
