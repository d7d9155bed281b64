/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The tags that matter to a pack. Kept in step with the names in kmzb-tags.c and with data/style/osmconf.ini. */
typedef enum
{
  KMZB_TAG_NAME,
  KMZB_TAG_NAME_PL,
  KMZB_TAG_REF,
  KMZB_TAG_HIGHWAY,
  KMZB_TAG_RAILWAY,
  KMZB_TAG_WATERWAY,
  KMZB_TAG_NATURAL,
  KMZB_TAG_LANDUSE,
  KMZB_TAG_LEISURE,
  KMZB_TAG_AMENITY,
  KMZB_TAG_BUILDING,
  KMZB_TAG_PLACE,
  KMZB_TAG_POPULATION,
  KMZB_TAG_AEROWAY,
  KMZB_TAG_BOUNDARY,
  KMZB_TAG_ADMIN_LEVEL,
  KMZB_TAG_TUNNEL,
  KMZB_TAG_BRIDGE,
  KMZB_TAG_LAYER,
  KMZB_TAG_SERVICE,
  KMZB_TAG_AREA,
  KMZB_TAG_FOOTWAY,
  KMZB_TAG_SHOP,
  KMZB_TAG_TOURISM,
  KMZB_TAG_HISTORIC,
  KMZB_TAG_MAN_MADE,
  KMZB_TAG_MILITARY,
  KMZB_TAG_PUBLIC_TRANSPORT,
  KMZB_TAG_STATION,
  KMZB_TAG_ADDR_STREET,
  KMZB_TAG_ADDR_HOUSENUMBER,
  KMZB_TAG_ADDR_PLACE,
  KMZB_TAG_ADDR_CITY,
  KMZB_TAG_ADDR_POSTCODE,
  KMZB_TAG_INDOOR,
  KMZB_TAG_PARKING,
  KMZB_TAG_BARRIER,
  KMZB_TAG_ACCESS,
  KMZB_N_TAGS,
} KmzbTag;

/**
 * KmzbTags:
 *
 * The values of one map object, by #KmzbTag; %NULL where it has no such tag.
 */
typedef struct
{
  const char *values[KMZB_N_TAGS];
} KmzbTags;

/**
 * KmzbClass:
 * @name: what the map style knows it by; %NULL: not drawn
 * @rank: the higher, the more important, and the later it is drawn
 * @width: of a line, as a part of its class's usual width
 */
typedef struct
{
  const char *name;
  int rank;
  double width;
} KmzbClass;

const char *kmzb_tag_get_name (KmzbTag tag);
const char *kmzb_tags_get_label (const KmzbTags *tags);
int kmzb_tags_get_level (const KmzbTags *tags);

KmzbClass kmzb_classify_road (const KmzbTags *tags);
KmzbClass kmzb_classify_rail (const KmzbTags *tags);
KmzbClass kmzb_classify_stream (const KmzbTags *tags);
KmzbClass kmzb_classify_land (const KmzbTags *tags);
KmzbClass kmzb_classify_water (const KmzbTags *tags);
KmzbClass kmzb_classify_building (const KmzbTags *tags);
KmzbClass kmzb_classify_poi (const KmzbTags *tags);
KmzbClass kmzb_classify_place (const KmzbTags *tags);
KmzbClass kmzb_classify_border (const KmzbTags *tags);
const char *kmzb_classify_shield (const KmzbTags *tags, KmzbClass road, char **text);

G_END_DECLS
