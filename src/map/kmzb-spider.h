/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More than this many legs are a list, not a picture. */
#define KMZB_SPIDER_MAX 22

double kmzb_spider_place (guint n, guint i, double room, double *dx, double *dy);

G_END_DECLS
