/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-page-chart.h"

#include <math.h>

/* The charts' own units; the style sheet makes them fit. */
#define BAR_WIDTH 100
#define COLUMNS_WIDTH 600
#define COLUMNS_HEIGHT 180
#define COLUMNS_MIN 12
#define GRID_SIZE 320
#define GRID_MIN_CELLS 6

/* @link: (transfer full) (nullable) */
KmzbTally *
kmzb_tally_new (const char *name, char *link, gint64 n)
{
  KmzbTally *self = g_new0 (KmzbTally, 1);

  self->name = g_strdup (name);
  self->link = link;
  self->n = n;
  return self;
}

void
kmzb_tally_free (KmzbTally *self)
{
  g_free (self->name);
  g_free (self->status);
  g_free (self->link);
  g_free (self);
}

static gint64
find_most (GPtrArray *tallies)
{
  gint64 most = 1;

  for (guint i = 0; i < tallies->len; i++)
    most = MAX (most, ((KmzbTally *) tallies->pdata[i])->n);
  return most;
}

static void
add_name (KmzbPage *self, const KmzbTally *tally)
{
  if (tally->link != NULL && tally->n > 0)
    kmzb_page_print (self, "<a href=\"%s\">", tally->link);
  if (tally->status != NULL)
    kmzb_page_add_status (self, tally->status);
  else
    kmzb_page_print (self, "%s", tally->name);
  if (tally->link != NULL && tally->n > 0)
    kmzb_page_add (self, "</a>");
}

static void
begin_table (KmzbPage *self, KmzbText caption, KmzbText head, gboolean with_bars)
{
  kmzb_page_print (self, "<table class=\"tally\"><caption class=\"unseen\">%s</caption><thead><tr><th scope=\"col\">%s</th>",
                   kmzb_page_text (self, caption), kmzb_page_text (self, head));
  kmzb_page_print (self, "<th scope=\"col\" class=\"number\">%s</th>", kmzb_page_text (self, KMZB_TEXT_HOW_MANY));
  kmzb_page_add (self, with_bars ? "<td></td></tr></thead><tbody>" : "</tr></thead><tbody>");
}

static void
add_row (KmzbPage *self, const KmzbTally *tally)
{
  g_autofree char *count = kmzb_page_format_count (self, tally->n);

  kmzb_page_add (self, "<tr><th scope=\"row\">");
  add_name (self, tally);
  kmzb_page_print (self, "</th><td class=\"number\">%s</td>", count);
}

/**
 * kmzb_page_add_bars:
 * @tallies: (element-type KmzbTally)
 *
 * A table whose rows have a bar each: chart and text in one.
 */
void
kmzb_page_add_bars (KmzbPage *self, KmzbText caption, KmzbText head, GPtrArray *tallies)
{
  gint64 most = find_most (tallies);

  kmzb_page_print (self, "<h2>%s</h2>", kmzb_page_text (self, caption));
  begin_table (self, caption, head, TRUE);
  for (guint i = 0; i < tallies->len; i++)
    {
      const KmzbTally *tally = tallies->pdata[i];

      add_row (self, tally);
      kmzb_page_print (self,
                       "<td class=\"bars\"><svg viewBox=\"0 0 %d 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\""
                       " class=\"bar s-%s\"><rect width=\"%ld\" height=\"10\"/></svg></td></tr>",
                       BAR_WIDTH, tally->status ? tally->status : "any", lround ((double) BAR_WIDTH * tally->n / most));
    }
  kmzb_page_add (self, "</tbody></table>");
}

static void
add_table (KmzbPage *self, KmzbText caption, KmzbText head, GPtrArray *tallies)
{
  kmzb_page_print (self, "<details><summary>%s</summary>", kmzb_page_text (self, KMZB_TEXT_AS_TABLE));
  begin_table (self, caption, head, FALSE);
  for (guint i = 0; i < tallies->len; i++)
    {
      add_row (self, tallies->pdata[i]);
      kmzb_page_add (self, "</tr>");
    }
  kmzb_page_add (self, "</tbody></table></details>");
}

/* The first and few more have room for their names. */
static gboolean
has_label (guint index, guint n)
{
  guint step = (MAX (n, COLUMNS_MIN) + 3) / 4;

  return index % step == 0 && index + step / 2 < n;
}

/**
 * kmzb_page_add_columns:
 * @tallies: (element-type KmzbTally): in the order of time
 *
 * A column for each span of time, and the same as a table.
 */
void
kmzb_page_add_columns (KmzbPage *self, KmzbText caption, KmzbText head, GPtrArray *tallies)
{
  gint64 most = find_most (tallies);
  g_autofree char *count = kmzb_page_format_count (self, most);
  guint n = MAX (COLUMNS_MIN, tallies->len);

  kmzb_page_print (self, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", COLUMNS_WIDTH,
                   COLUMNS_HEIGHT + 56, kmzb_page_text (self, caption));
  kmzb_page_print (self, "<path class=\"ring\" d=\"M0 24h%d\"/><text x=\"0\" y=\"18\">%s</text>", COLUMNS_WIDTH,
                   count);
  for (guint i = 0; i < tallies->len; i++)
    {
      const KmzbTally *tally = tallies->pdata[i];
      int height = (int) lround ((double) COLUMNS_HEIGHT * tally->n / most);

      kmzb_page_print (self, "<rect x=\"%u\" y=\"%d\" width=\"%d\" height=\"%d\"><title>%s: %" G_GINT64_FORMAT "</title>"
                             "</rect>",
                       i * COLUMNS_WIDTH / n, 24 + COLUMNS_HEIGHT - height, (int) (COLUMNS_WIDTH * 7 / 10 / n), height,
                       tally->name, tally->n);
      if (has_label (i, tallies->len))
        kmzb_page_print (self, "<text x=\"%u\" y=\"%d\">%s</text>", i * COLUMNS_WIDTH / n, COLUMNS_HEIGHT + 50, tally->name);
    }
  kmzb_page_print (self, "<path class=\"axis\" d=\"M0 %dh%d\"/></svg>", 24 + COLUMNS_HEIGHT, COLUMNS_WIDTH);
  add_table (self, caption, head, tallies);
}

/**
 * kmzb_page_add_grid:
 * @tallies: (element-type KmzbTally): with their cells; at least one
 * @narrow: how much narrower than high a cell is on the ground
 *
 * Where they lie, north up: a square in each cell, the larger the more; and the same as a table.
 */
void
kmzb_page_add_grid (KmzbPage *self, KmzbText caption, GPtrArray *tallies, double narrow)
{
  gint64 most = find_most (tallies);
  const KmzbTally *first = tallies->pdata[0];
  int west = first->x, east = first->x, south = first->y, north = first->y;
  double unit, width, height;

  for (guint i = 1; i < tallies->len; i++)
    {
      const KmzbTally *tally = tallies->pdata[i];

      west = MIN (west, tally->x);
      east = MAX (east, tally->x);
      south = MIN (south, tally->y);
      north = MAX (north, tally->y);
    }
  unit = GRID_SIZE / MAX (GRID_MIN_CELLS, MAX ((east - west + 1) * narrow, north - south + 1));
  width = (east - west + 1) * unit * narrow;
  height = (north - south + 1) * unit;
  kmzb_page_print (self, "<svg class=\"sketch grid\" viewBox=\"-4 -4 %d %d\" role=\"img\" aria-label=\"%s\">",
                   (int) MAX (width, GRID_SIZE / 2) + 8, (int) height + 8, kmzb_page_text (self, caption));
  for (guint i = 0; i < tallies->len; i++)
    {
      const KmzbTally *tally = tallies->pdata[i];
      double part = sqrt ((double) tally->n / (double) most), side = MAX (2, unit * narrow * part);
      double x = (tally->x - west + .5) * unit * narrow - side / 2, y = (north - tally->y + .5) * unit - side / 2;

      kmzb_page_print (self, "<rect x=\"%ld\" y=\"%ld\" width=\"%ld\" height=\"%ld\"><title>%s: %" G_GINT64_FORMAT
                             "</title></rect>",
                       lround (x), lround (y), lround (side), lround (side), tally->name, tally->n);
    }
  kmzb_page_add (self, "</svg>");
  add_table (self, caption, KMZB_TEXT_AREA, tallies);
}
