/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-learn-page.h"

#include "kmzb-learn-deck.h"
#include "kmzb-lookup-page.h"
#include "kmzb-osk-host.h"
#include "kmzb-tried-page.h"
#include "kmzb-try-page.h"

/**
 * KmzbLearnPage:
 *
 * "How the map works": the cards, from them the report for practice and what would come of it, and the answer to who
 * has a report's number. One of them is there at a time; what a visitor leaves is gone with it. Emits "closed" when
 * the visitor goes to the map, and "notify::practising": then the banner says that nothing will be sent.
 */
struct _KmzbLearnPage
{
  GtkWidget parent_instance;

  KmzbBooth *booth;
  GtkWidget *current; /* a deck, one of the other three, or the keyboard's host with one in it */
  GtkWidget *lookup;  /* in that host */
  KmzbLookupBrake brake;
  KmzbPoint center;
  double zoom;
  gboolean practising;
};

G_DEFINE_FINAL_TYPE (KmzbLearnPage, kmzb_learn_page, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_PRACTISING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint closed_signal;

static void open_try (KmzbLearnPage *self);
static void open_lookup (KmzbLearnPage *self);

static void
emit_closed (KmzbLearnPage *self)
{
  g_signal_emit (self, closed_signal, 0);
}

/* @page: (nullable) (transfer floating): what is on screen from now on */
static void
show_page (KmzbLearnPage *self, GtkWidget *page)
{
  gboolean practising = page != NULL && (KMZB_IS_TRY_PAGE (page) || KMZB_IS_TRIED_PAGE (page));

  /* It may be the one whose signal led here. */
  if (self->current != NULL)
    {
      g_autoptr (GtkWidget) old = g_object_ref (self->current);

      g_signal_handlers_disconnect_by_data (old, self);
      gtk_widget_unparent (old);
    }
  self->lookup = NULL;
  self->current = page;
  if (page != NULL)
    gtk_widget_set_parent (page, GTK_WIDGET (self));
  if (practising == self->practising)
    return;
  self->practising = practising;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTISING]);
}

static void
open_deck (KmzbLearnPage *self, KmzbLearnCardId id)
{
  GtkWidget *deck = kmzb_learn_deck_new (kmzb_booth_get_options (self->booth));

  g_signal_connect_swapped (deck, "closed", G_CALLBACK (emit_closed), self);
  g_signal_connect_swapped (deck, "try", G_CALLBACK (open_try), self);
  g_signal_connect_swapped (deck, "lookup", G_CALLBACK (open_lookup), self);
  show_page (self, deck);
  kmzb_learn_deck_show (KMZB_LEARN_DECK (deck), id);
}

static void
open_invitation (KmzbLearnPage *self)
{
  open_deck (self, KMZB_LEARN_CARD_TRY);
}

static void
open_tried (KmzbLearnPage *self)
{
  GtkWidget *tried = kmzb_tried_page_new ();

  g_signal_connect_swapped (tried, "back", G_CALLBACK (open_try), self);
  g_signal_connect_swapped (tried, "next", G_CALLBACK (emit_closed), self);
  show_page (self, tried);
}

static void
open_try (KmzbLearnPage *self)
{
  GtkWidget *try = kmzb_try_page_new (kmzb_booth_get_report_context (self->booth));

  g_signal_connect_swapped (try, "done", G_CALLBACK (open_tried), self);
  g_signal_connect_swapped (try, "left", G_CALLBACK (open_invitation), self);
  show_page (self, try);
  kmzb_try_page_start (KMZB_TRY_PAGE (try), self->center, self->zoom);
}

/* While a number is typed, all but the field makes room. */
static void
on_keyboard_changed (KmzbLearnPage *self)
{
  kmzb_step_page_set_compact (KMZB_STEP_PAGE (self->lookup), kmzb_osk_host_is_open (KMZB_OSK_HOST (self->current)));
}

static void
open_lookup (KmzbLearnPage *self)
{
  GtkWidget *host = kmzb_osk_host_new ();
  GtkWidget *lookup = kmzb_lookup_page_new (kmzb_booth_get_store (self->booth), kmzb_booth_get_clock (self->booth),
                                            &self->brake);

  /* Numbers are made of Latin letters and digits, whatever the visitor's language. */
  kmzb_osk_host_set_language (KMZB_OSK_HOST (host), "en");
  kmzb_osk_host_set_child (KMZB_OSK_HOST (host), lookup);
  g_signal_connect_object (lookup, "back", G_CALLBACK (open_invitation), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lookup, "answered", G_CALLBACK (kmzb_osk_host_close), host, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (host, "notify::open", G_CALLBACK (on_keyboard_changed), self);
  show_page (self, host);
  self->lookup = lookup;
}

static void
kmzb_learn_page_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_PRACTISING)
    g_value_set_boolean (value, KMZB_LEARN_PAGE (object)->practising);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
kmzb_learn_page_dispose (GObject *object)
{
  KmzbLearnPage *self = KMZB_LEARN_PAGE (object);

  if (self->current != NULL)
    g_signal_handlers_disconnect_by_data (self->current, self);
  g_clear_pointer (&self->current, gtk_widget_unparent);
  g_clear_object (&self->booth);
  G_OBJECT_CLASS (kmzb_learn_page_parent_class)->dispose (object);
}

static void
kmzb_learn_page_class_init (KmzbLearnPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kmzb_learn_page_get_property;
  object_class->dispose = kmzb_learn_page_dispose;
  /**
   * KmzbLearnPage:practising:
   *
   * Whether the visitor makes a report that nobody will get, or is told what would have come of it.
   */
  properties[PROP_PRACTISING]
      = g_param_spec_boolean ("practising", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  closed_signal = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "learn-page");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kmzb_learn_page_init (KmzbLearnPage *self)
{
}

/* Call kmzb_learn_page_start() before it is shown. */
GtkWidget *
kmzb_learn_page_new (KmzbBooth *booth)
{
  KmzbLearnPage *self = g_object_new (KMZB_TYPE_LEARN_PAGE, NULL);

  self->booth = g_object_ref (booth);
  return GTK_WIDGET (self);
}

/**
 * kmzb_learn_page_start:
 * @center: what the visitor looks at on the map: where a report for practice begins
 * @zoom: for tiles of 256 pixels
 *
 * Shows the first card.
 */
void
kmzb_learn_page_start (KmzbLearnPage *self, KmzbPoint center, double zoom)
{
  g_return_if_fail (KMZB_IS_LEARN_PAGE (self));

  self->center = center;
  self->zoom = zoom;
  open_deck (self, 0);
}

/* The same page in another language; what was typed and chosen stays. */
void
kmzb_learn_page_rebuild (KmzbLearnPage *self)
{
  g_return_if_fail (KMZB_IS_LEARN_PAGE (self));

  if (self->current == NULL)
    return;
  if (KMZB_IS_LEARN_DECK (self->current))
    kmzb_learn_deck_rebuild (KMZB_LEARN_DECK (self->current));
  else if (KMZB_IS_TRY_PAGE (self->current))
    kmzb_try_page_rebuild (KMZB_TRY_PAGE (self->current));
  else if (KMZB_IS_TRIED_PAGE (self->current))
    open_tried (self);
  else if (self->lookup != NULL)
    kmzb_lookup_page_rebuild (KMZB_LOOKUP_PAGE (self->lookup));
}

/* The visitor is on the map again. */
void
kmzb_learn_page_leave (KmzbLearnPage *self)
{
  g_return_if_fail (KMZB_IS_LEARN_PAGE (self));

  show_page (self, NULL);
}

/* Nothing of the visitor is left. */
void
kmzb_learn_page_reset (KmzbLearnPage *self)
{
  g_return_if_fail (KMZB_IS_LEARN_PAGE (self));

  kmzb_learn_page_leave (self);
  self->brake = (KmzbLookupBrake){ 0 };
}

gboolean
kmzb_learn_page_is_practising (KmzbLearnPage *self)
{
  g_return_val_if_fail (KMZB_IS_LEARN_PAGE (self), FALSE);

  return self->practising;
}
