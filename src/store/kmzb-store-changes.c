/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store-changes.h"

#include "kmzb-changes-table.h"
#include "kmzb-store-file.h"
#include "kmzb-store-private.h"

typedef struct
{
  KmzbWireChangesKind kind;
  char *server;
  KmzbWireChanges *page;
} Job;

static void
job_free (Job *job)
{
  g_free (job->server);
  kmzb_wire_changes_free (job->page);
  g_free (job);
}

static Job *
job_new (KmzbWireChangesKind kind, const char *server)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->server = g_strdup (server);
  return job;
}

/* ---- where to go on ---- */

static void
cursor_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  Job *job = data;
  GError *error = NULL;
  char *cursor = NULL;

  if (kmzb_store_get_outbox (self, task) == NULL)
    return;
  if (kmzb_changes_table_get_cursor (db, job->kind, job->server, &cursor, &error))
    g_task_return_pointer (task, cursor, g_free);
  else
    g_task_return_error (task, error);
}

/* @server: which server is asked; a cursor counts for its own server alone */
void
kmzb_store_get_cursor_async (KmzbStore *self,
                             KmzbWireChangesKind kind,
                             const char *server,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self) && server != NULL);

  kmzb_store_run (self, cursor_job, kmzb_store_get_cursor_async, job_new (kind, server), (GDestroyNotify) job_free,
                  cancellable, callback, user_data);
}

/* @cursor: (out) (transfer full) (nullable): %NULL: from the beginning */
gboolean
kmzb_store_get_cursor_finish (KmzbStore *self, GAsyncResult *result, char **cursor, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *cursor = g_task_propagate_pointer (G_TASK (result), error);
  return *cursor != NULL || !g_task_had_error (G_TASK (result));
}

/* ---- a page ---- */

static void
apply_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  Job *job = data;
  GError *error = NULL;

  if (kmzb_store_get_outbox (self, task) == NULL)
    return;
  if (!kmzb_changes_table_apply (db, job->server, job->page, kmzb_clock_get_real_us (kmzb_store_get_clock (self)),
                                 &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (kmzb_wire_changes_get_n (job->page) > 0 || !job->page->more)
    kmzb_store_tell_changes (self, job->page->kind);
  g_task_return_boolean (task, TRUE);
}

/**
 * kmzb_store_apply_changes_async:
 * @server: which server said so
 * @page: (transfer full)
 *
 * Takes a page of what central tells in, together with the cursor behind it, in one transaction.
 */
void
kmzb_store_apply_changes_async (KmzbStore *self,
                                const char *server,
                                KmzbWireChanges *page,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self) && server != NULL && page != NULL);

  Job *job = job_new (page->kind, server);
  job->page = page;
  kmzb_store_run (self, apply_job, kmzb_store_apply_changes_async, job, (GDestroyNotify) job_free, cancellable, callback,
                  user_data);
}

gboolean
kmzb_store_apply_changes_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
start_over_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;

  if (kmzb_store_get_outbox (g_task_get_source_object (task), task) == NULL)
    return;
  if (kmzb_changes_table_start_over (db, job->kind, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The server no longer knows the cursor. What is known stays, and is shown, until all has been told anew. */
void
kmzb_store_start_over_async (KmzbStore *self,
                             KmzbWireChangesKind kind,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self));

  kmzb_store_run (self, start_over_job, kmzb_store_start_over_async, job_new (kind, NULL), (GDestroyNotify) job_free,
                  cancellable, callback, user_data);
}

gboolean
kmzb_store_start_over_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- records ---- */

typedef struct
{
  KmzbWireChangesKind kind;
  GHashTable *records;
  gint64 as_of_us;
} Load;

static void
load_free (Load *load)
{
  g_clear_pointer (&load->records, g_hash_table_unref);
  g_free (load);
}

static gboolean
load_records (KmzbDb *db, Load *load, GError **error)
{
  const char *slug = kmzb_wire_changes_kind_to_slug (load->kind);
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, "SELECT id, content FROM records WHERE kind = ?1", error);
  g_autofree char *as_of = g_strdup_printf ("SELECT as_of_us FROM walks WHERE kind = '%s'", slug);
  KmzbStep step = KMZB_STEP_ERROR;

  if (stmt == NULL || !kmzb_db_get_int (db, as_of, &load->as_of_us, error))
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, slug);
  while ((step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    g_hash_table_insert (load->records, g_strdup (kmzb_stmt_text (stmt, 0)), g_strdup (kmzb_stmt_text (stmt, 1)));
  return step == KMZB_STEP_DONE;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = kmzb_store_file_get_path (kmzb_store_get_data_dir (source));
  GError *error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, &error);

  if (db != NULL && load_records (db, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Reads on a connection of its own, as threats are. */
void
kmzb_store_load_records_async (KmzbStore *self,
                               KmzbWireChangesKind kind,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  load->kind = kind;
  load->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_task_set_source_tag (task, kmzb_store_load_records_async);
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * kmzb_store_load_records_finish:
 * @as_of_us: (out): when central was last asked for them, by the booth's clock; 0: never
 *
 * Returns: (transfer full) (element-type utf8 utf8): id to JSON as central told it, or to %NULL where it is gone there,
 *   whatever a pack says; %NULL on error
 */
GHashTable *
kmzb_store_load_records_finish (KmzbStore *self, GAsyncResult *result, gint64 *as_of_us, GError **error)
{
  Load *load;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  load = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  *as_of_us = load->as_of_us;
  return g_steal_pointer (&load->records);
}
