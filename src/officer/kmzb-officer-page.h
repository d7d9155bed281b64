/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *kmzb_officer_box_new (void);
GtkWidget *kmzb_officer_card_new (const char *heading);
GtkWidget *kmzb_officer_label_new (const char *text, const char *css_class);
GtkWidget *kmzb_officer_add_line (GtkWidget *box, const char *icon_name, const char *text);
GtkWidget *kmzb_officer_scroller_new (GtkWidget *content);
GtkWidget *kmzb_officer_page_new (const char *title, GtkWidget *content, GCallback on_back, gpointer data);
void kmzb_officer_clear_box (GtkWidget *box);

G_END_DECLS
