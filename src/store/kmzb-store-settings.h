/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-store.h"

G_BEGIN_DECLS

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
