/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KMZB_SOURCE_OSM,
  KMZB_SOURCE_GEOJSON,
} KmzbSourceKind;

/**
 * KmzbSource:
 * @path: the file as the user named it
 * @gdal_path: what GDAL is to open: the file itself, or its unpacked copy
 */
typedef struct
{
  KmzbSourceKind kind;
  char *path;
  char *gdal_path;
} KmzbSource;

KmzbSource *kmzb_source_new (const char *path, const char *folder, GError **error);
void kmzb_source_free (KmzbSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbSource, kmzb_source_free)

G_END_DECLS
