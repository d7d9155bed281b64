/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kmzb_screen_name_buttons (GtkWidget *root);
void kmzb_screen_allocate (GtkWidget *child, int x, int y, int width, int height);
guint kmzb_screen_new_signal (GType type, const char *name, GType argument);
void kmzb_screen_remove_children (GtkWidget *widget);

G_END_DECLS
