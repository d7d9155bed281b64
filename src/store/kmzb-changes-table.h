/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"
#include "kmzb-wire-changes.h"

G_BEGIN_DECLS

gboolean kmzb_changes_table_get_cursor (KmzbDb *db,
                                        KmzbWireChangesKind kind,
                                        const char *server,
                                        char **cursor,
                                        GError **error);
gboolean kmzb_changes_table_apply (KmzbDb *db,
                                   const char *server,
                                   const KmzbWireChanges *page,
                                   gint64 now_us,
                                   GError **error);
gboolean kmzb_changes_table_start_over (KmzbDb *db, KmzbWireChangesKind kind, GError **error);

G_END_DECLS
