/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The threats of the map view: indexed and filtered on a worker, counted, listed and touched. */
#include "kmzb-map-view-private.h"

#include "kmzb-a11y.h"
#include "kmzb-map-pad.h"
#include "kmzb-memory.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A sheet lists no more of a cluster than this. */
#define CLUSTER_LIST_MAX 200
/* What is left between a fan and the edge of the view. */
#define FAN_MARGIN 8.0

enum
{
  SIGNAL_THREAT_ACTIVATED,
  SIGNAL_CLUSTER_ACTIVATED,
  SIGNAL_THREATS_SHOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a worker gets: never the widget, whose last reference must not end on its thread. */
typedef struct
{
  GWeakRef view;
  KmzbThreats *threats;
  KmzbThreatIndex *base;
  KmzbThreatFilter *filter;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->view);
  g_clear_pointer (&job->threats, kmzb_threats_unref);
  g_clear_pointer (&job->base, kmzb_threat_index_unref);
  g_clear_pointer (&job->filter, kmzb_threat_filter_unref);
  g_free (job);
}

static void
let_go_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;

  g_clear_pointer (&job->base, kmzb_threat_index_unref);
}

/* An index may hold the last reference to a million threats: they are freed where nobody waits. */
static void
let_go (KmzbThreatIndex *index)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (index == NULL)
    return;
  job = g_new0 (Job, 1);
  g_weak_ref_init (&job->view, NULL);
  job->base = index;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, let_go_in_thread);
}

static void
cancel (GCancellable **cancellable)
{
  g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

static void
run_job (KmzbMapView *self, Job *job, GCancellable *cancellable, GAsyncReadyCallback done, GTaskThreadFunc work)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, done, NULL);

  g_weak_ref_init (&job->view, self);
  g_task_set_task_data (task, job, job_free);
  /* What a cancelled run has made comes back too, to be let go where nobody waits. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, work);
}

static void
show (KmzbMapView *self, KmzbThreatIndex *index)
{
  KmzbThreatIndex *old = kmzb_threat_layer_get_index (self->threat_layer);

  if (old != NULL)
    kmzb_threat_index_ref (old);
  kmzb_threat_layer_set_index (self->threat_layer, index);
  let_go (old);
}

/* The layer draws other threats than before. */
void
kmzb_map_view_threats_shown (KmzbMapView *self)
{
  kmzb_map_view_describe (self);
  g_signal_emit (self, signals[SIGNAL_THREATS_SHOWN], 0);
}

static gboolean
is_cancelled (GAsyncResult *result)
{
  return g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));
}

static void
filter_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  KmzbThreatIndex *filtered = kmzb_threat_index_filter (job->base, job->filter, cancellable);

  g_clear_pointer (&job->base, kmzb_threat_index_unref);
  g_task_return_pointer (task, filtered, (GDestroyNotify) kmzb_threat_index_unref);
}

static void
on_filtered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (KmzbMapView) self = g_weak_ref_get (&job->view);
  KmzbThreatIndex *filtered = g_task_propagate_pointer (G_TASK (result), NULL);

  /* A later filter has cancelled this one: its answer is of no use any more. */
  if (self == NULL || filtered == NULL || is_cancelled (result))
    {
      let_go (filtered);
      return;
    }
  g_clear_object (&self->threats.filtering);
  show (self, filtered);
  let_go (filtered);
}

static void
refilter (KmzbMapView *self)
{
  Job *job;

  cancel (&self->threats.filtering);
  if (self->threats.base == NULL || self->threats.filter == NULL)
    {
      show (self, self->threats.base);
      return;
    }
  job = g_new0 (Job, 1);
  job->base = kmzb_threat_index_ref (self->threats.base);
  job->filter = kmzb_threat_filter_ref (self->threats.filter);
  self->threats.filtering = g_cancellable_new ();
  run_job (self, job, self->threats.filtering, on_filtered, filter_in_thread);
}

static void
index_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  KmzbThreatIndex *index = kmzb_threat_index_new (job->threats);

  g_clear_pointer (&job->threats, kmzb_threats_unref);
  /* Reading and sorting a million threats leaves holes behind. */
  kmzb_memory_trim ();
  g_task_return_pointer (task, index, (GDestroyNotify) kmzb_threat_index_unref);
}

static void
on_indexed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (KmzbMapView) self = g_weak_ref_get (&job->view);
  KmzbThreatIndex *base = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self == NULL || base == NULL || is_cancelled (result))
    {
      let_go (base);
      return;
    }
  g_clear_object (&self->threats.indexing);
  let_go (self->threats.base);
  self->threats.base = base;
  refilter (self);
}

/* @catalog: (nullable) (transfer none): whose icons the pins show */
void
kmzb_map_view_set_catalog (KmzbMapView *self, KmzbCatalog *catalog)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_threat_layer_set_catalog (self->threat_layer, catalog);
}

/* @threats: (nullable): sorted; kept, not to be changed any more. Indexed on a worker. */
void
kmzb_map_view_set_threats (KmzbMapView *self, KmzbThreats *threats)
{
  Job *job;

  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  kmzb_areas_layer_set_threats (self->areas_layer, threats);
  cancel (&self->threats.indexing);
  if (threats == NULL)
    {
      let_go (g_steal_pointer (&self->threats.base));
      refilter (self);
      return;
    }
  job = g_new0 (Job, 1);
  job->threats = kmzb_threats_ref (threats);
  self->threats.indexing = g_cancellable_new ();
  run_job (self, job, self->threats.indexing, on_indexed, index_in_thread);
}

/**
 * kmzb_map_view_set_filter:
 * @filter: (nullable) (transfer none): %NULL to show every threat that visitors may see
 *
 * The picture changes when a worker is done, a few hundredths of a second later; #KmzbMapView::threats-shown tells.
 */
void
kmzb_map_view_set_filter (KmzbMapView *self, KmzbThreatFilter *filter)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  if (self->threats.filter == filter)
    return;
  g_clear_pointer (&self->threats.filter, kmzb_threat_filter_unref);
  self->threats.filter = filter != NULL ? kmzb_threat_filter_ref (filter) : NULL;
  kmzb_areas_layer_set_filter (self->areas_layer, filter);
  if (self->threats.base != NULL)
    refilter (self);
}

/* How many threats there are, filtered or not. */
guint
kmzb_map_view_count_threats (KmzbMapView *self)
{
  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), 0);
  return self->threats.base != NULL ? kmzb_threat_index_get_count (self->threats.base) : 0;
}

/* How many of them come from @source. @latest_us: (out) (optional): when one of them changed last; 0 without any */
guint
kmzb_map_view_count_source (KmzbMapView *self, KmzbThreatSource source, gint64 *latest_us)
{
  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self) && source < KMZB_N_THREAT_SOURCES, 0);

  if (latest_us != NULL)
    *latest_us = 0;
  if (self->threats.base == NULL)
    return 0;
  return kmzb_threats_count_source (kmzb_threat_index_get_threats (self->threats.base), source, latest_us);
}

/* @threat: (nullable): stands out among the others, wherever it is on the map */
void
kmzb_map_view_set_chosen (KmzbMapView *self, const KmzbThreat *threat)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));
  kmzb_threat_layer_set_chosen (self->threat_layer, threat);
}

/* How many of them the filter lets through, wherever they are. */
guint
kmzb_map_view_count_shown (KmzbMapView *self)
{
  KmzbThreatIndex *index;

  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), 0);

  index = kmzb_threat_layer_get_index (self->threat_layer);
  return index != NULL ? kmzb_threat_index_get_count (index) : 0;
}

/* How many of those are in view. */
guint
kmzb_map_view_count_in_view (KmzbMapView *self)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (KmzbThreatRun));
  KmzbThreatIndex *index;

  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), 0);

  index = kmzb_threat_layer_get_index (self->threat_layer);
  if (index == NULL)
    return 0;
  kmzb_threat_index_find (index, kmzb_threat_layer_get_view (self->threat_layer), runs);
  return kmzb_threat_index_count_statuses (index, runs, NULL);
}

/* Returns: (transfer full) (element-type KmzbThreat): at most @max threats in view, the nearest to the centre first */
GPtrArray *
kmzb_map_view_list_in_view (KmzbMapView *self, guint max)
{
  KmzbThreatIndex *index;

  g_return_val_if_fail (KMZB_IS_MAP_VIEW (self), NULL);

  index = kmzb_threat_layer_get_index (self->threat_layer);
  if (index == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_threat_unref);
  return kmzb_threat_index_nearest_in (index, kmzb_threat_layer_get_view (self->threat_layer), self->camera.x,
                                       self->camera.y, max);
}

static void
set_description (KmzbMapView *self, const char *place)
{
  guint count = kmzb_map_view_count_in_view (self);
  g_autofree char *near = NULL;
  g_autofree char *zoom = NULL;
  g_autofree char *threats = NULL;
  g_autofree char *text = NULL;
  const char *unread = "";

  /* Translators: what a screen reader says of the map; %s is an address in its middle */
  near = place != NULL ? g_strdup_printf (_ ("Near %s."), place) : g_strdup ("");
  /* Translators: what a screen reader says of the map: the zoom level, and the closest there is */
  zoom = g_strdup_printf (_ ("Zoom %d of %d."), (int) round (self->camera.zoom), (int) round (self->camera.max_zoom));
  threats = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u threat in view", "%u threats in view", count), count);
  self->threats.unread_told = kmzb_tile_layer_is_unread (self->tile_layer);
  if (self->threats.unread_told)
    /* Translators: what a screen reader says of the map where its file is damaged */
    unread = _ ("We can’t read a part of the map. Please tell the officer.");
  text = g_strconcat (near, " ", zoom, " ", unread, *unread != '\0' ? " " : "", threats, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, g_strstrip (text), -1);
}

static void
on_address (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (KmzbMapView) self = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = kmzb_pack_nearest_address_finish (KMZB_PACK (object), result, &error);

  g_weak_ref_clear (weak);
  g_free (weak);
  /* Without an address the map has been described already. */
  if (self != NULL && address != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_description (self, address);
}

/* Says what a screen reader is to say of the picture: at once, and again with the place when that is found. */
void
kmzb_map_view_describe (KmzbMapView *self)
{
  KmzbPoint center = kmzb_camera_get_center (&self->camera);
  GWeakRef *weak;

  cancel (&self->threats.describing);
  set_description (self, NULL);
  if (self->pack == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  self->threats.describing = g_cancellable_new ();
  kmzb_pack_nearest_address_async (self->pack, center.lat, center.lon, self->threats.describing, on_address, weak);
}

/* Everything with words again, in the language of now; the map itself stays as it is. */
void
kmzb_map_view_rebuild (KmzbMapView *self)
{
  g_return_if_fail (KMZB_IS_MAP_VIEW (self));

  kmzb_a11y_set_label (GTK_WIDGET (self), _ ("Map"));
  kmzb_map_pad_rebuild (KMZB_MAP_PAD (self->pad));
  kmzb_map_view_describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self->tile_layer)); /* it writes where the map ends */
}

/* A fan at the edge of the view would be half a fan: the map makes room. */
static void
make_room (KmzbMapView *self, double x, double y, double radius)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double scale = kmzb_camera_get_scale (&self->camera);
  double px = (x - self->camera.x) * scale + width / 2, py = (y - self->camera.y) * scale + height / 2;
  double reach_x = MIN (radius + FAN_MARGIN, width / 2), reach_y = MIN (radius + FAN_MARGIN, height / 2);
  double dx = px - CLAMP (px, reach_x, width - reach_x), dy = py - CLAMP (py, reach_y, height - reach_y);

  if (dx == 0 && dy == 0)
    return;
  kmzb_map_view_go_to (self, kmzb_geo_tile_lat (self->camera.y + dy / scale, 0),
                       kmzb_geo_tile_lon (self->camera.x + dx / scale, 0), self->camera.zoom, TRUE);
}

/* Nobody shows the cluster otherwise: come close enough to see it fall apart. */
static void
zoom_into (KmzbMapView *self, const KmzbClusterInfo *info)
{
  double zoom = MIN (self->camera.max_zoom, floor (self->camera.zoom + 0.1) + 4);

  kmzb_map_view_go_to_box (self, info->extent, zoom, TRUE);
}

static void
activate_cluster (KmzbMapView *self, guint cluster)
{
  g_autoptr (KmzbClusterInfo) info = NULL;
  g_autoptr (GArray) runs = NULL;
  gboolean handled = FALSE;
  double x, y, radius;

  if (self->camera.zoom > self->camera.max_zoom - 0.01
      && kmzb_threat_layer_fan_out (self->threat_layer, cluster, &radius))
    {
      runs = kmzb_threat_layer_get_runs (self->threat_layer, cluster, &x, &y);
      make_room (self, x, y, radius);
      return;
    }

  runs = kmzb_threat_layer_get_runs (self->threat_layer, cluster, &x, &y);
  info = kmzb_cluster_info_new (kmzb_threat_layer_get_index (self->threat_layer), runs, x, y, CLUSTER_LIST_MAX);
  g_signal_emit (self, signals[SIGNAL_CLUSTER_ACTIVATED], 0, info, &handled);
  if (!handled)
    zoom_into (self, info);
}

/* Returns: whether the tap at @px/@py was at a threat, a cluster, or beside a fan that it folds */
gboolean
kmzb_map_view_tap_threat (KmzbMapView *self, double px, double py)
{
  KmzbThreatPick pick;
  gboolean found = kmzb_threat_layer_pick (self->threat_layer, px, py, &pick);

  if (found && pick.single)
    {
      KmzbThreatIndex *index = kmzb_threat_layer_get_index (self->threat_layer);
      g_autoptr (KmzbThreat) threat = kmzb_threat_index_get (index, pick.item);

      g_signal_emit (self, signals[SIGNAL_THREAT_ACTIVATED], 0, threat);
      return TRUE;
    }
  if (kmzb_threat_layer_fold (self->threat_layer))
    return TRUE;
  if (found)
    activate_cluster (self, pick.cluster);
  return found;
}

void
kmzb_map_view_drop_threats (KmzbMapView *self)
{
  cancel (&self->threats.indexing);
  cancel (&self->threats.filtering);
  cancel (&self->threats.describing);
  let_go (g_steal_pointer (&self->threats.base));
  g_clear_pointer (&self->threats.filter, kmzb_threat_filter_unref);
}

void
kmzb_map_view_class_add_threats (KmzbMapViewClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  /**
   * KmzbMapView::threat-activated:
   * @threat: a #KmzbThreat that a visitor touched
   */
  signals[SIGNAL_THREAT_ACTIVATED] = g_signal_new ("threat-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                   G_TYPE_NONE, 1, KMZB_TYPE_THREAT | G_SIGNAL_TYPE_STATIC_SCOPE);

  /**
   * KmzbMapView::cluster-activated:
   * @cluster: a #KmzbClusterInfo
   *
   * A visitor touched a cluster. At the last zoom a small one fans out instead.
   *
   * Returns: %TRUE from who shows it; else the map comes closer
   */
  signals[SIGNAL_CLUSTER_ACTIVATED]
      = g_signal_new ("cluster-activated", type, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL, NULL,
                      G_TYPE_BOOLEAN, 1, KMZB_TYPE_CLUSTER_INFO | G_SIGNAL_TYPE_STATIC_SCOPE);

  /**
   * KmzbMapView::threats-shown:
   *
   * Other threats are shown than before: new ones, or those of another filter.
   */
  signals[SIGNAL_THREATS_SHOWN]
      = g_signal_new ("threats-shown", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}
