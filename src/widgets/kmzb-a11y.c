/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-a11y.h"

#include "kmzb-access.h"

#define LABEL_KEY "kmzb-a11y-label"
#define SPOKEN_KEY "kmzb-a11y-spoken"
#define LANGUAGE_KEY "kmzb-a11y-language"
#define PRIVATE_KEY "kmzb-a11y-private"

/**
 * kmzb_a11y_set_label:
 * @label: the words which the control shows, in the current language
 *
 * Gives @widget its accessible name. GTK 4.8 finds a name by itself only for a button made with a label: a button with
 * an icon is "GtkImage" to a screen reader, one with a box inside is "GtkButton", an entry is "GtkEntry".
 */
void
kmzb_a11y_set_label (GtkWidget *widget, const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && label != NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (widget), LABEL_KEY, g_strdup (label), g_free);
}

/* The same for a control that shows an icon only: its name is also its tooltip. */
void
kmzb_a11y_set_icon_label (GtkWidget *widget, const char *label)
{
  kmzb_a11y_set_label (widget, label);
  gtk_widget_set_tooltip_text (widget, label);
}

/* Returns: (nullable): the name given here; GTK does not tell what it was given */
const char *
kmzb_a11y_get_label (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), LABEL_KEY);
}

/**
 * kmzb_a11y_set_spoken:
 * @spoken: (nullable): what reading aloud says instead of @widget's words, and of all below it
 *
 * For what is not said as it is written: a number letter by letter, a picture, a screen that is not read in rows.
 */
void
kmzb_a11y_set_spoken (GtkWidget *widget, const char *spoken)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data_full (G_OBJECT (widget), SPOKEN_KEY, g_strdup (spoken), g_free);
}

const char *
kmzb_a11y_get_spoken (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), SPOKEN_KEY);
}

/* For words in another language than the screen's: a language's own name. */
void
kmzb_a11y_set_language (GtkWidget *widget, const char *language)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data_full (G_OBJECT (widget), LANGUAGE_KEY, g_strdup (language), g_free);
}

const char *
kmzb_a11y_get_language (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), LANGUAGE_KEY);
}

/* Marks what a visitor wrote: spoken only to a visitor with headphones. */
void
kmzb_a11y_set_private (GtkWidget *widget, gboolean is_private)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data (G_OBJECT (widget), PRIVATE_KEY, GINT_TO_POINTER (is_private));
}

gboolean
kmzb_a11y_is_private (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), PRIVATE_KEY) != NULL;
}

/* Something has happened that whoever does not look at the screen has to hear: an error, a countdown, an answer. */
void
kmzb_a11y_announce (const char *text)
{
  kmzb_access_announce (kmzb_access_get_default (), text, FALSE);
}

/* The same instead of what is being said: the answer to a key. */
void
kmzb_a11y_say_now (const char *text)
{
  kmzb_access_announce (kmzb_access_get_default (), text, TRUE);
}

/* @screen: a page, sheet or question that has come on top; what reading aloud tells anew, and repeats when asked. */
void
kmzb_a11y_present (GtkWidget *screen)
{
  kmzb_access_present (kmzb_access_get_default (), G_OBJECT (screen));
}
