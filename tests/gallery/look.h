/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* What is wrong with the screen that @window shows now, as sentences (element-type utf8); empty when nothing is.
 * @picture: (nullable): the same screen, drawn; without it contrast is not judged. */
GPtrArray *look_for_faults (GtkWidget *window, GdkTexture *picture, int screen_width, int screen_height);
GtkWidget *look_find_button (GtkWidget *root, const char *name);
gboolean look_shows (GtkWidget *root, const char *text);
