/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-view-private.h"

#include "kmzb-map-frame.h"
#include "kmzb-map-pad.h"
#include "kmzb-scale-bar.h"

#include <math.h>

#define ZOOM_MS 220
#define MOVED_MS 200
/* The attract drift: one pixel at a time, slow enough to read a street's name, cheap enough to run all day. */
#define DRIFT_MS 120
#define DRIFT_PX 1.0
#define DRIFT_RADIUS_PX 420.0
#define FURNITURE_MARGIN 16
/* Room left around what kmzb_map_view_go_to_box() shows. */
#define BOX_MARGIN 96

G_DEFINE_FINAL_TYPE (KmzbMapView, kmzb_map_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_MOVED,
  SIGNAL_SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

gboolean
kmzb_map_view_may_animate (KmzbMapView *self)
{
  gboolean enabled = TRUE;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &enabled, NULL);
  return enabled;
}

static gboolean
at_rest (KmzbMapView *self)
{
  return !kmzb_camera_is_moving (&self->camera) && !kmzb_map_touch_is_active (&self->touch);
}

static gboolean
on_moved_timeout (gpointer user_data)
{
  KmzbMapView *self = user_data;

  if (!at_rest (self))
    return G_SOURCE_CONTINUE;
  self->moved_id = 0;
  kmzb_tile_layer_read_ahead (self->tile_layer);
  kmzb_map_view_describe (self);
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
  return G_SOURCE_REMOVE;
}

/* Hands the camera's place on to the viewport, and so to every layer. */
void
kmzb_map_view_apply_camera (KmzbMapView *self)
{
  KmzbPoint center = kmzb_camera_get_center (&self->camera);

  g_object_freeze_notify (G_OBJECT (self->viewport));
  shumate_viewport_set_zoom_level (self->viewport, kmzb_map_frame_viewport_zoom (self->camera.zoom));
  shumate_location_set_location (SHUMATE_LOCATION (self->viewport), center.lat, center.lon);
  g_object_thaw_notify (G_OBJECT (self->viewport));

  if (self->drift_id != 0)
    return;
  self->settled = FALSE;
  g_clear_handle_id (&self->moved_id, g_source_remove);
  self->moved_id = g_timeout_add (MOVED_MS, on_moved_timeout, self);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  KmzbMapView *self = KMZB_MAP_VIEW (widget);
  gboolean moving = kmzb_camera_tick (&self->camera, gdk_frame_clock_get_frame_time (clock));

  kmzb_map_view_apply_camera (self);
  if (moving)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

/* After the camera was told something: follow its motion, or show where it is at once. */
void
kmzb_map_view_follow_camera (KmzbMapView *self)
{
  if (kmzb_camera_is_moving (&self->camera))
    {
      if (self->tick_id == 0)
        self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
      return;
    }
  kmzb_map_view_apply_camera (self);
}

static void
zoom_about (KmzbMapView *self, double zoom, double px, double py)
{
  kmzb_camera_zoom_to (&self->camera, zoom, px, py, kmzb_map_view_may_animate (self) ? ZOOM_MS : 0);
  kmzb_map_view_follow_camera (self);
}

/* One level further from where the map is going, onto a whole level: there the tiles are at their own size and every
 * name is sharp. */
void
kmzb_map_view_zoom_by (KmzbMapView *self, int levels, double px, double py)
{
  double target = kmzb_camera_get_target_zoom (&self->camera);
  double zoom = levels > 0 ? floor (target + 0.1) + levels : ceil (target - 0.1) + levels;

  zoom_about (self, zoom, px, py);
}

static void
on_tiles_completed (KmzbMapView *self)
{
  if (self->threats.unread_told != kmzb_tile_layer_is_unread (self->tile_layer))
    kmzb_map_view_describe (self);
  if (self->settled || !at_rest (self))
    return;
  self->settled = TRUE;
  /* ./kmzb bench listens for this. */
  g_debug ("map settled");
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

static gboolean
on_drift_timeout (gpointer user_data)
{
  KmzbMapView *self = user_data;
  double step = DRIFT_PX / kmzb_camera_get_scale (&self->camera);

  /* A slow circle: it always comes back to where it began. */
  if (!at_rest (self) || !kmzb_map_view_may_animate (self))
    return G_SOURCE_CONTINUE;
  self->drift_angle += DRIFT_PX / DRIFT_RADIUS_PX;
  kmzb_camera_put (&self->camera, self->camera.x + step * cos (self->drift_angle),
                   self->camera.y + step * sin (self->drift_angle), self->camera.zoom,
                   gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
  kmzb_map_view_apply_camera (self);
  return G_SOURCE_CONTINUE;
}

static void
allocate_furniture (GtkWidget *child, gboolean at_end, int width, int height)
{
  int child_width, child_height, least, available;

  if (!gtk_widget_should_layout (child))
    return;
  available = MAX (0, width - 2 * FURNITURE_MARGIN);
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &child_width, NULL, NULL);
  child_width = MAX (least, MIN (child_width, available));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL, NULL);
  gtk_widget_size_allocate (
      child,
      &(GtkAllocation){
          .x = at_end ? width - FURNITURE_MARGIN - child_width : FURNITURE_MARGIN,
          .y = height - FURNITURE_MARGIN - child_height,
          .width = child_width,
          .height = child_height,
      },
      -1);
}

/* Where no other control stands. */
static void
allocate_pad (GtkWidget *pad, int width)
{
  GtkRequisition size;

  if (!gtk_widget_should_layout (pad))
    return;
  gtk_widget_get_preferred_size (pad, &size, NULL);
  gtk_widget_size_allocate (pad, &(GtkAllocation){ (width - size.width) / 2, FURNITURE_MARGIN, size.width, size.height }, -1);
}

static void
kmzb_map_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbMapView *self = KMZB_MAP_VIEW (widget);
  GtkAllocation all = { 0, 0, width, height };

  gtk_widget_size_allocate (GTK_WIDGET (self->tile_layer), &all, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->areas_layer), &all, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->stat_layer), &all, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->beat_layer), &all, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->home_layer), &all, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->threat_layer), &all, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->place_layer), &all, -1);
  allocate_furniture (self->scale, FALSE, width, height);
  allocate_furniture (self->attribution, TRUE, width, height);

  allocate_pad (self->pad, width);

  kmzb_camera_set_size (&self->camera, width, height);
  kmzb_map_view_apply_camera (self);
}

static void
kmzb_map_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  /* It takes what it is given. */
  *minimum = 1;
  *natural = 400;
}

static void
kmzb_map_view_unmap (GtkWidget *widget)
{
  KmzbMapView *self = KMZB_MAP_VIEW (widget);

  /* Out of sight it is where it was going, for whoever comes next. */
  kmzb_map_touch_reset (&self->touch);
  kmzb_camera_finish (&self->camera);
  kmzb_map_view_apply_camera (self);
  if (self->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (widget, self->tick_id);
      self->tick_id = 0;
    }
  GTK_WIDGET_CLASS (kmzb_map_view_parent_class)->unmap (widget);
}

static void
kmzb_map_view_dispose (GObject *object)
{
  KmzbMapView *self = KMZB_MAP_VIEW (object);
  GtkWidget *child;

  kmzb_map_view_drop_threats (self);
  g_clear_handle_id (&self->moved_id, g_source_remove);
  g_clear_handle_id (&self->drift_id, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->viewport);
  g_clear_object (&self->pack);

  G_OBJECT_CLASS (kmzb_map_view_parent_class)->dispose (object);
}

static void
kmzb_map_view_class_init (KmzbMapViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kmzb_map_view_dispose;
  widget_class->size_allocate = kmzb_map_view_size_allocate;
  widget_class->measure = kmzb_map_view_measure;
  widget_class->unmap = kmzb_map_view_unmap;

  /**
   * KmzbMapView::moved:
   *
   * The map shows another place or zoom and has come to rest there.
   */
  signals[SIGNAL_MOVED]
      = g_signal_new ("moved", KMZB_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * KmzbMapView::settled:
   *
   * At rest, and everything in view is drawn as it will stay.
   */
  signals[SIGNAL_SETTLED]
      = g_signal_new ("settled", KMZB_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  kmzb_map_view_class_add_threats (klass);
  kmzb_map_view_class_add_areas (klass);
  kmzb_map_view_class_add_beat (klass);
  gtk_widget_class_set_css_name (widget_class, "kmzb-map");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kmzb_map_view_init (KmzbMapView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  kmzb_camera_init (&self->camera);
  self->interactive = TRUE;
  self->viewport = shumate_viewport_new ();
  shumate_viewport_set_reference_map_source (self->viewport, kmzb_map_frame_reference ());
  /* The camera knows the limits; the library's own would stop the layers at 18. */
  shumate_viewport_set_max_zoom_level (self->viewport,
                                       shumate_map_source_get_max_zoom_level (kmzb_map_frame_reference ()));

  self->tile_layer = kmzb_tile_layer_new (self->viewport);
  g_signal_connect_swapped (self->tile_layer, "completed", G_CALLBACK (on_tiles_completed), self);
  gtk_widget_set_parent (GTK_WIDGET (self->tile_layer), widget);
  self->areas_layer = kmzb_areas_layer_new (self->viewport);
  gtk_widget_set_parent (GTK_WIDGET (self->areas_layer), widget);
  gtk_widget_set_child_visible (GTK_WIDGET (self->areas_layer), FALSE);
  self->stat_layer = kmzb_stat_layer_new (self->viewport);
  gtk_widget_set_parent (GTK_WIDGET (self->stat_layer), widget);
  self->beat_layer = kmzb_beat_layer_new (self->viewport);
  gtk_widget_set_parent (GTK_WIDGET (self->beat_layer), widget);
  self->home_layer = kmzb_place_layer_new (self->viewport);
  gtk_widget_set_parent (GTK_WIDGET (self->home_layer), widget);
  self->threat_layer = kmzb_threat_layer_new (self->viewport);
  g_signal_connect_swapped (self->threat_layer, "shown", G_CALLBACK (kmzb_map_view_threats_shown), self);
  gtk_widget_set_parent (GTK_WIDGET (self->threat_layer), widget);
  kmzb_stat_layer_avoid (self->stat_layer, self->threat_layer);
  self->place_layer = kmzb_place_layer_new (self->viewport);
  gtk_widget_set_parent (GTK_WIDGET (self->place_layer), widget);

  self->scale = kmzb_scale_bar_new (self->viewport);
  gtk_widget_set_parent (self->scale, widget);

  self->attribution = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->attribution, "map-attribution");
  gtk_label_set_wrap (GTK_LABEL (self->attribution), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->attribution), GTK_JUSTIFY_RIGHT);
  gtk_widget_set_can_target (self->attribution, FALSE);
  gtk_widget_set_visible (self->attribution, FALSE);
  gtk_widget_set_parent (self->attribution, widget);

  self->pad = kmzb_map_pad_new ();
  kmzb_map_pad_set_fixed (KMZB_MAP_PAD (self->pad), TRUE);
  g_signal_connect_swapped (self->pad, "move", G_CALLBACK (kmzb_map_view_step), self);
  gtk_widget_set_parent (self->pad, widget);
  kmzb_tile_layer_add_cover (self->tile_layer, self->scale);
  kmzb_tile_layer_add_cover (self->tile_layer, self->attribution);
  kmzb_tile_layer_add_cover (self->tile_layer, self->pad);

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  kmzb_map_view_add_input (self);
  kmzb_map_view_apply_camera (self);
  kmzb_map_view_rebuild (self);
}

GtkWidget *
kmzb_map_view_new (void)
{
  return g_object_new (KMZB_TYPE_MAP_VIEW, NULL);
}

void
kmzb_map_view_zoom_in (KmzbMapView *self)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_map_view_zoom_by (self, 1, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

void
kmzb_map_view_zoom_out (KmzbMapView *self)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_map_view_zoom_by (self, -1, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
           gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

/**
 * kmzb_map_view_go_to:
 * @zoom: for tiles of 256 pixels
 * @animate: fly there, where the settings allow motion
 */
void
kmzb_map_view_go_to (KmzbMapView *self, double lat, double lon, double zoom, gboolean animate)
{
  KmzbPoint point = { lat, lon };

  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  self->placed = TRUE;
  if (animate && kmzb_map_view_may_animate (self))
    kmzb_camera_fly_to (&self->camera, point, zoom);
  else
    kmzb_camera_look_at (&self->camera, point, zoom);
  kmzb_map_view_follow_camera (self);
}

/**
 * kmzb_map_view_go_to_box:
 * @box: what is to be seen, with some room around it
 * @max_zoom: no closer than this
 */
void
kmzb_map_view_go_to_box (KmzbMapView *self, KmzbBox box, double max_zoom, gboolean animate)
{
  KmzbPoint center;
  double width = MAX (1, gtk_widget_get_width (GTK_WIDGET (self)) - 2 * BOX_MARGIN);
  double height = MAX (1, gtk_widget_get_height (GTK_WIDGET (self)) - 2 * BOX_MARGIN);
  double world_width = kmzb_geo_tile_x (box.east, 0) - kmzb_geo_tile_x (box.west, 0);
  double world_height = kmzb_geo_tile_y (box.south, 0) - kmzb_geo_tile_y (box.north, 0);
  double fit;

  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  g_return_if_fail (!kmzb_box_is_empty (box));

  center.lat = kmzb_geo_tile_lat ((kmzb_geo_tile_y (box.south, 0) + kmzb_geo_tile_y (box.north, 0)) / 2, 0);
  center.lon = (box.west + box.east) / 2;
  fit = log2 (MIN (width / MAX (world_width, 1e-9), height / MAX (world_height, 1e-9)) / KMZB_CAMERA_WORLD_PX);
  kmzb_map_view_go_to (self, center.lat, center.lon, floor (MIN (fit, max_zoom)), animate);
}

void
kmzb_map_view_get_center (KmzbMapView *self, KmzbPoint *center)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  *center = kmzb_camera_get_center (&self->camera);
}

double
kmzb_map_view_get_zoom (KmzbMapView *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), 0);
  return self->camera.zoom;
}

/* The least and the greatest zoom with this pack in this size. */
void
kmzb_map_view_get_zoom_range (KmzbMapView *self, double *min_zoom, double *max_zoom)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  *min_zoom = kmzb_camera_get_min_zoom (&self->camera);
  *max_zoom = self->camera.max_zoom;
}

/* A map that is not interactive is a picture: touches pass through to what is around it. */
void
kmzb_map_view_set_interactive (KmzbMapView *self, gboolean interactive)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  self->interactive = interactive;
  gtk_widget_set_focusable (GTK_WIDGET (self), interactive);
  if (interactive)
    return;
  kmzb_map_touch_reset (&self->touch);
  if (kmzb_camera_is_beyond (&self->camera))
    {
      kmzb_camera_finish (&self->camera);
      kmzb_map_view_apply_camera (self);
    }
}

/* Lets the map move slowly by itself, as on the start screen; it rests where animations are switched off. */
void
kmzb_map_view_set_drift (KmzbMapView *self, gboolean drift)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  if (drift == (self->drift_id != 0))
    return;
  if (drift)
    {
      g_clear_handle_id (&self->moved_id, g_source_remove);
      self->drift_id = g_timeout_add (DRIFT_MS, on_drift_timeout, self);
    }
  else
    {
      g_clear_handle_id (&self->drift_id, g_source_remove);
      kmzb_map_view_apply_camera (self);
    }
}

/* A fixed pin in the middle, under which the map is moved; its tip reaches every place of the pack. */
void
kmzb_map_view_set_show_pin (KmzbMapView *self, gboolean show_pin)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  self->show_pin = show_pin;
  kmzb_map_pad_set_fixed (KMZB_MAP_PAD (self->pad), !show_pin); /* elsewhere the map's owner has its own place for one */
  kmzb_camera_set_overshoot (&self->camera, show_pin ? 0.5 : 0.15);
  kmzb_place_layer_set_show_center (self->place_layer, show_pin);
  kmzb_map_view_apply_camera (self);
}

/* @cover: (transfer none): while it is seen over the map, words on the map keep clear of it */
void
kmzb_map_view_add_cover (KmzbMapView *self, GtkWidget *cover)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_tile_layer_add_cover (self->tile_layer, cover);
}

/* What lies over the map was moved or made another size. */
void
kmzb_map_view_covers_moved (KmzbMapView *self)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_tile_layer_covers_moved (self->tile_layer);
}

/* Reads the tiles of a map that will be about so large, before it is shown. */
void
kmzb_map_view_read_early (KmzbMapView *self, int width, int height)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_tile_layer_read_early (self->tile_layer, width, height);
}

/* Whether the map is at rest and all in view is drawn as it will stay. */
gboolean
kmzb_map_view_is_settled (KmzbMapView *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), FALSE);
  return at_rest (self) && kmzb_tile_layer_is_complete (self->tile_layer);
}
