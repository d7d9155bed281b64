/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A geometry in a region pack (WKB). */
#include "fuzz.h"
#include "kmzb-shape.h"

#include <math.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbShape) shape = NULL;

  fuzz_begin ();
  shape = kmzb_shape_new_from_wkb (data, size, &error);
  g_assert_true ((shape == NULL) == (error != NULL));
  if (shape == NULL)
    return 0;
  g_assert_true (isfinite (shape->km2));
  for (guint i = 0; i < shape->parts[shape->n_parts]; i++)
    g_assert_true (kmzb_point_is_valid (shape->points[i]) && kmzb_box_contains (shape->box, shape->points[i]));
  kmzb_shape_contains (shape, kmzb_box_center (shape->box));
  kmzb_shape_contains (shape, shape->points[0]);
  return 0;
}
