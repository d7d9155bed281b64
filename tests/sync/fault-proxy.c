/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-proxy.h"

#include "loopback.h"

#include <string.h>
#include <sys/socket.h>

#define ENDLESS_MAX_BYTES (64 * 1024 * 1024)
#define DELAY_MAX_MS 40

typedef struct
{
  Fault fault;
  int times; /* -1: for ever */
  int seen;
  GString *last_answer; /* that came through */
} Plan;

struct _FaultProxy
{
  Loopback *loopback;
  guint16 target_port;
  FaultMix *mix; /* NULL: what fault_proxy_set() says */
  FaultCertificates certificates;
  int n_busy;   /* atomic: handshakes and requests that will come to an end by themselves */
  int n_passed; /* atomic: POSTs that went on to central */

  GMutex lock;
  Plan get;
  Plan post;
  char *victim;
  GPtrArray *ids; /* Idempotency-Key of each POST, in order */
  GString *requests;
  gsize longest; /* bytes of an endless answer that were taken */
};

/* One connection from the booth. */
typedef struct
{
  FaultProxy *proxy;
  GCancellable *cancellable;
  GInputStream *in;
  GOutputStream *out;
  gboolean is_polite; /* how it ends: with a FIN, not a reset */
} Line;

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
  if (g_str_has_prefix (request->str, "POST "))
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

/* Gives back what an earlier request was answered; @reply when it is the first. */
static void
answer_stale (Line *line, Plan *plan, GString *reply)
{
  g_autofree char *earlier = NULL;

  g_mutex_lock (&line->proxy->lock);
  earlier = plan->last_answer ? g_strndup (plan->last_answer->str, plan->last_answer->len) : NULL;
  g_mutex_unlock (&line->proxy->lock);
  if (earlier != NULL)
    loopback_write (line->out, earlier, strlen (earlier));
  else
    loopback_write (line->out, reply->str, reply->len);
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

static Plan *
find_plan (FaultProxy *self, GString *request)
{
  return g_str_has_prefix (request->str, "POST ") ? &self->post : &self->get;
}

static Fault
note_request (FaultProxy *self, GString *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Plan *plan = find_plan (self, request);
  gboolean is_post = plan == &self->post;
  const char *key = strcasestr (request->str, "\r\nIdempotency-Key: ");
  gboolean spared = is_post && self->victim != NULL && strstr (request->str, self->victim) == NULL;
  Fault fault = plan->times != 0 && !spared ? plan->fault : FAULT_NONE;

  g_string_append_len (self->requests, request->str, (gssize) request->len);
  if (is_post)
    g_ptr_array_add (self->ids, key ? g_strndup (key + strlen ("\r\nIdempotency-Key: "), 36) : g_strdup ("none"));
  plan->seen++;
  if (plan->times > 0 && !spared)
    plan->times--;
  return self->mix ? fault_mix_draw (self->mix, FAULT_AT_REQUEST) : fault;
}

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
    case FAULT_STALE:
      answer_stale (line, plan, reply);
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
  stay = pass_back (line, find_plan (line->proxy, request), fault, reply);
  g_string_free (reply, TRUE);
  return stay;
}

/* Returns: whether the connection stays */
static gboolean
serve_one (Line *line, GString *request)
{
  Fault fault = note_request (line->proxy, request);

  line->is_polite = fault != FAULT_DROP && fault != FAULT_LOSE_ANSWER && line->proxy->mix != NULL;
  switch (fault)
    {
    case FAULT_DROP:
    case FAULT_HANG_UP:
      return FALSE;
    case FAULT_CUT_REQUEST:
      pass_a_part (line, request);
      return FALSE;
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

/* ---- one connection ---- */

static void
serve_requests (Line *line, GIOStream *stream)
{
  FaultProxy *self = line->proxy;
  GString *request;
  gboolean stay = TRUE;

  line->in = g_io_stream_get_input_stream (stream);
  line->out = g_io_stream_get_output_stream (stream);
  while (stay && (request = loopback_read_message (line->in, line->cancellable)) != NULL)
    {
      g_atomic_int_inc (&self->n_busy);
      stay = serve_one (line, request);
      g_atomic_int_add (&self->n_busy, -1);
      g_string_free (request, TRUE);
    }
}

static GTlsCertificate *
choose_certificate (FaultProxy *self, Fault fault)
{
  switch (fault)
    {
    case FAULT_STRANGER:
      return self->certificates.stranger;
    case FAULT_WRONG_NAME:
      return self->certificates.wrong_name;
    case FAULT_EXPIRED:
      return self->certificates.expired;
    default:
      return self->certificates.good;
    }
}

static void
serve_tls (Line *line, GSocketConnection *connection)
{
  FaultProxy *self = line->proxy;
  Fault fault = fault_mix_draw (self->mix, FAULT_AT_CONNECTION);
  g_autoptr (GIOStream) stream = NULL;
  gboolean shaken = FALSE;
  guint8 bytes[64];

  if (fault == FAULT_REFUSE_CONNECTION)
    return;
  g_atomic_int_inc (&self->n_busy);
  if (fault == FAULT_CUT_HANDSHAKE)
    g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), bytes, sizeof bytes,
                         line->cancellable, NULL);
  else
    {
      stream = g_tls_server_connection_new (G_IO_STREAM (connection), choose_certificate (self, fault), NULL);
      shaken = g_tls_connection_handshake (G_TLS_CONNECTION (stream), line->cancellable, NULL);
    }
  g_atomic_int_add (&self->n_busy, -1);
  if (shaken)
    serve_requests (line, stream);
}

static void
serve (GSocketConnection *connection, GCancellable *cancellable, gpointer data)
{
  Line line = { data, cancellable };
  struct linger linger = { 1, 0 };

  if (line.proxy->mix != NULL)
    serve_tls (&line, connection);
  else
    serve_requests (&line, G_IO_STREAM (connection));
  if (!line.is_polite)
    setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER, &linger,
                sizeof linger);
}

/* ---- from outside ---- */

FaultProxy *
fault_proxy_new (guint16 target_port)
{
  return fault_proxy_new_mixed (target_port, NULL, NULL);
}

/**
 * fault_proxy_new_mixed:
 * @mix: decides what each connection and each request meets; outlives the proxy
 * @certificates: outlive the proxy; it speaks TLS
 */
FaultProxy *
fault_proxy_new_mixed (guint16 target_port, FaultMix *mix, const FaultCertificates *certificates)
{
  FaultProxy *self = g_new0 (FaultProxy, 1);

  self->target_port = target_port;
  self->mix = mix;
  if (certificates != NULL)
    self->certificates = *certificates;
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->requests = g_string_new (NULL);
  g_mutex_init (&self->lock);
  self->loopback = loopback_new (serve, self);
  return self;
}

static void
clear_plan (Plan *plan)
{
  if (plan->last_answer != NULL)
    g_string_free (plan->last_answer, TRUE);
}

void
fault_proxy_free (FaultProxy *self)
{
  loopback_free (self->loopback);
  clear_plan (&self->get);
  clear_plan (&self->post);
  g_ptr_array_unref (self->ids);
  g_string_free (self->requests, TRUE);
  g_mutex_clear (&self->lock);
  g_free (self->victim);
  g_free (self);
}

char *
fault_proxy_get_url (FaultProxy *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", loopback_get_port (self->loopback));
}

guint16
fault_proxy_get_port (FaultProxy *self)
{
  return loopback_get_port (self->loopback);
}

/* The next @times requests of @method ("GET" or "POST") meet @fault; -1 for all from now on. */
void
fault_proxy_set (FaultProxy *self, const char *method, Fault fault, int times)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Plan *plan = g_str_equal (method, "POST") ? &self->post : &self->get;

  plan->fault = fault;
  plan->times = times;
}

/* From now on only POSTs of this report meet a fault. */
void
fault_proxy_set_victim (FaultProxy *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_free (self->victim);
  self->victim = g_strdup (id);
}

int
fault_proxy_get_n (FaultProxy *self, const char *method)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_str_equal (method, "POST") ? self->post.seen : self->get.seen;
}

/* How many POSTs central was sent, whole. */
int
fault_proxy_get_n_passed (FaultProxy *self)
{
  return g_atomic_int_get (&self->n_passed);
}

/* Whether anything is under way that comes to an end without the booth's clock. */
gboolean
fault_proxy_is_busy (FaultProxy *self)
{
  return g_atomic_int_get (&self->n_busy) > 0;
}

/* Returns: (transfer full): the reports' ids in the order in which they came */
char **
fault_proxy_get_ids (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->ids->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->ids, i));
  return g_strv_builder_end (builder);
}

/* Whether any request held @text. */
gboolean
fault_proxy_has_seen (FaultProxy *self, const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return memmem (self->requests->str, self->requests->len, text, strlen (text)) != NULL;
}

/* Bytes of an endless answer that the booth has swallowed. */
gsize
fault_proxy_get_longest (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->longest;
}
