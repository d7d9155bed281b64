/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-archive.h"
#include "kmzb-db.h"

G_BEGIN_DECLS

gboolean kmzb_archive_store_group (KmzbDb *db, GPtrArray *group, GError **error);
GPtrArray *kmzb_archive_query_list (KmzbDb *db, const KmzbArchiveFilter *filter, KmzbCatalog *catalog, GError **error);
gboolean kmzb_archive_query_status (KmzbDb *db, const char *number, KmzbStatus *status, GError **error);

G_END_DECLS
