/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-storage.h"

G_BEGIN_DECLS

KmzbStorage *kmzb_storage_sqlite_open (const char *path, gboolean for_writing, GError **error);

G_END_DECLS
