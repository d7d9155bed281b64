/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbPackImage:
 * @format: "png", "jpg" or "webp"
 * @width: in pixels
 * @height: in pixels
 */
typedef struct
{
  const char *format;
  guint width;
  guint height;
} KmzbPackImage;

gboolean kmzb_pack_image_sniff (const guint8 *data, gsize length, KmzbPackImage *image);
gboolean kmzb_pack_image_is_vector (const guint8 *data, gsize length);

G_END_DECLS
