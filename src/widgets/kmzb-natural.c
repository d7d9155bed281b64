/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large a widget wants to be, in pixels. */
#include "kmzb-natural.h"

int
kmzb_natural_width (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* @width: in px, -1 for whatever it gets */
int
kmzb_natural_height (GtkWidget *widget, int width)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}
