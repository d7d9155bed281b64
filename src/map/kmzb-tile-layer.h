/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-tile-source.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

#define KMZB_TYPE_TILE_LAYER (kmzb_tile_layer_get_type ())
G_DECLARE_FINAL_TYPE (KmzbTileLayer, kmzb_tile_layer, KMZB, TILE_LAYER, ShumateLayer)

KmzbTileLayer *kmzb_tile_layer_new (ShumateViewport *viewport);
void kmzb_tile_layer_set_source (KmzbTileLayer *self, KmzbTileSource *source);
void kmzb_tile_layer_add_cover (KmzbTileLayer *self, GtkWidget *cover);
void kmzb_tile_layer_covers_moved (KmzbTileLayer *self);
void kmzb_tile_layer_read_early (KmzbTileLayer *self, int width, int height);
void kmzb_tile_layer_read_ahead (KmzbTileLayer *self);
gboolean kmzb_tile_layer_is_complete (KmzbTileLayer *self);
gboolean kmzb_tile_layer_is_unread (KmzbTileLayer *self);

G_END_DECLS
