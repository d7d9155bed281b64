/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

G_BEGIN_DECLS

/**
 * KmzbShapeKind:
 *
 * A shape has parts of one kind: points, lines, or the rings of polygons.
 */
typedef enum
{
  KMZB_SHAPE_POINT,
  KMZB_SHAPE_LINE,
  KMZB_SHAPE_POLYGON,
} KmzbShapeKind;

/**
 * KmzbShape:
 * @box: what it spans
 * @km2: its area; holes do not count
 * @points: of all parts, one after another
 * @parts: where each part begins in @points, and at last where they all end: @n_parts + 1 numbers
 *
 * A place on the ground with an extent, in degrees WGS 84. The rings of a polygon, holes, and those of a multipolygon
 * are all parts: what lies inside an odd number of rings is inside the shape.
 */
typedef struct
{
  KmzbShapeKind kind;
  KmzbBox box;
  double km2;
  KmzbPoint *points;
  guint *parts;
  guint n_parts;
} KmzbShape;

KmzbShape *kmzb_shape_new_from_wkb (gconstpointer data, gsize length, GError **error);
void kmzb_shape_free (KmzbShape *self);
gboolean kmzb_shape_contains (const KmzbShape *self, KmzbPoint point);
gboolean kmzb_shape_edge_is_east_of (KmzbPoint a, KmzbPoint b, KmzbPoint point);
double kmzb_box_get_km2 (KmzbBox box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbShape, kmzb_shape_free)

G_END_DECLS
