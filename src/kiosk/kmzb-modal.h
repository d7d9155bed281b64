/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Emitted as the response when the dimmed ground beside the card is touched. */
#define KMZB_MODAL_OUTSIDE (-1)

#define KMZB_TYPE_MODAL (kmzb_modal_get_type ())
G_DECLARE_FINAL_TYPE (KmzbModal, kmzb_modal, KMZB, MODAL, GtkWidget)

GtkWidget *kmzb_modal_new (const char *heading, const char *text);
void kmzb_modal_set_content (KmzbModal *self, GtkWidget *content);
GtkWidget *kmzb_modal_add_button (KmzbModal *self, const char *label, const char *css_class, int response);

G_END_DECLS
