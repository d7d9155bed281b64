/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-image.h"

#include <string.h>

static guint
big16 (const guint8 *bytes)
{
  return (guint) bytes[0] << 8 | bytes[1];
}

static guint
big32 (const guint8 *bytes)
{
  return big16 (bytes) << 16 | big16 (bytes + 2);
}

static guint
little16 (const guint8 *bytes)
{
  return (guint) bytes[1] << 8 | bytes[0];
}

static guint
little24 (const guint8 *bytes)
{
  return (guint) bytes[2] << 16 | little16 (bytes);
}

static gboolean
sniff_png (const guint8 *data, gsize length, KmzbPackImage *image)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

  if (length < 24 || memcmp (data, signature, sizeof signature) != 0 || memcmp (data + 12, "IHDR", 4) != 0)
    return FALSE;
  *image = (KmzbPackImage){ .format = "png", .width = big32 (data + 16), .height = big32 (data + 20) };
  return TRUE;
}

/* The frame's size is in the first SOF segment; segments before it are stepped over by their lengths. */
static gboolean
sniff_jpeg (const guint8 *data, gsize length, KmzbPackImage *image)
{
  gsize at = 2;

  if (length < 4 || data[0] != 0xff || data[1] != 0xd8)
    return FALSE;
  while (at + 9 <= length && data[at] == 0xff)
    {
      guint8 marker = data[at + 1];
      gboolean is_frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;

      if (is_frame)
        {
          *image = (KmzbPackImage){ .format = "jpg", .width = big16 (data + at + 7), .height = big16 (data + at + 5) };
          return TRUE;
        }
      if (marker == 0xff)
        at++;
      else
        at += 2 + big16 (data + at + 2);
    }
  return FALSE;
}

static gboolean
sniff_webp (const guint8 *data, gsize length, KmzbPackImage *image)
{
  if (length < 30 || memcmp (data, "RIFF", 4) != 0 || memcmp (data + 8, "WEBP", 4) != 0)
    return FALSE;

  image->format = "webp";
  if (memcmp (data + 12, "VP8 ", 4) == 0)
    {
      image->width = little16 (data + 26) & 0x3fff;
      image->height = little16 (data + 28) & 0x3fff;
      return TRUE;
    }
  if (memcmp (data + 12, "VP8L", 4) == 0)
    {
      guint bits = little24 (data + 21) | (guint) data[24] << 24;

      image->width = (bits & 0x3fff) + 1;
      image->height = (bits >> 14 & 0x3fff) + 1;
      return TRUE;
    }
  if (memcmp (data + 12, "VP8X", 4) == 0)
    {
      image->width = little24 (data + 24) + 1;
      image->height = little24 (data + 27) + 1;
      return TRUE;
    }
  return FALSE;
}

/* Reads kind and size from an image's header. The rest may still be damaged: only decoding tells. */
gboolean
kmzb_pack_image_sniff (const guint8 *data, gsize length, KmzbPackImage *image)
{
  return sniff_png (data, length, image) || sniff_jpeg (data, length, image) || sniff_webp (data, length, image);
}

/* Whether these bytes look like a Mapbox vector tile: gzip or zlib packed, or a bare protobuf beginning with a
 * layer. */
gboolean
kmzb_pack_image_is_vector (const guint8 *data, gsize length)
{
  return length >= 2 && ((data[0] == 0x1f && data[1] == 0x8b) || data[0] == 0x78 || data[0] == 0x1a);
}
