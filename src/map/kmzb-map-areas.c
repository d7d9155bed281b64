/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the map view shows besides single threats: "Bezpieczeństwo w okolicy" in place of the pins, and statistics. */
#include "kmzb-map-view-private.h"

#include "kmzb-area-note.h"

static guint area_activated;

void
kmzb_map_view_class_add_areas (KmzbMapViewClass *klass)
{
  /**
   * KmzbMapView::area-activated:
   * @note: (type KmzbAreaNote): what is said of the area that was tapped
   */
  area_activated = g_signal_new ("area-activated", KMZB_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, KMZB_TYPE_AREA_NOTE);
}

/* Shows the threats themselves, or what they say of areas. */
void
kmzb_map_view_set_layer (KmzbMapView *self, KmzbMapLayer layer)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  /* Both keep their place: switching lays nothing out. */
  gtk_widget_set_child_visible (GTK_WIDGET (self->threat_layer), layer == KMZB_MAP_PINS);
  gtk_widget_set_child_visible (GTK_WIDGET (self->areas_layer), layer == KMZB_MAP_AREAS);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

KmzbMapLayer
kmzb_map_view_get_layer (KmzbMapView *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), KMZB_MAP_PINS);
  return gtk_widget_get_child_visible (GTK_WIDGET (self->areas_layer)) ? KMZB_MAP_AREAS : KMZB_MAP_PINS;
}

/* Whether the areas in view are drawn as they will stay. */
gboolean
kmzb_map_view_areas_are_complete (KmzbMapView *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), FALSE);
  return kmzb_picture_layer_is_complete (KMZB_PICTURE_LAYER (self->areas_layer));
}

void
kmzb_map_view_activate_area (KmzbMapView *self, double px, double py)
{
  g_autoptr (KmzbAreaNote) note = NULL;
  double x, y;

  kmzb_camera_world_at (&self->camera, px, py, &x, &y);
  note = kmzb_areas_layer_pick (self->areas_layer, (KmzbPoint){ kmzb_geo_tile_lat (y, 0), kmzb_geo_tile_lon (x, 0) });
  if (note != NULL)
    g_signal_emit (self, area_activated, 0, note);
}

/* @features: (element-type KmzbStatFeature) (nullable): kept, not to be changed any more */
void
kmzb_map_view_set_statistics (KmzbMapView *self, GPtrArray *features)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_stat_layer_set_features (self->stat_layer, features);
}

/* @sources: a bit (1 << source) for each #KmzbStatSource that is shown; none at first */
void
kmzb_map_view_set_stat_sources (KmzbMapView *self, guint sources)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_stat_layer_set_sources (self->stat_layer, sources);
}

/* Whether the statistics in view are drawn as they will stay. */
gboolean
kmzb_map_view_statistics_are_complete (KmzbMapView *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), FALSE);
  return kmzb_picture_layer_is_complete (KMZB_PICTURE_LAYER (self->stat_layer));
}
