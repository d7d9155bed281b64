/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-status.h"

G_BEGIN_DECLS

/**
 * KmzbCluster:
 * @x: middle of its threats, 0..1 from west to east over the Web Mercator world
 * @y: the same from north to south
 * @count: how many
 * @first: one of them in the index; with a @count of one, the threat itself
 * @counts: how many of each status
 */
typedef struct
{
  double x;
  double y;
  guint count;
  guint first;
  guint counts[KMZB_N_STATUSES];
} KmzbCluster;

/**
 * KmzbClusterPart:
 * @first: in the index
 * @count: how many follow each other there
 * @owner: the cluster that they went to
 */
typedef struct
{
  guint first;
  guint count;
  guint owner;
} KmzbClusterPart;

KmzbStatus kmzb_cluster_get_status (const KmzbCluster *self);
void kmzb_cluster_get_shares (const KmzbCluster *self, guint total, guint shares[KMZB_N_STATUSES]);
void kmzb_clusters_merge (GArray *clusters, double single_reach, double crowd_reach, GArray *parts);
gboolean kmzb_cluster_parts_find (GArray *parts, guint item, guint *owner);

G_END_DECLS
