/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-changes.h"

#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-time.h"
#include "kmzb-uuid.h"
#include "kmzb-wire-parse.h"

#include <math.h>
#include <string.h>

#define CATEGORY_MAX_BYTES 100

static const char *const kinds[KMZB_WIRE_N_CHANGES_KINDS] = {
  [KMZB_WIRE_CHANGES_OF_CATALOGUE] = "catalogue",   [KMZB_WIRE_CHANGES_OF_THREATS] = "threats",
  [KMZB_WIRE_CHANGES_OF_STATUSES] = "statuses",     [KMZB_WIRE_CHANGES_OF_STATISTICS] = "statistics",
  [KMZB_WIRE_CHANGES_OF_DIRECTORY] = "directory",
};

const char *
kmzb_wire_changes_kind_to_slug (KmzbWireChangesKind kind)
{
  return kinds[kind];
}

gboolean
kmzb_wire_changes_kind_from_slug (const char *slug, KmzbWireChangesKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (slug, kinds[i]) == 0)
      {
        *kind = (KmzbWireChangesKind) i;
        return TRUE;
      }
  return FALSE;
}

/* ---- a page ---- */

static KmzbWireChanges *
new_page (KmzbWireChangesKind kind)
{
  KmzbWireChanges *self = g_new0 (KmzbWireChanges, 1);

  self->kind = kind;
  self->threats = g_array_new (FALSE, FALSE, sizeof (KmzbWireThreat));
  self->standings = g_array_new (FALSE, FALSE, sizeof (KmzbWireStanding));
  self->records = g_array_new (FALSE, FALSE, sizeof (KmzbWireRecord));
  self->deleted = g_ptr_array_new ();
  self->strings = g_string_chunk_new (16 * 1024);
  return self;
}

void
kmzb_wire_changes_free (KmzbWireChanges *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->threats);
  g_array_unref (self->standings);
  g_array_unref (self->records);
  g_ptr_array_unref (self->deleted);
  g_string_chunk_free (self->strings);
  g_free (self->cursor);
  g_free (self);
}

/* How much the page says. */
guint
kmzb_wire_changes_get_n (const KmzbWireChanges *self)
{
  return self->threats->len + self->standings->len + self->records->len + self->deleted->len;
}

static const char *
keep (KmzbWireChanges *self, const char *text)
{
  return text ? g_string_chunk_insert (self->strings, text) : NULL;
}

static void
add_threat (KmzbWireChanges *self, const KmzbWireThreat *threat)
{
  KmzbWireThreat own = *threat;

  own.id = keep (self, threat->id);
  /* There are few categories and many threats. */
  own.category = g_string_chunk_insert_const (self->strings, threat->category);
  g_array_append_val (self->threats, own);
}

static void
add_standing (KmzbWireChanges *self, const KmzbWireStanding *standing)
{
  KmzbWireStanding own = *standing;

  own.id = keep (self, standing->id);
  own.number = keep (self, standing->number);
  g_array_append_val (self->standings, own);
}

static void
add_record (KmzbWireChanges *self, const char *id, const char *json)
{
  KmzbWireRecord own = { keep (self, id), keep (self, json) };

  g_array_append_val (self->records, own);
}

/* ---- reading ---- */

/* Servers write coordinates as numbers or as text. */
static gboolean
read_degrees (JsonObject *object, const char *member, double limit, double *degrees)
{
  JsonNode *node = json_object_get_member (object, member);
  char *end = NULL;
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    {
      *degrees = g_ascii_strtod (json_node_get_string (node), &end);
      if (end == json_node_get_string (node) || *end != '\0')
        return FALSE;
    }
  else if (type == G_TYPE_DOUBLE || type == G_TYPE_INT64)
    *degrees = json_node_get_double (node);
  else
    return FALSE;
  return isfinite (*degrees) && fabs (*degrees) <= limit;
}

static gboolean
read_time (JsonObject *object, const char *member, gint64 *us)
{
  const char *text = kmzb_wire_json_get_text (object, member);

  return text != NULL && kmzb_time_parse_w3c (text, us);
}

static gboolean
is_id (const char *text)
{
  return text != NULL && strlen (text) <= KMZB_WIRE_ID_MAX_BYTES;
}

static gboolean
read_source (JsonObject *object, KmzbThreatSource *source)
{
  const char *slug = kmzb_wire_json_get_text (object, "source");

  *source = KMZB_THREAT_SOURCE_PEOPLE;
  return slug == NULL || kmzb_threat_source_from_slug (slug, source);
}

/* Open311 says "long", most others "lon". */
static gboolean
read_place (JsonObject *object, KmzbPoint *place)
{
  return read_degrees (object, "lat", 90, &place->lat)
         && (read_degrees (object, "lon", 180, &place->lon) || read_degrees (object, "long", 180, &place->lon));
}

static gboolean
read_threat (KmzbWireChanges *self, JsonObject *object)
{
  KmzbWireThreat threat = { kmzb_wire_json_get_text (object, "id"), kmzb_wire_json_get_text (object, "category") };

  if (!is_id (threat.id) || threat.category == NULL || strlen (threat.category) > CATEGORY_MAX_BYTES
      || !kmzb_status_from_slug (kmzb_wire_json_get_text (object, "status"), &threat.status)
      || !read_source (object, &threat.source) || !read_place (object, &threat.place)
      || !read_time (object, "created", &threat.created_us)
      || !read_time (object, "updated", &threat.updated_us))
    return FALSE;
  add_threat (self, &threat);
  return TRUE;
}

static gboolean
read_standing (KmzbWireChanges *self, JsonObject *object)
{
  const char *number = kmzb_wire_json_get_text (object, "number");
  const char *id = kmzb_wire_json_get_text (object, "client_report_id");
  g_autofree char *lower = is_id (id) ? g_ascii_strdown (id, -1) : NULL;
  g_autofree char *plain = number && strlen (number) < 32 ? kmzb_number_parse (number) : NULL;
  KmzbWireStanding standing = { lower, plain };

  if (lower == NULL || !kmzb_uuid_is_valid (lower)
      || !kmzb_status_from_slug (kmzb_wire_json_get_text (object, "status"), &standing.status)
      || !read_time (object, "updated", &standing.updated_us))
    return FALSE;
  add_standing (self, &standing);
  return TRUE;
}

static gboolean
read_record (KmzbWireChanges *self, JsonNode *node)
{
  JsonObject *object = json_node_get_object (node);
  const char *id = kmzb_wire_json_get_text (object, self->kind == KMZB_WIRE_CHANGES_OF_CATALOGUE ? "code" : "id");
  g_autofree char *json = NULL;

  if (!is_id (id))
    return FALSE;
  json = json_to_string (node, FALSE);
  if (!g_utf8_validate (json, -1, NULL))
    return FALSE;
  add_record (self, id, json);
  return TRUE;
}

static gboolean
read_item (KmzbWireChanges *self, JsonNode *node)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  switch (self->kind)
    {
    case KMZB_WIRE_CHANGES_OF_THREATS:
      return read_threat (self, json_node_get_object (node));
    case KMZB_WIRE_CHANGES_OF_STATUSES:
      return read_standing (self, json_node_get_object (node));
    case KMZB_WIRE_CHANGES_OF_CATALOGUE:
    case KMZB_WIRE_CHANGES_OF_STATISTICS:
    case KMZB_WIRE_CHANGES_OF_DIRECTORY:
    default:
      return read_record (self, node);
    }
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
read_page (KmzbWireChanges *self, JsonObject *page, GError **error)
{
  JsonArray *items = get_array (page, "items");
  JsonArray *deleted = get_array (page, "deleted");
  JsonNode *more = json_object_get_member (page, "more");
  const char *cursor = kmzb_wire_json_get_text (page, "cursor");

  if (items == NULL || cursor == NULL || strlen (cursor) > KMZB_WIRE_CURSOR_MAX_BYTES
      || (more != NULL && (!JSON_NODE_HOLDS_VALUE (more) || json_node_get_value_type (more) != G_TYPE_BOOLEAN)))
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The answer is no page of changes");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!read_item (self, json_array_get_element (items, i)))
      self->n_bad++;
  for (guint i = 0; deleted != NULL && i < json_array_get_length (deleted); i++)
    {
      JsonNode *node = json_array_get_element (deleted, i);
      const char *id = NULL;

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        id = json_node_get_string (node);
      if (is_id (id) && g_utf8_validate (id, -1, NULL))
        g_ptr_array_add (self->deleted, (gpointer) keep (self, id));
      else
        self->n_bad++;
    }
  self->cursor = g_strdup (cursor);
  self->more = more != NULL && json_node_get_boolean (more);
  return TRUE;
}

/**
 * kmzb_wire_changes_parse:
 * @body: bytes from outside, unpacked
 *
 * An item that cannot be used (a newer server's status, a place that is not on Earth) is left out and counted; the
 * page as a whole still is one. Takes time: not for the UI thread.
 *
 * Returns: (transfer full): the page, or %NULL when the answer is none
 */
KmzbWireChanges *
kmzb_wire_changes_parse (KmzbWireChangesKind kind, GBytes *body, GError **error)
{
  g_autoptr (KmzbWireChanges) self = NULL;
  g_autoptr (JsonNode) root = kmzb_wire_json_parse (body, KMZB_WIRE_CHANGES_MAX_BYTES, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The answer is no page of changes");
      return NULL;
    }
  self = new_page (kind);
  return read_page (self, json_node_get_object (root), error) ? g_steal_pointer (&self) : NULL;
}
