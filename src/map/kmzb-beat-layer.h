/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area.h"
#include "kmzb-picture-layer.h"

G_BEGIN_DECLS

#define KMZB_TYPE_BEAT_LAYER (kmzb_beat_layer_get_type ())
G_DECLARE_FINAL_TYPE (KmzbBeatLayer, kmzb_beat_layer, KMZB, BEAT_LAYER, KmzbPictureLayer)

KmzbBeatLayer *kmzb_beat_layer_new (ShumateViewport *viewport);
void kmzb_beat_layer_set_beat (KmzbBeatLayer *self, KmzbArea *beat);

G_END_DECLS
