/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-archive.h"

G_BEGIN_DECLS

/**
 * KmzbRecord:
 * @id: unique in its kind
 * @content: the item as booths get it, JSON
 */
typedef struct
{
  char *id;
  char *content;
} KmzbRecord;

void kmzb_record_free (KmzbRecord *self);

/**
 * KmzbRecordSet:
 * @prefix: (nullable): only records whose id begins so are replaced
 * @records: (element-type KmzbRecord)
 * @n_changed: (out): new or changed ones
 * @n_deleted: (out)
 *
 * All records of one kind, or of one part of it.
 */
typedef struct
{
  KmzbChangesKind kind;
  const char *prefix;
  GPtrArray *records;
  guint n_changed;
  guint n_deleted;
} KmzbRecordSet;

gboolean kmzb_records_replace (KmzbStorage *storage, gpointer set, GError **error);
gboolean kmzb_records_publish_catalog (KmzbArchive *archive, KmzbCatalog *catalog, GError **error);
GPtrArray *kmzb_records_from_geojson (const char *path, KmzbChangesKind kind, char **prefix, GError **error);

G_END_DECLS
