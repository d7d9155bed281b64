/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTP request from its first byte to the last of its answer, bounded in time and size. */
#include "kmzb-http-request.h"

#include "kmzb-answer.h"
#include "kmzb-error.h"

/* For a whole request, whatever drips. By the booth's clock. */
#define REQUEST_TIMEOUT_MS (90 * 1000)
#define READ_CHUNK_BYTES (16 * 1024)
/* Interim answers (100 Continue, 103 Early Hints) before the answer. libsoup reads them in one go for as long as they
 * come, and comes back to no main loop, deadline or end of the program meanwhile. */
#define INTERIM_MAX 16
/* A fast server does not keep the thread from everybody else. */
#define CHUNKS_AT_ONCE 16

typedef struct
{
  KmzbClock *clock;
  SoupMessage *message;
  GCancellable *outer;
  gulong outer_id;
  GCancellable *inner;
  GSource *deadline;
  gboolean is_late;
  guint n_interim;
  gboolean has_left; /* the server has been sent something */
  GInputStream *stream;
  GByteArray *body;
  gsize max_bytes;
} Request;

static int n_under_way; /* atomic */

/* How many requests of this program are under way. */
guint
kmzb_http_request_get_n (void)
{
  return (guint) g_atomic_int_get (&n_under_way);
}

static void
request_free (Request *request)
{
  if (request->outer != NULL)
    g_cancellable_disconnect (request->outer, request->outer_id);
  g_clear_object (&request->outer);
  if (request->deadline != NULL)
    g_source_destroy (request->deadline);
  g_clear_pointer (&request->deadline, g_source_unref);
  g_clear_object (&request->inner);
  g_clear_object (&request->stream);
  g_signal_handlers_disconnect_by_data (request->message, request);
  g_clear_object (&request->message);
  g_clear_object (&request->clock);
  g_byte_array_unref (request->body);
  g_free (request);
  g_atomic_int_add (&n_under_way, -1);
}

static void
on_outer_cancelled (GCancellable *outer, GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static gboolean
on_deadline (gpointer data)
{
  Request *request = data;

  request->is_late = TRUE;
  g_cancellable_cancel (request->inner);
  return G_SOURCE_REMOVE;
}

static void
return_tls_fault (GTask *task, const GError *fault)
{
  Request *request = g_task_get_task_data (task);
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (request->message);
  gint64 now_s = kmzb_clock_get_real_us (request->clock) / G_USEC_PER_SEC;
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_s);
  g_autofree char *date = now ? g_date_time_format (now, "%Y-%m-%d %H:%M UTC") : g_strdup ("an unknown time");

  if ((flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED)) != 0
      && (flags & ~(G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED)) == 0)
    g_task_return_new_error (task, KMZB_ERROR, KMZB_ERROR_CLOCK,
                             "The server's certificate is %s at the booth's time, %s: the clock or the certificate is "
                             "wrong",
                             flags & G_TLS_CERTIFICATE_EXPIRED ? "no longer valid" : "not valid yet", date);
  else if (flags != 0)
    g_task_return_new_error (task, KMZB_ERROR, KMZB_ERROR_UNTRUSTED, "Nobody vouches for the server's certificate: %s",
                             fault->message);
  else
    g_task_return_new_error (task, KMZB_ERROR, request->has_left ? KMZB_ERROR_LOST : KMZB_ERROR_OFFLINE, "%s",
                             fault->message);
}

static void
return_fault (GTask *task, GError *fault)
{
  Request *request = g_task_get_task_data (task);
  KmzbError code = request->has_left ? KMZB_ERROR_LOST : KMZB_ERROR_OFFLINE;

  if (request->n_interim > INTERIM_MAX)
    g_task_return_new_error (task, KMZB_ERROR, KMZB_ERROR_UNPROVEN, "The server promises an answer without end");
  else if (request->is_late)
    g_task_return_new_error (task, KMZB_ERROR, code, "The server has not answered in time");
  else if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
  else if (fault->domain == G_TLS_ERROR)
    return_tls_fault (task, fault);
  else
    g_task_return_new_error (task, KMZB_ERROR, code, "%s", fault->message);
  g_error_free (fault);
}

static gint64
read_date_us (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date = text ? soup_date_time_new_from_http_string (text) : NULL;

  return date ? g_date_time_to_unix (date) * G_USEC_PER_SEC : 0;
}

/* Seconds, or a date by the server's clock; -1 for neither. */
static gint64
read_retry_after_s (SoupMessageHeaders *headers, gint64 server_us)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  g_autoptr (GDateTime) date = NULL;
  guint64 seconds;

  if (text == NULL)
    return -1;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &seconds, NULL))
    return (gint64) seconds;
  date = soup_date_time_new_from_http_string (text);
  if (date == NULL || server_us == 0)
    return -1;
  return MAX (0, g_date_time_to_unix (date) - server_us / G_USEC_PER_SEC);
}

static void
return_answer (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (request->message);
  gint64 server_us = read_date_us (headers);
  KmzbAnswer *answer = g_new0 (KmzbAnswer, 1);

  answer->status = soup_message_get_status (request->message);
  answer->content_type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
  answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&request->body));
  request->body = g_byte_array_new ();
  answer->retry_after_s = read_retry_after_s (headers, server_us);
  if (server_us != 0)
    {
      /* The header holds whole seconds: the middle of that second is the best guess. */
      gint64 offset_us = kmzb_clock_get_real_us (request->clock) - server_us - G_USEC_PER_SEC / 2;

      answer->has_clock_offset = TRUE;
      answer->clock_offset_s = offset_us / G_USEC_PER_SEC;
    }
  g_task_return_pointer (task, answer, (GDestroyNotify) kmzb_answer_free);
}

static void read_on (GTask *task);

/* Takes @n_bytes of the answer. Returns: whether there is more to read; if not, @task has ended */
static gboolean
take_bytes (GTask *task, gconstpointer data, gsize n_bytes)
{
  Request *request = g_task_get_task_data (task);

  if (n_bytes == 0)
    {
      return_answer (task);
      return FALSE;
    }
  g_byte_array_append (request->body, data, (guint) n_bytes);
  if (request->body->len <= request->max_bytes)
    return TRUE;
  /* Ends the connection too; the rest of a lie is not worth reading. */
  g_cancellable_cancel (request->inner);
  g_task_return_new_error (task, KMZB_ERROR, KMZB_ERROR_UNPROVEN, "The answer is longer than any true one");
  return FALSE;
}

static void
on_bytes_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    return_fault (task, error);
  else if (take_bytes (task, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    read_on (task);
}

static gboolean
can_poll (GInputStream *stream)
{
  return G_IS_POLLABLE_INPUT_STREAM (stream) && g_pollable_input_stream_can_poll (G_POLLABLE_INPUT_STREAM (stream));
}

/* What has come already is taken at once: a receipt is small, and its way through the main loop costs more than all
 * the rest. */
static void
read_on (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  char chunk[READ_CHUNK_BYTES];
  gssize n_bytes;

  for (guint i = 0; i < CHUNKS_AT_ONCE && can_poll (request->stream); i++)
    {
      n_bytes = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (request->stream), chunk,
                                                          sizeof chunk, request->inner, &error);
      if (n_bytes < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      if (n_bytes < 0)
        {
          return_fault (task, error);
          return;
        }
      if (!take_bytes (task, chunk, (gsize) n_bytes))
        return;
    }
  g_clear_error (&error);
  g_input_stream_read_bytes_async (request->stream, READ_CHUNK_BYTES, G_PRIORITY_DEFAULT, request->inner,
                                   on_bytes_read, g_object_ref (task));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;

  request->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (request->stream == NULL)
    return_fault (task, error);
  else
    read_on (task);
}

static void
on_wrote_headers (SoupMessage *message, Request *request)
{
  request->has_left = TRUE;
}

static void
on_interim (SoupMessage *message, Request *request)
{
  if (++request->n_interim > INTERIM_MAX)
    g_cancellable_cancel (request->inner);
}

/**
 * kmzb_http_request_run:
 * @message: (transfer full)
 * @max_bytes: a longer answer is an error
 * @clock: by which the time for the whole request is measured
 * @cancellable: (nullable): ends it
 * @task: (transfer full): returns a #KmzbAnswer, or why there is none: %KMZB_ERROR_LOST when the server may have taken
 *   the request, %KMZB_ERROR_OFFLINE when it cannot have
 */
void
kmzb_http_request_run (SoupSession *session,
                       SoupMessage *message,
                       gsize max_bytes,
                       KmzbClock *clock,
                       GCancellable *cancellable,
                       GTask *task)
{
  Request *request = g_new0 (Request, 1);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_atomic_int_inc (&n_under_way);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  request->clock = g_object_ref (clock);
  request->message = message;
  request->max_bytes = max_bytes;
  request->body = g_byte_array_new ();
  request->inner = g_cancellable_new ();
  if (cancellable != NULL)
    {
      request->outer = g_object_ref (cancellable);
      request->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (on_outer_cancelled),
                                                 g_object_ref (request->inner), g_object_unref);
    }
  request->deadline = kmzb_clock_timeout_source_new (clock, REQUEST_TIMEOUT_MS);
  g_source_set_callback (request->deadline, on_deadline, request, NULL);
  g_source_attach (request->deadline, context);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers), request);
  g_signal_connect (message, "got-informational", G_CALLBACK (on_interim), request);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, request->inner, on_sent, task);
}
