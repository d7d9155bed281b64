/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

G_BEGIN_DECLS

/* Pixels that the whole world is wide at zoom 0; every zoom of the map view is counted for tiles of this size. */
#define KMZB_CAMERA_WORLD_PX 256.0

typedef enum
{
  KMZB_CAMERA_AT_REST,
  KMZB_CAMERA_FLING,
  KMZB_CAMERA_ZOOM,
  KMZB_CAMERA_FLIGHT,
  KMZB_CAMERA_RETURN,
} KmzbCameraMotion;

/**
 * KmzbCamera:
 * @x: centre of the view, 0..1 from west to east over the Web Mercator world
 * @y: the same from north to south
 * @zoom: logarithmic: one level more is twice as large
 *
 * Where the map view looks and how it moves there. Pure arithmetic without a clock or a widget, so that gestures,
 * inertia and limits can be tested to the pixel.
 */
typedef struct
{
  double x;
  double y;
  double zoom;
  /*< private >*/
  double width;
  double height;
  double min_zoom;
  double max_zoom;
  double west, north, east, south;
  double overshoot;
  KmzbCameraMotion motion;
  gint64 start_us;
  gint64 duration_us;
  double from_x, from_y, from_zoom;
  double to_x, to_y, to_zoom;
  double anchor_px, anchor_py;
  double vx, vy;
  double fling_left; /* of that speed */
} KmzbCamera;

void kmzb_camera_init (KmzbCamera *self);
void kmzb_camera_set_size (KmzbCamera *self, double width, double height);
void kmzb_camera_set_limits (KmzbCamera *self, KmzbBox bounds, double min_zoom, double max_zoom);
void kmzb_camera_set_overshoot (KmzbCamera *self, double overshoot);
double kmzb_camera_get_min_zoom (const KmzbCamera *self);

double kmzb_camera_get_scale (const KmzbCamera *self);
KmzbPoint kmzb_camera_get_center (const KmzbCamera *self);
double kmzb_camera_get_target_zoom (const KmzbCamera *self);
void kmzb_camera_world_at (const KmzbCamera *self, double px, double py, double *x, double *y);

void kmzb_camera_look_at (KmzbCamera *self, KmzbPoint point, double zoom);
void kmzb_camera_put (KmzbCamera *self, double x, double y, double zoom, double px, double py);
void kmzb_camera_hold_at (const KmzbCamera *self, double px, double py, double *x, double *y);
void kmzb_camera_drag (KmzbCamera *self, double x, double y, double zoom, double px, double py);
gboolean kmzb_camera_is_beyond (const KmzbCamera *self);
void kmzb_camera_return (KmzbCamera *self, double zoom, guint duration_ms);
void kmzb_camera_fling (KmzbCamera *self, double vx, double vy);
void kmzb_camera_zoom_to (KmzbCamera *self, double zoom, double px, double py, guint duration_ms);
void kmzb_camera_fly_to (KmzbCamera *self, KmzbPoint point, double zoom);
void kmzb_camera_stop (KmzbCamera *self);
void kmzb_camera_finish (KmzbCamera *self);
gboolean kmzb_camera_is_moving (const KmzbCamera *self);
double kmzb_camera_get_fling_speed (const KmzbCamera *self);
gboolean kmzb_camera_tick (KmzbCamera *self, gint64 now_us);

G_END_DECLS
