/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"
#include "kmzb-geo.h"

G_BEGIN_DECLS

/**
 * KmzbPackInfo:
 * @made_at: (nullable): W3C date and time
 * @country: (nullable): ISO 3166, lower case
 * @format: "png", "jpg" or "webp", interned
 * @tile_size: pixels along a tile's side
 * @rows_from_north: tile rows are counted as in XYZ, not as MBTiles asks
 * @region: it has our own tables
 *
 * What a pack says of itself, completed by what its tiles show.
 */
typedef struct
{
  char *name;
  char *id;
  char *made_at;
  char *attribution;
  char *country;
  const char *format;
  KmzbBox bounds;
  KmzbPoint center;
  int center_zoom;
  int min_zoom;
  int max_zoom;
  int tile_size;
  gboolean rows_from_north;
  gboolean region;
  gboolean training;
} KmzbPackInfo;

gboolean kmzb_pack_info_read (KmzbPackInfo *info, KmzbDb *db, GError **error);
void kmzb_pack_info_clear (KmzbPackInfo *info);

G_END_DECLS
