/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area-stats.h"
#include "kmzb-picture-frame.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KmzbAreaPalette:
 * @steps: how each step is shaded
 * @mark: of hatching, dots and outlines
 * @edge: beside an outline
 */
typedef struct
{
  GdkRGBA steps[KMZB_N_AREA_STEPS];
  GdkRGBA mark;
  GdkRGBA edge;
} KmzbAreaPalette;

void kmzb_area_palette_init (KmzbAreaPalette *palette, GtkWidget *widget);
GdkTexture *kmzb_area_art_chip (const KmzbAreaPalette *palette,
                                KmzbAreaStep step,
                                int width,
                                int height,
                                int scale_factor);
GdkTexture *kmzb_area_art_picture (const KmzbAreaPalette *palette,
                                   const KmzbAreaStats *stats,
                                   KmzbBox bounds,
                                   KmzbPictureFrame frame,
                                   int scale_factor);

G_END_DECLS
