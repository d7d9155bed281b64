/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-archive.h"
#include "kmzb-storage.h"

G_BEGIN_DECLS

gboolean kmzb_archive_store_group (KmzbStorage *storage, GPtrArray *group, GError **error);
GPtrArray *kmzb_archive_query_list (KmzbStorage *storage,
                                    const KmzbArchiveFilter *filter,
                                    KmzbCatalog *catalog,
                                    GError **error);
gboolean kmzb_archive_query_status (KmzbStorage *storage, const char *number, KmzbStatus *status, GError **error);

G_END_DECLS
