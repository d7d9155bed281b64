/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-osm.h"
#include "kmzb-tags.h"

#include <ogr_api.h>

G_BEGIN_DECLS

/**
 * KmzbOsmFeature:
 * @geometry: in degrees for a point, in Web Mercator metres for a line or an area
 * @inside: for an area, a place within it, in degrees
 */
typedef struct
{
  KmzbTags tags;
  OGRGeometryH geometry;
  KmzbPoint inside;
} KmzbOsmFeature;

gboolean kmzb_osm_take_point (KmzbOsm *self, KmzbOsmFeature *feature, GError **error);
gboolean kmzb_osm_take_line (KmzbOsm *self, KmzbOsmFeature *feature, GError **error);
gboolean kmzb_osm_take_area (KmzbOsm *self, KmzbOsmFeature *feature, GError **error);

G_END_DECLS
