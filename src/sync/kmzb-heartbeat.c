/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-heartbeat.h"

#include "kmzb-alarm.h"

/**
 * KmzbHeartbeat:
 *
 * Tells a kmzb-central that asks for it (its discovery says so) how the booth is, on the sync thread and on a connection
 * of its own. Nothing waits for it: what goes wrong here is tried again at the next beat, and nobody is told.
 */
struct _KmzbHeartbeat
{
  KmzbVitals *vitals; /* borrowed */
  KmzbClock *clock;
  KmzbOpen311Client *client;
  const KmzbGate *reports_gate; /* borrowed */
  GCancellable *cancellable;
  KmzbAlarm alarm;
  gboolean is_wanted;
  gboolean has_clock_offset;
  gboolean sending;
  gboolean stopping;
  gint64 next_us;  /* monotonic: not before */
  char *state;         /* (nullable): what the server had last, roughly; */
  gint64 heard_us;     /* and when, monotonic */
  char *sending_state; /* (nullable): what is on its way to it */
};

static void
arm (KmzbHeartbeat *self)
{
  const double every_us = KMZB_HEARTBEAT_EVERY_S * (double) G_USEC_PER_SEC;
  gint64 delay_us = (gint64) (every_us * g_random_double_range (1, 1.5));

  self->next_us = kmzb_clock_get_monotonic_us (self->clock) + delay_us;
  kmzb_alarm_set (&self->alarm, delay_us);
}

/* What is worth a beat when it changes: not each second of the clock, nor each megabyte. While something waits, its age
 * does. */
static char *
sum_up (const KmzbWireHeartbeat *heartbeat)
{
  return g_strdup_printf ("%s|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT
                          "|%" G_GINT64_FORMAT,
                          heartbeat->pack_id ? heartbeat->pack_id : "", heartbeat->pack_made ? heartbeat->pack_made : "",
                          heartbeat->n_waiting, heartbeat->n_aside,
                          heartbeat->oldest_unsent_s < 0 ? -1 : heartbeat->oldest_unsent_s / KMZB_HEARTBEAT_EVERY_S,
                          heartbeat->clock_offset_s / 30, heartbeat->free_bytes >> 30);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbHeartbeat *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbAnswer) answer = kmzb_open311_client_finish (KMZB_OPEN311_CLIENT (source), result, &error);

  self->sending = FALSE;
  if (answer == NULL)
    g_debug ("No heartbeat: %s", error->message);
  else if (answer->status == 200)
    {
      g_free (self->state);
      self->state = g_steal_pointer (&self->sending_state);
      self->heard_us = kmzb_clock_get_monotonic_us (self->clock);
    }
  else if (answer->status == 404 || answer->status == 405)
    self->is_wanted = FALSE; /* until its discovery says so again */
  g_clear_pointer (&self->sending_state, g_free);
}

/* Whether the server is to hear something at all now. */
static gboolean
is_due (KmzbHeartbeat *self, const char *state)
{
  gint64 since_us = kmzb_clock_get_monotonic_us (self->clock) - self->heard_us;

  return g_strcmp0 (state, self->state) != 0
         || since_us >= (gint64) KMZB_HEARTBEAT_AT_LEAST_S * G_USEC_PER_SEC;
}

static void
beat (gpointer data)
{
  KmzbHeartbeat *self = data;
  g_autoptr (KmzbWireHeartbeat) heartbeat = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *state = NULL;

  if (self->stopping || !self->is_wanted)
    return;
  arm (self);
  /* A server in trouble is not asked for more than it is asked for anyway. */
  if (self->sending || kmzb_gate_is_closed (self->reports_gate))
    return;
  heartbeat = kmzb_vitals_take (self->vitals, self->clock);
  heartbeat->has_clock_offset = self->has_clock_offset;
  heartbeat->clock_offset_s = self->has_clock_offset ? kmzb_open311_client_get_clock_offset_s (self->client) : 0;
  state = sum_up (heartbeat);
  if (!is_due (self, state))
    return;
  self->sending = TRUE;
  self->sending_state = g_steal_pointer (&state);
  body = kmzb_wire_heartbeat_build (heartbeat);
  kmzb_open311_client_post_heartbeat_async (self->client, body, self->cancellable, on_answer, self);
}

/* What the server has shown of itself; a #KmzbProverFunc. A foreign one is never told anything. */
void
kmzb_heartbeat_note_proof (const KmzbProof *proof, gpointer data)
{
  KmzbHeartbeat *self = data;

  if (!proof->is_proven)
    return;
  self->is_wanted = proof->wants_heartbeat;
  self->has_clock_offset = self->has_clock_offset || (proof->answer != NULL && proof->answer->has_clock_offset);
  if (self->is_wanted && kmzb_clock_get_monotonic_us (self->clock) >= self->next_us)
    beat (self);
}

/* @vitals, @reports_gate: outlive this; @client: of the same thread */
KmzbHeartbeat *
kmzb_heartbeat_new (KmzbVitals *vitals, KmzbClock *clock, KmzbOpen311Client *client, const KmzbGate *reports_gate)
{
  KmzbHeartbeat *self = g_new0 (KmzbHeartbeat, 1);

  self->vitals = vitals;
  self->clock = g_object_ref (clock);
  self->client = g_object_ref (client);
  self->reports_gate = reports_gate;
  self->cancellable = g_cancellable_new ();
  self->next_us = G_MININT64;
  kmzb_alarm_init (&self->alarm, clock, beat, self);
  return self;
}

/* Waits for what is under way, which is cut off. */
void
kmzb_heartbeat_stop (KmzbHeartbeat *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->stopping = TRUE;
  kmzb_alarm_clear (&self->alarm);
  g_cancellable_cancel (self->cancellable);
  while (self->sending)
    g_main_context_iteration (context, TRUE);
}

void
kmzb_heartbeat_free (KmzbHeartbeat *self)
{
  if (self == NULL)
    return;
  g_return_if_fail (!self->sending);

  kmzb_alarm_clear (&self->alarm);
  g_object_unref (self->cancellable);
  g_object_unref (self->client);
  g_object_unref (self->clock);
  g_free (self->state);
  g_free (self);
}
