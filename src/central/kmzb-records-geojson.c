/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-records.h"

#include "kmzb-error.h"
#include "kmzb-geo.h"
#include "kmzb-stat-feature.h"
#include "kmzb-status.h"
#include "kmzb-text.h"
#include "kmzb-time.h"
#include "kmzb-uuid.h"
#include "kmzb-wire-geojson.h"
#include "kmzb-wire-parse.h"
#include "kmzb-wire-writer.h"

#include <string.h>

#define FILE_MAX_BYTES (512 * 1024 * 1024)
#define ID_MAX_BYTES 200

/* One feature being read, with what is needed to say where a fault is. */
typedef struct
{
  const char *path;
  const char *collection;
  guint index;
  JsonObject *feature;
  JsonObject *properties;
} Reader;

typedef gboolean (*CheckFeature) (const Reader *reader, GError **error);

static gboolean G_GNUC_PRINTF (3, 4)
fail (const Reader *reader, GError **error, const char *format, ...)
{
  g_autofree char *fault = NULL;
  va_list args;

  va_start (args, format);
  fault = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't import %s: feature %u %s", reader->path, reader->index,
               fault);
  return FALSE;
}

static const char *
text (const Reader *reader, const char *name)
{
  return kmzb_wire_json_get_text (reader->properties, name);
}

static gboolean
need_text (const Reader *reader, const char *name, GError **error)
{
  return (text (reader, name) != NULL && !kmzb_text_is_blank (text (reader, name))) || fail (reader, error, "has no “%s”", name);
}

static gboolean
need_kind (const Reader *reader, const char *const *kinds, GError **error)
{
  const char *kind = text (reader, "kind");
  g_autofree char *allowed = NULL;

  if (kind != NULL && g_strv_contains (kinds, kind))
    return TRUE;
  allowed = g_strjoinv (", ", (char **) kinds);
  return fail (reader, error, "has a “kind” that is not one of: %s", allowed);
}

static JsonNode *
coordinates (const Reader *reader, const char **type)
{
  JsonNode *node = json_object_get_member (reader->feature, "geometry");
  JsonObject *geometry = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  *type = geometry ? kmzb_wire_json_get_text (geometry, "type") : NULL;
  node = geometry ? json_object_get_member (geometry, "coordinates") : NULL;
  return node && JSON_NODE_HOLDS_ARRAY (node) ? node : NULL;
}

static gboolean
is_number (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

static gboolean
read_position (JsonArray *array, KmzbPoint *at)
{
  if (json_array_get_length (array) < 2 || !is_number (json_array_get_element (array, 0))
      || !is_number (json_array_get_element (array, 1)))
    return FALSE;
  *at = (KmzbPoint) { .lat = json_array_get_double_element (array, 1), .lon = json_array_get_double_element (array, 0) };
  return kmzb_point_is_valid (*at);
}

/* Arrays in arrays, with positions in the innermost. As deep as the parser lets through. */
static gboolean
are_degrees (JsonArray *array)
{
  KmzbPoint at;

  if (json_array_get_length (array) == 0)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (json_array_get_element (array, 0)))
    return read_position (array, &at);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_ARRAY (node) || !are_degrees (json_node_get_array (node)))
        return FALSE;
    }
  return TRUE;
}

/* @types: which geometries are allowed */
static gboolean
need_geometry (const Reader *reader, const char *const *types, GError **error)
{
  const char *type;
  JsonNode *node = coordinates (reader, &type);
  g_autofree char *allowed = NULL;

  if (type == NULL || node == NULL || !g_strv_contains (types, type))
    {
      allowed = g_strjoinv (", ", (char **) types);
      return fail (reader, error, "has a geometry that is not one of: %s", allowed);
    }
  return are_degrees (json_node_get_array (node)) || fail (reader, error, "has coordinates that are not degrees");
}

static const char *const points[] = { "Point", NULL };
static const char *const polygons[] = { "Polygon", "MultiPolygon", NULL };
static const char *const shapes[]
    = { "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", NULL };

static gboolean
check_area (const Reader *reader, GError **error)
{
  static const char *const kinds[] = { "powiat", "gmina", "beat", NULL };

  return need_kind (reader, kinds, error) && need_text (reader, "name", error)
         && need_geometry (reader, polygons, error);
}

static gboolean
check_unit (const Reader *reader, GError **error)
{
  static const char *const kinds[] = { "komenda", "komisariat", "posterunek", NULL };

  return need_kind (reader, kinds, error) && need_text (reader, "name", error) && need_geometry (reader, points, error);
}

static gboolean
check_officer (const Reader *reader, GError **error)
{
  return need_text (reader, "name", error);
}

static gboolean
check_statistic (const Reader *reader, GError **error)
{
  JsonNode *value = json_object_get_member (reader->properties, "value");
  KmzbStatSource ignored;

  if (!kmzb_stat_source_from_slug (text (reader, "source"), &ignored))
    return fail (reader, error, "has a “source” that is not one of: police, consultation, debate");
  if (value == NULL || !is_number (value))
    return fail (reader, error, "has no number in “value”");
  if (text (reader, "as_of") == NULL || !kmzb_date_is_valid (text (reader, "as_of")))
    return fail (reader, error, "has no date like 2026-05-01 in “as_of”");
  return need_text (reader, "name", error) && need_geometry (reader, shapes, error);
}

static gboolean
check_threat (const Reader *reader, GError **error)
{
  static const char *const sources[] = { "people", "police", "debate", NULL };
  const char *source = text (reader, "source");
  KmzbStatus status;
  gint64 ignored;

  if (!kmzb_uuid_is_valid (text (reader, "id")))
    return fail (reader, error, "has no UUID in “id”");
  if (!kmzb_status_from_slug (text (reader, "status"), &status) || !kmzb_status_is_shown (status))
    return fail (reader, error, "has no “status” that is shown");
  if (source != NULL && !g_strv_contains (sources, source))
    return fail (reader, error, "has a “source” that is not one of: people, police, debate");
  if (text (reader, "created") == NULL || !kmzb_time_parse_w3c (text (reader, "created"), &ignored)
      || text (reader, "updated") == NULL || !kmzb_time_parse_w3c (text (reader, "updated"), &ignored))
    return fail (reader, error, "has no W3C date and time in “created” or “updated”");
  return need_text (reader, "category", error) && need_geometry (reader, points, error);
}

static const struct
{
  const char *name;
  KmzbChangesKind kind;
  CheckFeature check;
} collections[] = {
  { "areas", KMZB_CHANGES_DIRECTORY, check_area },
  { "units", KMZB_CHANGES_DIRECTORY, check_unit },
  { "officers", KMZB_CHANGES_DIRECTORY, check_officer },
  { "statistics", KMZB_CHANGES_STATISTICS, check_statistic },
  { "threats", KMZB_CHANGES_THREATS, check_threat },
};

/* As booths get a threat, whoever it is from. */
static char *
write_threat (const Reader *reader)
{
  const char *type, *source = text (reader, "source");
  KmzbWireWriter writer;
  g_autoptr (GBytes) bytes = NULL;
  KmzbPoint at = { 0 };
  gint64 us;

  read_position (json_node_get_array (coordinates (reader, &type)), &at);
  kmzb_wire_writer_init (&writer);
  kmzb_wire_writer_begin (&writer, NULL, '{');
  kmzb_wire_writer_text (&writer, "id", text (reader, "id"));
  kmzb_wire_writer_text (&writer, "category", text (reader, "category"));
  kmzb_wire_writer_text (&writer, "status", text (reader, "status"));
  kmzb_wire_writer_text (&writer, "source", source ? source : "people");
  kmzb_wire_writer_degrees (&writer, "lat", at.lat);
  kmzb_wire_writer_degrees (&writer, "lon", at.lon);
  kmzb_time_parse_w3c (text (reader, "created"), &us);
  kmzb_wire_writer_time (&writer, "created", us);
  kmzb_time_parse_w3c (text (reader, "updated"), &us);
  kmzb_wire_writer_time (&writer, "updated", us);
  kmzb_wire_writer_end (&writer, '}');
  bytes = kmzb_wire_writer_finish (&writer);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The feature as it stands in the file, with its id where GeoJSON has it. */
static char *
write_feature (const Reader *reader, const char *id)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) out = json_object_new ();
  JsonNode *geometry = json_object_get_member (reader->feature, "geometry");

  json_object_set_string_member (out, "type", "Feature");
  json_object_set_string_member (out, "id", id);
  if (geometry != NULL)
    json_object_set_member (out, "geometry", json_node_copy (geometry));
  else
    json_object_set_null_member (out, "geometry");
  json_object_set_object_member (out, "properties", json_object_ref (reader->properties));
  json_node_set_object (node, out);
  return json_to_string (node, FALSE);
}

/* A number such as 1e999 is read as infinite, which JSON has no word for. One such record, or one that no booth would take
 * in, would make the page it is in unreadable, and stop every booth there. */
static gboolean
can_be_told (const char *content)
{
  g_autoptr (JsonNode) node = kmzb_wire_geojson_parse (content);

  return node != NULL;
}

static KmzbRecord *
read_feature (Reader *reader, JsonNode *node, CheckFeature check, KmzbChangesKind kind, GError **error)
{
  JsonNode *properties;
  const char *id;
  KmzbRecord *record;

  reader->feature = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  properties = reader->feature ? json_object_get_member (reader->feature, "properties") : NULL;
  if (properties == NULL || !JSON_NODE_HOLDS_OBJECT (properties))
    {
      fail (reader, error, "has no properties");
      return NULL;
    }
  reader->properties = json_node_get_object (properties);
  id = text (reader, "id");
  if (id == NULL || strlen (id) > ID_MAX_BYTES)
    {
      fail (reader, error, "has no “id”, or one that is too long");
      return NULL;
    }
  if (!check (reader, error))
    return NULL;
  record = g_new0 (KmzbRecord, 1);
  record->id = kind == KMZB_CHANGES_DIRECTORY ? g_strconcat (reader->collection, "/", id, NULL) : g_strdup (id);
  record->content = kind == KMZB_CHANGES_THREATS ? write_threat (reader) : write_feature (reader, record->id);
  if (can_be_told (record->content))
    return record;
  fail (reader, error, "is too large, or has a number that is");
  kmzb_record_free (record);
  return NULL;
}

static GPtrArray *
read_features (Reader *reader, JsonArray *features, CheckFeature check, KmzbChangesKind kind, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_record_free);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      KmzbRecord *record;

      reader->index = i + 1;
      record = read_feature (reader, json_array_get_element (features, i), check, kind, error);
      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
      if (!g_hash_table_add (ids, record->id))
        {
          fail (reader, error, "has an “id” that another one has");
          return NULL;
        }
    }
  return g_steal_pointer (&records);
}

/* Returns: (transfer none): the collection's features, with its name in @name */
static JsonArray *
open_collection (JsonNode *root, const char **name)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *features = object ? json_object_get_member (object, "features") : NULL;

  *name = object ? kmzb_wire_json_get_text (object, "name") : NULL;
  if (features == NULL || !JSON_NODE_HOLDS_ARRAY (features)
      || g_strcmp0 (kmzb_wire_json_get_text (object, "type"), "FeatureCollection") != 0)
    return NULL;
  return json_node_get_array (features);
}

/**
 * kmzb_records_from_geojson:
 * @path: a GeoJSON FeatureCollection, as `kmzb-pack` takes it; its "name" says what it holds
 * @kind: what is expected
 * @prefix: (out) (transfer full) (nullable): with which the ids of this part of @kind begin
 *
 * Returns: (transfer full) (element-type KmzbRecord): all features; %NULL when one breaks the rules
 */
GPtrArray *
kmzb_records_from_geojson (const char *path, KmzbChangesKind kind, char **prefix, GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &missing);
  g_autoptr (GBytes) bytes = file ? g_mapped_file_get_bytes (file) : NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) fault = NULL;
  Reader reader = { .path = path };
  JsonArray *features = NULL;

  *prefix = NULL;
  if (file == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "Can't read %s: %s", path, missing->message);
      return NULL;
    }
  root = kmzb_wire_json_parse (bytes, FILE_MAX_BYTES, &fault);
  features = root ? open_collection (root, &reader.collection) : NULL;
  for (guint i = 0; features != NULL && i < G_N_ELEMENTS (collections); i++)
    if (collections[i].kind == kind && g_strcmp0 (reader.collection, collections[i].name) == 0)
      {
        if (kind == KMZB_CHANGES_DIRECTORY)
          *prefix = g_strconcat (reader.collection, "/", NULL);
        return read_features (&reader, features, collections[i].check, kind, error);
      }
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
               "Can't import %s: it is not a GeoJSON FeatureCollection whose “name” is %s", path,
               kind == KMZB_CHANGES_DIRECTORY ? "areas, units or officers" : kmzb_changes_kind_to_slug (kind));
  return NULL;
}
