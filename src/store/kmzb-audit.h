/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"

G_BEGIN_DECLS

/* Private to the room. */
gboolean kmzb_audit_add (KmzbDb *db, gint64 at_us, const char *action, gint64 seq, const char *reason, GError **error);

G_END_DECLS
