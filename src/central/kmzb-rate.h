/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KmzbRate KmzbRate;

KmzbRate *kmzb_rate_new (guint most, double per_second, guint max_names);
void kmzb_rate_free (KmzbRate *self);
gboolean kmzb_rate_take (KmzbRate *self, const char *name, gint64 now_us, guint *wait_seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbRate, kmzb_rate_free)

G_END_DECLS
