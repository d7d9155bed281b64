/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-areas-layer.h"

#include "kmzb-area-art.h"
#include "kmzb-map-frame.h"

#include <math.h>
#include <string.h>

/* The picture is larger than the view on every side, so that a short drag needs no new one. */
#define MARGIN 288
#define MAX_ZOOM 22

/* Everything one run on the worker needs and brings back. It never touches the layer. */
typedef struct
{
  GPtrArray *threats;
  KmzbPack *pack;
  KmzbBox bounds;
  KmzbThreatFilter *filter;
  KmzbAreaPalette palette;
  KmzbAreaFrame frame;
  int scale_factor;
  guint generation;
  guint look;
  KmzbAreaStats *stats; /* kept from an earlier run, or made */
  GdkTexture *texture;
} Job;

/**
 * KmzbAreasLayer:
 *
 * Shades areas by what #KmzbAreaStats says of them. Counting and drawing happen on a worker; the layer shows one picture
 * of the view and its surroundings until the next is ready. Counts are kept for every zoom until threats, pack or
 * filter change. Out of sight it does nothing.
 */
struct _KmzbAreasLayer
{
  ShumateLayer parent;

  GPtrArray *threats;
  KmzbPack *pack;
  KmzbThreatFilter *filter;
  guint generation;  /* of what is counted */
  GHashTable *stats; /* zoom -> KmzbAreaStats */
  KmzbAreaPalette palette;
  guint look; /* of colours and their sharpness */
  gboolean working;

  GdkTexture *texture;
  KmzbAreaFrame frame;
  guint texture_generation;
  guint texture_look;
};

G_DEFINE_FINAL_TYPE (KmzbAreasLayer, kmzb_areas_layer, SHUMATE_TYPE_LAYER)

static void
job_free (Job *job)
{
  g_clear_pointer (&job->threats, g_ptr_array_unref);
  g_clear_pointer (&job->filter, kmzb_threat_filter_unref);
  g_object_unref (job->pack);
  kmzb_area_stats_unref (job->stats);
  g_clear_object (&job->texture);
  g_free (job);
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

static void
work_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;

  if (job->stats == NULL)
    {
      g_autoptr (KmzbAreaFinder) finder = load_finder (job->pack, job->frame.zoom);

      job->stats = kmzb_area_stats_new (job->threats, finder, kmzb_area_stats_level_for_zoom (job->frame.zoom),
                                        job->filter);
    }
  /* It may be the last reference to a million threats: they are freed where nobody waits. */
  g_clear_pointer (&job->threats, g_ptr_array_unref);
  job->texture = kmzb_area_art_picture (&job->palette, job->stats, job->bounds, job->frame, job->scale_factor);
  g_task_return_boolean (task, TRUE);
}

static void
on_worked (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (KmzbAreasLayer) self = g_weak_ref_get (weak);
  Job *job = g_task_get_task_data (G_TASK (result));

  g_weak_ref_clear (weak);
  g_free (weak);
  if (self == NULL)
    return;
  self->working = FALSE;
  if (job->generation == self->generation)
    {
      g_hash_table_replace (self->stats, GINT_TO_POINTER (job->frame.zoom), kmzb_area_stats_ref (job->stats));
      g_set_object (&self->texture, job->texture);
      self->frame = job->frame;
      self->texture_generation = job->generation;
      self->texture_look = job->look;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static int
zoom_of (const KmzbMapFrame *frame)
{
  return CLAMP ((int) floor (frame->zoom + 1e-6), 0, MAX_ZOOM);
}

static gint64
align (double px)
{
  return (gint64) floor (px / KMZB_AREA_PATTERN_PX) * KMZB_AREA_PATTERN_PX;
}

/* The picture that @view asks for: as large as the view is at the whole zoom below, and more. */
static KmzbAreaFrame
frame_for (const KmzbMapFrame *view)
{
  int zoom = zoom_of (view);
  double shrink = exp2 (zoom - view->zoom);
  double center_x = (view->left + view->width / 2.0) * shrink, center_y = (view->top + view->height / 2.0) * shrink;

  return (KmzbAreaFrame){
    .zoom = zoom,
    .left = align (center_x - view->width / 2.0 - MARGIN),
    .top = align (center_y - view->height / 2.0 - MARGIN),
    .width = view->width + 2 * MARGIN + KMZB_AREA_PATTERN_PX,
    .height = view->height + 2 * MARGIN + KMZB_AREA_PATTERN_PX,
  };
}

/* Whether the picture there is will do for @view. */
static gboolean
is_fit (KmzbAreasLayer *self, const KmzbMapFrame *view)
{
  double shrink = exp2 (self->frame.zoom - view->zoom);

  return self->texture != NULL && self->texture_generation == self->generation
         && self->texture_look == self->look && self->frame.zoom == zoom_of (view)
         && view->left * shrink >= (double) self->frame.left && view->top * shrink >= (double) self->frame.top
         && (view->left + view->width) * shrink <= (double) (self->frame.left + self->frame.width)
         && (view->top + view->height) * shrink <= (double) (self->frame.top + self->frame.height);
}

static void
start_work (KmzbAreasLayer *self, const KmzbMapFrame *view)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (GTask) task = NULL;
  KmzbAreaStats *stats;
  GWeakRef *weak;
  Job *job;

  if (self->working || self->threats == NULL || self->pack == NULL)
    return;
  job = g_new0 (Job, 1);
  job->threats = g_ptr_array_ref (self->threats);
  job->pack = g_object_ref (self->pack);
  job->bounds = kmzb_pack_get_bounds (self->pack);
  job->filter = self->filter != NULL ? kmzb_threat_filter_ref (self->filter) : NULL;
  job->frame = frame_for (view);
  job->scale_factor = gtk_widget_get_scale_factor (widget);
  job->generation = self->generation;
  job->look = self->look;
  job->palette = self->palette;
  stats = g_hash_table_lookup (self->stats, GINT_TO_POINTER (job->frame.zoom));
  job->stats = stats != NULL ? kmzb_area_stats_ref (stats) : NULL;

  self->working = TRUE;
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  task = g_task_new (NULL, NULL, on_worked, weak);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, work_in_thread);
}

static void
kmzb_areas_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KmzbAreasLayer *self = KMZB_AREAS_LAYER (widget);
  KmzbMapFrame view = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);
  double grow;

  if (view.width <= 0 || view.height <= 0)
    return;
  if (!is_fit (self, &view))
    start_work (self, &view);
  if (self->texture == NULL)
    return;

  grow = exp2 (view.zoom - self->frame.zoom);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) view.width, (float) view.height));
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT ((float) ((double) self->frame.left * grow - view.left),
                                                    (float) ((double) self->frame.top * grow - view.top),
                                                    (float) (self->frame.width * grow),
                                                    (float) (self->frame.height * grow)));
  gtk_snapshot_pop (snapshot);
}

static void
let_go_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  g_ptr_array_unref (task_data);
}

static void
let_go (GPtrArray *threats)
{
  g_autoptr (GTask) task = NULL;

  if (threats == NULL)
    return;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, threats, NULL);
  g_task_run_in_thread (task, let_go_in_thread);
}

/* Nothing counted so far is true any more; the last picture stays until there is a new one. */
static void
invalidate (KmzbAreasLayer *self)
{
  self->generation++;
  g_hash_table_remove_all (self->stats);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw_anew (KmzbAreasLayer *self)
{
  self->look++;
  gtk_widget_queue_draw (GTK_WIDGET (self));
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
  draw_anew (self);
}

static void
kmzb_areas_layer_constructed (GObject *object)
{
  G_OBJECT_CLASS (kmzb_areas_layer_parent_class)->constructed (object);
  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (object)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), object, G_CONNECT_SWAPPED);
  g_signal_connect (object, "notify::scale-factor", G_CALLBACK (draw_anew), NULL);
}

static void
kmzb_areas_layer_finalize (GObject *object)
{
  KmzbAreasLayer *self = KMZB_AREAS_LAYER (object);

  let_go (self->threats);
  g_clear_pointer (&self->filter, kmzb_threat_filter_unref);
  g_clear_object (&self->pack);
  g_clear_pointer (&self->stats, g_hash_table_unref);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (kmzb_areas_layer_parent_class)->finalize (object);
}

static void
kmzb_areas_layer_class_init (KmzbAreasLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = kmzb_areas_layer_constructed;
  object_class->finalize = kmzb_areas_layer_finalize;
  widget_class->snapshot = kmzb_areas_layer_snapshot;
  widget_class->css_changed = kmzb_areas_layer_css_changed;
}

static void
kmzb_areas_layer_init (KmzbAreasLayer *self)
{
  self->stats = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kmzb_area_stats_unref);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
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
  g_clear_object (&self->texture);
  invalidate (self);
}

/* @threats: (element-type KmzbThreat) (nullable): kept, not to be changed any more */
void
kmzb_areas_layer_set_threats (KmzbAreasLayer *self, GPtrArray *threats)
{
  g_return_if_fail (KMZB_IS_AREAS_LAYER (self));

  let_go (self->threats);
  self->threats = threats != NULL ? g_ptr_array_ref (threats) : NULL;
  if (threats == NULL)
    g_clear_object (&self->texture);
  invalidate (self);
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
  invalidate (self);
}

/* Whether what is shown is what there is to show. */
gboolean
kmzb_areas_layer_is_complete (KmzbAreasLayer *self)
{
  KmzbMapFrame view;

  g_return_val_if_fail (KMZB_IS_AREAS_LAYER (self), FALSE);

  view = kmzb_map_frame_get (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
  return self->threats == NULL || self->pack == NULL || is_fit (self, &view);
}

/* Returns: (transfer full) (nullable): what is said of the area at @point, where one is shown */
KmzbAreaNote *
kmzb_areas_layer_pick (KmzbAreasLayer *self, KmzbPoint point)
{
  KmzbAreaStats *stats;

  g_return_val_if_fail (KMZB_IS_AREAS_LAYER (self), NULL);

  if (self->texture == NULL || self->pack == NULL || !kmzb_box_contains (kmzb_pack_get_bounds (self->pack), point))
    return NULL;
  /* What a visitor sees is the picture, even while the next one is made. */
  stats = g_hash_table_lookup (self->stats, GINT_TO_POINTER (self->frame.zoom));
  return stats != NULL ? kmzb_area_note_new_at (stats, point) : NULL;
}
