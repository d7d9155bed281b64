/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stub-server.h"
#include "sync-fixture.h"

#include "kmzb-heartbeat.h"
#include "kmzb-open311-client.h"

#include <string.h>

#define JSON "Content-Type: application/json\r\n"

/* In central's place: says of itself what @kmzb is, and answers heartbeats with @status. The lock guards the counts. */
typedef struct
{
  const char *kmzb;
  const char *status;
  StubServer *server;
  guint port;
  GMutex lock;
  guint n_beats;
  guint n_others;
  char *last;
} Stub;

static void
answer_report (const char *request, GOutputStream *out)
{
  const char *id = strstr (request, "Idempotency-Key: ");
  g_autofree char *body = id ? g_strdup_printf ("[{\"service_request_id\":\"%.36s\",\"client_report_id\":\"%.36s\"}]",
                                                id + strlen ("Idempotency-Key: "), id + strlen ("Idempotency-Key: "))
                             : g_strdup ("[]");

  stub_answer (out, "200 OK", JSON, body);
}

static gboolean
on_request (const char *request, GOutputStream *out, gpointer data)
{
  Stub *stub = data;

  g_mutex_lock (&stub->lock);
  if (strstr (request, "heartbeat") != NULL && strstr (request, "POST ") == request)
    {
      stub->n_beats++;
      g_free (stub->last);
      stub->last = g_strdup (request);
      stub_answer (out, stub->status, JSON, "{}");
    }
  else if (strstr (request, "discovery.json") != NULL)
    {
      g_autofree char *body = g_strdup_printf (
          "{\"endpoints\":[{\"specification\":\"http://wiki.open311.org/GeoReport_v2\",\"url\":\"http://127.0.0.1:%u/open311/v2\","
          "\"type\":\"production\",\"formats\":[\"application/json\"]%s}]}",
          stub->port, stub->kmzb);

      stub_answer (out, "200 OK", JSON, body);
    }
  else if (strstr (request, "POST ") == request)
    answer_report (request, out);
  else if (strstr (request, "services.json") != NULL)
    stub_answer (out, "200 OK", JSON, "[{\"service_code\":\"a\",\"service_name\":\"A\",\"metadata\":false,\"type\":\"realtime\"}]");
  else
    stub_answer (out, "200 OK", JSON, "{\"items\":[],\"deleted\":[],\"cursor\":\"c1\",\"more\":false}");
  stub->n_others++;
  g_mutex_unlock (&stub->lock);
  return FALSE;
}

static guint
count_others (Stub *stub)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&stub->lock);

  return stub->n_others;
}

static guint
count_beats (Stub *stub)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&stub->lock);

  return stub->n_beats;
}

static void
start_at (Fixture *f, const char *url, const char *data_dir)
{
  const KmzbSyncConfig config = { url, f->key_file, NULL };
  g_autoptr (GError) error = NULL;

  f->engine = kmzb_sync_engine_new (f->store, f->clock, &config);
  kmzb_sync_engine_describe (f->engine, data_dir, "r7", "Powiat", "2026-04-01T10:00:00Z");
  kmzb_sync_engine_start (f->engine, &error);
  g_assert_no_error (error);
}

static void
start_stub (Fixture *f, Stub *stub)
{
  g_autofree char *url = NULL;

  g_mutex_init (&stub->lock);
  stub->server = stub_server_new (on_request, stub);
  url = stub_server_get_url (stub->server);
  stub->port = (guint) g_ascii_strtoull (strrchr (url, ':') + 1, NULL, 10);
  /* How full this machine's disk is may change while the test runs. */
  start_at (f, url, NULL);
}

static void
stop_stub (Fixture *f, Stub *stub)
{
  kmzb_sync_engine_stop (f->engine);
  stub_server_free (stub->server);
  g_mutex_clear (&stub->lock);
  g_free (stub->last);
}

/* As fixture_wait() by the clock, which stands still while anything is under way: nothing runs out of time. */
#define wait_for(self, condition)                                                                                      \
  G_STMT_START                                                                                                         \
    {                                                                                                                  \
      gint64 until_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;                                                 \
      while (!(condition))                                                                                             \
        {                                                                                                              \
          if (g_get_monotonic_time () > until_us)                                                                      \
            g_error ("%s:%d: never came: %s", __FILE__, __LINE__, #condition);                                        \
          fixture_turn (self, kmzb_open311_get_n_under_way () == 0);                                                   \
        }                                                                                                              \
    }                                                                                                                  \
  G_STMT_END

static gint64
ask_heard (Fixture *f)
{
  return fixture_ask_central (f, "SELECT coalesce(max(heard_us), 0) FROM booths");
}

static void
test_central_knows (Fixture *f, gconstpointer data)
{
  g_autofree char *url = fault_proxy_get_url (f->proxy);
  gint64 first;

  start_at (f, url, f->data_dir);
  wait_for (f, ask_heard (f) != 0);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM booths WHERE name='Rynek' AND pack_id='r7' AND pack_name='Powiat'"
                                           " AND pack_made='2026-04-01T10:00:00Z' AND version='" KMZB_VERSION "'"
                                           " AND waiting=0 AND oldest_us=0 AND clock_known=1 AND clock_offset_s<-1000"
                                           " AND free_bytes>0"),
                   ==, 1);
  /* What a visitor wrote is in no heartbeat, nor does it come oftener for a report. */
  first = ask_heard (f);
  g_free (fixture_save (f, "Kowalska"));
  wait_for (f, fixture_received (f) == 1);
  fixture_advance (f, 120);
  g_assert_cmpint (ask_heard (f), ==, first);
  g_assert_cmpint (fixture_ask_central (f, "SELECT count(*) FROM booths"), ==, 1);
}

static void
test_what_waits (Fixture *f, gconstpointer data)
{
  Stub stub = { .kmzb = ",\"kmzb\":{\"version\":1,\"changes\":[\"threats\"],\"heartbeat\":true}", .status = "200 OK" };

  g_free (fixture_save (f, "Kowalska"));
  fixture_advance (f, 30);
  start_stub (f, &stub);
  wait_for (f, fixture_received (f) == 1 && count_beats (&stub) == 1);
  g_assert_nonnull (strstr (stub.last, "Authorization: Bearer kmzb_"));
  g_assert_nonnull (strstr (stub.last, "\"version\":\"" KMZB_VERSION "\""));
  g_assert_null (strstr (stub.last, "Kowalska"));
  g_assert_null (strstr (stub.last, "api_key"));
  stop_stub (f, &stub);
}

/* Until it was answered, too: a clock that moves meanwhile would take the answer's time away. */
static void
wait_for_beats (Fixture *f, Stub *stub, guint n)
{
  wait_for (f, count_beats (stub) == n && kmzb_open311_get_n_under_way () == 0);
  fixture_rest (f);
}

/* While nothing changes, once an hour; what has changed is told, but not at once. */
static void
test_once_an_hour (Fixture *f, gconstpointer data)
{
  Stub stub = { .kmzb = ",\"kmzb\":{\"version\":1,\"changes\":[],\"heartbeat\":true}", .status = "200 OK" };

  start_stub (f, &stub);
  wait_for_beats (f, &stub, 1);
  for (guint i = 0; i < 4; i++)
    fixture_advance (f, 600);
  g_assert_cmpuint (count_beats (&stub), ==, 1);
  fixture_advance (f, KMZB_HEARTBEAT_AT_LEAST_S);
  wait_for_beats (f, &stub, 2);
  kmzb_sync_engine_describe (f->engine, NULL, "r8", NULL, NULL);
  fixture_advance (f, 60);
  g_assert_cmpuint (count_beats (&stub), ==, 2);
  fixture_advance (f, 2 * KMZB_HEARTBEAT_EVERY_S);
  wait_for_beats (f, &stub, 3);
  g_assert_nonnull (strstr (stub.last, "\"r8\""));
  stop_stub (f, &stub);
}

/* Whatever becomes of a heartbeat, reports go out, nobody is told of trouble, and it is not tried again at once. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  Stub stub = { .kmzb = ",\"kmzb\":{\"version\":1,\"changes\":[],\"heartbeat\":true}", .status = data };

  start_stub (f, &stub);
  wait_for_beats (f, &stub, 1);
  g_free (fixture_save (f, "Kowalska"));
  wait_for (f, fixture_received (f) == 1);
  wait_for (f, fixture_state (f) == KMZB_SYNC_ALL_SENT);
  g_assert_cmpint (kmzb_sync_engine_get_trouble (f->engine), ==, KMZB_TROUBLE_NONE);
  fixture_advance (f, 60);
  kmzb_sync_engine_wake (f->engine);
  fixture_rest (f);
  g_assert_cmpuint (count_beats (&stub), ==, 1);
  stop_stub (f, &stub);
}

/* Neither a foreign server nor an older central is told anything. */
static void
test_not_asked (Fixture *f, gconstpointer data)
{
  Stub stub = { .kmzb = data, .status = "200 OK" };

  start_stub (f, &stub);
  wait_for (f, count_others (&stub) >= 2);
  for (guint i = 0; i < 8; i++)
    {
      kmzb_sync_engine_wake (f->engine);
      fixture_advance (f, 600);
    }
  g_assert_cmpuint (count_beats (&stub), ==, 0);
  stop_stub (f, &stub);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func) g_test_add (path, Fixture, data, fixture_set_up, func, fixture_tear_down)
  ADD ("/heartbeat/central-knows", NULL, test_central_knows);
  ADD ("/heartbeat/what-waits", NULL, test_what_waits);
  ADD ("/heartbeat/once-an-hour", NULL, test_once_an_hour);
  ADD ("/heartbeat/refused/503", "503 Service Unavailable", test_refused);
  ADD ("/heartbeat/refused/403", "403 Forbidden", test_refused);
  ADD ("/heartbeat/refused/404", "404 Not Found", test_refused);
  ADD ("/heartbeat/not-asked/foreign", "", test_not_asked);
  ADD ("/heartbeat/not-asked/older", ",\"kmzb\":{\"version\":1,\"changes\":[\"threats\"]}", test_not_asked);
  ADD ("/heartbeat/not-asked/no", ",\"kmzb\":{\"version\":1,\"changes\":[],\"heartbeat\":\"true\"}", test_not_asked);
  return g_test_run ();
}
