/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define KMZB_WIRE_JSON_MAX_DEPTH 32

JsonNode *kmzb_wire_json_parse (GBytes *body, gsize max_bytes, GError **error);
const char *kmzb_wire_json_get_text (JsonObject *object, const char *member);
char *kmzb_wire_json_dup_id (JsonObject *object, const char *member);

G_END_DECLS
