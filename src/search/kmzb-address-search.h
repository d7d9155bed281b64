/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-address-index.h"

G_BEGIN_DECLS

#define KMZB_TYPE_ADDRESS_SEARCH (kmzb_address_search_get_type ())
G_DECLARE_FINAL_TYPE (KmzbAddressSearch, kmzb_address_search, KMZB, ADDRESS_SEARCH, GObject)

KmzbAddressSearch *kmzb_address_search_new (KmzbPack *pack);
void kmzb_address_search_warm_up (KmzbAddressSearch *self);
void kmzb_address_search_query_async (KmzbAddressSearch *self,
                                      const char *text,
                                      KmzbPoint near,
                                      guint max,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
GPtrArray *kmzb_address_search_query_finish (KmzbAddressSearch *self, GAsyncResult *result, GError **error);

G_END_DECLS
