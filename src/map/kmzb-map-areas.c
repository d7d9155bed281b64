/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the map view shows besides single threats: "Bezpieczeństwo w okolicy" in place of the pins, and statistics. */
#include "kmzb-map-view-private.h"

#include "kmzb-area-note.h"

static guint area_activated;
static guint statistics_activated;

void
kmzb_map_view_class_add_areas (KmzbMapViewClass *klass)
{
  /**
   * KmzbMapView::area-activated:
   * @note: (type KmzbAreaNote): what is said of the area that was tapped
   */
  area_activated = g_signal_new ("area-activated", KMZB_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, KMZB_TYPE_AREA_NOTE);

  /**
   * KmzbMapView::statistics-activated:
   * @features: (element-type KmzbStatFeature): what was tapped: points, then lines, then areas
   */
  statistics_activated = g_signal_new ("statistics-activated", KMZB_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

/* Shows the threats themselves, or what they say of areas. */
void
kmzb_map_view_set_layer (KmzbMapView *self, KmzbMapLayer layer)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  /* Both keep their place: switching lays nothing out. */
  gtk_widget_set_child_visible (GTK_WIDGET (self->threat_layer), layer == KMZB_MAP_PINS);
  gtk_widget_set_child_visible (GTK_WIDGET (self->areas_layer), layer == KMZB_MAP_AREAS);
  /* A picture larger than the screen, once more where the renderer keeps it: too much to hold for who may come back. */
  if (layer == KMZB_MAP_PINS)
    kmzb_picture_layer_clear (KMZB_PICTURE_LAYER (self->areas_layer));
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

/* Returns: whether a number of the statistics is under a finger at @px/@py */
gboolean
kmzb_map_view_tap_statistics (KmzbMapView *self, double px, double py, gboolean with_areas)
{
  g_autoptr (GPtrArray) features = kmzb_stat_layer_pick (self->stat_layer, px, py, with_areas);

  if (features->len > 0)
    g_signal_emit (self, statistics_activated, 0, features);
  return features->len > 0;
}

/* Points and lines lie over the areas, whose own statistics are told with them. */
void
kmzb_map_view_tap_areas (KmzbMapView *self, double px, double py)
{
  g_autoptr (KmzbAreaNote) note = NULL;
  double x, y;

  if (kmzb_map_view_tap_statistics (self, px, py, FALSE))
    return;
  kmzb_camera_world_at (&self->camera, px, py, &x, &y);
  note = kmzb_areas_layer_pick (self->areas_layer, (KmzbPoint){ kmzb_geo_tile_lat (y, 0), kmzb_geo_tile_lon (x, 0) });
  if (note != NULL)
    g_signal_emit (self, area_activated, 0, note);
  else
    kmzb_map_view_tap_statistics (self, px, py, TRUE);
}

static KmzbBox
get_view (KmzbMapView *self)
{
  KmzbWorldRect rect = kmzb_threat_layer_get_view (self->threat_layer);

  return (KmzbBox){
    .south = kmzb_geo_tile_lat (CLAMP (rect.y1, 0, 1), 0),
    .west = kmzb_geo_tile_lon (CLAMP (rect.x0, 0, 1), 0),
    .north = kmzb_geo_tile_lat (CLAMP (rect.y0, 0, 1), 0),
    .east = kmzb_geo_tile_lon (CLAMP (rect.x1, 0, 1), 0),
  };
}

/* Returns: (transfer full) (element-type KmzbAreaNote): areas in view, as they were drawn last; the nearest to the
 * centre first */
GPtrArray *
kmzb_map_view_list_areas (KmzbMapView *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), NULL);
  return kmzb_areas_layer_list (self->areas_layer, get_view (self), kmzb_camera_get_center (&self->camera));
}

/* @note: (nullable): of the area that stands out, as long as areas are shown */
void
kmzb_map_view_set_chosen_area (KmzbMapView *self, const KmzbAreaNote *note)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_areas_layer_set_chosen (self->areas_layer, note);
}

/* Counts on a worker of what categories the confirmed threats of an area are. */
void
kmzb_map_view_count_area_async (KmzbMapView *self,
                                const KmzbAreaNote *note,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_areas_layer_count_async (self->areas_layer, note, cancellable, callback, user_data);
}

/* Returns: (transfer full) (element-type KmzbCategoryCount): the most frequent first; %NULL when cancelled */
GArray *
kmzb_map_view_count_area_finish (KmzbMapView *self, GAsyncResult *result, GError **error)
{
  return kmzb_areas_layer_count_finish (result, error);
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

/* Returns: (transfer full) (element-type KmzbStatFeature): those that are shown, in view */
GPtrArray *
kmzb_map_view_list_statistics (KmzbMapView *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), NULL);
  return kmzb_stat_layer_list_in_view (self->stat_layer);
}

/* Returns: (transfer full) (element-type KmzbStatFeature): those that are shown at @place */
GPtrArray *
kmzb_map_view_find_statistics (KmzbMapView *self, KmzbPoint place)
{
  double scale, px, py;

  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), NULL);

  scale = kmzb_camera_get_scale (&self->camera);
  px = (kmzb_geo_tile_x (place.lon, 0) - self->camera.x) * scale + gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  py = (kmzb_geo_tile_y (place.lat, 0) - self->camera.y) * scale + gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  return kmzb_stat_layer_pick (self->stat_layer, px, py, TRUE);
}
