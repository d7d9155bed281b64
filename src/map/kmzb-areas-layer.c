/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-areas-layer.h"

#include "kmzb-area-art.h"
#include "kmzb-map-frame.h"
#include "kmzb-pin-palette.h"

#include <string.h>

/* Everything a worker needs and brings back. */
typedef struct
{
  KmzbThreats *threats;
  KmzbThreatFilter *filter;
  KmzbPack *pack;
  KmzbAreaPalette palette;
  KmzbAreaStats *stats; /* kept from an earlier picture, or made */
} Job;

/**
 * KmzbAreasLayer:
 *
 * Shades areas by what #KmzbAreaStats says of them. Counts are kept for every zoom until threats, pack or filter change.
 */
struct _KmzbAreasLayer
{
  KmzbPictureLayer parent;

  KmzbThreats *threats;
  KmzbThreatFilter *filter;
  KmzbPack *pack;
  GHashTable *stats; /* zoom -> KmzbAreaStats */
  KmzbAreaPalette palette;
  KmzbAreaNote *chosen; /* (nullable): stands out */
};

G_DEFINE_FINAL_TYPE (KmzbAreasLayer, kmzb_areas_layer, KMZB_TYPE_PICTURE_LAYER)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->threats, kmzb_threats_unref);
  g_clear_pointer (&job->filter, kmzb_threat_filter_unref);
  g_object_unref (job->pack);
  kmzb_area_stats_unref (job->stats);
  g_free (job);
}

static gpointer
kmzb_areas_layer_begin (KmzbPictureLayer *layer, KmzbPictureFrame frame)
{
  KmzbAreasLayer *self = KMZB_AREAS_LAYER (layer);
  KmzbAreaStats *stats = g_hash_table_lookup (self->stats, GINT_TO_POINTER (frame.zoom));
  Job *job;

  if (self->threats == NULL || self->pack == NULL)
    return NULL;
  job = g_new0 (Job, 1);
  job->threats = kmzb_threats_ref (self->threats);
  job->filter = self->filter != NULL ? kmzb_threat_filter_ref (self->filter) : NULL;
  job->pack = g_object_ref (self->pack);
  job->palette = self->palette;
  job->stats = stats != NULL ? kmzb_area_stats_ref (stats) : NULL;
  return job;
}

/* Returns: (transfer full) (nullable): what finds the pack's areas of the kind that suits @zoom; %NULL without any */
static KmzbAreaFinder *
load_finder (KmzbPack *pack, int zoom)
{
  g_autoptr (GPtrArray) areas = NULL;
  g_autoptr (GError) error = NULL;
  KmzbAreaKind kind;

  if (!kmzb_area_stats_kind_for_zoom (zoom, &kind))
    return NULL;
  areas = kmzb_pack_load_areas (pack, kind, &error);
  if (areas == NULL)
    g_message ("The map shows no named areas: %s", error->message);
  return areas != NULL && areas->len > 0 ? kmzb_area_finder_new (areas) : NULL;
}

static GdkTexture *
kmzb_areas_layer_draw (gpointer data, KmzbPictureFrame frame, int scale_factor)
{
  Job *job = data;

  if (job->stats == NULL)
    {
      g_autoptr (KmzbAreaFinder) finder = load_finder (job->pack, frame.zoom);

      job->stats
          = kmzb_area_stats_new (job->threats, finder, kmzb_area_stats_level_for_zoom (frame.zoom), job->filter);
    }
  /* It may be the last reference to a million threats: they are freed where nobody waits. */
  g_clear_pointer (&job->threats, kmzb_threats_unref);
  return kmzb_area_art_picture (&job->palette, job->stats, kmzb_pack_get_bounds (job->pack), frame, scale_factor);
}

static void
kmzb_areas_layer_shown (KmzbPictureLayer *layer, gpointer data, KmzbPictureFrame frame)
{
  Job *job = data;

  g_hash_table_replace (KMZB_AREAS_LAYER (layer)->stats, GINT_TO_POINTER (frame.zoom),
                        kmzb_area_stats_ref (job->stats));
}

static void
kmzb_areas_layer_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  KmzbAreasLayer *self = KMZB_AREAS_LAYER (widget);
  KmzbAreaPalette palette;

  GTK_WIDGET_CLASS (kmzb_areas_layer_parent_class)->css_changed (widget, change);
  kmzb_area_palette_init (&palette, widget);
  if (memcmp (&palette, &self->palette, sizeof palette) == 0)
    return;
  self->palette = palette;
  kmzb_picture_layer_redraw (KMZB_PICTURE_LAYER (self));
}

static void
trace_ring (cairo_t *cr, const KmzbMapFrame *frame, const KmzbPoint *points, guint n)
{
  cairo_new_sub_path (cr);
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, kmzb_geo_tile_x (points[i].lon, 0) * frame->scale - frame->left,
                   kmzb_geo_tile_y (points[i].lat, 0) * frame->scale - frame->top);
  cairo_close_path (cr);
}

static void
trace_note (cairo_t *cr, const KmzbMapFrame *frame, const KmzbAreaNote *note)
{
  const KmzbAreaFinder *finder = kmzb_area_stats_get_finder (note->stats);

  if (note->area >= 0)
    {
      const KmzbShape *shape = kmzb_area_finder_get (finder, (guint) note->area)->shape;

      for (guint part = 0; part < shape->n_parts; part++)
        trace_ring (cr, frame, shape->points + shape->parts[part], shape->parts[part + 1] - shape->parts[part]);
    }
  else
    {
      KmzbBox box = kmzb_geo_tile_box (note->x, note->y, kmzb_area_stats_get_level (note->stats));
      const KmzbPoint ring[] = { { box.south, box.west }, { box.south, box.east }, { box.north, box.east }, { box.north, box.west } };

      trace_ring (cr, frame, ring, G_N_ELEMENTS (ring));
    }
}

/* Around the area that a sheet is about, a line that neither shade nor map hides. */
static void
kmzb_areas_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KmzbAreasLayer *self = KMZB_AREAS_LAYER (widget);
  KmzbMapFrame frame;
  cairo_t *cr;

  GTK_WIDGET_CLASS (kmzb_areas_layer_parent_class)->snapshot (widget, snapshot);
  if (self->chosen == NULL)
    return;
  frame = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) frame.width, (float) frame.height));
  trace_note (cr, &frame, self->chosen);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  gdk_cairo_set_source_rgba (cr, &kmzb_pin_palette_get ()->plate);
  cairo_set_line_width (cr, 10);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &kmzb_pin_palette_get ()->accent);
  cairo_set_line_width (cr, 5);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
let_go_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  kmzb_threats_unref (task_data);
}

static void
let_go (KmzbThreats *threats)
{
  g_autoptr (GTask) task = NULL;

  if (threats == NULL)
    return;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, threats, NULL);
  g_task_run_in_thread (task, let_go_in_thread);
}

static void
kmzb_areas_layer_finalize (GObject *object)
{
  KmzbAreasLayer *self = KMZB_AREAS_LAYER (object);

  let_go (self->threats);
  g_clear_pointer (&self->filter, kmzb_threat_filter_unref);
  g_clear_object (&self->pack);
  g_clear_pointer (&self->stats, g_hash_table_unref);
  g_clear_pointer (&self->chosen, kmzb_area_note_free);

  G_OBJECT_CLASS (kmzb_areas_layer_parent_class)->finalize (object);
}

static void
kmzb_areas_layer_class_init (KmzbAreasLayerClass *klass)
{
  KmzbPictureLayerClass *layer_class = KMZB_PICTURE_LAYER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kmzb_areas_layer_finalize;
  GTK_WIDGET_CLASS (klass)->css_changed = kmzb_areas_layer_css_changed;
  GTK_WIDGET_CLASS (klass)->snapshot = kmzb_areas_layer_snapshot;
  layer_class->begin = kmzb_areas_layer_begin;
  layer_class->draw = kmzb_areas_layer_draw;
  layer_class->shown = kmzb_areas_layer_shown;
  layer_class->free_job = job_free;
}

static void
kmzb_areas_layer_init (KmzbAreasLayer *self)
{
  self->stats = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kmzb_area_stats_unref);
}

KmzbAreasLayer *
kmzb_areas_layer_new (ShumateViewport *viewport)
{
  return g_object_new (KMZB_TYPE_AREAS_LAYER, "viewport", viewport, NULL);
}

/* @pack: (nullable): whose areas and bounds are shown */
void
kmzb_areas_layer_set_pack (KmzbAreasLayer *self, KmzbPack *pack)
{
  g_return_if_fail (KMZB_IS_AREAS_LAYER (self));

  if (!g_set_object (&self->pack, pack))
    return;
  g_hash_table_remove_all (self->stats);
  kmzb_picture_layer_clear (KMZB_PICTURE_LAYER (self));
}

/* @threats: (nullable): kept, not to be changed any more */
void
kmzb_areas_layer_set_threats (KmzbAreasLayer *self, KmzbThreats *threats)
{
  g_return_if_fail (KMZB_IS_AREAS_LAYER (self));

  let_go (self->threats);
  self->threats = threats != NULL ? kmzb_threats_ref (threats) : NULL;
  g_hash_table_remove_all (self->stats);
  kmzb_picture_layer_redraw (KMZB_PICTURE_LAYER (self));
}

/* @filter: (nullable): whose categories, period and sources count, see kmzb_area_stats_new() */
void
kmzb_areas_layer_set_filter (KmzbAreasLayer *self, KmzbThreatFilter *filter)
{
  g_return_if_fail (KMZB_IS_AREAS_LAYER (self));

  if (filter == self->filter)
    return;
  g_clear_pointer (&self->filter, kmzb_threat_filter_unref);
  self->filter = filter != NULL ? kmzb_threat_filter_ref (filter) : NULL;
  g_hash_table_remove_all (self->stats);
  kmzb_picture_layer_redraw (KMZB_PICTURE_LAYER (self));
}

/* What a visitor sees is the picture, even while the next one is made. Returns: (transfer none) (nullable) */
static KmzbAreaStats *
get_stats (KmzbAreasLayer *self)
{
  KmzbPictureFrame frame;

  if (!kmzb_picture_layer_get_frame (KMZB_PICTURE_LAYER (self), &frame) || self->pack == NULL)
    return NULL;
  return g_hash_table_lookup (self->stats, GINT_TO_POINTER (frame.zoom));
}

/* Returns: (transfer full) (nullable): what is said of the area at @point, where one is shown */
KmzbAreaNote *
kmzb_areas_layer_pick (KmzbAreasLayer *self, KmzbPoint point)
{
  KmzbAreaStats *stats;

  g_return_val_if_fail (KMZB_IS_AREAS_LAYER (self), NULL);

  stats = get_stats (self);
  return stats != NULL && kmzb_box_contains (kmzb_pack_get_bounds (self->pack), point)
             ? kmzb_area_note_new_at (stats, point)
             : NULL;
}

/* Returns: (transfer full) (element-type KmzbAreaNote): the areas in @view, the nearest to @center first */
GPtrArray *
kmzb_areas_layer_list (KmzbAreasLayer *self, KmzbBox view, KmzbPoint center)
{
  KmzbAreaStats *stats;

  g_return_val_if_fail (KMZB_IS_AREAS_LAYER (self), NULL);

  stats = get_stats (self);
  return stats != NULL ? kmzb_area_note_list (stats, view, center)
                       : g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_area_note_free);
}

typedef struct
{
  KmzbThreats *threats;
  KmzbThreatFilter *filter;
  KmzbAreaNote *note;
} Count;

static void
count_free (gpointer data)
{
  Count *count = data;

  g_clear_pointer (&count->threats, kmzb_threats_unref);
  g_clear_pointer (&count->filter, kmzb_threat_filter_unref);
  kmzb_area_note_free (count->note);
  g_free (count);
}

static void
count_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Count *count = task_data;
  GArray *counts = kmzb_area_stats_count_categories (count->note->stats, count->threats, count->filter,
                                                     count->note->area, count->note->x, count->note->y);

  g_clear_pointer (&count->threats, kmzb_threats_unref); /* where nobody waits */
  g_task_return_pointer (task, counts, (GDestroyNotify) g_array_unref);
}

/* Counts on a worker of what categories the confirmed threats of the area are. */
void
kmzb_areas_layer_count_async (KmzbAreasLayer *self,
                              const KmzbAreaNote *note,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Count *count = g_new0 (Count, 1);

  g_return_if_fail (KMZB_IS_AREAS_LAYER (self));

  count->threats = self->threats != NULL ? kmzb_threats_ref (self->threats) : kmzb_threats_new ();
  count->filter = self->filter != NULL ? kmzb_threat_filter_ref (self->filter) : NULL;
  count->note = kmzb_area_note_copy (note);
  g_task_set_task_data (task, count, count_free);
  g_task_run_in_thread (task, count_in_thread);
}

/* Returns: (transfer full) (element-type KmzbCategoryCount) (nullable): the most frequent first; %NULL when cancelled */
GArray *
kmzb_areas_layer_count_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* @note: (nullable): what was said of the area that is to stand out */
void
kmzb_areas_layer_set_chosen (KmzbAreasLayer *self, const KmzbAreaNote *note)
{
  g_return_if_fail (KMZB_IS_AREAS_LAYER (self));

  g_clear_pointer (&self->chosen, kmzb_area_note_free);
  self->chosen = note != NULL ? kmzb_area_note_copy (note) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
