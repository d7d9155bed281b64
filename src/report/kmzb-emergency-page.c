/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-emergency-page.h"

#include <glib/gi18n.h>

/**
 * KmzbEmergencyPage:
 *
 * Help is needed: what to do, in words nobody can take for a button. The booth can't call.
 */
struct _KmzbEmergencyPage
{
  KmzbReportPage parent_instance;
};

G_DEFINE_FINAL_TYPE (KmzbEmergencyPage, kmzb_emergency_page, KMZB_TYPE_REPORT_PAGE)

static void
kmzb_emergency_page_class_init (KmzbEmergencyPageClass *klass)
{
}

static void
kmzb_emergency_page_init (KmzbEmergencyPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  GtkWidget *panel = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 32);
  GtkWidget *image = gtk_image_new_from_icon_name ("kmzb-phone-symbolic");
  GtkWidget *label = gtk_label_new (_("Phone 112. You cannot call for help from here."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_add_css_class (panel, "kmzb-emergency");
  gtk_widget_add_css_class (panel, "kmzb-call");
  gtk_widget_set_valign (panel, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (panel), image);
  gtk_box_append (GTK_BOX (panel), label);

  kmzb_step_page_set_question (page, _("You need urgent help"));
  kmzb_step_page_set_hint (page, _("Use your own phone, or ask anybody near you, also the officers at this stand."));
  kmzb_step_page_set_content (page, panel);
  kmzb_step_page_set_back (page, "kmzb-back-symbolic", _("It is not urgent, back"));
}
