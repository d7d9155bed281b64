/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a tile. */
#include "fuzz.h"
#include "kmzb-pack-image.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  KmzbPackImage image = { 0 };

  fuzz_begin ();
  if (kmzb_pack_image_sniff (data, size, &image))
    g_assert_nonnull (image.format);
  kmzb_pack_image_is_vector (data, size);
  return 0;
}
