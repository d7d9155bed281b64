/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-frame.h"
#include "kmzb-threat-index.h"

G_BEGIN_DECLS

/* A cell of the clustering grid is 32 pixels at a whole zoom, three levels below a tile: what shares one can't be told
 * apart by a finger. */
#define KMZB_CLUSTER_LEVELS 3

KmzbCellRect kmzb_cluster_block_for (const KmzbMapFrame *frame);
gboolean kmzb_cluster_block_equal (const KmzbCellRect *a, const KmzbCellRect *b);

G_END_DECLS
