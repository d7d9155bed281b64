/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void kmzb_pin_icons_load_async (KmzbCatalog *catalog,
                                int side,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GHashTable *kmzb_pin_icons_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
