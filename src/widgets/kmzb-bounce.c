/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-bounce.h"

#include <math.h>

/**
 * kmzb_bounce_check:
 * @time_ms: the event's own time; may wrap
 * @x: pixels
 * @y: pixels
 * @screen: any number that tells one screen from the next
 *
 * Returns: whether this touch began on another @screen and goes on here without a pause, and is to be ignored
 */
gboolean
kmzb_bounce_check (KmzbBounce *self, guint32 time_ms, double x, double y, guint screen)
{
  gboolean goes_on = self->touched && (guint32) (time_ms - self->last_ms) < KMZB_BOUNCE_MS
                     && hypot (x - self->x, y - self->y) < KMZB_BOUNCE_PX;

  if (!goes_on)
    {
      self->screen = screen;
      self->x = x;
      self->y = y;
    }
  self->touched = TRUE;
  self->last_ms = time_ms;
  return goes_on && self->screen != screen;
}
