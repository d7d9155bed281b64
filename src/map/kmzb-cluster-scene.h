/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-plates.h"
#include "kmzb-threat-index.h"

G_BEGIN_DECLS

/**
 * KmzbClearing:
 * @x: of a place, in the world's unit
 * @reach: pixels about it; 0 where nothing is to be kept clear
 *
 * A place that crowds keep off, as they stand for many places and may stand beside any of them. A single threat stays
 * where it is.
 */
typedef struct
{
  double x;
  double y;
  double reach;
} KmzbClearing;

/**
 * KmzbClusterScene:
 * @index: whose threats
 * @block: the cells that were clustered
 * @clusters: (element-type KmzbCluster): largest first
 * @parts: (element-type KmzbClusterPart): what each is made of
 * @plates: (element-type GdkTexture): the picture of each; %NULL for a single threat
 *
 * All there is to draw of a block of the map. Immutable, shared by reference, made on any thread.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  KmzbThreatIndex *index;
  KmzbCellRect block;
  GArray *clusters;
  GArray *parts;
  GPtrArray *plates;
} KmzbClusterScene;

KmzbClusterScene *kmzb_cluster_scene_new (KmzbThreatIndex *index,
                                          KmzbCellRect block,
                                          const KmzbPlateLook *look,
                                          KmzbPlates *plates,
                                          const KmzbClearing *clearing);
KmzbClusterScene *kmzb_cluster_scene_ref (KmzbClusterScene *self);
void kmzb_cluster_scene_unref (KmzbClusterScene *self);
void kmzb_cluster_scene_let_go (KmzbClusterScene *self);

void kmzb_cluster_scene_make_async (KmzbThreatIndex *index,
                                    KmzbCellRect block,
                                    const KmzbPlateLook *look,
                                    KmzbPlates *plates,
                                    const KmzbClearing *clearing,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KmzbClusterScene *kmzb_cluster_scene_make_finish (GAsyncResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbClusterScene, kmzb_cluster_scene_unref)

G_END_DECLS
