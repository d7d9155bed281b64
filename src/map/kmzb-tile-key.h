/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbTileKey:
 *
 * A tile of the XYZ pyramid in one word: the level in the top six bits, then 29 bits each for column and row.
 */
typedef guint64 KmzbTileKey;

#define KMZB_TILE_MAX_LEVEL 29

static inline KmzbTileKey
kmzb_tile_key (int z, int x, int y)
{
  return ((KmzbTileKey) z << 58) | ((KmzbTileKey) x << 29) | (KmzbTileKey) y;
}

static inline int
kmzb_tile_key_z (KmzbTileKey key)
{
  return (int) (key >> 58);
}

static inline int
kmzb_tile_key_x (KmzbTileKey key)
{
  return (int) ((key >> 29) & 0x1fffffff);
}

static inline int
kmzb_tile_key_y (KmzbTileKey key)
{
  return (int) (key & 0x1fffffff);
}

/* The tile @levels above that covers @key. */
static inline KmzbTileKey
kmzb_tile_key_ancestor (KmzbTileKey key, int levels)
{
  return kmzb_tile_key (kmzb_tile_key_z (key) - levels, kmzb_tile_key_x (key) >> levels,
                        kmzb_tile_key_y (key) >> levels);
}

G_END_DECLS
