/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-curve.h"

#include <math.h>

#define CELLS ((double) (G_GUINT64_CONSTANT (1) << KMZB_CURVE_BITS))

static guint64
number_of (double world)
{
  return (guint64) CLAMP (floor (world * CELLS), 0.0, CELLS - 1);
}

/* @x, @y: 0..1 over the world, from the north-west; beyond it they are clamped */
guint64
kmzb_curve_code (double x, double y)
{
  return kmzb_curve_spread (number_of (x)) | kmzb_curve_spread (number_of (y)) << 1;
}

/* Where column or row @number is, 0..1: its middle. */
double
kmzb_curve_to_world (double number)
{
  return (number + 0.5) / CELLS;
}

/* @x, @y: (out): the middle of the cell of @code, 0..1 over the world */
void
kmzb_curve_place (guint64 code, double *x, double *y)
{
  *x = kmzb_curve_to_world ((double) kmzb_curve_gather (code));
  *y = kmzb_curve_to_world ((double) kmzb_curve_gather (code >> 1));
}
