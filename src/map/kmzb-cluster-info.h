/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat-index.h"

G_BEGIN_DECLS

/**
 * KmzbClusterInfo:
 * @center: where the map shows the cluster
 * @extent: the box of all its threats
 * @count: how many threats in all
 * @statuses: how many of each status
 * @categories: (element-type KmzbCategoryCount): the most frequent first
 * @threats: (element-type KmzbThreat): the nearest to @center first, no more than were asked for
 *
 * What there is to say about one cluster. Immutable, shared by reference.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  KmzbPoint center;
  KmzbBox extent;
  guint count;
  guint statuses[KMZB_N_STATUSES];
  GArray *categories;
  GPtrArray *threats;
} KmzbClusterInfo;

#define KMZB_TYPE_CLUSTER_INFO (kmzb_cluster_info_get_type ())
GType kmzb_cluster_info_get_type (void);

KmzbClusterInfo *kmzb_cluster_info_new (KmzbThreatIndex *index, GArray *runs, double x, double y, guint max_threats);
KmzbClusterInfo *kmzb_cluster_info_ref (KmzbClusterInfo *self);
void kmzb_cluster_info_unref (KmzbClusterInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbClusterInfo, kmzb_cluster_info_unref)

G_END_DECLS
