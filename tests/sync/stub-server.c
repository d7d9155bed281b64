/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stub-server.h"

#include <stdlib.h>
#include <string.h>

struct _StubServer
{
  GSocketService *service;
  guint16 port;
  GCancellable *cancellable;
  GMutex lock;
  StubFunc func;
  gpointer user_data;
};

static gsize
body_length (const char *head)
{
  const char *found = strcasestr (head, "\r\nContent-Length:");

  return found ? (gsize) strtoul (found + strlen ("\r\nContent-Length:"), NULL, 10) : 0;
}

static GString *
read_request (StubServer *self, GInputStream *in)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (;;)
    {
      char buffer[4096];
      const char *end = strstr (text->str, "\r\n\r\n");
      gssize got;

      if (end != NULL && text->len >= (gsize) (end + 4 - text->str) + body_length (text->str))
        return g_steal_pointer (&text);
      got = g_input_stream_read (in, buffer, sizeof buffer, self->cancellable, NULL);
      if (got <= 0)
        return NULL;
      g_string_append_len (text, buffer, got);
    }
}

static gboolean
on_run (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, StubServer *self)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GString *request;
  gboolean stay = TRUE;

  while (stay && (request = read_request (self, in)) != NULL)
    {
      g_mutex_lock (&self->lock);
      stay = self->func (request->str, out, self->user_data);
      g_mutex_unlock (&self->lock);
      g_string_free (request, TRUE);
    }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

StubServer *
stub_server_new (StubFunc func, gpointer user_data)
{
  StubServer *self = g_new0 (StubServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->func = func;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
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
stub_server_free (StubServer *self)
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
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_free (self);
}

char *
stub_server_get_url (StubServer *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", self->port);
}

/* @headers: more of them, each ending in CR and LF */
void
stub_answer_bytes (GOutputStream *out, const char *status, const char *headers, gconstpointer body, gsize length)
{
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n", status, headers, length);

  if (g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL))
    g_output_stream_write_all (out, body, length, NULL, NULL, NULL);
}

void
stub_answer (GOutputStream *out, const char *status, const char *headers, const char *body)
{
  stub_answer_bytes (out, status, headers, body, strlen (body));
}
