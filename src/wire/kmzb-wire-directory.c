/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-directory.h"

#include "kmzb-text.h"
#include "kmzb-wire-geojson.h"
#include "kmzb-wire-parse.h"

#include <string.h>

/*
 * Units, officers and areas are told by central as GeoJSON Features with the properties that `kmzb-pack` takes. Reading
 * takes time: not for the UI thread.
 */

static const char *const prefixes[] = {
  [KMZB_WIRE_DIRECTORY_UNIT] = "units/",
  [KMZB_WIRE_DIRECTORY_OFFICER] = "officers/",
  [KMZB_WIRE_DIRECTORY_AREA] = "areas/",
};

/* Returns: (transfer none) (nullable): the id as a region pack has it, the end of @id; %NULL for what is no part of a
 * directory that this booth knows */
const char *
kmzb_wire_directory_parse_id (const char *id, KmzbWireDirectoryKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (id, prefixes[i]))
      {
        const char *rest = id + strlen (prefixes[i]);

        *kind = (KmzbWireDirectoryKind) i;
        return *rest != '\0' ? rest : NULL;
      }
  return NULL;
}

/* Ids and telephone numbers are also written as numbers. Returns: (transfer full) (nullable) */
static char *
dup_text (JsonObject *properties, const char *name)
{
  const char *text = kmzb_wire_json_get_text (properties, name);

  return text != NULL ? g_strdup (text) : kmzb_wire_json_dup_id (properties, name);
}

/**
 * kmzb_wire_read_unit:
 * @id: as a region pack has it
 *
 * Returns: (transfer full) (nullable): %NULL when the booth cannot use it
 */
KmzbUnit *
kmzb_wire_read_unit (const char *id, const char *json)
{
  g_autoptr (JsonNode) root = kmzb_wire_geojson_parse (json);
  JsonObject *properties = kmzb_wire_geojson_get_properties (root);
  g_autoptr (KmzbShape) shape = properties ? kmzb_wire_geojson_read_shape (root) : NULL;
  g_autofree char *phone = properties ? dup_text (properties, "phone") : NULL;
  KmzbUnitKind kind;

  if (shape == NULL || shape->kind != KMZB_SHAPE_POINT || shape->parts[shape->n_parts] != 1
      || !kmzb_unit_kind_from_slug (kmzb_wire_json_get_text (properties, "kind"), &kind))
    return NULL;
  return kmzb_unit_new (id, kind, kmzb_wire_json_get_text (properties, "name"),
                        kmzb_wire_json_get_text (properties, "address"), phone,
                        kmzb_wire_json_get_text (properties, "email"), shape->points[0]);
}

/* Returns: (transfer full) (nullable): as kmzb_wire_read_unit() */
KmzbOfficer *
kmzb_wire_read_officer (const char *id, const char *json)
{
  g_autoptr (JsonNode) root = kmzb_wire_geojson_parse (json);
  JsonObject *properties = kmzb_wire_geojson_get_properties (root);
  g_autofree char *beat = properties ? dup_text (properties, "beat") : NULL;
  g_autofree char *unit = properties ? dup_text (properties, "unit") : NULL;
  g_autofree char *phone = properties ? dup_text (properties, "phone") : NULL;

  if (properties == NULL)
    return NULL;
  return kmzb_officer_new (id, beat, unit, kmzb_wire_json_get_text (properties, "rank"),
                           kmzb_wire_json_get_text (properties, "name"), phone,
                           kmzb_wire_json_get_text (properties, "email"));
}

/* Returns: (transfer full) (nullable): as kmzb_wire_read_unit() */
KmzbArea *
kmzb_wire_read_area (const char *id, const char *json)
{
  g_autoptr (JsonNode) root = kmzb_wire_geojson_parse (json);
  JsonObject *properties = kmzb_wire_geojson_get_properties (root);
  g_autoptr (KmzbShape) shape = properties ? kmzb_wire_geojson_read_shape (root) : NULL;
  g_autofree char *code = properties ? dup_text (properties, "code") : NULL;
  g_autofree char *parent = properties ? dup_text (properties, "parent") : NULL;
  g_autofree char *name = properties ? kmzb_text_clean_line (kmzb_wire_json_get_text (properties, "name")) : NULL;
  KmzbAreaKind kind;

  if (name == NULL || shape == NULL || shape->kind != KMZB_SHAPE_POLYGON
      || !kmzb_area_kind_from_slug (kmzb_wire_json_get_text (properties, "kind"), &kind))
    return NULL;
  return kmzb_area_new (id, kind, name, code, parent, g_steal_pointer (&shape));
}
