/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area.h"
#include "kmzb-geo.h"
#include "kmzb-threats.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define KMZB_TYPE_PACK (kmzb_pack_get_type ())
G_DECLARE_FINAL_TYPE (KmzbPack, kmzb_pack, KMZB, PACK, GObject)

KmzbPack *kmzb_pack_open (const char *path, GError **error);

const char *kmzb_pack_get_path (KmzbPack *self);
const char *kmzb_pack_get_name (KmzbPack *self);
const char *kmzb_pack_get_id (KmzbPack *self);
const char *kmzb_pack_get_made_at (KmzbPack *self);
const char *kmzb_pack_get_attribution (KmzbPack *self);
const char *kmzb_pack_get_format (KmzbPack *self);
KmzbBox kmzb_pack_get_bounds (KmzbPack *self);
KmzbPoint kmzb_pack_get_center (KmzbPack *self);
int kmzb_pack_get_center_zoom (KmzbPack *self);
int kmzb_pack_get_min_zoom (KmzbPack *self);
int kmzb_pack_get_max_zoom (KmzbPack *self);
int kmzb_pack_get_tile_size (KmzbPack *self);
gboolean kmzb_pack_is_training (KmzbPack *self);
gboolean kmzb_pack_is_region (KmzbPack *self);

GBytes *kmzb_pack_read_tile (KmzbPack *self, int zoom, int x, int y, GError **error);

KmzbThreats *kmzb_pack_load_threats (KmzbPack *self, GError **error);
GPtrArray *kmzb_pack_load_areas (KmzbPack *self, KmzbAreaKind kind, GError **error);
GPtrArray *kmzb_pack_load_statistics (KmzbPack *self, GError **error);
GPtrArray *kmzb_pack_load_units (KmzbPack *self, GError **error);
GPtrArray *kmzb_pack_load_officers (KmzbPack *self, GError **error);
char *kmzb_pack_nearest_address (KmzbPack *self, KmzbPoint place, GError **error);
void kmzb_pack_nearest_address_async (KmzbPack *self,
                                      double lat,
                                      double lon,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
char *kmzb_pack_nearest_address_finish (KmzbPack *self, GAsyncResult *result, GError **error);

G_END_DECLS
