/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-idle.h"

/**
 * KmzbIdle:
 *
 * Tells when a visitor has left without ending the visit. It asks first, and an answer gives the whole time again,
 * any number of times; only then does it say that the visit is over. Draws nothing: the window shows the question.
 */
struct _KmzbIdle
{
  GObject parent_instance;

  KmzbClock *clock;
  guint idle_seconds;
  guint answer_seconds;
  guint patience;
  KmzbIdleState state;
  gint64 deadline_us; /* monotonic; of the state at hand */
  guint timeout;
};

enum
{
  ASK,
  TICK,
  ANSWERED,
  EXPIRED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KmzbIdle, kmzb_idle, G_TYPE_OBJECT)

static gboolean on_timeout (gpointer data);

static void
disarm (KmzbIdle *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
}

static void
arm (KmzbIdle *self, gint64 us)
{
  disarm (self);
  self->timeout = kmzb_clock_add_timeout (self->clock, (guint) ((us + 999) / 1000), on_timeout, self);
}

static gint64
idle_us (KmzbIdle *self)
{
  return (gint64) self->idle_seconds * self->patience * G_USEC_PER_SEC;
}

static void
watch (KmzbIdle *self)
{
  gint64 us = idle_us (self);

  self->state = KMZB_IDLE_WATCHING;
  self->deadline_us = kmzb_clock_get_monotonic_us (self->clock) + us;
  arm (self, us);
}

/* A touch only moves the deadline: whoever drags the map for a minute sets no thousand timers. */
static void
on_watched (KmzbIdle *self)
{
  gint64 left_us = self->deadline_us - kmzb_clock_get_monotonic_us (self->clock);

  if (left_us > 0)
    {
      arm (self, left_us);
      return;
    }
  self->state = KMZB_IDLE_ASKING;
  self->deadline_us
    = kmzb_clock_get_monotonic_us (self->clock) + (gint64) kmzb_idle_get_answer_seconds (self) * G_USEC_PER_SEC;
  arm (self, G_USEC_PER_SEC);
  g_signal_emit (self, signals[ASK], 0);
}

static void
on_asked (KmzbIdle *self)
{
  gint64 left_us = self->deadline_us - kmzb_clock_get_monotonic_us (self->clock);

  if (left_us > 0)
    {
      guint seconds = (guint) ((left_us + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC);

      arm (self, MIN (left_us, G_USEC_PER_SEC));
      g_signal_emit (self, signals[TICK], 0, MAX (seconds, 1));
      return;
    }
  self->state = KMZB_IDLE_OFF;
  g_signal_emit (self, signals[EXPIRED], 0);
}

static gboolean
on_timeout (gpointer data)
{
  g_autoptr (KmzbIdle) self = g_object_ref (KMZB_IDLE (data));

  self->timeout = 0;
  if (self->state == KMZB_IDLE_WATCHING)
    on_watched (self);
  else if (self->state == KMZB_IDLE_ASKING)
    on_asked (self);
  return G_SOURCE_REMOVE;
}

static void
kmzb_idle_dispose (GObject *object)
{
  KmzbIdle *self = KMZB_IDLE (object);

  disarm (self);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (kmzb_idle_parent_class)->dispose (object);
}

static void
kmzb_idle_class_init (KmzbIdleClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kmzb_idle_dispose;

  /* "ask": nobody has touched anything for idle seconds. "tick" (guint): so many seconds are left to answer.
   * "answered": someone is here. "expired": nobody is; the watch is off. */
  signals[ASK] = g_signal_new ("ask", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TICK] = g_signal_new ("tick", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_UINT);
  signals[ANSWERED]
    = g_signal_new ("answered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EXPIRED]
    = g_signal_new ("expired", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_idle_init (KmzbIdle *self)
{
  self->patience = 1;
}

KmzbIdle *
kmzb_idle_new (KmzbClock *clock, guint idle_seconds, guint answer_seconds)
{
  KmzbIdle *self = g_object_new (KMZB_TYPE_IDLE, NULL);

  self->clock = g_object_ref (clock);
  self->idle_seconds = idle_seconds;
  self->answer_seconds = answer_seconds;
  return self;
}

/* A visit begins. */
void
kmzb_idle_start (KmzbIdle *self)
{
  watch (self);
}

/* How long nobody may touch anything before it asks; from the next start or answer on. */
void
kmzb_idle_set_seconds (KmzbIdle *self, guint idle_seconds)
{
  self->idle_seconds = idle_seconds;
}

/* A visit is over. */
void
kmzb_idle_stop (KmzbIdle *self)
{
  disarm (self);
  self->state = KMZB_IDLE_OFF;
}

/* Someone touched, typed or moved. While the question is up only kmzb_idle_answer() counts: a raindrop is no answer. */
void
kmzb_idle_touch (KmzbIdle *self)
{
  if (self->state == KMZB_IDLE_WATCHING)
    self->deadline_us = kmzb_clock_get_monotonic_us (self->clock) + idle_us (self);
}

/* "Yes, I am here". */
void
kmzb_idle_answer (KmzbIdle *self)
{
  if (self->state != KMZB_IDLE_ASKING)
    return;
  watch (self);
  g_signal_emit (self, signals[ANSWERED], 0);
}

/* @patience: how many times the usual seconds to wait from now on; a question that is up keeps its own */
void
kmzb_idle_set_patience (KmzbIdle *self, guint patience)
{
  g_return_if_fail (patience > 0);

  self->patience = patience;
  kmzb_idle_touch (self);
}

KmzbIdleState
kmzb_idle_get_state (KmzbIdle *self)
{
  return self->state;
}

guint
kmzb_idle_get_answer_seconds (KmzbIdle *self)
{
  return self->answer_seconds * self->patience;
}

/* Sees every touch and key before the widget it is for. */
static gboolean
on_event (KmzbIdle *self, GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_BUTTON_PRESS:
    case GDK_MOTION_NOTIFY:
    case GDK_SCROLL:
    case GDK_KEY_PRESS:
      kmzb_idle_touch (self);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

/* @window: whose touches and keys are signs of a visitor */
void
kmzb_idle_watch (KmzbIdle *self, GtkWidget *window)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (on_event), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (window, events);
}
