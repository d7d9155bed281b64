/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Patterns repeat after so many pixels: pictures that begin at a multiple join without a seam. */
#define KMZB_PICTURE_STEP_PX 96

/**
 * KmzbPictureFrame:
 * @zoom: whole; the world is 256 * 2^zoom pixels wide
 * @left: the first column, a multiple of KMZB_PICTURE_STEP_PX
 * @top: the first row, likewise
 *
 * What part of the world a picture shows.
 */
typedef struct
{
  int zoom;
  gint64 left;
  gint64 top;
  int width;
  int height;
} KmzbPictureFrame;

G_END_DECLS
