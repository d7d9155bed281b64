/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The oldest schema that was ever in the field, and the last one before this program's. */
#define OLD_FILE_FIRST 1
#define OLD_FILE_LAST 4

#define OLD_FILE_N_REPORTS 14
#define OLD_FILE_N_THREATS 300

void old_file_write (const char *data_dir, guint version);
void old_file_check (const char *path);

G_END_DECLS
