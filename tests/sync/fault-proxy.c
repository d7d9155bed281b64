/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-proxy.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define ENDLESS_MAX_BYTES (64 * 1024 * 1024)

typedef struct
{
  Fault fault;
  int times; /* -1: for ever */
  int seen;
} Plan;

struct _FaultProxy
{
  GSocketService *service;
  guint16 port;
  guint16 target_port;
  GCancellable *cancellable;

  GMutex lock;
  Plan get;
  Plan post;
  char *victim;
  GPtrArray *ids; /* Idempotency-Key of each POST, in order */
  GString *requests;
  gsize longest; /* bytes of an endless answer that were taken */
};

static const char portal[] = "<!DOCTYPE html><html><title>Wi-Fi</title><body>Akceptuję regulamin</body></html>";
static const char list[] = "[{\"service_request_id\":\"1\"},{\"service_request_id\":\"2\"}]";

static gsize
body_length (const char *head)
{
  const char *found = strcasestr (head, "\r\nContent-Length:");

  return found ? (gsize) strtoul (found + strlen ("\r\nContent-Length:"), NULL, 10) : 0;
}

/* Reads one whole request or answer. Returns: (nullable): %NULL at the end of the connection */
static GString *
read_message (GInputStream *in, GCancellable *cancellable)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize need = 0;

  for (;;)
    {
      char buffer[4096];
      gssize got;
      char *end = strstr (text->str, "\r\n\r\n");

      if (end != NULL && need == 0)
        need = (gsize) (end + 4 - text->str) + body_length (text->str);
      if (need != 0 && text->len >= need)
        return g_steal_pointer (&text);
      got = g_input_stream_read (in, buffer, sizeof buffer, cancellable, NULL);
      if (got <= 0)
        return NULL;
      g_string_append_len (text, buffer, got);
    }
}

static GString *
ask_target (FaultProxy *self, GString *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_to_host (client, "127.0.0.1", self->target_port, NULL, NULL);

  if (connection == NULL
      || !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request->str,
                                     request->len, NULL, NULL, NULL))
    return NULL;
  return read_message (g_io_stream_get_input_stream (G_IO_STREAM (connection)), self->cancellable);
}

static Fault
note_request (FaultProxy *self, GString *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean is_post = g_str_has_prefix (request->str, "POST ");
  Plan *plan = is_post ? &self->post : &self->get;
  const char *key = strcasestr (request->str, "\r\nIdempotency-Key: ");
  gboolean spared = is_post && self->victim != NULL && strstr (request->str, self->victim) == NULL;
  Fault fault = plan->times != 0 && !spared ? plan->fault : FAULT_NONE;

  g_string_append_len (self->requests, request->str, (gssize) request->len);
  if (is_post)
    g_ptr_array_add (self->ids, key ? g_strndup (key + strlen ("\r\nIdempotency-Key: "), 36) : g_strdup ("none"));
  plan->seen++;
  if (plan->times > 0 && !spared)
    plan->times--;
  return fault;
}

static void
answer (GOutputStream *out, const char *status, const char *extra, const char *type, const char *body)
{
  g_autofree char *text
      = g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", status, extra, type,
                         strlen (body), body);

  g_output_stream_write_all (out, text, strlen (text), NULL, NULL, NULL);
}

static void
answer_endlessly (FaultProxy *self, GOutputStream *out)
{
  g_autofree char *block = g_strnfill (64 * 1024, ' ');
  const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[";
  gsize sent = 0, wrote;

  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  while (sent < ENDLESS_MAX_BYTES && g_output_stream_write_all (out, block, 64 * 1024, &wrote, self->cancellable, NULL))
    sent += wrote;
  g_mutex_lock (&self->lock);
  self->longest = MAX (self->longest, sent);
  g_mutex_unlock (&self->lock);
}

static void
wait_for_the_end (FaultProxy *self, GInputStream *in)
{
  char byte;

  while (g_input_stream_read (in, &byte, 1, self->cancellable, NULL) > 0)
    ;
}

/* Returns: whether the connection stays */
static gboolean
pass_on (FaultProxy *self, GString *request, Fault fault, GOutputStream *out)
{
  GString *reply = ask_target (self, request);
  char *found;

  if (reply == NULL || fault == FAULT_LOSE_ANSWER)
    {
      if (reply != NULL)
        g_string_free (reply, TRUE);
      return FALSE;
    }
  if (fault == FAULT_OTHER_UUID && (found = strstr (reply->str, "client_report_id\":\"")) != NULL)
    found[strlen ("client_report_id\":\"")] ^= 1;
  if (fault == FAULT_FOREIGN && (found = strstr (reply->str, "\"kmzb\"")) != NULL)
    found[1] = 'x';
  g_output_stream_write_all (out, reply->str, reply->len, NULL, NULL, NULL);
  g_string_free (reply, TRUE);
  return TRUE;
}

static gboolean
serve_one (FaultProxy *self, GString *request, GInputStream *in, GOutputStream *out)
{
  Fault fault = note_request (self, request);

  switch (fault)
    {
    case FAULT_DROP:
      return FALSE;
    case FAULT_PORTAL:
      answer (out, "200 OK", "", "text/html", portal);
      return TRUE;
    case FAULT_LIST:
      answer (out, "200 OK", "", "application/json", list);
      return TRUE;
    case FAULT_BUSY:
      answer (out, "503 Service Unavailable", "Retry-After: 120\r\n", "text/plain", "later");
      return TRUE;
    case FAULT_REDIRECT:
      answer (out, "302 Found", "Location: /elsewhere\r\n", "text/plain", "");
      return TRUE;
    case FAULT_ENDLESS:
      answer_endlessly (self, out);
      return FALSE;
    case FAULT_SILENCE:
      wait_for_the_end (self, in);
      return FALSE;
    case FAULT_NONE:
    case FAULT_LOSE_ANSWER:
    case FAULT_OTHER_UUID:
    case FAULT_FOREIGN:
    default:
      return pass_on (self, request, fault, out);
    }
}

static gboolean
on_run (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, FaultProxy *self)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  struct linger linger = { 1, 0 };
  GString *request;
  gboolean stay = TRUE;

  while (stay && (request = read_message (in, self->cancellable)) != NULL)
    {
      stay = serve_one (self, request, in, out);
      g_string_free (request, TRUE);
    }
  /* A reset, not a polite end. */
  setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER, &linger,
              sizeof linger);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

FaultProxy *
fault_proxy_new (guint16 target_port)
{
  FaultProxy *self = g_new0 (FaultProxy, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->target_port = target_port;
  self->cancellable = g_cancellable_new ();
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->requests = g_string_new (NULL);
  g_mutex_init (&self->lock);
  self->service = g_threaded_socket_service_new (16);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
  return self;
}

void
fault_proxy_free (FaultProxy *self)
{
  g_cancellable_cancel (self->cancellable);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Its threads let go of the service when their connections end. */
  g_object_add_weak_pointer (G_OBJECT (self->service), (gpointer *) &self->service);
  g_object_unref (self->service);
  while (g_atomic_pointer_get (&self->service) != NULL)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_ptr_array_unref (self->ids);
  g_string_free (self->requests, TRUE);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_free (self->victim);
  g_free (self);
}

char *
fault_proxy_get_url (FaultProxy *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", self->port);
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
