/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area-stats.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Patterns repeat after so many pixels: pictures that begin at a multiple join without a seam. */
#define KMZB_AREA_PATTERN_PX 96

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

/**
 * KmzbAreaFrame:
 * @zoom: whole; the world is 256 * 2^zoom pixels wide
 * @left: the first column, a multiple of KMZB_AREA_PATTERN_PX
 * @top: the first row, likewise
 */
typedef struct
{
  int zoom;
  gint64 left;
  gint64 top;
  int width;
  int height;
} KmzbAreaFrame;

void kmzb_area_palette_init (KmzbAreaPalette *palette, GtkWidget *widget);
GdkTexture *kmzb_area_art_chip (const KmzbAreaPalette *palette,
                                KmzbAreaStep step,
                                int width,
                                int height,
                                int scale_factor);
GdkTexture *kmzb_area_art_picture (const KmzbAreaPalette *palette,
                                   const KmzbAreaStats *stats,
                                   KmzbBox bounds,
                                   KmzbAreaFrame frame,
                                   int scale_factor);

G_END_DECLS
