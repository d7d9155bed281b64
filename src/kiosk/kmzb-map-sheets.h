/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-choice.h"
#include "kmzb-map-view.h"
#include "kmzb-report-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_MAP_SHEETS (kmzb_map_sheets_get_type ())
G_DECLARE_FINAL_TYPE (KmzbMapSheets, kmzb_map_sheets, KMZB, MAP_SHEETS, GtkWidget)

GtkWidget *kmzb_map_sheets_new (KmzbMapView *map_view, KmzbMapChoice *choice, KmzbReportContext *context);
void kmzb_map_sheets_open_list (KmzbMapSheets *self);
void kmzb_map_sheets_open_filters (KmzbMapSheets *self);
void kmzb_map_sheets_open_legend (KmzbMapSheets *self);
void kmzb_map_sheets_open_sources (KmzbMapSheets *self);
gboolean kmzb_map_sheets_is_open (KmzbMapSheets *self, GdkRectangle *covered);
void kmzb_map_sheets_rebuild (KmzbMapSheets *self);
void kmzb_map_sheets_forget (KmzbMapSheets *self);

G_END_DECLS
