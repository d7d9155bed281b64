/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"
#include "kmzb-outbox-item.h"
#include "kmzb-report.h"
#include "kmzb-tally.h"
#include "kmzb-threats.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The longest that a report can wait for its next try. A next attempt further away than this was written by a clock
 * that has been set back since, and is due. */
#define KMZB_STORE_LONGEST_WAIT_S 3600

#define KMZB_TYPE_STORE (kmzb_store_get_type ())
G_DECLARE_FINAL_TYPE (KmzbStore, kmzb_store, KMZB, STORE, GObject)

KmzbStore *kmzb_store_new (const char *data_dir, KmzbClock *clock);
void kmzb_store_open_async (KmzbStore *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean kmzb_store_open_finish (KmzbStore *self, GAsyncResult *result, GError **error);
gboolean kmzb_store_open (KmzbStore *self, GError **error);
void kmzb_store_close (KmzbStore *self);

gboolean kmzb_store_configure_key (KmzbStore *self, const char *base64, GError **error);
const KmzbTally *kmzb_store_get_tally (KmzbStore *self);
const char *kmzb_store_get_set_aside (KmzbStore *self);
const char *kmzb_store_get_stranger_id (KmzbStore *self);

void kmzb_store_forget_set_aside (KmzbStore *self);

void kmzb_store_save_async (KmzbStore *self,
                            KmzbReport *report,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean kmzb_store_save_finish (KmzbStore *self, GAsyncResult *result, GError **error);

void kmzb_store_claim_async (KmzbStore *self,
                             guint max,
                             gint64 due_us,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GPtrArray *kmzb_store_claim_finish (KmzbStore *self,
                                    GAsyncResult *result,
                                    gint64 *next_due_us,
                                    GError **error);
void kmzb_store_settle_async (KmzbStore *self,
                              GPtrArray *settlements,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean kmzb_store_settle_finish (KmzbStore *self, GAsyncResult *result, GError **error);
void kmzb_store_note_contact_async (KmzbStore *self,
                                    gint64 at_us,
                                    gint64 clock_offset_s,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean kmzb_store_note_contact_finish (KmzbStore *self, GAsyncResult *result, GError **error);

void kmzb_store_offer_key_async (KmzbStore *self,
                                 const char *base64,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean kmzb_store_offer_key_finish (KmzbStore *self, GAsyncResult *result, GError **error);
void kmzb_store_trust_key_async (KmzbStore *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean kmzb_store_trust_key_finish (KmzbStore *self, GAsyncResult *result, GError **error);

void kmzb_store_import_threats_async (KmzbStore *self,
                                      const char *origin,
                                      KmzbThreats *threats,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean kmzb_store_import_threats_finish (KmzbStore *self, GAsyncResult *result, GError **error);
void kmzb_store_load_threats_async (KmzbStore *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KmzbThreats *kmzb_store_load_threats_finish (KmzbStore *self,
                                             GAsyncResult *result,
                                             char **origin,
                                             GError **error);

void kmzb_store_find_threat_id_async (KmzbStore *self,
                                      guint32 key,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *kmzb_store_find_threat_id_finish (KmzbStore *self, GAsyncResult *result, GError **error);

char *kmzb_store_status_json (const char *data_dir,
                              KmzbClock *clock,
                              const char *booth,
                              const char *pack_name,
                              const char *pack_made,
                              GError **error);

G_END_DECLS
