/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-pack.h"
#include "kmzb-tile-cache.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The largest tile shown, pixels a side; what claims to be larger is a fault of the pack. */
#define KMZB_TILE_MAX_SIDE 1024

#define KMZB_TYPE_TILE_SOURCE (kmzb_tile_source_get_type ())
G_DECLARE_FINAL_TYPE (KmzbTileSource, kmzb_tile_source, KMZB, TILE_SOURCE, GObject)

KmzbTileSource *kmzb_tile_source_for_pack (KmzbPack *pack);
KmzbPack *kmzb_tile_source_get_pack (KmzbTileSource *self);
void kmzb_tile_source_begin_turn (KmzbTileSource *self);
KmzbTilePresence kmzb_tile_source_lookup (KmzbTileSource *self, KmzbTileKey key, GdkTexture **texture);
gboolean kmzb_tile_source_is_doubted (KmzbTileSource *self, KmzbTileKey key);
GdkTexture *kmzb_tile_source_get_picture (KmzbTileSource *self, KmzbTileKey key, GtkWidget *widget);
void kmzb_tile_source_want (KmzbTileSource *self, gpointer client, const KmzbTileKey *keys, guint n_keys);

GdkTexture *kmzb_tile_decode (GBytes *bytes, GError **error);

G_END_DECLS
