/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-server.h"

#include "kmzb-access-log.h"
#include "kmzb-connections.h"
#include "kmzb-error.h"
#include "kmzb-page.h"
#include "kmzb-number.h"
#include "kmzb-printer.h"
#include "kmzb-time.h"

#include <string.h>
#include <unistd.h>

#define MAX_THREADS 8
#define MAX_CONNECTIONS 1000
#define CONNECTION_MEMORY_BYTES (32 * 1024)
/* The library keeps each field of a query in that memory; when it does not suffice, 0.9.75 neither answers nor hangs
 * up. What is below this and above KMZB_WIRE_FORM_MAX_FIELDS is answered with an error as usual. */
#define MAX_QUERY_FIELDS 400
#define IDLE_SECONDS 30
/* Coordinators' pages that are made at the same time, beside the threads that serve the booths. */
#define MAX_PAGES 4
/* How long a stopping server waits for requests that are under way. */
#define DRAIN_SECONDS 10
#define DRAIN_POLL_US (5 * G_TIME_SPAN_MILLISECOND)
/* A body that is too large and came without its length is read up to here, so that the client gets to see why. */
#define MAX_DROPPED_BYTES (1024 * 1024)
/* 1.2 and 1.3 with the library's own choice of ciphers. */
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

/**
 * KmzbServer:
 *
 * The HTTP side of central. A pool of threads serves many connections each; a request that stores something is
 * suspended until its report is on the disk, so that no thread waits for one; and so is a coordinator's page until it
 * is made, so that no booth waits for a tally over years.
 */
struct _KmzbServer
{
  KmzbRoutes *routes;
  KmzbConnections *connections;
  struct MHD_Daemon *daemon;
  MHD_socket listener; /* once it is retired */
  GThreadPool *pages;
  KmzbPrinter *printer; /* (nullable) */
  KmzbPrinter *log;     /* (nullable) */

  gint closed;    /* atomic: the archive takes nothing more */
  gint n_handing; /* atomic: threads that look at it and then hand over */
  gint draining;  /* atomic: every answer ends its connection */
};

static KmzbConnection *
connection_of (struct MHD_Connection *connection)
{
  return MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void
on_connection (void *data, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code)
{
  KmzbServer *self = data;

  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    *context = kmzb_connections_add (
        self->connections, MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
  else
    {
      /* The library does not say that a request is over whose headers it could not read to the end. */
      kmzb_exchange_free (kmzb_connection_swap_request (*context, NULL));
      kmzb_connections_remove (self->connections, *context);
    }
}

static gboolean
has_too_many_fields (const char *query)
{
  guint n = 1;

  for (const char *p = query ? query : ""; *p != '\0'; p++)
    if (*p == '&' && ++n > MAX_QUERY_FIELDS)
      return TRUE;
  return FALSE;
}

static void *
on_request_line (void *data, const char *uri, struct MHD_Connection *connection)
{
  KmzbServer *self = data;
  KmzbExchange *exchange = kmzb_exchange_new (uri);

  exchange->connection = connection;
  exchange->owner = self;
  exchange->connections = self->connections;
  kmzb_exchange_free (kmzb_connection_swap_request (connection_of (connection), exchange));
  if (has_too_many_fields (exchange->query))
    kmzb_connections_cut (self->connections, connection_of (connection));
  else
    kmzb_connections_note_request (self->connections, connection_of (connection));
  return exchange;
}

static void
on_request_over (void *data,
                 struct MHD_Connection *connection,
                 void **exchange,
                 enum MHD_RequestTerminationCode code)
{
  KmzbServer *self = data;

  kmzb_connections_note_idle (self->connections, connection_of (connection));
  kmzb_connection_swap_request (connection_of (connection), NULL);
  kmzb_exchange_free (*exchange);
  *exchange = NULL;
}

/* What the visitor wrote is not for a terminal. Returns: (transfer full) */
static char *
describe_report (const KmzbIntake *intake)
{
  const KmzbWireRequest *request = intake->request;
  g_autofree char *number = request->report->number ? kmzb_number_format (request->report->number) : NULL;
  g_autofree char *time = kmzb_time_format_w3c (kmzb_intake_get_requested_us (intake));
  const char *name = number ? number : request->report->id;
  char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];

  if (!request->has_place)
    return g_strdup_printf ("received %s %s - %s\n", name, request->report->category, time);
  g_ascii_formatd (lat, sizeof lat, "%.5f", request->report->place.lat);
  g_ascii_formatd (lon, sizeof lon, "%.5f", request->report->place.lon);
  return g_strdup_printf ("received %s %s %s,%s %s\n", name, request->report->category, lat, lon, time);
}

/* On the archive's thread. */
static void
on_intake_done (KmzbIntake *intake, gpointer data)
{
  KmzbExchange *exchange = data;
  KmzbServer *self = exchange->owner;

  if (self->printer != NULL && exchange->archive == self->routes->archive && intake->result == KMZB_INTAKE_STORED)
    kmzb_printer_print (self->printer, describe_report (intake));
  kmzb_metrics_note_intake (self->routes->metrics, intake->result);
  /* From here on the exchange is its HTTP thread's again. */
  MHD_resume_connection (exchange->connection);
}

static enum MHD_Result
send_answer (KmzbServer *self, KmzbExchange *exchange, gboolean close_after)
{
  gint64 took_us = g_get_monotonic_time () - exchange->begun_us;

  kmzb_connections_note_answer (self->connections, connection_of (exchange->connection));
  kmzb_metrics_note_answer (self->routes->metrics, exchange->status, took_us);
  if (self->log != NULL)
    kmzb_printer_print (self->log,
                        kmzb_access_log_format (exchange, kmzb_clock_get_real_us (self->routes->clock), took_us));
  return kmzb_exchange_send (exchange, close_after || g_atomic_int_get (&self->draining));
}

typedef struct
{
  guint n_lengths;
  guint n_codings;
  gboolean is_strange; /* a coding that is not "chunked" */
} Framing;

static enum MHD_Result
note_framing (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  Framing *self = data;

  if (g_ascii_strcasecmp (name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0)
    self->n_lengths++;
  else if (g_ascii_strcasecmp (name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0)
    {
      self->n_codings++;
      self->is_strange = self->is_strange || value == NULL || g_ascii_strcasecmp (value, "chunked") != 0;
    }
  return MHD_YES;
}

/* Where a body ends must be said once (RFC 9112, 6.3): a proxy in front that believes the other word would take the
 * rest of one client's body for the next client's request. */
static gboolean
is_end_unclear (KmzbExchange *exchange)
{
  Framing framing = { 0 };

  MHD_get_connection_values (exchange->connection, MHD_HEADER_KIND, note_framing, &framing);
  return framing.n_lengths + framing.n_codings > 1 || framing.is_strange;
}

/* What can be refused before the body is sent is refused here. */
static enum MHD_Result
begin (KmzbServer *self, KmzbExchange *exchange, const char *method)
{
  const char *length = kmzb_exchange_get_header (exchange, MHD_HTTP_HEADER_CONTENT_LENGTH);
  gboolean takes_body;

  exchange->method = g_strdup (method);
  exchange->stage = KMZB_EXCHANGE_BODY;
  if (is_end_unclear (exchange))
    {
      kmzb_exchange_answer_error (exchange, MHD_HTTP_BAD_REQUEST, "It is not clear where the body ends");
      return send_answer (self, exchange, TRUE);
    }
  takes_body = kmzb_routes_takes_body (exchange);
  if (length == NULL || g_ascii_strtoull (length, NULL, 10) <= (takes_body ? KMZB_WIRE_FORM_MAX_BYTES : 0))
    return MHD_YES;
  if (takes_body)
    kmzb_exchange_answer_error (exchange, MHD_HTTP_CONTENT_TOO_LARGE, "The body is larger than 65536 bytes");
  else
    kmzb_routes_run (self->routes, exchange);
  /* No page that is only looked at takes a body. */
  if (exchange->stage == KMZB_EXCHANGE_WAITING)
    kmzb_exchange_answer_error (exchange, MHD_HTTP_CONTENT_TOO_LARGE, "There is nothing here that takes a body");
  return send_answer (self, exchange, TRUE);
}

static enum MHD_Result
take_body (KmzbExchange *exchange, const char *data, size_t *length)
{
  gsize have = exchange->body ? exchange->body->len : 0;

  exchange->too_large = exchange->too_large || have + *length > KMZB_WIRE_FORM_MAX_BYTES;
  if (exchange->too_large)
    {
      exchange->dropped += *length;
      if (exchange->dropped > MAX_DROPPED_BYTES)
        return MHD_NO;
    }
  else
    {
      if (exchange->body == NULL)
        exchange->body = g_byte_array_new ();
      g_byte_array_append (exchange->body, (const guint8 *) data, (guint) *length);
    }
  *length = 0;
  return MHD_YES;
}

/* On a thread of the pages'. */
static void
make_page (gpointer data, gpointer server)
{
  KmzbExchange *exchange = data;
  KmzbServer *self = server;

  kmzb_page_run (self->routes, exchange);
  MHD_resume_connection (exchange->connection);
}

/* Once kmzb_server_stop() has closed the archive and no thread is in here, nothing is suspended any more. */
static gboolean
hand_over (KmzbServer *self, KmzbExchange *exchange)
{
  gboolean open;

  g_atomic_int_inc (&self->n_handing);
  open = !g_atomic_int_get (&self->closed);
  if (open)
    {
      kmzb_connections_note_waiting (self->connections, connection_of (exchange->connection));
      MHD_suspend_connection (exchange->connection);
      if (exchange->intake != NULL)
        {
          exchange->intake->done = on_intake_done;
          exchange->intake->data = exchange;
          kmzb_archive_add (exchange->archive, exchange->intake);
        }
      else
        g_thread_pool_push (self->pages, exchange, NULL);
    }
  g_atomic_int_add (&self->n_handing, -1);
  return open;
}

static enum MHD_Result
finish (KmzbServer *self, KmzbExchange *exchange)
{
  if (exchange->stage == KMZB_EXCHANGE_WAITING && exchange->intake != NULL)
    kmzb_routes_finish_post (self->routes, exchange);
  else if (exchange->stage != KMZB_EXCHANGE_ANSWERED)
    {
      if (exchange->too_large)
        kmzb_exchange_answer_error (exchange, MHD_HTTP_CONTENT_TOO_LARGE, "The body is larger than 65536 bytes");
      else
        kmzb_routes_run (self->routes, exchange);
    }
  if (exchange->stage == KMZB_EXCHANGE_WAITING)
    {
      if (hand_over (self, exchange))
        return MHD_YES;
      exchange->retry_seconds = KMZB_RETRY_SECONDS;
      kmzb_exchange_answer_error (exchange, MHD_HTTP_SERVICE_UNAVAILABLE, "The server is stopping");
    }
  return send_answer (self, exchange, FALSE);
}

static enum MHD_Result
on_access (void *data,
           struct MHD_Connection *connection,
           const char *url,
           const char *method,
           const char *version,
           const char *upload,
           size_t *upload_length,
           void **context)
{
  KmzbServer *self = data;
  KmzbExchange *exchange = *context;

  if (exchange->stage == KMZB_EXCHANGE_BEGUN)
    return begin (self, exchange, method);
  if (*upload_length > 0)
    return take_body (exchange, upload, upload_length);
  return finish (self, exchange);
}

static void G_GNUC_PRINTF (2, 0)
on_library_message (void *data, const char *format, va_list arguments)
{
  g_autofree char *message = g_strdup_vprintf (format, arguments);

  /* Mostly about clients that went away. */
  g_debug ("%s", g_strchomp (message));
}

/* Returns: (transfer full): a server that takes requests, or %NULL */
KmzbServer *
kmzb_server_start (const KmzbServerConfig *config, GError **error)
{
  KmzbServer *self = g_new0 (KmzbServer, 1);
  gboolean tls = config->certificate != NULL;
  guint flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  /* MHD closes its listening socket; ours stays with its owner. */
  int fd = dup (g_socket_get_fd (config->listener));
  struct MHD_OptionItem tls_options[] = {
    { MHD_OPTION_HTTPS_MEM_CERT, 0, (void *) config->certificate },
    { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *) config->key },
    { MHD_OPTION_HTTPS_PRIORITIES, 0, (void *) TLS_PRIORITIES },
    { MHD_OPTION_END, 0, NULL },
  };
  struct MHD_OptionItem no_options[] = { { MHD_OPTION_END, 0, NULL } };

  self->routes = config->routes;
  self->listener = MHD_INVALID_SOCKET;
  self->printer = config->print_reports ? kmzb_printer_new (STDOUT_FILENO) : NULL;
  self->log = config->log_requests ? kmzb_printer_new (STDERR_FILENO) : NULL;
  self->pages = g_thread_pool_new (make_page, self, MAX_PAGES, FALSE, NULL);
  self->connections = kmzb_connections_new (IDLE_SECONDS, config->request_seconds);
  self->daemon = MHD_start_daemon (
      flags | (tls ? MHD_USE_TLS : 0), 0, NULL, NULL, on_access, self, MHD_OPTION_EXTERNAL_LOGGER,
      on_library_message, NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE,
      (unsigned int) CLAMP (g_get_num_processors (), 2, MAX_THREADS), MHD_OPTION_CONNECTION_LIMIT,
      (unsigned int) MAX_CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY_BYTES,
      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int) IDLE_SECONDS, MHD_OPTION_NOTIFY_CONNECTION, on_connection, self,
      MHD_OPTION_NOTIFY_COMPLETED, on_request_over, self, MHD_OPTION_URI_LOG_CALLBACK, on_request_line, self,
      MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, tls ? tls_options : no_options, MHD_OPTION_END);
  if (self->daemon == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_IO, "Can't start the HTTP server%s",
                   tls ? ": are --tls-cert and --tls-key a PEM certificate and its key?" : "");
      close (fd);
      kmzb_server_stop (self);
      return NULL;
    }
  return self;
}

static void
drain (KmzbServer *self)
{
  gint64 end = g_get_monotonic_time () + DRAIN_SECONDS * G_USEC_PER_SEC;

  while (kmzb_connections_count_busy (self->connections) > 0 && g_get_monotonic_time () < end)
    g_usleep (DRAIN_POLL_US);
}

/**
 * kmzb_server_retire:
 *
 * Takes no new connection; those that are there are served to the end of their next answer.
 */
void
kmzb_server_retire (KmzbServer *self)
{
  g_atomic_int_set (&self->draining, 1);
  if (self->listener == MHD_INVALID_SOCKET)
    self->listener = MHD_quiesce_daemon (self->daemon);
}

/* Whether nobody is connected. */
gboolean
kmzb_server_is_idle (KmzbServer *self)
{
  return kmzb_connections_count (self->connections) == 0;
}

/**
 * kmzb_server_stop:
 *
 * Takes no new connection, answers what has been asked, and ends. Every report that was taken is stored and, where
 * its client is still there, answered.
 */
void
kmzb_server_stop (KmzbServer *self)
{
  if (self == NULL)
    return;
  if (self->daemon != NULL)
    {
      kmzb_server_retire (self);
      drain (self);
      g_atomic_int_set (&self->closed, TRUE);
      while (g_atomic_int_get (&self->n_handing) > 0)
        g_usleep (DRAIN_POLL_US);
      /* Pages that are still being made are the last to ask the archive. */
      g_thread_pool_free (g_steal_pointer (&self->pages), FALSE, TRUE);
      kmzb_archive_flush (self->routes->archive);
      kmzb_test_archive_flush (self->routes->test_archive);
      MHD_stop_daemon (self->daemon);
      if (self->listener != MHD_INVALID_SOCKET)
        close (self->listener);
    }
  if (self->pages != NULL)
    g_thread_pool_free (self->pages, TRUE, TRUE);
  kmzb_printer_free (self->printer);
  kmzb_printer_free (self->log);
  kmzb_connections_free (self->connections);
  g_free (self);
}
