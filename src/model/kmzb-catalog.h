/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-category.h"
#include "kmzb-question.h"

G_BEGIN_DECLS

typedef struct _KmzbCatalog KmzbCatalog;

KmzbCatalog *kmzb_catalog_load (const char *path, GError **error);
GKeyFile *kmzb_catalog_read_file (const char *path, GError **error);
KmzbCatalog *kmzb_catalog_new_from_file (GKeyFile *file, GError **error);
KmzbCatalog *kmzb_catalog_ref (KmzbCatalog *self);
void kmzb_catalog_unref (KmzbCatalog *self);
GPtrArray *kmzb_catalog_get_groups (KmzbCatalog *self);
GPtrArray *kmzb_catalog_get_categories (KmzbCatalog *self);
const KmzbQuestion *kmzb_catalog_get_first_question (KmzbCatalog *self);
const char *kmzb_catalog_get_version (KmzbCatalog *self);
gboolean kmzb_catalog_is_slug (const char *text);
const KmzbCategory *kmzb_catalog_lookup (KmzbCatalog *self, const char *slug);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbCatalog, kmzb_catalog_unref)

G_END_DECLS
