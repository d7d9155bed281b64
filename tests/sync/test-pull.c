/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"
#include "stub-server.h"

#include "kmzb-error.h"
#include "kmzb-lookup.h"
#include "kmzb-puller.h"
#include "wait.h"

#include <glib/gstdio.h>
#include <string.h>

#define JSON "Content-Type: application/json\r\n"
#define OTHER_ID "019a1b2c-3d4e-7f50-8123-000000000000"
#define OTHER_NUMBER "000000011"
#define ID "019a1b2c-3d4e-7f50-8123-456789abcdef"

/* A server that tells @n_threats threats, @per_page at a time; its cursor is how many it has told. What is set makes it
 * worse. The lock guards all but the first two. */
typedef struct
{
  Fixture base;
  StubServer *server;
  KmzbOpen311Client *client;
  KmzbPuller *puller;
  KmzbGate reports_gate;

  GMutex lock;
  GString *requests;
  guint n_pages;
  guint n_threats;
  guint per_page;
  guint drop_at;     /* the page whose answer is lost; 0: none */
  gboolean gone;     /* knows no cursor */
  const char *name;  /* before each id */
  const char *lie;   /* the answer to every question for threats, as it is */
  gboolean circle;   /* the cursor never moves */
  gboolean endless;  /* there is always another page */
  gboolean swallow;  /* a body without an end */
  gboolean bomb;     /* much in a small packet */
  gboolean foreign;  /* speaks Open311 and nothing of ours */
  const char *deleted;
} Pull;

static const char discovery[]
    = "{\"endpoints\":[{\"specification\":\"http://wiki.open311.org/GeoReport_v2\",\"url\":\"http://127.0.0.1/open311/v2\","
      "\"type\":\"production\",\"formats\":[\"application/json\"],\"kmzb\":{\"version\":1,\"changes\":[\"threats\","
      "\"statuses\",\"statistics\",\"horoscopes\"]}}]}";

static guint
read_since (const char *request)
{
  const char *since = strstr (request, "&since=c");

  return since && since < strchr (request, '\r') ? (guint) g_ascii_strtoull (since + strlen ("&since=c"), NULL, 10) : 0;
}

static void
answer_threats (Pull *p, guint since, GOutputStream *out)
{
  g_autoptr (GString) body = g_string_new ("{\"items\":[");
  guint end = MIN (p->n_threats, since + p->per_page);

  for (guint i = since; i < end; i++)
    g_string_append_printf (body,
                            "%s{\"id\":\"%s-%06u\",\"category\":\"akty-wandalizmu\",\"status\":\"confirmed\",\"lat\":50.%06u,"
                            "\"lon\":22.0,\"created\":\"2026-04-01T10:00:00Z\",\"updated\":\"2026-04-02T10:00:00Z\"}",
                            i > since ? "," : "", p->name, i, i);
  g_string_append_printf (body, "],\"deleted\":[%s],\"cursor\":\"c%u\",\"more\":%s}", p->deleted ? p->deleted : "",
                          p->circle ? since : p->endless ? since + 1 : end,
                          end < p->n_threats || p->endless ? "true" : "false");
  stub_answer (out, "200 OK", JSON, body->str);
}

static void
answer_bomb (GOutputStream *out)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *block = g_strnfill (1024 * 1024, ' ');

  for (guint i = 0; i < 256; i++)
    g_output_stream_write_all (stream, block, 1024 * 1024, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  stub_answer_bytes (out, "200 OK", JSON "Content-Encoding: gzip\r\n",
                     g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                     g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
}

static void
answer_endlessly (GOutputStream *out)
{
  g_autofree char *block = g_strnfill (1024 * 1024, ' ');
  const char head[] = "HTTP/1.1 200 OK\r\n" JSON "Connection: close\r\n\r\n{";

  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  for (guint i = 0; i < 256 && g_output_stream_write_all (out, block, 1024 * 1024, NULL, NULL, NULL); i++)
    ;
}

static gboolean
is_lost (Pull *p)
{
  p->n_pages++;
  return p->drop_at > 0 && p->n_pages == p->drop_at;
}

static gboolean
answer (Pull *p, const char *request, GOutputStream *out)
{
  guint since = read_since (request);

  if (p->foreign && strstr (request, "discovery.json"))
    stub_answer (out, "404 Not Found", "Content-Type: text/html\r\n", "");
  else if (strstr (request, "discovery.json"))
    stub_answer (out, "200 OK", JSON "Date: Fri, 01 May 2026 10:00:00 GMT\r\n", discovery);
  else if (strstr (request, "services.json"))
    stub_answer (out, "200 OK", JSON, "[{\"service_code\":\"a\",\"service_name\":\"A\"}]");
  else if (strstr (request, "kind=statuses"))
    stub_answer (out, "200 OK", JSON,
                 "{\"items\":[{\"client_report_id\":\"" ID "\",\"status\":\"confirmed\",\"updated\":"
                 "\"2026-05-01T09:00:00Z\"},{\"client_report_id\":\"" OTHER_ID "\",\"number\":\"" OTHER_NUMBER "\","
                 "\"status\":\"eliminated\",\"updated\":\"2026-05-01T09:00:00Z\"}],\"deleted\":[],\"cursor\":\"c1\",\"more\":false}");
  else if (strstr (request, "kind=statistics"))
    stub_answer (out, "200 OK", JSON,
                 "{\"items\":[{\"id\":\"s1\",\"value\":7}],\"deleted\":[\"s2\"],\"cursor\":\"c1\",\"more\":false}");
  else if (is_lost (p))
    return FALSE;
  else if (p->swallow)
    answer_endlessly (out);
  else if (p->bomb)
    answer_bomb (out);
  else if (p->lie != NULL)
    g_output_stream_write_all (out, p->lie, strlen (p->lie), NULL, NULL, NULL);
  else if (p->gone && since > 0)
    stub_answer (out, "410 Gone", JSON, "[{\"code\":410,\"description\":\"begin again\"}]");
  else
    answer_threats (p, since, out);
  return p->lie == NULL && !p->swallow;
}

static gboolean
on_request (const char *request, GOutputStream *out, gpointer data)
{
  Pull *p = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&p->lock);

  g_string_append (p->requests, request);
  return answer (p, request, out);
}

/* ---- the booth ---- */

static void
start_puller (Pull *p)
{
  g_autofree char *url = stub_server_get_url (p->server);
  g_autofree char *key_file = g_build_filename (p->base.data_dir, "key", NULL);
  const KmzbSyncConfig config = { url, key_file, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents_full (key_file, "SECRETKEY", -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  p->client = kmzb_open311_client_new (&config, p->base.clock, &error);
  g_assert_no_error (error);
  p->reports_gate.clock = p->base.clock;
  p->puller = kmzb_puller_new (p->base.store, p->base.clock, p->client, &p->reports_gate);
}

static void
stop_puller (Pull *p)
{
  kmzb_puller_stop (p->puller);
  g_clear_pointer (&p->puller, kmzb_puller_free);
  g_assert_finalize_object (g_steal_pointer (&p->client));
}

static void
set_up (Pull *p, gconstpointer data)
{
  fixture_set_up (&p->base, data);
  g_mutex_init (&p->lock);
  p->requests = g_string_new (NULL);
  p->n_threats = 25;
  p->per_page = 10;
  p->name = "t";
  p->server = stub_server_new (on_request, p);
  start_puller (p);
}

static void
tear_down (Pull *p, gconstpointer data)
{
  stop_puller (p);
  fixture_spin ();
  stub_server_free (p->server);
  g_string_free (p->requests, TRUE);
  g_mutex_clear (&p->lock);
  fixture_tear_down (&p->base, data);
}

static gint64
count (Pull *p, const char *where)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM threats WHERE %s", where);

  return fixture_query_int (&p->base, sql);
}

static gint64
get_generation (Pull *p)
{
  return fixture_query_int (&p->base, "SELECT generation FROM walks WHERE kind = 'threats'");
}

/* Runs one round, wherever it leads. The clock moves only as far as it takes to begin. */
static void
run_round (Pull *p, guint seconds)
{
  kmzb_puller_wake (p->puller);
  kmzb_clock_advance (p->base.clock, seconds * (gint64) G_USEC_PER_SEC);
  for (guint quiet = 0; quiet < 20;)
    {
      quiet = g_main_context_iteration (NULL, FALSE) || kmzb_puller_is_busy (p->puller) ? 0 : quiet + 1;
      if (quiet > 0)
        g_usleep (500);
    }
}

static guint
count_requests (Pull *p, const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&p->lock);
  guint n = 0;

  for (const char *at = p->requests->str; (at = strstr (at, text)) != NULL; at++)
    n++;
  return n;
}

static void
test_all_pages_once (Pull *p, gconstpointer data)
{
  run_round (p, 3);
  g_assert_cmpint (count (p, "from_pack = 0 AND status = 'confirmed' AND category = 'akty-wandalizmu'"), ==, 25);
  g_assert_cmpuint (p->n_pages, ==, 3);

  /* The next round asks for what is new only. */
  g_mutex_lock (&p->lock);
  p->n_threats = 27;
  p->deleted = "\"t-000003\",\"never-seen\"";
  g_string_truncate (p->requests, 0);
  g_mutex_unlock (&p->lock);
  run_round (p, 20 * 60);
  g_assert_cmpint (count (p, "1"), ==, 26);
  g_assert_cmpint (count (p, "id = 't-000003'"), ==, 0);
  g_assert_cmpuint (count_requests (p, "kind=threats"), ==, 1);
  g_assert_cmpuint (count_requests (p, "since=c25"), ==, 1);

  /* The key is nobody's business but the server's. */
  g_assert_cmpuint (count_requests (p, "Authorization: Bearer SECRETKEY"), ==, 3);
  g_assert_null (strstr (p->requests->str, "api_key"));
  g_assert_cmpuint (count_requests (p, "horoscopes"), ==, 0);
  g_assert_cmpint (fixture_query_int (&p->base, "SELECT count(*) FROM settings WHERE key = 'last_sync_us'"), ==, 1);
}

static void
test_goes_on_after_a_cut (Pull *p, gconstpointer data)
{
  p->drop_at = 2;
  run_round (p, 3);
  g_assert_cmpint (count (p, "1"), ==, 10);

  /* Also when the booth has been off meanwhile. */
  stop_puller (p);
  fixture_close (&p->base);
  fixture_open (&p->base);
  start_puller (p);
  g_string_truncate (p->requests, 0);
  run_round (p, 3);
  g_assert_cmpint (count (p, "1"), ==, 25);
  g_assert_cmpuint (count_requests (p, "kind=threats&limit=2000 "), ==, 0);
  g_assert_cmpuint (count_requests (p, "since=c10"), ==, 1);
}

/* A cursor that the server has lost: all is told anew, what is shown stays until then, and what is gone goes. */
static void
test_starts_over (Pull *p, gconstpointer data)
{
  run_round (p, 3);
  g_mutex_lock (&p->lock);
  p->gone = TRUE;
  p->name = "u";
  p->n_threats = 12;
  p->drop_at = p->n_pages + 3; /* after the 410 and one page */
  g_mutex_unlock (&p->lock);
  g_assert_true (fixture_try_exec (&p->base, "INSERT INTO threats(id, from_pack, category, status, lat, lon, created_us,"
                                             " updated_us) VALUES('pack', 1, 'c', 'new', 50, 22, 0, 0)"));
  run_round (p, 20 * 60);
  /* Cut after its first page: nothing is lost yet. */
  g_assert_cmpint (count (p, "id LIKE 't-%'"), ==, 25);
  g_assert_cmpint (count (p, "id LIKE 'u-%'"), ==, 10);
  g_mutex_lock (&p->lock);
  p->gone = FALSE;
  g_mutex_unlock (&p->lock);
  run_round (p, 20 * 60);
  g_assert_cmpint (count (p, "id LIKE 't-%'"), ==, 0);
  g_assert_cmpint (count (p, "id LIKE 'u-%'"), ==, 12);
  g_assert_cmpint (count (p, "id = 'pack'"), ==, 1);
  g_assert_cmpint (get_generation (p), ==, 2);
}

/* What the pack brings yields to central, record by record, whichever comes first. */
static void
test_central_wins_over_the_pack (Pull *p, gconstpointer data)
{
  g_autoptr (KmzbThreats) pack = kmzb_threats_new ();

  p->n_threats = 1;
  p->deleted = "\"gone\"";
  kmzb_threats_add (pack, KMZB_THREAT_SOURCE_PEOPLE, "t-000000", "inne", KMZB_STATUS_NEW, (KmzbPoint){ 50, 22 }, 0, 0);
  kmzb_threats_add (pack, KMZB_THREAT_SOURCE_PEOPLE, "gone", "inne", KMZB_STATUS_NEW, (KmzbPoint){ 50, 22 }, 0, 0);
  kmzb_threats_add (pack, KMZB_THREAT_SOURCE_PEOPLE, "own", "inne", KMZB_STATUS_NEW, (KmzbPoint){ 50, 22 }, 0, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *origin = g_strdup_printf ("pack-%u", i);

      kmzb_store_import_threats_async (p->base.store, origin, pack, NULL, NULL, NULL);
      run_round (p, 20 * 60);
      g_assert_cmpint (count (p, "id = 't-000000' AND category = 'akty-wandalizmu' AND NOT from_pack"), ==, 1);
      g_assert_cmpint (count (p, "id = 'own' AND from_pack"), ==, 1);
      g_assert_cmpint (count (p, "1"), ==, 2);
    }
}

/* Whatever a server says, the booth has what it had, and goes on once the server does. */
static void
test_lies (Pull *p, gconstpointer data)
{
  static const char *const lies[] = {
    "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
    "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"items\":[]}",
    "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n{",
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nnogzi",
    "HTTP/1.1 302 Found\r\nLocation: /open311/v2/changes.json?kind=threats\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
    "SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "",
  };

  run_round (p, 3);
  g_assert_cmpint (count (p, "1"), ==, 25);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_mutex_lock (&p->lock);
      p->lie = lies[i];
      g_mutex_unlock (&p->lock);
      for (guint j = 0; j < 3; j++)
        run_round (p, 20 * 60);
      g_assert_cmpint (count (p, "1"), ==, 25);
    }
  g_mutex_lock (&p->lock);
  p->lie = NULL;
  p->n_threats = 26;
  g_mutex_unlock (&p->lock);
  run_round (p, 20 * 60);
  g_assert_cmpint (count (p, "1"), ==, 26);
}

static void
test_too_much (Pull *p, gconstpointer data)
{
  gboolean *const *ways = (gboolean *const[]){ &p->swallow, &p->bomb };

  for (guint i = 0; i < 2; i++)
    {
      *ways[i] = TRUE;
      run_round (p, 20 * 60);
      g_assert_cmpint (count (p, "1"), ==, 0);
      *ways[i] = FALSE;
    }
  run_round (p, 20 * 60);
  g_assert_cmpint (count (p, "1"), ==, 25);
}

static void
test_circles_end (Pull *p, gconstpointer data)
{
  p->circle = p->endless = TRUE;
  run_round (p, 3);
  g_assert_cmpuint (p->n_pages, <=, 3);
  p->circle = FALSE;
  p->per_page = 0;
  run_round (p, 20 * 60);
  g_assert_cmpuint (p->n_pages, >, 50);
  g_assert_cmpuint (p->n_pages, <, 150);
}

/* On a network that costs by the byte, where reports stand is asked for, and the map is not. */
static void
test_metered (Pull *p, gconstpointer data)
{
  kmzb_puller_set_metered (p->puller, TRUE);
  run_round (p, 3);
  g_assert_cmpuint (count_requests (p, "kind=statuses"), ==, 1);
  g_assert_cmpuint (count_requests (p, "kind=threats"), ==, 0);
  g_assert_cmpuint (count_requests (p, "kind=statistics"), ==, 0);
  kmzb_puller_set_metered (p->puller, FALSE);
  run_round (p, 20 * 60);
  g_assert_cmpint (count (p, "1"), ==, 25);
}

static void
take_state (KmzbNewsState state, gpointer data)
{
  *(KmzbNewsState *) data = state;
}

/* Who asks by hand gets all of it once, and is told how it went. */
static void
test_by_hand (Pull *p, gconstpointer data)
{
  KmzbNewsState state = KMZB_NEWS_UNKNOWN;
  guint asked;

  kmzb_puller_set_told_func (p->puller, take_state, &state);
  kmzb_puller_set_metered (p->puller, TRUE);
  kmzb_puller_ask (p->puller);
  run_round (p, 3);
  g_assert_cmpint (count (p, "1"), ==, 25);
  g_assert_cmpint (state, ==, KMZB_NEWS_LATEST);

  asked = count_requests (p, "kind=threats");
  run_round (p, 20 * 60);
  g_assert_cmpuint (count_requests (p, "kind=statuses"), ==, 2);
  g_assert_cmpuint (count_requests (p, "kind=threats"), ==, asked);

  kmzb_gate_close (&p->reports_gate, 120);
  kmzb_puller_ask (p->puller);
  run_round (p, 3);
  g_assert_cmpint (state, ==, KMZB_NEWS_MISSED);
  g_assert_cmpuint (count_requests (p, "kind=statuses"), ==, 2);
}

/* Of a server that tells no news the booth does not say that it has the latest. */
static void
test_no_news (Pull *p, gconstpointer data)
{
  KmzbNewsState state = KMZB_NEWS_UNKNOWN;

  p->foreign = TRUE;
  kmzb_puller_set_told_func (p->puller, take_state, &state);
  kmzb_puller_ask (p->puller);
  run_round (p, 3);
  g_assert_cmpint (state, ==, KMZB_NEWS_NONE);
  g_assert_cmpuint (count_requests (p, "kind="), ==, 0);
}

/* A server that wants to be left alone by reports is left alone. */
static void
test_asked_for_a_pause (Pull *p, gconstpointer data)
{
  kmzb_gate_close (&p->reports_gate, 120);
  run_round (p, 100);
  g_assert_cmpuint (p->requests->len, ==, 0);
  kmzb_clock_advance (p->base.clock, 30 * G_USEC_PER_SEC);
  run_round (p, 3);
  g_assert_cmpint (count (p, "1"), ==, 25);
}

static gboolean
look_up (Pull *p, const char *number, KmzbLookup *lookup, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kmzb_store_lookup_number_async (p->base.store, number, NULL, wait_take_result, &result);
  wait_for_result (&result);
  return kmzb_store_lookup_number_finish (p->base.store, result, lookup, error);
}

static void
test_where_a_report_stands (Pull *p, gconstpointer data)
{
  g_autoptr (KmzbReport) report = fixture_make_report ("Opis");
  g_autoptr (GPtrArray) claimed = NULL;
  g_autoptr (GError) error = NULL;
  KmzbLookup lookup;

  g_free (report->id);
  report->id = g_strdup (ID);
  g_assert_true (fixture_save (p->base.store, report, NULL));
  g_assert_true (look_up (p, report->number, &lookup, &error));
  g_assert_no_error (error);
  g_assert_cmpint (lookup.state, ==, KMZB_REPORT_SAVED);
  g_assert_false (lookup.has_status);
  g_assert_cmpint (lookup.as_of_us, ==, 0);

  claimed = fixture_claim (p->base.store, 1, G_MAXINT64, NULL);
  fixture_settle (p->base.store, 1, KMZB_REPORT_RECEIVED, 0);
  run_round (p, 3);
  g_assert_true (look_up (p, report->number, &lookup, &error));
  g_assert_no_error (error);
  g_assert_cmpint (lookup.state, ==, KMZB_REPORT_RECEIVED);
  g_assert_true (lookup.has_status);
  g_assert_cmpint (lookup.status, ==, KMZB_STATUS_CONFIRMED);
  g_assert_cmpint (lookup.as_of_us, >, FIXTURE_START_US);

  /* One that only central remembers, and one that nobody does. */
  g_assert_true (look_up (p, OTHER_NUMBER, &lookup, &error));
  g_assert_no_error (error);
  g_assert_cmpint (lookup.state, ==, KMZB_REPORT_RECEIVED);
  g_assert_cmpint (lookup.status, ==, KMZB_STATUS_ELIMINATED);
  g_assert_false (look_up (p, "000000022", &lookup, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND);
}

/* What the booth keeps as it came, and what is gone. */
static void
test_statistics_are_kept (Pull *p, gconstpointer data)
{
  run_round (p, 3);
  g_assert_cmpint (fixture_query_int (&p->base, "SELECT count(*) FROM records WHERE kind = 'statistics' AND id = 's1'"
                                                " AND json_extract(content, '$.value') = 7"),
                   ==, 1);
  g_assert_cmpint (fixture_query_int (&p->base, "SELECT count(*) FROM records WHERE kind = 'statistics' AND id = 's2'"
                                                " AND content IS NULL"),
                   ==, 1);
}

static void
add (const char *path, void (*func) (Pull *, gconstpointer))
{
  g_test_add (path, Pull, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/pull/all-pages-once", test_all_pages_once);
  add ("/pull/goes-on-after-a-cut", test_goes_on_after_a_cut);
  add ("/pull/starts-over", test_starts_over);
  add ("/pull/central-wins-over-the-pack", test_central_wins_over_the_pack);
  add ("/pull/lies", test_lies);
  add ("/pull/too-much", test_too_much);
  add ("/pull/circles-end", test_circles_end);
  add ("/pull/metered", test_metered);
  add ("/pull/by-hand", test_by_hand);
  add ("/pull/no-news", test_no_news);
  add ("/pull/asked-for-a-pause", test_asked_for_a_pause);
  add ("/pull/where-a-report-stands", test_where_a_report_stands);
  add ("/pull/statistics-are-kept", test_statistics_are_kept);
  return g_test_run ();
}
