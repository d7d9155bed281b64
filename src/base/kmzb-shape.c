/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-shape.h"

#include "kmzb-error.h"

#include <math.h>
#include <string.h>

#define EARTH_RADIUS_KM 6371.0088

/* OGC 06-103r4, 8.2.3 */
enum
{
  WKB_POINT = 1,
  WKB_LINE = 2,
  WKB_POLYGON = 3,
  WKB_MULTI_POINT = 4,
  WKB_MULTI_POLYGON = 6,
};

typedef struct
{
  const guint8 *data;
  gsize length;
  gboolean little_endian;
  GArray *points;
  GArray *parts;
  KmzbShape *shape;
} WkbReader;

static gboolean
damaged (GError **error, const char *fault)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "Can't read a shape: %s", fault);
  return FALSE;
}

static gboolean
take (WkbReader *reader, gpointer to, gsize size, GError **error)
{
  if (reader->length < size)
    return damaged (error, "it ends too early");
  memcpy (to, reader->data, size);
  reader->data += size;
  reader->length -= size;
  return TRUE;
}

static gboolean
take_number (WkbReader *reader, guint32 *number, GError **error)
{
  if (!take (reader, number, sizeof *number, error))
    return FALSE;
  *number = reader->little_endian ? GUINT32_FROM_LE (*number) : GUINT32_FROM_BE (*number);
  return TRUE;
}

static gboolean
take_points (WkbReader *reader, guint32 n, GError **error)
{
  if (n > reader->length / (2 * sizeof (guint64)))
    return damaged (error, "it ends too early");
  for (guint32 i = 0; i < n; i++)
    {
      guint64 bits[2];
      double xy[2];
      KmzbPoint point;

      take (reader, bits, sizeof bits, NULL);
      for (int j = 0; j < 2; j++)
        bits[j] = reader->little_endian ? GUINT64_FROM_LE (bits[j]) : GUINT64_FROM_BE (bits[j]);
      memcpy (xy, bits, sizeof xy);
      point = (KmzbPoint){ .lat = xy[1], .lon = xy[0] };
      if (!kmzb_point_is_valid (point))
        return damaged (error, "its coordinates are not degrees");
      g_array_append_val (reader->points, point);
      kmzb_box_add (&reader->shape->box, point);
    }
  g_array_append_val (reader->parts, reader->points->len);
  return TRUE;
}

/* Square kilometres that the ring from @first on encloses, on a sphere whose parallels are kept straight. */
static double
ring_km2 (const GArray *points, guint first)
{
  double sum = 0;

  for (guint i = first; i + 1 < points->len; i++)
    {
      const KmzbPoint *a = &g_array_index (points, KmzbPoint, i);
      const KmzbPoint *b = &g_array_index (points, KmzbPoint, i + 1);

      sum += (b->lon - a->lon) * G_PI / 180.0 * (sin (a->lat * G_PI / 180.0) + sin (b->lat * G_PI / 180.0)) / 2.0;
    }
  return fabs (sum) * EARTH_RADIUS_KM * EARTH_RADIUS_KM;
}

static gboolean
take_polygon (WkbReader *reader, GError **error)
{
  guint32 n_rings, n;

  if (!take_number (reader, &n_rings, error))
    return FALSE;
  for (guint32 i = 0; i < n_rings; i++)
    {
      guint first = reader->points->len;
      double km2;

      if (!take_number (reader, &n, error) || !take_points (reader, n, error))
        return FALSE;
      if (n < 4 || memcmp (&g_array_index (reader->points, KmzbPoint, first),
                           &g_array_index (reader->points, KmzbPoint, first + n - 1), sizeof (KmzbPoint)) != 0)
        return damaged (error, "a ring of a polygon is not closed");
      /* The first ring is the outline, the others are holes. */
      km2 = ring_km2 (reader->points, first);
      reader->shape->km2 += i == 0 ? km2 : -km2;
    }
  return TRUE;
}

static gboolean
take_geometry (WkbReader *reader, guint32 only, GError **error)
{
  guint8 order;
  guint32 type, n;

  if (!take (reader, &order, 1, error))
    return FALSE;
  reader->little_endian = order == 1;
  if (order > 1)
    return damaged (error, "it is not well-known binary");
  if (!take_number (reader, &type, error))
    return FALSE;
  if (only != 0 && type != only)
    return damaged (error, "its parts are of different kinds");

  switch (type)
    {
    case WKB_POINT:
      reader->shape->kind = KMZB_SHAPE_POINT;
      return take_points (reader, 1, error);
    case WKB_LINE:
      reader->shape->kind = KMZB_SHAPE_LINE;
      if (!take_number (reader, &n, error) || !take_points (reader, n, error))
        return FALSE;
      return n >= 2 || damaged (error, "a line has no length");
    case WKB_POLYGON:
      reader->shape->kind = KMZB_SHAPE_POLYGON;
      return take_polygon (reader, error);
    default:
      break;
    }
  if (type < WKB_MULTI_POINT || type > WKB_MULTI_POLYGON)
    return damaged (error, "it is none of point, line and polygon");
  if (!take_number (reader, &n, error))
    return FALSE;
  for (guint32 i = 0; i < n; i++)
    if (!take_geometry (reader, type - WKB_MULTI_POINT + WKB_POINT, error))
      return FALSE;
  return TRUE;
}

/* Reads a point, line or polygon, or several of one kind, from OGC well-known binary with two coordinates (lon lat). */
KmzbShape *
kmzb_shape_new_from_wkb (gconstpointer data, gsize length, GError **error)
{
  g_autoptr (KmzbShape) self = g_new0 (KmzbShape, 1);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (KmzbPoint));
  g_autoptr (GArray) parts = g_array_new (FALSE, TRUE, sizeof (guint));
  WkbReader reader = { .data = data, .length = length, .points = points, .parts = parts, .shape = self };

  self->box = kmzb_box_empty ();
  g_array_set_size (parts, 1);
  if (!take_geometry (&reader, 0, error))
    return NULL;
  if (reader.length != 0 || points->len == 0)
    {
      damaged (error, reader.length != 0 ? "something follows it" : "it is empty");
      return NULL;
    }
  /* Exactly as much: arrays grow by doubling, and thousands of borders stay in memory. */
  self->n_parts = parts->len - 1;
  self->parts = g_memdup2 (parts->data, parts->len * sizeof (guint));
  self->points = g_memdup2 (points->data, points->len * sizeof (KmzbPoint));
  return g_steal_pointer (&self);
}

void
kmzb_shape_free (KmzbShape *self)
{
  if (self == NULL)
    return;
  g_free (self->points);
  g_free (self->parts);
  g_free (self);
}

/* Whether a ray from @point to the east meets the edge between @a and @b. The southern end belongs to the edge, the
 * northern one does not, and the edge is reckoned from its southern end whichever way it runs: two neighbours that
 * share an edge never both hold a point, nor does it fall between them. */
gboolean
kmzb_shape_edge_is_east_of (KmzbPoint a, KmzbPoint b, KmzbPoint point)
{
  KmzbPoint south = a.lat < b.lat ? a : b;
  KmzbPoint north = a.lat < b.lat ? b : a;

  if (point.lat < south.lat || point.lat >= north.lat)
    return FALSE;
  return point.lon < south.lon + (point.lat - south.lat) / (north.lat - south.lat) * (north.lon - south.lon);
}

/* Whether @point lies in a polygon; other shapes contain nothing. */
gboolean
kmzb_shape_contains (const KmzbShape *self, KmzbPoint point)
{
  gboolean inside = FALSE;

  if (self->kind != KMZB_SHAPE_POLYGON || !kmzb_box_contains (self->box, point))
    return FALSE;
  for (guint part = 0; part < self->n_parts; part++)
    for (guint i = self->parts[part]; i + 1 < self->parts[part + 1]; i++)
      if (kmzb_shape_edge_is_east_of (self->points[i], self->points[i + 1], point))
        inside = !inside;
  return inside;
}

/* The area of @box on the ground. */
double
kmzb_box_get_km2 (KmzbBox box)
{
  return EARTH_RADIUS_KM * EARTH_RADIUS_KM * (box.east - box.west) * G_PI / 180.0
         * (sin (box.north * G_PI / 180.0) - sin (box.south * G_PI / 180.0));
}
