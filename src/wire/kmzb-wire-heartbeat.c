/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-heartbeat.h"

#include "kmzb-error.h"
#include "kmzb-wire-parse.h"
#include "kmzb-wire-writer.h"

#include <string.h>

#define VERSION_MAX_BYTES 32
#define PACK_MAX_BYTES 200
#define MADE_MAX_BYTES 40
/* More than any booth holds, waits or is wrong by: 2^53 is what every reader of JSON keeps exactly. */
#define NUMBER_MAX (G_GINT64_CONSTANT (1) << 53)

void
kmzb_wire_heartbeat_free (KmzbWireHeartbeat *self)
{
  if (self == NULL)
    return;
  g_free (self->version);
  g_free (self->pack_id);
  g_free (self->pack_name);
  g_free (self->pack_made);
  g_free (self);
}

/**
 * kmzb_wire_heartbeat_build:
 *
 * What is POSTed to `heartbeat.json`, an extension that a kmzb-central's discovery names:
 * `{"version":"..","pack":{"id":"..","name":"..","made":".."},"waiting":n,"aside":n,"oldest_unsent_s":n,
 * "clock_offset_s":n,"free_bytes":n}`. What is not known is left out.
 *
 * Returns: (transfer full)
 */
GBytes *
kmzb_wire_heartbeat_build (const KmzbWireHeartbeat *self)
{
  KmzbWireWriter writer;

  kmzb_wire_writer_init (&writer);
  kmzb_wire_writer_begin (&writer, NULL, '{');
  kmzb_wire_writer_text (&writer, "version", self->version);
  if (self->pack_id != NULL)
    {
      kmzb_wire_writer_begin (&writer, "pack", '{');
      kmzb_wire_writer_text (&writer, "id", self->pack_id);
      if (self->pack_name != NULL)
        kmzb_wire_writer_text (&writer, "name", self->pack_name);
      if (self->pack_made != NULL)
        kmzb_wire_writer_text (&writer, "made", self->pack_made);
      kmzb_wire_writer_end (&writer, '}');
    }
  kmzb_wire_writer_int (&writer, "waiting", self->n_waiting);
  kmzb_wire_writer_int (&writer, "aside", self->n_aside);
  if (self->oldest_unsent_s >= 0)
    kmzb_wire_writer_int (&writer, "oldest_unsent_s", self->oldest_unsent_s);
  if (self->has_clock_offset)
    kmzb_wire_writer_int (&writer, "clock_offset_s", self->clock_offset_s);
  if (self->free_bytes >= 0)
    kmzb_wire_writer_int (&writer, "free_bytes", self->free_bytes);
  kmzb_wire_writer_end (&writer, '}');
  return kmzb_wire_writer_finish (&writer);
}

static gboolean
invalid (GError **error, const char *member)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The heartbeat's %s is malformed", member);
  return FALSE;
}

/* One line of text, or absent. */
static gboolean
read_text (JsonObject *object, const char *member, gsize max_bytes, char **text, GError **error)
{
  const char *value = kmzb_wire_json_get_text (object, member);

  if (!json_object_has_member (object, member))
    return TRUE;
  if (value == NULL || strlen (value) > max_bytes || !g_utf8_validate (value, -1, NULL))
    return invalid (error, member);
  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return invalid (error, member);
  *text = g_strdup (value);
  return TRUE;
}

/* @has: (out) (optional): whether it is there. A number with a fraction, or out of its range, is none. */
static gboolean
read_number (JsonObject *object, const char *member, gint64 least, gint64 *number, gboolean *has, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64
      || json_node_get_int (node) < least || json_node_get_int (node) > NUMBER_MAX)
    return invalid (error, member);
  *number = json_node_get_int (node);
  if (has != NULL)
    *has = TRUE;
  return TRUE;
}

static gboolean
read_pack (KmzbWireHeartbeat *self, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "pack");
  JsonObject *pack;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return invalid (error, "pack");
  pack = json_node_get_object (node);
  return read_text (pack, "id", PACK_MAX_BYTES, &self->pack_id, error)
         && read_text (pack, "name", PACK_MAX_BYTES, &self->pack_name, error)
         && read_text (pack, "made", MADE_MAX_BYTES, &self->pack_made, error);
}

/**
 * kmzb_wire_heartbeat_parse:
 * @body: as a booth sent it; members of newer booths are passed over
 *
 * Returns: (transfer full): the heartbeat, or %NULL when it is none
 */
KmzbWireHeartbeat *
kmzb_wire_heartbeat_parse (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = kmzb_wire_json_parse (body, KMZB_WIRE_HEARTBEAT_MAX_BYTES, error);
  g_autoptr (KmzbWireHeartbeat) self = g_new0 (KmzbWireHeartbeat, 1);
  JsonObject *object;

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The heartbeat is no JSON object");
      return NULL;
    }
  object = json_node_get_object (root);
  self->oldest_unsent_s = self->free_bytes = -1;
  if (!read_text (object, "version", VERSION_MAX_BYTES, &self->version, error) || !read_pack (self, object, error)
      || !read_number (object, "waiting", 0, &self->n_waiting, NULL, error)
      || !read_number (object, "aside", 0, &self->n_aside, NULL, error)
      || !read_number (object, "oldest_unsent_s", 0, &self->oldest_unsent_s, NULL, error)
      || !read_number (object, "clock_offset_s", -NUMBER_MAX, &self->clock_offset_s, &self->has_clock_offset, error)
      || !read_number (object, "free_bytes", 0, &self->free_bytes, NULL, error))
    return NULL;
  if (self->version == NULL && !invalid (error, "version"))
    return NULL;
  return g_steal_pointer (&self);
}
