/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lists and sheets are made of. */
#include "kmzb-list-row.h"

#include "kmzb-a11y.h"

/* A row is never so narrow that a word of so many letters leaves it, with the largest text neither. */
#define SHORT_WORD 16

static gboolean
has_short_words (const char *text)
{
  guint length = 0;

  for (const char *at = text; *at != '\0' && length <= SHORT_WORD; at = g_utf8_next_char (at))
    length = g_unichar_isspace (g_utf8_get_char (at)) ? 0 : length + 1;
  return length <= SHORT_WORD;
}

/* Lists have hundreds of labels, and to reckon with a break inside of every word is two thirds of what a row costs. */
static GtkWidget *
new_words (const char *text, const char *css_class)
{
  GtkWidget *label = kmzb_text_new (text, css_class);

  if (has_short_words (text))
    gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD);
  return label;
}

static char *
join (const char *const *parts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (; *parts != NULL; parts++)
    if (**parts != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", *parts);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * kmzb_list_row_new:
 * @picture: what kind of thing it is
 * @name: what it is
 * @sign: (nullable): the picture that says @state
 * @state: a word on it
 * @detail: more on it, or ""
 * @end: a number at the end of the row, or ""
 *
 * A button that can be read in one sentence and touched anywhere.
 */
GtkWidget *
kmzb_list_row_new (GtkWidget *picture,
                   const char *name,
                   GtkWidget *sign,
                   const char *state,
                   const char *detail,
                   const char *end)
{
  GtkWidget *row = gtk_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *state_line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *spoken = join ((const char *[]){ name, state, end, detail, NULL });

  gtk_widget_add_css_class (row, "kmzb-row");
  if (sign != NULL)
    gtk_box_append (GTK_BOX (state_line), sign);
  gtk_box_append (GTK_BOX (state_line), new_words (state, "kmzb-small"));
  gtk_box_append (GTK_BOX (words), new_words (name, "kmzb-strong"));
  gtk_box_append (GTK_BOX (words), state_line);
  if (*detail != '\0')
    gtk_box_append (GTK_BOX (words), new_words (detail, "kmzb-row-when"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (line), picture);
  gtk_box_append (GTK_BOX (line), words);
  if (*end != '\0')
    {
      GtkWidget *number = gtk_label_new (end);

      gtk_widget_add_css_class (number, "kmzb-numbers");
      gtk_widget_add_css_class (number, "kmzb-small");
      gtk_box_append (GTK_BOX (line), number);
    }
  gtk_button_set_child (GTK_BUTTON (row), line);
  kmzb_a11y_set_label (row, spoken);
  return row;
}

/* A picture that shows a sample of what is on the map; the word beside it says all of it. @draw gives the #GtkPicture its
 * paintable when the style sheet's colours are known. */
GtkWidget *
kmzb_sample_new (GCallback draw, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *picture = g_object_new (GTK_TYPE_PICTURE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "can-shrink",
                                     FALSE, NULL);

  /* In a box: a picture alone grows with the row's height. */
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  g_signal_connect (picture, "realize", draw, data);
  gtk_box_append (GTK_BOX (box), picture);
  return box;
}

/* A number as a bar, with the words that say it. @fraction: 0 .. 1 of the longest */
GtkWidget *
kmzb_bar_new (const char *icon_name, const char *text, double fraction)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *level = gtk_progress_bar_new ();

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (level), CLAMP (fraction, 0, 1));
  kmzb_a11y_set_label (level, text);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), kmzb_text_new (text, "kmzb-small"));
  gtk_box_append (GTK_BOX (words), level);
  gtk_box_append (GTK_BOX (bar), gtk_image_new_from_icon_name (icon_name));
  gtk_box_append (GTK_BOX (bar), words);
  gtk_widget_add_css_class (bar, "kmzb-bar");
  return bar;
}
