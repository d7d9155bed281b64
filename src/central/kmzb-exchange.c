/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-exchange.h"

#include "kmzb-wire-answer.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <string.h>

#define GZIP_MIN_BYTES 1024
/* Of 1 to 9: higher ones take much longer for a few per cent. */
#define GZIP_LEVEL 4
/* Of an answer that is made while it is sent, at once. */
#define STREAM_BYTES (32 * 1024)

/* HTTP/1.1 lets a client name the whole address, as for a proxy. */
static const char *
skip_server (const char *uri)
{
  gsize scheme = g_ascii_strncasecmp (uri, "http://", 7) == 0 ? 7 : g_ascii_strncasecmp (uri, "https://", 8) == 0 ? 8 : 0;

  return scheme > 0 ? uri + scheme + strcspn (uri + scheme, "/?") : uri;
}

/* @uri: path and query as sent */
KmzbExchange *
kmzb_exchange_new (const char *uri)
{
  KmzbExchange *self = g_new0 (KmzbExchange, 1);
  const char *question;

  uri = *uri == '/' ? uri : skip_server (uri);
  question = strchrnul (uri, '?');
  self->path = g_strndup (uri, (gsize) (question - uri));
  self->begun_us = g_get_monotonic_time ();
  self->format = g_str_has_suffix (self->path, ".xml") ? KMZB_WIRE_XML : KMZB_WIRE_JSON;
  self->query = *question == '?' ? g_strdup (question + 1) : NULL;
  return self;
}

static void
wipe_free (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

void
kmzb_exchange_free (KmzbExchange *self)
{
  if (self == NULL)
    return;
  if (self->body != NULL)
    {
      explicit_bzero (self->body->data, self->body->len);
      g_byte_array_unref (self->body);
    }
  kmzb_intake_free (self->intake);
  g_clear_pointer (&self->answer, g_bytes_unref);
  if (self->more_free != NULL)
    self->more_free (self->more_data);
  g_free (self->disposition);
  g_free (self->booth);
  wipe_free (self->cookie);
  g_free (self->location);
  g_free (self->method);
  g_free (self->path);
  wipe_free (self->query);
  g_free (self);
}

/* Returns: (transfer none) (nullable) */
const char *
kmzb_exchange_get_header (KmzbExchange *self, const char *name)
{
  return MHD_lookup_connection_value (self->connection, MHD_HEADER_KIND, name);
}

/**
 * kmzb_exchange_dup_client:
 * @behind_proxy: believe the last name in X-Forwarded-For, which the proxy itself wrote
 *
 * Returns: (transfer full): by what clients are told apart: an IPv4 address, or an IPv6 network of 64 bits, which is
 *   what one household gets
 */
char *
kmzb_exchange_dup_client (KmzbExchange *self, gboolean behind_proxy)
{
  const char *forwarded = behind_proxy ? kmzb_exchange_get_header (self, "X-Forwarded-For") : NULL;
  const char *last = forwarded ? strrchr (forwarded, ',') : NULL;
  g_autofree char *text = forwarded ? g_strstrip (g_strndup (last ? last + 1 : forwarded, 64)) : NULL;
  g_autoptr (GInetAddress) address = text ? g_inet_address_new_from_string (text) : NULL;
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes;

  if (address == NULL)
    {
      const struct sockaddr *native
          = MHD_get_connection_info (self->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
      gsize length = native->sa_family == AF_INET6 ? sizeof (struct sockaddr_in6) : sizeof (struct sockaddr_in);
      g_autoptr (GSocketAddress) socket = g_socket_address_new_from_native ((gpointer) native, length);

      if (!G_IS_INET_SOCKET_ADDRESS (socket))
        return g_strdup ("unknown");
      address = g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (socket)));
    }
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_to_string (address);
  bytes = g_inet_address_to_bytes (address);
  /* "::ffff:192.0.2.1": an IPv4 client of a socket that takes both. The networks of all of them would be one. */
  if (memcmp (bytes, mapped, sizeof mapped) == 0)
    return g_strdup_printf ("%u.%u.%u.%u", bytes[12], bytes[13], bytes[14], bytes[15]);
  return g_strdup_printf ("%02x%02x:%02x%02x:%02x%02x:%02x%02x", bytes[0], bytes[1], bytes[2], bytes[3], bytes[4],
                          bytes[5], bytes[6], bytes[7]);
}

/* @content_type: static; @answer: (transfer full) */
void
kmzb_exchange_answer (KmzbExchange *self, guint status, const char *content_type, GBytes *answer)
{
  g_clear_pointer (&self->answer, g_bytes_unref);
  self->status = status;
  self->content_type = content_type;
  self->answer = answer;
  self->stage = KMZB_EXCHANGE_ANSWERED;
}

/**
 * kmzb_exchange_answer_stream:
 * @content_type: static
 * @more: called again and again until it adds nothing; where it fails the connection is cut, so that the client sees
 *   that it does not have all
 */
void
kmzb_exchange_answer_stream (KmzbExchange *self, const char *content_type, KmzbExchangeMore more, gpointer data,
                             GDestroyNotify free)
{
  kmzb_exchange_answer (self, MHD_HTTP_OK, content_type, NULL);
  self->more = more;
  self->more_data = data;
  self->more_free = free;
}

static const char *
wire_type (KmzbExchange *self)
{
  return self->format == KMZB_WIRE_XML ? "text/xml; charset=utf-8" : "application/json; charset=utf-8";
}

/* @answer: (transfer full): in the exchange's format */
void
kmzb_exchange_answer_wire (KmzbExchange *self, GBytes *answer)
{
  kmzb_exchange_answer (self, MHD_HTTP_OK, wire_type (self), answer);
}

/* An Open311 error. @description: what is wrong, never what was sent */
void
kmzb_exchange_answer_error (KmzbExchange *self, guint status, const char *description)
{
  kmzb_exchange_answer (self, status, wire_type (self), kmzb_wire_answer_error (self->format, status, description));
}

static gboolean
takes_gzip (KmzbExchange *self)
{
  const char *accepted = kmzb_exchange_get_header (self, MHD_HTTP_HEADER_ACCEPT_ENCODING);
  g_auto (GStrv) codings = g_strsplit (accepted ? accepted : "", ",", 16);

  for (guint i = 0; codings[i] != NULL; i++)
    {
      char *weight = strchr (codings[i], ';');
      gboolean refused = FALSE;

      if (weight != NULL)
        {
          *weight++ = '\0';
          g_strstrip (weight);
          refused = g_str_has_prefix (weight, "q=0") && strspn (weight + 3, ".0") == strlen (weight + 3);
        }
      if (g_ascii_strcasecmp (g_strstrip (codings[i]), "gzip") == 0)
        return !refused;
    }
  return FALSE;
}

/* Returns: (transfer full) (nullable): smaller bytes; %NULL when they would not be */
static GBytes *
compress (GBytes *bytes)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, GZIP_LEVEL);
  gsize length, used = 0, made = 0, total_used = 0, total_made = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autofree guint8 *out = g_malloc (length);
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result == G_CONVERTER_CONVERTED && total_made < length)
    {
      result = g_converter_convert (G_CONVERTER (gzip), data + total_used, length - total_used, out + total_made,
                                    length - total_made, G_CONVERTER_INPUT_AT_END, &used, &made, NULL);
      total_used += used;
      total_made += made;
    }
  return result == G_CONVERTER_FINISHED ? g_bytes_new_take (g_steal_pointer (&out), total_made) : NULL;
}

/* Pages of JSON shrink to an eighth. Not what is said to one client alone: its length would tell of its content. */
static gboolean
compress_answer (KmzbExchange *self)
{
  GBytes *smaller;

  if (self->answer == NULL || self->status != MHD_HTTP_OK || g_bytes_get_size (self->answer) < GZIP_MIN_BYTES
      || !g_str_equal (self->method, MHD_HTTP_METHOD_GET) || g_str_has_prefix (self->content_type, "text/html")
      || !takes_gzip (self))
    return FALSE;
  smaller = compress (self->answer);
  if (smaller == NULL)
    return FALSE;
  g_bytes_unref (self->answer);
  self->answer = smaller;
  return TRUE;
}

static void
release_bytes (void *bytes)
{
  g_bytes_unref (bytes);
}

static void
add_page_headers (KmzbExchange *self, struct MHD_Response *response)
{
  MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_SECURITY_POLICY,
                           "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
                           "frame-ancestors 'none'");
  MHD_add_response_header (response, "X-Frame-Options", "DENY");
  MHD_add_response_header (response, "Referrer-Policy", "no-referrer");
  MHD_add_response_header (response, "Cross-Origin-Opener-Policy", "same-origin");
  MHD_add_response_header (response, "Cross-Origin-Resource-Policy", "same-origin");
  if (self->cookie != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_SET_COOKIE, self->cookie);
  if (self->location != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_LOCATION, self->location);
}

/**
 * Stream:
 * @part: what has been made and not yet taken, from @taken on
 *
 * An answer that is made while it is sent.
 */
typedef struct
{
  KmzbExchangeMore more;
  gpointer data;
  GDestroyNotify free;
  KmzbConnections *connections;
  KmzbConnection *connection;
  GString *part;
  gsize taken;
} Stream;

static void
stream_free (void *data)
{
  Stream *self = data;

  if (self->free != NULL)
    self->free (self->data);
  g_string_free (self->part, TRUE);
  g_free (self);
}

/* Each part must be taken in the time that other answers have as a whole. */
static ssize_t
read_stream (void *data, uint64_t position, char *buffer, size_t max)
{
  Stream *self = data;
  g_autoptr (GError) error = NULL;
  gsize n;

  if (self->taken == self->part->len)
    {
      g_string_truncate (self->part, 0);
      self->taken = 0;
      kmzb_connections_note_answer (self->connections, self->connection);
      if (!self->more (self->data, self->part, &error))
        {
          g_warning ("A long answer is cut off: %s", error->message);
          return MHD_CONTENT_READER_END_WITH_ERROR;
        }
    }
  n = MIN (max, self->part->len - self->taken);
  if (n == 0)
    return MHD_CONTENT_READER_END_OF_STREAM;
  memcpy (buffer, self->part->str + self->taken, n);
  self->taken += n;
  return (ssize_t) n;
}

static struct MHD_Response *
make_stream (KmzbExchange *self)
{
  Stream *stream = g_new0 (Stream, 1);
  struct MHD_Response *response;

  stream->more = self->more;
  stream->data = self->more_data;
  stream->free = g_steal_pointer (&self->more_free);
  stream->connections = self->connections;
  stream->connection
      = MHD_get_connection_info (self->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
  stream->part = g_string_new (NULL);
  response = MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, STREAM_BYTES, read_stream, stream, stream_free);
  if (response == NULL)
    stream_free (stream);
  return response;
}

static struct MHD_Response *
make_response (KmzbExchange *self)
{
  gsize length;
  gconstpointer data;

  if (self->more != NULL)
    return make_stream (self);
  data = g_bytes_get_data (self->answer, &length);
  return MHD_create_response_from_buffer_with_free_callback_cls (length, (void *) data, release_bytes, self->answer);
}

/* Hands the answer to the HTTP library. @close_after: say that the connection ends with it */
enum MHD_Result
kmzb_exchange_send (KmzbExchange *self, gboolean close_after)
{
  gboolean gzipped = compress_answer (self);
  struct MHD_Response *response = make_response (self);
  enum MHD_Result result;
  char seconds[16];

  if (response == NULL)
    return MHD_NO;
  self->answer = NULL;
  MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, self->content_type);
  MHD_add_response_header (response, MHD_HTTP_HEADER_X_CONTENT_TYPE_OPTIONS, "nosniff");
  MHD_add_response_header (response, MHD_HTTP_HEADER_CACHE_CONTROL,
                           self->may_be_kept ? "public, max-age=31536000, immutable" : "no-store");
  if (self->is_page)
    add_page_headers (self, response);
  else if (g_str_has_prefix (self->content_type, "text/html"))
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_SECURITY_POLICY,
                             "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  MHD_add_response_header (response, MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING);
  if (gzipped)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
  if (self->disposition != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, self->disposition);
  if (self->allow != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_ALLOW, self->allow);
  if (self->retry_seconds > 0)
    {
      g_snprintf (seconds, sizeof seconds, "%u", self->retry_seconds);
      MHD_add_response_header (response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
    }
  if (close_after)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONNECTION, "close");
  result = MHD_queue_response (self->connection, self->status, response);
  MHD_destroy_response (response);
  return result;
}
