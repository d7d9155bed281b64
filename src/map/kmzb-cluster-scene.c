/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-cluster-scene.h"

#include "kmzb-camera.h"
#include "kmzb-cluster-block.h"

#include <math.h>

/* The room everything is given, in pixels from its middle at text of 100 %: single threats may stand side by side, a
 * fingertip apart; crowds leave what they count readable between them. */
#define SINGLE_REACH 32.0
#define CROWD_REACH 58.0
/* Between a crowd and what it keeps off. */
#define GAP 2.0

typedef struct
{
  KmzbThreatIndex *index;
  KmzbCellRect block;
  KmzbPlateLook *look;
  KmzbPlates *plates;
  KmzbClearing clearing;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  kmzb_threat_index_unref (order->index);
  kmzb_plate_look_free (order->look);
  kmzb_plates_unref (order->plates);
  g_free (order);
}

static void
texture_free (gpointer texture)
{
  if (texture != NULL)
    g_object_unref (texture);
}

/* @level_scale: pixels that the world is wide */
static void
step_aside (GArray *clusters, const KmzbClearing *clearing, double text_scale, double level_scale)
{
  for (guint i = 0; i < clusters->len && clearing->reach > 0; i++)
    {
      KmzbCluster *cluster = &g_array_index (clusters, KmzbCluster, i);
      double reach = (clearing->reach + GAP + kmzb_plate_side (cluster->count) * text_scale / 2) / level_scale;
      double dx = cluster->x - clearing->x, dy = cluster->y - clearing->y, d = hypot (dx, dy);

      if (cluster->count == 1 || d >= reach)
        continue;
      /* Right on it: below, where a sign's words would stand. */
      cluster->x = clearing->x + (d > 0 ? dx / d * reach : 0);
      cluster->y = clearing->y + (d > 0 ? dy / d * reach : reach);
    }
}

/* @clearing: (nullable) */
KmzbClusterScene *
kmzb_cluster_scene_new (KmzbThreatIndex *index,
                        KmzbCellRect block,
                        const KmzbPlateLook *look,
                        KmzbPlates *plates,
                        const KmzbClearing *clearing)
{
  KmzbClusterScene *self = g_new0 (KmzbClusterScene, 1);
  double level_scale = KMZB_CAMERA_WORLD_PX * ldexp (1.0, block.level - KMZB_CLUSTER_LEVELS);

  g_atomic_ref_count_init (&self->ref_count);
  self->index = kmzb_threat_index_ref (index);
  self->block = block;
  self->clusters = g_array_new (FALSE, FALSE, sizeof (KmzbCluster));
  self->parts = g_array_new (FALSE, FALSE, sizeof (KmzbClusterPart));
  kmzb_threat_index_query (index, block, self->clusters);
  if (clearing != NULL)
    step_aside (self->clusters, clearing, look->text_scale, level_scale);
  /* For the level, not for the zoom between levels: nothing jumps under two fingers until the level changes. */
  kmzb_clusters_merge (self->clusters, SINGLE_REACH * look->text_scale / level_scale,
                       CROWD_REACH * look->text_scale / level_scale, self->parts);
  /* What has grown by its neighbours wants a little more; there is that much room between crowds. */
  if (clearing != NULL)
    step_aside (self->clusters, clearing, look->text_scale, level_scale);
  self->plates = g_ptr_array_new_full (self->clusters->len, texture_free);
  kmzb_plates_begin (plates, look);
  for (guint i = 0; i < self->clusters->len; i++)
    {
      const KmzbCluster *cluster = &g_array_index (self->clusters, KmzbCluster, i);

      g_ptr_array_add (self->plates, cluster->count > 1 ? kmzb_plates_get (plates, look, cluster) : NULL);
    }
  return self;
}

KmzbClusterScene *
kmzb_cluster_scene_ref (KmzbClusterScene *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_cluster_scene_unref (KmzbClusterScene *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->clusters);
  g_array_unref (self->parts);
  g_ptr_array_unref (self->plates);
  kmzb_threat_index_unref (self->index);
  g_free (self);
}

static void
let_go_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  kmzb_threat_index_unref (task_data);
}

/* (transfer full): for the main thread. It may hold the last reference to a million threats: they are freed where
 * nobody waits. */
void
kmzb_cluster_scene_let_go (KmzbClusterScene *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_task_data (task, kmzb_threat_index_ref (self->index), NULL);
  kmzb_cluster_scene_unref (self);
  g_task_run_in_thread (task, let_go_in_thread);
}

static void
make (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Order *order = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  g_task_return_pointer (task, kmzb_cluster_scene_new (order->index, order->block, order->look, order->plates, &order->clearing),
                         (GDestroyNotify) kmzb_cluster_scene_unref);
}

/* One thread of its own, that keeps its fonts: each that draws text loads them anew. */
static GThreadPool *
get_maker (void)
{
  static GThreadPool *maker;

  if (g_once_init_enter (&maker))
    g_once_init_leave (&maker, g_thread_pool_new (make, NULL, 1, TRUE, NULL));
  return maker;
}

void
kmzb_cluster_scene_make_async (KmzbThreatIndex *index,
                               KmzbCellRect block,
                               const KmzbPlateLook *look,
                               KmzbPlates *plates,
                               const KmzbClearing *clearing,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Order *order = g_new0 (Order, 1);

  *order = (Order){ kmzb_threat_index_ref (index), block, kmzb_plate_look_copy (look), kmzb_plates_ref (plates),
                    clearing != NULL ? *clearing : (KmzbClearing){ 0 } };
  g_task_set_source_tag (task, kmzb_cluster_scene_make_async);
  g_task_set_task_data (task, order, order_free);
  g_task_set_check_cancellable (task, FALSE);
  g_thread_pool_push (get_maker (), task, NULL);
}

/* Returns: (transfer full) (nullable): %NULL when it was cancelled in time */
KmzbClusterScene *
kmzb_cluster_scene_make_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kmzb_cluster_scene_make_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
