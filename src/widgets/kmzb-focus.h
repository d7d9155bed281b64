/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean kmzb_focus_first (GtkWidget *area);
gboolean kmzb_focus_grab (GtkWidget *widget);
gboolean kmzb_focus_scroll (GtkWidget *root, GtkScrollType page, gboolean only_reading);
void kmzb_focus_later (GtkWidget *widget, GSourceOnceFunc take);

G_END_DECLS
