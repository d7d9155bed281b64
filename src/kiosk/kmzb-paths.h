/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kmzb_paths_get_locale_dir (void);
char *kmzb_paths_get_data_file (const char *folder, const char *name);

G_END_DECLS
