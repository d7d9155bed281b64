/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-answer.h"
#include "kmzb-clock.h"
#include "kmzb-sync-config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reports of one client that may be under way together. */
#define KMZB_OPEN311_MAX_IN_FLIGHT 4

#define KMZB_TYPE_OPEN311_CLIENT (kmzb_open311_client_get_type ())
G_DECLARE_FINAL_TYPE (KmzbOpen311Client, kmzb_open311_client, KMZB, OPEN311_CLIENT, GObject)

char *kmzb_open311_base_url (const char *url, GError **error);

KmzbOpen311Client *kmzb_open311_client_new (const KmzbSyncConfig *config, KmzbClock *clock, GError **error);
const char *kmzb_open311_client_get_service_code (KmzbOpen311Client *self, const char *category);
const char *kmzb_open311_client_get_base_url (KmzbOpen311Client *self);
gint64 kmzb_open311_client_get_clock_offset_s (KmzbOpen311Client *self);
gboolean kmzb_open311_client_use_endpoint (KmzbOpen311Client *self, const char *url, GError **error);
gboolean kmzb_open311_client_load_key (KmzbOpen311Client *self, GError **error);
void kmzb_open311_client_get_async (KmzbOpen311Client *self,
                                    const char *path,
                                    gsize max_bytes,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void kmzb_open311_client_get_changes_async (KmzbOpen311Client *self,
                                            const char *kind,
                                            const char *cursor,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
void kmzb_open311_client_post_heartbeat_async (KmzbOpen311Client *self,
                                               GBytes *body,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
void kmzb_open311_client_post_report_async (KmzbOpen311Client *self,
                                            const char *id,
                                            GBytes *payload,
                                            gboolean may_repeat,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
KmzbAnswer *kmzb_open311_client_finish (KmzbOpen311Client *self, GAsyncResult *result, GError **error);
guint kmzb_open311_get_n_under_way (void);

G_END_DECLS
