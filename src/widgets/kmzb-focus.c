/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the focus goes when a screen comes up: a place to begin for whoever moves by keys or listens. */
#include "kmzb-focus.h"

#include "kmzb-osk.h"

/* Some lines are seen twice. */
#define PAGE_PART 0.8

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

/* The topmost scroller that has somewhere to go. */
static GtkAdjustment *
find_scroller (GtkWidget *widget, gboolean down, gboolean only_reading)
{
  GtkAdjustment *found = NULL;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_can_focus (widget))
    return NULL;
  for (GtkWidget *child = gtk_widget_get_last_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_prev_sibling (child))
    found = find_scroller (child, down, only_reading);
  if (found == NULL && GTK_IS_SCROLLED_WINDOW (widget)
      && !(only_reading && find_first (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (widget))) != NULL))
    {
      GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
      double value = gtk_adjustment_get_value (adjustment);
      double most = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

      if (down ? value < most - 1 : value > gtk_adjustment_get_lower (adjustment) + 1)
        found = adjustment;
    }
  return found;
}

/**
 * kmzb_focus_scroll:
 * @page: %GTK_SCROLL_PAGE_UP or %GTK_SCROLL_PAGE_DOWN
 * @only_reading: not where a control of its own could be focused instead
 *
 * Returns: whether something was scrolled
 */
gboolean
kmzb_focus_scroll (GtkWidget *root, GtkScrollType page, gboolean only_reading)
{
  gboolean down = page == GTK_SCROLL_PAGE_DOWN;
  GtkAdjustment *adjustment = find_scroller (root, down, only_reading);
  double step;

  if (adjustment == NULL)
    return FALSE;
  step = gtk_adjustment_get_page_size (adjustment) * PAGE_PART;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + (down ? step : -step));
  return TRUE;
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
