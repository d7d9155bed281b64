/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fingers, mouse, wheel and keys of the map view. */
#include "kmzb-map-view-private.h"

#include <math.h>

#define SETTLE_MS 180
#define STEP 0.25
#define PIN_STEP 0.05

static void
pan_by (KmzbMapView *self, double dx, double dy)
{
  double x, y;

  kmzb_camera_world_at (&self->camera, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 + dx,
                        gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 + dy, &x, &y);
  kmzb_map_view_go_to (self, kmzb_geo_tile_lat (y, 0), kmzb_geo_tile_lon (x, 0), self->camera.zoom, TRUE);
}

/* Under a fixed pin by little, so that a house can be met; else by a quarter of what is seen. */
void
kmzb_map_view_step (KmzbMapView *self, int dx, int dy)
{
  double part = self->show_pin ? PIN_STEP : STEP;

  pan_by (self, dx * part * gtk_widget_get_width (GTK_WIDGET (self)), dy * part * gtk_widget_get_height (GTK_WIDGET (self)));
}

/* The touched place comes under the fixed pin. */
static void
bring_under_pin (KmzbMapView *self, double px, double py)
{
  double x, y;

  kmzb_camera_world_at (&self->camera, px, py, &x, &y);
  self->tapped = (KmzbPoint){ kmzb_geo_tile_lat (y, 0), kmzb_geo_tile_lon (x, 0) };
  self->tapped_zoom = self->camera.zoom;
  kmzb_map_view_go_to (self, self->tapped.lat, self->tapped.lon, self->tapped_zoom, TRUE);
}

/* One level closer. Under a fixed pin the first tap has set the map off to where it was: there, not to what passed under
 * the finger meanwhile. */
static void
on_double_tap (KmzbMapView *self, double px, double py)
{
  if (self->show_pin)
    kmzb_map_view_go_to (self, self->tapped.lat, self->tapped.lon, floor (self->tapped_zoom + 0.1) + 1, TRUE);
  else
    kmzb_map_view_zoom_by (self, 1, px, py);
}

static void
on_tap (KmzbMapView *self, double px, double py)
{
  if (self->show_pin)
    bring_under_pin (self, px, py);
  else if (self->asks_place)
    kmzb_map_view_tap_place (self, px, py);
  else if (kmzb_map_view_get_layer (self) == KMZB_MAP_AREAS)
    kmzb_map_view_tap_areas (self, px, py);
  else if (!kmzb_map_view_tap_threat (self, px, py))
    kmzb_map_view_tap_statistics (self, px, py, TRUE);
}

/* To rest on a level that was drawn for it. */
static void
settle_zoom (KmzbMapView *self, double px, double py)
{
  kmzb_camera_zoom_to (&self->camera, round (self->camera.zoom), px, py,
                       kmzb_map_view_may_animate (self) ? SETTLE_MS : 0);
  kmzb_map_view_follow_camera (self);
}

/* A finger may have stopped a zoom half way. */
static gboolean
is_between_levels (KmzbMapView *self)
{
  return !kmzb_camera_is_moving (&self->camera) && kmzb_camera_get_min_zoom (&self->camera) != self->camera.zoom
         && fmod (self->camera.zoom, 1.0) != 0;
}

/* The map was pulled beyond its limits: back, to a whole level. */
static void
spring_back (KmzbMapView *self)
{
  kmzb_camera_return (&self->camera, round (self->camera.zoom), kmzb_map_view_may_animate (self) ? SETTLE_MS : 0);
  kmzb_map_view_follow_camera (self);
}

static void
on_touch_ended (KmzbMapView *self, KmzbMapTouchEnd end, gint64 now_us)
{
  double px, py, vx, vy;

  kmzb_map_touch_get_middle (&self->touch, &px, &py);
  if (end != KMZB_MAP_TOUCH_NOTHING && kmzb_camera_is_beyond (&self->camera))
    {
      spring_back (self);
      return;
    }
  switch (end)
    {
    case KMZB_MAP_TOUCH_TAP:
      on_tap (self, px, py);
      if (is_between_levels (self))
        settle_zoom (self, px, py);
      break;

    case KMZB_MAP_TOUCH_DOUBLE_TAP:
      on_double_tap (self, px, py);
      break;

    case KMZB_MAP_TOUCH_DRAG:
      if (is_between_levels (self))
        {
          settle_zoom (self, px, py);
          break;
        }
      if (kmzb_map_view_may_animate (self) && kmzb_map_touch_get_velocity (&self->touch, now_us, &vx, &vy))
        kmzb_camera_fling (&self->camera, vx, vy);
      kmzb_map_view_follow_camera (self);
      break;

    case KMZB_MAP_TOUCH_PINCH:
      settle_zoom (self, px, py);
      break;

    case KMZB_MAP_TOUCH_NOTHING:
    default:
      break;
    }
}

static gboolean
event_place (KmzbMapView *self, GdkEvent *event, double *x, double *y)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  double nx, ny;

  if (native == NULL || !gdk_event_get_position (event, x, y))
    return FALSE;
  gtk_native_get_surface_transform (native, &nx, &ny);
  return gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self), *x - nx, *y - ny, x, y);
}

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, gpointer user_data)
{
  KmzbMapView *self = user_data;
  gpointer id = gdk_event_get_event_sequence (event);
  gint64 time_us = (gint64) gdk_event_get_time (event) * 1000;
  double x = 0, y = 0;

  if (!self->interactive)
    return GDK_EVENT_PROPAGATE;

  switch (gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
      if (gdk_button_event_get_button (event) != GDK_BUTTON_PRIMARY)
        return GDK_EVENT_PROPAGATE;
      /* Who has a mouse has keys. */
      gtk_widget_grab_focus (GTK_WIDGET (self));
      G_GNUC_FALLTHROUGH;
    case GDK_TOUCH_BEGIN:
      if (event_place (self, event, &x, &y))
        kmzb_map_touch_begin (&self->touch, &self->camera, id, x, y, time_us);
      return GDK_EVENT_STOP;

    case GDK_MOTION_NOTIFY:
      if (event_place (self, event, &self->pointer_x, &self->pointer_y)
          && !kmzb_map_touch_is_active (&self->touch))
        return GDK_EVENT_PROPAGATE;
      G_GNUC_FALLTHROUGH;
    case GDK_TOUCH_UPDATE:
      if (event_place (self, event, &x, &y)
          && kmzb_map_touch_update (&self->touch, &self->camera, id, x, y, time_us))
        kmzb_map_view_apply_camera (self);
      return GDK_EVENT_STOP;

    case GDK_BUTTON_RELEASE:
      if (gdk_button_event_get_button (event) != GDK_BUTTON_PRIMARY)
        return GDK_EVENT_PROPAGATE;
      G_GNUC_FALLTHROUGH;
    case GDK_TOUCH_END:
      on_touch_ended (self, kmzb_map_touch_end (&self->touch, &self->camera, id, time_us), time_us);
      return GDK_EVENT_STOP;

    case GDK_TOUCH_CANCEL:
    case GDK_GRAB_BROKEN:
      kmzb_map_touch_get_middle (&self->touch, &x, &y);
      kmzb_map_touch_reset (&self->touch);
      if (kmzb_camera_is_beyond (&self->camera))
        spring_back (self);
      else if (is_between_levels (self))
        settle_zoom (self, x, y);
      return GDK_EVENT_PROPAGATE;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, gpointer user_data)
{
  KmzbMapView *self = user_data;

  if (!self->interactive || dy == 0)
    return GDK_EVENT_PROPAGATE;
  kmzb_map_view_zoom_by (self, dy < 0 ? 1 : -1, self->pointer_x, self->pointer_y);
  return GDK_EVENT_STOP;
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer user_data)
{
  KmzbMapView *self = user_data;

  if (!self->interactive || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      kmzb_map_view_step (self, -1, 0);
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      kmzb_map_view_step (self, 1, 0);
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      kmzb_map_view_step (self, 0, -1);
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      kmzb_map_view_step (self, 0, 1);
      break;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      kmzb_map_view_zoom_in (self);
      break;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      kmzb_map_view_zoom_out (self);
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      kmzb_map_view_go_home (self);
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  return GDK_EVENT_STOP;
}

void
kmzb_map_view_add_input (KmzbMapView *self)
{
  GtkEventController *controller;

  /* Raw events: GTK's drag, zoom and click gestures cannot hand a touch over to each other without a jump. */
  controller = gtk_event_controller_legacy_new ();
  g_signal_connect (controller, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL
                                                | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  g_signal_connect (controller, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  controller = gtk_event_controller_key_new ();
  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
