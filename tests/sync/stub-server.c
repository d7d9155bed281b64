/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stub-server.h"

#include "loopback.h"

#include <string.h>

struct _StubServer
{
  Loopback *loopback;
  GMutex lock;
  StubFunc func;
  gpointer user_data;
};

static void
serve (GSocketConnection *connection, GCancellable *cancellable, gpointer data)
{
  StubServer *self = data;
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GString *request;
  gboolean stay = TRUE;

  while (stay && (request = loopback_read_message (in, cancellable)) != NULL)
    {
      g_mutex_lock (&self->lock);
      stay = self->func (request->str, out, self->user_data);
      g_mutex_unlock (&self->lock);
      g_string_free (request, TRUE);
    }
}

StubServer *
stub_server_new (StubFunc func, gpointer user_data)
{
  StubServer *self = g_new0 (StubServer, 1);

  self->func = func;
  self->user_data = user_data;
  g_mutex_init (&self->lock);
  self->loopback = loopback_new (serve, self);
  return self;
}

void
stub_server_free (StubServer *self)
{
  loopback_free (self->loopback);
  g_mutex_clear (&self->lock);
  g_free (self);
}

char *
stub_server_get_url (StubServer *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", loopback_get_port (self->loopback));
}

/* @headers: more of them, each ending in CR and LF */
void
stub_answer_bytes (GOutputStream *out, const char *status, const char *headers, gconstpointer body, gsize length)
{
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n", status, headers, length);

  if (loopback_write (out, head, strlen (head)))
    loopback_write (out, body, length);
}

void
stub_answer (GOutputStream *out, const char *status, const char *headers, const char *body)
{
  stub_answer_bytes (out, status, headers, body, strlen (body));
}
