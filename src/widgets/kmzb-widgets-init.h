/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kmzb_widgets_init (void);
void kmzb_widgets_add_css (const char *resource_path);

G_END_DECLS
