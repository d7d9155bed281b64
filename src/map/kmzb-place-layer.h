/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

/* From the middle of the booth's own sign to its edge, in pixels. */
#define KMZB_PLACE_HOME_REACH 30.0

#define KMZB_TYPE_PLACE_LAYER (kmzb_place_layer_get_type ())
G_DECLARE_FINAL_TYPE (KmzbPlaceLayer, kmzb_place_layer, KMZB, PLACE_LAYER, ShumateLayer)

KmzbPlaceLayer *kmzb_place_layer_new (ShumateViewport *viewport);
void kmzb_place_layer_set_home (KmzbPlaceLayer *self, const KmzbPoint *home);
void kmzb_place_layer_set_own_pins (KmzbPlaceLayer *self, GPtrArray *pins);
void kmzb_place_layer_set_show_center (KmzbPlaceLayer *self, gboolean show);
void kmzb_place_layer_set_marked (KmzbPlaceLayer *self, const KmzbPoint *place);

G_END_DECLS
