/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-a11y.h"

/**
 * kmzb_a11y_set_label:
 * @label: the words which the control shows, in the current language
 *
 * Gives @widget its accessible name. GTK 4.8 finds a name by itself only for a button made with a label: a button with
 * an icon is "GtkImage" to a screen reader, one with a box inside is "GtkButton", an entry is "GtkEntry".
 */
void
kmzb_a11y_set_label (GtkWidget *widget, const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && label != NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* The same for a control that shows an icon only: its name is also its tooltip. */
void
kmzb_a11y_set_icon_label (GtkWidget *widget, const char *label)
{
  kmzb_a11y_set_label (widget, label);
  gtk_widget_set_tooltip_text (widget, label);
}
