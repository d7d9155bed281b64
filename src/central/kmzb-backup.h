/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-storage.h"

G_BEGIN_DECLS

gboolean kmzb_backup_write (const char *place, const char *path, guint64 *n_rows, GError **error);
gboolean kmzb_backup_restore (const char *path, const char *place, guint64 *n_rows, GError **error);

G_END_DECLS
