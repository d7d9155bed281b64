/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-camera.h"

G_BEGIN_DECLS

/* What a finger may shake without its touch becoming a drag, in pixels. */
#define KMZB_MAP_TOUCH_SLOP 12.0

typedef struct
{
  gpointer id;
  double x;
  double y;
} KmzbMapFinger;

typedef struct
{
  gint64 time_us;
  double x;
  double y;
} KmzbMapTrace;

typedef enum
{
  KMZB_MAP_TOUCH_NOTHING,
  KMZB_MAP_TOUCH_TAP,
  KMZB_MAP_TOUCH_DOUBLE_TAP,
  KMZB_MAP_TOUCH_DRAG,
  KMZB_MAP_TOUCH_PINCH,
} KmzbMapTouchEnd;

/**
 * KmzbMapTouch:
 *
 * Turns fingers (or the mouse's button, one finger) into motions of a #KmzbCamera. The first two fingers count, others
 * are ignored. Whenever a finger lands or lifts, what is under the rest is held anew, so nothing jumps. One state
 * instead of several gestures that argue; pure, fed with coordinates and times.
 */
typedef struct
{
  /*< private >*/
  KmzbMapFinger fingers[2];
  int n_fingers;
  double hold_x, hold_y;
  double hold_zoom;
  double hold_spread;
  double start_x, start_y;
  gboolean dragging;
  gboolean pinched;
  gboolean stopped; /* the map ran, and the finger held it */
  KmzbMapTrace trace[8];
  guint n_trace;
  gint64 tap_us;
  double tap_x, tap_y;
} KmzbMapTouch;

void kmzb_map_touch_reset (KmzbMapTouch *self);
gboolean kmzb_map_touch_is_active (const KmzbMapTouch *self);
void kmzb_map_touch_begin (KmzbMapTouch *self, KmzbCamera *camera, gpointer id, double x, double y, gint64 time_us);
gboolean kmzb_map_touch_update (KmzbMapTouch *self,
                                KmzbCamera *camera,
                                gpointer id,
                                double x,
                                double y,
                                gint64 time_us);
KmzbMapTouchEnd kmzb_map_touch_end (KmzbMapTouch *self, KmzbCamera *camera, gpointer id, gint64 time_us);
gboolean kmzb_map_touch_get_velocity (const KmzbMapTouch *self, gint64 now_us, double *vx, double *vy);
void kmzb_map_touch_get_middle (const KmzbMapTouch *self, double *x, double *y);

G_END_DECLS
