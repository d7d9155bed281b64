/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the shell's screens do alike. */
#include "kmzb-screen.h"

#include "kmzb-a11y.h"

static GtkWidget *
find_label (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *label = find_label (child);

      if (label != NULL)
        return label;
    }
  return NULL;
}

/**
 * kmzb_screen_name_buttons:
 * @root: a screen, made from its template
 *
 * Gives every button below @root the accessible name that people see on it: GTK 4.8 calls a button with a picture and
 * a word "GtkButton".
 */
void
kmzb_screen_name_buttons (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *label = GTK_IS_BUTTON (child) ? find_label (child) : NULL;

      if (label != NULL)
        kmzb_a11y_set_label (child, gtk_label_get_label (GTK_LABEL (label)));
      else
        kmzb_screen_name_buttons (child);
    }
}

void
kmzb_screen_allocate (GtkWidget *child, int x, int y, int width, int height)
{
  gtk_widget_allocate (child, width, height, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y)));
}

void
kmzb_screen_remove_children (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

/* A signal that asks nothing back. @argument: what it brings, or %G_TYPE_NONE. Returns: its id */
guint
kmzb_screen_new_signal (GType type, const char *name, GType argument)
{
  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, argument != G_TYPE_NONE ? 1 : 0,
                       argument);
}
