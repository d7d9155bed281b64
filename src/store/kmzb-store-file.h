/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"

G_BEGIN_DECLS

char *kmzb_store_file_get_path (const char *data_dir);
gboolean kmzb_store_file_lock (const char *data_dir, int *lock_fd, GError **error);
gboolean kmzb_store_file_is_long (KmzbDb *db);
gboolean kmzb_store_file_check (const char *data_dir, GError **error);
KmzbDb *kmzb_store_file_open (const char *data_dir, gint64 now_us, GError **error);

G_END_DECLS
