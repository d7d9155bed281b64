/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock-check.h"
#include "kmzb-outbox.h"
#include "kmzb-sealer.h"
#include "kmzb-store.h"
#include "kmzb-wire-changes.h"
#include "kmzb-writer.h"

G_BEGIN_DECLS

void kmzb_store_run (KmzbStore *self,
                     KmzbWriterFunc func,
                     gpointer tag,
                     gpointer data,
                     GDestroyNotify free_data,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
KmzbOutbox *kmzb_store_get_outbox (KmzbStore *self, GTask *task);
KmzbSealer *kmzb_store_get_sealer (KmzbStore *self);
KmzbClockCheck *kmzb_store_get_clock_check (KmzbStore *self);
KmzbClock *kmzb_store_get_clock (KmzbStore *self);
const char *kmzb_store_get_data_dir (KmzbStore *self);
void kmzb_store_publish_soon (KmzbStore *self);
void kmzb_store_tell_changes (KmzbStore *self, KmzbWireChangesKind kind);
void kmzb_store_check_soon (KmzbStore *self);
void kmzb_store_tell_set_aside (KmzbStore *self, const char *message);
void kmzb_store_tell_saved (KmzbStore *self);

G_END_DECLS
