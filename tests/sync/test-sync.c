/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "kmzb-db.h"
#include "kmzb-error.h"
#include "kmzb-lookup.h"
#include "kmzb-open311-client.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define SECRET "Kowalskiego-z-parteru"

static gboolean
booth_holds (Fixture *f, const char *bytes)
{
  g_autoptr (GDir) dir = g_dir_open (f->data_dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->data_dir, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      if (memmem (content, length, bytes, strlen (bytes)) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
test_arrives_once (Fixture *f, gconstpointer data)
{
  g_autofree char *first = fixture_save (f, SECRET);
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM reports WHERE id = '%s' AND description = '" SECRET "'", first);
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) status = NULL;
  g_auto (GStrv) ids = NULL;
  JsonObject *object;

  fixture_start_engine (f);
  g_assert_cmpint (fixture_state (f), ==, KMZB_SYNC_WAITING);
  fixture_wait (f, FALSE, fixture_received (f) == 1);
  g_free (fixture_save (f, "Drugie"));
  g_free (fixture_save (f, "Trzecie: zażółć gęślą jaźń 🙂\n\"&=+%"));
  fixture_wait (f, FALSE, fixture_received (f) == 3);
  fixture_wait (f, FALSE, fixture_state (f) == KMZB_SYNC_ALL_SENT);
  g_assert_cmpuint (kmzb_sync_engine_get_n_waiting (f->engine), ==, 0);
  g_assert_null (kmzb_sync_engine_get_problem (f->engine));

  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, 3);
  g_assert_cmpint (fixture_ask_central (f, sql), ==, 1);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports WHERE description ="
                                           " 'Trzecie: zażółć gęślą jaźń 🙂' || char(10) || '\"&=+%'"),
                   ==, 1);
  ids = fault_proxy_get_ids (f->proxy);
  g_assert_cmpuint (g_strv_length (ids), ==, 3);
  g_assert_cmpstr (ids[0], ==, first);

  /* The booth has nothing left to read, and knows when it met central. */
  g_assert_false (booth_holds (f, SECRET));
  json = kmzb_store_status_json (f->data_dir, f->clock, NULL, NULL, NULL, NULL);
  status = json_from_string (json, NULL);
  object = json_node_get_object (status);
  g_assert_cmpstr (json_object_get_string_member (object, "last_sync"), ==, "2026-05-01T10:00:00Z");
  /* The clock that stands still in May is behind the real one. */
  g_assert_cmpint (json_object_get_int_member (object, "clock_offset_s"), <, -1000);
}

/* From the second report on, nothing between the visitor's finger and central's page can be read. The first one was
 * saved before the booth had met central. */
static void
test_sealed_all_the_way (Fixture *f, gconstpointer data)
{
  const char *make_key[] = { "seal-key", NULL };

  fixture_run_central (f, make_key, NULL);
  g_free (fixture_save (f, "Pierwsze"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 1);
  g_free (fixture_save (f, SECRET));
  fixture_wait (f, FALSE, fixture_received (f) == 2);
  g_assert_true (fault_proxy_has_seen (f->proxy, "description=Pierwsze"));
  g_assert_true (fault_proxy_has_seen (f->proxy, "sealed_description"));
  g_assert_false (fault_proxy_has_seen (f->proxy, SECRET));
  g_assert_false (booth_holds (f, SECRET));
}

/* Central's key changes: nothing goes out until a person says that this is right; then all of it does. */
static void
test_a_changed_key_stops (Fixture *f, gconstpointer data)
{
  const char *make_key[] = { "seal-key", NULL };

  fixture_run_central (f, make_key, NULL);
  g_free (fixture_save (f, "Pierwsze"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 1);
  fixture_run_central (f, make_key, NULL);
  /* It is the download that meets the other key first. */
  fixture_advance (f, 3600);
  fixture_wait (f, FALSE, kmzb_store_get_stranger_id (f->store) != NULL);
  g_free (fixture_save (f, "Drugie"));
  fixture_wait (f, FALSE, kmzb_sync_engine_get_trouble (f->engine) == KMZB_TROUBLE_KEY_CHANGED);
  fixture_advance (f, 3600);
  g_assert_cmpuint (fixture_received (f), ==, 1);
  g_assert_nonnull (kmzb_store_get_stranger_id (f->store));

  kmzb_store_trust_key_async (f->store, NULL, NULL, NULL);
  fixture_wait (f, FALSE, fixture_received (f) == 2);
  fixture_wait (f, FALSE, kmzb_store_get_stranger_id (f->store) == NULL);
  g_assert_cmpint (kmzb_sync_engine_get_trouble (f->engine), ==, KMZB_TROUBLE_NONE);
}

static void
test_oldest_first (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) ids = NULL;
  char *saved[40];

  for (guint i = 0; i < G_N_ELEMENTS (saved); i++)
    saved[i] = fixture_save (f, "Opis");
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == G_N_ELEMENTS (saved));

  /* Four are under way together and may overtake each other, but none may run ahead. */
  ids = fault_proxy_get_ids (f->proxy);
  g_assert_cmpuint (g_strv_length (ids), ==, G_N_ELEMENTS (saved));
  for (int i = 0; i < (int) G_N_ELEMENTS (saved); i++)
    {
      int at = 0;

      while (!g_str_equal (ids[at], saved[i]))
        at++;
      g_assert_cmpint (ABS (at - i), <, 4);
      g_free (saved[i]);
    }
}

/* Practice never leaves the booth. */
static void
test_practice_stays (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) practice = fixture_make_report ("Próba");

  practice->practice = TRUE;
  fixture_start_engine (f);
  fixture_save_report (f, practice);
  g_free (fixture_save (f, "Prawdziwe"));
  fixture_wait (f, FALSE, fixture_received (f) == 1);
  fixture_rest (f);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, 1);
  g_assert_false (fault_proxy_has_seen (f->proxy, practice->id));
}

/* Practice mode switched on while the booth runs: nothing at all goes out, not even what waits from before or a question
 * for changes, whatever time passes. Switched off, what was reported in earnest goes, and what was practice stays. */
static void
test_practice_is_switched (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) practice = fixture_make_report ("Próba");
  g_autofree char *waits = NULL;
  g_autofree char *later = NULL;
  int posts, gets;

  fixture_start_engine (f);
  g_free (fixture_save (f, "Zaraz"));
  fixture_wait (f, FALSE, fixture_received (f) == 1);
  fixture_stop_central (f); /* so that this one waits */
  waits = fixture_save (f, "Czeka");
  fixture_wait (f, TRUE, fixture_state (f) == KMZB_SYNC_WAITING || fixture_state (f) == KMZB_SYNC_OFFLINE);

  kmzb_sync_engine_set_paused (f->engine, TRUE);
  fixture_wait (f, FALSE, !fault_proxy_is_busy (f->proxy));
  fixture_start_central (f, NULL);
  posts = fault_proxy_get_n (f->proxy, "POST");
  gets = fault_proxy_get_n (f->proxy, "GET");
  practice->practice = TRUE;
  fixture_save_report (f, practice);
  later = fixture_save (f, "Też czeka");
  kmzb_sync_engine_wake (f->engine); /* even when the officer asks */
  for (guint i = 0; i < 24; i++)
    fixture_advance (f, 3600);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, posts);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "GET"), ==, gets);
  g_assert_cmpint (fixture_state (f), ==, KMZB_SYNC_OFFLINE);
  g_assert_cmpuint (fixture_received (f), ==, 1);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->practice, ==, 1);

  kmzb_sync_engine_set_paused (f->engine, FALSE);
  fixture_wait (f, TRUE, fixture_received (f) == 3);
  g_assert_true (fault_proxy_has_seen (f->proxy, waits));
  g_assert_true (fault_proxy_has_seen (f->proxy, later));
  fixture_rest (f);
  g_assert_false (fault_proxy_has_seen (f->proxy, practice->id));
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->practice, ==, 1);
}

/* "Central stopped during the visit: the report is saved; central started again: it arrives by itself, once." */
static void
test_central_comes_back (Fixture *f, gconstpointer data)
{
  fixture_start_engine (f);
  fixture_stop_central (f);
  g_free (fixture_save (f, "Opis"));
  fixture_wait (f, FALSE, fixture_state (f) == KMZB_SYNC_OFFLINE);
  fixture_advance (f, 600);
  g_assert_cmpuint (fixture_received (f), ==, 0);
  g_assert_cmpuint (kmzb_sync_engine_get_n_waiting (f->engine), ==, 1);

  fixture_start_central (f, NULL);
  fixture_wait (f, TRUE, fixture_received (f) == 1);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, 1);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, 1);
}

/* A save is a reason to try at once, whatever the wait after the last failure. */
static void
test_a_save_wakes (Fixture *f, gconstpointer data)
{
  fault_proxy_set (f->proxy, "GET", FAULT_DROP, 1);
  g_free (fixture_save (f, "Pierwsze"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_state (f) == KMZB_SYNC_OFFLINE);
  fixture_rest (f);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, 0);
  g_free (fixture_save (f, "Drugie"));
  fixture_wait (f, FALSE, fixture_received (f) == 2);
}

/* The network is another one, or a portal has let the booth through: it tries at once. */
static void
test_a_network_wakes (Fixture *f, gconstpointer data)
{
  fault_proxy_set (f->proxy, "GET", FAULT_BUSY, 1); /* not before two minutes have passed, says that server */
  g_free (fixture_save (f, "Opis"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, kmzb_sync_engine_get_problem (f->engine) != NULL);
  fixture_rest (f);
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", FALSE);
  fixture_rest (f);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, 0);

  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  fixture_wait (f, FALSE, fixture_received (f) == 1);
}

/* A server that answers nobody has four reports before it, whatever waits. */
static void
test_four_at_most (Fixture *f, gconstpointer data)
{
  fault_proxy_set (f->proxy, "POST", FAULT_SILENCE, -1);
  for (guint i = 0; i < 12; i++)
    g_free (fixture_save (f, "Opis"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fault_proxy_get_n (f->proxy, "POST") == KMZB_OPEN311_MAX_IN_FLIGHT);
  fixture_rest (f);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, KMZB_OPEN311_MAX_IN_FLIGHT);

  fault_proxy_set (f->proxy, "POST", FAULT_NONE, -1);
  fixture_advance (f, 91);
  fixture_wait (f, TRUE, fixture_received (f) == 12);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, 12);
}

/* Receipts of a long line are written in groups; none that the booth has heard is lost when it ends. */
static void
test_stop_in_a_long_line (Fixture *f, gconstpointer data)
{
  enum { N = 300 };
  gint64 at_central;

  for (guint i = 0; i < N; i++)
    g_free (fixture_save (f, "Opis"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fault_proxy_get_n (f->proxy, "POST") > 20);
  fixture_close_booth (f);

  fixture_open_booth (f);
  at_central = fixture_ask_central (f, "SELECT count(*) FROM reports");
  g_assert_cmpint (fixture_received (f), >=, at_central - KMZB_OPEN311_MAX_IN_FLIGHT);
  g_assert_cmpint (fixture_received (f), <=, at_central);
  fixture_start_engine (f);
  fixture_wait (f, TRUE, fixture_received (f) == N);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, N);
}

/* What was under way when the booth ended waits at the next start, and arrives. */
static void
test_stop_in_the_middle (Fixture *f, gconstpointer data)
{
  fault_proxy_set (f->proxy, "POST", FAULT_SILENCE, 2);
  g_free (fixture_save (f, "Pierwsze"));
  g_free (fixture_save (f, "Drugie"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fault_proxy_get_n (f->proxy, "POST") == 2);
  fixture_wait (f, FALSE, kmzb_store_get_tally (f->store)->sending == 2);
  fixture_close_booth (f);

  fixture_open_booth (f);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, 2);
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 2);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, 2);
}

/* The booth ends after central has stored a report and before the booth has heard it. */
static void
test_replay_after_a_restart (Fixture *f, gconstpointer data)
{
  fault_proxy_set (f->proxy, "POST", FAULT_LOSE_ANSWER, -1);
  g_free (fixture_save (f, "Opis"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_ask_central (f, "SELECT count(*) FROM reports") == 1);
  fixture_close_booth (f);

  fixture_open_booth (f);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, 1);
  fault_proxy_set (f->proxy, "POST", FAULT_NONE, -1);
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 1);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM reports"), ==, 1);
}

/* A key that is taken back stops the queue and loses nothing; a new one in the same file is used without a restart. */
static void
test_a_rotated_key (Fixture *f, gconstpointer data)
{
  const char *revoke[] = { "keys", "revoke", "Rynek", NULL };

  fixture_run_central (f, revoke, NULL);
  g_free (fixture_save (f, "Pierwsze"));
  g_free (fixture_save (f, "Drugie"));
  fixture_start_engine (f);
  fixture_wait (f, FALSE, kmzb_sync_engine_get_problem (f->engine) != NULL);
  g_assert_error (kmzb_sync_engine_get_problem (f->engine), KMZB_ERROR, KMZB_ERROR_DENIED);
  fixture_rest (f);
  g_assert_cmpint (fault_proxy_get_n (f->proxy, "POST"), ==, 2);
  g_assert_cmpuint (kmzb_store_get_tally (f->store)->saved, ==, 2);

  /* Nobody tells the booth. */
  fixture_write_key (f, "Rynek-2");
  fixture_wait (f, TRUE, fixture_received (f) == 2);
  g_assert_null (kmzb_sync_engine_get_problem (f->engine));
}

/* A booth that was never given a server keeps everything and says so. */
static void
test_no_url (Fixture *f, gconstpointer data)
{
  g_free (fixture_save (f, "Opis"));
  fixture_start_engine_at (f, NULL, NULL);
  g_assert_cmpint (fixture_state (f), ==, KMZB_SYNC_OFFLINE);
  g_assert_cmpuint (kmzb_sync_engine_get_n_waiting (f->engine), ==, 1);
  kmzb_sync_engine_wake (f->engine);
  g_free (fixture_save (f, "Drugie"));
  g_assert_cmpuint (kmzb_sync_engine_get_n_waiting (f->engine), ==, 2);
}

static void
write_file (Fixture *f, const char *name, const char *content, char **path)
{
  *path = g_build_filename (f->folder, name, NULL);
  g_assert_true (g_file_set_contents (*path, content, -1, NULL));
}

static gint64
ask_booth (Fixture *f, const char *sql)
{
  g_autofree char *path = g_build_filename (f->data_dir, "booth.db", NULL);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, NULL);
  gint64 value = 0;

  g_assert_true (kmzb_db_get_int (db, sql, &value, NULL));
  return value;
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbLookup *lookup = data;

  if (!kmzb_store_lookup_number_finish (KMZB_STORE (source), result, lookup, NULL))
    lookup->as_of_us = -1;
}

/* The real central tells, the booth keeps: catalogue, threats, statistics, directory, and where the visitor's report stands. */
static void
test_what_central_tells (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbReport) report = fixture_make_report ("Opis");
  g_autofree char *threats = NULL, *statistics = NULL, *officers = NULL;
  KmzbLookup lookup = { 0 };

  write_file (f, "threats.geojson",
              "{\"type\":\"FeatureCollection\",\"name\":\"threats\",\"features\":[{\"type\":\"Feature\",\"geometry\":"
              "{\"type\":\"Point\",\"coordinates\":[22,50]},\"properties\":{\"id\":"
              "\"019a1b2c-3d4e-7f50-8123-456789abcdef\",\"category\":\"akty-wandalizmu\",\"status\":\"confirmed\","
              "\"source\":\"police\",\"created\":\"2026-04-01T10:00:00Z\",\"updated\":\"2026-04-01T10:00:00Z\"}}]}",
              &threats);
  write_file (f, "statistics.geojson",
              "{\"type\":\"FeatureCollection\",\"name\":\"statistics\",\"features\":[{\"type\":\"Feature\","
              "\"geometry\":{\"type\":\"Point\",\"coordinates\":[22,50]},\"properties\":{\"id\":\"s1\",\"source\":"
              "\"police\",\"name\":\"Wypadki\",\"value\":3,\"as_of\":\"2026-04-01\"}}]}",
              &statistics);
  write_file (f, "officers.geojson",
              "{\"type\":\"FeatureCollection\",\"name\":\"officers\",\"features\":[{\"type\":\"Feature\","
              "\"geometry\":null,\"properties\":{\"id\":\"1\",\"name\":\"Jan Lipko\",\"beat\":\"b\"}}]}",
              &officers);
  const char *give_threats[] = { "import-threats", threats, NULL };
  const char *give_statistics[] = { "import-statistics", statistics, NULL };
  const char *give_officers[] = { "import-directory", officers, NULL };
  const char *confirm[] = { "status", report->number, "confirmed", NULL };

  fixture_run_central (f, give_threats, NULL);
  fixture_run_central (f, give_statistics, NULL);
  fixture_run_central (f, give_officers, NULL);
  fixture_save_report (f, report);
  fixture_start_engine (f);
  fixture_wait (f, FALSE, fixture_received (f) == 1);
  fixture_run_central (f, confirm, NULL);
  fixture_wait (f, TRUE, ask_booth (f, "SELECT count(*) FROM threats WHERE source = 'police' AND lon = 22") == 1);
  fixture_wait (f, TRUE, ask_booth (f, "SELECT count(*) FROM records WHERE kind = 'statistics' AND id = 's1'") == 1);
  fixture_wait (f, TRUE, ask_booth (f, "SELECT count(*) FROM records WHERE kind = 'directory' AND id = 'officers/1'") == 1);
  fixture_wait (f, TRUE, ask_booth (f, "SELECT count(*) FROM standings") == 1);
  fixture_wait (f, TRUE, ask_booth (f, "SELECT count(*) FROM records WHERE kind = 'catalogue'") == 27);
  kmzb_store_lookup_number_async (f->store, report->number, NULL, on_looked_up, &lookup);
  fixture_wait (f, FALSE, lookup.as_of_us != 0);
  g_assert_cmpint (lookup.state, ==, KMZB_REPORT_RECEIVED);
  g_assert_true (lookup.has_status);
  g_assert_cmpint (lookup.status, ==, KMZB_STATUS_CONFIRMED);
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
  add ("/sync/arrives-once", test_arrives_once);
  add ("/sync/sealed-all-the-way", test_sealed_all_the_way);
  add ("/sync/a-changed-key-stops", test_a_changed_key_stops);
  add ("/sync/oldest-first", test_oldest_first);
  add ("/sync/practice-stays", test_practice_stays);
  add ("/sync/practice-is-switched", test_practice_is_switched);
  add ("/sync/central-comes-back", test_central_comes_back);
  add ("/sync/a-save-wakes", test_a_save_wakes);
  add ("/sync/a-network-wakes", test_a_network_wakes);
  add ("/sync/four-at-most", test_four_at_most);
  add ("/sync/stop-in-the-middle", test_stop_in_the_middle);
  add ("/sync/stop-in-a-long-line", test_stop_in_a_long_line);
  add ("/sync/replay-after-a-restart", test_replay_after_a_restart);
  add ("/sync/a-rotated-key", test_a_rotated_key);
  add ("/sync/no-url", test_no_url);
  add ("/sync/what-central-tells", test_what_central_tells);
  return g_test_run ();
}
