/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-ask-page.h"

#include "kmzb-address-picker.h"
#include "kmzb-answer-words.h"
#include "kmzb-big-button.h"
#include "kmzb-map-pane.h"

#include <glib/gi18n.h>

/**
 * KmzbAskPage:
 *
 * Where somebody lives: an address is typed, or the place is touched on the map; who knows the officer's name goes on to
 * another page ("by-name"). Emits "picked" with the address that was chosen; the map tells of touches itself.
 */
struct _KmzbAskPage
{
  KmzbStepPage parent_instance;

  KmzbMapView *map;
  GtkWidget *pane;
  GtkWidget *picker; /* nullable: without addresses there is nothing to type */
  GtkWidget *content;
  GtkWidget *by_name;
  gboolean offers_names;
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (KmzbAskPage, kmzb_ask_page, KMZB_TYPE_STEP_PAGE)

enum
{
  SIGNAL_PICKED,
  SIGNAL_BY_NAME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_picked (KmzbAskPage *self, gpointer hit)
{
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, hit);
}

static void
on_by_name_clicked (KmzbAskPage *self)
{
  g_signal_emit (self, signals[SIGNAL_BY_NAME], 0);
}

/* While the keyboard is open a list of addresses needs the room. */
static void
arrange (KmzbAskPage *self)
{
  gtk_widget_set_visible (self->pane, !self->compact);
  gtk_widget_set_visible (self->by_name, self->offers_names && !self->compact);
}

static void
kmzb_ask_page_compact_changed (KmzbStepPage *page, gboolean compact)
{
  KmzbAskPage *self = KMZB_ASK_PAGE (page);
  KmzbPoint center;

  self->compact = compact;
  arrange (self);
  if (!compact || self->picker == NULL)
    return;
  kmzb_map_view_get_center (self->map, &center);
  kmzb_address_picker_set_near (KMZB_ADDRESS_PICKER (self->picker), center);
}

static void
kmzb_ask_page_dispose (GObject *object)
{
  KmzbAskPage *self = KMZB_ASK_PAGE (object);

  if (self->picker != NULL)
    g_signal_handlers_disconnect_by_data (self->picker, self);
  self->picker = NULL;
  if (self->pane != NULL)
    kmzb_map_pane_set_map (KMZB_MAP_PANE (self->pane), NULL);
  self->pane = NULL;
  g_clear_object (&self->map);
  G_OBJECT_CLASS (kmzb_ask_page_parent_class)->dispose (object);
}

static void
kmzb_ask_page_class_init (KmzbAskPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_ask_page_dispose;
  KMZB_STEP_PAGE_CLASS (klass)->compact_changed = kmzb_ask_page_compact_changed;

  /**
   * KmzbAskPage::picked:
   * @hit: a #KmzbAddressHit, valid during the call
   */
  signals[SIGNAL_PICKED] = g_signal_new ("picked", KMZB_TYPE_ASK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_BY_NAME] = g_signal_new ("by-name", KMZB_TYPE_ASK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
kmzb_ask_page_init (KmzbAskPage *self)
{
  KmzbStepPage *page = KMZB_STEP_PAGE (self);

  self->pane = kmzb_map_pane_new ();
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  self->by_name = kmzb_big_button_new (KMZB_BIG_BUTTON_SMALL, "kmzb-officer-symbolic", _("Search by the officer’s name"));
  g_signal_connect_swapped (self->by_name, "clicked", G_CALLBACK (on_by_name_clicked), self);
  gtk_box_append (GTK_BOX (self->content), self->by_name);

  kmzb_step_page_set_media (page, self->pane);
  kmzb_step_page_set_content (page, self->content);
  kmzb_step_page_set_aside (page, kmzb_answer_emergency_new ());
  kmzb_step_page_set_question (page, _("Where do you live?"));
  arrange (self);
}

/* @map: given back when the page is gone. @addresses: (nullable) */
GtkWidget *
kmzb_ask_page_new (KmzbMapView *map, KmzbAddressSearch *addresses)
{
  KmzbAskPage *self = g_object_new (KMZB_TYPE_ASK_PAGE, NULL);

  self->map = g_object_ref (map);
  kmzb_map_pane_set_map (KMZB_MAP_PANE (self->pane), map);
  kmzb_step_page_set_hint (KMZB_STEP_PAGE (self), addresses != NULL
                                                      ? _("Type your address or touch your place on the map.")
                                                      : _("Touch your place on the map."));
  if (addresses == NULL)
    return GTK_WIDGET (self);
  self->picker = kmzb_address_picker_new (addresses, KMZB_ADDRESS_PICKER_BY_TOUCH);
  g_signal_connect_swapped (self->picker, "picked", G_CALLBACK (on_picked), self);
  gtk_box_prepend (GTK_BOX (self->content), self->picker);
  return GTK_WIDGET (self);
}

/* Whether there are officers whose name could be known. */
void
kmzb_ask_page_offer_names (KmzbAskPage *self, gboolean offer)
{
  g_return_if_fail (KMZB_IS_ASK_PAGE (self));

  self->offers_names = offer;
  arrange (self);
}

void
kmzb_ask_page_set_text (KmzbAskPage *self, const char *text)
{
  g_return_if_fail (KMZB_IS_ASK_PAGE (self));

  if (self->picker != NULL)
    kmzb_address_picker_set_text (KMZB_ADDRESS_PICKER (self->picker), text);
}

const char *
kmzb_ask_page_get_text (KmzbAskPage *self)
{
  g_return_val_if_fail (KMZB_IS_ASK_PAGE (self), "");

  return self->picker != NULL ? kmzb_address_picker_get_text (KMZB_ADDRESS_PICKER (self->picker)) : "";
}
