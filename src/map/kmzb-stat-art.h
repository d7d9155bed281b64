/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-picture-frame.h"
#include "kmzb-stat-feature.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KmzbStatPalette:
 * @sources: how each source is drawn
 * @sheet: under a number
 * @text: of a number
 */
typedef struct
{
  GdkRGBA sources[KMZB_N_STAT_SOURCES];
  GdkRGBA sheet;
  GdkRGBA text;
} KmzbStatPalette;

void kmzb_stat_palette_init (KmzbStatPalette *palette, GtkWidget *widget);
GdkTexture *kmzb_stat_art_chip (const KmzbStatPalette *palette, KmzbStatSource source, int width, int height);
char *kmzb_stat_value_to_text (double value);
GdkTexture *kmzb_stat_art_picture (const KmzbStatPalette *palette,
                                   const PangoFontDescription *font,
                                   GPtrArray *features,
                                   GArray *pins,
                                   KmzbPictureFrame frame,
                                   int scale_factor);

G_END_DECLS
