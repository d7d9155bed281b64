/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KMZB_BACKOFF_SHORTEST_S 5
#define KMZB_BACKOFF_LONGEST_S (15 * 60)

gint64 kmzb_backoff_delay_us (guint n_failures, double jitter);

G_END_DECLS
