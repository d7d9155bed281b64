/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SECTION: the Z-order curve over the Web Mercator world
 *
 * A code is a column and a row of 32 bits each, interleaved: their first bits come first. Places in the order of their
 * codes are in the order of the quadtree too, so that each of its cells is one run of them. A column is 9 mm wide.
 * (G. M. Morton, 1966.)
 */

/* Of each of a code's two numbers; the finest cells there are. */
#define KMZB_CURVE_BITS 32

guint64 kmzb_curve_code (double x, double y);
void kmzb_curve_place (guint64 code, double *x, double *y);
double kmzb_curve_to_world (double number);

/* The bits of a column, with room for a row's between them; of a row, to be shifted by one. */
static inline guint64
kmzb_curve_spread (guint64 v)
{
  v &= 0xffffffff;
  v = (v | (v << 16)) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  v = (v | (v << 8)) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  v = (v | (v << 4)) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  v = (v | (v << 2)) & G_GUINT64_CONSTANT (0x3333333333333333);
  v = (v | (v << 1)) & G_GUINT64_CONSTANT (0x5555555555555555);
  return v;
}

/* The other way: the column of a code; of code >> 1, the row. */
static inline guint64
kmzb_curve_gather (guint64 v)
{
  v &= G_GUINT64_CONSTANT (0x5555555555555555);
  v = (v | (v >> 1)) & G_GUINT64_CONSTANT (0x3333333333333333);
  v = (v | (v >> 2)) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  v = (v | (v >> 4)) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  v = (v | (v >> 8)) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  v = (v | (v >> 16)) & G_GUINT64_CONSTANT (0x00000000ffffffff);
  return v;
}

/* Of a cell of any level: the codes of the places in it begin with this. */
static inline guint64
kmzb_curve_cell (gint64 x, gint64 y)
{
  return kmzb_curve_spread ((guint64) x) | kmzb_curve_spread ((guint64) y) << 1;
}

G_END_DECLS
