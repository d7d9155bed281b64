/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LoopbackFunc:
 * @connection: closed when this returns
 * @cancellable: cancelled when the listener goes
 *
 * Serves one connection, on a thread of its own.
 */
typedef void (*LoopbackFunc) (GSocketConnection *connection, GCancellable *cancellable, gpointer user_data);

/* Listens at a free port of 127.0.0.1, in threads of its own: what stands in central's place, or before it. */
typedef struct _Loopback Loopback;

Loopback *loopback_new (LoopbackFunc func, gpointer user_data);
void loopback_free (Loopback *self);
guint16 loopback_get_port (Loopback *self);

GString *loopback_read_message (GInputStream *in, GCancellable *cancellable);
gboolean loopback_write (GOutputStream *out, gconstpointer data, gsize length);

G_END_DECLS
