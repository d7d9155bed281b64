/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-stat-feature.h"

G_BEGIN_DECLS

KmzbStatFeature *kmzb_wire_read_statistic (const char *id, const char *json);

G_END_DECLS
