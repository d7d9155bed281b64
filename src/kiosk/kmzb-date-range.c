/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-date-range.h"

#include "kmzb-big-button.h"
#include "kmzb-calendar.h"
#include "kmzb-columns.h"
#include "kmzb-filter-choice.h"

#include <glib/gi18n.h>

/**
 * KmzbDateRange:
 *
 * The first and the last day of a period, and one calendar for whichever of them is touched. Emits "changed".
 */
struct _KmzbDateRange
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *chips[2]; /* from, to */
  GtkWidget *calendar;
  guint days[2];
  gboolean filling;
};

#define CHIP_WIDTH_PX 200
#define SPACING_PX 8

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbDateRange, kmzb_date_range, GTK_TYPE_WIDGET)

static guint
get_end (KmzbDateRange *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->chips[1])) ? 1 : 0;
}

static void
show_days (KmzbDateRange *self)
{
  g_autofree char *from = kmzb_filter_day_words (self->days[0]);
  g_autofree char *to = kmzb_filter_day_words (self->days[1]);
  /* Translators: the first and the last day of a period: "From: 1 March 2026" */
  g_autofree char *from_label = g_strdup_printf (_("From: %s"), from);
  g_autofree char *to_label = g_strdup_printf (_("To: %s"), to);

  kmzb_big_button_set_label (self->chips[0], from_label);
  kmzb_big_button_set_label (self->chips[1], to_label);
}

static void
on_toggled (KmzbDateRange *self, GtkToggleButton *chip)
{
  if (!self->filling && gtk_toggle_button_get_active (chip))
    kmzb_calendar_set_day (KMZB_CALENDAR (self->calendar), self->days[get_end (self)]);
}

/* A period has no end before its beginning: the other day goes along. */
static void
on_chosen (KmzbDateRange *self)
{
  guint end = get_end (self), day = kmzb_calendar_get_day (KMZB_CALENDAR (self->calendar));

  self->days[end] = day;
  if (self->days[0] > self->days[1])
    self->days[1 - end] = day;
  show_days (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
kmzb_date_range_dispose (GObject *object)
{
  KmzbDateRange *self = KMZB_DATE_RANGE (object);

  self->filling = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_date_range_parent_class)->dispose (object);
}

static void
kmzb_date_range_class_init (KmzbDateRangeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_date_range_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_date_range_init (KmzbDateRange *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING_PX);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/* @today: the last day that can be chosen, as #GDate counts them */
GtkWidget *
kmzb_date_range_new (guint today)
{
  KmzbDateRange *self = g_object_new (KMZB_TYPE_DATE_RANGE, NULL);
  GtkWidget *columns = kmzb_columns_new (2, CHIP_WIDTH_PX, SPACING_PX);

  for (guint i = 0; i < G_N_ELEMENTS (self->chips); i++)
    {
      self->chips[i] = kmzb_chip_new ("kmzb-calendar-symbolic", "");
      gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_button_get_child (GTK_BUTTON (self->chips[i]))),
                                      GTK_ORIENTATION_HORIZONTAL);
      gtk_widget_add_css_class (self->chips[i], "kmzb-filter-chip");
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->chips[i]), i > 0 ? GTK_TOGGLE_BUTTON (self->chips[0]) : NULL);
      kmzb_columns_append (KMZB_COLUMNS (columns), self->chips[i]);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->chips[0]), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (self->chips); i++)
    g_signal_connect_swapped (self->chips[i], "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (GTK_BOX (self->box), columns);
  self->calendar = kmzb_calendar_new (today);
  g_signal_connect_swapped (self->calendar, "chosen", G_CALLBACK (on_chosen), self);
  gtk_box_append (GTK_BOX (self->box), self->calendar);
  kmzb_date_range_set (self, today, today);
  return GTK_WIDGET (self);
}

void
kmzb_date_range_set (KmzbDateRange *self, guint from_day, guint to_day)
{
  g_return_if_fail (KMZB_IS_DATE_RANGE (self));

  self->days[0] = from_day;
  self->days[1] = to_day;
  show_days (self);
  kmzb_calendar_set_day (KMZB_CALENDAR (self->calendar), self->days[get_end (self)]);
}

void
kmzb_date_range_get (KmzbDateRange *self, guint *from_day, guint *to_day)
{
  g_return_if_fail (KMZB_IS_DATE_RANGE (self));

  *from_day = self->days[0];
  *to_day = self->days[1];
}
