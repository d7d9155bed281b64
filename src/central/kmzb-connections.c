/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-connections.h"

#include <sys/socket.h>

#define SWEEP_MS 250

typedef enum
{
  STATE_IDLE,
  STATE_REQUEST,
  STATE_WAITING,
  STATE_ANSWER,
} State;

struct _KmzbConnection
{
  int fd;
  State state;        /* of the thread that serves the connection, as is @request */
  gint64 deadline_us; /* atomic: monotonic; 0: none */
  gpointer request;   /* (nullable) */
};

/**
 * KmzbConnections:
 *
 * The open connections and until when each must have got on. The HTTP library closes a connection on which nothing
 * moves; one that sends, or takes its answer, a byte at a time would stay for ever. So every step has a deadline for
 * the whole of it, and a thread of its own cuts off what is past its time.
 */
struct _KmzbConnections
{
  GMutex lock;
  GCond stop;
  gboolean stopping;
  GHashTable *all; /* set of KmzbConnection, owned */
  guint n_busy; /* atomic */
  gint64 idle_us;
  gint64 request_us;
  GThread *sweeper;
};

static gpointer
sweep (gpointer data)
{
  KmzbConnections *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
    {
      gint64 now = g_get_monotonic_time ();
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, self->all);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          KmzbConnection *connection = key;
          gint64 deadline = __atomic_load_n (&connection->deadline_us, __ATOMIC_SEQ_CST);

          if (deadline == 0 || deadline > now
              || !__atomic_compare_exchange_n (&connection->deadline_us, &deadline, 0, FALSE, __ATOMIC_SEQ_CST,
                                               __ATOMIC_SEQ_CST))
            continue;
          /* Under the lock the descriptor is still this connection's: it is removed before it is closed. The HTTP
           * thread sees the end of the stream and cleans up. */
          shutdown (connection->fd, SHUT_RDWR);
        }
      g_cond_wait_until (&self->stop, &self->lock, now + SWEEP_MS * G_TIME_SPAN_MILLISECOND);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* @idle_seconds: how long a connection may be open without a request; @request_seconds: how long a request, from its
 * first line to its last byte, or the taking of an answer may last */
KmzbConnections *
kmzb_connections_new (guint idle_seconds, guint request_seconds)
{
  KmzbConnections *self = g_new0 (KmzbConnections, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->stop);
  self->all = g_hash_table_new_full (NULL, NULL, g_free, NULL);
  self->idle_us = idle_seconds * G_USEC_PER_SEC;
  self->request_us = request_seconds * G_USEC_PER_SEC;
  self->sweeper = g_thread_new ("deadlines", sweep, self);
  return self;
}

void
kmzb_connections_free (KmzbConnections *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->stop);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->sweeper);
  g_hash_table_unref (self->all);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->stop);
  g_free (self);
}

/* Returns: (transfer none): alive until kmzb_connections_remove() */
KmzbConnection *
kmzb_connections_add (KmzbConnections *self, int fd)
{
  KmzbConnection *connection = g_new0 (KmzbConnection, 1);

  connection->fd = fd;
  /* The first request is due as soon as the connection is there. */
  connection->deadline_us = g_get_monotonic_time () + self->request_us;
  g_mutex_lock (&self->lock);
  g_hash_table_add (self->all, connection);
  g_mutex_unlock (&self->lock);
  return connection;
}

void
kmzb_connections_remove (KmzbConnections *self, KmzbConnection *connection)
{
  if (connection->state != STATE_IDLE)
    __atomic_sub_fetch (&self->n_busy, 1, __ATOMIC_SEQ_CST);
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->all, connection);
  g_mutex_unlock (&self->lock);
}

/* By the thread that serves the connection, several times for each request: without a lock that all threads share. */
static void
set_state (KmzbConnections *self, KmzbConnection *connection, State state, gint64 allowed_us)
{
  gint64 deadline = allowed_us > 0 ? g_get_monotonic_time () + allowed_us : 0;

  if (connection->state == STATE_IDLE && state != STATE_IDLE)
    __atomic_add_fetch (&self->n_busy, 1, __ATOMIC_SEQ_CST);
  if (connection->state != STATE_IDLE && state == STATE_IDLE)
    __atomic_sub_fetch (&self->n_busy, 1, __ATOMIC_SEQ_CST);
  connection->state = state;
  __atomic_store_n (&connection->deadline_us, deadline, __ATOMIC_SEQ_CST);
}

/* A request is over. The library ends connections that stay silent; the deadline is for those that begin the next
 * request and never come to the end of its first line. */
void
kmzb_connections_note_idle (KmzbConnections *self, KmzbConnection *connection)
{
  set_state (self, connection, STATE_IDLE, self->idle_us + self->request_us);
}

/* The first line of a request is there. */
void
kmzb_connections_note_request (KmzbConnections *self, KmzbConnection *connection)
{
  set_state (self, connection, STATE_REQUEST, self->request_us);
}

/* The request is complete; now the client waits for us, and for that it is not punished. */
void
kmzb_connections_note_waiting (KmzbConnections *self, KmzbConnection *connection)
{
  set_state (self, connection, STATE_WAITING, 0);
}

void
kmzb_connections_note_answer (KmzbConnections *self, KmzbConnection *connection)
{
  set_state (self, connection, STATE_ANSWER, self->request_us);
}

/* Returns: (nullable): what was set before. Callable by the thread that serves the connection. */
gpointer
kmzb_connection_swap_request (KmzbConnection *connection, gpointer request)
{
  gpointer before = connection->request;

  connection->request = request;
  return before;
}

/* It is closed at the next sweep, without an answer. */
void
kmzb_connections_cut (KmzbConnections *self, KmzbConnection *connection)
{
  set_state (self, connection, STATE_REQUEST, 1);
}

guint
kmzb_connections_count (KmzbConnections *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = g_hash_table_size (self->all);
  g_mutex_unlock (&self->lock);
  return n;
}

/* Connections with a request under way. */
guint
kmzb_connections_count_busy (KmzbConnections *self)
{
  return __atomic_load_n (&self->n_busy, __ATOMIC_SEQ_CST);
}
