/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the statistics say of a place. */
#include "kmzb-stat-sheet.h"

#include "kmzb-list-row.h"
#include "kmzb-sheet.h"
#include "kmzb-source-words.h"
#include "kmzb-stat-art.h"

#include <glib/gi18n.h>

/* "41 incidents a year". Returns: (transfer full) */
char *
kmzb_stat_words_value (const KmzbStatFeature *feature)
{
  g_autofree char *number = kmzb_stat_value_to_text (feature->value);

  /* A number and its unit stay on one line. */
  return feature->unit != NULL ? g_strdup_printf ("%s\u00a0%s", number, feature->unit) : g_steal_pointer (&number);
}

static GtkWidget *
new_entry (const KmzbStatFeature *feature, gboolean with_name)
{
  GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *value = kmzb_stat_words_value (feature);
  g_autofree char *as_of = kmzb_source_words_as_of (feature->as_of);
  g_autofree char *source = g_strdup_printf ("%s, %s", kmzb_source_words_stat (feature->source), as_of);
  GtkWidget *number = kmzb_text_new (value, "kmzb-subheading");

  gtk_widget_add_css_class (number, "kmzb-numbers");
  if (with_name)
    gtk_box_append (GTK_BOX (entry), kmzb_text_new (feature->name, "kmzb-strong"));
  gtk_box_append (GTK_BOX (entry), number);
  gtk_box_append (GTK_BOX (entry), kmzb_text_new (source, "kmzb-muted"));
  return entry;
}

/* @features: (element-type KmzbStatFeature). Returns: (transfer floating): their numbers below each other */
GtkWidget *
kmzb_stat_box_new (GPtrArray *features, gboolean with_names)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);

  for (guint i = 0; i < features->len; i++)
    gtk_box_append (GTK_BOX (box), new_entry (g_ptr_array_index (features, i), with_names));
  return box;
}

/* @features: (element-type KmzbStatFeature): at least one. Returns: (transfer floating): a #KmzbSheet */
GtkWidget *
kmzb_stat_sheet_new (GPtrArray *features)
{
  const KmzbStatFeature *first = g_ptr_array_index (features, 0);
  GtkWidget *sheet = kmzb_sheet_new (features->len == 1 ? first->name : _("Statistics of this place"));

  kmzb_sheet_set_content (KMZB_SHEET (sheet), kmzb_stat_box_new (features, features->len > 1));
  return sheet;
}
