/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-category-page.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-category-search.h"
#include "kmzb-columns.h"

#include <glib/gi18n.h>

/**
 * KmzbCategoryPage:
 *
 * What is reported: what is often reported near by, groups as tabs with their categories as cards, a field to search in,
 * and for who does not know three plain questions. A touched card is the answer and moves on.
 */
struct _KmzbCategoryPage
{
  KmzbReportPage parent_instance;

  KmzbNeighbourhood *neighbourhood; /* nullable */
  gulong changed_id;

  GtkWidget *field;
  GtkWidget *browse; /* all that a search covers */
  GtkWidget *likely;
  GtkWidget *likely_cards;
  GtkWidget *tabs;
  GtkWidget *groups;
  GtkWidget *found;
  GtkWidget *nothing;
  GtkWidget *choosing; /* field, browse and found; or else the questions */
  GtkWidget *questions;
  GtkWidget *aside; /* the ways to find one: help and search */
  GtkWidget *search;
  GtkWidget *help;
  gboolean is_short;
  guint resized_id;
  GPtrArray *asked; /* (element-type KmzbQuestion): the last one is on screen; not owned */
};

G_DEFINE_FINAL_TYPE (KmzbCategoryPage, kmzb_category_page, KMZB_TYPE_REPORT_PAGE)

#define SLUG_KEY "kmzb-category-slug"
#define ANSWER_KEY "kmzb-answer"
#define MAX_CARDS_ACROSS 3
#define CARD_WIDTH 368
#define CARD_HEIGHT 152
#define MAX_FOUND 9
/* Less is a small screen, and shows names alone. */
#define LEAST_HEIGHT 800

static KmzbReportContext *
context_of (KmzbCategoryPage *self)
{
  return kmzb_report_page_get_context (KMZB_REPORT_PAGE (self));
}

static void
remove_children (GtkWidget *columns)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (columns)) != NULL)
    gtk_widget_unparent (child);
}

/* ---- cards ---- */

static void
choose (KmzbCategoryPage *self, const char *slug)
{
  kmzb_report_draft_set_category (kmzb_report_page_get_draft (KMZB_REPORT_PAGE (self)), slug);
  g_signal_emit_by_name (self, "next");
}

static void
on_card_clicked (KmzbCategoryPage *self, GtkWidget *card)
{
  choose (self, g_object_get_data (G_OBJECT (card), SLUG_KEY));
}

static void
append_card (KmzbCategoryPage *self, GtkWidget *cards, const KmzbCategory *category, gboolean explained)
{
  const char *language = context_of (self)->language;
  const char *explanation = kmzb_category_get_explanation (category, language);
  GtkWidget *card
      = kmzb_big_button_new (KMZB_BIG_BUTTON_CARD, category->icon, kmzb_category_get_name (category, language));

  if (explained && explanation != NULL)
    kmzb_big_button_set_explanation (card, explanation);
  g_object_set_data (G_OBJECT (card), SLUG_KEY, (gpointer) category->slug);
  g_signal_connect_swapped (card, "clicked", G_CALLBACK (on_card_clicked), self);
  kmzb_columns_append (KMZB_COLUMNS (cards), card);
}

static void
mark_in (GtkWidget *cards, const char *slug)
{
  for (GtkWidget *card = gtk_widget_get_first_child (cards); card != NULL; card = gtk_widget_get_next_sibling (card))
    if (g_strcmp0 (g_object_get_data (G_OBJECT (card), SLUG_KEY), slug) == 0)
      gtk_widget_add_css_class (card, "chosen");
    else
      gtk_widget_remove_css_class (card, "chosen");
}

static void
mark_chosen (KmzbCategoryPage *self)
{
  const char *slug = kmzb_report_draft_get_category (kmzb_report_page_get_draft (KMZB_REPORT_PAGE (self)));

  mark_in (self->likely_cards, slug);
  for (GtkWidget *cards = gtk_widget_get_first_child (self->groups); cards != NULL;
       cards = gtk_widget_get_next_sibling (cards))
    mark_in (cards, slug);
}

/* ---- groups ---- */

/* On a small screen a touched group brings its cards into view. */
static void
scroll_to_tabs (KmzbCategoryPage *self)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (self->tabs, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  if (scroller == NULL || !gtk_widget_get_mapped (self->tabs)
      || !gtk_widget_compute_bounds (self->tabs, self->choosing, &bounds))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_adjustment_set_value (adjustment, bounds.origin.y);
}

/* Hidden, not stacked: GTK 4.8 tells a screen reader of a stack's other children too. */
static void
on_tab_toggled (KmzbCategoryPage *self, GtkToggleButton *tab)
{
  const char *id = gtk_widget_get_name (GTK_WIDGET (tab));

  if (!gtk_toggle_button_get_active (tab))
    return;
  for (GtkWidget *cards = gtk_widget_get_first_child (self->groups); cards != NULL;
       cards = gtk_widget_get_next_sibling (cards))
    gtk_widget_set_visible (cards, g_str_equal (gtk_widget_get_name (cards), id));
}

static GtkWidget *
make_cards (KmzbCategoryPage *self, const KmzbCategoryGroup *group)
{
  GtkWidget *cards = kmzb_columns_new (MAX_CARDS_ACROSS, CARD_WIDTH, 12);

  g_object_set (cards, "max-row-height", CARD_HEIGHT, NULL);
  gtk_widget_set_name (cards, group->id);
  gtk_widget_set_vexpand (cards, TRUE);
  for (guint i = 0; i < group->categories->len; i++)
    append_card (self, cards, g_ptr_array_index (group->categories, i), TRUE);
  return cards;
}

static void
make_groups (KmzbCategoryPage *self)
{
  GPtrArray *groups = kmzb_catalog_get_groups (context_of (self)->catalog);
  GtkWidget *first = NULL;

  for (guint i = 0; i < groups->len; i++)
    {
      const KmzbCategoryGroup *group = g_ptr_array_index (groups, i);
      GtkWidget *tab = kmzb_chip_new (group->icon, kmzb_category_group_get_name (group, context_of (self)->language));

      gtk_box_append (GTK_BOX (self->groups), make_cards (self, group));
      gtk_widget_set_name (tab, group->id);
      gtk_widget_add_css_class (tab, "kmzb-tab");
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (tab), first != NULL ? GTK_TOGGLE_BUTTON (first) : NULL);
      g_signal_connect_swapped (tab, "toggled", G_CALLBACK (on_tab_toggled), self);
      g_signal_connect_swapped (tab, "clicked", G_CALLBACK (scroll_to_tabs), self);
      kmzb_columns_append (KMZB_COLUMNS (self->tabs), tab);
      if (first == NULL)
        first = tab;
    }
  if (first != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (first), TRUE);
}

static void
show_likely (KmzbCategoryPage *self)
{
  const char *const *likely
      = self->neighbourhood != NULL ? kmzb_neighbourhood_get_likely (self->neighbourhood) : NULL;

  remove_children (self->likely_cards);
  for (guint i = 0; likely != NULL && likely[i] != NULL; i++)
    {
      const KmzbCategory *category = kmzb_catalog_lookup (context_of (self)->catalog, likely[i]);

      if (category != NULL && !category->is_retired)
        append_card (self, self->likely_cards, category, FALSE);
    }
  gtk_widget_set_visible (self->likely, !self->is_short && gtk_widget_get_first_child (self->likely_cards) != NULL);
  mark_chosen (self);
}

/* ---- search ---- */

static void
on_search_changed (KmzbCategoryPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->field));
  g_autoptr (GPtrArray) hits = kmzb_category_search (context_of (self)->catalog, context_of (self)->language, text);
  gboolean searching = *text != '\0';

  remove_children (self->found);
  for (guint i = 0; i < MIN (hits->len, MAX_FOUND); i++)
    append_card (self, self->found, g_ptr_array_index (hits, i), TRUE);
  gtk_widget_set_visible (self->browse, !searching);
  gtk_widget_set_visible (self->found, searching && hits->len > 0);
  gtk_widget_set_visible (self->nothing, searching && hits->len == 0);
}

static void
clear_search (KmzbCategoryPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->field), "");
  on_search_changed (self);
}

/* ---- the questions ---- */

static void on_answer_clicked (KmzbCategoryPage *self, GtkWidget *button);

static void
show_question (KmzbCategoryPage *self)
{
  const KmzbQuestion *question
      = self->asked->len > 0 ? g_ptr_array_index (self->asked, self->asked->len - 1) : NULL;

  remove_children (self->questions);
  for (guint i = 0; question != NULL && i < question->answers->len; i++)
    {
      const KmzbQuestionAnswer *answer = g_ptr_array_index (question->answers, i);
      const KmzbCategory *category
          = answer->category != NULL ? kmzb_catalog_lookup (context_of (self)->catalog, answer->category) : NULL;
      const char *icon = answer->icon != NULL ? answer->icon : "kmzb-forward-symbolic";
      GtkWidget *button
          = kmzb_big_button_new (KMZB_BIG_BUTTON_CARD, category != NULL ? category->icon : icon,
                                 kmzb_question_answer_get_text (answer, context_of (self)->language));

      g_object_set_data (G_OBJECT (button), ANSWER_KEY, (gpointer) answer);
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_answer_clicked), self);
      kmzb_columns_append (KMZB_COLUMNS (self->questions), button);
    }
  kmzb_step_page_set_question (KMZB_STEP_PAGE (self),
                               question != NULL ? kmzb_question_get_text (question, context_of (self)->language)
                                                : _("What do you report?"));
  gtk_widget_set_visible (self->choosing, question == NULL);
  gtk_widget_set_visible (self->questions, question != NULL);
  gtk_widget_set_visible (self->aside, question == NULL);
  kmzb_step_page_scroll_to_top (KMZB_STEP_PAGE (self));
}

static void
ask (KmzbCategoryPage *self, const KmzbQuestion *question)
{
  g_ptr_array_add (self->asked, (gpointer) question);
  show_question (self);
}

/* The button goes with its question: the answer is taken first. */
static void
on_answer_clicked (KmzbCategoryPage *self, GtkWidget *button)
{
  const KmzbQuestionAnswer *answer = g_object_get_data (G_OBJECT (button), ANSWER_KEY);

  if (answer->question != NULL)
    ask (self, answer->question);
  else
    choose (self, answer->category);
}

static void
on_help_clicked (KmzbCategoryPage *self)
{
  clear_search (self);
  ask (self, kmzb_catalog_get_first_question (context_of (self)->catalog));
}

/* ---- the page ---- */

static gboolean
kmzb_category_page_back (KmzbReportPage *page)
{
  KmzbCategoryPage *self = KMZB_CATEGORY_PAGE (page);

  if (self->asked->len > 0)
    {
      g_ptr_array_set_size (self->asked, (int) self->asked->len - 1);
      show_question (self);
      return TRUE;
    }
  if (*gtk_editable_get_text (GTK_EDITABLE (self->field)) == '\0')
    return FALSE;
  clear_search (self);
  return TRUE;
}

/* The group of what was chosen before, so that a visitor who comes back finds it marked. */
static void
kmzb_category_page_enter (KmzbReportPage *page)
{
  KmzbCategoryPage *self = KMZB_CATEGORY_PAGE (page);
  const char *slug = kmzb_report_draft_get_category (kmzb_report_page_get_draft (page));
  const KmzbCategory *category = slug != NULL ? kmzb_catalog_lookup (context_of (self)->catalog, slug) : NULL;

  g_ptr_array_set_size (self->asked, 0);
  clear_search (self);
  show_question (self);
  show_likely (self);
  if (category == NULL)
    return;
  for (GtkWidget *tab = gtk_widget_get_first_child (self->tabs); tab != NULL; tab = gtk_widget_get_next_sibling (tab))
    if (g_str_equal (gtk_widget_get_name (tab), category->group))
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tab), TRUE);
}

static void
kmzb_category_page_leave (KmzbReportPage *page)
{
  clear_search (KMZB_CATEGORY_PAGE (page));
}

static void
kmzb_category_page_compact_changed (KmzbStepPage *page, gboolean compact)
{
  KmzbCategoryPage *self = KMZB_CATEGORY_PAGE (page);

  gtk_widget_set_visible (self->help, !compact && kmzb_catalog_get_first_question (context_of (self)->catalog) != NULL);
}

static void
focus_tab (KmzbCategoryPage *self)
{
  for (GtkWidget *tab = gtk_widget_get_first_child (self->tabs); tab != NULL; tab = gtk_widget_get_next_sibling (tab))
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tab)))
      gtk_widget_grab_focus (tab);
}

/* On a low screen a group shall be seen whole: it says less. */
static gboolean
on_resized (gpointer data)
{
  KmzbCategoryPage *self = data;

  self->resized_id = 0;
  self->is_short = gtk_widget_get_height (GTK_WIDGET (self)) < LEAST_HEIGHT;
  for (GtkWidget *cards = gtk_widget_get_first_child (self->groups); cards != NULL;
       cards = gtk_widget_get_next_sibling (cards))
    for (GtkWidget *card = gtk_widget_get_first_child (cards); card != NULL; card = gtk_widget_get_next_sibling (card))
      kmzb_big_button_show_explanation (card, !self->is_short);
  /* GTK would give the focus of a card that goes to another, and scroll to that one. */
  if (self->is_short && gtk_widget_get_focus_child (self->likely) != NULL)
    focus_tab (self);
  show_likely (self);
  kmzb_step_page_scroll_to_top (KMZB_STEP_PAGE (self));
  return G_SOURCE_REMOVE;
}

static void
kmzb_category_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KmzbCategoryPage *self = KMZB_CATEGORY_PAGE (widget);

  GTK_WIDGET_CLASS (kmzb_category_page_parent_class)->size_allocate (widget, width, height, baseline);
  /* What is shown can't change inside an allocation. While somebody types the height says nothing. */
  if ((height < LEAST_HEIGHT) != self->is_short && self->resized_id == 0 && gtk_widget_get_visible (self->help))
    self->resized_id = g_idle_add (on_resized, self);
}

/* The focus begins at the groups: in the field, where GTK would put it, it opens the keyboard. */
static void
kmzb_category_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kmzb_category_page_parent_class)->map (widget);
  focus_tab (KMZB_CATEGORY_PAGE (widget));
}

static void
kmzb_category_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (kmzb_category_page_parent_class)->constructed (object);
  make_groups (KMZB_CATEGORY_PAGE (object));
  kmzb_category_page_compact_changed (KMZB_STEP_PAGE (object), FALSE);
}

static void
kmzb_category_page_dispose (GObject *object)
{
  KmzbCategoryPage *self = KMZB_CATEGORY_PAGE (object);

  g_clear_handle_id (&self->resized_id, g_source_remove);
  kmzb_category_page_set_neighbourhood (self, NULL);
  if (self->field != NULL)
    g_signal_handlers_disconnect_by_data (self->field, self);
  self->field = NULL;
  G_OBJECT_CLASS (kmzb_category_page_parent_class)->dispose (object);
}

static void
kmzb_category_page_finalize (GObject *object)
{
  g_ptr_array_unref (KMZB_CATEGORY_PAGE (object)->asked);
  G_OBJECT_CLASS (kmzb_category_page_parent_class)->finalize (object);
}

static void
kmzb_category_page_class_init (KmzbCategoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = kmzb_category_page_constructed;
  object_class->dispose = kmzb_category_page_dispose;
  object_class->finalize = kmzb_category_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = kmzb_category_page_map;
  GTK_WIDGET_CLASS (klass)->size_allocate = kmzb_category_page_size_allocate;
  KMZB_STEP_PAGE_CLASS (klass)->compact_changed = kmzb_category_page_compact_changed;
  KMZB_REPORT_PAGE_CLASS (klass)->enter = kmzb_category_page_enter;
  KMZB_REPORT_PAGE_CLASS (klass)->leave = kmzb_category_page_leave;
  KMZB_REPORT_PAGE_CLASS (klass)->back = kmzb_category_page_back;

  g_type_ensure (KMZB_TYPE_COLUMNS);
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), "/pl/kmzb/Booth/report/category-page.ui");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, choosing);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, field);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, browse);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, aside);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, search);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, likely);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, likely_cards);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, tabs);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, groups);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, found);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, nothing);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KmzbCategoryPage, questions);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_search_changed);
}

static void
kmzb_category_page_init (KmzbCategoryPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);

  self->asked = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->field), FALSE);
  gtk_text_set_placeholder_text (GTK_TEXT (self->field), _("Search"));
  kmzb_a11y_set_label (self->field, _("Search for what you report"));
  self->help = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, "kmzb-question-symbolic", _("I don’t know, help me choose"));
  gtk_widget_set_valign (self->help, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->help, "clicked", G_CALLBACK (on_help_clicked), self);

  kmzb_step_page_set_question (page, _("What do you report?"));
  kmzb_step_page_set_progress (page, 2, KMZB_REPORT_N_COUNTED_STEPS);
  gtk_widget_insert_after (self->help, self->aside, NULL);
}

/* @neighbourhood: (nullable): tells what is often reported near the chosen place */
void
kmzb_category_page_set_neighbourhood (KmzbCategoryPage *self, KmzbNeighbourhood *neighbourhood)
{
  g_return_if_fail (KMZB_IS_CATEGORY_PAGE (self));

  if (self->neighbourhood != NULL)
    g_clear_signal_handler (&self->changed_id, self->neighbourhood);
  g_set_object (&self->neighbourhood, neighbourhood);
  if (neighbourhood != NULL)
    self->changed_id = g_signal_connect_swapped (neighbourhood, "changed", G_CALLBACK (show_likely), self);
}
