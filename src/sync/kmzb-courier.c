/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-courier.h"

#include "kmzb-backoff.h"
#include "kmzb-error.h"
#include "kmzb-foreign.h"
#include "kmzb-wire-receipt.h"

/**
 * KmzbCourier:
 *
 * Carries single reports to a server that is proven to be the right one, and judges by its answer what became of each.
 */
struct _KmzbCourier
{
  KmzbOpen311Client *client;
  KmzbClock *clock;
  KmzbOutcomes *outcomes; /* borrowed */
  GCancellable *cancellable;
  KmzbCourierFunc func;
  gpointer user_data;
  guint n_in_flight;
  KmzbForeign *foreign;
  gboolean is_foreign;
};

typedef struct
{
  KmzbCourier *courier;
  KmzbOutboxItem *item;
  gboolean is_foreign;
} Attempt;

/* @outcomes: outlives the courier. @cancellable: ends what is under way */
KmzbCourier *
kmzb_courier_new (KmzbOpen311Client *client,
                  KmzbClock *clock,
                  KmzbOutcomes *outcomes,
                  GCancellable *cancellable,
                  KmzbCourierFunc func,
                  gpointer user_data)
{
  KmzbCourier *self = g_new0 (KmzbCourier, 1);

  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->outcomes = outcomes;
  self->cancellable = g_object_ref (cancellable);
  self->func = func;
  self->user_data = user_data;
  self->foreign = kmzb_foreign_new (client, clock, cancellable);
  return self;
}

void
kmzb_courier_free (KmzbCourier *self)
{
  g_return_if_fail (self->n_in_flight == 0);

  kmzb_foreign_free (self->foreign);
  g_object_unref (self->cancellable);
  g_object_unref (self->clock);
  g_object_unref (self->client);
  g_free (self);
}

guint
kmzb_courier_get_n_in_flight (KmzbCourier *self)
{
  return self->n_in_flight;
}

/* @is_foreign: whether the server is a GeoReport server without a kmzb-central's promises */
void
kmzb_courier_set_foreign (KmzbCourier *self, gboolean is_foreign)
{
  self->is_foreign = is_foreign;
  kmzb_foreign_forget (self->foreign);
}

gboolean
kmzb_courier_is_foreign (KmzbCourier *self)
{
  return self->is_foreign;
}

/* ---- what an attempt says ---- */

/* It waits for its own next attempt while others go on. @words: (nullable): for the officer */
static KmzbSettlement *
put_off (KmzbCourier *self, const KmzbOutboxItem *item, const char *words)
{
  KmzbSettlement *outcome = kmzb_outcomes_add (self->outcomes, item->seq, KMZB_REPORT_SAVED);

  outcome->next_attempt_us = kmzb_clock_get_real_us (self->clock)
                             + kmzb_backoff_delay_us (item->attempts + 1, g_random_double ());
  outcome->server_words = g_strdup (words);
  return outcome;
}

static KmzbVerdict
judge (KmzbCourier *self, const Attempt *attempt, const KmzbAnswer *answer, GError **problem)
{
  const KmzbOutboxItem *item = attempt->item;
  g_autoptr (GError) words = NULL;
  char *server_id = NULL;

  switch (kmzb_wire_check_receipt (answer->status, answer->content_type, answer->body,
                                   attempt->is_foreign ? NULL : item->id, &server_id, &words))
    {
    case KMZB_RECEIPT_RECEIVED:
      kmzb_outcomes_add (self->outcomes, item->seq, KMZB_REPORT_RECEIVED)->server_id = server_id;
      return KMZB_VERDICT_SETTLED;
    case KMZB_RECEIPT_REFUSED:
      kmzb_outcomes_add (self->outcomes, item->seq, KMZB_REPORT_REFUSED)->server_words = g_strdup (words->message);
      return KMZB_VERDICT_SETTLED;
    case KMZB_RECEIPT_DENIED:
      put_off (self, item, words->message);
      /* The server's words may quote what was sent; they are the officer's, not the log's. */
      g_set_error (problem, KMZB_ERROR, KMZB_ERROR_DENIED,
                   "The server does not accept this booth's key or service (HTTP %u)", answer->status);
      return KMZB_VERDICT_DENIED;
    case KMZB_RECEIPT_DOUBT:
    default:
      put_off (self, item, words->message)->maybe_sent = TRUE;
      g_propagate_error (problem, g_steal_pointer (&words));
      return KMZB_VERDICT_DOUBT;
    }
}

static void
end_attempt (Attempt *attempt, KmzbVerdict verdict, const KmzbAnswer *answer, const GError *problem)
{
  KmzbCourier *self = attempt->courier;
  gint64 seq = attempt->item->seq;

  self->n_in_flight--;
  kmzb_outbox_item_free (attempt->item);
  g_free (attempt);
  self->func (verdict, seq, answer, problem, self->user_data);
}

/* No answer came. @error: why */
static void
end_without_answer (Attempt *attempt, const GError *error)
{
  KmzbCourier *self = attempt->courier;
  /* An answer that is none (too long, never beginning) is still an answer to a report that has arrived. */
  gboolean maybe_sent = g_error_matches (error, KMZB_ERROR, KMZB_ERROR_LOST)
                        || g_error_matches (error, KMZB_ERROR, KMZB_ERROR_UNPROVEN);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      /* It may have arrived. */
      kmzb_outcomes_add (self->outcomes, attempt->item->seq, KMZB_REPORT_SAVED)->maybe_sent = TRUE;
      end_attempt (attempt, KMZB_VERDICT_STOPPED, NULL, NULL);
      return;
    }
  put_off (self, attempt->item, error->message)->maybe_sent = maybe_sent;
  end_attempt (attempt, KMZB_VERDICT_DOUBT, NULL, error);
}

/* ---- sending ---- */

static void
on_posted (GObject *source, GAsyncResult *result, gpointer data)
{
  Attempt *attempt = data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (KmzbAnswer) answer = kmzb_open311_client_finish (KMZB_OPEN311_CLIENT (source), result, &problem);

  if (answer == NULL)
    end_without_answer (attempt, problem);
  else
    {
      KmzbVerdict verdict = judge (attempt->courier, attempt, answer, &problem);

      end_attempt (attempt, verdict, answer, problem);
    }
}

static void
post (Attempt *attempt, GBytes *payload)
{
  KmzbCourier *self = attempt->courier;

  kmzb_open311_client_post_report_async (self->client, attempt->item->id, payload, !attempt->is_foreign,
                                         self->cancellable, on_posted, attempt);
}

static void
on_planned (KmzbForeignPlan plan,
            GBytes *payload,
            const char *server_id,
            const KmzbAnswer *answer,
            const GError *error,
            gpointer data)
{
  Attempt *attempt = data;
  KmzbCourier *self = attempt->courier;
  KmzbSettlement *outcome;

  switch (plan)
    {
    case KMZB_FOREIGN_POST:
      post (attempt, payload);
      break;
    case KMZB_FOREIGN_THERE:
      kmzb_outcomes_add (self->outcomes, attempt->item->seq, KMZB_REPORT_RECEIVED)->server_id = g_strdup (server_id);
      end_attempt (attempt, KMZB_VERDICT_SETTLED, answer, NULL);
      break;
    case KMZB_FOREIGN_UNCERTAIN:
      outcome = kmzb_outcomes_add (self->outcomes, attempt->item->seq, KMZB_REPORT_UNCERTAIN);
      outcome->server_words = g_strdup ("The server cannot tell whether it has this report");
      end_attempt (attempt, KMZB_VERDICT_SETTLED, answer, NULL);
      break;
    case KMZB_FOREIGN_FAILED:
    default:
      if (g_cancellable_is_cancelled (self->cancellable))
        {
          kmzb_outcomes_add (self->outcomes, attempt->item->seq, KMZB_REPORT_SAVED)->attempted = FALSE;
          end_attempt (attempt, KMZB_VERDICT_STOPPED, NULL, NULL);
          return;
        }
      put_off (self, attempt->item, error->message);
      end_attempt (attempt, KMZB_VERDICT_DOUBT, answer, error);
    }
}

/* @item: (transfer full): claimed */
void
kmzb_courier_post (KmzbCourier *self, KmzbOutboxItem *item)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->courier = self;
  attempt->item = item;
  attempt->is_foreign = self->is_foreign;
  self->n_in_flight++;
  if (attempt->is_foreign)
    kmzb_foreign_plan (self->foreign, item, on_planned, attempt);
  else
    post (attempt, item->payload);
}
