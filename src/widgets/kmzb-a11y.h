/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kmzb_a11y_set_label (GtkWidget *widget, const char *label);
void kmzb_a11y_set_icon_label (GtkWidget *widget, const char *label);
const char *kmzb_a11y_get_label (GtkWidget *widget);

void kmzb_a11y_set_spoken (GtkWidget *widget, const char *spoken);
const char *kmzb_a11y_get_spoken (GtkWidget *widget);
void kmzb_a11y_set_language (GtkWidget *widget, const char *language);
const char *kmzb_a11y_get_language (GtkWidget *widget);
void kmzb_a11y_set_private (GtkWidget *widget, gboolean is_private);
gboolean kmzb_a11y_is_private (GtkWidget *widget);

void kmzb_a11y_announce (const char *text);
void kmzb_a11y_say_now (const char *text);
void kmzb_a11y_present (GtkWidget *screen);

G_END_DECLS
