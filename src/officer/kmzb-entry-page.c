/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-entry-page.h"

#include "kmzb-big-button.h"
#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-officer-page.h"
#include "kmzb-officer-words.h"
#include "kmzb-store-officer.h"

#include <glib/gi18n.h>

/**
 * KmzbEntryPage:
 *
 * One report of the queue, without what was written in it, and what an officer can do with it. Emits "back" when that is
 * done, or by its button.
 */
struct _KmzbEntryPage
{
  GtkWidget parent_instance;

  KmzbOfficerContext *context;
  GtkWidget *page;
  GtkWidget *actions;
  GtkWidget *note;
  KmzbReportState state;
  gboolean maybe_sent;
  gint64 seq;
  gboolean acting;
};

#define ACTION_KEY "kmzb-action"
#define REASON_KEY "kmzb-reason"

static guint back_signal;

G_DEFINE_FINAL_TYPE (KmzbEntryPage, kmzb_entry_page, GTK_TYPE_WIDGET)

static void
back (KmzbEntryPage *self)
{
  g_signal_emit (self, back_signal, 0);
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbEntryPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = kmzb_store_act_finish (KMZB_STORE (source), result, &error);

  self->acting = FALSE;
  if (self->page == NULL)
    return;
  if (done)
    {
      back (self);
      return;
    }
  if (g_error_matches (error, KMZB_ERROR, KMZB_ERROR_BUSY))
    gtk_label_set_label (GTK_LABEL (self->note), _("This report has moved on meanwhile. Go back and look again."));
  else
    gtk_label_set_label (GTK_LABEL (self->note), error->message);
  gtk_widget_set_visible (self->note, TRUE);
}

static void
on_action_clicked (GtkWidget *button, KmzbEntryPage *self)
{
  if (self->acting)
    return;
  self->acting = TRUE;
  kmzb_store_act_async (self->context->report->store,
                        (KmzbOfficerAction) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), ACTION_KEY)),
                        self->seq, g_object_get_data (G_OBJECT (button), REASON_KEY), NULL, on_acted,
                        g_object_ref (self));
}

/* @reason: (nullable): static */
static void
add_action (KmzbEntryPage *self, KmzbBigButtonKind kind, KmzbOfficerAction action, const char *reason, const char *label)
{
  GtkWidget *button = kmzb_big_button_new (kind, NULL, label);

  g_object_set_data (G_OBJECT (button), ACTION_KEY, GINT_TO_POINTER (action));
  g_object_set_data (G_OBJECT (button), REASON_KEY, (gpointer) reason);
  g_signal_connect (button, "clicked", G_CALLBACK (on_action_clicked), self);
  gtk_box_append (GTK_BOX (self->actions), button);
}

/* Holding asks why. */
static void
on_hold_clicked (KmzbEntryPage *self)
{
  kmzb_officer_clear_box (self->actions);
  gtk_box_append (GTK_BOX (self->actions), kmzb_officer_label_new (_("Why is it held?"), "kmzb-subheading"));
  for (guint i = 0; i < KMZB_N_HOLD_REASONS; i++)
    {
      const char *slug = kmzb_officer_reason_slug (i);

      add_action (self, KMZB_BIG_BUTTON_PLAIN, KMZB_OFFICER_HOLD, slug, kmzb_officer_reason_word (slug));
    }
}

static void
add_hold (KmzbEntryPage *self)
{
  GtkWidget *button = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, NULL, _("Hold"));

  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_hold_clicked), self);
  gtk_box_append (GTK_BOX (self->actions), button);
}

static void
add_actions (KmzbEntryPage *self)
{
  switch (self->state)
    {
    case KMZB_REPORT_SAVED:
      add_hold (self);
      break;
    case KMZB_REPORT_REFUSED:
    case KMZB_REPORT_UNCERTAIN:
      add_action (self, KMZB_BIG_BUTTON_MAIN, KMZB_OFFICER_RETRY, NULL, _("Send again"));
      add_hold (self);
      break;
    case KMZB_REPORT_HELD:
      add_action (self, KMZB_BIG_BUTTON_MAIN, KMZB_OFFICER_RELEASE, NULL, _("Release and send"));
      if (!self->maybe_sent)
        add_action (self, KMZB_BIG_BUTTON_PLAIN, KMZB_OFFICER_RELEASE_AS_JOKE, NULL, _("Send, marked as a joke"));
      else
        gtk_box_append (GTK_BOX (self->actions),
                        kmzb_officer_label_new (_("It may have left the booth already, so it can't be marked as a joke "
                                                  "here. The police can do that later."),
                                                "kmzb-muted"));
      break;
    case KMZB_REPORT_SENDING:
    case KMZB_REPORT_RECEIVED:
    case KMZB_REPORT_PRACTICE:
    default:
      break;
    }
}

static void
add_fact (GtkWidget *card, const char *name, const char *value)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), kmzb_officer_label_new (name, "kmzb-officer-name"));
  gtk_box_append (GTK_BOX (box), kmzb_officer_label_new (value, NULL));
  gtk_box_append (GTK_BOX (card), box);
}

static GtkWidget *
make_facts (KmzbEntryPage *self, const KmzbQueueEntry *entry)
{
  GtkWidget *card = kmzb_officer_card_new (kmzb_officer_category_name (self->context, entry->category));
  g_autofree char *when = kmzb_officer_when (entry->saved_us);
  g_autofree char *attempts = g_strdup_printf ("%u", entry->attempts);

  add_fact (card, kmzb_officer_state_word (entry->state), kmzb_officer_state_help (entry->state));
  add_fact (card, _("Saved"), when);
  if (entry->reason != NULL)
    add_fact (card, _("Why it is held"), kmzb_officer_reason_word (entry->reason));
  if (entry->attempts > 0)
    add_fact (card, _("Tries"), attempts);
  if (entry->state == KMZB_REPORT_SAVED
      && entry->next_attempt_us > kmzb_clock_get_real_us (self->context->report->clock))
    {
      g_autofree char *next = kmzb_officer_when (entry->next_attempt_us);

      add_fact (card, _("Next try"), next);
    }
  if (entry->server_words != NULL)
    add_fact (card, _("What the server said"), entry->server_words);
  if (entry->burst)
    add_fact (card, _("Mind"), _("One of many reports from one visitor or one spot in a short time."));
  return card;
}

static void
kmzb_entry_page_dispose (GObject *object)
{
  KmzbEntryPage *self = KMZB_ENTRY_PAGE (object);

  g_clear_pointer (&self->page, gtk_widget_unparent);
  g_clear_pointer (&self->context, kmzb_officer_context_unref);
  G_OBJECT_CLASS (kmzb_entry_page_parent_class)->dispose (object);
}

static void
kmzb_entry_page_class_init (KmzbEntryPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_entry_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  back_signal
    = g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_entry_page_init (KmzbEntryPage *self)
{
}

/* @entry: read, not kept */
GtkWidget *
kmzb_entry_page_new (KmzbOfficerContext *context, const KmzbQueueEntry *entry)
{
  KmzbEntryPage *self = g_object_new (KMZB_TYPE_ENTRY_PAGE, NULL);
  GtkWidget *content = kmzb_officer_box_new ();
  g_autofree char *number = kmzb_number_format (entry->number);

  self->context = kmzb_officer_context_ref (context);
  self->seq = entry->seq;
  self->state = entry->state;
  self->maybe_sent = entry->maybe_sent;
  gtk_box_append (GTK_BOX (content), make_facts (self, entry));
  self->note = kmzb_officer_label_new ("", "kmzb-error");
  gtk_widget_set_visible (self->note, FALSE);
  gtk_box_append (GTK_BOX (content), self->note);
  self->actions = kmzb_officer_box_new ();
  gtk_box_append (GTK_BOX (content), self->actions);
  add_actions (self);
  self->page = kmzb_officer_page_new (number, content, G_CALLBACK (back), self);
  gtk_widget_set_parent (self->page, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
