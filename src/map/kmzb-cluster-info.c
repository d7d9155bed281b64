/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-cluster-info.h"

G_DEFINE_BOXED_TYPE (KmzbClusterInfo, kmzb_cluster_info, kmzb_cluster_info_ref, kmzb_cluster_info_unref)

/* @runs: (element-type KmzbThreatRun): its threats in @index; @x, @y: its middle, 0..1 over the world */
KmzbClusterInfo *
kmzb_cluster_info_new (KmzbThreatIndex *index, GArray *runs, double x, double y, guint max_threats)
{
  KmzbClusterInfo *self = g_new0 (KmzbClusterInfo, 1);
  KmzbWorldRect extent = kmzb_threat_index_get_extent (index, runs);

  g_atomic_ref_count_init (&self->ref_count);
  self->center = (KmzbPoint){ kmzb_geo_tile_lat (y, 0), kmzb_geo_tile_lon (x, 0) };
  self->extent = (KmzbBox){
    .south = kmzb_geo_tile_lat (extent.y1, 0),
    .west = kmzb_geo_tile_lon (extent.x0, 0),
    .north = kmzb_geo_tile_lat (extent.y0, 0),
    .east = kmzb_geo_tile_lon (extent.x1, 0),
  };
  self->count = kmzb_threat_index_count_statuses (index, runs, self->statuses);
  self->categories = kmzb_threat_index_count_categories (index, runs);
  self->threats = kmzb_threat_index_nearest (index, runs, x, y, max_threats);
  return self;
}

KmzbClusterInfo *
kmzb_cluster_info_ref (KmzbClusterInfo *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_cluster_info_unref (KmzbClusterInfo *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->categories);
  g_ptr_array_unref (self->threats);
  g_free (self);
}
