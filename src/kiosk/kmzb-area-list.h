/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area-note.h"
#include "kmzb-stat-feature.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_AREA_LIST (kmzb_area_list_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAreaList, kmzb_area_list, KMZB, AREA_LIST, GtkWidget)

GtkWidget *kmzb_area_list_new (GPtrArray *notes, GPtrArray *features, KmzbPoint center, guint max);

G_END_DECLS
