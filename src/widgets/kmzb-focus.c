/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the focus goes when a screen comes up: a place to begin for whoever moves by keys or listens. */
#include "kmzb-focus.h"

#include "kmzb-osk.h"

/* Below a question that wants its answer first nothing takes the focus. */
static gboolean
is_reachable (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (!gtk_widget_get_can_focus (widget) || !gtk_widget_is_sensitive (widget))
      return FALSE;
  return TRUE;
}

/* Returns: whether @widget, a control, has the focus now */
gboolean
kmzb_focus_grab (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) && is_reachable (widget) && gtk_widget_grab_focus (widget);
}

static GtkWidget *
find_first (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) || kmzb_osk_can_write (widget))
    return NULL;
  if (gtk_widget_get_focusable (widget) && !GTK_IS_SCROLLED_WINDOW (widget) && !GTK_IS_VIEWPORT (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_first (child);
  return found;
}

/* Puts the focus on the first control of @area in reading order; never into a field, which would call the keyboard. */
gboolean
kmzb_focus_first (GtkWidget *area)
{
  GtkWidget *first = area != NULL ? find_first (area) : NULL;

  return first != NULL && kmzb_focus_grab (first);
}

typedef struct
{
  GWeakRef widget;
  GSourceOnceFunc take;
} Later;

static gboolean
on_later (gpointer data)
{
  Later *later = data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&later->widget);

  if (widget != NULL && gtk_widget_get_mapped (widget))
    later->take (widget);
  return G_SOURCE_REMOVE;
}

static void
later_free (gpointer data)
{
  Later *later = data;

  g_weak_ref_clear (&later->widget);
  g_free (later);
}

/**
 * kmzb_focus_later:
 * @take: called with @widget, if it is still on the screen
 *
 * For a screen that was just mapped: a stack gives the focus to something of its own choice after that.
 */
void
kmzb_focus_later (GtkWidget *widget, GSourceOnceFunc take)
{
  Later *later = g_new0 (Later, 1);

  g_weak_ref_init (&later->widget, widget);
  later->take = take;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_later, later, later_free);
}
