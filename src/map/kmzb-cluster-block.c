/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-cluster-block.h"

#include "kmzb-curve.h"

#include <math.h>

/* Cells around the view that are clustered with it, and the step in which that block moves: a pan of less than
 * BLOCK_CELLS cells costs nothing, and the joins at the edge are settled before they come into view. */
#define MARGIN_CELLS 6
#define BLOCK_CELLS 8

static gint64
step_down (double cells)
{
  return (gint64) floor (cells / BLOCK_CELLS) * BLOCK_CELLS;
}

/* The block of cells that the view needs, in steps, so that it is the same for a while. */
KmzbCellRect
kmzb_cluster_block_for (const KmzbMapFrame *frame)
{
  int level = CLAMP ((int) floor (frame->zoom + 1e-6) + KMZB_CLUSTER_LEVELS, 0, KMZB_CURVE_BITS - 1);
  double cell = frame->scale / ldexp (1.0, level);

  return (KmzbCellRect){
    .level = level,
    .x0 = step_down (frame->left / cell - MARGIN_CELLS),
    .y0 = step_down (frame->top / cell - MARGIN_CELLS),
    .x1 = step_down ((frame->left + frame->width) / cell + MARGIN_CELLS + BLOCK_CELLS) - 1,
    .y1 = step_down ((frame->top + frame->height) / cell + MARGIN_CELLS + BLOCK_CELLS) - 1,
  };
}

gboolean
kmzb_cluster_block_equal (const KmzbCellRect *a, const KmzbCellRect *b)
{
  return a->level == b->level && a->x0 == b->x0 && a->y0 == b->y0 && a->x1 == b->x1 && a->y1 == b->y1;
}
