/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"
#include "stub-server.h"

#include "kmzb-store-officer.h"
#include "kmzb-sync-engine.h"

#include <string.h>

#define JSON "Content-Type: application/json\r\nDate: Fri, 01 May 2026 10:00:00 GMT\r\n"

/* A city's server: GeoReport v2 and no promise beyond. It stores whatever comes, as often as it comes. The lock guards
 * what stands below it. */
typedef struct
{
  Fixture base;
  StubServer *server;
  KmzbSyncEngine *engine;

  GMutex lock;
  GPtrArray *stored; /* bodies of POSTs */
  guint n_posts;
  guint n_lists;
  gboolean no_discovery;
  gboolean no_list;
  gboolean declares;
  gboolean elsewhere;       /* names an endpoint on another host */
  guint lose_before;        /* so many POSTs are lost on their way, */
  guint lose_after;         /* so many after they were stored */
  const char *unknown;      /* a service that it does not know */
  gboolean own_codes;       /* knows "PARK 7" of "miasto.pl" alone */
} City;

static void
answer_discovery (City *c, const char *request, GOutputStream *out)
{
  const char *host = strstr (request, "\r\nHost: ") + strlen ("\r\nHost: ");
  g_autofree char *own = g_strndup (host, strcspn (host, "\r"));
  g_autofree char *body
      = g_strdup_printf ("{\"endpoints\":[{\"specification\":\"http://wiki.open311.org/GeoReport_v2\",\"url\":"
                         "\"http://%s/api/v2\",\"type\":\"production\",\"formats\":[\"application/json\"]}]}",
                         c->elsewhere ? "127.0.0.9:1" : own);

  if (c->no_discovery)
    stub_answer (out, "404 Not Found", "Content-Type: text/html\r\n", "<html>");
  else
    stub_answer (out, "200 OK", JSON, body);
}

static void
answer_list (City *c, GOutputStream *out)
{
  g_autoptr (GString) body = g_string_new ("[");

  c->n_lists++;
  for (guint i = 0; i < c->stored->len; i++)
    {
      const char *post = g_ptr_array_index (c->stored, i);
      const char *description = strstr (post, "description=") + strlen ("description=");
      g_autofree char *escaped = g_strndup (description, strcspn (description, "&"));
      g_autofree char *text = g_uri_unescape_string (escaped, NULL);

      g_strdelimit (text, "\n\"", ' ');
      g_string_append_printf (body,
                              "%s{\"service_request_id\":%u,\"description\":\"%s\","
                              "\"requested_datetime\":\"2026-05-01T10:00:00Z\"}",
                              i ? "," : "", i + 1, text);
    }
  g_string_append (body, "]");
  if (c->no_list)
    stub_answer (out, "404 Not Found", JSON, "[{\"code\":404,\"description\":\"not offered\"}]");
  else
    stub_answer (out, "200 OK", JSON, body->str);
}

static gboolean
take_post (City *c, const char *request, GOutputStream *out)
{
  g_autofree char *body = NULL;

  c->n_posts++;
  if (c->lose_before > 0)
    {
      c->lose_before--;
      return FALSE;
    }
  if (c->unknown != NULL && strstr (request, c->unknown) != NULL)
    {
      stub_answer (out, "403 Forbidden", JSON, "[{\"code\":403,\"description\":\"unknown service\"}]");
      return TRUE;
    }
  g_ptr_array_add (c->stored, g_strdup (strstr (request, "\r\n\r\n") + 4));
  if (c->lose_after > 0)
    {
      c->lose_after--;
      return FALSE;
    }
  body = g_strdup_printf ("[{\"service_request_id\":%u}]", c->stored->len);
  stub_answer (out, "201 Created", JSON, body);
  return TRUE;
}

/* Whether this server understands: it has codes of its own, and serves several towns. */
static gboolean
is_understood (City *c, const char *request)
{
  const char *code = strstr (request, "services/") ? "services/PARK%207.json" : "service_code=PARK";

  return strstr (request, "jurisdiction_id=miasto.pl") != NULL
         && (strstr (request, "services.json") != NULL || strstr (request, code) != NULL);
}

static gboolean
on_request (const char *request, GOutputStream *out, gpointer data)
{
  City *c = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&c->lock);
  const char *base = c->no_discovery ? "/open311/v2/" : "/api/v2/";

  if (strstr (request, "discovery.json"))
    answer_discovery (c, request, out);
  else if (strstr (request, base) == NULL)
    stub_answer (out, "404 Not Found", JSON, "[]");
  else if (c->own_codes && !is_understood (c, request))
    stub_answer (out, "400 Bad Request", JSON, "[{\"code\":400,\"description\":\"jurisdiction or service\"}]");
  else if (g_str_has_prefix (request, "POST "))
    return take_post (c, request, out);
  else if (strstr (request, "services.json"))
    stub_answer (out, "200 OK", JSON, "[{\"service_code\":\"nieprawidlowe-parkowanie\",\"service_name\":\"Parkowanie\"}]");
  else if (strstr (request, "services/"))
    stub_answer (out, "200 OK", JSON,
                 c->declares ? "{\"service_code\":\"x\",\"attributes\":[{\"code\":\"client_report_id\"}]}"
                             : "{\"service_code\":\"x\",\"attributes\":[]}");
  else
    answer_list (c, out);
  return TRUE;
}

/* ---- the booth ---- */

static void
set_up (City *c, gconstpointer data)
{
  fixture_set_up (&c->base, data);
  g_mutex_init (&c->lock);
  c->stored = g_ptr_array_new_with_free_func (g_free);
  c->server = stub_server_new (on_request, c);
}

static void
stop_engine (City *c)
{
  if (c->engine == NULL)
    return;
  kmzb_sync_engine_stop (c->engine);
  fixture_spin ();
  g_assert_finalize_object (g_steal_pointer (&c->engine));
}

static void
tear_down (City *c, gconstpointer data)
{
  stop_engine (c);
  stub_server_free (c->server);
  g_ptr_array_unref (c->stored);
  g_mutex_clear (&c->lock);
  fixture_tear_down (&c->base, data);
}

static void
start_engine (City *c)
{
  g_autofree char *url = stub_server_get_url (c->server);
  g_autoptr (GHashTable) services = g_hash_table_new (g_str_hash, g_str_equal);
  const KmzbSyncConfig config = { url, NULL, NULL, c->own_codes ? "miasto.pl" : NULL, services };
  g_autoptr (GError) error = NULL;

  if (c->own_codes)
    g_hash_table_insert (services, (gpointer) "nieprawidlowe-parkowanie", (gpointer) "PARK 7");
  c->engine = kmzb_sync_engine_new (c->base.store, c->base.clock, &config);
  g_assert_true (kmzb_sync_engine_start (c->engine, &error));
  g_assert_no_error (error);
}

static void
turn (City *c)
{
  if (g_main_context_iteration (NULL, FALSE))
    return;
  if (kmzb_sync_engine_get_state (c->engine) != KMZB_SYNC_SENDING)
    kmzb_clock_advance (c->base.clock, G_USEC_PER_SEC / 2);
  g_usleep (1000);
}

#define wait_until(c, condition)                                                                                       \
  G_STMT_START                                                                                                         \
    {                                                                                                                  \
      gint64 until_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;                                                 \
      while (!(condition))                                                                                             \
        {                                                                                                              \
          if (g_get_monotonic_time () > until_us)                                                                      \
            g_error ("%s:%d: never came: %s", __FILE__, __LINE__, #condition);                                        \
          turn (c);                                                                                                    \
        }                                                                                                              \
    }                                                                                                                  \
  G_STMT_END

static const KmzbTally *
tally (City *c)
{
  return kmzb_store_get_tally (c->base.store);
}

/* Under the codes of that server, in its jurisdiction; and found again under them. */
static void
test_own_codes (City *c, gconstpointer data)
{
  c->own_codes = TRUE;
  c->lose_after = 1;
  g_free (fixture_save_new (&c->base));
  start_engine (c);
  wait_until (c, tally (c)->received == 1);
  g_assert_cmpuint (c->stored->len, ==, 1);
  g_assert_cmpuint (c->n_lists, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (c->stored, 0), "service_code=PARK+7&"));
  g_assert_null (strstr (g_ptr_array_index (c->stored, 0), "parkowanie"));
}

static void
test_each_once (City *c, gconstpointer declares)
{
  c->declares = GPOINTER_TO_INT (declares);
  for (guint i = 0; i < 6; i++)
    g_free (fixture_save_new (&c->base));
  start_engine (c);
  wait_until (c, tally (c)->received == 6);
  g_assert_cmpuint (c->stored->len, ==, 6);
  g_assert_cmpuint (c->n_posts, ==, 6);
  g_assert_cmpuint (c->n_lists, ==, 0);
  for (guint i = 0; i < 6; i++)
    {
      const char *post = g_ptr_array_index (c->stored, i);
      g_autofree char *id = g_strndup (strstr (post, "client_report_id%5D=") + strlen ("client_report_id%5D="), 36);
      g_autofree char *line = g_strconcat ("description=Opis%0A", id, NULL);

      /* In the description only where there is no place of its own. */
      g_assert_cmpint (strstr (post, line) != NULL, ==, !c->declares);
      g_assert_cmpint (strstr (post, "description=Opis&") != NULL, ==, c->declares);
    }
  g_assert_cmpint (kmzb_sync_engine_get_trouble (c->engine), ==, KMZB_TROUBLE_NONE);
}

/* The server has it and the booth has not heard so: it is found, and not sent again. */
static void
test_found_again (City *c, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (&c->base);

  c->lose_after = 1;
  start_engine (c);
  wait_until (c, tally (c)->received == 1);
  g_assert_cmpuint (c->stored->len, ==, 1);
  g_assert_cmpuint (c->n_posts, ==, 1);
  g_assert_cmpuint (c->n_lists, ==, 1);
  g_assert_cmpint (fixture_query_int (&c->base, "SELECT count(*) FROM reports WHERE server_id = '1'"), ==, 1);
}

/* It was lost on its way: it is looked for, not found, and sent once more. */
static void
test_sent_again (City *c, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (&c->base);

  c->lose_before = 2;
  start_engine (c);
  wait_until (c, tally (c)->received == 1);
  g_assert_cmpuint (c->stored->len, ==, 1);
  g_assert_cmpuint (c->n_posts, ==, 3);
  g_assert_cmpuint (c->n_lists, ==, 2);
}

/* A booth that dies while a report is under way looks for it when it comes back. */
static void
test_after_a_restart (City *c, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (&c->base);
  g_autoptr (GPtrArray) claimed = fixture_claim (c->base.store, 1, G_MAXINT64, NULL);
  const KmzbOutboxItem *item = g_ptr_array_index (claimed, 0);

  g_assert_false (item->maybe_sent);
  g_ptr_array_add (c->stored, g_strconcat ("description=Opis%0A", id, NULL));
  fixture_close (&c->base);
  fixture_open (&c->base);
  start_engine (c);
  wait_until (c, tally (c)->received == 1);
  g_assert_cmpuint (c->n_posts, ==, 0);
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (kmzb_store_act_finish (KMZB_STORE (source), result, NULL));
  *(gboolean *) data = TRUE;
}

/* The server cannot tell: the officer is told, and nothing is sent behind his back. Others go on. */
static void
test_uncertain (City *c, gconstpointer data)
{
  g_autofree char *first = fixture_save_new (&c->base);
  g_autofree char *second = NULL;
  gboolean done = FALSE;

  c->lose_after = 1;
  c->no_list = TRUE;
  start_engine (c);
  wait_until (c, tally (c)->uncertain == 1);
  second = fixture_save_new (&c->base);
  wait_until (c, tally (c)->received == 1);
  for (guint i = 0; i < 20; i++)
    kmzb_clock_advance (c->base.clock, 600 * G_USEC_PER_SEC);
  fixture_spin ();
  g_assert_cmpuint (c->stored->len, ==, 2);
  g_assert_cmpuint (c->n_posts, ==, 2);
  g_assert_cmpint (fixture_query_int (&c->base, "SELECT count(*) FROM reports WHERE state = 'uncertain'"
                                                " AND payload IS NOT NULL AND server_words IS NOT NULL"),
                   ==, 1);
  g_assert_cmpint (kmzb_sync_engine_get_state (c->engine), ==, KMZB_SYNC_ALL_SENT);

  /* The officer tries again when the server's list is back: it is found. */
  g_mutex_lock (&c->lock);
  c->no_list = FALSE;
  g_mutex_unlock (&c->lock);
  kmzb_store_act_async (c->base.store, KMZB_OFFICER_RETRY, 1, NULL, NULL, on_acted, &done);
  wait_until (c, done && tally (c)->received == 2);
  g_assert_cmpuint (c->n_posts, ==, 2);
}

static void
test_without_discovery (City *c, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (&c->base);

  c->no_discovery = TRUE;
  start_engine (c);
  wait_until (c, tally (c)->received == 1);
  g_assert_cmpuint (c->n_posts, ==, 1);
}

/* A server may not send the booth's key and reports to another one. */
static void
test_no_other_host (City *c, gconstpointer data)
{
  g_autofree char *id = fixture_save_new (&c->base);

  c->elsewhere = TRUE;
  start_engine (c);
  wait_until (c, kmzb_sync_engine_get_trouble (c->engine) == KMZB_TROUBLE_OTHER_SERVER);
  g_assert_cmpuint (tally (c)->saved, ==, 1);
  g_assert_cmpuint (c->n_posts, ==, 0);
}

/* One service that the city does not know holds up none of the others. */
static void
test_unknown_service (City *c, gconstpointer data)
{
  g_autoptr (KmzbReport) odd = fixture_make_report ("Opis");

  g_free (odd->category);
  odd->category = g_strdup ("akty-wandalizmu");
  c->unknown = "service_code=akty-wandalizmu";
  g_assert_true (fixture_save (c->base.store, odd, NULL));
  for (guint i = 0; i < 5; i++)
    g_free (fixture_save_new (&c->base));
  start_engine (c);
  wait_until (c, tally (c)->received == 5);
  g_assert_cmpuint (kmzb_tally_get_waiting (tally (c)), ==, 1);
  wait_until (c, fixture_query_int (&c->base, "SELECT count(*) FROM reports WHERE server_words = 'unknown service'") == 1);
}

/* A description that only central can read goes to nobody else. */
static void
test_sealed_stays (City *c, gconstpointer data)
{
  stop_engine (c);
  fixture_close (&c->base);
  c->base.store = kmzb_store_new (c->base.data_dir, c->base.clock);
  g_assert_true (kmzb_store_configure_key (c->base.store, "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8=", NULL));
  g_assert_true (kmzb_store_open (c->base.store, NULL));
  g_free (fixture_save_new (&c->base));
  start_engine (c);
  wait_until (c, kmzb_sync_engine_get_trouble (c->engine) == KMZB_TROUBLE_OTHER_SERVER);
  g_assert_cmpuint (c->n_posts, ==, 0);

  /* Also where the configuration has lost the key meanwhile. */
  stop_engine (c);
  fixture_close (&c->base);
  fixture_open (&c->base);
  start_engine (c);
  for (guint i = 0; i < 200; i++)
    turn (c);
  g_assert_cmpuint (c->n_posts, ==, 0);
  g_assert_cmpuint (kmzb_tally_get_waiting (tally (c)), ==, 1);
}

static void
add (const char *path, void (*func) (City *, gconstpointer), gpointer data)
{
  g_test_add (path, City, data, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/foreign/each-once", test_each_once, GINT_TO_POINTER (FALSE));
  add ("/foreign/each-once-declared", test_each_once, GINT_TO_POINTER (TRUE));
  add ("/foreign/own-codes", test_own_codes, NULL);
  add ("/foreign/found-again", test_found_again, NULL);
  add ("/foreign/sent-again", test_sent_again, NULL);
  add ("/foreign/after-a-restart", test_after_a_restart, NULL);
  add ("/foreign/uncertain", test_uncertain, NULL);
  add ("/foreign/without-discovery", test_without_discovery, NULL);
  add ("/foreign/no-other-host", test_no_other_host, NULL);
  add ("/foreign/unknown-service", test_unknown_service, NULL);
  add ("/foreign/sealed-stays", test_sealed_stays, NULL);
  return g_test_run ();
}
