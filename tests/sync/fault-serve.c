/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of one request. */
#include "fault-proxy-private.h"

#include <string.h>

#define ENDLESS_MAX_BYTES (64 * 1024 * 1024)
#define DELAY_MAX_MS 40

static const char portal[] = "<!DOCTYPE html><html><title>Wi-Fi</title><body>Akceptuję regulamin</body></html>";
static const char list[] = "[{\"service_request_id\":\"1\"},{\"service_request_id\":\"2\"}]";
static const char nginx[] = "<html>\r\n<head><title>Error</title></head>\r\n<body><center>nginx</center></body>\r\n</html>\r\n";
static const char gateway_error[] = "{\"statusCode\":400,\"error\":\"Bad Request\",\"message\":\"Invalid request\"}";

/* From @begin up to, not including, @end; without a seed always @begin. */
static int
pick (FaultProxy *self, int begin, int end)
{
  return self->mix ? fault_mix_random (self->mix, begin, end) : begin;
}

/* ---- to central ---- */

static GSocketConnection *
connect_to_target (FaultProxy *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  return g_socket_client_connect_to_host (client, "127.0.0.1", self->target_port, NULL, NULL);
}

static GString *
ask_target (Line *line, GString *request)
{
  g_autoptr (GSocketConnection) connection = connect_to_target (line->proxy);

  if (connection == NULL
      || !loopback_write (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request->str, request->len))
    return NULL;
  if (fault_proxy_is_report (request))
    g_atomic_int_inc (&line->proxy->n_passed);
  return loopback_read_message (g_io_stream_get_input_stream (G_IO_STREAM (connection)), line->cancellable);
}

/* Central gets a part of it, and then no more. */
static void
pass_a_part (Line *line, GString *request)
{
  g_autoptr (GSocketConnection) connection = connect_to_target (line->proxy);

  if (connection != NULL)
    loopback_write (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request->str,
                    (gsize) pick (line->proxy, 1, (int) request->len));
}

typedef struct
{
  Line *line;
  GString *request;
} Twin;

static gpointer
ask_beside (gpointer data)
{
  Twin *twin = data;

  return ask_target (twin->line, twin->request);
}

/* The same request twice at once; one of the two answers. */
static GString *
ask_twice (Line *line, GString *request)
{
  Twin twin = { line, request };
  GThread *thread = g_thread_new ("twin", ask_beside, &twin);
  GString *answers[] = { ask_target (line, request), g_thread_join (thread) };
  int taken = answers[0] == NULL || (answers[1] != NULL && pick (line->proxy, 0, 2) == 1);

  if (answers[1 - taken] != NULL)
    g_string_free (answers[1 - taken], TRUE);
  return answers[taken];
}

/* ---- to the booth ---- */

static void
answer (Line *line, const char *status, const char *extra, const char *type, const char *body)
{
  g_autofree char *text
      = g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", status, extra, type,
                         strlen (body), body);

  loopback_write (line->out, text, strlen (text));
}

static void
answer_endlessly (Line *line)
{
  FaultProxy *self = line->proxy;
  g_autofree char *block = g_strnfill (64 * 1024, ' ');
  const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[";
  gsize sent = 0, wrote;

  loopback_write (line->out, head, strlen (head));
  while (sent < ENDLESS_MAX_BYTES
         && g_output_stream_write_all (line->out, block, 64 * 1024, &wrote, line->cancellable, NULL))
    sent += wrote;
  g_mutex_lock (&self->lock);
  self->longest = MAX (self->longest, sent);
  g_mutex_unlock (&self->lock);
}

static void
answer_garbage (Line *line, const char *head)
{
  guint8 noise[300];
  gsize length = (gsize) pick (line->proxy, 1, sizeof noise);

  for (gsize i = 0; i < length; i++)
    noise[i] = (guint8) pick (line->proxy, 0, 256);
  loopback_write (line->out, head, strlen (head));
  loopback_write (line->out, noise, length);
}

static void
answer_busy (Line *line, const char *status, gboolean names_time)
{
  g_autofree char *after
      = names_time ? g_strdup_printf ("Retry-After: %d\r\n", line->proxy->mix ? pick (line->proxy, 0, 180) : 120) : NULL;

  answer (line, status, after ? after : "", "text/plain", "later");
}

static void
wait_for_the_end (Line *line)
{
  char byte;

  /* Only the booth's clock ends this. */
  g_atomic_int_add (&line->proxy->n_busy, -1);
  while (g_input_stream_read (line->in, &byte, 1, line->cancellable, NULL) > 0)
    ;
  g_atomic_int_inc (&line->proxy->n_busy);
}

static void
drip (Line *line, GString *reply)
{
  gsize step = 1 + reply->len / 200;

  for (gsize at = 0; at < reply->len; at += step)
    {
      if (!loopback_write (line->out, reply->str + at, MIN (step, reply->len - at)))
        return;
      g_usleep (500);
    }
}

static gsize
find_body (GString *reply)
{
  const char *end = strstr (reply->str, "\r\n\r\n");

  return end ? (gsize) (end + 4 - reply->str) : reply->len;
}

static void
answer_shortened (Line *line, GString *reply)
{
  gsize body = find_body (reply);
  g_autofree char *part = g_strndup (reply->str + body, (gsize) pick (line->proxy, 0, (int) (reply->len - body)));

  answer (line, "200 OK", "", "application/json; charset=utf-8", part);
}

/* What an earlier request was answered, as a cache would say it. Returns: %FALSE when this is the first */
static gboolean
answer_stale (Line *line, Plan *plan)
{
  g_autoptr (GString) earlier = NULL;

  g_mutex_lock (&line->proxy->lock);
  if (plan->last_answer != NULL)
    earlier = g_string_new_len (plan->last_answer->str, (gssize) plan->last_answer->len);
  g_mutex_unlock (&line->proxy->lock);
  return earlier != NULL && loopback_write (line->out, earlier->str, earlier->len);
}

static void
keep_answer (FaultProxy *self, Plan *plan, GString *reply)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (plan->last_answer == NULL)
    plan->last_answer = g_string_new (NULL);
  g_string_truncate (plan->last_answer, 0);
  g_string_append_len (plan->last_answer, reply->str, (gssize) reply->len);
}

/* ---- one request ---- */

/* @reply: what central said. Returns: whether the connection stays */
static gboolean
pass_back (Line *line, Plan *plan, Fault fault, GString *reply)
{
  char *found;

  switch (fault)
    {
    case FAULT_LOSE_ANSWER:
      return FALSE;
    case FAULT_LATE:
      wait_for_the_end (line);
      return FALSE;
    case FAULT_FIRST_BYTE:
      loopback_write (line->out, reply->str, 1);
      return FALSE;
    case FAULT_TRUNCATE:
      loopback_write (line->out, reply->str, (gsize) pick (line->proxy, (int) find_body (reply), (int) reply->len));
      return FALSE;
    case FAULT_SHORTEN:
      answer_shortened (line, reply);
      return TRUE;
    case FAULT_DRIP:
      drip (line, reply);
      return TRUE;
    case FAULT_DELAY:
      g_usleep ((gulong) pick (line->proxy, 1, DELAY_MAX_MS) * 1000);
      break;
    case FAULT_OTHER_UUID:
      if ((found = strstr (reply->str, "client_report_id\":\"")) != NULL)
        found[strlen ("client_report_id\":\"")] ^= 1;
      break;
    case FAULT_FOREIGN:
      if ((found = strstr (reply->str, "\"kmzb\"")) != NULL)
        found[1] = 'x';
      break;
    default:
      keep_answer (line->proxy, plan, reply);
      break;
    }
  return loopback_write (line->out, reply->str, reply->len);
}

/* Returns: whether the connection stays */
static gboolean
pass_on (Line *line, GString *request, Fault fault)
{
  GString *reply = fault == FAULT_DUPLICATE ? ask_twice (line, request) : ask_target (line, request);
  gboolean stay = FALSE;

  if (reply == NULL)
    return FALSE;
  stay = pass_back (line, fault_proxy_find_plan (line->proxy, request), fault, reply);
  g_string_free (reply, TRUE);
  return stay;
}

/* Returns: whether the connection stays */
gboolean
fault_serve_request (Line *line, GString *request)
{
  Fault fault = fault_proxy_note_request (line->proxy, request);

  line->is_polite = fault != FAULT_DROP && fault != FAULT_LOSE_ANSWER && line->proxy->mix != NULL;
  switch (fault)
    {
    case FAULT_DROP:
    case FAULT_HANG_UP:
      return FALSE;
    case FAULT_CUT_REQUEST:
      pass_a_part (line, request);
      return FALSE;
    case FAULT_STALE:
      return answer_stale (line, fault_proxy_find_plan (line->proxy, request));
    case FAULT_PORTAL:
      answer (line, "200 OK", "", "text/html", portal);
      return TRUE;
    case FAULT_LIST:
      answer (line, "200 OK", "", "application/json", list);
      return TRUE;
    case FAULT_BUSY:
      answer_busy (line, "503 Service Unavailable", TRUE);
      return TRUE;
    case FAULT_TOO_MANY:
      answer_busy (line, "429 Too Many Requests", pick (line->proxy, 0, 2));
      return TRUE;
    case FAULT_REDIRECT:
      answer (line, pick (line->proxy, 0, 2) ? "307 Temporary Redirect" : "302 Found", "Location: /elsewhere\r\n",
              "text/plain", "");
      return TRUE;
    case FAULT_ERROR:
      answer (line, "500 Internal Server Error", "", "text/html", nginx);
      return TRUE;
    case FAULT_GATEWAY:
      answer (line, pick (line->proxy, 0, 2) ? "502 Bad Gateway" : "504 Gateway Timeout", "", "text/html", nginx);
      return TRUE;
    case FAULT_TOO_LARGE:
      answer (line, "413 Request Entity Too Large", "", "text/html", nginx);
      return TRUE;
    case FAULT_BAD_REQUEST:
      answer (line, "400 Bad Request", "", "text/html", nginx);
      return TRUE;
    case FAULT_BAD_JSON:
      answer (line, "400 Bad Request", "", "application/json", gateway_error);
      return TRUE;
    case FAULT_GARBAGE:
      answer_garbage (line, "");
      return FALSE;
    case FAULT_GARBAGE_BODY:
      answer_garbage (line, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n");
      return FALSE;
    case FAULT_ENDLESS:
      answer_endlessly (line);
      return FALSE;
    case FAULT_SILENCE:
      wait_for_the_end (line);
      return FALSE;
    default:
      return pass_on (line, request, fault);
    }
}
