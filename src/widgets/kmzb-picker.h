/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_PICKER (kmzb_picker_get_type ())
G_DECLARE_FINAL_TYPE (KmzbPicker, kmzb_picker, KMZB, PICKER, GtkWidget)

GtkWidget *kmzb_picker_new (const char *label, const char *placeholder);
void kmzb_picker_begin (KmzbPicker *self);
void kmzb_picker_focus (KmzbPicker *self);
void kmzb_picker_set_text (KmzbPicker *self, const char *text);
const char *kmzb_picker_get_text (KmzbPicker *self);
void kmzb_picker_clear (KmzbPicker *self);
void kmzb_picker_show_message (KmzbPicker *self, const char *text);
void kmzb_picker_add (KmzbPicker *self,
                      const char *icon_name,
                      const char *title,
                      const char *explanation,
                      gpointer item,
                      GDestroyNotify free_item);

G_END_DECLS
