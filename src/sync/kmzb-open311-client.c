/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-open311-client.h"

#include "kmzb-error.h"
#include "kmzb-file.h"
#include "kmzb-http-request.h"
#include "kmzb-proxy.h"
#include "kmzb-wire-changes.h"
#include "kmzb-wire-heartbeat.h"
#include "kmzb-wire-receipt.h"

#include <libsoup/soup.h>
#include <string.h>

#define API_PATH "/open311/v2/"
#define JURISDICTION "jurisdiction_id="
/* Without a byte from the other side. */
#define SILENCE_TIMEOUT_S 30
/* A download does not take a report's place, nor does a heartbeat. */
#define CONNECTIONS_MAX (KMZB_OPEN311_MAX_IN_FLIGHT + 2)

/**
 * KmzbOpen311Client:
 *
 * HTTP towards one GeoReport v2 server: adds the booth's key, bounds time and size, follows no redirect and trusts no
 * plain connection. It says what the server answered; what that proves is for others to judge. Belongs to the thread
 * that made it.
 */
struct _KmzbOpen311Client
{
  GObject parent_instance;

  KmzbClock *clock;
  SoupSession *session;
  char *base_url;
  char *api_url; /* where a foreign server has its endpoint */
  gint64 clock_offset_s;
  char *key_file;
  char *key;
  char *jurisdiction;   /* (nullable) */
  GHashTable *services; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KmzbOpen311Client, kmzb_open311_client, G_TYPE_OBJECT)

static void
free_key (KmzbOpen311Client *self)
{
  if (self->key != NULL)
    explicit_bzero (self->key, strlen (self->key));
  g_clear_pointer (&self->key, g_free);
}

static void
kmzb_open311_client_finalize (GObject *object)
{
  KmzbOpen311Client *self = KMZB_OPEN311_CLIENT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  free_key (self);
  g_free (self->key_file);
  g_free (self->jurisdiction);
  g_clear_pointer (&self->services, g_hash_table_unref);
  g_free (self->base_url);
  g_free (self->api_url);
  G_OBJECT_CLASS (kmzb_open311_client_parent_class)->finalize (object);
}

static void
kmzb_open311_client_class_init (KmzbOpen311ClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_open311_client_finalize;
}

static void
kmzb_open311_client_init (KmzbOpen311Client *self)
{
}

/* ---- configuration ---- */

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address ? g_inet_address_get_is_loopback (address) : g_ascii_strcasecmp (host, "localhost") == 0;
}

/**
 * kmzb_open311_base_url:
 * @url: as the operator wrote it
 *
 * Returns: (transfer full): the API's base with a slash at its end, or %NULL when @url is no URL or would send keys
 *   and reports in the clear
 */
char *
kmzb_open311_base_url (const char *url, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, &fault);
  g_autofree char *path = NULL;
  gboolean is_http;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Central's URL %s is not valid%s%s", url, fault ? ": " : "",
                   fault ? fault->message : "");
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    {
      /* What is too much may be a password: it is not repeated. */
      g_autofree char *rest = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);

      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Central's URL %s has more than a host and a path", rest);
      return NULL;
    }
  is_http = g_str_equal (g_uri_get_scheme (uri), "http");
  if (!is_http && !g_str_equal (g_uri_get_scheme (uri), "https"))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Central's URL %s begins neither with https nor http", url);
      return NULL;
    }
  if (is_http && !is_loopback (g_uri_get_host (uri)))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
                   "Central's URL %s is not encrypted: reports are sent over https only", url);
      return NULL;
    }

  if (strlen (g_uri_get_path (uri)) <= 1)
    path = g_strdup (API_PATH);
  else
    path = g_strconcat (g_uri_get_path (uri), g_str_has_suffix (g_uri_get_path (uri), "/") ? NULL : "/", NULL);
  return g_uri_join (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                     path, NULL, NULL);
}

/**
 * kmzb_open311_client_load_key:
 *
 * Reads the key file again, so that a rotated key is used without a restart. Without a key file there is no key.
 */
gboolean
kmzb_open311_client_load_key (KmzbOpen311Client *self, GError **error)
{
  char *key;

  if (self->key_file == NULL)
    return TRUE;
  key = kmzb_file_read_secret (self->key_file, error);
  if (key == NULL)
    return FALSE;
  free_key (self);
  self->key = key;
  return TRUE;
}

static gboolean
trust (KmzbOpen311Client *self, const char *ca_file, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GTlsDatabase) database = NULL;

  if (ca_file == NULL)
    return TRUE;
  path = g_canonicalize_filename (ca_file, NULL);
  database = g_tls_file_database_new (path, &fault);
  if (database == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't use certificates in %s: %s", ca_file, fault->message);
      return FALSE;
    }
  soup_session_set_tls_database (self->session, database);
  return TRUE;
}

static void
choose_proxy (KmzbOpen311Client *self)
{
  g_autoptr (GProxyResolver) resolver = kmzb_proxy_from_environment ();

  /* What is sent in the clear stays on this machine, whatever proxy the machine knows. */
  if (g_str_has_prefix (self->base_url, "http:"))
    soup_session_set_proxy_resolver (self->session, NULL);
  else if (resolver != NULL)
    soup_session_set_proxy_resolver (self->session, resolver);
}

/* @config: with a URL. Returns: (transfer full): a client, or %NULL when the configuration cannot work */
KmzbOpen311Client *
kmzb_open311_client_new (const KmzbSyncConfig *config, KmzbClock *clock, GError **error)
{
  g_autoptr (KmzbOpen311Client) self = g_object_new (KMZB_TYPE_OPEN311_CLIENT, NULL);

  self->clock = g_object_ref (clock);
  self->base_url = kmzb_open311_base_url (config->url, error);
  if (self->base_url == NULL)
    return NULL;
  self->api_url = g_strdup (self->base_url);
  self->key_file = g_strdup (config->key_file);
  self->jurisdiction = config->jurisdiction ? g_uri_escape_string (config->jurisdiction, NULL, FALSE) : NULL;
  self->services = config->services ? g_hash_table_ref (config->services) : NULL;
  self->session = soup_session_new_with_options ("max-conns", CONNECTIONS_MAX, "max-conns-per-host",
                                                 CONNECTIONS_MAX, "timeout", SILENCE_TIMEOUT_S,
                                                 "user-agent", "kmzb-kiosk/" KMZB_VERSION, NULL);
  choose_proxy (self);
  /* A booth has one key and answers no other challenge. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  if (!trust (self, config->ca_file, error) || !kmzb_open311_client_load_key (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * kmzb_open311_client_use_endpoint:
 * @url: (nullable): where the server says that its API is; %NULL: where it was configured
 *
 * The booth's key goes there: it is the same server, or nothing.
 */
gboolean
kmzb_open311_client_use_endpoint (KmzbOpen311Client *self, const char *url, GError **error)
{
  g_autofree char *wanted = g_strdup (self->base_url);
  g_autoptr (GUri) own = g_uri_parse (self->base_url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) other = url ? g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL) : NULL;

  if (other != NULL)
    {
      if (g_strcmp0 (g_uri_get_scheme (own), g_uri_get_scheme (other)) != 0
          || g_strcmp0 (g_uri_get_host (own), g_uri_get_host (other)) != 0
          || g_uri_get_port (own) != g_uri_get_port (other))
        {
          g_set_error (error, KMZB_ERROR, KMZB_ERROR_UNSUPPORTED,
                       "The server says that its reports go to %s, which is another server: configure that one",
                       g_uri_get_host (other));
          return FALSE;
        }
      g_free (wanted);
      wanted = g_strconcat (url, g_str_has_suffix (url, "/") ? NULL : "/", NULL);
    }
  g_free (self->api_url);
  self->api_url = g_steal_pointer (&wanted);
  return TRUE;
}

/* The booth's clock less the server's, by the last answer that told. */
gint64
kmzb_open311_client_get_clock_offset_s (KmzbOpen311Client *self)
{
  return self->clock_offset_s;
}

/* What a server with codes of its own calls @category; the same where nobody said. */
const char *
kmzb_open311_client_get_service_code (KmzbOpen311Client *self, const char *category)
{
  const char *code = self->services ? g_hash_table_lookup (self->services, category) : NULL;

  return code ? code : category;
}

const char *
kmzb_open311_client_get_base_url (KmzbOpen311Client *self)
{
  return self->base_url;
}

/* ---- requests ---- */

static void
append (GByteArray *body, const char *text)
{
  g_byte_array_append (body, (const guint8 *) text, (guint) strlen (text));
}

static void
send_message (KmzbOpen311Client *self,
              SoupMessage *message,
              gsize max_bytes,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, send_message);
  soup_message_headers_append (soup_message_get_request_headers (message), "Accept", "application/json");
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  kmzb_http_request_run (self->session, message, max_bytes, self->clock, cancellable, task);
}

/* On a connection of its own. A GET that finds a kept connection dead is begun anew by libsoup itself, and before 3.4.5
 * what it then still waits for is freed when two such connections die together. */
static SoupMessage *
new_get (const char *url)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_GET, url);

  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  return message;
}

/* In a header: what is in a query ends up in logs. */
static void
add_key (KmzbOpen311Client *self, SoupMessage *message)
{
  g_autofree char *value = self->key ? g_strconcat ("Bearer ", self->key, NULL) : NULL;

  if (value == NULL)
    return;
  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", value);
  explicit_bzero (value, strlen (value));
}

/**
 * kmzb_open311_client_get_async:
 * @path: below the API's base; "discovery.json" always where the server was configured
 * @max_bytes: a longer answer is an error
 */
void
kmzb_open311_client_get_async (KmzbOpen311Client *self,
                               const char *path,
                               gsize max_bytes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  gboolean is_discovery = g_str_equal (path, "discovery.json");
  g_autofree char *plain = g_strconcat (is_discovery ? self->base_url : self->api_url, path, NULL);
  g_autofree char *url = NULL;

  if (is_discovery || self->jurisdiction == NULL)
    url = g_steal_pointer (&plain);
  else
    url = g_strconcat (plain, strchr (path, '?') ? "&" : "?", JURISDICTION, self->jurisdiction, NULL);
  send_message (self, new_get (url), max_bytes, cancellable, callback, user_data);
}

/**
 * kmzb_open311_client_get_changes_async:
 * @cursor: (nullable): where to go on; %NULL: from the beginning
 */
void
kmzb_open311_client_get_changes_async (KmzbOpen311Client *self,
                                       const char *kind,
                                       const char *cursor,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autofree char *since = cursor ? g_uri_escape_string (cursor, NULL, FALSE) : NULL;
  g_autofree char *url
      = g_strdup_printf ("%schanges.json?kind=%s&limit=%d%s%s", self->base_url, kind, KMZB_WIRE_CHANGES_LIMIT,
                         since ? "&since=" : "", since ? since : "");
  SoupMessage *message = new_get (url);

  add_key (self, message);
  send_message (self, message, KMZB_WIRE_CHANGES_MAX_BYTES, cancellable, callback, user_data);
}

/**
 * kmzb_open311_client_post_heartbeat_async:
 * @body: see kmzb_wire_heartbeat_build()
 *
 * For a proven kmzb-central that asks for it.
 */
void
kmzb_open311_client_post_heartbeat_async (KmzbOpen311Client *self,
                                          GBytes *body,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_autofree char *url = g_strconcat (self->base_url, "heartbeat.json", NULL);
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, url);

  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  add_key (self, message);
  send_message (self, message, KMZB_WIRE_HEARTBEAT_MAX_BYTES, cancellable, callback, user_data);
}

/**
 * kmzb_open311_client_post_report_async:
 * @id: the report's UUID
 * @payload: the bytes frozen at save; the key is added here and is no part of them
 * @may_repeat: the server is proven to be a `kmzb-central`: libsoup may send it again by itself when a connection that
 *   was kept open turns out to be dead. Another server would store it twice: it gets a connection of its own.
 *
 * Without an answer the error is %KMZB_ERROR_LOST when the server may have it.
 */
void
kmzb_open311_client_post_report_async (KmzbOpen311Client *self,
                                       const char *id,
                                       GBytes *payload,
                                       gboolean may_repeat,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autofree char *url = g_strconcat (self->api_url, "requests.json", NULL);
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, url);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_byte_array_append (body, g_bytes_get_data (payload, NULL), (guint) g_bytes_get_size (payload));
  if (self->key != NULL)
    {
      g_autofree char *escaped = g_uri_escape_string (self->key, NULL, FALSE);

      append (body, "&api_key=");
      append (body, escaped);
    }
  /* To a kmzb-central it would be content. */
  if (self->jurisdiction != NULL && !may_repeat)
    {
      append (body, "&" JURISDICTION);
      append (body, self->jurisdiction);
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded; charset=utf-8", bytes);
  soup_message_headers_append (soup_message_get_request_headers (message), "Idempotency-Key", id);
  soup_message_add_flags (message, may_repeat ? SOUP_MESSAGE_IDEMPOTENT : SOUP_MESSAGE_NEW_CONNECTION);
  send_message (self, message, KMZB_WIRE_RECEIPT_MAX_BYTES, cancellable, callback, user_data);
}

/* Returns: (transfer full): the answer, or %NULL when none came */
KmzbAnswer *
kmzb_open311_client_finish (KmzbOpen311Client *self, GAsyncResult *result, GError **error)
{
  KmzbAnswer *answer;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer != NULL && answer->has_clock_offset)
    self->clock_offset_s = answer->clock_offset_s;
  return answer;
}

/* How many requests of this program are under way. Who moves a clock of his own (kmzb_clock_advance()) waits for them:
 * else a server has no time to answer in. */
guint
kmzb_open311_get_n_under_way (void)
{
  return kmzb_http_request_get_n ();
}
