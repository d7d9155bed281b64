/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kmzb_uuid7_new (gint64 real_us);
gboolean kmzb_uuid_is_valid (const char *text);
char *kmzb_uuid_from_bytes (const guint8 *b);
gboolean kmzb_uuid_to_bytes (const char *text, guint8 *bytes);
void kmzb_random_bytes (guint8 *bytes, gsize n_bytes);

G_END_DECLS
