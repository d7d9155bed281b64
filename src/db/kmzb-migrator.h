/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"

G_BEGIN_DECLS

/**
 * KmzbMigration:
 * @sql: (nullable): statements that bring the schema from one version to the next
 * @func: (nullable): what SQL alone cannot do; runs after @sql in the same transaction
 */
typedef struct
{
  const char *sql;
  gboolean (*func) (KmzbDb *db, GError **error);
} KmzbMigration;

gboolean kmzb_migrate (KmzbDb *db, const KmzbMigration *steps, guint n_steps, GError **error);

G_END_DECLS
