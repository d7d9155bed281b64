/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-image.h"

#include <string.h>

static const guint8 PNG[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
                              0,    0,   2,   0,   0,    0,    1,    0,    8, 3, 0, 0,  0 };
static const guint8 JPEG[] = { 0xff, 0xd8, 0xff, 0xe0, 0, 4, 'J', 'F', 0xff, 0xff, 0xc4, 0, 3, 1,
                               0xff, 0xc2, 0,    17,   8, 1, 0,   2,   0,    3,    1 };
static const guint8 WEBP_LOSSY[] = { 'R', 'I', 'F', 'F', 60,  0, 0, 0, 'W',  'E',  'B',  'P', 'V', 'P',  '8',  ' ',
                                     40,  0,   0,   0,   0x10, 0, 0, 0x9d, 0x01, 0x2a, 0,   1,   0x80, 0x41, 0 };
static const guint8 WEBP_LOSSLESS[] = { 'R', 'I', 'F', 'F', 60, 0, 0,    0,    'W',  'E',  'B', 'P', 'V', 'P', '8', 'L',
                                        40,  0,   0,   0,   0x2f, 0xff, 0xc1, 0x3f, 0x00, 0,   0,   0,   0,   0 };
static const guint8 WEBP_EXTENDED[] = { 'R', 'I', 'F', 'F', 60, 0, 0, 0, 'W',  'E', 'B', 'P',  'V', 'P', '8', 'X',
                                        10,  0,   0,   0,   0,  0, 0, 0, 0xff, 1,   0,   0xff, 0,   0 };

static void
check (const guint8 *data, gsize length, const char *format, guint width, guint height)
{
  KmzbPackImage image = { 0 };

  g_assert_true (kmzb_pack_image_sniff (data, length, &image));
  g_assert_cmpstr (image.format, ==, format);
  g_assert_cmpuint (image.width, ==, width);
  g_assert_cmpuint (image.height, ==, height);
}

static void
test_formats (void)
{
  check (PNG, sizeof PNG, "png", 512, 256);
  check (JPEG, sizeof JPEG, "jpg", 512, 256);
  check (WEBP_LOSSY, sizeof WEBP_LOSSY, "webp", 256, 384);
  check (WEBP_LOSSLESS, sizeof WEBP_LOSSLESS, "webp", 512, 256);
  check (WEBP_EXTENDED, sizeof WEBP_EXTENDED, "webp", 512, 256);
}

/* A header that is cut anywhere is not an image and reads no byte beyond its end (the sanitizer would tell). */
static void
check_cut (const guint8 *data, gsize needed)
{
  for (gsize length = 0; length < needed; length++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      KmzbPackImage image;

      g_assert_false (kmzb_pack_image_sniff (copy, length, &image));
    }
}

static void
test_cut_headers (void)
{
  check_cut (PNG, 24);
  check_cut (JPEG, 23);
  check_cut (WEBP_LOSSY, 30);
  check_cut (WEBP_LOSSLESS, 30);
  check_cut (WEBP_EXTENDED, 30);
}

static void
test_vector_tiles (void)
{
  g_assert_true (kmzb_pack_image_is_vector ((const guint8 *) "\x1f\x8b\x08", 3));
  g_assert_false (kmzb_pack_image_is_vector (PNG, sizeof PNG));
  g_assert_false (kmzb_pack_image_is_vector (NULL, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack/image/formats", test_formats);
  g_test_add_func ("/pack/image/cut-headers", test_cut_headers);
  g_test_add_func ("/pack/image/vector-tiles", test_vector_tiles);
  return g_test_run ();
}
