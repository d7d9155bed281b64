/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the threats say of one area, in plain words and with no number that could single somebody out. */
#include "kmzb-area-sheet.h"

#include "kmzb-area-art.h"
#include "kmzb-columns.h"
#include "kmzb-list-row.h"
#include "kmzb-sheet.h"
#include "kmzb-stat-sheet.h"
#include "kmzb-threat-index.h"
#include "kmzb-threat-words.h"

#include <glib/gi18n.h>

#define BARS_KEY "kmzb-area-bars"
#define BARS_MAX 5
#define BAR_WIDTH_PX 400
#define FACT_WIDTH_PX 420
#define CHIP_WIDTH 64
#define CHIP_HEIGHT 40

static void
draw_chip (GtkWidget *chip, gpointer step)
{
  g_autoptr (GdkTexture) texture = NULL;
  KmzbAreaPalette palette;

  kmzb_area_palette_init (&palette, chip);
  texture = kmzb_area_art_chip (&palette, (KmzbAreaStep) GPOINTER_TO_UINT (step), CHIP_WIDTH, CHIP_HEIGHT, 1);
  gtk_picture_set_paintable (GTK_PICTURE (chip), GDK_PAINTABLE (texture));
}

/* The shade and pattern of @step as on the map; its word stands beside it. */
GtkWidget *
kmzb_area_chip_new (KmzbAreaStep step)
{
  return kmzb_sample_new (G_CALLBACK (draw_chip), GUINT_TO_POINTER (step));
}

static char *
explain (const KmzbAreaNote *note)
{
  switch (note->step)
    {
    case KMZB_AREA_TOO_FEW:
      return g_strdup_printf (_("There are fewer than %u reports here: too few to say anything. "
                                "Few reports do not mean that it is safe."),
                              KMZB_AREA_MIN_REPORTS);
    case KMZB_AREA_CALM:
      return g_strdup (_("Here the police confirmed less than half as many threats as on the average of this map."));
    case KMZB_AREA_FEWER:
      return g_strdup (_("Here the police confirmed fewer threats than on the average of this map."));
    case KMZB_AREA_MORE:
      return g_strdup (_("Here the police confirmed more threats than on the average of this map."));
    case KMZB_AREA_MOST:
      return g_strdup (_("Here the police confirmed at least twice as many threats as on the average of this map."));
    }
  g_return_val_if_reached (NULL);
}

static void
add_fact (GtkWidget *facts, const char *format, const char *value)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", format, value);

  kmzb_columns_append (KMZB_COLUMNS (facts), kmzb_text_new (text, "kmzb-numbers"));
}

/**
 * kmzb_area_sheet_new:
 * @filter: (nullable): which threats are counted, in words; %NULL for all
 * @statistics: (element-type KmzbStatFeature): what is counted there besides
 *
 * Returns: (transfer floating): a #KmzbSheet
 */
GtkWidget *
kmzb_area_sheet_new (const KmzbAreaNote *note, const char *filter, GPtrArray *statistics)
{
  GtkWidget *sheet = kmzb_sheet_new (note->title);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *verdict = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *bars = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  g_autofree char *meaning = explain (note);

  gtk_box_append (GTK_BOX (verdict), kmzb_area_chip_new (note->step));
  gtk_box_append (GTK_BOX (verdict), kmzb_text_new (note->verdict, "kmzb-subheading"));
  gtk_box_append (GTK_BOX (content), verdict);
  gtk_box_append (GTK_BOX (content), kmzb_text_new (meaning, NULL));
  if (note->step != KMZB_AREA_TOO_FEW)
    {
      GtkWidget *facts = kmzb_columns_new (2, FACT_WIDTH_PX, 12);

      add_fact (facts, _("Confirmed threats"), note->confirmed);
      add_fact (facts, _("All reports"), note->reports);
      gtk_box_append (GTK_BOX (content), facts);
    }
  gtk_widget_set_visible (bars, FALSE); /* until it is counted */
  gtk_box_append (GTK_BOX (content), bars);
  /* Translators: which threats were counted for an area, when not all: "Counted: Roads and railways; 30 days" */
  if (filter != NULL)
    {
      g_autofree char *counted = g_strdup_printf (_("Counted: %s"), filter);

      gtk_box_append (GTK_BOX (content), kmzb_text_new (counted, NULL));
    }
  else
    gtk_box_append (GTK_BOX (content), kmzb_text_new (_("Counted: everything, whenever it was reported."), NULL));
  gtk_box_append (GTK_BOX (content), kmzb_text_new (_("Numbers are rounded, so that they point at nobody."), "kmzb-muted"));
  if (statistics->len > 0)
    gtk_box_append (GTK_BOX (content), kmzb_stat_box_new (statistics, TRUE));
  kmzb_sheet_set_content (KMZB_SHEET (sheet), content);
  kmzb_sheet_set_beside (KMZB_SHEET (sheet), TRUE);
  g_object_set_data (G_OBJECT (sheet), BARS_KEY, note->step != KMZB_AREA_TOO_FEW ? bars : NULL);
  return sheet;
}

static guint
round_count (guint count)
{
  return (count + 2) / 5 * 5;
}

/* @counts: (element-type KmzbCategoryCount): of what the confirmed threats are. Only what is large enough to be told gets
 * a bar of its own; bars are as long as the rounded numbers. */
void
kmzb_area_sheet_set_categories (GtkWidget *sheet, GArray *counts, KmzbCatalog *catalog)
{
  GtkWidget *box = g_object_get_data (G_OBJECT (sheet), BARS_KEY);
  GtkWidget *bars = kmzb_columns_new (2, BAR_WIDTH_PX, 16);
  guint n_bars = 0, rest = 0, most = 1;

  g_object_ref_sink (bars);
  /* One measure for all bars, those of the rest too. */
  for (guint i = 0, n = 0; i < counts->len; i++)
    {
      guint count = g_array_index (counts, KmzbCategoryCount, i).count;

      if (count >= KMZB_AREA_SMALL_NUMBER && n++ < BARS_MAX)
        most = MAX (most, round_count (count));
      else
        rest += count;
    }
  most = MAX (most, round_count (rest));
  for (guint i = 0; i < counts->len; i++)
    {
      const KmzbCategoryCount *each = &g_array_index (counts, KmzbCategoryCount, i);
      g_autofree char *number = kmzb_area_count_to_text (each->count);
      g_autofree char *text
          = g_strdup_printf ("%s: %s", kmzb_threat_words_category (catalog, each->slug), number);

      if (each->count < KMZB_AREA_SMALL_NUMBER || n_bars == BARS_MAX)
        continue;
      kmzb_columns_append (KMZB_COLUMNS (bars),
                           kmzb_bar_new (kmzb_threat_words_icon (catalog, each->slug), text,
                                         (double) round_count (each->count) / most));
      n_bars++;
    }
  if (box != NULL && n_bars > 0)
    {
      if (rest > 0)
        {
          g_autofree char *number = kmzb_area_count_to_text (rest);
          g_autofree char *text = g_strdup_printf ("%s: %s", _("Other categories"), number);

          kmzb_columns_append (KMZB_COLUMNS (bars),
                               kmzb_bar_new ("kmzb-list-symbolic", text, (double) round_count (rest) / most));
        }
      gtk_widget_set_visible (box, TRUE);
      gtk_box_append (GTK_BOX (box), kmzb_text_new (_("What was confirmed here"), "kmzb-strong"));
      gtk_box_append (GTK_BOX (box), bars);
    }
  g_object_unref (bars);
}
