/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

int kmzb_type_scale_for_size (int width, int height);
void kmzb_type_scale_set (int font_size_px);

G_END_DECLS
