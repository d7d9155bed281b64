/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-geojson.h"

#include "kmzb-wire-parse.h"

#include <math.h>
#include <string.h>

/* GeoJSON's geometries as OGC well-known binary, whose reader checks them: its number, how deep a point lies in the
 * coordinates, and of which other geometry it is several. */
static const struct
{
  const char *type;
  guint32 wkb;
  guint depth;
  guint32 of;
} geometries[] = {
  { "Point", 1, 0, 0 },      { "LineString", 2, 1, 0 },      { "Polygon", 3, 2, 0 },
  { "MultiPoint", 4, 1, 1 }, { "MultiLineString", 5, 2, 2 }, { "MultiPolygon", 6, 3, 3 },
};

/* @node: (nullable) */
gboolean
kmzb_wire_geojson_get_number (JsonNode *node, double *number)
{
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return FALSE;
  *number = json_node_get_double (node);
  return isfinite (*number);
}

static void
add_u32 (GByteArray *out, guint32 number)
{
  number = GUINT32_TO_LE (number);
  g_byte_array_append (out, (const guint8 *) &number, sizeof number);
}

static gboolean
add_position (GByteArray *out, JsonArray *position)
{
  for (guint i = 0; i < 2; i++)
    {
      double number;
      guint64 bits;

      if (i >= json_array_get_length (position)
          || !kmzb_wire_geojson_get_number (json_array_get_element (position, i), &number))
        return FALSE;
      memcpy (&bits, &number, sizeof bits);
      bits = GUINT64_TO_LE (bits);
      g_byte_array_append (out, (const guint8 *) &bits, sizeof bits);
    }
  return TRUE;
}

/* @depth: how many arrays deep the positions lie. @of: geometry that each element is, with a head of its own; 0: none */
static gboolean
add_coordinates (GByteArray *out, JsonNode *node, guint depth, guint32 of)
{
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL)
    return FALSE;
  if (depth == 0)
    return add_position (out, array);
  add_u32 (out, json_array_get_length (array));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (of != 0)
        {
          g_byte_array_append (out, (const guint8 *) "\1", 1);
          add_u32 (out, of);
        }
      if (!add_coordinates (out, json_array_get_element (array, i), depth - 1, 0))
        return FALSE;
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): a GeoJSON Feature; %NULL for anything else */
JsonNode *
kmzb_wire_geojson_parse (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (JsonNode) root = kmzb_wire_json_parse (bytes, KMZB_WIRE_FEATURE_MAX_BYTES, NULL);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? g_steal_pointer (&root) : NULL;
}

static JsonObject *
get_object (JsonNode *feature, const char *member)
{
  JsonNode *node = feature ? json_object_get_member (json_node_get_object (feature), member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* @feature: (nullable). Returns: (transfer none) (nullable) */
JsonObject *
kmzb_wire_geojson_get_properties (JsonNode *feature)
{
  return get_object (feature, "properties");
}

/* Returns: (transfer full) (nullable): %NULL where there is none, or one that is broken */
KmzbShape *
kmzb_wire_geojson_read_shape (JsonNode *feature)
{
  JsonObject *geometry = get_object (feature, "geometry");
  const char *type = geometry ? kmzb_wire_json_get_text (geometry, "type") : NULL;
  g_autoptr (GByteArray) wkb = g_byte_array_new ();

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (geometries); i++)
    if (g_str_equal (type, geometries[i].type))
      {
        g_byte_array_append (wkb, (const guint8 *) "\1", 1);
        add_u32 (wkb, geometries[i].wkb);
        if (!add_coordinates (wkb, json_object_get_member (geometry, "coordinates"), geometries[i].depth,
                              geometries[i].of))
          return NULL;
        return kmzb_shape_new_from_wkb (wkb->data, wkb->len, NULL);
      }
  return NULL;
}
