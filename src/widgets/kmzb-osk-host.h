/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_OSK_HOST (kmzb_osk_host_get_type ())
G_DECLARE_FINAL_TYPE (KmzbOskHost, kmzb_osk_host, KMZB, OSK_HOST, GtkWidget)

GtkWidget *kmzb_osk_host_new (void);
void kmzb_osk_host_set_child (KmzbOskHost *self, GtkWidget *child);
void kmzb_osk_host_set_language (KmzbOskHost *self, const char *language);
gboolean kmzb_osk_host_is_open (KmzbOskHost *self);
gboolean kmzb_osk_host_open (KmzbOskHost *self);
void kmzb_osk_host_note_key (KmzbOskHost *self);
void kmzb_osk_host_close (KmzbOskHost *self);

G_END_DECLS
