/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be said on every screen: that nothing here is real, or nothing goes out. */
#include "kmzb-banners.h"

#include "kmzb-screen.h"

#include <glib/gi18n.h>

GtkWidget *
kmzb_banners_new (void)
{
  GtkWidget *banners = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_set_homogeneous (GTK_BOX (banners), TRUE);
  return banners;
}

static void
add_banner (GtkWidget *banners, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "kmzb-banner");
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (banners), label);
}

/* Makes them anew, in the current language. */
void
kmzb_banners_show (GtkWidget *banners, gboolean practice, gboolean training)
{
  kmzb_screen_remove_children (banners);
  if (practice)
    add_banner (banners, _("PRACTICE MODE. Nothing will be sent"), "kmzb-practice");
  if (training)
    add_banner (banners, _("TRAINING REGION. The data are made up"), "kmzb-training");
}
