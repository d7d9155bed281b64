/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds controls by what a visitor reads on them. */
#pragma once

#include <gtk/gtk.h>

static inline GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gtk_widget_get_visible (child) ? find_label (child, text) : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

static inline gboolean
says (GtkWidget *widget, const char *text)
{
  return find_label (widget, text) != NULL;
}

static inline GtkWidget *
find_button (GtkWidget *widget, const char *text)
{
  GtkWidget *label = find_label (widget, text);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) : NULL;
}
