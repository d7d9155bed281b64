/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one report stands, for whoever has its number. */
#include "kmzb-lookup.h"

#include "kmzb-error.h"
#include "kmzb-store-private.h"
#include "kmzb-store-schema.h"

static gboolean
read_lookup (KmzbDb *db, const char *number, KmzbLookup *lookup, GError **error)
{
  /* What central tells of a report that another booth made, or this one before its file was lost, has no row of its
   * own here. */
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (
      db,
      "SELECT coalesce(r.state, 'received'), coalesce(own.status, other.status),"
      " (SELECT as_of_us FROM walks WHERE kind = 'statuses')"
      " FROM (SELECT ?1 AS number) AS asked LEFT JOIN reports AS r ON r.number = asked.number"
      " LEFT JOIN standings AS own ON own.id = r.id LEFT JOIN standings AS other ON other.number = asked.number"
      " WHERE r.seq IS NOT NULL OR other.id IS NOT NULL",
      error);
  g_autofree char *last_sync_us = NULL;
  KmzbStep step;

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, number);
  step = kmzb_stmt_step (stmt, error);
  if (step == KMZB_STEP_ERROR)
    return FALSE;
  if (step == KMZB_STEP_DONE)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "No report with this number was made here");
      return FALSE;
    }
  if (!kmzb_report_state_from_string (kmzb_stmt_text (stmt, 0), &lookup->state))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "A report is in no known state");
      return FALSE;
    }
  lookup->has_status = lookup->state == KMZB_REPORT_RECEIVED
                       && kmzb_status_from_slug (kmzb_stmt_text (stmt, 1), &lookup->status);
  lookup->as_of_us = kmzb_stmt_int (stmt, 2);
  if (lookup->as_of_us != 0)
    return TRUE;
  if (!kmzb_setting_get (db, KMZB_SETTING_LAST_SYNC, &last_sync_us, error))
    return FALSE;
  lookup->as_of_us = last_sync_us != NULL ? g_ascii_strtoll (last_sync_us, NULL, 10) : 0;
  return TRUE;
}

static void
lookup_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  g_autofree KmzbLookup *lookup = g_new0 (KmzbLookup, 1);
  GError *error = NULL;

  if (kmzb_store_get_outbox (self, task) == NULL)
    return;
  if (read_lookup (db, data, lookup, &error))
    g_task_return_pointer (task, g_steal_pointer (&lookup), g_free);
  else
    g_task_return_error (task, error);
}

/**
 * kmzb_store_lookup_number_async:
 * @number: as kmzb_number_parse() gives it
 *
 * Looks for a report that was made at this booth, among those that wait and those that went out.
 */
void
kmzb_store_lookup_number_async (KmzbStore *self,
                                const char *number,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self) && number != NULL);

  kmzb_store_run (self, lookup_job, kmzb_store_lookup_number_async, g_strdup (number), g_free, cancellable, callback,
                  user_data);
}

/* Returns: %FALSE with %KMZB_ERROR_NOT_FOUND when no report of this booth has the number */
gboolean
kmzb_store_lookup_number_finish (KmzbStore *self, GAsyncResult *result, KmzbLookup *lookup, GError **error)
{
  g_autofree KmzbLookup *found = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;
  *lookup = *found;
  return TRUE;
}
