/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-try-page.h"

#include "kmzb-report-flow.h"

#include <glib/gi18n.h>

/**
 * KmzbTryPage:
 *
 * A report made to learn: the very screens of a real one, in a flow of their own whose reports never leave the booth,
 * and above them one line that says what to do here. What the visitor had begun in earnest is not touched. Emits
 * "done" when the report is saved, "left" when the visitor went back before the first page.
 */
struct _KmzbTryPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *coach;
  GtkWidget *coach_label;
  GtkWidget *flow;
};

G_DEFINE_FINAL_TYPE (KmzbTryPage, kmzb_try_page, GTK_TYPE_WIDGET)

enum
{
  DONE,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Steps without a line of their own have the general one. */
static const char *const coaching[KMZB_N_REPORT_STEPS] = {
  [KMZB_REPORT_STEP_RULES] = N_ ("First the rules. Read them and touch the yellow button."),
  [KMZB_REPORT_STEP_URGENT] = N_ ("Here the map asks about urgent help. For practice choose “No”."),
  [KMZB_REPORT_STEP_EMERGENCY] = N_ ("That is what you see when help is needed. Go back to practise on."),
  [KMZB_REPORT_STEP_PLACE] = N_ ("Move the map with your finger until the pin shows the place."),
  [KMZB_REPORT_STEP_CATEGORY] = N_ ("Choose what happens there. For practice take what you like."),
  [KMZB_REPORT_STEP_DETAILS] = N_ ("Say when it happens. The more the police know, the better they can check."),
  [KMZB_REPORT_STEP_CHECK] = N_ ("Read it once more. You can change every line. Then save."),
};

static void
tell (KmzbTryPage *self)
{
  KmzbReportFlow *flow = KMZB_REPORT_FLOW (self->flow);
  const char *words = coaching[kmzb_report_flow_get_step (flow)];

  gtk_label_set_label (GTK_LABEL (self->coach_label),
                       words != NULL ? _(words) : _("Do not be afraid to try. Nobody gets this report."));
  gtk_widget_set_visible (self->coach, !kmzb_report_flow_is_typing (flow));
}

static void
on_saved (KmzbTryPage *self)
{
  kmzb_report_flow_reset (KMZB_REPORT_FLOW (self->flow));
  g_signal_emit (self, signals[DONE], 0);
}

static void
on_left (KmzbTryPage *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

static void
kmzb_try_page_dispose (GObject *object)
{
  KmzbTryPage *self = KMZB_TRY_PAGE (object);

  if (self->flow != NULL)
    g_signal_handlers_disconnect_by_data (self->flow, self);
  self->flow = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_try_page_parent_class)->dispose (object);
}

static void
kmzb_try_page_class_init (KmzbTryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const char *const names[N_SIGNALS] = { "done", "left" };

  G_OBJECT_CLASS (klass)->dispose = kmzb_try_page_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_try_page_init (KmzbTryPage *self)
{
  GtkWidget *image = gtk_image_new_from_icon_name ("kmzb-hand-symbolic");

  self->coach_label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->coach_label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->coach_label), 0);
  gtk_widget_set_hexpand (self->coach_label, TRUE);
  self->coach = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  gtk_widget_add_css_class (self->coach, "kmzb-coach");
  gtk_box_append (GTK_BOX (self->coach), image);
  gtk_box_append (GTK_BOX (self->coach), self->coach_label);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), self->coach);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
kmzb_try_page_new (KmzbReportContext *context)
{
  KmzbTryPage *self = g_object_new (KMZB_TYPE_TRY_PAGE, NULL);

  self->flow = kmzb_report_flow_new (context);
  kmzb_report_flow_set_practice (KMZB_REPORT_FLOW (self->flow), TRUE);
  gtk_widget_set_vexpand (self->flow, TRUE);
  g_signal_connect_swapped (self->flow, "changed", G_CALLBACK (tell), self);
  g_signal_connect_swapped (self->flow, "saved", G_CALLBACK (on_saved), self);
  g_signal_connect_swapped (self->flow, "cancelled", G_CALLBACK (on_left), self);
  g_signal_connect_swapped (self->flow, "finished", G_CALLBACK (on_left), self);
  gtk_box_append (GTK_BOX (self->box), self->flow);
  return GTK_WIDGET (self);
}

/* @center, @zoom: what the visitor looked at on the map */
void
kmzb_try_page_start (KmzbTryPage *self, KmzbPoint center, double zoom)
{
  g_return_if_fail (KMZB_IS_TRY_PAGE (self));

  kmzb_report_flow_start (KMZB_REPORT_FLOW (self->flow), center, zoom);
}

void
kmzb_try_page_rebuild (KmzbTryPage *self)
{
  g_return_if_fail (KMZB_IS_TRY_PAGE (self));

  kmzb_report_flow_rebuild (KMZB_REPORT_FLOW (self->flow));
  tell (self);
}
