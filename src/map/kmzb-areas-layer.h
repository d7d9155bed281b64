/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area-note.h"
#include "kmzb-pack.h"
#include "kmzb-picture-layer.h"

G_BEGIN_DECLS

#define KMZB_TYPE_AREAS_LAYER (kmzb_areas_layer_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAreasLayer, kmzb_areas_layer, KMZB, AREAS_LAYER, KmzbPictureLayer)

KmzbAreasLayer *kmzb_areas_layer_new (ShumateViewport *viewport);
void kmzb_areas_layer_set_pack (KmzbAreasLayer *self, KmzbPack *pack);
void kmzb_areas_layer_set_threats (KmzbAreasLayer *self, KmzbThreats *threats);
void kmzb_areas_layer_set_filter (KmzbAreasLayer *self, KmzbThreatFilter *filter);
KmzbAreaNote *kmzb_areas_layer_pick (KmzbAreasLayer *self, KmzbPoint point);
void kmzb_areas_layer_set_chosen (KmzbAreasLayer *self, const KmzbAreaNote *note);
GPtrArray *kmzb_areas_layer_list (KmzbAreasLayer *self, KmzbBox view, KmzbPoint center);
void kmzb_areas_layer_count_async (KmzbAreasLayer *self,
                                   const KmzbAreaNote *note,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GArray *kmzb_areas_layer_count_finish (GAsyncResult *result, GError **error);

G_END_DECLS
