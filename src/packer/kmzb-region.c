/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-region.h"

#include "kmzb-dense.h"
#include "kmzb-error.h"
#include "kmzb-fold.h"

#include <gdal.h>
#include <ogr_api.h>
#include <string.h>

/* The same address within this distance is one: a house and its entrance. */
#define SAME_ADDRESS_M 80.0
/* So is the same place within this one: its point and its outline. */
#define SAME_PLACE_M 3000.0
/* Free ground around the outermost houses. */
#define MARGIN_M 350.0
/* With fewer houses than this, other things of the map decide where the region is. */
#define MIN_PEOPLE 20
/* Bounds that a file says of itself are believed up to this many times the inhabited box's area. */
#define MAX_SAID_SHARE 8.0

static void
address_free (KmzbAddress *address)
{
  g_free (address->street);
  g_free (address->number);
  g_free (address->place);
  g_free (address->postcode);
  g_free (address);
}

static void
place_free (KmzbPlace *place)
{
  g_free (place->name);
  g_free (place->kind);
  g_free (place);
}

KmzbRegion *
kmzb_region_new (void)
{
  KmzbRegion *self = g_new0 (KmzbRegion, 1);

  self->addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) address_free);
  self->places = g_ptr_array_new_with_free_func ((GDestroyNotify) place_free);
  self->people = g_array_new (FALSE, FALSE, sizeof (KmzbPoint));
  self->anything = g_array_new (FALSE, FALSE, sizeof (KmzbPoint));
  self->address_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->said_bounds = kmzb_box_empty ();
  return self;
}

void
kmzb_region_free (KmzbRegion *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->address_keys);
  g_ptr_array_unref (self->addresses);
  g_ptr_array_unref (self->places);
  g_array_unref (self->people);
  g_array_unref (self->anything);
  if (self->area != NULL)
    OGR_G_DestroyGeometry (self->area);
  if (self->detail != NULL)
    OGR_G_DestroyGeometry (self->detail);
  g_free (self);
}

static gboolean
add_polygons (OGRGeometryH *whole, OGRGeometryH geometry)
{
  OGRwkbGeometryType type = geometry ? wkbFlatten (OGR_G_GetGeometryType (geometry)) : wkbNone;
  OGRGeometryH sum;

  if (type != wkbPolygon && type != wkbMultiPolygon)
    return FALSE;
  if (*whole == NULL)
    {
      *whole = OGR_G_Clone (geometry);
      return TRUE;
    }
  sum = OGR_G_Union (*whole, geometry);
  if (sum == NULL)
    return FALSE;
  OGR_G_DestroyGeometry (*whole);
  *whole = sum;
  return TRUE;
}

/* All polygons of a GeoJSON file together. */
static gboolean
read_polygons (OGRGeometryH *whole, const char *path, GError **error)
{
  static const char *const drivers[] = { "GeoJSON", NULL };
  GDALDatasetH data = GDALOpenEx (path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
  gboolean fine = TRUE;
  OGREnvelope envelope;

  if (data == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't read area %s: it is not a GeoJSON file", path);
      return FALSE;
    }
  for (int i = 0; fine && i < GDALDatasetGetLayerCount (data); i++)
    {
      OGRLayerH layer = GDALDatasetGetLayer (data, i);
      OGRFeatureH feature;

      while (fine && (feature = OGR_L_GetNextFeature (layer)) != NULL)
        {
          fine = add_polygons (whole, OGR_F_GetGeometryRef (feature));
          OGR_F_Destroy (feature);
        }
    }
  GDALClose (data);
  if (!fine || *whole == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't read area %s: it must hold polygons and nothing else",
                   path);
      return FALSE;
    }
  OGR_G_GetEnvelope (*whole, &envelope);
  if (envelope.MinX < -180 || envelope.MaxX > 180 || envelope.MinY < -85 || envelope.MaxY > 85)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
                   "Can't read area %s: its coordinates are not degrees (longitude, latitude)", path);
      return FALSE;
    }
  return TRUE;
}

/* Reads the polygon to keep to. */
gboolean
kmzb_region_read_area (KmzbRegion *self, const char *path, GError **error)
{
  return read_polygons ((OGRGeometryH *) &self->area, path, error);
}

/* Reads the polygon outside of which the finest levels are left out. */
gboolean
kmzb_region_read_detail (KmzbRegion *self, const char *path, GError **error)
{
  return read_polygons ((OGRGeometryH *) &self->detail, path, error);
}

/* Whether @point is in the area asked for; everywhere when none was. */
gboolean
kmzb_region_has (KmzbRegion *self, KmzbPoint point)
{
  OGRGeometryH geometry;
  gboolean inside;

  if (self->area == NULL)
    return TRUE;
  geometry = OGR_G_CreateGeometry (wkbPoint);
  OGR_G_SetPoint_2D (geometry, 0, point.lon, point.lat);
  inside = OGR_G_Contains (self->area, geometry);
  OGR_G_DestroyGeometry (geometry);
  return inside;
}

static KmzbAddress *
find_near (GPtrArray *same, KmzbPoint at)
{
  for (guint i = 0; i < same->len; i++)
    if (kmzb_geo_distance_m (((KmzbAddress *) g_ptr_array_index (same, i))->at, at) < SAME_ADDRESS_M)
      return g_ptr_array_index (same, i);
  return NULL;
}

/* Takes an address; where the same one stands near by already, only what that one lacks. */
void
kmzb_region_add_address (KmzbRegion *self,
                         const char *street,
                         const char *number,
                         const char *place,
                         const char *postcode,
                         KmzbPoint at)
{
  g_autofree char *words = g_strjoin ("|", street ? street : "", number, street ? "" : place, NULL);
  g_autofree char *key = kmzb_fold (words);
  GPtrArray *same = g_hash_table_lookup (self->address_keys, key);
  KmzbAddress *address;

  if (same == NULL)
    {
      same = g_ptr_array_new ();
      g_hash_table_insert (self->address_keys, g_steal_pointer (&key), same);
    }
  address = find_near (same, at);
  if (address != NULL)
    {
      address->place = address->place ? address->place : g_strdup (place);
      address->postcode = address->postcode ? address->postcode : g_strdup (postcode);
      return;
    }
  address = g_new0 (KmzbAddress, 1);
  address->street = g_strdup (street);
  address->number = g_strdup (number);
  address->place = g_strdup (place);
  address->postcode = g_strdup (postcode);
  address->at = at;
  g_ptr_array_add (same, address);
  g_ptr_array_add (self->addresses, address);
}

/* Takes a place unless it is known already: many are both a point and an outline.
 *
 * Returns: whether it is new */
gboolean
kmzb_region_add_place (KmzbRegion *self, const char *name, const char *kind, const char *population, KmzbPoint at)
{
  KmzbPlace *place;

  for (guint i = 0; i < self->places->len; i++)
    {
      place = g_ptr_array_index (self->places, i);
      if (strcmp (place->name, name) == 0 && strcmp (place->kind, kind) == 0
          && kmzb_geo_distance_m (place->at, at) < SAME_PLACE_M)
        return FALSE;
    }
  place = g_new0 (KmzbPlace, 1);
  place->name = g_strdup (name);
  place->kind = g_strdup (kind);
  place->population = population ? MAX (0, g_ascii_strtoll (population, NULL, 10)) : 0;
  place->at = at;
  g_ptr_array_add (self->places, place);
  return TRUE;
}

static double
size_of (KmzbBox box)
{
  return (box.north - box.south) * (box.east - box.west);
}

static KmzbBox
grow (KmzbBox box, double margin_m)
{
  KmzbBox south_west = kmzb_box_around ((KmzbPoint){ box.south, box.west }, margin_m);
  KmzbBox north_east = kmzb_box_around ((KmzbPoint){ box.north, box.east }, margin_m);

  return (KmzbBox){ south_west.south, south_west.west, north_east.north, north_east.east };
}

/**
 * kmzb_region_find_bounds:
 *
 * What the pack is to cover: the area asked for; else what the files say of themselves, unless that is far more than
 * the inhabited part; else the part where houses are dense, with a margin.
 *
 * Returns: the box; empty when there is nothing at all
 */
KmzbBox
kmzb_region_find_bounds (KmzbRegion *self)
{
  GArray *points = self->people->len >= MIN_PEOPLE ? self->people : self->anything;
  KmzbBox dense;
  OGREnvelope envelope;

  if (self->area != NULL)
    {
      OGR_G_GetEnvelope (self->area, &envelope);
      return (KmzbBox){ envelope.MinY, envelope.MinX, envelope.MaxY, envelope.MaxX };
    }
  if (points->len == 0)
    points = self->people;
  dense = kmzb_dense_box ((KmzbPoint *) points->data, points->len);
  if (kmzb_box_is_empty (dense))
    return self->said_bounds;
  dense = grow (dense, MARGIN_M);
  if (!kmzb_box_is_empty (self->said_bounds) && size_of (self->said_bounds) <= size_of (dense) * MAX_SAID_SHARE)
    return self->said_bounds;
  return dense;
}
