/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-pack.h"

#include <shumate/shumate.h>

G_BEGIN_DECLS

#define BARE_TYPE_SOURCE (bare_source_get_type ())
G_DECLARE_FINAL_TYPE (BareSource, bare_source, BARE, SOURCE, ShumateDataSource)

BareSource *bare_source_new (KmzbPack *pack);
gboolean bare_source_is_idle (BareSource *self);
ShumateMap *bare_source_new_map (BareSource *self, KmzbPoint center, double level);

G_END_DECLS
