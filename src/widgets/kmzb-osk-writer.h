/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean kmzb_osk_writer_can_write (GtkWidget *field);
void kmzb_osk_writer_write (GtkWidget *field, const char *text);
void kmzb_osk_writer_erase (GtkWidget *field);
void kmzb_osk_writer_finish (GtkWidget *field);
gboolean kmzb_osk_writer_is_sentence_start (GtkWidget *field);
gboolean kmzb_osk_writer_wants_digits (GtkWidget *field);

G_END_DECLS
