/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize kmzb_text_count_characters (const char *text);
char *kmzb_text_clean (const char *text);
char *kmzb_text_clean_line (const char *text);
gboolean kmzb_text_is_blank (const char *text);

G_END_DECLS
