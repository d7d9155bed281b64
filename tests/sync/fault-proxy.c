/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-proxy-private.h"

#include <string.h>
#include <sys/socket.h>

gboolean
fault_proxy_is_report (GString *request)
{
  return g_str_has_prefix (request->str, "POST ") && strstr (request->str, "heartbeat.json ") == NULL;
}

Plan *
fault_proxy_find_plan (FaultProxy *self, GString *request)
{
  if (fault_proxy_is_report (request))
    return &self->post;
  return g_str_has_prefix (request->str, "POST ") ? &self->beat : &self->get;
}

Fault
fault_proxy_note_request (FaultProxy *self, GString *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Plan *plan = fault_proxy_find_plan (self, request);
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
      stay = fault_serve_request (line, request);
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
  clear_plan (&self->beat);
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
