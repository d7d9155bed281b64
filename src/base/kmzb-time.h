/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kmzb_time_format_w3c (gint64 real_us);
gboolean kmzb_time_parse_w3c (const char *text, gint64 *real_us);
gboolean kmzb_date_is_valid (const char *text);

G_END_DECLS
