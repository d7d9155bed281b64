/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_SHEET (kmzb_sheet_get_type ())
G_DECLARE_FINAL_TYPE (KmzbSheet, kmzb_sheet, KMZB, SHEET, GtkWidget)

GtkWidget *kmzb_sheet_new (const char *title);
void kmzb_sheet_set_icon (KmzbSheet *self, const char *icon_name);
void kmzb_sheet_set_back (KmzbSheet *self, gboolean back);
void kmzb_sheet_set_beside (KmzbSheet *self, gboolean beside);
void kmzb_sheet_set_below (KmzbSheet *self, GtkWidget *widget);
void kmzb_sheet_set_content (KmzbSheet *self, GtkWidget *content);
void kmzb_sheet_set_actions (KmzbSheet *self, GtkWidget *actions);
void kmzb_sheet_skip_motion (KmzbSheet *self);
double kmzb_sheet_get_most_share (gboolean beside);
void kmzb_sheet_get_place (KmzbSheet *self, GdkRectangle *place);
void kmzb_sheet_close (KmzbSheet *self);

G_END_DECLS
