/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_DATE_RANGE (kmzb_date_range_get_type ())
G_DECLARE_FINAL_TYPE (KmzbDateRange, kmzb_date_range, KMZB, DATE_RANGE, GtkWidget)

GtkWidget *kmzb_date_range_new (guint today);
void kmzb_date_range_set (KmzbDateRange *self, guint from_day, guint to_day);
void kmzb_date_range_get (KmzbDateRange *self, guint *from_day, guint *to_day);

G_END_DECLS
