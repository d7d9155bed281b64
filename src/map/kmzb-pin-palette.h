/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-status.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KmzbPinPalette:
 * @plate: the ground of a number and of the booth's own sign
 * @accent: the fixed pin
 * @sheet: the outline that lifts a sign off the map
 * @edge: the hair around that outline
 * @statuses: beside each one's shape
 */
typedef struct
{
  GdkRGBA plate;
  GdkRGBA accent;
  GdkRGBA sheet;
  GdkRGBA edge;
  GdkRGBA statuses[KMZB_N_STATUSES];
} KmzbPinPalette;

const KmzbPinPalette *kmzb_pin_palette_get (void);
guint kmzb_pin_palette_follow (GtkWidget *widget);

G_END_DECLS
