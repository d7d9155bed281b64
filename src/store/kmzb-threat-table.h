/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"
#include "kmzb-threats.h"

G_BEGIN_DECLS

gboolean kmzb_threat_table_import (KmzbDb *db, const char *origin, KmzbThreats *threats, GError **error);
KmzbThreats *kmzb_threat_table_load (KmzbDb *db, GError **error);
char *kmzb_threat_table_find_id (KmzbDb *db, guint32 key, GError **error);

G_END_DECLS
