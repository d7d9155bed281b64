/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-learn-card.h"

#include "kmzb-a11y.h"
#include "kmzb-big-button.h"
#include "kmzb-columns.h"
#include "kmzb-learn-picture.h"
#include "kmzb-qr.h"
#include "kmzb-threat-words.h"

#include <glib/gi18n.h>

/**
 * KmzbLearnCard:
 *
 * One card of "How the map works": a drawing and at most three short sentences, or the signs of the map, or the
 * invitation to try. Built on the skeleton of every step, so that "Next" and "Back" stand where they always do.
 * Emits "lookup" when somebody wants to know about a report of theirs.
 */
struct _KmzbLearnCard
{
  KmzbStepPage parent_instance;
};

G_DEFINE_FINAL_TYPE (KmzbLearnCard, kmzb_learn_card, KMZB_TYPE_STEP_PAGE)

static guint lookup_signal;

#define MAX_LINES 4
#define SIGN_PX 48
#define EXPLANATION_CHARS 22

typedef struct
{
  const char *icon; /* NULL: the line's number */
  const char *text;
} Line;

static const struct
{
  const char *picture;
  const char *question;
  Line lines[MAX_LINES];
} cards[] = {
  [KMZB_LEARN_CARD_MAP] = {
    "map", N_ ("What is the threat map?"), {
      { "kmzb-pin-symbolic", N_ ("Anyone can show the police a place that needs attention.") },
      { "kmzb-check-symbolic", N_ ("You need no account and give no name.") },
      { "kmzb-list-symbolic", N_ ("You also see what others have reported near by.") },
    } },
  [KMZB_LEARN_CARD_REPORT] = {
    "pin", N_ ("How do you report a threat?"), {
      { NULL, N_ ("Touch “Report a threat” on the map.") },
      { NULL, N_ ("Move the map with your finger until the pin shows the place.") },
      { NULL, N_ ("Say what happens there and when. Then save.") },
    } },
  [KMZB_LEARN_CARD_POLICE] = {
    "police", N_ ("What do the police do with it?"), {
      { NULL, N_ ("Officers check every report.") },
      { NULL, N_ ("When it is confirmed, they act or pass it on, for example to the town hall.") },
      { NULL, N_ ("The sign on the map shows what has become of it.") },
    } },
  [KMZB_LEARN_CARD_EMERGENCY] = {
    "emergency", N_ ("When not to use the map?"), {
      { "kmzb-phone-symbolic", N_ ("Somebody is in danger, or a crime or an accident is happening: call 112.") },
      { "kmzb-clock-symbolic", N_ ("The map does not call for help. Nobody reads reports at once.") },
      { "kmzb-warning-symbolic", N_ ("A false alarm made on purpose is a petty offence (article 66 of the Polish code).") },
    } },
};

static GtkWidget *
wrapped_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
append_line (GtkWidget *list, const Line *line, guint number)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *mark;

  if (line->icon != NULL)
    {
      mark = gtk_image_new_from_icon_name (line->icon);
    }
  else
    {
      g_autofree char *digit = g_strdup_printf ("%u", number);

      mark = gtk_label_new (digit);
      gtk_widget_add_css_class (mark, "kmzb-learn-number");
    }
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (row, "kmzb-learn-line");
  gtk_box_append (GTK_BOX (row), mark);
  gtk_box_append (GTK_BOX (row), wrapped_label (_(line->text), NULL));
  gtk_box_append (GTK_BOX (list), row);
}

static void
fill_lines (KmzbStepPage *page, KmzbLearnCardId id)
{
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  for (guint i = 0; i < MAX_LINES && cards[id].lines[i].text != NULL; i++)
    append_line (list, &cards[id].lines[i], i + 1);
  kmzb_step_page_set_question (page, _(cards[id].question));
  kmzb_step_page_set_media (page, kmzb_learn_picture_new (cards[id].picture));
  kmzb_step_page_set_media_optional (page, TRUE);
  kmzb_step_page_set_content (page, list);
}

/* ---- the signs ---- */

static void
fill_statuses (KmzbStepPage *page)
{
  GtkWidget *columns = kmzb_columns_new (3, 340, 16);

  g_object_set (columns, "max-row-height", 200, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (kmzb_threat_statuses); i++)
    {
      KmzbStatus status = kmzb_threat_statuses[i];
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
      GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
      GtkWidget *explanation = wrapped_label (kmzb_threat_words_explain (status), NULL);

      /* Large words below each other, not in narrow columns of one word a line. */
      gtk_label_set_width_chars (GTK_LABEL (explanation), EXPLANATION_CHARS);
      gtk_widget_add_css_class (row, "kmzb-panel");
      gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (words), wrapped_label (kmzb_threat_words_status (status), "kmzb-strong"));
      gtk_box_append (GTK_BOX (words), explanation);
      gtk_box_append (GTK_BOX (row), kmzb_threat_words_new_sign (status, SIGN_PX));
      gtk_box_append (GTK_BOX (row), words);
      kmzb_columns_append (KMZB_COLUMNS (columns), row);
    }
  kmzb_step_page_set_question (page, _("What do the signs on the map mean?"));
  kmzb_step_page_set_hint (page, _("Jokes and mistakes are not shown on the map."));
  kmzb_step_page_set_content (page, columns);
}

/* ---- the invitation ---- */

static void
on_lookup_clicked (KmzbLearnCard *self)
{
  g_signal_emit (self, lookup_signal, 0);
}

static void
append_code (GtkWidget *columns, const char *url, const char *name, const char *text)
{
  GtkWidget *panel = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *qr = kmzb_qr_new ();
  GtkWidget *words = wrapped_label (text, NULL);

  kmzb_qr_set_text (KMZB_QR (qr), url);
  kmzb_a11y_set_label (qr, text);
  gtk_widget_set_vexpand (qr, TRUE);
  gtk_widget_add_css_class (panel, "kmzb-panel");
  gtk_box_append (GTK_BOX (panel), wrapped_label (name, "kmzb-subheading"));
  gtk_box_append (GTK_BOX (panel), qr);
  gtk_box_append (GTK_BOX (panel), words);
  kmzb_columns_append (KMZB_COLUMNS (columns), panel);
}

static GtkWidget *
new_invitation (void)
{
  GtkWidget *panel = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *picture = kmzb_learn_picture_new ("pin");

  gtk_widget_set_vexpand (picture, TRUE);
  gtk_widget_add_css_class (panel, "kmzb-panel");
  gtk_box_append (GTK_BOX (panel), wrapped_label (_("A report for practice"), "kmzb-subheading"));
  gtk_box_append (GTK_BOX (panel), picture);
  gtk_box_append (GTK_BOX (panel), wrapped_label (_("It goes as a real one does, but nobody gets it."), NULL));
  return panel;
}

/* For who has reported before: at the bottom of the first card and of the last, always in sight. */
static GtkWidget *
new_lookup (KmzbLearnCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, "kmzb-search-symbolic", _("Check your own report"));

  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_lookup_clicked), self);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static void
fill_try (KmzbLearnCard *self, KmzbOptions *options)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);
  GtkWidget *columns = kmzb_columns_new (3, 320, 24);

  g_object_set (columns, "max-row-height", 560, NULL);
  kmzb_columns_append (KMZB_COLUMNS (columns), new_invitation ());
  if (options->map_url != NULL)
    append_code (columns, options->map_url, _("The threat map at home"),
                 _("Scan the code with your phone: it opens the public map."));
  if (options->moja_komenda_url != NULL)
    append_code (columns, options->moja_komenda_url, _("Moja Komenda"),
                 _("Scan the code with your phone: the app finds your district officer."));
  kmzb_step_page_set_question (page, _("Now it is your turn"));
  kmzb_step_page_set_hint (page, _("Make a report for practice. It stays here, nobody gets it."));
  kmzb_step_page_set_content (page, columns);
}

static void
kmzb_learn_card_class_init (KmzbLearnCardClass *klass)
{
  lookup_signal = g_signal_new ("lookup", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
kmzb_learn_card_init (KmzbLearnCard *self)
{
}

/* @options: for the addresses of the codes; not kept */
GtkWidget *
kmzb_learn_card_new (KmzbLearnCardId id, KmzbOptions *options)
{
  KmzbLearnCard *self = g_object_new (KMZB_TYPE_LEARN_CARD, NULL);
  KmzbStepPage *page = KMZB_STEP_PAGE (self);

  kmzb_step_page_set_progress (page, id + 1, KMZB_N_LEARN_CARDS);
  kmzb_step_page_set_next (page, id == KMZB_LEARN_CARD_TRY ? _("Try it") : _("Next"));
  if (id == KMZB_LEARN_CARD_STATUSES)
    fill_statuses (page);
  else if (id == KMZB_LEARN_CARD_TRY)
    fill_try (self, options);
  else
    fill_lines (page, id);
  if (id == KMZB_LEARN_CARD_MAP || id == KMZB_LEARN_CARD_TRY)
    kmzb_step_page_set_aside (page, new_lookup (self));
  return GTK_WIDGET (self);
}
