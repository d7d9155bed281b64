/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

int kmzb_natural_width (GtkWidget *widget);
int kmzb_natural_height (GtkWidget *widget, int width);

G_END_DECLS
