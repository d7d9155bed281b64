/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-urgent-page.h"

#include "kmzb-big-button.h"
#include "kmzb-columns.h"

#include <glib/gi18n.h>

/**
 * KmzbUrgentPage:
 *
 * Sorts emergencies out. It asks whether help is needed, not whether it happens now: a wild dump is always now. Both
 * answers are of one size and stand together; none is the default.
 */
struct _KmzbUrgentPage
{
  KmzbReportPage parent_instance;
};

G_DEFINE_FINAL_TYPE (KmzbUrgentPage, kmzb_urgent_page, KMZB_TYPE_REPORT_PAGE)

enum
{
  SIGNAL_URGENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_no_clicked (KmzbUrgentPage *self)
{
  g_signal_emit_by_name (self, "next");
}

static void
on_yes_clicked (KmzbUrgentPage *self)
{
  g_signal_emit (self, signals[SIGNAL_URGENT], 0);
}

static void
kmzb_urgent_page_class_init (KmzbUrgentPageClass *klass)
{
  /**
   * KmzbUrgentPage::urgent:
   *
   * The visitor needs help now.
   */
  signals[SIGNAL_URGENT] = g_signal_new ("urgent", KMZB_TYPE_URGENT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
kmzb_urgent_page_init (KmzbUrgentPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  GtkWidget *answers = kmzb_columns_new (2, 560, 32);
  GtkWidget *no = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, "kmzb-check-symbolic", _("No, it is not urgent"));
  GtkWidget *yes = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, "kmzb-warning-symbolic", _("Yes"));

  g_object_set (answers, "max-row-height", 360, NULL);
  gtk_widget_add_css_class (no, "kmzb-answer");
  gtk_widget_add_css_class (yes, "kmzb-answer");
  g_signal_connect_swapped (no, "clicked", G_CALLBACK (on_no_clicked), self);
  g_signal_connect_swapped (yes, "clicked", G_CALLBACK (on_yes_clicked), self);
  kmzb_columns_append (KMZB_COLUMNS (answers), no);
  kmzb_columns_append (KMZB_COLUMNS (answers), yes);

  kmzb_step_page_set_question (page, _("Do you need urgent help?"));
  kmzb_step_page_set_hint (page, _("Somebody is in danger, or a crime or an accident is happening right now."));
  kmzb_step_page_set_content (page, answers);
}
