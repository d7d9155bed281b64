/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-cluster.h"
#include "kmzb-pin-palette.h"

G_BEGIN_DECLS

/**
 * KmzbPlateLook:
 * @font: a #PangoFontDescription as text
 *
 * What all plates are drawn by.
 */
typedef struct
{
  int scale_factor;
  double text_scale;
  KmzbPinPalette palette;
  char *font;
} KmzbPlateLook;

typedef struct _KmzbPlates KmzbPlates;

KmzbPlateLook *kmzb_plate_look_copy (const KmzbPlateLook *look);
void kmzb_plate_look_free (KmzbPlateLook *look);

double kmzb_plate_side (guint count);

KmzbPlates *kmzb_plates_new (void);
KmzbPlates *kmzb_plates_ref (KmzbPlates *self);
void kmzb_plates_unref (KmzbPlates *self);
void kmzb_plates_begin (KmzbPlates *self, const KmzbPlateLook *look);
GdkTexture *kmzb_plates_get (KmzbPlates *self, const KmzbPlateLook *look, const KmzbCluster *cluster);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbPlates, kmzb_plates_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbPlateLook, kmzb_plate_look_free)

G_END_DECLS
