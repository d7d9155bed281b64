/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area.h"

G_BEGIN_DECLS

typedef struct _KmzbAreaFinder KmzbAreaFinder;

KmzbAreaFinder *kmzb_area_finder_new (GPtrArray *areas);
KmzbAreaFinder *kmzb_area_finder_ref (KmzbAreaFinder *self);
void kmzb_area_finder_unref (KmzbAreaFinder *self);
guint kmzb_area_finder_get_count (const KmzbAreaFinder *self);
KmzbArea *kmzb_area_finder_get (const KmzbAreaFinder *self, guint i);
int kmzb_area_finder_find (const KmzbAreaFinder *self, KmzbPoint point);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbAreaFinder, kmzb_area_finder_unref)

G_END_DECLS
