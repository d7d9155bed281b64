/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *kmzb_media_list (void);
gboolean kmzb_media_is_for_removable (const char *path);

G_END_DECLS
