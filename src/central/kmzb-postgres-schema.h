/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-storage.h"

G_BEGIN_DECLS

gboolean kmzb_postgres_schema_migrate (KmzbStorage *storage, GError **error);

G_END_DECLS
