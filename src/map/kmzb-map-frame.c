/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-map-frame.h"

#include "kmzb-camera.h"

#include <math.h>

#define MAX_ZOOM 24

/* The grid that the viewport reckons in: 256-pixel Mercator, whatever the pack's tiles are. It draws nothing, tiles
 * are KmzbTileLayer's. */
#define KMZB_TYPE_MAP_GRID (kmzb_map_grid_get_type ())
G_DECLARE_FINAL_TYPE (KmzbMapGrid, kmzb_map_grid, KMZB, MAP_GRID, ShumateMapSource)

struct _KmzbMapGrid
{
  ShumateMapSource parent;
};

G_DEFINE_FINAL_TYPE (KmzbMapGrid, kmzb_map_grid, SHUMATE_TYPE_MAP_SOURCE)

static void
kmzb_map_grid_fill_tile_async (ShumateMapSource *source,
                               ShumateTile *tile,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_task_report_new_error (source, callback, user_data, kmzb_map_grid_fill_tile_async, G_IO_ERROR,
                           G_IO_ERROR_NOT_SUPPORTED, "The map's grid has no tiles");
}

static gboolean
kmzb_map_grid_fill_tile_finish (ShumateMapSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Not in init: the library's own values are set after that. */
static void
kmzb_map_grid_constructed (GObject *object)
{
  ShumateMapSource *source = SHUMATE_MAP_SOURCE (object);

  G_OBJECT_CLASS (kmzb_map_grid_parent_class)->constructed (object);
  shumate_map_source_set_id (source, "kmzb-grid");
  shumate_map_source_set_tile_size (source, (guint) KMZB_CAMERA_WORLD_PX);
  shumate_map_source_set_min_zoom_level (source, 0);
  shumate_map_source_set_max_zoom_level (source, MAX_ZOOM);
  shumate_map_source_set_projection (source, SHUMATE_MAP_PROJECTION_MERCATOR);
}

static void
kmzb_map_grid_class_init (KmzbMapGridClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = kmzb_map_grid_constructed;
  SHUMATE_MAP_SOURCE_CLASS (klass)->fill_tile_async = kmzb_map_grid_fill_tile_async;
  SHUMATE_MAP_SOURCE_CLASS (klass)->fill_tile_finish = kmzb_map_grid_fill_tile_finish;
}

static void
kmzb_map_grid_init (KmzbMapGrid *self)
{
}

/* Returns: (transfer none): the reference map source of every viewport of the booth. */
ShumateMapSource *
kmzb_map_frame_reference (void)
{
  static ShumateMapSource *grid;

  if (grid == NULL)
    grid = g_object_new (KMZB_TYPE_MAP_GRID, NULL);
  return grid;
}

/* Between two levels libshumate 1.0 grows in a straight line, later versions by powers of two. */
static gboolean
grows_in_line (void)
{
  return fabs (shumate_map_source_get_tile_size_at_zoom (kmzb_map_frame_reference (), 0.5)
               - 1.5 * KMZB_CAMERA_WORLD_PX)
         < 1.0;
}

/* The library's zoom level at which the map is as large as at our logarithmic @zoom. */
double
kmzb_map_frame_viewport_zoom (double zoom)
{
  double level = floor (zoom);

  return grows_in_line () ? level + exp2 (zoom - level) - 1.0 : zoom;
}

KmzbMapFrame
kmzb_map_frame_get (ShumateViewport *viewport, GtkWidget *widget)
{
  ShumateMapSource *grid = shumate_viewport_get_reference_map_source (viewport);
  double level = shumate_viewport_get_zoom_level (viewport);
  double lat = shumate_location_get_latitude (SHUMATE_LOCATION (viewport));
  double lon = shumate_location_get_longitude (SHUMATE_LOCATION (viewport));
  KmzbMapFrame frame = {
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
  };

  frame.scale = shumate_map_source_get_tile_size_at_zoom (grid, level) * ldexp (1.0, (int) floor (level));
  frame.zoom = log2 (frame.scale / KMZB_CAMERA_WORLD_PX);
  frame.left = round (shumate_map_source_get_x (grid, level, lon) - frame.width / 2.0);
  frame.top = round (shumate_map_source_get_y (grid, level, lat) - frame.height / 2.0);
  return frame;
}
