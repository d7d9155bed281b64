/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-tile-key.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

typedef struct _KmzbTileCache KmzbTileCache;

/**
 * KmzbTilePresence:
 * @KMZB_TILE_UNKNOWN: not read yet, or forgotten
 * @KMZB_TILE_ABSENT: the pack has no such tile
 * @KMZB_TILE_UNREADABLE: the pack may have it, but it cannot be read or shown
 * @KMZB_TILE_PRESENT: here is its picture
 */
typedef enum
{
  KMZB_TILE_UNKNOWN,
  KMZB_TILE_ABSENT,
  KMZB_TILE_UNREADABLE,
  KMZB_TILE_PRESENT,
} KmzbTilePresence;

KmzbTileCache *kmzb_tile_cache_new (gsize budget);
void kmzb_tile_cache_free (KmzbTileCache *self);
void kmzb_tile_cache_set_budget (KmzbTileCache *self, gsize budget);
void kmzb_tile_cache_begin_turn (KmzbTileCache *self);
gsize kmzb_tile_cache_get_size (KmzbTileCache *self);
guint kmzb_tile_cache_get_count (KmzbTileCache *self);
KmzbTilePresence kmzb_tile_cache_lookup (KmzbTileCache *self, KmzbTileKey key, GdkTexture **texture);
void kmzb_tile_cache_put (KmzbTileCache *self, KmzbTileKey key, GdkTexture *texture);
void kmzb_tile_cache_put_unreadable (KmzbTileCache *self, KmzbTileKey key);
gboolean kmzb_tile_cache_doubt_unreadable (KmzbTileCache *self);
gboolean kmzb_tile_cache_is_doubted (KmzbTileCache *self, KmzbTileKey key);
void kmzb_tile_cache_replace (KmzbTileCache *self, KmzbTileKey key, GdkTexture *texture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbTileCache, kmzb_tile_cache_free)

G_END_DECLS
