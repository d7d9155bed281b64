/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that lies, in answer to each of the booth's questions: it may cost the booth time, never memory, never a
 * report, and once the server tells the truth everything goes on by itself. */
#include "store-fixture.h"
#include "stub-server.h"

#include "kmzb-open311-client.h"
#include "kmzb-sync-engine.h"

#include <stdio.h>
#include <string.h>

#define JSON "Content-Type: application/json\r\n"
#define MEGABYTE (1024 * 1024)
/* More than any limit of the booth's, less than what would show if there were none. */
#define GIVE_UP_BYTES ((gsize) 512 * MEGABYTE)
#define PEAK_MAX_KB (96 * 1024)

typedef enum
{
  DISCOVERY,
  RECEIPT,
  CHANGES,
  N_QUESTIONS,
} Question;

static const char *const questions[N_QUESTIONS] = { "discovery", "receipt", "changes" };

typedef struct _Liar Liar;
typedef void (*LieFunc) (Liar *liar, GOutputStream *out);

typedef struct
{
  const char *name;
  LieFunc func;
  const char *bytes; /* or these, as they are */
  gboolean is_slow;  /* only the clock ends it */
} Lie;

struct _Liar
{
  Fixture base;
  StubServer *server;
  KmzbSyncEngine *engine;
  Question question;
  const Lie *lie; /* atomic; NULL: the truth */
  int n_lies;     /* atomic */
  int n_requests; /* atomic */
};

/* ---- lies ---- */

static gboolean
write_text (GOutputStream *out, const char *text)
{
  return g_output_stream_write_all (out, text, strlen (text), NULL, NULL, NULL);
}

/* Writes @block until nobody reads it any more. */
static void
write_for_ever (GOutputStream *out, const char *block, gsize size)
{
  gsize total = 0;

  while (total < GIVE_UP_BYTES && g_output_stream_write_all (out, block, size, NULL, NULL, NULL))
    total += size;
  g_assert_cmpuint (total, <, GIVE_UP_BYTES);
}

/* @line, over and over */
static void
repeat_for_ever (GOutputStream *out, const char *line)
{
  g_autoptr (GString) block = g_string_new (NULL);

  while (block->len < 64 * 1024)
    g_string_append (block, line);
  write_for_ever (out, block->str, block->len);
}

static void
lie_ten_gigabytes (Liar *liar, GOutputStream *out)
{
  write_text (out, "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 10737418240\r\n\r\n[");
  repeat_for_ever (out, "        ");
}

static void
lie_endless_body (Liar *liar, GOutputStream *out)
{
  write_text (out, "HTTP/1.1 200 OK\r\n" JSON "Connection: close\r\n\r\n{\"items\":[");
  repeat_for_ever (out, "\"x\",");
}

static void
lie_endless_chunks (Liar *liar, GOutputStream *out)
{
  write_text (out, "HTTP/1.1 200 OK\r\n" JSON "Transfer-Encoding: chunked\r\n\r\n");
  repeat_for_ever (out, "8\r\n        \r\n");
}

static void
lie_endless_headers (Liar *liar, GOutputStream *out)
{
  write_text (out, "HTTP/1.1 200 OK\r\n");
  repeat_for_ever (out, "X-Lie: there is more to come\r\n");
}

static void
lie_endless_header (Liar *liar, GOutputStream *out)
{
  write_text (out, "HTTP/1.1 200 OK\r\nX-Lie: ");
  repeat_for_ever (out, "and more ");
}

static void
lie_endless_status (Liar *liar, GOutputStream *out)
{
  write_text (out, "HTTP/1.1 200 ");
  repeat_for_ever (out, "OK ");
}

static void
lie_endless_continue (Liar *liar, GOutputStream *out)
{
  repeat_for_ever (out, "HTTP/1.1 100 Continue\r\n\r\n");
}

/* An endless body of blanks, packed a thousand to one. */
static void
lie_bomb (Liar *liar, GOutputStream *out)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) packed = NULL;
  g_autofree char *block = g_strnfill (MEGABYTE, ' ');

  write_text (out, "HTTP/1.1 200 OK\r\n" JSON "Content-Encoding: gzip\r\nConnection: close\r\n\r\n");
  packed = g_converter_output_stream_new (out, G_CONVERTER (compressor));
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (packed), FALSE);
  for (guint i = 0; i < 1024 && g_output_stream_write_all (packed, block, MEGABYTE, NULL, NULL, NULL); i++)
    ;
}

static void
lie_depth (Liar *liar, GOutputStream *out)
{
  g_autofree char *brackets = g_strnfill (MEGABYTE / 32, '[');

  stub_answer (out, "200 OK", JSON, brackets);
}

/* A byte a minute, by the booth's clock. */
static void
drip (Liar *liar, GOutputStream *out, const char *text)
{
  for (const char *at = text; g_atomic_pointer_get (&liar->lie) != NULL; at = at[1] ? at + 1 : at)
    {
      gint64 since_us = kmzb_clock_get_monotonic_us (liar->base.clock);

      if (!g_output_stream_write_all (out, at, 1, NULL, NULL, NULL))
        return;
      while (g_atomic_pointer_get (&liar->lie) != NULL
             && kmzb_clock_get_monotonic_us (liar->base.clock) < since_us + 60 * G_USEC_PER_SEC)
        g_usleep (1000);
    }
}

static void
lie_dripping_header (Liar *liar, GOutputStream *out)
{
  drip (liar, out, "HTTP/1.1 200 OK\r\nX-Lie: slowly ");
}

static void
lie_dripping_body (Liar *liar, GOutputStream *out)
{
  write_text (out, "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 1000000\r\n\r\n");
  drip (liar, out, "{\"items\":[ ");
}

static const Lie lies[] = {
  { "ten-gigabytes", lie_ten_gigabytes, NULL, FALSE },
  { "endless-body", lie_endless_body, NULL, FALSE },
  { "endless-chunks", lie_endless_chunks, NULL, FALSE },
  { "endless-headers", lie_endless_headers, NULL, FALSE },
  { "endless-header", lie_endless_header, NULL, FALSE },
  { "endless-status", lie_endless_status, NULL, FALSE },
  { "endless-continue", lie_endless_continue, NULL, FALSE },
  { "bomb", lie_bomb, NULL, FALSE },
  { "depth", lie_depth, NULL, FALSE },
  { "dripping-header", lie_dripping_header, NULL, TRUE },
  { "dripping-body", lie_dripping_body, NULL, TRUE },
  { "redirect-to-itself", NULL,
    "HTTP/1.1 302 Found\r\nLocation: /open311/v2/discovery.json\r\nContent-Length: 0\r\n\r\n", FALSE },
  { "see-other", NULL, "HTTP/1.1 303 See Other\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", FALSE },
  { "huge-chunk", NULL,
    "HTTP/1.1 200 OK\r\n" JSON "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n[]\r\n0\r\n\r\n", FALSE },
  { "negative-length", NULL, "HTTP/1.1 200 OK\r\n" JSON "Content-Length: -1\r\n\r\n[]", FALSE },
  { "two-lengths", NULL, "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 2\r\nContent-Length: 999\r\n\r\n[]", FALSE },
  { "truncated", NULL, "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 999\r\n\r\n[{\"service_request_id\":\"1\"", FALSE },
  { "two-answers", NULL,
    "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 2\r\n\r\n[]HTTP/1.1 200 OK\r\n" JSON "Content-Length: 28\r\n\r\n"
    "[{\"service_request_id\":\"7\"}]",
    FALSE },
  { "no-end-of-pause", NULL,
    "HTTP/1.1 503 Later\r\nRetry-After: 999999999999999999999\r\nDate: Fri, 31 Dec 9999 23:59:59 GMT\r\n"
    "Content-Length: 0\r\n\r\n",
    FALSE },
  { "pause-for-years", NULL, "HTTP/1.1 429 Later\r\nRetry-After: 2147483647\r\nContent-Length: 0\r\n\r\n", FALSE },
};

/* ---- the truth ---- */

static const char discovery[]
    = "{\"endpoints\":[{\"specification\":\"http://wiki.open311.org/GeoReport_v2\",\"url\":\"http://127.0.0.1/open311/v2\","
      "\"type\":\"production\",\"formats\":[\"application/json\"],\"kmzb\":{\"version\":1,\"changes\":[\"threats\"]}}]}";

static void
tell_truth (const char *request, Question question, GOutputStream *out)
{
  const char *key = strcasestr (request, "\r\nIdempotency-Key: ");
  g_autofree char *id = key ? g_strndup (key + strlen ("\r\nIdempotency-Key: "), 36) : NULL;
  g_autofree char *receipt
      = g_strdup_printf ("[{\"service_request_id\":\"%s\",\"client_report_id\":\"%s\"}]", id, id);

  stub_answer (out, "200 OK", JSON,
               question == DISCOVERY ? discovery
               : question == RECEIPT ? receipt
                                     : "{\"items\":[],\"deleted\":[],\"cursor\":\"c1\",\"more\":false}");
}

static gboolean
on_request (const char *request, GOutputStream *out, gpointer data)
{
  Liar *liar = data;
  const Lie *lie = g_atomic_pointer_get (&liar->lie);
  Question question = g_str_has_prefix (request, "POST ")           ? RECEIPT
                      : strstr (request, "changes.json?") != NULL ? CHANGES
                                                                    : DISCOVERY;

  g_atomic_int_inc (&liar->n_requests);
  /* Nobody is led anywhere. */
  g_assert_null (strstr (request, "/elsewhere"));
  if (lie == NULL || question != liar->question)
    {
      tell_truth (request, question, out);
      return TRUE;
    }
  g_atomic_int_inc (&liar->n_lies);
  if (lie->func != NULL)
    lie->func (liar, out);
  else
    write_text (out, lie->bytes);
  return FALSE;
}

/* ---- the booth ---- */

/* Since @reset. Returns: kilobytes of memory at most; 0 where the kernel does not tell */
static guint64
get_peak_kb (gboolean reset)
{
  g_autofree char *status = NULL;
  const char *found;

  if (reset)
    {
      FILE *file = fopen ("/proc/self/clear_refs", "w");

      if (file == NULL || fputs ("5", file) < 0 || fclose (file) != 0)
        return 0;
    }
  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  found = strstr (status, "VmHWM:");
  return found ? g_ascii_strtoull (found + strlen ("VmHWM:"), NULL, 10) : 0;
}

static guint
get_received (Liar *liar)
{
  return kmzb_store_get_tally (liar->base.store)->received;
}

/* A moment; the clock moves unless the server has something to say still. */
static void
turn (Liar *liar, gboolean is_slow)
{
  if (g_main_context_iteration (NULL, FALSE))
    return;
  if (is_slow || kmzb_open311_get_n_under_way () == 0)
    kmzb_clock_advance (liar->base.clock, (is_slow ? 1 : 15) * G_USEC_PER_SEC);
  g_usleep (1000);
}

#define wait_for(liar, is_slow, condition)                                                                             \
  G_STMT_START                                                                                                         \
    {                                                                                                                  \
      gint64 until_us = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;                                                 \
      while (!(condition))                                                                                             \
        {                                                                                                              \
          if (g_get_monotonic_time () > until_us)                                                                      \
            g_error ("%s:%d: never came: %s", __FILE__, __LINE__, #condition);                                         \
          turn (liar, is_slow);                                                                                        \
        }                                                                                                              \
    }                                                                                                                  \
  G_STMT_END

static void
test_lie (gconstpointer data)
{
  guint at = GPOINTER_TO_UINT (data);
  const Lie *lie = &lies[at / N_QUESTIONS];
  Liar liar = { .question = (Question) (at % N_QUESTIONS), .lie = lie };
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  guint64 before_kb, peak_kb;
  gint64 start_us;

  fixture_set_up (&liar.base, NULL);
  liar.server = stub_server_new (on_request, &liar);
  url = stub_server_get_url (liar.server);
  const KmzbSyncConfig config = { url, NULL, NULL };
  g_free (fixture_save_new (&liar.base));
  before_kb = get_peak_kb (TRUE);
  liar.engine = kmzb_sync_engine_new (liar.base.store, liar.base.clock, &config);
  kmzb_sync_engine_start (liar.engine, &error);
  g_assert_no_error (error);

  /* Again and again, for the server insists. */
  wait_for (&liar, lie->is_slow, g_atomic_int_get (&liar.n_lies) >= 3);
  if (liar.question == CHANGES)
    wait_for (&liar, lie->is_slow, get_received (&liar) == 1);
  else
    {
      wait_for (&liar, lie->is_slow, kmzb_sync_engine_get_problem (liar.engine) != NULL);
      g_assert_cmpuint (get_received (&liar), ==, 0);
      g_assert_cmpuint (kmzb_sync_engine_get_n_waiting (liar.engine), ==, 1);
    }
  g_assert_cmpint (g_atomic_int_get (&liar.n_requests), <, 200);
  peak_kb = get_peak_kb (FALSE);
  if (before_kb > 0)
    g_assert_cmpuint (peak_kb - MIN (peak_kb, before_kb), <, PEAK_MAX_KB);

  /* The truth. No server may have silenced the booth for longer than an hour. */
  g_atomic_pointer_set (&liar.lie, NULL);
  start_us = kmzb_clock_get_monotonic_us (liar.base.clock);
  g_free (fixture_save_new (&liar.base));
  wait_for (&liar, FALSE, get_received (&liar) == 2);
  wait_for (&liar, FALSE, fixture_query_int (&liar.base, "SELECT count(*) FROM walks WHERE cursor = 'c1'") == 1);
  g_assert_cmpint (kmzb_clock_get_monotonic_us (liar.base.clock) - start_us, <, (gint64) 2 * 3600 * G_USEC_PER_SEC);

  kmzb_sync_engine_stop (liar.engine);
  fixture_spin ();
  g_assert_finalize_object (g_steal_pointer (&liar.engine));
  fixture_close (&liar.base);
  stub_server_free (liar.server);
  fixture_tear_down (&liar.base, NULL);
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lies) * N_QUESTIONS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/liar/%s/%s", questions[i % N_QUESTIONS], lies[i / N_QUESTIONS].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_lie);
    }
  return g_test_run ();
}
