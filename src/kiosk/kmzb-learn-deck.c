/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-learn-deck.h"

/**
 * KmzbLearnDeck:
 *
 * The cards of "How the map works", one at a time, turned by "Next" and "Back" or by a finger that swipes. Emits
 * "closed" before the first, "try" after the last, and "lookup".
 */
struct _KmzbLearnDeck
{
  GtkWidget parent_instance;

  KmzbOptions *options; /* the booth's, which outlives this */
  GtkWidget *stack;
  GtkWidget *card;
  KmzbLearnCardId id;
  int swiped; /* to the next or to the one before */
  guint swiped_id;
};

G_DEFINE_FINAL_TYPE (KmzbLearnDeck, kmzb_learn_deck, GTK_TYPE_WIDGET)

enum
{
  CLOSED,
  TRY,
  LOOKUP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define TURN_MS 200
/* A finger that means it: slower or steeper ones scroll, or only rest on the glass. */
#define LEAST_SWIPE_PX_S 400.0

static void turn (KmzbLearnDeck *self, KmzbLearnCardId id, GtkStackTransitionType transition);

static void
on_next (KmzbLearnDeck *self, GtkWidget *card)
{
  if (card != self->card)
    return; /* a second touch on a card that is already sliding away */
  if (self->id == KMZB_LEARN_CARD_TRY)
    g_signal_emit (self, signals[TRY], 0);
  else
    turn (self, self->id + 1, GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT);
}

static void
on_back (KmzbLearnDeck *self, GtkWidget *card)
{
  if (card != self->card)
    return;
  if (self->id == 0)
    g_signal_emit (self, signals[CLOSED], 0);
  else
    turn (self, self->id - 1, GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT);
}

static void
on_lookup (KmzbLearnDeck *self)
{
  g_signal_emit (self, signals[LOOKUP], 0);
}

static gboolean
on_swiped (gpointer data)
{
  KmzbLearnDeck *self = data;
  int step = self->swiped;

  self->swiped_id = 0;
  turn (self, (KmzbLearnCardId) ((int) self->id + step),
        step > 0 ? GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT : GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT);
  return G_SOURCE_REMOVE;
}

/* A swipe only turns: it neither leaves nor begins anything. It turns when the touch has been dealt with: GTK 4.8 loses
 * count of what is pressed when a widget goes below the finger. */
static void
on_swipe (KmzbLearnDeck *self, double x, double y)
{
  int step = x < 0 ? 1 : -1, to = (int) self->id + step;

  if (ABS (x) < LEAST_SWIPE_PX_S || ABS (x) < 2 * ABS (y) || to < 0 || to >= KMZB_N_LEARN_CARDS
      || self->swiped_id != 0)
    return;
  self->swiped = step;
  self->swiped_id = g_idle_add (on_swiped, self);
}

/* Only one card is ever there for a screen reader; those that slid away are gone. */
static void
drop_others (KmzbLearnDeck *self)
{
  GtkWidget *child, *next;

  if (gtk_stack_get_transition_running (GTK_STACK (self->stack)))
    return;
  for (child = gtk_widget_get_first_child (self->stack); child != NULL; child = next)
    {
      next = gtk_widget_get_next_sibling (child);
      if (child != self->card)
        gtk_stack_remove (GTK_STACK (self->stack), child);
    }
}

static void
turn (KmzbLearnDeck *self, KmzbLearnCardId id, GtkStackTransitionType transition)
{
  GtkWidget *old = self->card;

  g_clear_handle_id (&self->swiped_id, g_source_remove);
  self->id = id;
  self->card = kmzb_learn_card_new (id, self->options);
  g_signal_connect_object (self->card, "next", G_CALLBACK (on_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "back", G_CALLBACK (on_back), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "lookup", G_CALLBACK (on_lookup), self, G_CONNECT_SWAPPED);
  if (old != NULL)
    {
      gtk_accessible_update_state (GTK_ACCESSIBLE (old), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      gtk_widget_set_can_target (old, FALSE); /* it is about to go, and must not go from below a finger */
    }
  gtk_stack_add_child (GTK_STACK (self->stack), self->card);
  gtk_stack_set_transition_type (GTK_STACK (self->stack), transition);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->card);
  drop_others (self);
}

static void
kmzb_learn_deck_dispose (GObject *object)
{
  KmzbLearnDeck *self = KMZB_LEARN_DECK (object);

  g_clear_handle_id (&self->swiped_id, g_source_remove);
  if (self->stack != NULL)
    g_signal_handlers_disconnect_by_data (self->stack, self);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (kmzb_learn_deck_parent_class)->dispose (object);
}

static void
kmzb_learn_deck_class_init (KmzbLearnDeckClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const char *const names[N_SIGNALS] = { "closed", "try", "lookup" };

  G_OBJECT_CLASS (klass)->dispose = kmzb_learn_deck_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
kmzb_learn_deck_init (KmzbLearnDeck *self)
{
  GtkGesture *swipe = gtk_gesture_swipe_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (swipe), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (swipe, "swipe", G_CALLBACK (on_swipe), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (swipe));

  self->stack = gtk_stack_new ();
  gtk_stack_set_transition_duration (GTK_STACK (self->stack), TURN_MS);
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  g_signal_connect_swapped (self->stack, "notify::transition-running", G_CALLBACK (drop_others), self);
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}

/* @options: must outlive the deck. Call kmzb_learn_deck_show() before it is shown. */
GtkWidget *
kmzb_learn_deck_new (KmzbOptions *options)
{
  KmzbLearnDeck *self = g_object_new (KMZB_TYPE_LEARN_DECK, NULL);

  self->options = options;
  return GTK_WIDGET (self);
}

void
kmzb_learn_deck_show (KmzbLearnDeck *self, KmzbLearnCardId id)
{
  g_return_if_fail (KMZB_IS_LEARN_DECK (self) && id < KMZB_N_LEARN_CARDS);

  turn (self, id, GTK_STACK_TRANSITION_TYPE_NONE);
}

/* The same card in the language of now. */
void
kmzb_learn_deck_rebuild (KmzbLearnDeck *self)
{
  if (self->card != NULL)
    kmzb_learn_deck_show (self, self->id);
}
