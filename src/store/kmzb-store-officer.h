/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-queue-entry.h"
#include "kmzb-store.h"

G_BEGIN_DECLS

/**
 * KmzbOfficerAction:
 * @KMZB_OFFICER_HOLD: set aside, with a reason
 * @KMZB_OFFICER_RELEASE: a held one waits to be sent again
 * @KMZB_OFFICER_RELEASE_AS_JOKE: the same, and the police are told that it is a joke
 * @KMZB_OFFICER_RETRY: a refused or uncertain one waits to be sent again
 */
typedef enum
{
  KMZB_OFFICER_HOLD,
  KMZB_OFFICER_RELEASE,
  KMZB_OFFICER_RELEASE_AS_JOKE,
  KMZB_OFFICER_RETRY,
} KmzbOfficerAction;

void kmzb_store_list_queue_async (KmzbStore *self,
                                  KmzbReportState state,
                                  gint64 before_seq,
                                  guint max,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *kmzb_store_list_queue_finish (KmzbStore *self, GAsyncResult *result, GError **error);

void kmzb_store_act_async (KmzbStore *self,
                           KmzbOfficerAction action,
                           gint64 seq,
                           const char *reason,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean kmzb_store_act_finish (KmzbStore *self, GAsyncResult *result, GError **error);

void kmzb_store_audit (KmzbStore *self, const char *action);
void kmzb_store_list_audit_async (KmzbStore *self,
                                  guint max,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *kmzb_store_list_audit_finish (KmzbStore *self, GAsyncResult *result, GError **error);

/**
 * KmzbExport:
 * @path: the file
 * @n: reports in it
 * @n_readable: of these, reports whose description is not sealed: the stick is to be guarded
 */
typedef struct
{
  char *path;
  guint n;
  guint n_readable;
} KmzbExport;

void kmzb_export_free (KmzbExport *self);
void kmzb_store_export_async (KmzbStore *self,
                              const char *folder,
                              const char *booth,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
KmzbExport *kmzb_store_export_finish (KmzbStore *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbExport, kmzb_export_free)

G_END_DECLS
