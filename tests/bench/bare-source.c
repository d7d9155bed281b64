/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pack as libshumate's own data source, for the peers of ./kmzb bench. */
#include "bare-source.h"

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

/* The renderer of libshumate 1.0 draws what it hears in "received-data", and only before the answer itself comes. */
static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) answer = user_data;
  const Wanted *wanted = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  GBytes *bytes = g_task_propagate_pointer (G_TASK (result), &error);

  BARE_SOURCE (object)->n_answered++;
  if (bytes == NULL)
    {
      g_task_return_error (answer, error);
      return;
    }
  g_signal_emit_by_name (object, "received-data", wanted->x, wanted->y, wanted->zoom, bytes);
  g_task_return_pointer (answer, bytes, (GDestroyNotify) g_bytes_unref);
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
  GTask *answer = g_task_new (source, cancellable, callback, user_data);
  g_autoptr (GTask) task = g_task_new (source, cancellable, on_read, answer);
  Wanted wanted = { x, y, zoom };

  BARE_SOURCE (source)->n_asked++;
  g_task_set_task_data (task, g_memdup2 (&wanted, sizeof wanted), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

static GBytes *
bare_source_get_tile_data_finish (ShumateDataSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
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

BareSource *
bare_source_new (KmzbPack *pack)
{
  BareSource *self = g_object_new (BARE_TYPE_SOURCE, NULL);

  self->pack = g_object_ref (pack);
  return self;
}

/* Whether something was asked for and everything was answered. The map's own "state" stays at loading for ever where a
 * tile is missing. */
gboolean
bare_source_is_idle (BareSource *self)
{
  return self->n_asked > 0 && self->n_answered == self->n_asked;
}

/* Returns: (transfer floating): libshumate's map with its own raster renderer over @self, and nothing else. */
ShumateMap *
bare_source_new_map (BareSource *self, KmzbPoint center, double level)
{
  ShumateMapSource *renderer = SHUMATE_MAP_SOURCE (shumate_raster_renderer_new (SHUMATE_DATA_SOURCE (self)));
  ShumateMap *map = shumate_map_new ();
  ShumateViewport *viewport = shumate_map_get_viewport (map);

  shumate_map_source_set_tile_size (renderer, (guint) kmzb_pack_get_tile_size (self->pack));
  shumate_map_source_set_min_zoom_level (renderer, (guint) kmzb_pack_get_min_zoom (self->pack));
  shumate_map_source_set_max_zoom_level (renderer, (guint) kmzb_pack_get_max_zoom (self->pack));
  shumate_viewport_set_reference_map_source (viewport, renderer);
  shumate_map_add_layer (map, SHUMATE_LAYER (shumate_map_layer_new (renderer, viewport)));
  shumate_viewport_set_zoom_level (viewport, level);
  shumate_location_set_location (SHUMATE_LOCATION (viewport), center.lat, center.lon);
  return map;
}
