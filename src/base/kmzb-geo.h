/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The latitude at which the square Web Mercator world ends, in degrees (EPSG:3857). */
#define KMZB_GEO_MAX_LATITUDE 85.05112877980659

/**
 * KmzbPoint:
 * @lat: degrees north, WGS 84
 * @lon: degrees east, WGS 84
 */
typedef struct
{
  double lat;
  double lon;
} KmzbPoint;

/**
 * KmzbBox:
 *
 * A box in degrees, WGS 84; empty while @south > @north. Never crosses the date line.
 */
typedef struct
{
  double south;
  double west;
  double north;
  double east;
} KmzbBox;

gboolean kmzb_point_is_valid (KmzbPoint point);
double kmzb_geo_distance_m (KmzbPoint a, KmzbPoint b);

KmzbBox kmzb_box_empty (void);
gboolean kmzb_box_is_empty (KmzbBox box);
void kmzb_box_add (KmzbBox *box, KmzbPoint point);
gboolean kmzb_box_contains (KmzbBox box, KmzbPoint point);
KmzbPoint kmzb_box_center (KmzbBox box);
KmzbBox kmzb_box_around (KmzbPoint center, double radius_m);

double kmzb_geo_tile_x (double lon, int zoom);
double kmzb_geo_tile_y (double lat, int zoom);
double kmzb_geo_tile_lon (double x, int zoom);
double kmzb_geo_tile_lat (double y, int zoom);
KmzbBox kmzb_geo_tile_box (int x, int y, int zoom);
double kmzb_geo_meters_per_pixel (double lat, double zoom, int tile_size);

G_END_DECLS
