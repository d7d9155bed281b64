/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-label.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *kmzb_list_row_new (GtkWidget *picture,
                              const char *name,
                              GtkWidget *sign,
                              const char *state,
                              const char *detail,
                              const char *end);
GtkWidget *kmzb_sample_new (GCallback draw, gpointer data);
GtkWidget *kmzb_bar_new (const char *icon_name, const char *text, double fraction);

G_END_DECLS
