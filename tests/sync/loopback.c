/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback.h"

#include <stdlib.h>
#include <string.h>

#define THREADS_MAX 32

struct _Loopback
{
  GSocketService *service;
  guint16 port;
  GCancellable *cancellable;
  LoopbackFunc func;
  gpointer user_data;
};

static gsize
body_length (const char *head)
{
  const char *found = strcasestr (head, "\r\nContent-Length:");

  return found ? (gsize) strtoul (found + strlen ("\r\nContent-Length:"), NULL, 10) : 0;
}

/* Reads one whole request or answer. Returns: (nullable): %NULL at the end of the connection */
GString *
loopback_read_message (GInputStream *in, GCancellable *cancellable)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize need = 0;

  for (;;)
    {
      char buffer[4096];
      gssize got;
      char *end = need == 0 ? strstr (text->str, "\r\n\r\n") : NULL;

      if (end != NULL)
        need = (gsize) (end + 4 - text->str) + body_length (text->str);
      if (need != 0 && text->len >= need)
        return g_steal_pointer (&text);
      got = g_input_stream_read (in, buffer, sizeof buffer, cancellable, NULL);
      if (got <= 0)
        return NULL;
      g_string_append_len (text, buffer, got);
    }
}

/* Returns: %FALSE when nobody takes it any more */
gboolean
loopback_write (GOutputStream *out, gconstpointer data, gsize length)
{
  return g_output_stream_write_all (out, data, length, NULL, NULL, NULL);
}

static gboolean
on_run (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, Loopback *self)
{
  self->func (connection, self->cancellable, self->user_data);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

Loopback *
loopback_new (LoopbackFunc func, gpointer user_data)
{
  Loopback *self = g_new0 (Loopback, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->func = func;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->service = g_threaded_socket_service_new (THREADS_MAX);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
  return self;
}

void
loopback_free (Loopback *self)
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
  g_free (self);
}

guint16
loopback_get_port (Loopback *self)
{
  return self->port;
}
