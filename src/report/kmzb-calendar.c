/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-calendar.h"

#include "kmzb-a11y.h"
#include "kmzb-report-words.h"

#include <glib/gi18n.h>

/**
 * KmzbCalendar:
 *
 * A month of days as large as a fingertip, in the language of now. GtkCalendar speaks the system's language and is made
 * for a mouse. Days are those of #GDate, counted from year 1. Emits "chosen".
 */
struct _KmzbCalendar
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *month;
  GtkWidget *earlier;
  GtkWidget *later;
  GtkWidget *grid;
  guint day;
  guint last_day; /* none is later */
  GDate first;    /* of the month that is shown */
};

#define DAY_KEY "kmzb-calendar-day"
#define SPACING_PX 4

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (KmzbCalendar, kmzb_calendar, GTK_TYPE_WIDGET)

static const char *const months[] = {
  NC_("month alone", "January"),   NC_("month alone", "February"), NC_("month alone", "March"),
  NC_("month alone", "April"),     NC_("month alone", "May"),      NC_("month alone", "June"),
  NC_("month alone", "July"),      NC_("month alone", "August"),   NC_("month alone", "September"),
  NC_("month alone", "October"),   NC_("month alone", "November"), NC_("month alone", "December"),
};

static void show_month (KmzbCalendar *self);

static void
on_day_clicked (KmzbCalendar *self, GtkWidget *button)
{
  kmzb_calendar_set_day (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), DAY_KEY)));
  g_signal_emit (self, chosen_signal, 0);
}

static void
add_day (KmzbCalendar *self, guint day, int column, int row, gboolean focus)
{
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;
  GtkWidget *button;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  number = g_strdup_printf ("%u", g_date_get_day (&date));
  name = kmzb_words_julian_day (day);
  button = gtk_toggle_button_new_with_label (number);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), day == self->day);
  gtk_widget_set_sensitive (button, day <= self->last_day);
  gtk_widget_add_css_class (button, "kmzb-day");
  gtk_widget_add_css_class (button, "kmzb-numbers");
  kmzb_a11y_set_label (button, name);
  g_object_set_data (G_OBJECT (button), DAY_KEY, GUINT_TO_POINTER (day));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_day_clicked), self);
  gtk_grid_attach (GTK_GRID (self->grid), button, column, row, 1, 1);
  if (focus && day == self->day)
    gtk_widget_grab_focus (button);
}

static gboolean
has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

/* Weeks begin on Monday. */
static void
show_month (KmzbCalendar *self)
{
  gboolean focus = has_focus (self->grid);
  guint first = g_date_get_julian (&self->first);
  guint n = g_date_get_days_in_month (g_date_get_month (&self->first), g_date_get_year (&self->first));
  int offset = (int) g_date_get_weekday (&self->first) - G_DATE_MONDAY;
  g_autofree char *title = NULL;
  GtkWidget *child;

  /* Translators: a month alone and its year: "November 2026" */
  title = g_strdup_printf (C_("month alone", "%1$s %2$d"),
                           g_dpgettext2 (NULL, "month alone", months[g_date_get_month (&self->first) - 1]),
                           (int) g_date_get_year (&self->first));
  gtk_label_set_label (GTK_LABEL (self->month), title);
  gtk_widget_set_sensitive (self->later, first + n <= self->last_day);
  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  for (guint i = 0; i < 7; i++)
    {
      GtkWidget *label = gtk_label_new (kmzb_words_week_day_short (i));

      gtk_widget_add_css_class (label, "kmzb-small");
      gtk_widget_add_css_class (label, "kmzb-muted");
      gtk_grid_attach (GTK_GRID (self->grid), label, (int) i, 0, 1, 1);
    }
  for (guint i = 0; i < n; i++)
    add_day (self, first + i, ((int) i + offset) % 7, ((int) i + offset) / 7 + 1, focus);
}

static void
on_earlier_clicked (KmzbCalendar *self)
{
  g_date_subtract_months (&self->first, 1);
  show_month (self);
}

static void
on_later_clicked (KmzbCalendar *self)
{
  g_date_add_months (&self->first, 1);
  show_month (self);
}

static void
kmzb_calendar_dispose (GObject *object)
{
  g_clear_pointer (&KMZB_CALENDAR (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_calendar_parent_class)->dispose (object);
}

static void
kmzb_calendar_class_init (KmzbCalendarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_calendar_dispose;
  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
new_turn (KmzbCalendar *self, const char *icon, const char *name, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  kmzb_a11y_set_label (button, name);
  gtk_widget_set_tooltip_text (button, name);
  g_signal_connect_swapped (button, "clicked", callback, self);
  return button;
}

static void
kmzb_calendar_init (KmzbCalendar *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->earlier = new_turn (self, "kmzb-back-symbolic", _("Earlier month"), G_CALLBACK (on_earlier_clicked));
  self->later = new_turn (self, "kmzb-forward-symbolic", _("Later month"), G_CALLBACK (on_later_clicked));
  self->month = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->month), TRUE);
  gtk_widget_add_css_class (self->month, "kmzb-strong");
  gtk_widget_set_hexpand (self->month, TRUE);
  gtk_box_append (GTK_BOX (head), self->earlier);
  gtk_box_append (GTK_BOX (head), self->month);
  gtk_box_append (GTK_BOX (head), self->later);
  gtk_box_append (GTK_BOX (self->box), head);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), SPACING_PX);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), SPACING_PX);
  gtk_box_append (GTK_BOX (self->box), self->grid);
  g_date_clear (&self->first, 1);
}

/* @last_day: the last day that can be chosen, as a rule today */
GtkWidget *
kmzb_calendar_new (guint last_day)
{
  KmzbCalendar *self = g_object_new (KMZB_TYPE_CALENDAR, NULL);

  self->last_day = last_day;
  kmzb_calendar_set_day (self, last_day);
  return GTK_WIDGET (self);
}

/* Shows the month of @day, and marks it as the chosen one. */
void
kmzb_calendar_set_day (KmzbCalendar *self, guint day)
{
  g_return_if_fail (KMZB_IS_CALENDAR (self) && g_date_valid_julian (day));

  self->day = day;
  g_date_set_julian (&self->first, day);
  g_date_set_day (&self->first, 1);
  show_month (self);
}

guint
kmzb_calendar_get_day (KmzbCalendar *self)
{
  g_return_val_if_fail (KMZB_IS_CALENDAR (self), 0);
  return self->day;
}
