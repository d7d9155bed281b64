/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-outcomes.h"

#include "kmzb-alarm.h"

/* In the middle of a long line they wait for company, until they are so many or so much time has passed. */
#define GROUP_MAX 128
#define COMPANY_MS 100

/**
 * KmzbOutcomes:
 *
 * How attempts ended, on the way into the store. All that comes in while a transaction is under way goes into the next
 * one, and in the middle of a long line they are gathered: a disk that syncs for every few receipts is what such a line
 * waits for. A receipt that a power cut takes before it is written costs one more POST, which central knows again. What
 * could not be written is kept; what central has told must not be asked again for ever because a disk is full.
 */
struct _KmzbOutcomes
{
  KmzbStore *store;
  KmzbAlarm alarm;
  KmzbOutcomesFunc func;
  gpointer user_data;
  GPtrArray *next;    /* KmzbSettlement */
  GPtrArray *writing; /* NULL while none is being written */
  gboolean failed;
};

static GPtrArray *
new_array (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_settlement_free);
}

static void
on_alarm (gpointer data)
{
  kmzb_outcomes_write (data);
}

/* @clock: outlives this */
KmzbOutcomes *
kmzb_outcomes_new (KmzbStore *store, KmzbClock *clock, KmzbOutcomesFunc func, gpointer user_data)
{
  KmzbOutcomes *self = g_new0 (KmzbOutcomes, 1);

  self->store = g_object_ref (store);
  kmzb_alarm_init (&self->alarm, clock, on_alarm, self);
  self->func = func;
  self->user_data = user_data;
  self->next = new_array ();
  return self;
}

void
kmzb_outcomes_free (KmzbOutcomes *self)
{
  g_return_if_fail (self->writing == NULL);

  kmzb_alarm_clear (&self->alarm);
  g_ptr_array_unref (self->next);
  g_object_unref (self->store);
  g_free (self);
}

/* Returns: (transfer none): to be filled in before the next writing */
KmzbSettlement *
kmzb_outcomes_add (KmzbOutcomes *self, gint64 seq, KmzbReportState state)
{
  KmzbSettlement *outcome = kmzb_settlement_new (seq, state);

  g_ptr_array_add (self->next, outcome);
  return outcome;
}

gboolean
kmzb_outcomes_is_empty (KmzbOutcomes *self)
{
  return self->next->len == 0;
}

gboolean
kmzb_outcomes_is_writing (KmzbOutcomes *self)
{
  return self->writing != NULL;
}

/* Whether the last writing failed. */
gboolean
kmzb_outcomes_has_failed (KmzbOutcomes *self)
{
  return self->failed;
}

static gboolean
has_saved (GPtrArray *outcomes)
{
  for (guint i = 0; i < outcomes->len; i++)
    if (((KmzbSettlement *) g_ptr_array_index (outcomes, i))->state == KMZB_REPORT_SAVED)
      return TRUE;
  return FALSE;
}

static void
on_settled (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbOutcomes *self = data;
  GPtrArray *written = g_steal_pointer (&self->writing);
  gboolean saved_again = has_saved (written);
  g_autoptr (GError) error = NULL;

  self->failed = !kmzb_store_settle_finish (KMZB_STORE (source), result, &error);
  if (self->failed)
    g_ptr_array_extend_and_steal (self->next, written);
  else
    g_ptr_array_unref (written);
  self->func (saved_again, error, self->user_data);
}

void
kmzb_outcomes_write (KmzbOutcomes *self)
{
  if (self->next->len == 0 || self->writing != NULL)
    return;
  kmzb_alarm_clear (&self->alarm);
  self->writing = g_steal_pointer (&self->next);
  self->next = new_array ();
  kmzb_store_settle_async (self->store, self->writing, NULL, on_settled, self);
}

/* Others are about to come: written together with them. */
void
kmzb_outcomes_write_soon (KmzbOutcomes *self)
{
  if (self->next->len >= GROUP_MAX)
    kmzb_outcomes_write (self);
  else if (self->next->len > 0 && !kmzb_alarm_is_set (&self->alarm))
    kmzb_alarm_set (&self->alarm, COMPANY_MS * 1000);
}
