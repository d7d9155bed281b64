/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-storage.h"

G_BEGIN_DECLS

#define KMZB_STORAGE_TEST_SUFFIX "#kmzb_test"

KmzbStorage *kmzb_storage_postgres_open (const char *url, gboolean for_writing, GError **error);
gboolean kmzb_storage_postgres_has_test (KmzbStorage *storage, gboolean *has_test, GError **error);

G_END_DECLS
