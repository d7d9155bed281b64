/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store-private.h"

#include "kmzb-error.h"
#include "kmzb-store-schema.h"
#include "kmzb-uuid.h"
#include "kmzb-wire-report.h"

/* ---- save ---- */

static void
save_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  KmzbOutbox *outbox = kmzb_store_get_outbox (self, task);
  KmzbReport *report = data;
  g_autoptr (GBytes) payload = NULL;
  GError *error = NULL;
  char clock_state[KMZB_CLOCK_STATE_SIZE];
  guint saved_before;

  if (outbox == NULL)
    return;
  saved_before = kmzb_outbox_get_tally (outbox)->saved;
  if (!report->practice)
    payload = kmzb_wire_encode_report (report, kmzb_sealer_get_key (kmzb_store_get_sealer (self)),
                                       kmzb_clock_check_get_state (kmzb_store_get_clock_check (self), clock_state));
  if (!kmzb_outbox_insert (outbox, report, payload, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kmzb_store_publish_soon (self);
  if (kmzb_outbox_get_tally (outbox)->saved > saved_before)
    kmzb_store_tell_saved (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * kmzb_store_save_async:
 * @report: complete and validated; not changed from here on
 *
 * Saves a report: row and frozen payload in one transaction, success only after a checked COMMIT on the disk. The
 * same report saved twice is there once, with success. %KMZB_ERROR_EXISTS: its number or its id belongs to another
 * report; take a new one of each and save again. After any error nothing of it is in the file.
 */
void
kmzb_store_save_async (KmzbStore *self,
                       KmzbReport *report,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self) && report != NULL);
  g_return_if_fail (kmzb_uuid_is_valid (report->id) && report->number != NULL && report->category != NULL);

  kmzb_store_run (self, save_job, kmzb_store_save_async, kmzb_report_ref (report), (GDestroyNotify) kmzb_report_unref,
                  cancellable, callback, user_data);
}

gboolean
kmzb_store_save_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- claim ---- */

typedef struct
{
  guint max;
  gint64 due_us;
  gint64 next_due_us;
} Claim;

static void
claim_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  KmzbOutbox *outbox = kmzb_store_get_outbox (self, task);
  Claim *claim = data;
  GError *error = NULL;
  GPtrArray *items;

  if (outbox == NULL)
    return;
  items = kmzb_outbox_claim (outbox, claim->max, claim->due_us, &claim->next_due_us, &error);
  if (items == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (items->len > 0)
    kmzb_store_publish_soon (self);
  g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * kmzb_store_claim_async:
 * @max: at most so many; 0 only tells when the next one is due
 * @due_us: real time now; %G_MAXINT64 takes reports whose next attempt is not due yet as well
 *
 * Takes the oldest waiting reports. They are sending until they are settled or the store is opened again.
 */
void
kmzb_store_claim_async (KmzbStore *self,
                        guint max,
                        gint64 due_us,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Claim *claim = g_new0 (Claim, 1);

  claim->max = max;
  claim->due_us = due_us;
  kmzb_store_run (self, claim_job, kmzb_store_claim_async, claim, g_free, cancellable, callback, user_data);
}

/**
 * kmzb_store_claim_finish:
 * @next_due_us: (out): real time at which the next of those that were left falls due; %G_MAXINT64 when none waits
 *
 * Returns: (transfer full) (element-type KmzbOutboxItem): oldest first, perhaps none; %NULL on error
 */
GPtrArray *
kmzb_store_claim_finish (KmzbStore *self, GAsyncResult *result, gint64 *next_due_us, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  *next_due_us = ((Claim *) g_task_get_task_data (G_TASK (result)))->next_due_us;
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- settle ---- */

static void
settle_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  KmzbOutbox *outbox = kmzb_store_get_outbox (self, task);
  GError *error = NULL;

  if (outbox == NULL)
    return;
  if (!kmzb_outbox_settle (outbox, data, kmzb_clock_get_real_us (kmzb_store_get_clock (self)), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_boolean (task, TRUE);

  /* In the middle of a long queue the wipe waits for its timer: a checkpoint for each receipt would slow it down. */
  if (kmzb_outbox_needs_wipe (outbox) && kmzb_tally_get_waiting (kmzb_outbox_get_tally (outbox)) == 0)
    kmzb_outbox_wipe (outbox, NULL);
  kmzb_store_publish_soon (self);
}

/**
 * kmzb_store_settle_async:
 * @settlements: (element-type KmzbSettlement): of claimed reports; not changed from here on
 *
 * Writes how attempts ended, all in one transaction. What is received loses its payload, and the bytes are wiped from
 * the disk as soon as nobody reads the file.
 */
void
kmzb_store_settle_async (KmzbStore *self,
                         GPtrArray *settlements,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self) && settlements != NULL);

  kmzb_store_run (self, settle_job, kmzb_store_settle_async, g_ptr_array_ref (settlements),
                  (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

gboolean
kmzb_store_settle_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- contact ---- */

typedef struct
{
  gint64 at_us;
  gint64 clock_offset_s;
} Contact;

static gboolean
write_contact (KmzbDb *db, KmzbClockCheck *check, const Contact *contact, GError **error)
{
  if (!kmzb_db_begin_immediate (db, error))
    return FALSE;
  if (!kmzb_setting_put_int (db, KMZB_SETTING_LAST_SYNC, contact->at_us, error)
      || !kmzb_clock_check_note (check, contact->clock_offset_s, error))
    {
      kmzb_db_rollback (db);
      return FALSE;
    }
  return kmzb_db_commit (db, error);
}

static void
contact_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (kmzb_store_get_outbox (self, task) == NULL)
    return;
  if (write_contact (db, kmzb_store_get_clock_check (self), data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * kmzb_store_note_contact_async:
 * @at_us: when central was last proven to answer, by the booth's clock
 * @clock_offset_s: the booth's clock less central's, in seconds
 */
void
kmzb_store_note_contact_async (KmzbStore *self,
                               gint64 at_us,
                               gint64 clock_offset_s,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Contact *contact = g_new0 (Contact, 1);

  contact->at_us = at_us;
  contact->clock_offset_s = clock_offset_s;
  kmzb_store_run (self, contact_job, kmzb_store_note_contact_async, contact, g_free, cancellable, callback, user_data);
}

gboolean
kmzb_store_note_contact_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
