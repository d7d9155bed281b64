/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-connection-card.h"

#include "kmzb-big-button.h"
#include "kmzb-officer-page.h"
#include "kmzb-officer-words.h"
#include "kmzb-store-settings.h"

#include <glib/gi18n.h>

/**
 * KmzbConnectionCard:
 *
 * Whether reports go out, and if not, why: the state of sending, the last contact with central, the booth's clock
 * against its, and "Send now", or while nothing waits "Check for news".
 */
struct _KmzbConnectionCard
{
  GtkWidget parent_instance;

  KmzbOfficerContext *context;
  GtkWidget *card;
  GtkWidget *state;
  GtkWidget *problem;
  GtkWidget *contact;
  GtkWidget *clock;
  GtkWidget *news;
  GtkWidget *send;
  gboolean asked; /* for news, by hand */
};

/* Booths without a network keep time by themselves; this much does not matter to anybody. */
#define CLOCK_RIGHT_S 60

G_DEFINE_FINAL_TYPE (KmzbConnectionCard, kmzb_connection_card, GTK_TYPE_WIDGET)

static gboolean
is_practice (KmzbConnectionCard *self)
{
  gboolean practice = FALSE;

  g_object_get (self->context->booth, "practice", &practice, NULL);
  return practice;
}

static void
set_line (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (gtk_widget_get_parent (label), text != NULL);
}

static char *
describe_state (KmzbConnectionCard *self)
{
  KmzbSyncEngine *engine = self->context->engine;

  if (is_practice (self))
    return g_strdup (_("Practice mode: nothing is sent."));
  if (!self->context->has_central)
    return g_strdup (_("No central server is configured: reports stay on this booth."));
  switch (kmzb_sync_engine_get_state (engine))
    {
    case KMZB_SYNC_SENDING:
      return g_strdup (_("Sending…"));
    case KMZB_SYNC_WAITING:
      return g_strdup_printf (_("Waiting to be sent: %u"), kmzb_sync_engine_get_n_waiting (engine));
    case KMZB_SYNC_OFFLINE:
      return g_strdup_printf (_("No connection. Waiting to be sent: %u"), kmzb_sync_engine_get_n_waiting (engine));
    case KMZB_SYNC_ALL_SENT:
    default:
      return g_strdup (_("Everything is sent"));
    }
}

static gboolean
has_waiting (KmzbConnectionCard *self)
{
  return kmzb_sync_engine_get_n_waiting (self->context->engine) > 0;
}

/* Only to who has asked: the booth asks for itself all day. */
static void
show_news (KmzbConnectionCard *self)
{
  KmzbNewsState news = kmzb_sync_engine_get_news (self->context->engine);
  const char *words = NULL;

  if (news == KMZB_NEWS_ASKING)
    words = _("Checking for news…");
  else if (news == KMZB_NEWS_LATEST)
    words = _("The booth has the latest news.");
  else if (news == KMZB_NEWS_MISSED)
    words = _("The news could not be fetched. The booth will try again by itself.");
  else if (news == KMZB_NEWS_NONE)
    words = _("This server takes reports and sends no news.");
  set_line (self->news, self->asked && !is_practice (self) ? words : NULL);
}

static void
show_state (KmzbConnectionCard *self)
{
  const GError *problem = kmzb_sync_engine_get_problem (self->context->engine);
  g_autofree char *state = describe_state (self);
  const char *help = kmzb_officer_trouble_words (kmzb_sync_engine_get_trouble (self->context->engine));
  g_autofree char *cause = NULL, *words = NULL;

  set_line (self->state, state);
  /* Translators: followed by the program's or the server's own words, which are English */
  cause = problem != NULL ? g_strdup_printf (_("Cause: %s"), problem->message) : NULL;
  words = help && cause ? g_strconcat (help, "\n", cause, NULL) : g_strdup (cause);
  set_line (self->problem, words);
  show_news (self);
  kmzb_big_button_set_label (self->send, has_waiting (self) ? _("Send now") : _("Check for news"));
  gtk_widget_set_visible (self->send, self->context->has_central && !is_practice (self));
}

static void
on_contact_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbConnectionCard) self = data;
  g_autofree char *text = kmzb_store_get_setting_finish (KMZB_STORE (source), result, NULL);
  g_autofree char *when = text != NULL ? kmzb_officer_when (g_ascii_strtoll (text, NULL, 10)) : NULL;
  g_autofree char *line
    = when != NULL ? g_strdup_printf (_("Last contact with the central server: %s"), when)
                   : g_strdup (_("The central server has never answered."));

  if (self->card != NULL)
    set_line (self->contact, self->context->has_central || when != NULL ? line : NULL);
}

static void
on_clock_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbConnectionCard) self = data;
  g_autofree char *text = kmzb_store_get_setting_finish (KMZB_STORE (source), result, NULL);
  gint64 offset_s = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  g_autofree char *span = kmzb_officer_span (ABS (offset_s) * G_USEC_PER_SEC);
  g_autofree char *line = NULL;

  if (self->card == NULL)
    return;
  if (text == NULL)
    line = g_strdup (_("Nothing has compared the booth's clock with another one yet."));
  else if (ABS (offset_s) < CLOCK_RIGHT_S)
    line = g_strdup (_("The booth's clock is right."));
  else if (offset_s > 0)
    line = g_strdup_printf (_("The booth's clock is fast by %s."), span);
  else
    line = g_strdup_printf (_("The booth's clock is slow by %s."), span);
  set_line (self->clock, line);
}

static void
refresh (KmzbConnectionCard *self)
{
  KmzbStore *store = self->context->report->store;

  show_state (self);
  kmzb_store_get_setting_async (store, KMZB_SETTING_LAST_SYNC, NULL, on_contact_read, g_object_ref (self));
  kmzb_store_get_setting_async (store, KMZB_SETTING_CLOCK_OFFSET, NULL, on_clock_read, g_object_ref (self));
}

static void
on_send_clicked (KmzbConnectionCard *self)
{
  if (has_waiting (self))
    kmzb_sync_engine_wake (self->context->engine);
  self->asked = TRUE;
  kmzb_sync_engine_ask_news (self->context->engine);
  set_line (self->news, _("Checking for news…"));
}

static void
kmzb_connection_card_dispose (GObject *object)
{
  KmzbConnectionCard *self = KMZB_CONNECTION_CARD (object);

  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_pointer (&self->context, kmzb_officer_context_unref);
  G_OBJECT_CLASS (kmzb_connection_card_parent_class)->dispose (object);
}

static void
kmzb_connection_card_class_init (KmzbConnectionCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_connection_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_connection_card_init (KmzbConnectionCard *self)
{
  self->card = kmzb_officer_card_new (_("Connection"));
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  self->state = kmzb_officer_add_line (self->card, "kmzb-sync-symbolic", "");
  gtk_widget_add_css_class (self->state, "kmzb-strong");
  self->problem = kmzb_officer_add_line (self->card, "kmzb-warning-symbolic", "");
  self->contact = kmzb_officer_add_line (self->card, "kmzb-check-symbolic", "");
  self->clock = kmzb_officer_add_line (self->card, "kmzb-clock-symbolic", "");
  self->news = kmzb_officer_add_line (self->card, "kmzb-info-symbolic", "");
  self->send = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, "kmzb-sync-symbolic", _("Check for news"));
  g_signal_connect_swapped (self->send, "clicked", G_CALLBACK (on_send_clicked), self);
  gtk_box_append (GTK_BOX (self->card), self->send);
}

GtkWidget *
kmzb_connection_card_new (KmzbOfficerContext *context)
{
  KmzbConnectionCard *self = g_object_new (KMZB_TYPE_CONNECTION_CARD, NULL);

  self->context = kmzb_officer_context_ref (context);
  set_line (self->contact, NULL);
  set_line (self->clock, NULL);
  refresh (self);
  g_signal_connect_object (context->engine, "notify", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context->report->store, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context->booth, "notify::practice", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
