/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-store.h"
#include "kmzb-wire-changes.h"

/* What central tells, as the store keeps it. For rooms that see the wire. */

G_BEGIN_DECLS

void kmzb_store_get_cursor_async (KmzbStore *self,
                                  KmzbWireChangesKind kind,
                                  const char *server,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean kmzb_store_get_cursor_finish (KmzbStore *self, GAsyncResult *result, char **cursor, GError **error);
void kmzb_store_apply_changes_async (KmzbStore *self,
                                     const char *server,
                                     KmzbWireChanges *page,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean kmzb_store_apply_changes_finish (KmzbStore *self, GAsyncResult *result, GError **error);
void kmzb_store_start_over_async (KmzbStore *self,
                                  KmzbWireChangesKind kind,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean kmzb_store_start_over_finish (KmzbStore *self, GAsyncResult *result, GError **error);
void kmzb_store_load_records_async (KmzbStore *self,
                                    KmzbWireChangesKind kind,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GHashTable *kmzb_store_load_records_finish (KmzbStore *self, GAsyncResult *result, gint64 *as_of_us, GError **error);

G_END_DECLS
