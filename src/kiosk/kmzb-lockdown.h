/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kmzb_lockdown_prepare (void);
void kmzb_lockdown_begin (GtkWindow *window, guint next_key, guint choose_key);
void kmzb_lockdown_forget_clipboards (GtkWidget *window);
gboolean kmzb_lockdown_key_is_dead (guint keyval, GdkModifierType modifiers);

G_END_DECLS
