/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"
#include "kmzb-region.h"

G_BEGIN_DECLS

typedef struct _KmzbPackWriter KmzbPackWriter;

KmzbPackWriter *kmzb_pack_writer_new (const char *path, GError **error);
void kmzb_pack_writer_free (KmzbPackWriter *self);
KmzbDb *kmzb_pack_writer_get_db (KmzbPackWriter *self);
gboolean kmzb_pack_writer_add_tile (KmzbPackWriter *self, int zoom, int x, int y, GBytes *image, GError **error);
gboolean kmzb_pack_writer_add_region (KmzbPackWriter *self, KmzbRegion *region, KmzbBox bounds, GError **error);
gboolean kmzb_pack_writer_set_metadata (KmzbPackWriter *self, const char *name, const char *value, GError **error);
gboolean kmzb_pack_writer_set_meta (KmzbPackWriter *self, const char *key, const char *value, GError **error);
gboolean kmzb_pack_writer_finish (KmzbPackWriter *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbPackWriter, kmzb_pack_writer_free)

G_END_DECLS
