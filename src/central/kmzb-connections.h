/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KmzbConnections KmzbConnections;
typedef struct _KmzbConnection KmzbConnection;

KmzbConnections *kmzb_connections_new (guint idle_seconds, guint request_seconds);
void kmzb_connections_free (KmzbConnections *self);

KmzbConnection *kmzb_connections_add (KmzbConnections *self, int fd);
void kmzb_connections_remove (KmzbConnections *self, KmzbConnection *connection);
void kmzb_connections_note_idle (KmzbConnections *self, KmzbConnection *connection);
void kmzb_connections_note_request (KmzbConnections *self, KmzbConnection *connection);
void kmzb_connections_note_waiting (KmzbConnections *self, KmzbConnection *connection);
void kmzb_connections_note_answer (KmzbConnections *self, KmzbConnection *connection);
gpointer kmzb_connection_swap_request (KmzbConnection *connection, gpointer request);
void kmzb_connections_cut (KmzbConnections *self, KmzbConnection *connection);
guint kmzb_connections_count (KmzbConnections *self);
guint kmzb_connections_count_busy (KmzbConnections *self);

G_END_DECLS
