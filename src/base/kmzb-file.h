/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kmzb_file_write_durable (const char *path,
                                  gconstpointer data,
                                  gsize length,
                                  int mode,
                                  GError **error);
gboolean kmzb_file_make (const char *path, GError **error);
gboolean kmzb_file_sync_folder (const char *path, GError **error);
char *kmzb_file_read_secret (const char *path, GError **error);

G_END_DECLS
