/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-filter-panel.h"

#include "kmzb-big-button.h"
#include "kmzb-columns.h"
#include "kmzb-date-range.h"
#include "kmzb-language.h"
#include "kmzb-threat-words.h"

#include <glib/gi18n.h>

/**
 * KmzbFilterPanel:
 *
 * Chips for what the map shows. Nothing chosen among groups or statuses is all of them. Emits "changed".
 */
struct _KmzbFilterPanel
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *count;
  GPtrArray *groups;   /* (element-type GtkToggleButton) */
  GtkWidget *status_heading;
  GtkWidget *status_columns;
  GPtrArray *statuses; /* (element-type GtkToggleButton): as in kmzb_threat_statuses */
  GPtrArray *periods;  /* (element-type GtkToggleButton): as in period_order */
  GtkWidget *dates;
  guint today;
  KmzbFilterChoice choice;
  gboolean filling;
};

#define CHIP_WIDTH_PX 200
#define PERIOD_WIDTH_PX 120
#define SPACING_PX 8

static const KmzbPeriod period_order[] = { KMZB_PERIOD_MONTH, KMZB_PERIOD_YEAR, KMZB_PERIOD_ALL,
                                           KMZB_PERIOD_DATES };

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbFilterPanel, kmzb_filter_panel, GTK_TYPE_WIDGET)

static guint
get_chosen (GPtrArray *chips)
{
  guint chosen = 0;

  for (guint i = 0; i < chips->len; i++)
    if (gtk_toggle_button_get_active (chips->pdata[i]))
      chosen |= 1u << i;
  return chosen;
}

/* Dates begin with the last month. */
static void
show_dates (KmzbFilterPanel *self)
{
  gboolean wished = self->choice.period == KMZB_PERIOD_DATES;
  GDate date;

  gtk_widget_set_visible (self->dates, wished);
  if (!wished || self->choice.from_day != 0)
    return;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, self->today);
  g_date_subtract_months (&date, 1);
  self->choice.from_day = g_date_get_julian (&date);
  self->choice.to_day = self->today;
  kmzb_date_range_set (KMZB_DATE_RANGE (self->dates), self->choice.from_day, self->choice.to_day);
}

static void
on_dates_changed (KmzbFilterPanel *self)
{
  kmzb_date_range_get (KMZB_DATE_RANGE (self->dates), &self->choice.from_day, &self->choice.to_day);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_toggled (KmzbFilterPanel *self)
{
  guint statuses = get_chosen (self->statuses), periods = get_chosen (self->periods);

  if (self->filling || periods == 0) /* between two of a group */
    return;
  self->choice.groups = get_chosen (self->groups);
  self->choice.statuses = 0;
  for (guint i = 0; i < self->statuses->len; i++)
    if (statuses & 1u << i)
      self->choice.statuses |= 1u << kmzb_threat_statuses[i];
  for (guint i = 0; i < self->periods->len; i++)
    if (periods & 1u << i)
      self->choice.period = period_order[i];
  show_dates (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
show_choice (KmzbFilterPanel *self)
{
  self->filling = TRUE;
  for (guint i = 0; i < self->groups->len; i++)
    gtk_toggle_button_set_active (self->groups->pdata[i], (self->choice.groups & 1u << i) != 0);
  for (guint i = 0; i < self->statuses->len; i++)
    gtk_toggle_button_set_active (self->statuses->pdata[i],
                                  (self->choice.statuses & 1u << kmzb_threat_statuses[i]) != 0);
  for (guint i = 0; i < self->periods->len; i++)
    if (self->choice.period == period_order[i])
      gtk_toggle_button_set_active (self->periods->pdata[i], TRUE);
  if (self->choice.from_day != 0)
    kmzb_date_range_set (KMZB_DATE_RANGE (self->dates), self->choice.from_day, self->choice.to_day);
  show_dates (self);
  self->filling = FALSE;
}

static GtkWidget *
add_heading (KmzbFilterPanel *self, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "kmzb-strong");
  gtk_widget_add_css_class (label, "kmzb-filter-heading");
  gtk_box_append (GTK_BOX (self->box), label);
  return label;
}

static GtkWidget *
add_columns (KmzbFilterPanel *self, guint max_columns, int width)
{
  GtkWidget *columns = kmzb_columns_new (max_columns, width, SPACING_PX);

  gtk_box_append (GTK_BOX (self->box), columns);
  return columns;
}

static GtkWidget *
add_chip (KmzbFilterPanel *self, GtkWidget *columns, GPtrArray *chips, const char *icon, const char *label)
{
  GtkWidget *chip = kmzb_chip_new (icon, label);
  GtkWidget *line = gtk_button_get_child (GTK_BUTTON (chip));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (line), GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_add_css_class (chip, "kmzb-filter-chip");
  g_signal_connect_swapped (chip, "toggled", G_CALLBACK (on_toggled), self);
  kmzb_columns_append (KMZB_COLUMNS (columns), chip);
  g_ptr_array_add (chips, chip);
  return chip;
}

static void
kmzb_filter_panel_dispose (GObject *object)
{
  KmzbFilterPanel *self = KMZB_FILTER_PANEL (object);

  self->filling = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->statuses, g_ptr_array_unref);
  g_clear_pointer (&self->periods, g_ptr_array_unref);
  G_OBJECT_CLASS (kmzb_filter_panel_parent_class)->dispose (object);
}

static void
kmzb_filter_panel_class_init (KmzbFilterPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_filter_panel_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_filter_panel_init (KmzbFilterPanel *self)
{
  self->groups = g_ptr_array_new ();
  self->statuses = g_ptr_array_new ();
  self->periods = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING_PX);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->count = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->count), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->count), 0);
  gtk_widget_add_css_class (self->count, "kmzb-numbers");
  gtk_box_append (GTK_BOX (self->box), self->count);
}

/* @today: the day of now, as kmzb_filter_day() tells it */
GtkWidget *
kmzb_filter_panel_new (KmzbCatalog *catalog, const KmzbFilterChoice *choice, guint today)
{
  KmzbFilterPanel *self = g_object_new (KMZB_TYPE_FILTER_PANEL, NULL);
  GPtrArray *groups = kmzb_catalog_get_groups (catalog);
  GtkWidget *columns;

  self->filling = TRUE;
  add_heading (self, _("When reported"));
  columns = add_columns (self, G_N_ELEMENTS (period_order), PERIOD_WIDTH_PX);
  for (guint i = 0; i < G_N_ELEMENTS (period_order); i++)
    {
      GtkWidget *chip
          = add_chip (self, columns, self->periods, NULL, kmzb_filter_period_words (period_order[i]));

      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), i > 0 ? self->periods->pdata[0] : NULL);
    }
  self->today = today;
  self->dates = kmzb_date_range_new (today);
  g_signal_connect_swapped (self->dates, "changed", G_CALLBACK (on_dates_changed), self);
  gtk_box_append (GTK_BOX (self->box), self->dates);

  add_heading (self, _("Kind of threat"));
  columns = add_columns (self, 2, CHIP_WIDTH_PX);
  for (guint i = 0; i < groups->len; i++)
    {
      const KmzbCategoryGroup *group = g_ptr_array_index (groups, i);

      add_chip (self, columns, self->groups, group->icon, kmzb_category_group_get_name (group, kmzb_language_get ()));
    }

  self->status_heading = add_heading (self, _("Status"));
  self->status_columns = columns = add_columns (self, 2, CHIP_WIDTH_PX);
  for (guint i = 0; i < G_N_ELEMENTS (kmzb_threat_statuses); i++)
    {
      const char *slug = kmzb_status_to_slug (kmzb_threat_statuses[i]);
      g_autofree char *icon = g_strdup_printf ("kmzb-status-%s-symbolic", slug);
      g_autofree char *css_class = g_strdup_printf ("kmzb-chip-%s", slug);

      gtk_widget_add_css_class (add_chip (self, columns, self->statuses, icon,
                                          kmzb_threat_words_status (kmzb_threat_statuses[i])),
                                css_class);
    }

  self->choice = *choice;
  show_choice (self);
  return GTK_WIDGET (self);
}

/* Whether statuses are offered: of areas they tell nothing. What was chosen stays chosen. */
void
kmzb_filter_panel_offer_statuses (KmzbFilterPanel *self, gboolean offer)
{
  gtk_widget_set_visible (self->status_heading, offer);
  gtk_widget_set_visible (self->status_columns, offer);
}

const KmzbFilterChoice *
kmzb_filter_panel_get_choice (KmzbFilterPanel *self)
{
  return &self->choice;
}

/* Everything is shown again. */
void
kmzb_filter_panel_clear (KmzbFilterPanel *self)
{
  self->choice = (KmzbFilterChoice) { 0 };
  show_choice (self);
  g_signal_emit (self, changed_signal, 0);
}

/* How many the map shows now. */
void
kmzb_filter_panel_set_count (KmzbFilterPanel *self, const char *count)
{
  gtk_label_set_label (GTK_LABEL (self->count), count);
}
