/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"
#include "kmzb-tile-key.h"

G_BEGIN_DECLS

/**
 * KmzbTileRect:
 *
 * Tiles of one level from @x0/@y0 to @x1/@y1, both included; empty while @x0 > @x1 or @y0 > @y1.
 */
typedef struct
{
  int z;
  int x0, y0;
  int x1, y1;
} KmzbTileRect;

int kmzb_tile_cover_level (double zoom, int tile_size, int min_level, int max_level);
KmzbTileRect kmzb_tile_cover_view (int level, double scale, double left, double top, int width, int height);
KmzbTileRect kmzb_tile_cover_box (int level, KmzbBox box);
KmzbTileRect kmzb_tile_rect_intersect (KmzbTileRect a, KmzbTileRect b);
KmzbTileRect kmzb_tile_rect_grow (KmzbTileRect rect, int by);
gboolean kmzb_tile_rect_contains (KmzbTileRect rect, int x, int y);
void kmzb_tile_rect_list (KmzbTileRect rect, GArray *keys);

G_END_DECLS
