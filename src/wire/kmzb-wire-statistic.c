/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-statistic.h"

#include "kmzb-time.h"
#include "kmzb-wire-geojson.h"
#include "kmzb-wire-parse.h"

/**
 * kmzb_wire_read_statistic:
 * @json: a GeoJSON Feature, as central tells statistics
 *
 * Returns: (transfer full) (nullable): %NULL when the booth cannot use it. Takes time: not for the UI thread.
 */
KmzbStatFeature *
kmzb_wire_read_statistic (const char *id, const char *json)
{
  g_autoptr (JsonNode) root = kmzb_wire_geojson_parse (json);
  JsonObject *properties = kmzb_wire_geojson_get_properties (root);
  const char *name = properties ? kmzb_wire_json_get_text (properties, "name") : NULL;
  const char *as_of = properties ? kmzb_wire_json_get_text (properties, "as_of") : NULL;
  KmzbStatSource source;
  KmzbShape *shape;
  double value;

  if (name == NULL || as_of == NULL || !kmzb_date_is_valid (as_of)
      || !kmzb_stat_source_from_slug (kmzb_wire_json_get_text (properties, "source"), &source)
      || !kmzb_wire_geojson_get_number (json_object_get_member (properties, "value"), &value)
      || (shape = kmzb_wire_geojson_read_shape (root)) == NULL)
    return NULL;
  return kmzb_stat_feature_new (id, source, name, value, kmzb_wire_json_get_text (properties, "unit"), as_of, shape);
}
