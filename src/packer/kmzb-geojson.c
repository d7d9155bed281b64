/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-geojson.h"

#include "kmzb-error.h"
#include "kmzb-geo.h"
#include "kmzb-stat-feature.h"
#include "kmzb-status.h"
#include "kmzb-text.h"
#include "kmzb-threat.h"
#include "kmzb-time.h"
#include "kmzb-uuid.h"

#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <string.h>

/* One feature being read, with what is needed to say where a fault is. */
typedef struct
{
  const char *path;
  guint index;
  OGRFeatureH feature;
} Reader;

typedef gboolean (*ReadFeature) (Reader *reader, KmzbStmt *stmt, GError **error);

void
kmzb_region_note_clear (KmzbRegionNote *note)
{
  g_clear_pointer (&note->name, g_free);
  g_clear_pointer (&note->id, g_free);
  g_clear_pointer (&note->made_at, g_free);
  g_clear_pointer (&note->source, g_free);
  g_clear_pointer (&note->licence, g_free);
}

static gboolean G_GNUC_PRINTF (3, 4)
fail (const Reader *reader, GError **error, const char *format, ...)
{
  g_autofree char *fault = NULL;
  va_list args;

  va_start (args, format);
  fault = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't read %s: feature %u %s", reader->path, reader->index,
               fault);
  return FALSE;
}

/* A property's text; %NULL when absent or blank. A copy: GDAL gives numbers in a buffer that the next call frees. */
static char *
text (const Reader *reader, const char *name)
{
  int column = OGR_F_GetFieldIndex (reader->feature, name);
  const char *value = column >= 0 && OGR_F_IsFieldSetAndNotNull (reader->feature, column)
                          ? OGR_F_GetFieldAsString (reader->feature, column)
                          : NULL;

  return value != NULL && !kmzb_text_is_blank (value) ? g_strdup (value) : NULL;
}

static gboolean
bind_text (const Reader *reader, KmzbStmt *stmt, int index, const char *name, gboolean needed, GError **error)
{
  g_autofree char *value = text (reader, name);

  if (value == NULL && needed)
    return fail (reader, error, "has no “%s”", name);
  kmzb_stmt_bind_text (stmt, index, value);
  return TRUE;
}

static gboolean
bind_kind (const Reader *reader, KmzbStmt *stmt, int index, const char *const *kinds, GError **error)
{
  g_autofree char *kind = text (reader, "kind");

  if (kind == NULL || !g_strv_contains (kinds, kind))
    {
      g_autofree char *allowed = g_strjoinv (", ", (char **) kinds);
      return fail (reader, error, "has kind “%s”, not one of: %s", kind ? kind : "", allowed);
    }
  kmzb_stmt_bind_text (stmt, index, kind);
  return TRUE;
}

static gboolean
bind_point (const Reader *reader, KmzbStmt *stmt, int index, GError **error)
{
  OGRGeometryH geometry = OGR_F_GetGeometryRef (reader->feature);
  KmzbPoint at;

  if (geometry == NULL || wkbFlatten (OGR_G_GetGeometryType (geometry)) != wkbPoint)
    return fail (reader, error, "is not a point");
  at = (KmzbPoint){ .lat = OGR_G_GetY (geometry, 0), .lon = OGR_G_GetX (geometry, 0) };
  if (!kmzb_point_is_valid (at))
    return fail (reader, error, "has coordinates that are not degrees");
  kmzb_stmt_bind_double (stmt, index, at.lat);
  kmzb_stmt_bind_double (stmt, index + 1, at.lon);
  return TRUE;
}

static gboolean
bind_time (const Reader *reader, KmzbStmt *stmt, int index, const char *name, GError **error)
{
  g_autofree char *value = text (reader, name);
  gint64 time_us;

  if (value == NULL || !kmzb_time_parse_w3c (value, &time_us))
    return fail (reader, error, "has no W3C date and time in “%s”", name);
  kmzb_stmt_bind_int (stmt, index, time_us);
  return TRUE;
}

static OGRwkbGeometryType
geometry_type (const Reader *reader)
{
  OGRGeometryH geometry = OGR_F_GetGeometryRef (reader->feature);

  return geometry ? wkbFlatten (OGR_G_GetGeometryType (geometry)) : wkbNone;
}

static gboolean
bind_wkb (const Reader *reader, KmzbStmt *stmt, int index, GError **error)
{
  OGRGeometryH geometry = OGR_F_GetGeometryRef (reader->feature);
  g_autofree guint8 *wkb = NULL;
  OGREnvelope box;
  int length;

  if (OGR_G_IsEmpty (geometry))
    return fail (reader, error, "has no place");
  OGR_G_FlattenTo2D (geometry);
  OGR_G_GetEnvelope (geometry, &box);
  if (box.MinX < -180 || box.MaxX > 180 || box.MinY < -90 || box.MaxY > 90)
    return fail (reader, error, "has coordinates that are not degrees");
  length = OGR_G_WkbSize (geometry);
  wkb = g_malloc ((gsize) length);
  OGR_G_ExportToWkb (geometry, wkbNDR, wkb);
  kmzb_stmt_bind_blob (stmt, index, wkb, (gsize) length);
  return TRUE;
}

static gboolean
bind_polygon (const Reader *reader, KmzbStmt *stmt, int index, GError **error)
{
  OGRwkbGeometryType type = geometry_type (reader);

  if (type != wkbPolygon && type != wkbMultiPolygon)
    return fail (reader, error, "is not a polygon");
  return bind_wkb (reader, stmt, index, error);
}

/* Enters the area that was just written into the R-tree. */
static gboolean
index_area (Reader *reader, KmzbDb *db, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, "INSERT INTO areas_rtree VALUES(?1,?2,?3,?4,?5)", error);
  OGREnvelope box;

  if (stmt == NULL)
    return FALSE;
  OGR_G_GetEnvelope (OGR_F_GetGeometryRef (reader->feature), &box);
  kmzb_stmt_bind_int (stmt, 1, kmzb_db_get_last_row_id (db));
  kmzb_stmt_bind_double (stmt, 2, box.MinY);
  kmzb_stmt_bind_double (stmt, 3, box.MaxY);
  kmzb_stmt_bind_double (stmt, 4, box.MinX);
  kmzb_stmt_bind_double (stmt, 5, box.MaxX);
  return kmzb_stmt_run (stmt, error);
}

static gboolean
read_area (Reader *reader, KmzbStmt *stmt, GError **error)
{
  static const char *const kinds[] = { "powiat", "gmina", "beat", NULL };

  return bind_text (reader, stmt, 1, "id", TRUE, error) && bind_kind (reader, stmt, 2, kinds, error)
         && bind_text (reader, stmt, 3, "name", TRUE, error) && bind_text (reader, stmt, 4, "code", FALSE, error)
         && bind_text (reader, stmt, 5, "parent", FALSE, error) && bind_polygon (reader, stmt, 6, error);
}

static gboolean
read_unit (Reader *reader, KmzbStmt *stmt, GError **error)
{
  static const char *const kinds[] = { "komenda", "komisariat", "posterunek", NULL };

  return bind_text (reader, stmt, 1, "id", TRUE, error) && bind_kind (reader, stmt, 2, kinds, error)
         && bind_text (reader, stmt, 3, "name", TRUE, error) && bind_text (reader, stmt, 4, "address", FALSE, error)
         && bind_text (reader, stmt, 5, "phone", FALSE, error) && bind_text (reader, stmt, 6, "email", FALSE, error)
         && bind_point (reader, stmt, 7, error);
}

static gboolean
read_officer (Reader *reader, KmzbStmt *stmt, GError **error)
{
  return bind_text (reader, stmt, 1, "id", TRUE, error) && bind_text (reader, stmt, 2, "beat", FALSE, error)
         && bind_text (reader, stmt, 3, "unit", FALSE, error) && bind_text (reader, stmt, 4, "rank", FALSE, error)
         && bind_text (reader, stmt, 5, "name", TRUE, error) && bind_text (reader, stmt, 6, "phone", FALSE, error)
         && bind_text (reader, stmt, 7, "email", FALSE, error);
}

static gboolean
read_threat (Reader *reader, KmzbStmt *stmt, GError **error)
{
  g_autofree char *id = text (reader, "id");
  g_autofree char *status = text (reader, "status");
  g_autofree char *source = text (reader, "source");
  KmzbStatus ignored;
  KmzbThreatSource also_ignored;

  if (source != NULL && !kmzb_threat_source_from_slug (source, &also_ignored))
    return fail (reader, error, "has source “%s”, not one of: people, police, debate", source);
  kmzb_stmt_bind_text (stmt, 8, source != NULL ? source : kmzb_threat_source_to_slug (KMZB_THREAT_SOURCE_PEOPLE));
  if (id == NULL || !kmzb_uuid_is_valid (id))
    return fail (reader, error, "has no UUID in “id”");
  if (status == NULL || !kmzb_status_from_slug (status, &ignored))
    return fail (reader, error, "has no known “status”");
  kmzb_stmt_bind_text (stmt, 1, id);
  kmzb_stmt_bind_text (stmt, 3, status);
  return bind_text (reader, stmt, 2, "category", TRUE, error) && bind_point (reader, stmt, 4, error)
         && bind_time (reader, stmt, 6, "created", error) && bind_time (reader, stmt, 7, "updated", error);
}

static gboolean
bind_value (const Reader *reader, KmzbStmt *stmt, int index, GError **error)
{
  g_autofree char *value = text (reader, "value");
  char *end = value;
  double number = value != NULL ? g_ascii_strtod (value, &end) : 0;

  if (end == value || *end != '\0' || !isfinite (number))
    return fail (reader, error, "has no number in “value”");
  kmzb_stmt_bind_double (stmt, index, number);
  return TRUE;
}

static gboolean
bind_date (const Reader *reader, KmzbStmt *stmt, int index, const char *name, GError **error)
{
  g_autofree char *value = text (reader, name);
  g_autofree char *midnight = g_strdup_printf ("%sT00:00:00Z", value ? value : "");
  gint64 ignored;

  if (strlen (midnight) != strlen ("2026-05-01T00:00:00Z") || !kmzb_time_parse_w3c (midnight, &ignored))
    return fail (reader, error, "has no date like 2026-05-01 in “%s”", name);
  kmzb_stmt_bind_text (stmt, index, value);
  return TRUE;
}

static gboolean
read_statistic (Reader *reader, KmzbStmt *stmt, GError **error)
{
  g_autofree char *source = text (reader, "source");
  OGRwkbGeometryType type = geometry_type (reader);
  KmzbStatSource ignored;

  if (!kmzb_stat_source_from_slug (source, &ignored))
    return fail (reader, error, "has source “%s”, not one of: police, consultation, debate", source ? source : "");
  if (type < wkbPoint || type > wkbMultiPolygon)
    return fail (reader, error, "is neither a point, a line nor a polygon");
  kmzb_stmt_bind_text (stmt, 2, source);
  return bind_text (reader, stmt, 1, "id", TRUE, error) && bind_text (reader, stmt, 3, "name", TRUE, error)
         && bind_value (reader, stmt, 4, error) && bind_text (reader, stmt, 5, "unit", FALSE, error)
         && bind_date (reader, stmt, 6, "as_of", error) && bind_wkb (reader, stmt, 7, error);
}

static gboolean
read_note (Reader *reader, KmzbRegionNote *note, GError **error)
{
  g_autofree char *training = text (reader, "training");
  g_autofree char *made_at = text (reader, "made_at");
  gint64 ignored;

  if (made_at != NULL && !kmzb_time_parse_w3c (made_at, &ignored))
    return fail (reader, error, "has no W3C date and time in “made_at”");
  kmzb_region_note_clear (note);
  note->name = text (reader, "name");
  note->id = text (reader, "id");
  note->made_at = g_steal_pointer (&made_at);
  note->source = text (reader, "source");
  note->licence = text (reader, "licence");
  note->training = training != NULL && (strcmp (training, "1") == 0 || g_ascii_strcasecmp (training, "true") == 0);
  return TRUE;
}

static const struct
{
  const char *name;
  const char *sql;
  ReadFeature read;
} COLLECTIONS[] = {
  { "areas", "INSERT INTO areas VALUES(?1,?2,?3,?4,?5,?6)", read_area },
  { "units", "INSERT INTO units VALUES(?1,?2,?3,?4,?5,?6,?7,?8)", read_unit },
  { "officers", "INSERT INTO officers VALUES(?1,?2,?3,?4,?5,?6,?7)", read_officer },
  { "threats", "INSERT INTO threats VALUES(?1,?2,?3,?4,?5,?6,?7,?8)", read_threat },
  { "statistics", "INSERT INTO statistics VALUES(?1,?2,?3,?4,?5,?6,?7)", read_statistic },
};

static gboolean
read_layer (KmzbSource *source, OGRLayerH layer, KmzbDb *db, KmzbRegionNote *note, GError **error)
{
  const char *name = OGR_L_GetName (layer);
  Reader reader = { .path = source->path };
  g_autoptr (KmzbStmt) stmt = NULL;
  gboolean is_note = g_strcmp0 (name, "region") == 0, fine = TRUE;
  ReadFeature read = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (COLLECTIONS); i++)
    if (g_strcmp0 (name, COLLECTIONS[i].name) == 0)
      {
        read = COLLECTIONS[i].read;
        stmt = kmzb_db_prepare (db, COLLECTIONS[i].sql, error);
        if (stmt == NULL)
          return FALSE;
      }
  if (read == NULL && !is_note)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
                   "Can't read %s: its “name” must be one of areas, units, officers, threats, statistics, region", source->path);
      return FALSE;
    }
  while (fine && (reader.feature = OGR_L_GetNextFeature (layer)) != NULL)
    {
      g_autoptr (GError) fault = NULL;

      reader.index++;
      fine = is_note ? read_note (&reader, note, error) : read (&reader, stmt, error);
      if (fine && !is_note && !kmzb_stmt_run (stmt, &fault))
        {
          if (g_error_matches (fault, KMZB_ERROR, KMZB_ERROR_EXISTS))
            fine = fail (&reader, error, "has an “id” that another one has");
          else
            {
              g_propagate_error (error, g_steal_pointer (&fault));
              fine = FALSE;
            }
        }
      if (fine && read == read_area)
        fine = index_area (&reader, db, error);
      OGR_F_Destroy (reader.feature);
    }
  return fine;
}

/**
 * kmzb_geojson_read:
 * @note: (inout): filled by a "region" collection
 *
 * Reads one GeoJSON FeatureCollection into the pack's tables; its top-level "name" says which. A feature that breaks
 * the rules stops the build: a directory with holes would mislead people.
 *
 * Properties, those in brackets may be absent:
 *
 * - areas (polygons): id, kind powiat|gmina|beat, name, [code], [parent]: the area, or of a beat better the unit, that it
 *   belongs to: nobody else says whose a vacant beat is
 * - units (points): id, kind komenda|komisariat|posterunek, name, [address], [phone], [email]
 * - officers (no geometry): id, name, [beat], [unit], [rank], [phone], [email]
 * - threats (points): id (UUID), category, status, created, updated (W3C date and time), [source people|police|debate]
 * - statistics (points, lines such as sections of roads, or polygons): id, source police|consultation|debate, name,
 *   value (a number), [unit] (what it counts, in words), as_of (the date it is of, 2026-05-01)
 * - region (no geometry, one feature): [name], [id], [training], [made_at], [source], [licence]
 */
gboolean
kmzb_geojson_read (KmzbSource *source, KmzbDb *db, KmzbRegionNote *note, GError **error)
{
  static const char *const drivers[] = { "GeoJSON", NULL };
  char **options = CSLSetNameValue (NULL, "DATE_AS_STRING", "YES");
  GDALDatasetH data;
  gboolean fine = FALSE;

  CPLPushErrorHandler (CPLQuietErrorHandler);
  CPLErrorReset ();
  data = GDALOpenEx (source->gdal_path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, (const char *const *) options,
                     NULL);
  CSLDestroy (options);
  if (data == NULL || GDALDatasetGetLayerCount (data) != 1)
    {
      g_autofree char *fault = g_strdelimit (g_strdup (CPLGetLastErrorMsg ()), "\r\n", ' ');
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't read %s: it is not a GeoJSON feature collection%s%s",
                   source->path, *fault ? ": " : "", fault);
    }
  else
    fine = read_layer (source, GDALDatasetGetLayer (data, 0), db, note, error);
  if (data != NULL)
    GDALClose (data);
  CPLPopErrorHandler ();
  return fine;
}
