/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-uploader.h"

#include "kmzb-alarm.h"
#include "kmzb-backoff.h"
#include "kmzb-courier.h"
#include "kmzb-outcomes.h"
#include "kmzb-prover.h"
#include "kmzb-wire-parse.h"

/* Reports that are taken from the store in one transaction; only so many of them are under way as the client allows. */
#define CLAIM_MAX 256
/* With so many left the next ones are taken, so that sending never waits for the disk. */
#define CLAIM_AHEAD 64
/* Doubtful answers in a row after which the trouble is the server's and not one report's. */
#define DOUBTS_MAX 4
/* The list of services of a server that lives. */
#define SERVICES_MAX_BYTES (1024 * 1024)

/**
 * KmzbUploader:
 *
 * Brings reports to central, on the sync thread. One function, advance(), looks at what is known and begins what can
 * be begun; everything that ends calls it again.
 *
 * Nothing is sent before the server has proven by its discovery that it is a `kmzb-central`, and that proof is asked
 * for anew after every doubt: a portal between booth and server never sees a report. Trouble is told apart: a report
 * whose answer proved nothing waits for its own next attempt while others go on; when the server cannot be reached,
 * asks for a pause or fails for one report after the other, the gate closes for all.
 */
struct _KmzbUploader
{
  KmzbStore *store;
  KmzbClock *clock;
  KmzbOpen311Client *client;
  KmzbUploaderFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  gboolean stopping;
  guint n_pending; /* callbacks still to come */

  GQueue claimed; /* KmzbOutboxItem, oldest first */
  gboolean claiming;
  gboolean look;     /* there may be more to claim */
  gboolean look_all; /* whatever its next attempt */
  gboolean only_looking;
  gint64 next_due_us;

  KmzbProver *prover;
  KmzbCourier *courier;
  KmzbOutcomes *outcomes;

  gboolean proven;
  gboolean asking; /* services are under way */
  gboolean offline;

  KmzbGate gate;
  guint n_doubts;    /* in a row */
  gint64 denied_seq; /* of the report that was denied last; 0 after a success */
  KmzbAlarm alarm;

  gint64 clock_offset_s;
  gboolean contact_is_new;

  KmzbSyncState state;
  GError *problem;
};

static void advance (KmzbUploader *self);

/* ---- what the officer and the visitor are told ---- */

static void
tell (KmzbUploader *self, KmzbSyncState state)
{
  if (self->state == state)
    return;
  self->state = state;
  self->func (state, self->problem, self->user_data);
}

/* @problem: (transfer full) (nullable). Logged when it is another one, not at each of a hundred tries. */
static void
set_problem (KmzbUploader *self, GError *problem)
{
  gboolean same = problem && self->problem ? g_str_equal (problem->message, self->problem->message)
                                           : problem == self->problem;

  if (same)
    {
      g_clear_error (&problem);
      return;
    }
  g_clear_error (&self->problem);
  self->problem = problem;
  if (problem != NULL)
    g_message ("%s: %s", kmzb_open311_client_get_base_url (self->client), problem->message);
  self->func (self->state, self->problem, self->user_data);
}

/* ---- the gate ---- */

/* Gives back what was claimed and not tried. */
static void
release_claimed (KmzbUploader *self)
{
  KmzbOutboxItem *item;

  while ((item = g_queue_pop_head (&self->claimed)) != NULL)
    {
      kmzb_outcomes_add (self->outcomes, item->seq, KMZB_REPORT_SAVED)->attempted = FALSE;
      kmzb_outbox_item_free (item);
    }
}

static void
close_gate (KmzbUploader *self, gint64 retry_after_s)
{
  release_claimed (self);
  self->n_doubts = 0;
  kmzb_gate_close (&self->gate, retry_after_s);
}

static void
on_alarm (gpointer data)
{
  KmzbUploader *self = data;

  self->look = TRUE;
  advance (self);
}

/* Wakes when the gate opens and the next report is due, and now and then in any case: signals get lost. */
static void
arm (KmzbUploader *self)
{
  const gint64 longest_us = (gint64) KMZB_BACKOFF_LONGEST_S * G_USEC_PER_SEC;
  gint64 gate_us = kmzb_gate_get_left_us (&self->gate);
  gint64 due_us = 0;

  kmzb_alarm_clear (&self->alarm);
  if (self->next_due_us == G_MAXINT64 && gate_us == 0 && kmzb_outcomes_is_empty (self->outcomes))
    return;
  if (self->next_due_us != G_MAXINT64)
    due_us = CLAMP (self->next_due_us - kmzb_clock_get_real_us (self->clock), 0, longest_us);
  kmzb_alarm_set (&self->alarm, MAX (gate_us, due_us));
}

/* ---- writing down how attempts ended ---- */

static void
on_written (gboolean saved_again, const GError *error, gpointer data)
{
  KmzbUploader *self = data;

  self->look |= saved_again;
  if (error != NULL)
    {
      close_gate (self, -1);
      set_problem (self, g_error_copy (error));
    }
  advance (self);
}

/* Whether there is more to come at once. A foreign server does not know a report again: what it said is kept at once. */
static gboolean
is_in_full_swing (KmzbUploader *self)
{
  return self->proven && !self->stopping && !kmzb_courier_is_foreign (self->courier)
         && !g_queue_is_empty (&self->claimed) && !kmzb_gate_is_closed (&self->gate);
}

static void
write_outcomes (KmzbUploader *self)
{
  /* A disk that was full a moment ago is not tried again at once. */
  if (kmzb_outcomes_has_failed (self->outcomes) && kmzb_gate_is_closed (&self->gate))
    return;
  if (is_in_full_swing (self))
    kmzb_outcomes_write_soon (self->outcomes);
  else
    kmzb_outcomes_write (self->outcomes);
}

static void
on_contact_noted (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbUploader *self = data;
  g_autoptr (GError) error = NULL;

  self->n_pending--;
  if (!kmzb_store_note_contact_finish (KMZB_STORE (source), result, &error))
    g_message ("Can't note the last contact: %s", error->message);
}

static void
note_contact (KmzbUploader *self)
{
  if (!self->contact_is_new)
    return;
  self->contact_is_new = FALSE;
  self->n_pending++;
  kmzb_store_note_contact_async (self->store, kmzb_clock_get_real_us (self->clock), self->clock_offset_s, NULL,
                                 on_contact_noted, self);
}

static void
learn_time (KmzbUploader *self, const KmzbAnswer *answer)
{
  if (answer == NULL)
    return;
  if (answer->has_clock_offset)
    self->clock_offset_s = answer->clock_offset_s;
  self->contact_is_new = TRUE;
}

/* ---- asking who the server is ---- */

static void
on_proof (const KmzbProof *proof, gpointer data)
{
  KmzbUploader *self = data;

  if (self->stopping)
    return;
  self->offline = proof->is_offline;
  if (proof->is_proven)
    {
      self->proven = TRUE;
      self->look = TRUE;
      kmzb_courier_set_foreign (self->courier, proof->is_foreign);
      learn_time (self, proof->answer);
      note_contact (self);
    }
  else
    {
      close_gate (self, proof->answer ? proof->answer->retry_after_s : -1);
      set_problem (self, g_error_copy (proof->problem));
    }
  advance (self);
}

static void
on_services (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbUploader *self = data;
  g_autoptr (KmzbAnswer) answer = kmzb_open311_client_finish (KMZB_OPEN311_CLIENT (source), result, NULL);
  g_autoptr (JsonNode) root = NULL;

  self->n_pending--;
  self->asking = FALSE;
  if (answer != NULL && answer->status == 200)
    root = kmzb_wire_json_parse (answer->body, SERVICES_MAX_BYTES, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    close_gate (self, answer ? answer->retry_after_s : -1);
  advance (self);
}

/* One report was denied: is it the report, or are we not welcome? */
static void
ask_for_services (KmzbUploader *self)
{
  self->asking = TRUE;
  self->n_pending++;
  kmzb_open311_client_get_async (self->client, "services.json", SERVICES_MAX_BYTES, self->cancellable, on_services,
                                 self);
}

static gboolean
is_asking (KmzbUploader *self)
{
  return self->asking || kmzb_prover_is_asking (self->prover);
}

/* ---- sending ---- */

static void
on_doubt (KmzbUploader *self, const KmzbAnswer *answer)
{
  self->proven = FALSE;
  self->n_doubts++;
  if (answer != NULL && (kmzb_answer_is_trouble (answer) || answer->retry_after_s >= 0))
    close_gate (self, answer->retry_after_s);
  else if (self->n_doubts >= DOUBTS_MAX)
    close_gate (self, -1);
}

static void
on_denied (KmzbUploader *self, gint64 seq, const KmzbAnswer *answer)
{
  self->proven = FALSE; /* with the next proof the key is read again: it may be another one by then */
  if (self->denied_seq != 0 && self->denied_seq != seq)
    close_gate (self, answer->retry_after_s);
  else if (!is_asking (self))
    ask_for_services (self);
  self->denied_seq = seq;
}

static void
on_attempt_ended (KmzbVerdict verdict, gint64 seq, const KmzbAnswer *answer, const GError *problem, gpointer data)
{
  KmzbUploader *self = data;

  switch (verdict)
    {
    case KMZB_VERDICT_SETTLED:
      kmzb_gate_note_success (&self->gate);
      self->n_doubts = 0;
      self->denied_seq = 0;
      learn_time (self, answer);
      break;
    case KMZB_VERDICT_DENIED:
      on_denied (self, seq, answer);
      break;
    case KMZB_VERDICT_DOUBT:
      on_doubt (self, answer);
      break;
    case KMZB_VERDICT_STOPPED:
    default:
      advance (self);
      return;
    }
  set_problem (self, problem ? g_error_copy (problem) : NULL);
  advance (self);
}

static void
post_claimed (KmzbUploader *self)
{
  while (self->proven && !is_asking (self) && !g_queue_is_empty (&self->claimed)
         && kmzb_courier_get_n_in_flight (self->courier) < KMZB_OPEN311_MAX_IN_FLIGHT)
    kmzb_courier_post (self->courier, g_queue_pop_head (&self->claimed));
}

/* ---- taking reports from the store ---- */

static gboolean
is_due (KmzbUploader *self, gint64 due_us)
{
  gint64 now_us = kmzb_clock_get_real_us (self->clock);

  if (due_us == G_MAXINT64)
    return FALSE;
  return self->look_all || due_us <= now_us || due_us - now_us > (gint64) KMZB_STORE_LONGEST_WAIT_S * G_USEC_PER_SEC;
}

/* @items: (element-type KmzbOutboxItem) */
static void
take_claimed (KmzbUploader *self, GPtrArray *items)
{
  self->look |= items->len == CLAIM_MAX;
  while (items->len > 0)
    g_queue_push_tail (&self->claimed, g_ptr_array_steal_index (items, 0));
  /* The gate may have closed meanwhile. */
  if (self->stopping || kmzb_gate_is_closed (&self->gate))
    release_claimed (self);
}

static void
on_claimed (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbUploader *self = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) items = kmzb_store_claim_finish (KMZB_STORE (source), result, &self->next_due_us, &error);

  self->n_pending--;
  self->claiming = FALSE;
  if (items == NULL)
    {
      close_gate (self, -1);
      set_problem (self, error);
    }
  else if (!self->only_looking)
    take_claimed (self, items);
  else if (!is_due (self, self->next_due_us))
    self->look_all = FALSE;
  else if (!self->stopping && !kmzb_gate_is_closed (&self->gate))
    kmzb_prover_ask (self->prover);
  advance (self);
}

/* Before the server has proven itself this is but a look: reports that cannot be sent are not taken. */
static void
claim (KmzbUploader *self)
{
  gint64 due_us = self->look_all ? G_MAXINT64 : kmzb_clock_get_real_us (self->clock);

  self->claiming = TRUE;
  self->n_pending++;
  /* Now, not when the answer comes: a report saved meanwhile is another reason to look. */
  self->look = FALSE;
  self->only_looking = !self->proven;
  if (self->proven)
    self->look_all = FALSE;
  kmzb_store_claim_async (self->store, self->proven ? CLAIM_MAX : 0, due_us, NULL, on_claimed, self);
}

/* ---- the one function that decides ---- */

static void
begin_next (KmzbUploader *self)
{
  if (kmzb_gate_is_closed (&self->gate) || is_asking (self) || self->claiming)
    return;
  if (!g_queue_is_empty (&self->claimed))
    {
      if (!self->proven)
        kmzb_prover_ask (self->prover);
      post_claimed (self);
    }
  if (self->look && !is_asking (self)
      && (g_queue_is_empty (&self->claimed)
          || (self->proven && g_queue_get_length (&self->claimed) <= CLAIM_AHEAD)))
    claim (self);
}

static void
advance (KmzbUploader *self)
{
  gboolean in_flight;

  write_outcomes (self);
  if (self->stopping)
    return;

  begin_next (self);
  write_outcomes (self);
  in_flight = kmzb_courier_get_n_in_flight (self->courier) > 0;
  if (in_flight || !g_queue_is_empty (&self->claimed))
    tell (self, KMZB_SYNC_SENDING);
  else if (kmzb_gate_is_closed (&self->gate))
    tell (self, self->offline ? KMZB_SYNC_OFFLINE : KMZB_SYNC_WAITING);
  else if (!is_asking (self) && !self->claiming)
    {
      tell (self, KMZB_SYNC_WAITING);
      note_contact (self);
    }
  if (!in_flight && !is_asking (self) && !self->claiming)
    arm (self);
}

/* ---- from outside ---- */

/**
 * kmzb_uploader_new:
 * @client: of the same thread
 * @func: is told on the same thread
 */
KmzbUploader *
kmzb_uploader_new (KmzbStore *store,
                   KmzbClock *clock,
                   KmzbOpen311Client *client,
                   KmzbUploaderFunc func,
                   gpointer user_data)
{
  KmzbUploader *self = g_new0 (KmzbUploader, 1);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->client = g_object_ref (client);
  self->func = func;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->outcomes = kmzb_outcomes_new (store, clock, on_written, self);
  self->prover = kmzb_prover_new (store, client, self->cancellable, on_proof, self);
  self->courier = kmzb_courier_new (client, clock, self->outcomes, self->cancellable, on_attempt_ended, self);
  self->gate.clock = clock;
  kmzb_alarm_init (&self->alarm, clock, on_alarm, self);
  self->next_due_us = G_MAXINT64;
  self->state = KMZB_SYNC_WAITING;
  g_queue_init (&self->claimed);
  return self;
}

/* After kmzb_uploader_stop(). */
void
kmzb_uploader_free (KmzbUploader *self)
{
  if (self == NULL)
    return;
  g_return_if_fail (self->n_pending == 0);

  kmzb_alarm_clear (&self->alarm);
  g_queue_clear_full (&self->claimed, (GDestroyNotify) kmzb_outbox_item_free);
  kmzb_prover_free (self->prover);
  kmzb_courier_free (self->courier);
  kmzb_outcomes_free (self->outcomes);
  g_clear_error (&self->problem);
  g_object_unref (self->cancellable);
  g_object_unref (self->client);
  g_object_unref (self->clock);
  g_object_unref (self->store);
  g_free (self);
}

void
kmzb_uploader_wake (KmzbUploader *self, KmzbWake wake)
{
  self->look = TRUE;
  if (wake == KMZB_WAKE_NOW)
    {
      self->look_all = TRUE;
      self->proven = FALSE;
      self->denied_seq = 0;
      kmzb_gate_reset (&self->gate);
    }
  else
    kmzb_gate_open_early (&self->gate);
  advance (self);
}

/* Returns: (transfer none): whether anything may be sent */
const KmzbGate *
kmzb_uploader_get_gate (KmzbUploader *self)
{
  return &self->gate;
}

/* Ends what is under way and writes down how it ended; waits for it. What has no answer yet waits again. */
void
kmzb_uploader_stop (KmzbUploader *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->stopping = TRUE;
  kmzb_alarm_clear (&self->alarm);
  release_claimed (self);
  g_cancellable_cancel (self->cancellable);
  write_outcomes (self);
  while (self->n_pending > 0 || kmzb_prover_is_asking (self->prover) || kmzb_courier_get_n_in_flight (self->courier) > 0
         || kmzb_outcomes_is_writing (self->outcomes))
    g_main_context_iteration (context, TRUE);
}
