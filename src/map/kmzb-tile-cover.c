/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-tile-cover.h"

#include <math.h>

/**
 * kmzb_tile_cover_level:
 * @zoom: the view's zoom, counted for tiles of 256 pixels
 * @tile_size: the pack's tile size in pixels
 *
 * The pack's level whose tiles are shown nearest to their own size at @zoom. Beyond the pack's levels the outermost
 * one is enlarged or reduced.
 */
int
kmzb_tile_cover_level (double zoom, int tile_size, int min_level, int max_level)
{
  int level = (int) round (zoom - log2 (tile_size / 256.0));

  return CLAMP (level, min_level, max_level);
}

/**
 * kmzb_tile_cover_view:
 * @scale: pixels that the world is wide
 * @left: the view's left edge in the world's pixels
 * @top: the view's top edge in the world's pixels
 *
 * The tiles of @level that a view touches; never beyond the world's edge.
 */
KmzbTileRect
kmzb_tile_cover_view (int level, double scale, double left, double top, int width, int height)
{
  double tile = scale / ldexp (1.0, level);
  int last = (1 << level) - 1;

  return (KmzbTileRect){
    .z = level,
    .x0 = (int) MAX (0.0, floor (left / tile)),
    .y0 = (int) MAX (0.0, floor (top / tile)),
    .x1 = (int) MIN ((double) last, ceil ((left + width) / tile) - 1),
    .y1 = (int) MIN ((double) last, ceil ((top + height) / tile) - 1),
  };
}

/* The tiles of @level that touch @box. */
KmzbTileRect
kmzb_tile_cover_box (int level, KmzbBox box)
{
  int last = (1 << level) - 1;

  return (KmzbTileRect){
    .z = level,
    .x0 = CLAMP ((int) floor (kmzb_geo_tile_x (box.west, level)), 0, last),
    .y0 = CLAMP ((int) floor (kmzb_geo_tile_y (box.north, level)), 0, last),
    .x1 = CLAMP ((int) ceil (kmzb_geo_tile_x (box.east, level)) - 1, 0, last),
    .y1 = CLAMP ((int) ceil (kmzb_geo_tile_y (box.south, level)) - 1, 0, last),
  };
}

KmzbTileRect
kmzb_tile_rect_intersect (KmzbTileRect a, KmzbTileRect b)
{
  g_return_val_if_fail (a.z == b.z, a);
  return (KmzbTileRect){
    .z = a.z,
    .x0 = MAX (a.x0, b.x0),
    .y0 = MAX (a.y0, b.y0),
    .x1 = MIN (a.x1, b.x1),
    .y1 = MIN (a.y1, b.y1),
  };
}

KmzbTileRect
kmzb_tile_rect_grow (KmzbTileRect rect, int by)
{
  int last = (1 << rect.z) - 1;

  return (KmzbTileRect){
    .z = rect.z,
    .x0 = MAX (0, rect.x0 - by),
    .y0 = MAX (0, rect.y0 - by),
    .x1 = MIN (last, rect.x1 + by),
    .y1 = MIN (last, rect.y1 + by),
  };
}

gboolean
kmzb_tile_rect_contains (KmzbTileRect rect, int x, int y)
{
  return x >= rect.x0 && x <= rect.x1 && y >= rect.y0 && y <= rect.y1;
}

typedef struct
{
  double x;
  double y;
} Middle;

static double
distance_from (KmzbTileKey key, const Middle *middle)
{
  return hypot (kmzb_tile_key_x (key) - middle->x, kmzb_tile_key_y (key) - middle->y);
}

static int
compare_distance (gconstpointer a, gconstpointer b, gpointer user_data)
{
  double da = distance_from (*(const KmzbTileKey *) a, user_data);
  double db = distance_from (*(const KmzbTileKey *) b, user_data);

  return (da > db) - (da < db);
}

/* Appends the keys of @rect to @keys (element-type KmzbTileKey), the middle first: that is where one looks. */
void
kmzb_tile_rect_list (KmzbTileRect rect, GArray *keys)
{
  Middle middle = { (rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0 };
  guint first = keys->len;

  for (int y = rect.y0; y <= rect.y1; y++)
    for (int x = rect.x0; x <= rect.x1; x++)
      {
        KmzbTileKey key = kmzb_tile_key (rect.z, x, y);

        g_array_append_val (keys, key);
      }
  if (keys->len > first)
    g_qsort_with_data (&g_array_index (keys, KmzbTileKey, first), (int) (keys->len - first), sizeof (KmzbTileKey),
                       compare_distance, &middle);
}
