/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-booth.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_MAP_PAGE (kmzb_map_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbMapPage, kmzb_map_page, KMZB, MAP_PAGE, GtkWidget)

GtkWidget *kmzb_map_page_new (KmzbBooth *booth);
void kmzb_map_page_read_early (KmzbMapPage *self, GtkWindow *window);
void kmzb_map_page_rebuild (KmzbMapPage *self);
void kmzb_map_page_set_visited (KmzbMapPage *self, gboolean visited);
void kmzb_map_page_add_own_pin (KmzbMapPage *self, KmzbPoint place);
void kmzb_map_page_forget_visit (KmzbMapPage *self);
void kmzb_map_page_get_place (KmzbMapPage *self, KmzbPoint *center, double *zoom);

G_END_DECLS
