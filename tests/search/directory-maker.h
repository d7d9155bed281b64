/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-directory.h"

/* A square of @side degrees. Each corner is a sum of binary fractions where those given are, so that edges are exact. */
static inline KmzbArea *
directory_maker_beat (const char *id, const char *parent, double west, double south, double side)
{
  const double corners[][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 }, { 0, 0 } };
  g_autoptr (GByteArray) wkb = g_byte_array_new ();
  const guint32 head[] = { GUINT32_TO_LE (3), GUINT32_TO_LE (1), GUINT32_TO_LE (G_N_ELEMENTS (corners)) };
  g_autoptr (GError) error = NULL;
  KmzbShape *shape;

  g_byte_array_append (wkb, (const guint8 *) "\1", 1);
  g_byte_array_append (wkb, (const guint8 *) head, sizeof head);
  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      double position[] = { west + corners[i][0] * side, south + corners[i][1] * side };

      g_byte_array_append (wkb, (const guint8 *) position, sizeof position);
    }
  shape = kmzb_shape_new_from_wkb (wkb->data, wkb->len, &error);
  g_assert_no_error (error);
  return kmzb_area_new (id, KMZB_AREA_BEAT, id, NULL, parent, shape);
}

static inline void
directory_maker_add_beat (KmzbDirectoryRecords *to,
                          const char *id,
                          const char *parent,
                          double west,
                          double south,
                          double side)
{
  g_ptr_array_add (to->areas, directory_maker_beat (id, parent, west, south, side));
}

static inline void
directory_maker_add_unit (KmzbDirectoryRecords *to, const char *id, double lat, double lon)
{
  KmzbUnit *unit = kmzb_unit_new (id, KMZB_UNIT_KOMISARIAT, id, NULL, NULL, NULL, (KmzbPoint){ lat, lon });

  g_assert_nonnull (unit);
  g_ptr_array_add (to->units, unit);
}

static inline void
directory_maker_add_officer (KmzbDirectoryRecords *to,
                             const char *id,
                             const char *beat,
                             const char *unit,
                             const char *rank,
                             const char *name)
{
  KmzbOfficer *officer = kmzb_officer_new (id, beat, unit, rank, name, NULL, NULL);

  g_assert_nonnull (officer);
  g_ptr_array_add (to->officers, officer);
}
