/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What region the map shows, and where in it the booth is. */
#include "kmzb-map-view-private.h"

#include <math.h>

#define HOME_ZOOM 15.0

/* Tiles of 512 pixels at level z show what 256 pixels show at z + 1. */
static double
zoom_of_level (KmzbPack *pack, int level)
{
  return level + log2 (kmzb_pack_get_tile_size (pack) / KMZB_CAMERA_WORLD_PX);
}

/* Where the map begins: at the booth where its place is on the map, else in the pack's middle. */
static gboolean
get_start (KmzbMapView *self, KmzbPoint *point, double *zoom)
{
  if (self->pack == NULL)
    return FALSE;
  if (self->has_home && kmzb_box_contains (kmzb_pack_get_bounds (self->pack), self->home))
    {
      *point = self->home;
      *zoom = MIN (HOME_ZOOM, zoom_of_level (self->pack, kmzb_pack_get_max_zoom (self->pack)));
      return TRUE;
    }
  *point = kmzb_pack_get_center (self->pack);
  *zoom = zoom_of_level (self->pack, kmzb_pack_get_center_zoom (self->pack));
  return TRUE;
}

static void
look_at_start (KmzbMapView *self)
{
  KmzbPoint point;
  double zoom;

  if (get_start (self, &point, &zoom))
    kmzb_camera_look_at (&self->camera, point, zoom);
}

/* @pack: (nullable) (transfer none): an open pack. A map that was not placed yet looks at its home or its middle. */
void
kmzb_map_view_set_pack (KmzbMapView *self, KmzbPack *pack)
{
  g_autoptr (KmzbTileSource) source = NULL;
  int max_zoom;

  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  g_return_if_fail (pack == NULL || KMZB_IS_PACK (pack));

  if (!g_set_object (&self->pack, pack))
    return;
  kmzb_areas_layer_set_pack (self->areas_layer, pack);
  if (pack == NULL)
    {
      kmzb_tile_layer_set_source (self->tile_layer, NULL);
      gtk_widget_set_visible (self->attribution, FALSE);
      return;
    }

  /* A little beyond the last level enlarged tiles still help to place a pin. */
  max_zoom = kmzb_pack_get_max_zoom (pack);
  kmzb_camera_set_limits (&self->camera, kmzb_pack_get_bounds (pack),
                          zoom_of_level (pack, kmzb_pack_get_min_zoom (pack)),
                          zoom_of_level (pack, max_zoom) + (max_zoom >= 16 ? 1 : 2));
  if (!self->placed || !kmzb_box_contains (kmzb_pack_get_bounds (pack), kmzb_camera_get_center (&self->camera)))
    look_at_start (self);

  self->settled = FALSE;
  source = kmzb_tile_source_for_pack (pack);
  kmzb_tile_layer_set_source (self->tile_layer, source);
  gtk_label_set_text (GTK_LABEL (self->attribution), kmzb_pack_get_attribution (pack));
  gtk_widget_set_visible (self->attribution, *gtk_label_get_text (GTK_LABEL (self->attribution)) != '\0');
  kmzb_map_view_apply_camera (self);
}

/* @pins: (element-type KmzbPoint) (nullable): places of the visitor's reports that are not sent yet; copied */
void
kmzb_map_view_set_own_pins (KmzbMapView *self, GPtrArray *pins)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_place_layer_set_own_pins (self->place_layer, pins);
}

/**
 * kmzb_map_view_set_home:
 * @stands_there: whether the booth is known to stand there, and is marked; else its map only begins there
 *
 * Where the map begins when nothing else was asked for.
 */
void
kmzb_map_view_set_home (KmzbMapView *self, double lat, double lon, gboolean stands_there)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  self->home = (KmzbPoint){ lat, lon };
  self->has_home = TRUE;
  kmzb_place_layer_set_home (self->home_layer, stands_there ? &self->home : NULL);
  kmzb_threat_layer_keep_clear (self->threat_layer, &self->home, stands_there ? KMZB_PLACE_HOME_REACH : 0);
  if (self->placed)
    return;
  look_at_start (self);
  kmzb_map_view_apply_camera (self);
}

void
kmzb_map_view_go_home (KmzbMapView *self)
{
  KmzbPoint point;
  double zoom;

  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  if (get_start (self, &point, &zoom))
    kmzb_map_view_go_to (self, point.lat, point.lon, zoom, TRUE);
}
