/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"
#include "kmzb-store.h"
#include "kmzb-sync-config.h"
#include "kmzb-sync-state.h"

G_BEGIN_DECLS

#define KMZB_TYPE_SYNC_ENGINE (kmzb_sync_engine_get_type ())
G_DECLARE_FINAL_TYPE (KmzbSyncEngine, kmzb_sync_engine, KMZB, SYNC_ENGINE, GObject)

KmzbSyncEngine *kmzb_sync_engine_new (KmzbStore *store, KmzbClock *clock, const KmzbSyncConfig *config);
void kmzb_sync_engine_describe (KmzbSyncEngine *self,
                                const char *data_dir,
                                const char *pack_id,
                                const char *pack_name,
                                const char *pack_made);
gboolean kmzb_sync_engine_start (KmzbSyncEngine *self, GError **error);
void kmzb_sync_engine_stop (KmzbSyncEngine *self);
void kmzb_sync_engine_wake (KmzbSyncEngine *self);
void kmzb_sync_engine_ask_news (KmzbSyncEngine *self);
void kmzb_sync_engine_set_paused (KmzbSyncEngine *self, gboolean paused);

KmzbSyncState kmzb_sync_engine_get_state (KmzbSyncEngine *self);
KmzbNewsState kmzb_sync_engine_get_news (KmzbSyncEngine *self);
guint kmzb_sync_engine_get_n_waiting (KmzbSyncEngine *self);
const GError *kmzb_sync_engine_get_problem (KmzbSyncEngine *self);
KmzbTrouble kmzb_sync_engine_get_trouble (KmzbSyncEngine *self);

G_END_DECLS
