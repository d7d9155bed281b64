/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-store.h"

G_BEGIN_DECLS

/* When central was last proven to answer, real time by the booth's clock in microseconds; the booth's clock less
 * central's in seconds. */
#define KMZB_SETTING_LAST_SYNC "last_sync_us"
#define KMZB_SETTING_CLOCK_OFFSET "clock_offset_s"
/* Wrong PINs in a row. */
#define KMZB_SETTING_PIN_FAILURES "pin_failures"

void kmzb_store_get_setting_async (KmzbStore *self,
                                   const char *key,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *kmzb_store_get_setting_finish (KmzbStore *self, GAsyncResult *result, GError **error);
void kmzb_store_set_setting_async (KmzbStore *self,
                                   const char *key,
                                   const char *value,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean kmzb_store_set_setting_finish (KmzbStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
