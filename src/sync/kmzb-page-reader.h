/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-wire-changes.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void kmzb_page_read_async (KmzbWireChangesKind kind, GBytes *body, GAsyncReadyCallback callback, gpointer user_data);
KmzbWireChanges *kmzb_page_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
