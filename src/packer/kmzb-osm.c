/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-osm.h"

#include "kmzb-error.h"
#include "kmzb-osm-private.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <string.h>

/* One in so many vertices of roads is enough to see where a region is that has no houses. */
#define SAMPLE 4

/* The first fault that GDAL tells; it would go on after some of them and hand over half a map. */
static void CPL_STDCALL
note_fault (CPLErr severity, CPLErrorNum number, const char *message)
{
  char **fault = CPLGetErrorHandlerUserData ();

  if (severity >= CE_Failure && *fault == NULL)
    {
      *fault = g_strdup (message);
      g_strdelimit (*fault, "\r\n", ' ');
    }
}

static OGRCoordinateTransformationH
make_transformation (void)
{
  OGRSpatialReferenceH degrees = OSRNewSpatialReference (NULL), metres = OSRNewSpatialReference (NULL);
  OGRCoordinateTransformationH transformation;

  OSRImportFromEPSG (degrees, 4326);
  OSRImportFromEPSG (metres, 3857);
  OSRSetAxisMappingStrategy (degrees, OAMS_TRADITIONAL_GIS_ORDER);
  OSRSetAxisMappingStrategy (metres, OAMS_TRADITIONAL_GIS_ORDER);
  transformation = OCTNewCoordinateTransformation (degrees, metres);
  OSRDestroySpatialReference (degrees);
  OSRDestroySpatialReference (metres);
  return transformation;
}

static GDALDatasetH
open_osm (KmzbOsm *self, KmzbSource *source, GError **error)
{
  static const char *const drivers[] = { "OSM", NULL };
  g_autofree char *config = g_build_filename (self->style_folder, "osmconf.ini", NULL);
  char **options = CSLSetNameValue (NULL, "CONFIG_FILE", config);
  GDALDatasetH data = GDALOpenEx (source->gdal_path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers,
                                  (const char *const *) options, NULL);

  CSLDestroy (options);
  if (data == NULL)
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't read %s: it is not OpenStreetMap data", source->path);
  return data;
}

/* Where a layer has each tag. */
static gboolean
map_columns (OGRLayerH layer, int *columns, GError **error)
{
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn (layer);

  for (int tag = 0; tag < KMZB_N_TAGS; tag++)
    {
      columns[tag] = OGR_FD_GetFieldIndex (definition, kmzb_tag_get_name ((KmzbTag) tag));
      if (columns[tag] < 0)
        {
          g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "osmconf.ini of the map style lacks “%s” in [%s]",
                       kmzb_tag_get_name ((KmzbTag) tag), OGR_L_GetName (layer));
          return FALSE;
        }
    }
  return TRUE;
}

static void
read_tags (OGRFeatureH feature, const int *columns, KmzbTags *tags)
{
  for (int tag = 0; tag < KMZB_N_TAGS; tag++)
    {
      const char *value
          = OGR_F_IsFieldSetAndNotNull (feature, columns[tag]) ? OGR_F_GetFieldAsString (feature, columns[tag]) : NULL;

      tags->values[tag] = value != NULL && *value != '\0' ? value : NULL;
    }
}

/* What the file says it holds. */
static void
note_bounds (KmzbRegion *region, OGRLayerH layer)
{
  OGREnvelope envelope;

  if (OGR_L_GetExtent (layer, &envelope, FALSE) != OGRERR_NONE || envelope.MinX > envelope.MaxX)
    return;
  kmzb_box_add (&region->said_bounds, (KmzbPoint){ envelope.MinY, envelope.MinX });
  kmzb_box_add (&region->said_bounds, (KmzbPoint){ envelope.MaxY, envelope.MaxX });
}

static void
sample_vertices (KmzbRegion *region, OGRGeometryH line)
{
  for (int i = 0; i < OGR_G_GetPointCount (line); i += SAMPLE)
    {
      KmzbPoint point = { .lat = OGR_G_GetY (line, i), .lon = OGR_G_GetX (line, i) };
      g_array_append_val (region->anything, point);
    }
}

static gboolean
take_feature (KmzbOsm *self,
              OGRLayerH layer,
              OGRFeatureH feature,
              const int *columns,
              OGRCoordinateTransformationH transformation,
              GError **error)
{
  KmzbOsmFeature found = { .geometry = OGR_F_GetGeometryRef (feature) };
  OGRwkbGeometryType type;

  if (found.geometry == NULL)
    return TRUE;
  type = wkbFlatten (OGR_G_GetGeometryType (found.geometry));
  read_tags (feature, columns, &found.tags);
  if (type == wkbPoint)
    return kmzb_osm_take_point (self, &found, error);
  if (type == wkbLineString)
    {
      if (found.tags.values[KMZB_TAG_HIGHWAY] != NULL)
        sample_vertices (self->region, found.geometry);
      return OGR_G_Transform (found.geometry, transformation) != OGRERR_NONE || kmzb_osm_take_line (self, &found, error);
    }
  if (type == wkbPolygon || type == wkbMultiPolygon)
    {
      OGRGeometryH inside = OGR_G_PointOnSurface (found.geometry);

      /* A ring that crosses itself has no inside to speak of. */
      if (inside == NULL || OGR_G_IsEmpty (inside))
        {
          if (inside != NULL)
            OGR_G_DestroyGeometry (inside);
          return TRUE;
        }
      found.inside = (KmzbPoint){ .lat = OGR_G_GetY (inside, 0), .lon = OGR_G_GetX (inside, 0) };
      OGR_G_DestroyGeometry (inside);
      return OGR_G_Transform (found.geometry, transformation) != OGRERR_NONE || kmzb_osm_take_area (self, &found, error);
    }
  return TRUE;
}

static gboolean
read_features (KmzbOsm *self, KmzbSource *source, GDALDatasetH data, char **fault, GError **error)
{
  static const char *const names[] = { "points", "lines", "multipolygons" };
  int columns[G_N_ELEMENTS (names)][KMZB_N_TAGS];
  OGRLayerH layers[G_N_ELEMENTS (names)];
  OGRCoordinateTransformationH transformation = make_transformation ();
  OGRFeatureH feature;
  OGRLayerH layer = NULL;
  gboolean fine = transformation != NULL;
  guint64 n_features = 0;

  for (guint i = 0; fine && i < G_N_ELEMENTS (names); i++)
    {
      layers[i] = GDALDatasetGetLayerByName (data, names[i]);
      fine = layers[i] != NULL && map_columns (layers[i], columns[i], error);
    }
  if (fine)
    note_bounds (self->region, layers[0]);
  while (fine && (feature = GDALDatasetGetNextFeature (data, &layer, NULL, NULL, NULL)) != NULL)
    {
      for (guint i = 0; fine && i < G_N_ELEMENTS (names); i++)
        if (layer == layers[i])
          fine = take_feature (self, layer, feature, columns[i], transformation, error);
      OGR_F_Destroy (feature);
      n_features++;
      if (*fault != NULL || (self->stop != NULL && *self->stop))
        break;
    }
  if (transformation != NULL)
    OCTDestroyCoordinateTransformation (transformation);
  if (fine && *fault != NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "Can't read %s: %s", source->path,
                   strstr (*fault, "gzip") ? "the gzip file is damaged or cut off" : *fault);
      return FALSE;
    }
  if (fine && n_features == 0)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't read %s: there is nothing in it", source->path);
      return FALSE;
    }
  return fine;
}

/**
 * kmzb_osm_read:
 *
 * Reads one file of OpenStreetMap data into the world that is drawn and the region's tables. Ways that leave the
 * extract come along whole.
 */
gboolean
kmzb_osm_read (KmzbOsm *self, KmzbSource *source, GError **error)
{
  g_autofree char *fault = NULL;
  GDALDatasetH data;
  gboolean fine;

  CPLSetConfigOption ("OGR_INTERLEAVED_READING", "YES");
  CPLPushErrorHandlerEx (note_fault, &fault);
  data = open_osm (self, source, error);
  fine = data != NULL && read_features (self, source, data, &fault, error);
  if (data != NULL)
    GDALClose (data);
  CPLPopErrorHandler ();
  return fine;
}
