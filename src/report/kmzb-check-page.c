/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-check-page.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-report-words.h"

#include <glib/gi18n.h>

/**
 * KmzbCheckPage:
 *
 * Everything the visitor said, a line each, every line changeable. Its main action saves: the page asks the flow with
 * "next" and is told the end with kmzb_check_page_set_saving() and kmzb_check_page_show_failure().
 */
struct _KmzbCheckPage
{
  KmzbReportPage parent_instance;

  GtkWidget *images[KMZB_N_REPORT_LINES];
  GtkWidget *values[KMZB_N_REPORT_LINES];
};

G_DEFINE_FINAL_TYPE (KmzbCheckPage, kmzb_check_page, KMZB_TYPE_REPORT_PAGE)

enum
{
  SIGNAL_CHANGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define LINE_KEY "kmzb-report-line"

static const struct
{
  const char *icon;
  const char *name;
  const char *change;
} lines[KMZB_N_REPORT_LINES] = {
  [KMZB_REPORT_LINE_PLACE] = { "kmzb-pin-symbolic", N_ ("Place"), N_ ("Change the place") },
  [KMZB_REPORT_LINE_CATEGORY] = { "kmzb-report-symbolic", N_ ("What"), N_ ("Change the category") },
  [KMZB_REPORT_LINE_TIMES] = { "kmzb-clock-symbolic", N_ ("When"), N_ ("Change the times") },
  [KMZB_REPORT_LINE_DATE] = { "kmzb-calendar-symbolic", N_ ("Last seen"), N_ ("Change the date") },
  [KMZB_REPORT_LINE_DESCRIPTION] = { "kmzb-info-symbolic", N_ ("Description"), N_ ("Change the description") },
};

static void
on_change_clicked (KmzbCheckPage *self, GtkWidget *button)
{
  g_signal_emit (self, signals[SIGNAL_CHANGE], 0,
                 GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), LINE_KEY)));
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_line (KmzbCheckPage *self, guint line)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *change = kmzb_big_button_new (KMZB_BIG_BUTTON_SMALL, NULL, _(lines[line].change));

  self->images[line] = gtk_image_new_from_icon_name (lines[line].icon);
  self->values[line] = make_label (NULL, "kmzb-strong");
  gtk_box_append (GTK_BOX (words), make_label (_(lines[line].name), "kmzb-line-name"));
  kmzb_a11y_set_private (self->values[line], line == KMZB_REPORT_LINE_DESCRIPTION);
  gtk_box_append (GTK_BOX (words), self->values[line]);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);

  g_object_set_data (G_OBJECT (change), LINE_KEY, GUINT_TO_POINTER (line));
  g_signal_connect_swapped (change, "clicked", G_CALLBACK (on_change_clicked), self);
  gtk_widget_set_valign (change, GTK_ALIGN_CENTER);

  gtk_widget_add_css_class (row, "kmzb-line");
  gtk_box_append (GTK_BOX (row), self->images[line]);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), change);
  return row;
}

static void
set_value (KmzbCheckPage *self, guint line, const char *value)
{
  gtk_label_set_label (GTK_LABEL (self->values[line]), value != NULL ? value : _("Not given"));
  if (value != NULL)
    gtk_widget_remove_css_class (self->values[line], "kmzb-not-given");
  else
    gtk_widget_add_css_class (self->values[line], "kmzb-not-given");
}

static void
show_place (KmzbCheckPage *self)
{
  const char *address = kmzb_report_draft_get_address (kmzb_report_page_get_draft (KMZB_REPORT_PAGE (self)));

  set_value (self, KMZB_REPORT_LINE_PLACE, address != NULL ? address : _("The place you chose on the map"));
}

static void
kmzb_check_page_enter (KmzbReportPage *page)
{
  KmzbCheckPage *self = KMZB_CHECK_PAGE (page);
  KmzbReportContext *context = kmzb_report_page_get_context (page);
  KmzbReportDraft *draft = kmzb_report_page_get_draft (page);
  const char *slug = kmzb_report_draft_get_category (draft);
  const char *date = kmzb_report_draft_get_observed_date (draft);
  const KmzbCategory *category = slug != NULL ? kmzb_catalog_lookup (context->catalog, slug) : NULL;
  g_autofree char *times = kmzb_words_times (kmzb_report_draft_get_day_parts (draft),
                                             kmzb_report_draft_get_week_days (draft));
  g_autofree char *date_words = date != NULL ? kmzb_words_date (date) : NULL;

  show_place (self);
  set_value (self, KMZB_REPORT_LINE_CATEGORY,
             category != NULL ? kmzb_category_get_name (category, context->language) : NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->images[KMZB_REPORT_LINE_CATEGORY]),
                                category != NULL ? category->icon : lines[KMZB_REPORT_LINE_CATEGORY].icon);
  set_value (self, KMZB_REPORT_LINE_TIMES, times);
  set_value (self, KMZB_REPORT_LINE_DATE, date_words);
  set_value (self, KMZB_REPORT_LINE_DESCRIPTION, kmzb_report_draft_get_description (draft));
  kmzb_step_page_set_note (KMZB_STEP_PAGE (self), NULL);
  kmzb_check_page_set_saving (self, FALSE);
}

static void
kmzb_check_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (kmzb_check_page_parent_class)->constructed (object);
  g_signal_connect_object (kmzb_report_page_get_draft (KMZB_REPORT_PAGE (object)), "place-changed",
                           G_CALLBACK (show_place), object, G_CONNECT_SWAPPED);
}

static void
kmzb_check_page_class_init (KmzbCheckPageClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = kmzb_check_page_constructed;
  KMZB_REPORT_PAGE_CLASS (klass)->enter = kmzb_check_page_enter;

  /**
   * KmzbCheckPage::change:
   * @line: a #KmzbReportLine
   *
   * The visitor wants to change one line.
   */
  signals[SIGNAL_CHANGE] = g_signal_new ("change", KMZB_TYPE_CHECK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
kmzb_check_page_init (KmzbCheckPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (list, "kmzb-panel");
  gtk_widget_add_css_class (list, "kmzb-lines");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  for (guint line = 0; line < KMZB_N_REPORT_LINES; line++)
    gtk_box_append (GTK_BOX (list), make_line (self, line));

  kmzb_step_page_set_question (page, _("Check your report"));
  kmzb_step_page_set_progress (page, 4, KMZB_REPORT_N_COUNTED_STEPS);
  kmzb_step_page_set_content (page, list);
  kmzb_step_page_set_next (page, _("Save the report"));
}

/* While a report is being saved there is nothing to touch twice. */
void
kmzb_check_page_set_saving (KmzbCheckPage *self, gboolean saving)
{
  g_return_if_fail (KMZB_IS_CHECK_PAGE (self));

  kmzb_step_page_set_next_sensitive (KMZB_STEP_PAGE (self), !saving);
}

/* The report could not be saved; nothing is lost and it can be tried again. */
void
kmzb_check_page_show_failure (KmzbCheckPage *self)
{
  g_return_if_fail (KMZB_IS_CHECK_PAGE (self));

  kmzb_check_page_set_saving (self, FALSE);
  kmzb_step_page_set_note (KMZB_STEP_PAGE (self),
                           _("We could not save the report. Nothing is lost: try again, or ask the officer."));
}
