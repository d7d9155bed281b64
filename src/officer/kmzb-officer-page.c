/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the panel's screens are made of. */
#include "kmzb-officer-page.h"

#include "kmzb-big-button.h"

#include <glib/gi18n.h>

GtkWidget *
kmzb_officer_box_new (void)
{
  return gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
}

/* @css_class: (nullable) */
GtkWidget *
kmzb_officer_label_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR); /* server words may hold addresses */
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* @heading: (nullable). A white sheet that things are appended to. */
GtkWidget *
kmzb_officer_card_new (const char *heading)
{
  GtkWidget *card = kmzb_officer_box_new ();

  gtk_widget_add_css_class (card, "kmzb-sheet");
  gtk_widget_add_css_class (card, "kmzb-officer-card");
  gtk_widget_set_valign (card, GTK_ALIGN_START);
  if (heading != NULL)
    gtk_box_append (GTK_BOX (card), kmzb_officer_label_new (heading, "kmzb-subheading"));
  return card;
}

/* @icon_name: (nullable). Appends a line of text. Returns: (transfer none): its label */
GtkWidget *
kmzb_officer_add_line (GtkWidget *box, const char *icon_name, const char *text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = kmzb_officer_label_new (text, NULL);

  gtk_widget_set_visible (image, icon_name != NULL);
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_add_css_class (image, "kmzb-officer-icon");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), image);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (box), line);
  return label;
}

GtkWidget *
kmzb_officer_scroller_new (GtkWidget *content)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), content);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

/* A page behind the first one: its title, its content and the way back. */
GtkWidget *
kmzb_officer_page_new (const char *title, GtkWidget *content, GCallback on_back, gpointer data)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *back = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, "kmzb-back-symbolic", _("Back"));
  GtkWidget *heading = kmzb_officer_label_new (title, "kmzb-heading");

  g_signal_connect_swapped (back, "clicked", on_back, data);
  gtk_widget_add_css_class (header, "kmzb-officer-header");
  gtk_widget_set_valign (back, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (heading, TRUE);
  gtk_box_append (GTK_BOX (header), back);
  gtk_box_append (GTK_BOX (header), heading);
  gtk_widget_add_css_class (content, "kmzb-officer-content");
  gtk_box_append (GTK_BOX (page), header);
  gtk_box_append (GTK_BOX (page), kmzb_officer_scroller_new (content));
  return page;
}

void
kmzb_officer_clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}
