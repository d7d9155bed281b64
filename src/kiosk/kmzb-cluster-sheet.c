/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cluster on the map is made of. */
#include "kmzb-cluster-sheet.h"

#include "kmzb-big-button.h"
#include "kmzb-columns.h"
#include "kmzb-list-row.h"
#include "kmzb-sheet.h"
#include "kmzb-threat-list.h"
#include "kmzb-threat-words.h"

#include <glib/gi18n.h>

#define BARS_MAX 5
#define BAR_WIDTH_PX 400
#define LIST_MAX 50

static GtkWidget *
new_bar (const char *icon_name, const char *name, guint count, guint most)
{
  g_autofree char *text = g_strdup_printf ("%s: %u", name, count);

  return kmzb_bar_new (icon_name, text, (double) count / most);
}

static GtkWidget *
new_bars (KmzbClusterInfo *info, KmzbCatalog *catalog)
{
  GtkWidget *bars = kmzb_columns_new (2, BAR_WIDTH_PX, 24);
  guint most = info->categories->len > 0 ? g_array_index (info->categories, KmzbCategoryCount, 0).count : 1;
  guint n_own = info->categories->len <= BARS_MAX ? info->categories->len : BARS_MAX - 1;
  guint others = 0;

  for (guint i = n_own; i < info->categories->len; i++)
    others += g_array_index (info->categories, KmzbCategoryCount, i).count;
  /* One measure for all: a bar of 48 beside one of 4 is twelve times as long. */
  most = MAX (most, others);
  for (guint i = 0; i < n_own; i++)
    {
      const KmzbCategoryCount *category = &g_array_index (info->categories, KmzbCategoryCount, i);

      kmzb_columns_append (KMZB_COLUMNS (bars),
                           new_bar (kmzb_threat_words_icon (catalog, category->slug),
                                    kmzb_threat_words_category (catalog, category->slug), category->count, most));
    }
  if (others > 0)
    kmzb_columns_append (KMZB_COLUMNS (bars),
                         new_bar ("kmzb-list-symbolic", _("Other categories"), others, most));
  return bars;
}

/**
 * kmzb_cluster_sheet_new:
 * @list: (out) (transfer none): its #KmzbThreatList
 * @closer: (out) (transfer none) (optional): the button that asks for a closer look; %NULL where there is none, and the
 *   sheet lists all it can
 *
 * Returns: (transfer floating): a #KmzbSheet
 */
GtkWidget *
kmzb_cluster_sheet_new (KmzbClusterInfo *info, KmzbCatalog *catalog, GtkWidget **list, GtkWidget **closer)
{
  g_autofree char *title
      = g_strdup_printf (g_dngettext (NULL, "%u threat in this place", "%u threats in this place", info->count),
                         info->count);
  GtkWidget *sheet = kmzb_sheet_new (title);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  guint listed = closer != NULL ? MIN (info->threats->len, LIST_MAX) : info->threats->len;

  for (guint i = 0; i < listed; i++)
    g_ptr_array_add (first, g_ptr_array_index (info->threats, i));
  *list = kmzb_threat_list_new (first, info->count, catalog, info->center);
  gtk_box_append (GTK_BOX (content), new_bars (info, catalog));
  gtk_box_append (GTK_BOX (content), *list);
  kmzb_sheet_set_content (KMZB_SHEET (sheet), content);
  kmzb_sheet_set_beside (KMZB_SHEET (sheet), TRUE);

  if (closer == NULL)
    return sheet;
  *closer = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, "kmzb-plus-symbolic", _("See it from closer"));
  kmzb_sheet_set_actions (KMZB_SHEET (sheet), *closer);
  return sheet;
}
