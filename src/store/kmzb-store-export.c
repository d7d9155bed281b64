/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-audit.h"
#include "kmzb-error.h"
#include "kmzb-file.h"
#include "kmzb-store-file.h"
#include "kmzb-store-officer.h"
#include "kmzb-store-private.h"
#include "kmzb-wire-export.h"
#include "kmzb-wire-form.h"

#include <string.h>

/* What is exported. Held ones are the officer's to decide about first; they stay. */
#define STATES "('saved','sending','uncertain','refused')"

typedef struct
{
  char *folder;
  char *booth;
  char *db_path;
  gint64 now_us;
} Job;

static void
job_free (Job *job)
{
  g_free (job->folder);
  g_free (job->booth);
  g_free (job->db_path);
  g_free (job);
}

void
kmzb_export_free (KmzbExport *self)
{
  g_free (self->path);
  g_free (self);
}

/* A name that every file system takes. */
static char *
make_path (const Job *job)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (job->now_us / G_USEC_PER_SEC);
  g_autofree char *date = now ? g_date_time_format (now, "%Y%m%dT%H%M%SZ") : g_strdup ("undated");
  g_autofree char *plain = g_str_to_ascii (job->booth, "C");
  g_autofree char *name = NULL;

  g_strcanon (plain, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-", '-');
  if (strlen (plain) > 40)
    plain[40] = '\0';
  name = g_strdup_printf ("kmzb-%s-%s" KMZB_WIRE_EXPORT_SUFFIX, plain, date);
  return g_build_filename (job->folder, name, NULL);
}

static gboolean
is_readable (GBytes *payload)
{
  gsize length;
  const char *data = g_bytes_get_data (payload, &length);
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_parse (data, length, NULL);

  return form == NULL || kmzb_wire_form_get (form, "description") != NULL;
}

/* Over a connection of its own, beside the writer: a long queue on a slow stick holds up no visitor's save. */
static GBytes *
collect (const Job *job, KmzbExport *export, GError **error)
{
  g_autoptr (KmzbDb) db = kmzb_db_open (job->db_path, KMZB_DB_READ_ONLY, error);
  g_autoptr (KmzbStmt) stmt = NULL;
  g_autoptr (KmzbWireExport) file = kmzb_wire_export_new (job->booth, job->now_us);
  KmzbStep step;

  if (db == NULL)
    return NULL;
  stmt = kmzb_db_prepare (db, "SELECT id, payload FROM reports WHERE state IN " STATES " ORDER BY seq", error);
  if (stmt == NULL)
    return NULL;
  while ((step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      g_autoptr (GBytes) payload = kmzb_stmt_bytes (stmt, 1);

      kmzb_wire_export_add (file, kmzb_stmt_text (stmt, 0), payload);
      export->n_readable += is_readable (payload);
    }
  export->n = kmzb_wire_export_get_n (file);
  return step == KMZB_STEP_DONE ? kmzb_wire_export_end (file) : NULL;
}

static void
write_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  g_autoptr (KmzbExport) export = g_new0 (KmzbExport, 1);
  GError *error = NULL;
  g_autoptr (GBytes) content = collect (job, export, &error);
  gsize length;
  gconstpointer bytes = content ? g_bytes_get_data (content, &length) : NULL;

  export->path = make_path (job);
  /* A stick's file system knows no permissions: none are asked for. */
  if (content != NULL && kmzb_file_write_durable (export->path, bytes, length, 0, &error))
    g_task_return_pointer (task, g_steal_pointer (&export), (GDestroyNotify) kmzb_export_free);
  else
    g_task_return_error (task, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  KmzbExport *export = g_task_propagate_pointer (G_TASK (result), &error);

  if (export != NULL)
    g_task_return_pointer (task, export, (GDestroyNotify) kmzb_export_free);
  else
    g_task_return_error (task, error);
}

/* From here on nobody knows whether central has them: what the stick holds can't be changed any more. */
static gboolean
mark (KmzbDb *db, gint64 now_us, GError **error)
{
  if (!kmzb_db_begin_immediate (db, error))
    return FALSE;
  if (!kmzb_db_exec (db, "UPDATE reports SET maybe_sent = 1 WHERE state IN " STATES, error)
      || !kmzb_audit_add (db, now_us, "export", 0, NULL, error))
    {
      kmzb_db_rollback (db);
      return FALSE;
    }
  return kmzb_db_commit (db, error);
}

static void
mark_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;

  if (kmzb_store_get_outbox (g_task_get_source_object (task), task) == NULL)
    return;
  if (mark (db, ((Job *) data)->now_us, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) writing = NULL;

  /* A booth whose disk is full or dying is the one whose reports must get out: they go, unmarked. */
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("Can't note that reports are exported: %s", error->message);
  writing = g_task_new (source, NULL, on_written, g_object_ref (task));
  g_task_set_task_data (writing, job, NULL); /* the outer task's, which waits */
  g_task_run_in_thread (writing, write_file);
}

/**
 * kmzb_store_export_async:
 * @folder: on a USB stick
 * @booth: the booth's name, for the file
 *
 * Writes all reports that wait, are refused or uncertain into one new file in @folder (kmzb-wire-export.c), with the
 * bytes that would be sent and no key. They stay in the queue: what is sent later as well, central knows again.
 */
void
kmzb_store_export_async (KmzbStore *self,
                         const char *folder,
                         const char *booth,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->folder = g_strdup (folder);
  job->booth = g_strdup (booth);
  job->db_path = kmzb_store_file_get_path (kmzb_store_get_data_dir (self));
  job->now_us = kmzb_clock_get_real_us (kmzb_store_get_clock (self));
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  kmzb_store_run (self, mark_job, kmzb_store_export_async, job, NULL, NULL, on_marked, g_steal_pointer (&task));
}

/* Returns: (transfer full): %NULL on error; what was begun of the file is gone then */
KmzbExport *
kmzb_store_export_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
