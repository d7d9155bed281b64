/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

G_BEGIN_DECLS

/* From this level on only the tiles near houses are drawn. */
#define KMZB_TILE_PLAN_PEOPLE_ZOOM 17

/**
 * KmzbMetatile:
 * @x: first column, XYZ
 * @y: first row, counted from the north
 * @wanted: bit row * columns + column says whether that tile goes into the pack
 *
 * A block of tiles that is drawn at once, so that a label may cross from one tile into the next.
 */
typedef struct
{
  int zoom;
  int x;
  int y;
  int columns;
  int rows;
  guint64 wanted;
  guint n_wanted;
} KmzbMetatile;

typedef gboolean (*KmzbTileWanted) (int zoom, int x, int y, gpointer data);

GArray *kmzb_tile_plan_make (KmzbBox bounds,
                             int min_zoom,
                             int max_zoom,
                             const KmzbPoint *people,
                             guint n_people,
                             KmzbTileWanted in_area,
                             gpointer data);
guint64 kmzb_tile_plan_count (GArray *plan);

G_END_DECLS
