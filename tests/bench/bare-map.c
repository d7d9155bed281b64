/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bare-map PACK: libshumate's own map with its own raster renderer over the same pack, and nothing else: the peer that
 * `./kmzb bench start` measures the booth against. Says "map settled" when all it shows is there. */
#include "kmzb-pack.h"

#include <shumate/shumate.h>

#define START_LEVEL 15

#define BARE_TYPE_SOURCE (bare_source_get_type ())
G_DECLARE_FINAL_TYPE (BareSource, bare_source, BARE, SOURCE, ShumateDataSource)

struct _BareSource
{
  ShumateDataSource parent;

  KmzbPack *pack;
  guint n_asked;
  guint n_answered;
};

G_DEFINE_FINAL_TYPE (BareSource, bare_source, SHUMATE_TYPE_DATA_SOURCE)

typedef struct
{
  int x, y, zoom;
} Wanted;

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Wanted *wanted = task_data;
  GError *error = NULL;
  GBytes *bytes = kmzb_pack_read_tile (BARE_SOURCE (source)->pack, wanted->zoom, wanted->x, wanted->y, &error);

  /* The renderer of libshumate 1.0 takes no tile without an error. */
  if (bytes == NULL && error == NULL)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No tile %d/%d/%d", wanted->zoom, wanted->x, wanted->y);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

static void
bare_source_get_tile_data_async (ShumateDataSource *source,
                                 int x,
                                 int y,
                                 int zoom,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  Wanted wanted = { x, y, zoom };

  BARE_SOURCE (source)->n_asked++;
  g_task_set_task_data (task, g_memdup2 (&wanted, sizeof wanted), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

static GBytes *
bare_source_get_tile_data_finish (ShumateDataSource *source, GAsyncResult *result, GError **error)
{
  const Wanted *wanted = g_task_get_task_data (G_TASK (result));
  GBytes *bytes = g_task_propagate_pointer (G_TASK (result), error);

  BARE_SOURCE (source)->n_answered++;
  /* The renderer draws what it hears here, not what is returned. */
  if (bytes != NULL)
    g_signal_emit_by_name (source, "received-data", wanted->x, wanted->y, wanted->zoom, bytes);
  return bytes;
}

static void
bare_source_class_init (BareSourceClass *klass)
{
  SHUMATE_DATA_SOURCE_CLASS (klass)->get_tile_data_async = bare_source_get_tile_data_async;
  SHUMATE_DATA_SOURCE_CLASS (klass)->get_tile_data_finish = bare_source_get_tile_data_finish;
}

static void
bare_source_init (BareSource *self)
{
}

/* Told after the frame that shows the last tile, as the booth's map tells it. The map's own "state" stays at loading
 * for ever where a tile is missing. */
static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  const BareSource *source = user_data;
  static gboolean told;

  if (told || source->n_asked == 0 || source->n_answered < source->n_asked)
    return;
  told = TRUE;
  g_print ("map settled\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (GListModel) monitors = NULL;
  g_autoptr (GdkMonitor) monitor = NULL;
  ShumateMapSource *renderer;
  BareSource *source;
  ShumateMap *map;
  GtkWidget *window;
  GdkRectangle screen;
  KmzbPoint center;
  int level;

  if (argc != 2)
    {
      g_printerr ("Usage: bare-map PACK\n");
      return 2;
    }
  gtk_init ();
  pack = kmzb_pack_open (argv[1], &error);
  if (pack == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  /* What the booth begins with: as many tiles. */
  level = CLAMP (START_LEVEL, kmzb_pack_get_min_zoom (pack), kmzb_pack_get_max_zoom (pack));
  center = kmzb_pack_get_center (pack);
  source = g_object_new (BARE_TYPE_SOURCE, NULL);
  source->pack = pack;
  renderer = SHUMATE_MAP_SOURCE (shumate_raster_renderer_new (SHUMATE_DATA_SOURCE (source)));
  shumate_map_source_set_tile_size (renderer, (guint) kmzb_pack_get_tile_size (pack));
  shumate_map_source_set_min_zoom_level (renderer, (guint) kmzb_pack_get_min_zoom (pack));
  shumate_map_source_set_max_zoom_level (renderer, (guint) kmzb_pack_get_max_zoom (pack));

  map = shumate_map_new ();
  shumate_viewport_set_reference_map_source (shumate_map_get_viewport (map), renderer);
  shumate_map_add_layer (map, SHUMATE_LAYER (shumate_map_layer_new (renderer, shumate_map_get_viewport (map))));
  shumate_viewport_set_zoom_level (shumate_map_get_viewport (map), level);
  shumate_location_set_location (SHUMATE_LOCATION (shumate_map_get_viewport (map)), center.lat, center.lon);

  monitors = g_object_ref (gdk_display_get_monitors (gdk_display_get_default ()));
  monitor = g_list_model_get_item (monitors, 0);
  gdk_monitor_get_geometry (monitor, &screen);
  window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), screen.width, screen.height);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (map));
  gtk_window_fullscreen (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect_after (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), source);

  loop = g_main_loop_new (NULL, FALSE);
  g_main_loop_run (loop);
  return 0;
}
