/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-category-page.h"

#include "kmzb-big-button.h"
#include "kmzb-columns.h"

#include <glib/gi18n.h>

/**
 * KmzbCategoryPage:
 *
 * What is reported: groups as tabs, their categories as cards. A touched card is the answer and moves on.
 */
struct _KmzbCategoryPage
{
  KmzbReportPage parent_instance;

  GtkWidget *tabs;
  GtkWidget *groups;
  GHashTable *cards; /* (element-type utf8 GtkWidget): by slug */
};

G_DEFINE_FINAL_TYPE (KmzbCategoryPage, kmzb_category_page, KMZB_TYPE_REPORT_PAGE)

#define SLUG_KEY "kmzb-category-slug"
#define MAX_CARDS_ACROSS 3
#define CARD_WIDTH 368
#define CARD_HEIGHT 152
#define TAB_WIDTH 220

static void
mark_chosen (KmzbCategoryPage *self, const char *slug)
{
  GHashTableIter iter;
  gpointer key, card;

  g_hash_table_iter_init (&iter, self->cards);
  while (g_hash_table_iter_next (&iter, &key, &card))
    if (g_strcmp0 (key, slug) == 0)
      gtk_widget_add_css_class (card, "chosen");
    else
      gtk_widget_remove_css_class (card, "chosen");
}

static void
on_card_clicked (KmzbCategoryPage *self, GtkWidget *card)
{
  const char *slug = g_object_get_data (G_OBJECT (card), SLUG_KEY);

  kmzb_report_draft_set_category (kmzb_report_page_get_draft (KMZB_REPORT_PAGE (self)), slug);
  mark_chosen (self, slug);
  g_signal_emit_by_name (self, "next");
}

/* The other groups are hidden, not only covered: GTK 4.8 tells a screen reader of all that is visible. */
static void
on_tab_toggled (KmzbCategoryPage *self, GtkToggleButton *tab)
{
  const char *id = gtk_widget_get_name (GTK_WIDGET (tab));

  if (!gtk_toggle_button_get_active (tab))
    return;
  /* Hidden, not stacked: GTK 4.8 tells a screen reader of a stack's other children too. */
  for (GtkWidget *cards = gtk_widget_get_first_child (self->groups); cards != NULL;
       cards = gtk_widget_get_next_sibling (cards))
    gtk_widget_set_visible (cards, g_str_equal (gtk_widget_get_name (cards), id));
  kmzb_step_page_scroll_to_top (KMZB_STEP_PAGE (self));
}

static GtkWidget *
make_cards (KmzbCategoryPage *self, const KmzbCategoryGroup *group, const char *language)
{
  GtkWidget *cards = kmzb_columns_new (MAX_CARDS_ACROSS, CARD_WIDTH, 16);

  g_object_set (cards, "max-row-height", CARD_HEIGHT, NULL);
  gtk_widget_set_name (cards, group->id);
  gtk_widget_set_vexpand (cards, TRUE);
  for (guint i = 0; i < group->categories->len; i++)
    {
      const KmzbCategory *category = g_ptr_array_index (group->categories, i);
      GtkWidget *card = kmzb_big_button_new (KMZB_BIG_BUTTON_CARD,
                                             category->icon,
                                             kmzb_category_get_name (category, language));

      g_object_set_data (G_OBJECT (card), SLUG_KEY, (gpointer) category->slug);
      g_signal_connect_swapped (card, "clicked", G_CALLBACK (on_card_clicked), self);
      kmzb_columns_append (KMZB_COLUMNS (cards), card);
      g_hash_table_insert (self->cards, (gpointer) category->slug, card);
    }
  return cards;
}

static void
kmzb_category_page_constructed (GObject *object)
{
  KmzbCategoryPage *self = KMZB_CATEGORY_PAGE (object);
  KmzbReportContext *context = kmzb_report_page_get_context (KMZB_REPORT_PAGE (self));
  GPtrArray *groups = kmzb_catalog_get_groups (context->catalog);
  GtkWidget *first = NULL;

  G_OBJECT_CLASS (kmzb_category_page_parent_class)->constructed (object);

  for (guint i = 0; i < groups->len; i++)
    {
      const KmzbCategoryGroup *group = g_ptr_array_index (groups, i);
      GtkWidget *tab = kmzb_chip_new (group->icon, kmzb_category_group_get_name (group, context->language));

      gtk_box_append (GTK_BOX (self->groups), make_cards (self, group, context->language));
      gtk_widget_set_name (tab, group->id);
      gtk_widget_add_css_class (tab, "kmzb-tab");
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (tab), first != NULL ? GTK_TOGGLE_BUTTON (first) : NULL);
      g_signal_connect_swapped (tab, "toggled", G_CALLBACK (on_tab_toggled), self);
      kmzb_columns_append (KMZB_COLUMNS (self->tabs), tab);
      if (first == NULL)
        first = tab;
    }
  if (first != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (first), TRUE);
}

/* The group of what was chosen before, so that a visitor who comes back finds it marked. */
static void
kmzb_category_page_enter (KmzbReportPage *page)
{
  KmzbCategoryPage *self = KMZB_CATEGORY_PAGE (page);
  const char *slug = kmzb_report_draft_get_category (kmzb_report_page_get_draft (page));
  const KmzbCategory *category = slug != NULL
                                     ? kmzb_catalog_lookup (kmzb_report_page_get_context (page)->catalog, slug)
                                     : NULL;

  mark_chosen (self, slug);
  if (category == NULL)
    return;
  for (GtkWidget *tab = gtk_widget_get_first_child (self->tabs); tab != NULL; tab = gtk_widget_get_next_sibling (tab))
    if (g_str_equal (gtk_widget_get_name (tab), category->group))
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tab), TRUE);
}

static void
kmzb_category_page_finalize (GObject *object)
{
  g_hash_table_unref (KMZB_CATEGORY_PAGE (object)->cards);
  G_OBJECT_CLASS (kmzb_category_page_parent_class)->finalize (object);
}

static void
kmzb_category_page_class_init (KmzbCategoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = kmzb_category_page_constructed;
  object_class->finalize = kmzb_category_page_finalize;
  KMZB_REPORT_PAGE_CLASS (klass)->enter = kmzb_category_page_enter;
}

static void
kmzb_category_page_init (KmzbCategoryPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);

  self->cards = g_hash_table_new (g_str_hash, g_str_equal);
  self->tabs = kmzb_columns_new (4, TAB_WIDTH, 16);
  self->groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (content), self->tabs);
  gtk_box_append (GTK_BOX (content), self->groups);

  kmzb_step_page_set_question (page, _("What do you report?"));
  kmzb_step_page_set_progress (page, 2, KMZB_REPORT_N_COUNTED_STEPS);
  kmzb_step_page_set_content (page, content);
}
