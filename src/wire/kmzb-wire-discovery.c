/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-discovery.h"

#include "kmzb-error.h"
#include "kmzb-wire-parse.h"
#include "kmzb-wire-writer.h"

#include <string.h>

#define SPECIFICATION "http://wiki.open311.org/GeoReport_v2"
#define KMZB_EXTENSION_VERSION 1
/* Changes whenever what the endpoint offers changes. */
#define CHANGESET "2026-11-22T12:00:00Z"
#define URL_MAX_BYTES 1024
#define PUBLIC_KEY_BYTES 32
#define KEY_ID_MAX_BYTES 64
#define CHANGES_MAX 16

/* The kinds of GET changes. */
static const char *const kinds[] = { "threats", "statuses", "catalogue", "statistics", "directory" };

static gboolean
speaks_json (JsonObject *endpoint)
{
  JsonNode *node = json_object_get_member (endpoint, "formats");
  JsonArray *formats = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; formats != NULL && i < json_array_get_length (formats); i++)
    {
      JsonNode *format = json_array_get_element (formats, i);

      if (JSON_NODE_HOLDS_VALUE (format) && json_node_get_value_type (format) == G_TYPE_STRING
          && strstr (json_node_get_string (format), "json") != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_georeport (JsonObject *endpoint)
{
  const char *specification = kmzb_wire_json_get_text (endpoint, "specification");
  const char *type = kmzb_wire_json_get_text (endpoint, "type");

  /* Written with http and https, with and without the host's "wiki.". */
  return specification != NULL && strstr (specification, "GeoReport_v2") != NULL
         && (type == NULL || g_str_equal (type, "production")) && speaks_json (endpoint);
}

static gboolean
is_web_url (const char *url)
{
  if (url == NULL || strlen (url) > URL_MAX_BYTES)
    return FALSE;
  for (const char *p = url; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  return (g_str_has_prefix (url, "https://") || g_str_has_prefix (url, "http://"))
         && g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL);
}

static guint
extension_version (JsonObject *extension)
{
  JsonNode *version = extension ? json_object_get_member (extension, "version") : NULL;

  if (version == NULL || !JSON_NODE_HOLDS_VALUE (version) || json_node_get_value_type (version) != G_TYPE_INT64)
    return 0;
  return (guint) CLAMP (json_node_get_int (version), 0, G_MAXINT);
}

static gboolean
is_true (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}

/* A key that is none is the same as no key: the booth then keeps what it had. */
static void
read_key (KmzbWireDiscovery *self, JsonObject *extension)
{
  const char *key = kmzb_wire_json_get_text (extension, "public_key");
  const char *id = kmzb_wire_json_get_text (extension, "key_id");
  g_autofree guchar *bytes = NULL;
  g_autofree char *canonical = NULL;
  gsize length = 0;

  if (key == NULL || id == NULL || strlen (id) > KEY_ID_MAX_BYTES)
    return;
  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p))
      return;
  bytes = g_base64_decode (key, &length);
  canonical = g_base64_encode (bytes, length);
  if (length != PUBLIC_KEY_BYTES || !g_str_equal (canonical, key))
    return;
  self->public_key = g_steal_pointer (&canonical);
  self->key_id = g_strdup (id);
}

static GStrv
read_changes (JsonObject *extension)
{
  JsonNode *node = extension ? json_object_get_member (extension, "changes") : NULL;
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < MIN (json_array_get_length (array), CHANGES_MAX); i++)
    {
      JsonNode *kind = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (kind) && json_node_get_value_type (kind) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (kind));
    }
  return g_strv_builder_end (builder);
}

static void
read_extension (KmzbWireDiscovery *self, JsonObject *endpoint)
{
  JsonNode *node = json_object_get_member (endpoint, "kmzb");
  JsonObject *extension = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  self->kmzb_version = extension_version (extension);
  self->is_central = self->kmzb_version > 0;
  if (self->is_central)
    read_key (self, extension);
  self->changes = read_changes (self->is_central ? extension : NULL);
  self->heartbeat = self->is_central && is_true (extension, "heartbeat");
}

static JsonObject *
find_endpoint (JsonArray *endpoints)
{
  for (guint i = 0; i < json_array_get_length (endpoints); i++)
    {
      JsonNode *node = json_array_get_element (endpoints, i);

      if (JSON_NODE_HOLDS_OBJECT (node) && is_georeport (json_node_get_object (node))
          && is_web_url (kmzb_wire_json_get_text (json_node_get_object (node), "url")))
        return json_node_get_object (node);
    }
  return NULL;
}

/**
 * kmzb_wire_discovery_parse:
 * @body: a `discovery.json`
 *
 * The URL comes from outside: who sends a key there first makes sure that it is the server it was told to use.
 *
 * Returns: (transfer full): what the booth can use, or %NULL when the answer is no GeoReport v2 discovery
 */
KmzbWireDiscovery *
kmzb_wire_discovery_parse (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = kmzb_wire_json_parse (body, KMZB_WIRE_DISCOVERY_MAX_BYTES, error);
  JsonObject *endpoint = NULL;
  KmzbWireDiscovery *self;

  if (root == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (root))
    {
      JsonNode *endpoints = json_object_get_member (json_node_get_object (root), "endpoints");

      if (endpoints != NULL && JSON_NODE_HOLDS_ARRAY (endpoints))
        endpoint = find_endpoint (json_node_get_array (endpoints));
    }
  if (endpoint == NULL)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID,
                           "The answer names no GeoReport v2 endpoint that speaks JSON");
      return NULL;
    }

  self = g_new0 (KmzbWireDiscovery, 1);
  self->url = g_strdup (kmzb_wire_json_get_text (endpoint, "url"));
  for (gsize n = strlen (self->url); n > 0 && self->url[n - 1] == '/'; n--)
    self->url[n - 1] = '\0';
  read_extension (self, endpoint);
  return self;
}

void
kmzb_wire_discovery_free (KmzbWireDiscovery *self)
{
  if (self == NULL)
    return;
  g_free (self->url);
  g_free (self->public_key);
  g_free (self->key_id);
  g_strfreev (self->changes);
  g_free (self);
}

static void
add_extension (KmzbWireWriter *writer, const KmzbWireOffer *offer)
{
  kmzb_wire_writer_begin (writer, "kmzb", '{');
  kmzb_wire_writer_int (writer, "version", KMZB_EXTENSION_VERSION);
  kmzb_wire_writer_begin_list (writer, "changes", "kind");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    kmzb_wire_writer_text (writer, NULL, kinds[i]);
  kmzb_wire_writer_end (writer, ']');
  kmzb_wire_writer_boolean (writer, "heartbeat", TRUE);
  if (offer->public_key != NULL)
    {
      kmzb_wire_writer_text (writer, "public_key", offer->public_key);
      kmzb_wire_writer_text (writer, "key_id", offer->key_id);
    }
  kmzb_wire_writer_end (writer, '}');
}

static void
add_endpoint (KmzbWireWriter *writer, const KmzbWireOffer *offer, const char *url, const char *type)
{
  kmzb_wire_writer_begin (writer, NULL, '{');
  kmzb_wire_writer_text (writer, "specification", SPECIFICATION);
  kmzb_wire_writer_text (writer, "url", url);
  kmzb_wire_writer_text (writer, "changeset", CHANGESET);
  kmzb_wire_writer_text (writer, "type", type);
  kmzb_wire_writer_begin_list (writer, "formats", "format");
  kmzb_wire_writer_text (writer, NULL, "application/json");
  kmzb_wire_writer_text (writer, NULL, "text/xml");
  kmzb_wire_writer_end (writer, ']');
  add_extension (writer, offer);
  kmzb_wire_writer_end (writer, '}');
}

/**
 * kmzb_wire_discovery_build:
 *
 * The discovery of a `kmzb-central`. Its extension says which promises beyond the standard it keeps: version 1 is
 * "client_report_id is unique, replays answer the first id, receipts echo it"; which kinds of GET changes it has; and
 * the key to which descriptions are sealed.
 *
 * Returns: (transfer full)
 */
GBytes *
kmzb_wire_discovery_build (KmzbWireFormat format, const KmzbWireOffer *offer)
{
  KmzbWireWriter writer;

  kmzb_wire_writer_init_format (&writer, format);
  kmzb_wire_writer_begin (&writer, "discovery", '{');
  kmzb_wire_writer_text (&writer, "changeset", CHANGESET);
  kmzb_wire_writer_text (&writer, "contact", offer->contact ? offer->contact : "The operator of this server");
  kmzb_wire_writer_text (&writer, "key_service",
                         "Keys are given to booths by the operator: kmzb-central keys add NAME");
  kmzb_wire_writer_begin_list (&writer, "endpoints", "endpoint");
  add_endpoint (&writer, offer, offer->base_url, "production");
  if (offer->test_url != NULL)
    add_endpoint (&writer, offer, offer->test_url, "test");
  kmzb_wire_writer_end (&writer, ']');
  kmzb_wire_writer_end (&writer, '}');
  return kmzb_wire_writer_finish (&writer);
}
