/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-pin-palette.h"
#include "kmzb-status.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* Where the picture of a category goes on a threat's pin, in parts of the pin's side from its middle. */
#define KMZB_PIN_ART_ICON_PART 0.47
#define KMZB_PIN_ART_ICON_DX (-2.0 / 48)
#define KMZB_PIN_ART_ICON_DY (2.0 / 48)

/**
 * KmzbPin:
 *
 * What is drawn on the map besides the statuses of threats.
 * @KMZB_PIN_HOME: the booth itself
 * @KMZB_PIN_OWN: a visitor's report that is not sent yet
 * @KMZB_PIN_CENTER: the fixed pin of the place step; its tip is in the middle of its lower edge
 */
typedef enum
{
  KMZB_PIN_HOME,
  KMZB_PIN_OWN,
  KMZB_PIN_CENTER,
} KmzbPin;

GdkTexture *kmzb_pin_art_status (KmzbStatus status, int side, int scale_factor);
GdkTexture *kmzb_pin_art_pin (KmzbPin pin, int side, int scale_factor);
GdkTexture *kmzb_pin_art_threat (KmzbStatus status, int side, int scale_factor);
GdkTexture *kmzb_pin_art_cluster (const KmzbPinPalette *palette,
                                  const guint shares[KMZB_N_STATUSES],
                                  guint total,
                                  PangoLayout *number,
                                  int side,
                                  int scale_factor);

G_END_DECLS
