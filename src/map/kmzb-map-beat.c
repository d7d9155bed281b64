/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the map shows of a question about one place: where it is, and who looks after what lies around it. */
#include "kmzb-map-view-private.h"

static guint place_activated;

void
kmzb_map_view_class_add_beat (KmzbMapViewClass *klass)
{
  /**
   * KmzbMapView::place-activated:
   * @lat: degrees north
   * @lon: degrees east
   *
   * A place was touched on a map that asks for one.
   */
  place_activated = g_signal_new ("place-activated", KMZB_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

void
kmzb_map_view_tap_place (KmzbMapView *self, double px, double py)
{
  double x, y;

  kmzb_camera_world_at (&self->camera, px, py, &x, &y);
  g_signal_emit (self, place_activated, 0, kmzb_geo_tile_lat (y, 0), kmzb_geo_tile_lon (x, 0));
}

/* A touch means a place, whatever is drawn there ("place-activated"). */
void
kmzb_map_view_set_asks_place (KmzbMapView *self, gboolean asks_place)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  self->asks_place = asks_place;
}

/* @place: (nullable): where a pin stands, or %NULL for none */
void
kmzb_map_view_set_marked (KmzbMapView *self, const KmzbPoint *place)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_place_layer_set_marked (self->place_layer, place);
}

/* @beat: (nullable): the one whose outline is drawn */
void
kmzb_map_view_set_beat (KmzbMapView *self, KmzbArea *beat)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_beat_layer_set_beat (self->beat_layer, beat);
}
