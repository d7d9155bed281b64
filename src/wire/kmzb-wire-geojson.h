/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-shape.h"

#include <json-glib/json-glib.h>

/* Features (RFC 7946), as central tells what lies somewhere. */

G_BEGIN_DECLS

/* Of one, as text; no beat's border comes near it. */
#define KMZB_WIRE_FEATURE_MAX_BYTES (4 * 1024 * 1024)

JsonNode *kmzb_wire_geojson_parse (const char *json);
JsonObject *kmzb_wire_geojson_get_properties (JsonNode *feature);
gboolean kmzb_wire_geojson_get_number (JsonNode *node, double *number);
KmzbShape *kmzb_wire_geojson_read_shape (JsonNode *feature);

G_END_DECLS
