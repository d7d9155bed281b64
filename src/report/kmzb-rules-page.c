/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-rules-page.h"

#include "kmzb-columns.h"

#include <glib/gi18n.h>

/**
 * KmzbRulesPage:
 *
 * What a visitor accepts before the first report. The words are the operator's; without a file of theirs stand those
 * of the training region, which promise and threaten nothing that DOMAIN.md does not know. The operator's privacy
 * notice follows: who is asked for a description is told first what becomes of it.
 */
struct _KmzbRulesPage
{
  KmzbReportPage parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (KmzbRulesPage, kmzb_rules_page, KMZB_TYPE_REPORT_PAGE)

#define MAX_ROW_HEIGHT 136

static const struct
{
  const char *icon;
  const char *text;
} built_in[] = {
  { "kmzb-phone-symbolic", N_ ("The map does not call for help. When somebody is in danger, phone 112.") },
  { "kmzb-pin-symbolic", N_ ("Report what you really see, and show exactly where.") },
  { "kmzb-info-symbolic", N_ ("You report without a name. Do not write personal data: neither yours nor anybody else’s.") },
  { "kmzb-officer-symbolic", N_ ("Only the officer who handles your report reads the description.") },
  { "kmzb-warning-symbolic", N_ ("A false alarm made on purpose is a petty offence (article 66 of the Polish code).") },
};

static void
append (KmzbRulesPage *self, const char *icon_name, const char *text)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *label = gtk_label_new (text);

  if (icon_name != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon_name);

      gtk_box_append (GTK_BOX (row), image);
    }
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  gtk_widget_add_css_class (row, "kmzb-rule");
  kmzb_columns_append (KMZB_COLUMNS (self->list), row);
}

static void
append_operators (KmzbRulesPage *self, const char *text)
{
  g_auto (GStrv) paragraphs = g_regex_split_simple ("\\R[ \\t]*(?:\\R[ \\t]*)+", text, 0, 0);

  for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++)
    if (*g_strstrip (*paragraph) != '\0')
      append (self, NULL, *paragraph);
}

static void
kmzb_rules_page_constructed (GObject *object)
{
  KmzbRulesPage *self = KMZB_RULES_PAGE (object);
  KmzbReportContext *context;
  const char *text, *privacy;

  G_OBJECT_CLASS (kmzb_rules_page_parent_class)->constructed (object);

  context = kmzb_report_page_get_context (KMZB_REPORT_PAGE (self));
  privacy = kmzb_report_context_get_privacy (context);
  text = kmzb_report_context_get_rules (context);
  if (text != NULL)
    append_operators (self, text);
  else
    for (gsize i = 0; i < G_N_ELEMENTS (built_in); i++)
      append (self, built_in[i].icon, _(built_in[i].text));
  if (privacy != NULL)
    append_operators (self, privacy);
}

static void
kmzb_rules_page_class_init (KmzbRulesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = kmzb_rules_page_constructed;
}

static void
kmzb_rules_page_init (KmzbRulesPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);

  self->list = kmzb_columns_new (1, 1, 12);
  g_object_set (self->list, "max-row-height", MAX_ROW_HEIGHT, NULL);
  kmzb_step_page_set_question (page, _("Before you report"));
  kmzb_step_page_set_content (page, self->list);
  kmzb_step_page_set_next (page, _("I understand, next"));
}
