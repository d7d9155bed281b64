/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-courier.h"

#include "kmzb-backoff.h"
#include "kmzb-error.h"
#include "kmzb-wire-receipt.h"

/**
 * KmzbCourier:
 *
 * Carries single reports to a server that is proven to be central, and judges by its answer what became of each.
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
};

typedef struct
{
  KmzbCourier *courier;
  KmzbOutboxItem *item;
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
  return self;
}

void
kmzb_courier_free (KmzbCourier *self)
{
  g_return_if_fail (self->n_in_flight == 0);

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

/* It waits for its own next attempt while others go on. */
static KmzbSettlement *
put_off (KmzbCourier *self, const KmzbOutboxItem *item)
{
  KmzbSettlement *outcome = kmzb_outcomes_add (self->outcomes, item->seq, KMZB_REPORT_SAVED);

  outcome->next_attempt_us = kmzb_clock_get_real_us (self->clock)
                             + kmzb_backoff_delay_us (item->attempts + 1, g_random_double ());
  return outcome;
}

static KmzbVerdict
judge (KmzbCourier *self, const KmzbOutboxItem *item, const KmzbAnswer *answer, GError **problem)
{
  g_autoptr (GError) words = NULL;
  char *server_id = NULL;

  switch (kmzb_wire_check_receipt (answer->status, answer->content_type, answer->body, item->id, &server_id, &words))
    {
    case KMZB_RECEIPT_RECEIVED:
      kmzb_outcomes_add (self->outcomes, item->seq, KMZB_REPORT_RECEIVED)->server_id = server_id;
      return KMZB_VERDICT_SETTLED;
    case KMZB_RECEIPT_REFUSED:
      kmzb_outcomes_add (self->outcomes, item->seq, KMZB_REPORT_REFUSED)->server_words = g_strdup (words->message);
      return KMZB_VERDICT_SETTLED;
    case KMZB_RECEIPT_DENIED:
      put_off (self, item)->server_words = g_strdup (words->message);
      /* The server's words may quote what was sent; they are the officer's, not the log's. */
      g_set_error (problem, KMZB_ERROR, KMZB_ERROR_DENIED,
                   "The server does not accept this booth's key or service (HTTP %u)", answer->status);
      return KMZB_VERDICT_DENIED;
    case KMZB_RECEIPT_DOUBT:
    default:
      put_off (self, item);
      g_propagate_error (problem, g_steal_pointer (&words));
      return KMZB_VERDICT_DOUBT;
    }
}

static void
on_posted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Attempt *attempt = data;
  KmzbCourier *self = attempt->courier;
  g_autoptr (KmzbOutboxItem) item = attempt->item;
  g_autoptr (GError) problem = NULL;
  g_autoptr (KmzbAnswer) answer = kmzb_open311_client_finish (KMZB_OPEN311_CLIENT (source), result, &problem);
  KmzbVerdict verdict = KMZB_VERDICT_DOUBT;

  self->n_in_flight--;
  if (answer != NULL)
    verdict = judge (self, item, answer, &problem);
  else if (g_cancellable_is_cancelled (self->cancellable))
    {
      /* It may have arrived; central knows it again by its id. */
      kmzb_outcomes_add (self->outcomes, item->seq, KMZB_REPORT_SAVED);
      verdict = KMZB_VERDICT_STOPPED;
    }
  else
    put_off (self, item);
  self->func (verdict, item->seq, answer, problem, self->user_data);
}

/* @item: (transfer full): claimed */
void
kmzb_courier_post (KmzbCourier *self, KmzbOutboxItem *item)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->courier = self;
  attempt->item = item;
  self->n_in_flight++;
  kmzb_open311_client_post_report_async (self->client, item->id, item->payload, self->cancellable, on_posted, attempt);
}
