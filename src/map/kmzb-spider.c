/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-spider.h"

#include <math.h>

/* The inner ring has at most so many; the others go around it. */
#define INNER_MAX 8

static double
ring_radius (guint n, double room)
{
  /* Neighbours on the ring are as far apart as their room; alone or in two they keep off the middle. */
  return n < 3 ? room : MAX (room, room / (2 * sin (G_PI / n)));
}

/**
 * kmzb_spider_place:
 * @n: how many stand on one spot, 1 to %KMZB_SPIDER_MAX
 * @i: which of them
 * @room: distance that any two keep, in pixels
 * @dx: (out): where it goes, from the spot to the right
 * @dy: (out): downwards
 *
 * Where the things on one spot go when they fan out: on a ring, or on two, clockwise from the top.
 *
 * Returns: how far from the spot the outermost one is
 */
double
kmzb_spider_place (guint n, guint i, double room, double *dx, double *dy)
{
  guint n_inner = n <= INNER_MAX + 2 ? n : INNER_MAX;
  guint n_outer = n - n_inner;
  double inner = ring_radius (n_inner, room);
  double outer = n_outer == 0 ? inner : MAX (inner + room, ring_radius (n_outer, room));
  /* The outer ones stand in the gaps of the inner ones where they are as many, so that every leg is seen. */
  double angle = i < n_inner ? 2 * G_PI * i / n_inner : 2 * G_PI * (i - n_inner + 0.5) / n_outer;
  double radius = i < n_inner ? inner : outer;

  *dx = radius * sin (angle);
  *dy = -radius * cos (angle);
  return outer;
}
