/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-pack.h"

G_BEGIN_DECLS

#define KMZB_TYPE_STATISTICS (kmzb_statistics_get_type ())
G_DECLARE_FINAL_TYPE (KmzbStatistics, kmzb_statistics, KMZB, STATISTICS, GObject)

KmzbStatistics *kmzb_statistics_new (void);
void kmzb_statistics_load_pack (KmzbStatistics *self, KmzbPack *pack);
void kmzb_statistics_set_central (KmzbStatistics *self, GPtrArray *features, const char *const *deleted);
GPtrArray *kmzb_statistics_get_features (KmzbStatistics *self);

G_END_DECLS
