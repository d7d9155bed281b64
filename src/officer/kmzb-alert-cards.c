/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-alert-cards.h"

#include "kmzb-big-button.h"
#include "kmzb-officer-page.h"
#include "kmzb-store-officer.h"
#include "kmzb-store-settings.h"

#include <glib/gi18n.h>

/**
 * KmzbAlertCards:
 *
 * What an officer must know before anything else: that the booth's file had to be set aside, that the server shows
 * another key than before. Nothing, on most days.
 */
struct _KmzbAlertCards
{
  GtkWidget parent_instance;

  KmzbOfficerContext *context;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (KmzbAlertCards, kmzb_alert_cards, GTK_TYPE_WIDGET)

static void show (KmzbAlertCards *self);

static GtkWidget *
add_card (KmzbAlertCards *self, const char *heading, const char *text, const char *details)
{
  GtkWidget *card = kmzb_officer_card_new (NULL);

  gtk_widget_add_css_class (card, "kmzb-officer-alert");
  gtk_widget_add_css_class (kmzb_officer_add_line (card, "kmzb-warning-symbolic", heading), "kmzb-subheading");
  gtk_box_append (GTK_BOX (card), kmzb_officer_label_new (text, NULL));
  if (details != NULL)
    gtk_box_append (GTK_BOX (card), kmzb_officer_label_new (details, "kmzb-row-when"));
  gtk_box_append (GTK_BOX (self->box), card);
  return card;
}

static void
add_button (KmzbAlertCards *self, GtkWidget *card, const char *label, GCallback on_clicked)
{
  GtkWidget *button = kmzb_big_button_new (KMZB_BIG_BUTTON_PLAIN, NULL, label);

  g_signal_connect_swapped (button, "clicked", on_clicked, self);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (card), button);
}

static void
on_seen (KmzbAlertCards *self)
{
  KmzbStore *store = self->context->report->store;

  kmzb_store_forget_set_aside (store);
  kmzb_store_audit (store, "aside-seen");
  show (self);
}

static void
on_trusted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbAlertCards) self = data;
  g_autoptr (GError) error = NULL;

  if (!kmzb_store_trust_key_finish (KMZB_STORE (source), result, &error))
    {
      g_warning ("%s", error->message);
      return;
    }
  kmzb_store_audit (KMZB_STORE (source), "trust-key");
  if (self->box == NULL)
    return;
  kmzb_sync_engine_wake (self->context->engine);
  show (self);
}

static void
on_trust_clicked (KmzbAlertCards *self)
{
  kmzb_store_trust_key_async (self->context->report->store, NULL, on_trusted, g_object_ref (self));
}

static void
show (KmzbAlertCards *self)
{
  const char *aside = kmzb_store_get_set_aside (self->context->report->store);
  const char *stranger = kmzb_store_get_stranger_id (self->context->report->store);

  kmzb_officer_clear_box (self->box);
  if (aside != NULL && *aside != '\0')
    add_button (self,
                add_card (self, _("The booth's file could not be used"),
                          _("The old file is kept. Tell the headquarters: it may hold reports that were not sent."), aside),
                _("I have seen it"), G_CALLBACK (on_seen));
  if (stranger != NULL && *stranger != '\0')
    {
      g_autofree char *id = g_strdup_printf (_("The new key: %s"), stranger);

      add_button (self,
                  add_card (self, _("The central server shows another key"),
                            _("Nothing is sent until somebody confirms it. Call the headquarters and compare the key "
                              "before you trust it."),
                            id),
                  _("The key is right, trust it"), G_CALLBACK (on_trust_clicked));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->box) != NULL);
}

static void
kmzb_alert_cards_dispose (GObject *object)
{
  KmzbAlertCards *self = KMZB_ALERT_CARDS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->context, kmzb_officer_context_unref);
  G_OBJECT_CLASS (kmzb_alert_cards_parent_class)->dispose (object);
}

static void
kmzb_alert_cards_class_init (KmzbAlertCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_alert_cards_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_alert_cards_init (KmzbAlertCards *self)
{
  self->box = kmzb_officer_box_new ();
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
kmzb_alert_cards_new (KmzbOfficerContext *context)
{
  KmzbAlertCards *self = g_object_new (KMZB_TYPE_ALERT_CARDS, NULL);

  self->context = kmzb_officer_context_ref (context);
  show (self);
  g_signal_connect_object (context->report->store, "key-changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
