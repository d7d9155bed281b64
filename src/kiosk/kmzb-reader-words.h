/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char *kmzb_reader_words_control (GtkWidget *widget, gboolean alone);
char *kmzb_reader_words_screen (GtkWidget *screen, gboolean alone);
const char *kmzb_reader_words_state (GtkWidget *widget);

G_END_DECLS
