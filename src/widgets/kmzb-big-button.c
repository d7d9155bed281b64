/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-big-button.h"

#include "kmzb-a11y.h"

#define IMAGE_KEY "kmzb-big-button-image"
#define LABEL_KEY "kmzb-big-button-label"
#define EXPLANATION_KEY "kmzb-big-button-explanation"

static const char *const css_classes[] = {
  [KMZB_BIG_BUTTON_PLAIN] = "kmzb-large",
  [KMZB_BIG_BUTTON_QUIET] = "kmzb-quiet",
  [KMZB_BIG_BUTTON_MAIN] = "kmzb-main",
  [KMZB_BIG_BUTTON_CARD] = "kmzb-choice",
  [KMZB_BIG_BUTTON_SMALL] = "kmzb-small-action",
};

/* A label that wraps instead of being cut, and beside it a picture that says the same. */
static void
fill (GtkWidget *button, GtkOrientation orientation, const char *icon_name, const char *label, float xalign)
{
  GtkWidget *box = gtk_box_new (orientation, 0);
  GtkWidget *image = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *text = gtk_label_new (label);

  gtk_widget_set_visible (image, icon_name != NULL);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (text), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (text), xalign);
  gtk_label_set_justify (GTK_LABEL (text), xalign == 0 ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), text);
  if (xalign == 0)
    gtk_widget_set_hexpand (text, TRUE);
  else
    gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), box);
  /* A finger takes no focus from a field: the keyboard would go, and the button move away under the finger. */
  gtk_widget_set_focus_on_click (button, FALSE);
  g_object_set_data (G_OBJECT (button), LABEL_KEY, text);
  g_object_set_data (G_OBJECT (button), IMAGE_KEY, image);
  kmzb_a11y_set_label (button, label);
}

/**
 * kmzb_big_button_new:
 * @icon_name: (nullable): a picture before the words
 * @label: the words, also the accessible name
 *
 * A button for a thumb in a glove. Its words wrap when the text is large or the language long.
 */
GtkWidget *
kmzb_big_button_new (KmzbBigButtonKind kind, const char *icon_name, const char *label)
{
  GtkWidget *button = gtk_button_new ();

  g_return_val_if_fail (kind < G_N_ELEMENTS (css_classes), button);

  gtk_widget_add_css_class (button, "kmzb-big");
  gtk_widget_add_css_class (button, css_classes[kind]);
  if (kind == KMZB_BIG_BUTTON_QUIET)
    gtk_widget_add_css_class (button, "kmzb-large");
  fill (button, GTK_ORIENTATION_HORIZONTAL, icon_name, label, kind == KMZB_BIG_BUTTON_CARD ? 0 : 0.5f);
  return button;
}

/* A large toggle: one of several answers that may be chosen together, or one of a group. */
GtkWidget *
kmzb_chip_new (const char *icon_name, const char *label)
{
  GtkWidget *chip = gtk_toggle_button_new ();

  gtk_widget_add_css_class (chip, "kmzb-big");
  gtk_widget_add_css_class (chip, "kmzb-chip");
  fill (chip, GTK_ORIENTATION_VERTICAL, icon_name, label, 0.5f);
  return chip;
}

/* Changes the words of a button made here, and its accessible name with them. */
void
kmzb_big_button_set_label (GtkWidget *button, const char *label)
{
  GtkLabel *text = g_object_get_data (G_OBJECT (button), LABEL_KEY);

  g_return_if_fail (text != NULL);

  gtk_label_set_label (text, label);
  kmzb_a11y_set_label (button, label);
}

/* Changes the picture before the words; %NULL for none. */
void
kmzb_big_button_set_icon (GtkWidget *button, const char *icon_name)
{
  GtkWidget *image = g_object_get_data (G_OBJECT (button), IMAGE_KEY);

  g_return_if_fail (image != NULL);

  gtk_image_set_from_icon_name (GTK_IMAGE (image), icon_name);
  gtk_widget_set_visible (image, icon_name != NULL);
}

/* A line under the words of a card. The button's name stays the words; a screen reader reads the line after it. Once. */
void
kmzb_big_button_set_explanation (GtkWidget *button, const char *explanation)
{
  GtkWidget *text = g_object_get_data (G_OBJECT (button), LABEL_KEY);
  GtkWidget *lines, *line;
  GtkBox *box;

  g_return_if_fail (text != NULL && explanation != NULL);

  box = GTK_BOX (gtk_widget_get_parent (text));
  lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  line = gtk_label_new (explanation);
  gtk_label_set_wrap (GTK_LABEL (line), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (line), PANGO_WRAP_WORD);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (line), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (line), 0);
  gtk_widget_add_css_class (line, "kmzb-explanation");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);

  g_object_ref (text);
  gtk_box_remove (box, text);
  gtk_box_append (GTK_BOX (lines), text);
  g_object_unref (text);
  gtk_box_append (GTK_BOX (lines), line);
  gtk_box_append (box, lines);
  g_object_set_data (G_OBJECT (button), EXPLANATION_KEY, line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, explanation, -1);
}

/* Hides the line where there is no room for it; a screen reader still has it. */
void
kmzb_big_button_show_explanation (GtkWidget *button, gboolean show)
{
  GtkWidget *line = g_object_get_data (G_OBJECT (button), EXPLANATION_KEY);

  if (line != NULL)
    gtk_widget_set_visible (line, show);
}
