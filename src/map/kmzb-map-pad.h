/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_MAP_PAD (kmzb_map_pad_get_type ())
G_DECLARE_FINAL_TYPE (KmzbMapPad, kmzb_map_pad, KMZB, MAP_PAD, GtkWidget)

GtkWidget *kmzb_map_pad_new (void);
void kmzb_map_pad_set_fixed (KmzbMapPad *self, gboolean fixed);
void kmzb_map_pad_rebuild (KmzbMapPad *self);

G_END_DECLS
