/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_COLUMNS (kmzb_columns_get_type ())
G_DECLARE_FINAL_TYPE (KmzbColumns, kmzb_columns, KMZB, COLUMNS, GtkWidget)

GtkWidget *kmzb_columns_new (guint max_columns, int column_width, int spacing);
void kmzb_columns_append (KmzbColumns *self, GtkWidget *child);
guint kmzb_columns_get_columns_for (KmzbColumns *self, int width);

G_END_DECLS
