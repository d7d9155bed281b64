/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-geo.h"

#include <math.h>

/* Mean radius of the Earth (IUGG), for distances; the map's own radius is EPSG:3857's. */
#define EARTH_RADIUS_M 6371008.8
#define MERCATOR_CIRCUMFERENCE_M 40075016.685578488

static double
radians (double degrees)
{
  return degrees * G_PI / 180.0;
}

static double
degrees (double rad)
{
  return rad * 180.0 / G_PI;
}

/* Whether @point is a place on Earth: finite, latitude within 90, longitude within 180 degrees. */
gboolean
kmzb_point_is_valid (KmzbPoint point)
{
  return isfinite (point.lat) && isfinite (point.lon) && fabs (point.lat) <= 90.0
         && fabs (point.lon) <= 180.0;
}

/* Great-circle distance in metres (haversine, on a sphere: within 0.5 % of the ellipsoid). */
double
kmzb_geo_distance_m (KmzbPoint a, KmzbPoint b)
{
  double dlat = radians (b.lat - a.lat) / 2.0;
  double dlon = radians (b.lon - a.lon) / 2.0;
  double h = sin (dlat) * sin (dlat)
             + cos (radians (a.lat)) * cos (radians (b.lat)) * sin (dlon) * sin (dlon);

  return 2.0 * EARTH_RADIUS_M * asin (MIN (1.0, sqrt (h)));
}

KmzbBox
kmzb_box_empty (void)
{
  return (KmzbBox){ .south = 90.0, .west = 180.0, .north = -90.0, .east = -180.0 };
}

gboolean
kmzb_box_is_empty (KmzbBox box)
{
  return !(box.south <= box.north && box.west <= box.east);
}

/* Grows @box to hold @point. */
void
kmzb_box_add (KmzbBox *box, KmzbPoint point)
{
  box->south = MIN (box->south, point.lat);
  box->north = MAX (box->north, point.lat);
  box->west = MIN (box->west, point.lon);
  box->east = MAX (box->east, point.lon);
}

gboolean
kmzb_box_contains (KmzbBox box, KmzbPoint point)
{
  return point.lat >= box.south && point.lat <= box.north && point.lon >= box.west
         && point.lon <= box.east;
}

KmzbPoint
kmzb_box_center (KmzbBox box)
{
  return (KmzbPoint){ .lat = (box.south + box.north) / 2.0, .lon = (box.west + box.east) / 2.0 };
}

/* The smallest box that holds the circle of @radius_m metres about @center (away from the poles). */
KmzbBox
kmzb_box_around (KmzbPoint center, double radius_m)
{
  double dlat = degrees (radius_m / EARTH_RADIUS_M);
  double dlon = dlat / MAX (0.01, cos (radians (center.lat)));

  return (KmzbBox){
    .south = MAX (-90.0, center.lat - dlat),
    .north = MIN (90.0, center.lat + dlat),
    .west = MAX (-180.0, center.lon - dlon),
    .east = MIN (180.0, center.lon + dlon),
  };
}

/* Column of @lon in the 2^zoom grid of Web Mercator tiles, with its fraction. */
double
kmzb_geo_tile_x (double lon, int zoom)
{
  return (lon + 180.0) / 360.0 * ldexp (1.0, zoom);
}

/* Row of @lat counted from the north (XYZ), with its fraction; beyond the map's end latitude it is clamped. */
double
kmzb_geo_tile_y (double lat, int zoom)
{
  double phi = radians (CLAMP (lat, -KMZB_GEO_MAX_LATITUDE, KMZB_GEO_MAX_LATITUDE));

  return (1.0 - asinh (tan (phi)) / G_PI) / 2.0 * ldexp (1.0, zoom);
}

double
kmzb_geo_tile_lon (double x, int zoom)
{
  return x / ldexp (1.0, zoom) * 360.0 - 180.0;
}

double
kmzb_geo_tile_lat (double y, int zoom)
{
  return degrees (atan (sinh (G_PI * (1.0 - 2.0 * y / ldexp (1.0, zoom)))));
}

/* The ground that tile @x/@y (XYZ) of @zoom shows. */
KmzbBox
kmzb_geo_tile_box (int x, int y, int zoom)
{
  return (KmzbBox){
    .south = kmzb_geo_tile_lat (y + 1, zoom),
    .west = kmzb_geo_tile_lon (x, zoom),
    .north = kmzb_geo_tile_lat (y, zoom),
    .east = kmzb_geo_tile_lon (x + 1, zoom),
  };
}

/* Metres on the ground that one pixel shows at @lat, for tiles of @tile_size pixels. */
double
kmzb_geo_meters_per_pixel (double lat, double zoom, int tile_size)
{
  return MERCATOR_CIRCUMFERENCE_M * cos (radians (lat)) / (exp2 (zoom) * tile_size);
}
