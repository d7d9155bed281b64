/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-statistics.h"
#include "kmzb-store.h"

G_BEGIN_DECLS

void kmzb_central_statistics_load (KmzbStore *store, KmzbStatistics *statistics, GCancellable *cancellable);

G_END_DECLS
