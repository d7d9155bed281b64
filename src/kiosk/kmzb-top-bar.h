/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-sync-state.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_TOP_BAR (kmzb_top_bar_get_type ())
G_DECLARE_FINAL_TYPE (KmzbTopBar, kmzb_top_bar, KMZB, TOP_BAR, GtkWidget)

GtkWidget *kmzb_top_bar_new (void);
void kmzb_top_bar_set_sync (KmzbTopBar *self, KmzbSyncState state, guint n_waiting);
void kmzb_top_bar_set_can_finish (KmzbTopBar *self, gboolean can_finish);

G_END_DECLS
