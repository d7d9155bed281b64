/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-parse.h"

#include "kmzb-error.h"

#include <string.h>

static gboolean
invalid (GError **error, const char *fault)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The answer %s", fault);
  return FALSE;
}

/* json-glib recurses once a level without a limit and reads a dialect (comments, assignments) in which brackets could
 * be hidden from a count. So what is not JSON's own alphabet, or too deep, does not reach it. */
static gboolean
check_shape (const char *data, gsize length, GError **error)
{
  gboolean in_string = FALSE;
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = data[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
          else if ((guchar) c < 0x20)
            return invalid (error, "is not JSON");
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '[' || c == '{')
        {
          if (++depth > KMZB_WIRE_JSON_MAX_DEPTH)
            return invalid (error, "is nested too deeply");
        }
      else if (c == ']' || c == '}')
        depth--;
      else if (c == '\0' || strchr ("\t\n\r ,:+-.0123456789Eaeflnrstu", c) == NULL)
        return invalid (error, "is not JSON");
    }
  return TRUE;
}

/**
 * kmzb_wire_json_parse:
 * @body: (nullable): bytes from outside
 * @max_bytes: the caller's limit for this kind of answer
 *
 * Returns: (transfer full): the root, an array or object, or %NULL
 */
JsonNode *
kmzb_wire_json_parse (GBytes *body, gsize max_bytes, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  gsize length = 0;
  const char *data = body ? g_bytes_get_data (body, &length) : NULL;
  JsonNode *root;

  if (length == 0 || length > max_bytes)
    {
      invalid (error, length == 0 ? "is empty" : "is too large");
      return NULL;
    }
  /* Some servers begin with a byte-order mark. */
  if (length > 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  if (!check_shape (data, length, error))
    return NULL;
  if (!g_utf8_validate (data, (gssize) length, NULL))
    {
      invalid (error, "is not UTF-8");
      return NULL;
    }

  parser = json_parser_new_immutable ();
  /* The parser's own words may quote the answer; ours do not. */
  if (!json_parser_load_from_data (parser, data, (gssize) length, NULL))
    {
      invalid (error, "is not JSON");
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || (!JSON_NODE_HOLDS_ARRAY (root) && !JSON_NODE_HOLDS_OBJECT (root)))
    {
      invalid (error, "is not a JSON array or object");
      return NULL;
    }
  return json_parser_steal_root (parser);
}

/* Returns: (transfer none) (nullable): a member that is a string and not empty. json-glib lets half a surrogate pair
 * through ("\\ud800"): what is no text is as good as none. */
const char *
kmzb_wire_json_get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  const char *text;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  text = json_node_get_string (node);
  return text != NULL && *text != '\0' && g_utf8_validate (text, -1, NULL) ? text : NULL;
}

/* Returns: (transfer full) (nullable): an id; real servers write it as a string or an integer. Zero is none. */
char *
kmzb_wire_json_dup_id (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  const char *text = kmzb_wire_json_get_text (object, member);

  if (text != NULL)
    return g_str_equal (text, "0") ? NULL : g_strdup (text);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64
      || json_node_get_int (node) <= 0)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
}
