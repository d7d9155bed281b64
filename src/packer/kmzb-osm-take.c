/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-osm-private.h"

#include <math.h>

static gboolean
put (KmzbOsm *self, KmzbWorldTable table, KmzbOsmFeature *feature, KmzbClass class, int level, double size, GError **error)
{
  int length = OGR_G_WkbSize (feature->geometry);
  g_autofree guint8 *wkb = g_malloc ((gsize) length);
  OGREnvelope envelope;
  KmzbWorldFeature drawn = { .class = class.name,
                             .name = kmzb_tags_get_label (&feature->tags),
                             .rank = class.rank,
                             .level = level,
                             .size = size,
                             .wkb = wkb,
                             .wkb_length = (gsize) length };

  OGR_G_GetEnvelope (feature->geometry, &envelope);
  /* What reaches beyond the map's world cannot be drawn. */
  if (!isfinite (envelope.MinX + envelope.MaxX + envelope.MinY + envelope.MaxY)
      || OGR_G_ExportToWkb (feature->geometry, wkbNDR, wkb) != OGRERR_NONE)
    return TRUE;
  drawn.min_x = envelope.MinX;
  drawn.min_y = envelope.MinY;
  drawn.max_x = envelope.MaxX;
  drawn.max_y = envelope.MaxY;
  return kmzb_world_add (self->world, table, &drawn, error);
}

static void
collect_line (KmzbLines *lines, const char *class, const char *name, int rank, OGRGeometryH geometry)
{
  int n = OGR_G_GetPointCount (geometry);
  g_autofree double *x = g_new (double, (gsize) n);
  g_autofree double *y = g_new (double, (gsize) n);

  OGR_G_GetPoints (geometry, x, sizeof *x, y, sizeof *y, NULL, 0);
  kmzb_lines_add (lines, class, name, rank, x, y, (guint) n);
}

/* A house number is worth a row only if something tells where it is: a street or a place. */
static gboolean
take_address (KmzbOsm *self, const KmzbTags *tags, KmzbPoint at, GError **error)
{
  const char *number = tags->values[KMZB_TAG_ADDR_HOUSENUMBER];
  const char *street = tags->values[KMZB_TAG_ADDR_STREET];
  const char *place = street ? tags->values[KMZB_TAG_ADDR_CITY] : tags->values[KMZB_TAG_ADDR_PLACE];

  if (number == NULL)
    return TRUE;
  if (place == NULL)
    place = street ? tags->values[KMZB_TAG_ADDR_PLACE] : tags->values[KMZB_TAG_ADDR_CITY];
  if (street != NULL || place != NULL)
    kmzb_region_add_address (self->region, street, number, place, tags->values[KMZB_TAG_ADDR_POSTCODE], at);
  g_array_append_val (self->region->people, at);
  return kmzb_world_add_point (self->world, KMZB_WORLD_HOUSE, "house", number, 0, 0, at, error);
}

static gboolean
take_poi (KmzbOsm *self, const KmzbTags *tags, KmzbPoint at, double size, GError **error)
{
  KmzbClass poi = kmzb_classify_poi (tags);

  if (poi.name == NULL)
    return TRUE;
  return kmzb_world_add_point (self->world, KMZB_WORLD_POI, poi.name, kmzb_tags_get_label (tags), poi.rank, size, at,
                               error);
}

static gboolean
take_place (KmzbOsm *self, const KmzbTags *tags, KmzbPoint at, GError **error)
{
  KmzbClass place = kmzb_classify_place (tags);
  const char *population = tags->values[KMZB_TAG_POPULATION];

  if (place.name == NULL)
    return TRUE;
  if (!kmzb_region_add_place (self->region, kmzb_tags_get_label (tags), tags->values[KMZB_TAG_PLACE], population, at))
    return TRUE;
  return kmzb_world_add_point (self->world, KMZB_WORLD_PLACE, place.name, kmzb_tags_get_label (tags), place.rank,
                               population ? g_ascii_strtod (population, NULL) : 0, at, error);
}

gboolean
kmzb_osm_take_point (KmzbOsm *self, KmzbOsmFeature *feature, GError **error)
{
  const KmzbTags *tags = &feature->tags;
  KmzbPoint at = { .lat = OGR_G_GetY (feature->geometry, 0), .lon = OGR_G_GetX (feature->geometry, 0) };

  if (g_strcmp0 (tags->values[KMZB_TAG_NATURAL], "tree") == 0)
    return kmzb_world_add_point (self->world, KMZB_WORLD_TREES, "tree", NULL, 0, 0, at, error);
  return take_place (self, tags, at, error) && take_address (self, tags, at, error)
         && take_poi (self, tags, at, 0, error);
}

static gboolean
take_road (KmzbOsm *self, KmzbOsmFeature *feature, KmzbClass road, GError **error)
{
  const char *label = kmzb_tags_get_label (&feature->tags);
  g_autofree char *plate = NULL;
  const char *shield = kmzb_classify_shield (&feature->tags, road, &plate);

  if (label != NULL)
    collect_line (self->streets, road.name, label, road.rank, feature->geometry);
  if (shield != NULL)
    collect_line (self->shields, shield, plate, road.rank, feature->geometry);
  return put (self, KMZB_WORLD_ROAD, feature, road, kmzb_tags_get_level (&feature->tags), road.width, error);
}

gboolean
kmzb_osm_take_line (KmzbOsm *self, KmzbOsmFeature *feature, GError **error)
{
  const KmzbTags *tags = &feature->tags;
  const char *label = kmzb_tags_get_label (tags);
  int level = kmzb_tags_get_level (tags);
  KmzbClass class;

  class = kmzb_classify_road (tags);
  if (class.name != NULL)
    return take_road (self, feature, class, error);
  class = kmzb_classify_rail (tags);
  if (class.name != NULL)
    return put (self, KMZB_WORLD_RAIL, feature, class, level, class.width, error);
  class = kmzb_classify_stream (tags);
  if (class.name != NULL)
    {
      if (label != NULL && level >= 0)
        collect_line (self->rivers, class.name, label, class.rank, feature->geometry);
      return put (self, KMZB_WORLD_STREAM, feature, class, level, class.width, error);
    }
  if (g_strcmp0 (tags->values[KMZB_TAG_NATURAL], "tree_row") == 0)
    return put (self, KMZB_WORLD_TREES, feature, (KmzbClass){ "row", 0, 1 }, 0, 0, error);
  class = kmzb_classify_border (tags);
  if (class.name != NULL)
    return put (self, KMZB_WORLD_BORDER, feature, class, 0, 0, error);
  return TRUE;
}

/* Areas whose name helps to find one's way. */
static gboolean
take_label (KmzbOsm *self, const KmzbTags *tags, const char *class, KmzbPoint at, double size, GError **error)
{
  static const char *const named[] = { "water",     "park",   "forest",   "cemetery",   "allotments", "square",
                                       "sports",    "meadow", "wetland",  "industrial", "aerodrome",  "military",
                                       "commercial" };
  const char *label = kmzb_tags_get_label (tags);

  for (guint i = 0; label != NULL && i < G_N_ELEMENTS (named); i++)
    if (g_strcmp0 (class, named[i]) == 0)
      return kmzb_world_add_point (self->world, KMZB_WORLD_LABEL, class, label, 0, size, at, error);
  return TRUE;
}

gboolean
kmzb_osm_take_area (KmzbOsm *self, KmzbOsmFeature *feature, GError **error)
{
  const KmzbTags *tags = &feature->tags;
  double size = OGR_G_Area (feature->geometry);
  KmzbClass building = kmzb_classify_building (tags);
  KmzbClass water = kmzb_classify_water (tags);
  KmzbClass land = kmzb_classify_land (tags);
  KmzbClass poi = kmzb_classify_poi (tags);

  if (building.name != NULL)
    {
      g_array_append_val (self->region->people, feature->inside);
      if (!put (self, KMZB_WORLD_BUILDING, feature, building, 0, size, error))
        return FALSE;
    }
  else if (water.name != NULL)
    {
      if (!put (self, KMZB_WORLD_WATER, feature, water, 0, size, error)
          || !take_label (self, tags, water.name, feature->inside, size, error))
        return FALSE;
    }
  else if (land.name != NULL)
    {
      if (!put (self, KMZB_WORLD_LAND, feature, land, 0, size, error)
          || (poi.name == NULL && !take_label (self, tags, land.name, feature->inside, size, error)))
        return FALSE;
    }
  return take_address (self, tags, feature->inside, error) && take_poi (self, tags, feature->inside, size, error)
         && take_place (self, tags, feature->inside, error);
}
