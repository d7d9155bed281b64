/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-audit.h"

#include "kmzb-store-officer.h"
#include "kmzb-store-private.h"

void
kmzb_audit_entry_free (KmzbAuditEntry *self)
{
  g_free (self->action);
  g_free (self->number);
  g_free (self->reason);
  g_free (self);
}

/* @seq: the report that it was done to; 0 for none. Part of the caller's transaction, where there is one. */
gboolean
kmzb_audit_add (KmzbDb *db, gint64 at_us, const char *action, gint64 seq, const char *reason, GError **error)
{
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (db, "INSERT INTO audit(at_us, action, seq, reason) VALUES(?1, ?2, ?3, ?4)", error);

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_int (stmt, 1, at_us);
  kmzb_stmt_bind_text (stmt, 2, action);
  if (seq > 0)
    kmzb_stmt_bind_int (stmt, 3, seq);
  if (reason != NULL)
    kmzb_stmt_bind_text (stmt, 4, reason);
  return kmzb_stmt_run (stmt, error);
}

static void
audit_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (kmzb_store_get_outbox (self, task) == NULL)
    return;
  if (kmzb_audit_add (db, kmzb_clock_get_real_us (kmzb_store_get_clock (self)), data, 0, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_audited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("Can't write down what was done to the booth: %s", error->message);
}

/* Writes down what was done to the booth and to no single report. Nobody waits for it; the log tells when it fails. */
void
kmzb_store_audit (KmzbStore *self, const char *action)
{
  g_return_if_fail (KMZB_IS_STORE (self) && action != NULL);
  kmzb_store_run (self, audit_job, kmzb_store_audit, g_strdup (action), g_free, NULL, on_audited, NULL);
}

static GPtrArray *
list_audit (KmzbDb *db, guint max, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_audit_entry_free);
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (db,
                         "SELECT a.at_us, a.action, r.number, a.reason FROM audit AS a LEFT JOIN reports AS r ON r.seq = a.seq"
                         " ORDER BY a.id DESC LIMIT ?1",
                         error);
  KmzbStep step;

  if (stmt == NULL)
    return NULL;
  kmzb_stmt_bind_int (stmt, 1, max);
  while ((step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      KmzbAuditEntry *entry = g_new0 (KmzbAuditEntry, 1);

      entry->at_us = kmzb_stmt_int (stmt, 0);
      entry->action = g_strdup (kmzb_stmt_text (stmt, 1));
      entry->number = g_strdup (kmzb_stmt_text (stmt, 2));
      entry->reason = g_strdup (kmzb_stmt_text (stmt, 3));
      g_ptr_array_add (list, entry);
    }
  return step == KMZB_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

static void
list_audit_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;
  GPtrArray *list;

  if (kmzb_store_get_outbox (g_task_get_source_object (task), task) == NULL)
    return;
  list = list_audit (db, GPOINTER_TO_UINT (data), &error);
  if (list != NULL)
    g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* The last @max deeds, newest first. */
void
kmzb_store_list_audit_async (KmzbStore *self,
                             guint max,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  kmzb_store_run (self, list_audit_job, kmzb_store_list_audit_async, GUINT_TO_POINTER (max), NULL, cancellable,
                  callback, user_data);
}

/* Returns: (transfer full) (element-type KmzbAuditEntry) */
GPtrArray *
kmzb_store_list_audit_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
