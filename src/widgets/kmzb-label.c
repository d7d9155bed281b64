/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that every screen says alike. */
#include "kmzb-label.h"

#include <glib/gi18n.h>
#include <math.h>

/* Text that wraps. @css_class: (nullable) */
GtkWidget *
kmzb_text_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR); /* sooner than leave the sheet */
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* As exact as a visitor can pace it off: "less than 10 m", "340 m", "1.2 km", "12 km". Returns: (transfer full) */
char *
kmzb_words_distance (double meters)
{
  guint tens = (guint) lround (meters / 10);
  guint hundreds = (guint) lround (meters / 100);

  if (tens == 0)
    return g_strdup (C_ ("distance", "less than 10 m"));
  if (tens < 100)
    return g_strdup_printf (C_ ("distance", "%u m"), tens * 10);
  if (hundreds < 100)
    return g_strdup_printf (C_ ("distance", "%u.%u km"), hundreds / 10, hundreds % 10);
  return g_strdup_printf (C_ ("distance", "%u km"), (guint) lround (meters / 1000));
}
