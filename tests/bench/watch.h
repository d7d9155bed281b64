/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether all that the map shows is there. */
typedef gboolean (*WatchIsComplete) (gpointer data);

typedef struct _Watch Watch;

Watch *watch_new (GtkWidget *window, GObject *viewport, WatchIsComplete is_complete, gpointer data);
void watch_begin (Watch *self);
void watch_changed (Watch *self);
double watch_get_block_ms (Watch *self);
double watch_get_complete_ms (Watch *self);
GArray *watch_get_frames (Watch *self);
GArray *watch_get_costs (Watch *self);
gint64 watch_get_cpu_us (void);

G_END_DECLS
