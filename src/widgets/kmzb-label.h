/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *kmzb_text_new (const char *text, const char *css_class);
char *kmzb_words_distance (double meters);

G_END_DECLS
