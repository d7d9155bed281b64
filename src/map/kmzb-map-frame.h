/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * KmzbMapFrame:
 * @zoom: logarithmic, for tiles of 256 pixels
 * @scale: pixels that the world is wide
 * @left: the widget's left edge in the world's pixels; a whole number, so that tiles at their own size stay sharp
 * @top: the widget's top edge in the world's pixels
 *
 * What a layer needs to place things in one frame: the #ShumateViewport as numbers.
 */
typedef struct
{
  double zoom;
  double scale;
  double left;
  double top;
  int width;
  int height;
} KmzbMapFrame;

ShumateMapSource *kmzb_map_frame_reference (void);
double kmzb_map_frame_viewport_zoom (double zoom);
KmzbMapFrame kmzb_map_frame_get (ShumateViewport *viewport, GtkWidget *widget);

G_END_DECLS
