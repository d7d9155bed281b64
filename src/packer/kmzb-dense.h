/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

G_BEGIN_DECLS

KmzbBox kmzb_dense_box (const KmzbPoint *points, guint n_points);

G_END_DECLS
