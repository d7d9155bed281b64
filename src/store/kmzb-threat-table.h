/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"

G_BEGIN_DECLS

gboolean kmzb_threat_table_import (KmzbDb *db, const char *origin, GPtrArray *threats, GError **error);
GPtrArray *kmzb_threat_table_load (KmzbDb *db, GError **error);

G_END_DECLS
