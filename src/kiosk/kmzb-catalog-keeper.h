/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-context.h"

G_BEGIN_DECLS

#define KMZB_TYPE_CATALOG_KEEPER (kmzb_catalog_keeper_get_type ())
G_DECLARE_FINAL_TYPE (KmzbCatalogKeeper, kmzb_catalog_keeper, KMZB, CATALOG_KEEPER, GObject)

KmzbCatalogKeeper *kmzb_catalog_keeper_new (KmzbReportContext *context, const char *path);
void kmzb_catalog_keeper_reload (KmzbCatalogKeeper *self);
gboolean kmzb_catalog_keeper_is_busy (KmzbCatalogKeeper *self);
void kmzb_catalog_keeper_set_visited (KmzbCatalogKeeper *self, gboolean visited);
void kmzb_catalog_keeper_stop (KmzbCatalogKeeper *self);

G_END_DECLS
