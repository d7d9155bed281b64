/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-camera.h"

#include <math.h>

/* A fling loses all but a third of its speed in this time; long enough to cross a screen, short enough to stop. */
#define FLING_TAU_S 0.325
#define FLING_MAX_PX_S 6000.0
#define FLING_STOP_PX_S 24.0

/* Pulled beyond its limits the map follows with less and less of the finger's way, never further than this part of
 * the view. */
#define SOFT_PART 0.2
#define SOFT_START 0.55

/* Van Wijk and Nuij, "Smooth and efficient zooming and panning" (2003): how much a flight rises before it moves. */
#define FLIGHT_RHO 1.42
#define FLIGHT_US_PER_LENGTH 420000.0
#define FLIGHT_MIN_US 200000
#define FLIGHT_MAX_US 1200000

static double
scale_at (double zoom)
{
  return KMZB_CAMERA_WORLD_PX * exp2 (zoom);
}

/* How far the middle may go along one axis: the view stays over the bounds but for @overshoot of its own length, and
 * bounds smaller than the view are kept in its middle. With an overshoot of a half the middle reaches every edge. */
static double
clamp_axis (double middle, double low, double high, double length, double overshoot)
{
  double reach = length * (0.5 - overshoot);

  if (high - low <= 2 * reach)
    return (low + high) / 2;
  return CLAMP (middle, low + reach, high - reach);
}

static void
clamp_to_limits (KmzbCamera *self)
{
  double scale;

  self->zoom = CLAMP (self->zoom, kmzb_camera_get_min_zoom (self), self->max_zoom);
  scale = scale_at (self->zoom);
  self->x = clamp_axis (self->x, self->west, self->east, self->width / scale, self->overshoot);
  self->y = clamp_axis (self->y, self->north, self->south, self->height / scale, self->overshoot);
}

/* Where the middle would be inside the limits. */
static void
get_inside (const KmzbCamera *self, double *x, double *y)
{
  double scale = scale_at (self->zoom);

  *x = clamp_axis (self->x, self->west, self->east, self->width / scale, self->overshoot);
  *y = clamp_axis (self->y, self->north, self->south, self->height / scale, self->overshoot);
}

/* What is left of a pull of @excess beyond a limit, and back. */
static double
soften (double excess, double length)
{
  double reach = length * SOFT_PART;

  return excess == 0 ? 0 : copysign (reach * (1 - 1 / (fabs (excess) * SOFT_START / reach + 1)), excess);
}

static double
harden (double soft, double length)
{
  double reach = length * SOFT_PART;

  if (soft == 0)
    return 0;
  return copysign (reach / SOFT_START * (1 / (1 - MIN (fabs (soft) / reach, 0.99)) - 1), soft);
}

void
kmzb_camera_init (KmzbCamera *self)
{
  *self = (KmzbCamera){
    .x = 0.5,
    .y = 0.5,
    .east = 1.0,
    .south = 1.0,
    .max_zoom = 20.0,
    .overshoot = 0.15,
  };
}

/* @width and @height are the widget's, in pixels. */
void
kmzb_camera_set_size (KmzbCamera *self, double width, double height)
{
  self->width = width;
  self->height = height;
  clamp_to_limits (self);
}

void
kmzb_camera_set_limits (KmzbCamera *self, KmzbBox bounds, double min_zoom, double max_zoom)
{
  self->west = kmzb_geo_tile_x (bounds.west, 0);
  self->east = kmzb_geo_tile_x (bounds.east, 0);
  self->north = kmzb_geo_tile_y (bounds.north, 0);
  self->south = kmzb_geo_tile_y (bounds.south, 0);
  self->min_zoom = min_zoom;
  self->max_zoom = MAX (min_zoom, max_zoom);
  clamp_to_limits (self);
}

/* The share of the view's own length that may show ground beyond the bounds; 0.5 lets the middle reach their edge. */
void
kmzb_camera_set_overshoot (KmzbCamera *self, double overshoot)
{
  self->overshoot = CLAMP (overshoot, 0.0, 0.5);
  clamp_to_limits (self);
}

/* The smallest zoom allowed: the given one, but never so small that the bounds are a stamp in an empty view, and never
 * so large that nothing is left to zoom. */
double
kmzb_camera_get_min_zoom (const KmzbCamera *self)
{
  double fit;

  if (self->width <= 0 || self->height <= 0 || self->east <= self->west || self->south <= self->north)
    return self->min_zoom;

  fit = log2 (MIN (self->width / (self->east - self->west), self->height / (self->south - self->north))
              / KMZB_CAMERA_WORLD_PX);
  return CLAMP (round (fit), self->min_zoom, MAX (self->min_zoom, self->max_zoom - 2));
}

/* Pixels that the world is wide. */
double
kmzb_camera_get_scale (const KmzbCamera *self)
{
  return scale_at (self->zoom);
}

KmzbPoint
kmzb_camera_get_center (const KmzbCamera *self)
{
  return (KmzbPoint){
    .lat = kmzb_geo_tile_lat (self->y, 0),
    .lon = kmzb_geo_tile_lon (self->x, 0),
  };
}

/* The zoom at which a motion under way will end. */
double
kmzb_camera_get_target_zoom (const KmzbCamera *self)
{
  if (self->motion >= KMZB_CAMERA_ZOOM)
    return self->to_zoom;
  return self->zoom;
}

void
kmzb_camera_world_at (const KmzbCamera *self, double px, double py, double *x, double *y)
{
  double scale = scale_at (self->zoom);

  *x = self->x + (px - self->width / 2) / scale;
  *y = self->y + (py - self->height / 2) / scale;
}

void
kmzb_camera_look_at (KmzbCamera *self, KmzbPoint point, double zoom)
{
  self->motion = KMZB_CAMERA_AT_REST;
  self->x = kmzb_geo_tile_x (point.lon, 0);
  self->y = kmzb_geo_tile_y (point.lat, 0);
  self->zoom = zoom;
  clamp_to_limits (self);
}

static void
put (KmzbCamera *self, double x, double y, double zoom, double px, double py)
{
  double scale;

  self->zoom = CLAMP (zoom, kmzb_camera_get_min_zoom (self), self->max_zoom);
  scale = scale_at (self->zoom);
  self->x = x - (px - self->width / 2) / scale;
  self->y = y - (py - self->height / 2) / scale;
  clamp_to_limits (self);
}

/* Show the world's point @x/@y under the pixel @px/@py, at @zoom: what a finger holds stays under it. */
void
kmzb_camera_put (KmzbCamera *self, double x, double y, double zoom, double px, double py)
{
  self->motion = KMZB_CAMERA_AT_REST;
  put (self, x, y, zoom, px, py);
}

/* The world's point that a finger at @px/@py takes hold of: where kmzb_camera_drag() leaves everything as it is. */
void
kmzb_camera_hold_at (const KmzbCamera *self, double px, double py, double *x, double *y)
{
  double scale = scale_at (self->zoom);
  double inside_x, inside_y;

  get_inside (self, &inside_x, &inside_y);
  *x = inside_x + harden (self->x - inside_x, self->width / scale) + (px - self->width / 2) / scale;
  *y = inside_y + harden (self->y - inside_y, self->height / scale) + (py - self->height / 2) / scale;
}

/* As kmzb_camera_put(), but the limits give way a little, like rubber. */
void
kmzb_camera_drag (KmzbCamera *self, double x, double y, double zoom, double px, double py)
{
  double scale, inside_x, inside_y;

  self->motion = KMZB_CAMERA_AT_REST;
  self->zoom = CLAMP (zoom, kmzb_camera_get_min_zoom (self), self->max_zoom);
  scale = scale_at (self->zoom);
  self->x = x - (px - self->width / 2) / scale;
  self->y = y - (py - self->height / 2) / scale;
  get_inside (self, &inside_x, &inside_y);
  self->x = inside_x + soften (self->x - inside_x, self->width / scale);
  self->y = inside_y + soften (self->y - inside_y, self->height / scale);
}

/* Whether the map was pulled beyond its limits. */
gboolean
kmzb_camera_is_beyond (const KmzbCamera *self)
{
  double inside_x, inside_y;

  get_inside (self, &inside_x, &inside_y);
  return fabs (self->x - inside_x) * scale_at (self->zoom) > 0.5
         || fabs (self->y - inside_y) * scale_at (self->zoom) > 0.5;
}

/* Springs back inside the limits, and to @zoom. */
void
kmzb_camera_return (KmzbCamera *self, double zoom, guint duration_ms)
{
  KmzbCamera there = *self;

  there.zoom = zoom;
  clamp_to_limits (&there);
  if (duration_ms == 0)
    {
      there.motion = KMZB_CAMERA_AT_REST;
      *self = there;
      return;
    }
  self->motion = KMZB_CAMERA_RETURN;
  self->start_us = 0;
  self->duration_us = duration_ms * G_TIME_SPAN_MILLISECOND;
  self->from_x = self->x;
  self->from_y = self->y;
  self->from_zoom = self->zoom;
  self->to_x = there.x;
  self->to_y = there.y;
  self->to_zoom = there.zoom;
}

/* Let the map run on by itself; the speed is that of the fingers, in pixels a second. */
void
kmzb_camera_fling (KmzbCamera *self, double vx, double vy)
{
  double speed = hypot (vx, vy);

  if (speed <= FLING_STOP_PX_S)
    return;
  if (speed > FLING_MAX_PX_S)
    {
      vx *= FLING_MAX_PX_S / speed;
      vy *= FLING_MAX_PX_S / speed;
    }

  self->motion = KMZB_CAMERA_FLING;
  self->start_us = 0;
  self->from_x = self->x;
  self->from_y = self->y;
  self->vx = vx;
  self->vy = vy;
  self->fling_left = 1;
}

/* Zoom about the pixel @px/@py, which keeps showing the same place. */
void
kmzb_camera_zoom_to (KmzbCamera *self, double zoom, double px, double py, guint duration_ms)
{
  zoom = CLAMP (zoom, kmzb_camera_get_min_zoom (self), self->max_zoom);
  kmzb_camera_world_at (self, px, py, &self->to_x, &self->to_y);
  if (duration_ms == 0)
    {
      kmzb_camera_put (self, self->to_x, self->to_y, zoom, px, py);
      return;
    }

  self->motion = KMZB_CAMERA_ZOOM;
  self->start_us = 0;
  self->duration_us = duration_ms * G_TIME_SPAN_MILLISECOND;
  self->from_zoom = self->zoom;
  self->to_zoom = zoom;
  self->anchor_px = px;
  self->anchor_py = py;
}

/* The path of a flight: its length when @s is negative, else the distance covered and the width seen after @s. */
static double
flight_path (double w0, double w1, double distance, double s, double *covered, double *width)
{
  double rho2 = FLIGHT_RHO * FLIGHT_RHO;
  double b0, b1, r0, r1;

  /* Nearly on the spot: only the height changes. */
  if (distance < w0 * 1e-4)
    {
      double direction = w1 < w0 ? -1.0 : 1.0;

      if (s < 0)
        return fabs (log (w1 / w0)) / FLIGHT_RHO;
      *covered = 0;
      *width = w0 * exp (direction * FLIGHT_RHO * s);
      return s;
    }

  b0 = (w1 * w1 - w0 * w0 + rho2 * rho2 * distance * distance) / (2 * w0 * rho2 * distance);
  b1 = (w1 * w1 - w0 * w0 - rho2 * rho2 * distance * distance) / (2 * w1 * rho2 * distance);
  r0 = -asinh (b0);
  r1 = -asinh (b1);
  if (s < 0)
    return (r1 - r0) / FLIGHT_RHO;

  *covered = w0 / rho2 * (cosh (r0) * tanh (FLIGHT_RHO * s + r0) - sinh (r0));
  *width = w0 * cosh (r0) / cosh (FLIGHT_RHO * s + r0);
  return s;
}

/* Fly to @point: rises, moves and comes down, in 0.2 to 1.2 seconds whatever the distance. */
void
kmzb_camera_fly_to (KmzbCamera *self, KmzbPoint point, double zoom)
{
  KmzbCamera there = *self;
  double extent = MAX (1.0, MAX (self->width, self->height));
  double length;

  kmzb_camera_look_at (&there, point, zoom);
  self->motion = KMZB_CAMERA_FLIGHT;
  self->start_us = 0;
  self->from_x = self->x;
  self->from_y = self->y;
  self->from_zoom = self->zoom;
  self->to_x = there.x;
  self->to_y = there.y;
  self->to_zoom = there.zoom;

  length = flight_path (extent / scale_at (self->from_zoom), extent / scale_at (self->to_zoom),
                        hypot (self->to_x - self->from_x, self->to_y - self->from_y), -1, NULL, NULL);
  self->duration_us = CLAMP (length * FLIGHT_US_PER_LENGTH, FLIGHT_MIN_US, FLIGHT_MAX_US);
}

void
kmzb_camera_stop (KmzbCamera *self)
{
  self->motion = KMZB_CAMERA_AT_REST;
}

gboolean
kmzb_camera_is_moving (const KmzbCamera *self)
{
  return self->motion != KMZB_CAMERA_AT_REST;
}

/* How fast the map runs on by itself, in pixels a second. */
double
kmzb_camera_get_fling_speed (const KmzbCamera *self)
{
  return self->motion == KMZB_CAMERA_FLING ? hypot (self->vx, self->vy) * self->fling_left : 0;
}

static double
ease_in_out (double t)
{
  return t * t * (3 - 2 * t);
}

static double
ease_out (double t)
{
  return 1 - (1 - t) * (1 - t) * (1 - t);
}

static void
tick_fling (KmzbCamera *self, double seconds)
{
  double left = exp (-seconds / FLING_TAU_S);
  double scale = scale_at (self->zoom);
  double x = self->from_x - self->vx * FLING_TAU_S * (1 - left) / scale;
  double y = self->from_y - self->vy * FLING_TAU_S * (1 - left) / scale;

  self->fling_left = left;
  self->x = x;
  self->y = y;
  clamp_to_limits (self);
  /* Against both walls, or slower than the eye sees: it is over. */
  if (hypot (self->vx, self->vy) * left < FLING_STOP_PX_S || (self->x != x && self->y != y))
    self->motion = KMZB_CAMERA_AT_REST;
}

static void
tick_flight (KmzbCamera *self, double t)
{
  double extent = MAX (1.0, MAX (self->width, self->height));
  double w0 = extent / scale_at (self->from_zoom);
  double w1 = extent / scale_at (self->to_zoom);
  double distance = hypot (self->to_x - self->from_x, self->to_y - self->from_y);
  double length = flight_path (w0, w1, distance, -1, NULL, NULL);
  double covered = 0, width = w0, share;

  flight_path (w0, w1, distance, length * ease_in_out (t), &covered, &width);
  share = distance > 0 ? covered / distance : 1.0;
  self->x = self->from_x + (self->to_x - self->from_x) * share;
  self->y = self->from_y + (self->to_y - self->from_y) * share;
  self->zoom = log2 (extent / width / KMZB_CAMERA_WORLD_PX);
  clamp_to_limits (self);
}

static void
tick_return (KmzbCamera *self, double t)
{
  double share = ease_out (t);

  self->x = self->from_x + (self->to_x - self->from_x) * share;
  self->y = self->from_y + (self->to_y - self->from_y) * share;
  self->zoom = self->from_zoom + (self->to_zoom - self->from_zoom) * share;
}

/**
 * kmzb_camera_tick:
 * @now_us: monotonic time of the frame
 *
 * Moves on to where the camera is at @now_us. A motion begins with its first tick.
 *
 * Returns: whether it goes on moving
 */
gboolean
kmzb_camera_tick (KmzbCamera *self, gint64 now_us)
{
  double t;

  if (self->motion == KMZB_CAMERA_AT_REST)
    return FALSE;
  if (self->start_us == 0)
    self->start_us = now_us;

  if (self->motion == KMZB_CAMERA_FLING)
    {
      tick_fling (self, (double) (now_us - self->start_us) / G_USEC_PER_SEC);
      return self->motion != KMZB_CAMERA_AT_REST;
    }

  t = CLAMP ((double) (now_us - self->start_us) / (double) self->duration_us, 0.0, 1.0);
  if (self->motion == KMZB_CAMERA_ZOOM)
    {
      double zoom = self->from_zoom + (self->to_zoom - self->from_zoom) * ease_out (t);

      put (self, self->to_x, self->to_y, t < 1.0 ? zoom : self->to_zoom, self->anchor_px, self->anchor_py);
    }
  else
    {
      if (self->motion == KMZB_CAMERA_FLIGHT)
        tick_flight (self, t);
      else
        tick_return (self, t);
      if (t >= 1.0)
        {
          self->x = self->to_x;
          self->y = self->to_y;
          self->zoom = self->to_zoom;
          clamp_to_limits (self);
        }
    }
  if (t >= 1.0)
    self->motion = KMZB_CAMERA_AT_REST;
  return self->motion != KMZB_CAMERA_AT_REST;
}

/* Ends a motion where it was going; a fling ends where it is, and nothing stays beyond the limits. */
void
kmzb_camera_finish (KmzbCamera *self)
{
  if (self->motion >= KMZB_CAMERA_ZOOM)
    {
      self->start_us = 1;
      kmzb_camera_tick (self, self->start_us + self->duration_us);
    }
  clamp_to_limits (self);
  kmzb_camera_stop (self);
}
