/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kmzb_retention_run (const char *place, gint64 before_us, guint *n_wiped, GError **error);

G_END_DECLS
