/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_OSK (kmzb_osk_get_type ())
G_DECLARE_FINAL_TYPE (KmzbOsk, kmzb_osk, KMZB, OSK, GtkWidget)

GtkWidget *kmzb_osk_new (void);
void kmzb_osk_set_language (KmzbOsk *self, const char *language);
void kmzb_osk_set_target (KmzbOsk *self, GtkWidget *target);
void kmzb_osk_prefer_letters (GtkWidget *field, const char *language);
GtkWidget *kmzb_osk_get_keys (KmzbOsk *self);
gboolean kmzb_osk_can_write (GtkWidget *widget);

G_END_DECLS
