/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-filter-choice.h"
#include "kmzb-map-legend.h"
#include "kmzb-report-context.h"

G_BEGIN_DECLS

#define KMZB_TYPE_MAP_CHOICE (kmzb_map_choice_get_type ())
G_DECLARE_FINAL_TYPE (KmzbMapChoice, kmzb_map_choice, KMZB, MAP_CHOICE, GObject)

KmzbMapChoice *kmzb_map_choice_new (KmzbMapView *map_view, KmzbReportContext *context);
gint64 kmzb_map_choice_get_now_us (KmzbMapChoice *self);
const KmzbFilterChoice *kmzb_map_choice_get_filter (KmzbMapChoice *self);
void kmzb_map_choice_set_filter (KmzbMapChoice *self, const KmzbFilterChoice *filter);
guint kmzb_map_choice_get_sources (KmzbMapChoice *self);
void kmzb_map_choice_set_sources (KmzbMapChoice *self, guint sources);
KmzbMapLayer kmzb_map_choice_get_layer (KmzbMapChoice *self);
void kmzb_map_choice_set_layer (KmzbMapChoice *self, KmzbMapLayer layer);
GPtrArray *kmzb_map_choice_get_features (KmzbMapChoice *self);
void kmzb_map_choice_set_features (KmzbMapChoice *self, GPtrArray *features);
char *kmzb_map_choice_describe_count (KmzbMapChoice *self);
char *kmzb_map_choice_describe_filter (KmzbMapChoice *self);
KmzbMapShown kmzb_map_choice_get_shown (KmzbMapChoice *self);
void kmzb_map_choice_forget (KmzbMapChoice *self);

G_END_DECLS
