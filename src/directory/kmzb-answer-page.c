/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-answer-page.h"

#include "kmzb-access.h"
#include "kmzb-answer-card.h"
#include "kmzb-answer-words.h"
#include "kmzb-label.h"
#include "kmzb-map-pane.h"

#include <glib/gi18n.h>

/**
 * KmzbAnswerPage:
 *
 * Who looks after a place: the officers, or in their place a unit, beside the map with the beat. Another answer takes the
 * place of the one before without the page being made anew.
 */
struct _KmzbAnswerPage
{
  KmzbStepPage parent_instance;

  GtkWidget *pane;
  GtkWidget *place; /* the place that was asked for, in words */
  GtkWidget *place_words;
  GtkWidget *note;
  GtkWidget *cards;
};

#define LARGE_PERCENT 175

G_DEFINE_FINAL_TYPE (KmzbAnswerPage, kmzb_answer_page, KMZB_TYPE_STEP_PAGE)

static void
kmzb_answer_page_dispose (GObject *object)
{
  KmzbAnswerPage *self = KMZB_ANSWER_PAGE (object);

  if (self->pane != NULL)
    kmzb_map_pane_set_map (KMZB_MAP_PANE (self->pane), NULL);
  self->pane = NULL;
  G_OBJECT_CLASS (kmzb_answer_page_parent_class)->dispose (object);
}

static void
kmzb_answer_page_class_init (KmzbAnswerPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_answer_page_dispose;
}

/* Large text takes the map's room: the beat's name stands in the words. */
static void
follow_text (KmzbAnswerPage *self)
{
  kmzb_step_page_set_media_optional (KMZB_STEP_PAGE (self),
                                     kmzb_access_get_text_percent (kmzb_access_get_default ()) >= LARGE_PERCENT);
}

static void
kmzb_answer_page_init (KmzbAnswerPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->pane = kmzb_map_pane_new ();
  self->place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->place, "kmzb-answer-line");
  gtk_box_append (GTK_BOX (self->place), gtk_image_new_from_icon_name ("kmzb-pin-symbolic"));
  self->place_words = kmzb_text_new ("", NULL);
  self->note = kmzb_text_new ("", "kmzb-muted");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), self->place_words);
  gtk_box_append (GTK_BOX (words), self->note);
  gtk_box_append (GTK_BOX (self->place), words);
  self->cards = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  gtk_box_append (GTK_BOX (content), self->place);
  gtk_box_append (GTK_BOX (content), self->cards);

  kmzb_step_page_set_media (page, self->pane);
  kmzb_step_page_set_content (page, content);
  g_signal_connect_object (kmzb_access_get_default (), "changed", G_CALLBACK (follow_text), self, G_CONNECT_SWAPPED);
  follow_text (self);
  kmzb_step_page_set_aside (page, kmzb_answer_emergency_new ());
  kmzb_step_page_set_next (page, _("Back to the map"));
  kmzb_answer_page_set_place (self, NULL, NULL);
}

/* @map: gives it back when the page is gone */
GtkWidget *
kmzb_answer_page_new (KmzbMapView *map)
{
  KmzbAnswerPage *self = g_object_new (KMZB_TYPE_ANSWER_PAGE, NULL);

  kmzb_map_pane_set_map (KMZB_MAP_PANE (self->pane), map);
  return GTK_WIDGET (self);
}

/* @by_place: a place was asked for, and not an officer by name */
void
kmzb_answer_page_set_answer (KmzbAnswerPage *self, const KmzbDirectoryAnswer *answer, gboolean by_place)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  gboolean known = answer->kind == KMZB_DIRECTORY_KNOWN;
  GtkWidget *child;

  g_return_if_fail (KMZB_IS_ANSWER_PAGE (self));

  kmzb_step_page_set_question (page, kmzb_answer_words_heading (answer, by_place));
  kmzb_step_page_set_hint (page, known ? NULL : kmzb_answer_words_explain (answer, by_place));
  while ((child = gtk_widget_get_first_child (self->cards)) != NULL)
    gtk_box_remove (GTK_BOX (self->cards), child);
  for (guint i = 0; i < answer->officers->len; i++)
    gtk_box_append (GTK_BOX (self->cards),
                    kmzb_answer_officer_card_new (g_ptr_array_index (answer->officers, i), answer));
  if (answer->beat != NULL)
    gtk_box_append (GTK_BOX (self->cards), kmzb_answer_line_new ("kmzb-areas-symbolic", answer->beat->name, NULL));
  if (answer->unit != NULL)
    gtk_box_append (GTK_BOX (self->cards), kmzb_answer_unit_card_new (answer, by_place));
  if (known)
    gtk_box_append (GTK_BOX (self->cards), kmzb_text_new (kmzb_answer_words_explain (answer, by_place), NULL));
}

/* @words: (nullable): where it is. @note: (nullable): what is to be said of that */
void
kmzb_answer_page_set_place (KmzbAnswerPage *self, const char *words, const char *note)
{
  g_return_if_fail (KMZB_IS_ANSWER_PAGE (self));

  gtk_label_set_label (GTK_LABEL (self->place_words), words != NULL ? words : "");
  gtk_label_set_label (GTK_LABEL (self->note), note != NULL ? note : "");
  gtk_widget_set_visible (self->note, note != NULL);
  gtk_widget_set_visible (self->place, words != NULL);
}
