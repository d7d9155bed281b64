/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog-keeper.h"
#include "kmzb-clock.h"
#include "kmzb-directory-keeper.h"
#include "kmzb-options.h"
#include "kmzb-pack.h"
#include "kmzb-report-context.h"
#include "kmzb-statistics.h"
#include "kmzb-store.h"
#include "kmzb-sync-engine.h"

G_BEGIN_DECLS

#define KMZB_TYPE_BOOTH (kmzb_booth_get_type ())
G_DECLARE_FINAL_TYPE (KmzbBooth, kmzb_booth, KMZB, BOOTH, GObject)

KmzbBooth *kmzb_booth_new (KmzbOptions *options, KmzbClock *clock);
void kmzb_booth_open_async (KmzbBooth *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
gboolean kmzb_booth_open_finish (KmzbBooth *self, GAsyncResult *result, GError **error);
void kmzb_booth_close (KmzbBooth *self);

KmzbOptions *kmzb_booth_get_options (KmzbBooth *self);
KmzbClock *kmzb_booth_get_clock (KmzbBooth *self);
KmzbStore *kmzb_booth_get_store (KmzbBooth *self);
KmzbPack *kmzb_booth_get_pack (KmzbBooth *self);
KmzbSyncEngine *kmzb_booth_get_engine (KmzbBooth *self);
KmzbReportContext *kmzb_booth_get_report_context (KmzbBooth *self);
KmzbCatalogKeeper *kmzb_booth_get_catalog_keeper (KmzbBooth *self);
KmzbThreats *kmzb_booth_get_threats (KmzbBooth *self);
KmzbStatistics *kmzb_booth_get_statistics (KmzbBooth *self);
KmzbDirectoryKeeper *kmzb_booth_get_directory_keeper (KmzbBooth *self);
KmzbPoint kmzb_booth_get_home (KmzbBooth *self);
gboolean kmzb_booth_get_practice (KmzbBooth *self);
void kmzb_booth_set_practice (KmzbBooth *self, gboolean practice);

char *kmzb_booth_find_pack (KmzbOptions *options);

G_END_DECLS
