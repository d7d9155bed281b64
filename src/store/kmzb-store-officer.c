/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store-officer.h"

#include "kmzb-audit.h"
#include "kmzb-error.h"
#include "kmzb-store-private.h"
#include "kmzb-wire-report.h"

void
kmzb_queue_entry_free (KmzbQueueEntry *self)
{
  g_free (self->number);
  g_free (self->category);
  g_free (self->server_words);
  g_free (self->reason);
  g_free (self);
}

/* ---- the queue ---- */

typedef struct
{
  KmzbReportState state;
  gint64 before_seq;
  guint max;
} Page;

static GPtrArray *
list_queue (KmzbDb *db, const Page *page, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_queue_entry_free);
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (db,
                         "SELECT seq, number, category, saved_us, attempts, next_attempt_us, server_words, reason, burst,"
                         " maybe_sent FROM reports WHERE state = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
                         error);
  KmzbStep step;

  if (stmt == NULL)
    return NULL;
  kmzb_stmt_bind_text (stmt, 1, kmzb_report_state_to_string (page->state));
  kmzb_stmt_bind_int (stmt, 2, page->before_seq);
  kmzb_stmt_bind_int (stmt, 3, page->max);
  while ((step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      KmzbQueueEntry *entry = g_new0 (KmzbQueueEntry, 1);

      entry->seq = kmzb_stmt_int (stmt, 0);
      entry->number = g_strdup (kmzb_stmt_text (stmt, 1));
      entry->category = g_strdup (kmzb_stmt_text (stmt, 2));
      entry->state = page->state;
      entry->saved_us = kmzb_stmt_int (stmt, 3);
      entry->attempts = (guint) kmzb_stmt_int (stmt, 4);
      entry->next_attempt_us = kmzb_stmt_int (stmt, 5);
      entry->server_words = g_strdup (kmzb_stmt_text (stmt, 6));
      entry->reason = g_strdup (kmzb_stmt_text (stmt, 7));
      entry->burst = kmzb_stmt_int (stmt, 8) != 0;
      entry->maybe_sent = kmzb_stmt_int (stmt, 9) != 0;
      g_ptr_array_add (list, entry);
    }
  return step == KMZB_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

static void
list_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;
  GPtrArray *list;

  if (kmzb_store_get_outbox (g_task_get_source_object (task), task) == NULL)
    return;
  list = list_queue (db, data, &error);
  if (list != NULL)
    g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * kmzb_store_list_queue_async:
 * @before_seq: %G_MAXINT64 for the newest, else the last one's of the page before
 * @max: at most so many: a queue can hold a hundred thousand
 *
 * One page of the reports in one state, newest first.
 */
void
kmzb_store_list_queue_async (KmzbStore *self,
                             KmzbReportState state,
                             gint64 before_seq,
                             guint max,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Page *page = g_new0 (Page, 1);

  page->state = state;
  page->before_seq = before_seq;
  page->max = max;
  kmzb_store_run (self, list_job, kmzb_store_list_queue_async, page, g_free, cancellable, callback, user_data);
}

/* Returns: (transfer full) (element-type KmzbQueueEntry) */
GPtrArray *
kmzb_store_list_queue_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- hold, release, retry ---- */

typedef struct
{
  KmzbOfficerAction action;
  gint64 seq;
  char *reason;
} Act;

static void
act_free (Act *act)
{
  g_free (act->reason);
  g_free (act);
}

typedef struct
{
  KmzbReportState state;
  gboolean maybe_sent;
  GBytes *payload;
} Row;

static gboolean
read_row (KmzbDb *db, gint64 seq, Row *row, GError **error)
{
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (db, "SELECT state, maybe_sent, payload FROM reports WHERE seq = ?1", error);
  KmzbStep step;

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_int (stmt, 1, seq);
  step = kmzb_stmt_step (stmt, error);
  if (step == KMZB_STEP_ERROR)
    return FALSE;
  if (step == KMZB_STEP_DONE || !kmzb_report_state_from_string (kmzb_stmt_text (stmt, 0), &row->state))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "%s holds no report %" G_GINT64_FORMAT,
                   kmzb_db_get_path (db), seq);
      return FALSE;
    }
  row->maybe_sent = kmzb_stmt_int (stmt, 1) != 0;
  row->payload = kmzb_stmt_bytes (stmt, 2);
  return TRUE;
}

/* What the officer sees on the screen may be a moment old: the report may be under way by now. */
static gboolean
check (const Act *act, const Row *row, GError **error)
{
  const KmzbReportState to = act->action == KMZB_OFFICER_HOLD ? KMZB_REPORT_HELD : KMZB_REPORT_SAVED;
  gboolean was_held = row->state == KMZB_REPORT_HELD;
  gboolean wants_held = act->action == KMZB_OFFICER_RELEASE || act->action == KMZB_OFFICER_RELEASE_AS_JOKE;

  if (row->state == KMZB_REPORT_SENDING || !kmzb_report_state_can_become (row->state, to)
      || (act->action != KMZB_OFFICER_HOLD && was_held != wants_held))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_BUSY, "Report %" G_GINT64_FORMAT " is %s now", act->seq,
                   kmzb_report_state_to_string (row->state));
      return FALSE;
    }
  if (act->action == KMZB_OFFICER_RELEASE_AS_JOKE && row->maybe_sent)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_EXISTS,
                   "Report %" G_GINT64_FORMAT " may have left the booth and can't be changed", act->seq);
      return FALSE;
    }
  return TRUE;
}

static gboolean
update_row (KmzbDb *db, const Act *act, const Row *row, GError **error)
{
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (db,
                         "UPDATE reports SET state = ?2, reason = ?3, next_attempt_us = 0, payload = ?4 WHERE seq = ?1",
                         error);

  if (stmt == NULL)
    return FALSE;
  payload = act->action == KMZB_OFFICER_RELEASE_AS_JOKE ? kmzb_wire_mark_as_joke (row->payload, error)
                                                        : g_bytes_ref (row->payload);
  if (payload == NULL)
    return FALSE;
  kmzb_stmt_bind_int (stmt, 1, act->seq);
  kmzb_stmt_bind_text (stmt, 2, act->action == KMZB_OFFICER_HOLD ? "held" : "saved");
  if (act->action == KMZB_OFFICER_HOLD)
    kmzb_stmt_bind_text (stmt, 3, act->reason);
  kmzb_stmt_bind_bytes (stmt, 4, payload);
  return kmzb_stmt_run (stmt, error);
}

static gboolean
act_in_transaction (KmzbStore *self, KmzbDb *db, const Act *act, KmzbReportState *from, GError **error)
{
  static const char *const names[] = { "hold", "release", "joke", "retry" };
  gint64 now_us = kmzb_clock_get_real_us (kmzb_store_get_clock (self));
  Row row = { 0 };
  gboolean done;

  if (!kmzb_db_begin_immediate (db, error))
    return FALSE;
  done = read_row (db, act->seq, &row, error) && check (act, &row, error) && update_row (db, act, &row, error)
         && kmzb_audit_add (db, now_us, names[act->action], act->seq, act->reason, error);
  g_clear_pointer (&row.payload, g_bytes_unref);
  *from = row.state;
  if (!done)
    {
      kmzb_db_rollback (db);
      return FALSE;
    }
  return kmzb_db_commit (db, error);
}

static void
act_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  KmzbOutbox *outbox = kmzb_store_get_outbox (self, task);
  const Act *act = data;
  KmzbReportState from;
  GError *error = NULL;

  if (outbox == NULL)
    return;
  if (!act_in_transaction (self, db, act, &from, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kmzb_outbox_note_moved (outbox, from, act->action == KMZB_OFFICER_HOLD ? KMZB_REPORT_HELD : KMZB_REPORT_SAVED);
  kmzb_store_publish_soon (self);
  if (act->action != KMZB_OFFICER_HOLD)
    kmzb_store_tell_saved (self); /* it waits again, as a new one does */
  g_task_return_boolean (task, TRUE);
}

/**
 * kmzb_store_act_async:
 * @reason: (nullable): why; a short word, never what somebody typed
 *
 * Does to one report what an officer wants, and writes down that it was done, in one transaction. %KMZB_ERROR_BUSY: the
 * report is in another state by now. %KMZB_ERROR_EXISTS: it can't be marked as a joke, for it may have been sent
 * without the mark. Nothing an officer does deletes a report.
 */
void
kmzb_store_act_async (KmzbStore *self,
                      KmzbOfficerAction action,
                      gint64 seq,
                      const char *reason,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Act *act = g_new0 (Act, 1);

  act->action = action;
  act->seq = seq;
  act->reason = g_strdup (reason);
  kmzb_store_run (self, act_job, kmzb_store_act_async, act, (GDestroyNotify) act_free, cancellable, callback, user_data);
}

gboolean
kmzb_store_act_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
