/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kmzb_osk_scan_note_key (GtkWidget *root);
gboolean kmzb_osk_scan_begin (GtkWidget *root, GtkWidget *field);
gboolean kmzb_osk_scan_next (GtkWidget *root);
gboolean kmzb_osk_scan_activate (GtkWidget *root);
void kmzb_osk_scan_end (GtkWidget *root);

G_END_DECLS
