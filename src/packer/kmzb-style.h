/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-mapnik.h"

#include <glib.h>

G_BEGIN_DECLS

char *kmzb_style_find_folder (GError **error);
gboolean kmzb_style_setup (GError **error);
KmzbMapnik *kmzb_style_load (const char *folder, const char *world_path, GError **error);

G_END_DECLS
