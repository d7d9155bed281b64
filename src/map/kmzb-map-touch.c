/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-touch.h"

#include <math.h>

/* Inertia comes from what the finger did in this last while; a finger that rested before it lifted throws nothing. */
#define TRACE_SPAN_US (100 * G_TIME_SPAN_MILLISECOND)
#define TRACE_REST_US (60 * G_TIME_SPAN_MILLISECOND)
#define DOUBLE_TAP_US (400 * G_TIME_SPAN_MILLISECOND)
#define DOUBLE_TAP_PX 60.0
/* Two fingers nearer than this would make a wild zoom of their shaking. */
#define MIN_SPREAD_PX 24.0
/* Faster than this nobody aims at anything on the map: a touch stops it, and is no tap on what happened to be there. */
#define RUNNING_PX_S 200.0

static int
find_finger (const KmzbMapTouch *self, gpointer id)
{
  for (int i = 0; i < self->n_fingers; i++)
    if (self->fingers[i].id == id)
      return i;
  return -1;
}

/* Where the fingers' middle is, or was when the last one lifted. */
void
kmzb_map_touch_get_middle (const KmzbMapTouch *self, double *x, double *y)
{
  if (self->n_fingers == 2)
    {
      *x = (self->fingers[0].x + self->fingers[1].x) / 2;
      *y = (self->fingers[0].y + self->fingers[1].y) / 2;
    }
  else
    {
      *x = self->fingers[0].x;
      *y = self->fingers[0].y;
    }
}

static double
get_spread (const KmzbMapTouch *self)
{
  return MAX (MIN_SPREAD_PX,
              hypot (self->fingers[0].x - self->fingers[1].x, self->fingers[0].y - self->fingers[1].y));
}

/* Hold what is under the fingers now. */
static void
take_hold (KmzbMapTouch *self, const KmzbCamera *camera)
{
  double x, y;

  self->n_trace = 0;
  if (self->n_fingers == 0)
    return;
  kmzb_map_touch_get_middle (self, &x, &y);
  kmzb_camera_hold_at (camera, x, y, &self->hold_x, &self->hold_y);
  self->hold_zoom = camera->zoom;
  self->hold_spread = self->n_fingers == 2 ? get_spread (self) : 0;
}

/* Forgets fingers and taps, as when the map is no longer touchable. */
void
kmzb_map_touch_reset (KmzbMapTouch *self)
{
  *self = (KmzbMapTouch){ 0 };
}

gboolean
kmzb_map_touch_is_active (const KmzbMapTouch *self)
{
  return self->n_fingers > 0;
}

void
kmzb_map_touch_begin (KmzbMapTouch *self, KmzbCamera *camera, gpointer id, double x, double y, gint64 time_us)
{
  if (self->n_fingers == 2 || find_finger (self, id) >= 0)
    return;

  if (self->n_fingers == 0)
    self->stopped = kmzb_camera_get_fling_speed (camera) > RUNNING_PX_S;
  kmzb_camera_stop (camera);
  self->fingers[self->n_fingers++] = (KmzbMapFinger){ id, x, y };
  if (self->n_fingers == 1)
    {
      self->start_x = x;
      self->start_y = y;
      self->dragging = FALSE;
      self->pinched = FALSE;
    }
  else
    {
      self->dragging = TRUE;
      self->pinched = TRUE;
    }
  take_hold (self, camera);
}

static void
add_trace (KmzbMapTouch *self, double x, double y, gint64 time_us)
{
  if (self->n_trace == G_N_ELEMENTS (self->trace))
    {
      memmove (self->trace, self->trace + 1, sizeof self->trace - sizeof self->trace[0]);
      self->n_trace--;
    }
  self->trace[self->n_trace++] = (KmzbMapTrace){ time_us, x, y };
}

/* Returns: whether the camera moved */
gboolean
kmzb_map_touch_update (KmzbMapTouch *self, KmzbCamera *camera, gpointer id, double x, double y, gint64 time_us)
{
  int i = find_finger (self, id);
  double zoom = camera->zoom;
  double middle_x, middle_y;

  if (i < 0)
    return FALSE;

  self->fingers[i].x = x;
  self->fingers[i].y = y;
  if (!self->dragging)
    {
      if (hypot (x - self->start_x, y - self->start_y) < KMZB_MAP_TOUCH_SLOP)
        return FALSE;
      /* From here on: the slop is not made up for in one leap. */
      self->dragging = TRUE;
      take_hold (self, camera);
    }

  kmzb_map_touch_get_middle (self, &middle_x, &middle_y);
  add_trace (self, middle_x, middle_y, time_us);
  if (self->n_fingers == 2)
    zoom = self->hold_zoom + log2 (get_spread (self) / self->hold_spread);
  kmzb_camera_drag (camera, self->hold_x, self->hold_y, zoom, middle_x, middle_y);
  return TRUE;
}

/**
 * kmzb_map_touch_end:
 *
 * Returns: what the touch was, once its last finger is up; before that %KMZB_MAP_TOUCH_NOTHING
 */
KmzbMapTouchEnd
kmzb_map_touch_end (KmzbMapTouch *self, KmzbCamera *camera, gpointer id, gint64 time_us)
{
  int i = find_finger (self, id);
  gboolean twice;

  if (i < 0)
    return KMZB_MAP_TOUCH_NOTHING;

  self->n_fingers--;
  if (self->n_fingers == 1)
    {
      if (i == 0)
        self->fingers[0] = self->fingers[1];
      take_hold (self, camera);
      return KMZB_MAP_TOUCH_NOTHING;
    }

  if (self->pinched)
    return KMZB_MAP_TOUCH_PINCH;
  if (self->dragging)
    return KMZB_MAP_TOUCH_DRAG;
  if (self->stopped)
    return KMZB_MAP_TOUCH_NOTHING;

  twice = self->tap_us != 0 && time_us - self->tap_us < DOUBLE_TAP_US
          && hypot (self->start_x - self->tap_x, self->start_y - self->tap_y) < DOUBLE_TAP_PX;
  self->tap_us = twice ? 0 : time_us;
  self->tap_x = self->start_x;
  self->tap_y = self->start_y;
  return twice ? KMZB_MAP_TOUCH_DOUBLE_TAP : KMZB_MAP_TOUCH_TAP;
}

/**
 * kmzb_map_touch_get_velocity:
 * @vx: (out): pixels a second
 *
 * The speed with which the last finger left.
 *
 * Returns: whether it had one
 */
gboolean
kmzb_map_touch_get_velocity (const KmzbMapTouch *self, gint64 now_us, double *vx, double *vy)
{
  const KmzbMapTrace *last, *first;
  double seconds;

  if (self->n_trace < 2)
    return FALSE;
  last = &self->trace[self->n_trace - 1];
  if (now_us - last->time_us > TRACE_REST_US)
    return FALSE;

  first = last;
  while (first > self->trace && last->time_us - (first - 1)->time_us <= TRACE_SPAN_US)
    first--;
  seconds = (double) (last->time_us - first->time_us) / G_USEC_PER_SEC;
  if (seconds < 0.004)
    return FALSE;
  *vx = (last->x - first->x) / seconds;
  *vy = (last->y - first->y) / seconds;
  return TRUE;
}
