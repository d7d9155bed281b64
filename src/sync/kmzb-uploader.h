/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-gate.h"
#include "kmzb-open311-client.h"
#include "kmzb-store.h"
#include "kmzb-sync-state.h"

G_BEGIN_DECLS

/**
 * KmzbWake:
 * @KMZB_WAKE_SAVED: a report was saved
 * @KMZB_WAKE_NOW: the network has changed, or a person asks for it: what went wrong before counts no more
 */
typedef enum
{
  KMZB_WAKE_SAVED,
  KMZB_WAKE_NOW,
} KmzbWake;

/* @problem: (nullable): why reports wait, for the officer */
typedef void (*KmzbUploaderFunc) (KmzbSyncState state, const GError *problem, gpointer user_data);

/* Private to the room: everybody else goes through KmzbSyncEngine. */
typedef struct _KmzbUploader KmzbUploader;

KmzbUploader *kmzb_uploader_new (KmzbStore *store,
                                 KmzbClock *clock,
                                 KmzbOpen311Client *client,
                                 KmzbUploaderFunc func,
                                 gpointer user_data);
void kmzb_uploader_free (KmzbUploader *self);
void kmzb_uploader_wake (KmzbUploader *self, KmzbWake wake);
const KmzbGate *kmzb_uploader_get_gate (KmzbUploader *self);
void kmzb_uploader_stop (KmzbUploader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbUploader, kmzb_uploader_free)

G_END_DECLS
