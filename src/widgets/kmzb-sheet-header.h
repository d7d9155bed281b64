/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_SHEET_HEADER (kmzb_sheet_header_get_type ())
G_DECLARE_FINAL_TYPE (KmzbSheetHeader, kmzb_sheet_header, KMZB, SHEET_HEADER, GtkWidget)

GtkWidget *kmzb_sheet_header_new (GtkWidget *back, GtkWidget *icon, GtkWidget *title, GtkWidget *close);

G_END_DECLS
