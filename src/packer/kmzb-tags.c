/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-tags.h"

#include <stdlib.h>
#include <string.h>

static const char *const TAG_NAMES[KMZB_N_TAGS] = {
  "name",         "name:pl",         "ref",        "highway",   "railway",       "waterway", "natural",
  "landuse",      "leisure",         "amenity",    "building",  "place",         "population", "aeroway",
  "boundary",     "admin_level",     "tunnel",     "bridge",    "layer",         "service",  "area",
  "footway",      "shop",            "tourism",    "historic",  "man_made",      "military", "public_transport",
  "station",      "addr:street",     "addr:housenumber", "addr:place", "addr:city", "addr:postcode", "indoor",
  "parking",      "barrier",         "access",
};

/* One line of a table of kinds: when @tag has @value (any, if %NULL), the object is of class @name. */
typedef struct
{
  KmzbTag tag;
  const char *value;
  const char *name;
  int rank;
  double width;
} Kind;

const char *
kmzb_tag_get_name (KmzbTag tag)
{
  return TAG_NAMES[tag];
}

static const char *
get (const KmzbTags *tags, KmzbTag tag)
{
  return tags->values[tag];
}

static gboolean
is (const KmzbTags *tags, KmzbTag tag, const char *value)
{
  return g_strcmp0 (tags->values[tag], value) == 0;
}

static gboolean
is_yes (const KmzbTags *tags, KmzbTag tag)
{
  return get (tags, tag) != NULL && !is (tags, tag, "no") && !is (tags, tag, "0") && !is (tags, tag, "false");
}

static KmzbClass
look_up (const Kind *kinds, guint n_kinds, const KmzbTags *tags)
{
  for (guint i = 0; i < n_kinds; i++)
    {
      const char *value = tags->values[kinds[i].tag];

      if (value != NULL && (kinds[i].value == NULL || strcmp (value, kinds[i].value) == 0))
        return (KmzbClass){ kinds[i].name, kinds[i].rank, kinds[i].width };
    }
  return (KmzbClass){ 0 };
}

/* The name a Polish visitor reads. */
const char *
kmzb_tags_get_label (const KmzbTags *tags)
{
  return get (tags, KMZB_TAG_NAME_PL) ? get (tags, KMZB_TAG_NAME_PL) : get (tags, KMZB_TAG_NAME);
}

/* Under the ground -1, on it 0, over it (a bridge) 1 or more. */
int
kmzb_tags_get_level (const KmzbTags *tags)
{
  const char *layer = get (tags, KMZB_TAG_LAYER);
  int level = layer ? CLAMP (atoi (layer), -5, 5) : 0;

  if (is_yes (tags, KMZB_TAG_BRIDGE))
    return MAX (level, 1);
  if (is_yes (tags, KMZB_TAG_TUNNEL))
    return -1;
  return 0;
}

KmzbClass
kmzb_classify_road (const KmzbTags *tags)
{
  static const Kind kinds[] = {
    { KMZB_TAG_HIGHWAY, "motorway", "motorway", 100, 1.0 },
    { KMZB_TAG_HIGHWAY, "motorway_link", "motorway", 99, 0.6 },
    { KMZB_TAG_HIGHWAY, "trunk", "trunk", 90, 1.0 },
    { KMZB_TAG_HIGHWAY, "trunk_link", "trunk", 89, 0.6 },
    { KMZB_TAG_HIGHWAY, "primary", "primary", 80, 1.0 },
    { KMZB_TAG_HIGHWAY, "primary_link", "primary", 79, 0.7 },
    { KMZB_TAG_HIGHWAY, "secondary", "secondary", 70, 1.0 },
    { KMZB_TAG_HIGHWAY, "secondary_link", "secondary", 69, 0.7 },
    { KMZB_TAG_HIGHWAY, "tertiary", "tertiary", 60, 1.0 },
    { KMZB_TAG_HIGHWAY, "tertiary_link", "tertiary", 59, 0.8 },
    { KMZB_TAG_HIGHWAY, "residential", "minor", 50, 1.0 },
    { KMZB_TAG_HIGHWAY, "unclassified", "minor", 51, 1.0 },
    { KMZB_TAG_HIGHWAY, "living_street", "minor", 49, 0.85 },
    { KMZB_TAG_HIGHWAY, "road", "minor", 48, 1.0 },
    { KMZB_TAG_HIGHWAY, "pedestrian", "pedestrian", 45, 1.0 },
    { KMZB_TAG_HIGHWAY, "service", "service", 30, 1.0 },
    { KMZB_TAG_HIGHWAY, "track", "track", 20, 1.0 },
    { KMZB_TAG_HIGHWAY, "cycleway", "cycleway", 12, 1.0 },
    { KMZB_TAG_HIGHWAY, "steps", "steps", 11, 1.0 },
    { KMZB_TAG_HIGHWAY, "footway", "path", 10, 1.0 },
    { KMZB_TAG_HIGHWAY, "path", "path", 10, 1.0 },
    { KMZB_TAG_HIGHWAY, "bridleway", "path", 10, 1.0 },
    { KMZB_TAG_AEROWAY, "runway", "runway", 5, 1.0 },
    { KMZB_TAG_AEROWAY, "taxiway", "runway", 4, 0.3 },
    { KMZB_TAG_MAN_MADE, "pier", "path", 9, 1.5 },
  };
  KmzbClass road = look_up (kinds, G_N_ELEMENTS (kinds), tags);

  if (is (tags, KMZB_TAG_INDOOR, "yes"))
    return (KmzbClass){ 0 };
  if (is (tags, KMZB_TAG_HIGHWAY, "service") && get (tags, KMZB_TAG_SERVICE) != NULL)
    road.width = is (tags, KMZB_TAG_SERVICE, "parking_aisle") ? 0.4 : 0.65;
  if (is (tags, KMZB_TAG_FOOTWAY, "sidewalk") || is (tags, KMZB_TAG_FOOTWAY, "crossing"))
    road = (KmzbClass){ "sidewalk", 8, 1.0 };
  return road;
}

KmzbClass
kmzb_classify_rail (const KmzbTags *tags)
{
  static const Kind kinds[] = {
    { KMZB_TAG_RAILWAY, "rail", "rail", 20, 1.0 },         { KMZB_TAG_RAILWAY, "narrow_gauge", "rail", 18, 0.8 },
    { KMZB_TAG_RAILWAY, "light_rail", "rail", 18, 0.9 },   { KMZB_TAG_RAILWAY, "subway", "subway", 10, 1.0 },
    { KMZB_TAG_RAILWAY, "tram", "tram", 12, 1.0 },         { KMZB_TAG_RAILWAY, "preserved", "rail", 17, 0.8 },
  };
  KmzbClass rail = look_up (kinds, G_N_ELEMENTS (kinds), tags);

  if (rail.name != NULL && rail.rank >= 17 && get (tags, KMZB_TAG_SERVICE) != NULL)
    rail = (KmzbClass){ "siding", 15, 0.6 };
  return rail;
}

KmzbClass
kmzb_classify_stream (const KmzbTags *tags)
{
  static const Kind kinds[] = {
    { KMZB_TAG_WATERWAY, "river", "river", 20, 1.0 },   { KMZB_TAG_WATERWAY, "canal", "river", 18, 0.8 },
    { KMZB_TAG_WATERWAY, "stream", "stream", 10, 1.0 }, { KMZB_TAG_WATERWAY, "ditch", "stream", 5, 0.6 },
    { KMZB_TAG_WATERWAY, "drain", "stream", 5, 0.6 },   { KMZB_TAG_WATERWAY, "weir", "weir", 25, 1.0 },
    { KMZB_TAG_WATERWAY, "dam", "weir", 25, 1.0 },
  };

  return look_up (kinds, G_N_ELEMENTS (kinds), tags);
}

KmzbClass
kmzb_classify_water (const KmzbTags *tags)
{
  static const Kind kinds[] = {
    { KMZB_TAG_NATURAL, "water", "water", 10, 1.0 },         { KMZB_TAG_WATERWAY, "riverbank", "water", 10, 1.0 },
    { KMZB_TAG_WATERWAY, "dock", "water", 10, 1.0 },         { KMZB_TAG_LANDUSE, "reservoir", "water", 10, 1.0 },
    { KMZB_TAG_LANDUSE, "basin", "water", 10, 1.0 },         { KMZB_TAG_NATURAL, "bay", "water", 9, 1.0 },
    { KMZB_TAG_LEISURE, "swimming_pool", "water", 11, 1.0 }, { KMZB_TAG_AMENITY, "fountain", "water", 11, 1.0 },
  };

  return look_up (kinds, G_N_ELEMENTS (kinds), tags);
}

/* The first line that fits decides, so what is more telling stands first: a school's ground before the grass it is. */
KmzbClass
kmzb_classify_land (const KmzbTags *tags)
{
  static const Kind kinds[] = {
    { KMZB_TAG_LEISURE, "pitch", "pitch", 0, 1.0 },
    { KMZB_TAG_LEISURE, "track", "pitch", 0, 1.0 },
    { KMZB_TAG_LEISURE, "playground", "playground", 0, 1.0 },
    { KMZB_TAG_LEISURE, "sports_centre", "sports", 0, 1.0 },
    { KMZB_TAG_LEISURE, "stadium", "sports", 0, 1.0 },
    { KMZB_TAG_LEISURE, "golf_course", "park", 0, 1.0 },
    { KMZB_TAG_LEISURE, "park", "park", 0, 1.0 },
    { KMZB_TAG_LEISURE, "garden", "park", 0, 1.0 },
    { KMZB_TAG_LEISURE, "common", "park", 0, 1.0 },
    { KMZB_TAG_LEISURE, "dog_park", "park", 0, 1.0 },
    { KMZB_TAG_AMENITY, "school", "school", 0, 1.0 },
    { KMZB_TAG_AMENITY, "kindergarten", "school", 0, 1.0 },
    { KMZB_TAG_AMENITY, "college", "school", 0, 1.0 },
    { KMZB_TAG_AMENITY, "university", "school", 0, 1.0 },
    { KMZB_TAG_AMENITY, "hospital", "hospital", 0, 1.0 },
    { KMZB_TAG_AMENITY, "grave_yard", "cemetery", 0, 1.0 },
    { KMZB_TAG_AMENITY, "parking", "parking", 0, 1.0 },
    { KMZB_TAG_AMENITY, "marketplace", "square", 0, 1.0 },
    { KMZB_TAG_AMENITY, "bus_station", "square", 0, 1.0 },
    { KMZB_TAG_HIGHWAY, "pedestrian", "square", 0, 1.0 },
    { KMZB_TAG_HIGHWAY, "footway", "square", 0, 1.0 },
    { KMZB_TAG_HIGHWAY, "service", "parking", 0, 1.0 },
    { KMZB_TAG_HIGHWAY, "residential", "parking", 0, 1.0 },
    { KMZB_TAG_PLACE, "square", "square", 0, 1.0 },
    { KMZB_TAG_RAILWAY, "platform", "platform", 0, 1.0 },
    { KMZB_TAG_PUBLIC_TRANSPORT, "platform", "platform", 0, 1.0 },
    { KMZB_TAG_MAN_MADE, "pier", "platform", 0, 1.0 },
    { KMZB_TAG_MAN_MADE, "bridge", "platform", 0, 1.0 },
    { KMZB_TAG_NATURAL, "wood", "forest", 0, 1.0 },
    { KMZB_TAG_NATURAL, "scrub", "scrub", 0, 1.0 },
    { KMZB_TAG_NATURAL, "heath", "scrub", 0, 1.0 },
    { KMZB_TAG_NATURAL, "grassland", "grass", 0, 1.0 },
    { KMZB_TAG_NATURAL, "wetland", "wetland", 0, 1.0 },
    { KMZB_TAG_NATURAL, "beach", "sand", 0, 1.0 },
    { KMZB_TAG_NATURAL, "sand", "sand", 0, 1.0 },
    { KMZB_TAG_NATURAL, "bare_rock", "rock", 0, 1.0 },
    { KMZB_TAG_NATURAL, "scree", "rock", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "forest", "forest", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "grass", "grass", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "village_green", "grass", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "flowerbed", "grass", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "greenfield", "grass", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "recreation_ground", "park", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "meadow", "meadow", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "farmland", "farmland", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "farmyard", "farmyard", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "greenhouse_horticulture", "farmyard", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "orchard", "orchard", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "vineyard", "orchard", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "plant_nursery", "orchard", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "allotments", "allotments", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "cemetery", "cemetery", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "residential", "residential", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "retail", "commercial", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "commercial", "commercial", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "industrial", "industrial", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "railway", "industrial", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "garages", "industrial", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "construction", "industrial", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "brownfield", "industrial", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "landfill", "rock", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "quarry", "rock", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "military", "military", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "education", "school", 0, 1.0 },
    { KMZB_TAG_LANDUSE, "religious", "commercial", 0, 1.0 },
    { KMZB_TAG_MILITARY, NULL, "military", 0, 1.0 },
    { KMZB_TAG_AEROWAY, "aerodrome", "aerodrome", 0, 1.0 },
    { KMZB_TAG_AEROWAY, "runway", "platform", 0, 1.0 },
    { KMZB_TAG_AEROWAY, "apron", "platform", 0, 1.0 },
    { KMZB_TAG_TOURISM, "zoo", "park", 0, 1.0 },
    { KMZB_TAG_TOURISM, "camp_site", "park", 0, 1.0 },
  };
  KmzbClass land = look_up (kinds, G_N_ELEMENTS (kinds), tags);

  if (is (tags, KMZB_TAG_PARKING, "underground") || is (tags, KMZB_TAG_PARKING, "multi-storey")
      || is (tags, KMZB_TAG_AREA, "no"))
    land.name = NULL;
  return land;
}

KmzbClass
kmzb_classify_building (const KmzbTags *tags)
{
  static const Kind public_kinds[] = {
    { KMZB_TAG_AMENITY, "school", "public", 0, 1.0 },       { KMZB_TAG_AMENITY, "hospital", "public", 0, 1.0 },
    { KMZB_TAG_AMENITY, "police", "public", 0, 1.0 },       { KMZB_TAG_AMENITY, "townhall", "public", 0, 1.0 },
    { KMZB_TAG_AMENITY, "university", "public", 0, 1.0 },   { KMZB_TAG_AMENITY, "kindergarten", "public", 0, 1.0 },
    { KMZB_TAG_AMENITY, "place_of_worship", "public", 0, 1.0 },
    { KMZB_TAG_AMENITY, "fire_station", "public", 0, 1.0 }, { KMZB_TAG_AMENITY, "courthouse", "public", 0, 1.0 },
    { KMZB_TAG_BUILDING, "church", "public", 0, 1.0 },      { KMZB_TAG_BUILDING, "cathedral", "public", 0, 1.0 },
    { KMZB_TAG_BUILDING, "chapel", "public", 0, 1.0 },      { KMZB_TAG_BUILDING, "school", "public", 0, 1.0 },
    { KMZB_TAG_BUILDING, "kindergarten", "public", 0, 1.0 },
    { KMZB_TAG_BUILDING, "hospital", "public", 0, 1.0 },    { KMZB_TAG_BUILDING, "university", "public", 0, 1.0 },
    { KMZB_TAG_BUILDING, "public", "public", 0, 1.0 },      { KMZB_TAG_BUILDING, "civic", "public", 0, 1.0 },
    { KMZB_TAG_BUILDING, "train_station", "public", 0, 1.0 },
    { KMZB_TAG_BUILDING, "government", "public", 0, 1.0 },
    { KMZB_TAG_BUILDING, "roof", "light", 0, 1.0 },         { KMZB_TAG_BUILDING, "greenhouse", "light", 0, 1.0 },
    { KMZB_TAG_BUILDING, "tent", "light", 0, 1.0 },
  };
  KmzbClass building;

  if (!is_yes (tags, KMZB_TAG_BUILDING))
    return (KmzbClass){ 0 };
  building = look_up (public_kinds, G_N_ELEMENTS (public_kinds), tags);
  return building.name ? building : (KmzbClass){ "building", 0, 1.0 };
}

/* Only what people find their way by. The rank decides who keeps its place where two would touch. */
KmzbClass
kmzb_classify_poi (const KmzbTags *tags)
{
  static const Kind kinds[] = {
    { KMZB_TAG_AMENITY, "police", "police", 100, 1.0 },
    { KMZB_TAG_RAILWAY, "station", "station", 95, 1.0 },
    { KMZB_TAG_RAILWAY, "halt", "station", 85, 1.0 },
    { KMZB_TAG_AMENITY, "hospital", "hospital", 90, 1.0 },
    { KMZB_TAG_AMENITY, "townhall", "townhall", 88, 1.0 },
    { KMZB_TAG_AMENITY, "bus_station", "bus-station", 84, 1.0 },
    { KMZB_TAG_AMENITY, "fire_station", "fire", 82, 1.0 },
    { KMZB_TAG_HISTORIC, "castle", "castle", 80, 1.0 },
    { KMZB_TAG_AMENITY, "place_of_worship", "church", 75, 1.0 },
    { KMZB_TAG_AMENITY, "university", "school", 74, 1.0 },
    { KMZB_TAG_AMENITY, "college", "school", 72, 1.0 },
    { KMZB_TAG_AMENITY, "school", "school", 70, 1.0 },
    { KMZB_TAG_TOURISM, "museum", "museum", 68, 1.0 },
    { KMZB_TAG_AMENITY, "theatre", "culture", 66, 1.0 },
    { KMZB_TAG_AMENITY, "cinema", "culture", 64, 1.0 },
    { KMZB_TAG_AMENITY, "community_centre", "culture", 52, 1.0 },
    { KMZB_TAG_AMENITY, "arts_centre", "culture", 52, 1.0 },
    { KMZB_TAG_SHOP, "mall", "shop", 66, 1.0 },
    { KMZB_TAG_SHOP, "department_store", "shop", 60, 1.0 },
    { KMZB_TAG_SHOP, "supermarket", "shop", 45, 1.0 },
    { KMZB_TAG_AMENITY, "marketplace", "shop", 58, 1.0 },
    { KMZB_TAG_AMENITY, "courthouse", "townhall", 62, 1.0 },
    { KMZB_TAG_LEISURE, "stadium", "sports", 65, 1.0 },
    { KMZB_TAG_LEISURE, "sports_centre", "sports", 50, 1.0 },
    { KMZB_TAG_AMENITY, "post_office", "post", 56, 1.0 },
    { KMZB_TAG_AMENITY, "library", "library", 54, 1.0 },
    { KMZB_TAG_AMENITY, "clinic", "clinic", 53, 1.0 },
    { KMZB_TAG_AMENITY, "doctors", "clinic", 40, 1.0 },
    { KMZB_TAG_AMENITY, "kindergarten", "kindergarten", 48, 1.0 },
    { KMZB_TAG_AMENITY, "pharmacy", "pharmacy", 46, 1.0 },
    { KMZB_TAG_AMENITY, "fuel", "fuel", 44, 1.0 },
    { KMZB_TAG_LEISURE, "playground", "playground", 30, 1.0 },
    { KMZB_TAG_HIGHWAY, "bus_stop", "bus-stop", 20, 1.0 },
  };
  KmzbClass poi = look_up (kinds, G_N_ELEMENTS (kinds), tags);

  /* A bus stop, playground or doctor without a name, or an underground station's entrance, helps nobody. */
  if (poi.name != NULL && poi.rank <= 40 && poi.rank != 30 && kmzb_tags_get_label (tags) == NULL)
    poi.name = NULL;
  return poi;
}

KmzbClass
kmzb_classify_place (const KmzbTags *tags)
{
  static const Kind kinds[] = {
    { KMZB_TAG_PLACE, "city", "city", 100, 1.0 },
    { KMZB_TAG_PLACE, "town", "town", 80, 1.0 },
    { KMZB_TAG_PLACE, "village", "village", 60, 1.0 },
    { KMZB_TAG_PLACE, "suburb", "suburb", 50, 1.0 },
    { KMZB_TAG_PLACE, "quarter", "suburb", 45, 1.0 },
    { KMZB_TAG_PLACE, "hamlet", "hamlet", 40, 1.0 },
    { KMZB_TAG_PLACE, "neighbourhood", "neighbourhood", 35, 1.0 },
    { KMZB_TAG_PLACE, "isolated_dwelling", "locality", 20, 1.0 },
    { KMZB_TAG_PLACE, "farm", "locality", 20, 1.0 },
    { KMZB_TAG_PLACE, "locality", "locality", 10, 1.0 },
  };
  KmzbClass place = look_up (kinds, G_N_ELEMENTS (kinds), tags);

  if (kmzb_tags_get_label (tags) == NULL)
    place.name = NULL;
  return place;
}

/* Poland's levels: 4 województwo, 6 powiat, 7 gmina, 8 miejscowość. */
KmzbClass
kmzb_classify_border (const KmzbTags *tags)
{
  static const Kind kinds[] = {
    { KMZB_TAG_ADMIN_LEVEL, "2", "country", 50, 1.0 },
    { KMZB_TAG_ADMIN_LEVEL, "4", "voivodeship", 40, 1.0 },
    { KMZB_TAG_ADMIN_LEVEL, "6", "powiat", 30, 1.0 },
    { KMZB_TAG_ADMIN_LEVEL, "7", "gmina", 20, 1.0 },
  };

  return is (tags, KMZB_TAG_BOUNDARY, "administrative") ? look_up (kinds, G_N_ELEMENTS (kinds), tags)
                                                        : (KmzbClass){ 0 };
}

static gboolean
all_digits (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/**
 * kmzb_classify_shield:
 * @text: (out) (transfer full): what stands on the plate
 *
 * The number plate of a road as it stands at Polish roads: A and S roads and national ones (one or two digits) red,
 * voivodeship ones (three digits) yellow. What is numbered otherwise, abroad, is "other".
 *
 * Returns: (nullable): the plate's class, %NULL for a road without one
 */
const char *
kmzb_classify_shield (const KmzbTags *tags, KmzbClass road, char **text)
{
  const char *ref = get (tags, KMZB_TAG_REF);
  const char *class = "other";
  gsize length;

  *text = NULL;
  if (road.name == NULL || road.rank < 69 || ref == NULL)
    return NULL;
  length = strcspn (ref, ";,");
  *text = g_strstrip (g_strndup (ref, length));
  length = strlen (*text);
  if (length == 0 || length > 7)
    {
      g_clear_pointer (text, g_free);
      return NULL;
    }
  if (((*text)[0] == 'A' || (*text)[0] == 'S') && all_digits (*text + 1))
    class = (*text)[0] == 'A' ? "motorway" : "expressway";
  else if (all_digits (*text))
    class = length <= 2 ? "national" : "regional";
  return class;
}
