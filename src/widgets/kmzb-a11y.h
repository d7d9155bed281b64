/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kmzb_a11y_set_label (GtkWidget *widget, const char *label);
void kmzb_a11y_set_icon_label (GtkWidget *widget, const char *label);

G_END_DECLS
