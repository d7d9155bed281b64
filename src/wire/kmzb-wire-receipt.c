/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-receipt.h"

#include "kmzb-error.h"
#include "kmzb-text.h"
#include "kmzb-wire-parse.h"

#include <string.h>

#define SERVER_WORDS_MAX_CODE_POINTS 200
#define SERVER_ID_MAX_BYTES 255

static KmzbReceipt
doubt (GError **error, guint http_status, const char *fault)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_UNPROVEN, "The answer (HTTP %u) proves nothing: %s", http_status, fault);
  return KMZB_RECEIPT_DOUBT;
}

/* Returns: (transfer none) (nullable): the object of an array of exactly one */
static JsonObject *
only_object (JsonNode *root)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  if (array == NULL || json_array_get_length (array) != 1)
    return NULL;
  return JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, 0)) ? json_array_get_object_element (array, 0) : NULL;
}

static KmzbReceipt
check_success (guint http_status, JsonNode *root, const char *uuid, char **server_id, GError **error)
{
  JsonObject *object = only_object (root);
  g_autofree char *id = NULL;
  const char *echo;

  if (object == NULL)
    return doubt (error, http_status, "it is not a list of exactly one request");
  id = kmzb_wire_json_dup_id (object, "service_request_id");
  if (id == NULL)
    id = kmzb_wire_json_dup_id (object, "token");
  if (id == NULL || strlen (id) > SERVER_ID_MAX_BYTES)
    return doubt (error, http_status, "it names no request");

  echo = kmzb_wire_json_get_text (object, "client_report_id");
  if (uuid != NULL && (echo == NULL || g_ascii_strcasecmp (echo, uuid) != 0))
    return doubt (error, http_status, "it does not name the report that was sent");
  if (server_id != NULL)
    *server_id = g_steal_pointer (&id);
  return KMZB_RECEIPT_RECEIVED;
}

/* Returns: (transfer none) (nullable): the words of an Open311 error, in a list or, as some servers write it, bare. A
 * proxy's own JSON error has other members. */
static const char *
error_words (JsonNode *root)
{
  JsonObject *object = NULL;
  g_autofree char *code = NULL;

  if (JSON_NODE_HOLDS_OBJECT (root))
    object = json_node_get_object (root);
  else if (json_array_get_length (json_node_get_array (root)) > 0
           && JSON_NODE_HOLDS_OBJECT (json_array_get_element (json_node_get_array (root), 0)))
    object = json_array_get_object_element (json_node_get_array (root), 0);
  if (object == NULL)
    return NULL;

  code = kmzb_wire_json_dup_id (object, "code");
  return code != NULL ? kmzb_wire_json_get_text (object, "description") : NULL;
}

static KmzbReceipt
check_error (guint http_status, JsonNode *root, GError **error)
{
  const char *words = error_words (root);
  gboolean refused = http_status == 400 || http_status == 413 || http_status == 422;
  g_autofree char *clean = NULL, *cut = NULL;

  if (words == NULL)
    return doubt (error, http_status, "it is not an Open311 error");

  clean = kmzb_text_clean (words);
  cut = g_utf8_substring (clean, 0, MIN (g_utf8_strlen (clean, -1), SERVER_WORDS_MAX_CODE_POINTS));
  g_strdelimit (cut, "\n", ' ');
  g_set_error_literal (error, KMZB_ERROR, refused ? KMZB_ERROR_INVALID : KMZB_ERROR_DENIED, cut);
  return refused ? KMZB_RECEIPT_REFUSED : KMZB_RECEIPT_DENIED;
}

static gboolean
is_html (const char *content_type)
{
  return content_type != NULL
         && (g_ascii_strncasecmp (content_type, "text/html", 9) == 0
             || g_ascii_strncasecmp (content_type, "application/xhtml", 17) == 0);
}

/**
 * kmzb_wire_check_receipt:
 * @content_type: (nullable): of the answer
 * @body: (nullable): at most %KMZB_WIRE_RECEIPT_MAX_BYTES of it are believed
 * @uuid: (nullable): the report's id, which `kmzb-central` echoes; %NULL towards a foreign server, which does not
 * @server_id: (out) (optional) (nullable): the server's id or token, when received
 *
 * Decides what the answer to a POST proves. A status of 200 alone proves nothing: captive portals answer so. A
 * redirect proves nothing and is not to be followed.
 *
 * On anything but %KMZB_RECEIPT_RECEIVED @error is set: for %KMZB_RECEIPT_REFUSED and %KMZB_RECEIPT_DENIED it holds
 * the server's own words, on one line, to be shown to the officer; since a foreign server may quote what it was
 * sent, they do not belong in a log.
 */
KmzbReceipt
kmzb_wire_check_receipt (guint http_status,
                         const char *content_type,
                         GBytes *body,
                         const char *uuid,
                         char **server_id,
                         GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) fault = NULL;
  gboolean success = http_status == 200 || http_status == 201 || http_status == 202;
  gboolean telling = success || http_status == 400 || http_status == 401 || http_status == 403 || http_status == 404
                     || http_status == 413 || http_status == 422;

  if (server_id != NULL)
    *server_id = NULL;
  if (!telling)
    return doubt (error, http_status, "the status says nothing about the report");
  if (is_html (content_type))
    return doubt (error, http_status, "it is a web page");
  root = kmzb_wire_json_parse (body, KMZB_WIRE_RECEIPT_MAX_BYTES, &fault);
  if (root == NULL)
    return doubt (error, http_status, fault->message);
  return success ? check_success (http_status, root, uuid, server_id, error)
                 : check_error (http_status, root, error);
}
