/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-foreign.h"

#include "kmzb-error.h"
#include "kmzb-time.h"
#include "kmzb-wire-form.h"
#include "kmzb-wire-parse.h"

#include <string.h>

#define REPORT_ID "client_report_id"
/* The smallest page that servers are known to cut their lists to. A shorter list is whole. */
#define SHORTEST_PAGE 50

static JsonNode *
parse_list (GBytes *body)
{
  g_autoptr (JsonNode) root = kmzb_wire_json_parse (body, KMZB_WIRE_LIST_MAX_BYTES, NULL);

  return root && JSON_NODE_HOLDS_ARRAY (root) ? g_steal_pointer (&root) : NULL;
}

/* Whether @body is an answer to GET services, which no portal and no other service gives. */
gboolean
kmzb_wire_is_service_list (GBytes *body)
{
  g_autoptr (JsonNode) root = parse_list (body);
  JsonArray *list = root ? json_node_get_array (root) : NULL;

  if (list == NULL || json_array_get_length (list) == 0)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      g_autofree char *code = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return FALSE;
      code = kmzb_wire_json_dup_id (json_node_get_object (node), "service_code");
      if (code == NULL || kmzb_wire_json_get_text (json_node_get_object (node), "service_name") == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Whether @body, an answer to GET services/CODE, declares the attribute that carries the report's UUID. Some servers
 * put the definition into a list of one. */
gboolean
kmzb_wire_declares_report_id (GBytes *body)
{
  g_autoptr (JsonNode) root = kmzb_wire_json_parse (body, KMZB_WIRE_LIST_MAX_BYTES, NULL);
  JsonNode *node = root;
  JsonArray *attributes;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == 1)
    node = json_array_get_element (json_node_get_array (node), 0);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  node = json_object_get_member (json_node_get_object (node), "attributes");
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  attributes = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (attributes); i++)
    {
      JsonNode *attribute = json_array_get_element (attributes, i);

      if (JSON_NODE_HOLDS_OBJECT (attribute)
          && g_strcmp0 (kmzb_wire_json_get_text (json_node_get_object (attribute), "code"), REPORT_ID) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Returns: (transfer full) (nullable): the service of a frozen payload */
char *
kmzb_wire_get_service_code (GBytes *payload)
{
  gsize length;
  const char *data = g_bytes_get_data (payload, &length);
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_parse (data, length, NULL);

  return form ? g_strdup (kmzb_wire_form_get (form, "service_code")) : NULL;
}

/**
 * kmzb_wire_foreign_payload:
 * @payload: the bytes frozen at save
 * @service_code: what the server calls the report's category
 * @declares_id: whether the server declares the attribute for the UUID
 *
 * What is sent to a foreign server: the frozen bytes, with its own code for the category, and with the UUID in the description's last line where there is no
 * other place by which the report could be found again. A description that is sealed to central's key is of no use to
 * anybody else: %KMZB_ERROR_UNSUPPORTED.
 *
 * Returns: (transfer full)
 */
GBytes *
kmzb_wire_foreign_payload (GBytes *payload,
                           const char *id,
                           const char *service_code,
                           gboolean declares_id,
                           GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (payload, &length);
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_parse (data, length, error);
  g_autofree char *marked = NULL;
  const char *description;
  gboolean is_own_code;

  if (form == NULL)
    return NULL;
  if (kmzb_wire_form_get (form, "attribute[sealed_description]") != NULL)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_UNSUPPORTED,
                           "The description is sealed to central's key; this server could not read it");
      return NULL;
    }
  is_own_code = g_strcmp0 (kmzb_wire_form_get (form, "service_code"), service_code) == 0;
  if (declares_id && is_own_code)
    return g_bytes_ref (payload);
  if (!is_own_code)
    {
      kmzb_wire_form_remove (form, "service_code");
      kmzb_wire_form_add (form, "service_code", service_code);
    }
  if (declares_id)
    return kmzb_wire_form_encode (form);
  description = kmzb_wire_form_get (form, "description");
  marked = description ? g_strdup_printf ("%s\n%s", description, id) : g_strdup (id);
  kmzb_wire_form_remove (form, "description");
  kmzb_wire_form_add (form, "description", marked);
  explicit_bzero (marked, strlen (marked));
  return kmzb_wire_form_encode (form);
}

/* Whether any text in @node holds @id: servers differ in where they show an attribute. */
static gboolean
holds (JsonNode *node, const char *id)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &member))
        if (holds (member, id))
          return TRUE;
      return FALSE;
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (holds (json_array_get_element (array, i), id))
          return TRUE;
      return FALSE;
    }
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         && strcasestr (json_node_get_string (node), id) != NULL;
}

typedef struct
{
  gboolean shows_id;   /* of one report at least */
  gboolean shows_text; /* a description */
  gboolean reaches_back;
} Sight;

static void
look_at (JsonObject *request, gint64 since_us, Sight *sight)
{
  const char *when = kmzb_wire_json_get_text (request, "requested_datetime");
  gint64 requested_us;

  sight->shows_text |= kmzb_wire_json_get_text (request, "description") != NULL;
  sight->shows_id |= json_object_has_member (request, REPORT_ID) || json_object_has_member (request, "attributes");
  if (when != NULL && kmzb_time_parse_w3c (when, &requested_us) && requested_us < since_us)
    sight->reaches_back = TRUE;
}

/**
 * kmzb_wire_find_report:
 * @body: answer to a GET requests that asks for what came around the report's time
 * @id: the report's UUID
 * @since_us: by the server's clock: it cannot have come before
 * @server_id: (out) (nullable): with %KMZB_WIRE_FIND_THERE, where the server names one
 */
KmzbWireFind
kmzb_wire_find_report (GBytes *body, const char *id, gboolean declares_id, gint64 since_us, char **server_id)
{
  g_autoptr (JsonNode) root = parse_list (body);
  JsonArray *list = root ? json_node_get_array (root) : NULL;
  Sight sight = { FALSE, FALSE, FALSE };
  guint n;

  *server_id = NULL;
  if (list == NULL)
    return KMZB_WIRE_FIND_UNKNOWN;
  n = json_array_get_length (list);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return KMZB_WIRE_FIND_UNKNOWN;
      if (holds (node, id))
        {
          *server_id = kmzb_wire_json_dup_id (json_node_get_object (node), "service_request_id");
          return KMZB_WIRE_FIND_THERE;
        }
      look_at (json_node_get_object (node), since_us, &sight);
    }
  /* That it is not in the list says something only if the list is whole and would have shown it. */
  if (n >= SHORTEST_PAGE && !sight.reaches_back)
    return KMZB_WIRE_FIND_UNKNOWN;
  if (n > 0 && !(declares_id ? sight.shows_id : sight.shows_text))
    return KMZB_WIRE_FIND_UNKNOWN;
  return KMZB_WIRE_FIND_NOT_THERE;
}
