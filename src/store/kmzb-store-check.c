/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check of a long outbox, beside a booth that runs. */
#include "kmzb-error.h"
#include "kmzb-store-file.h"
#include "kmzb-store-private.h"
#include "kmzb-store-schema.h"

static void
on_marked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("Can't mark the booth's file as damaged: %s", error->message);
}

static void
mark_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;

  if (kmzb_store_get_outbox (g_task_get_source_object (task), task) == NULL)
    return;
  if (kmzb_setting_put (db, KMZB_SETTING_DAMAGED, "1", &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
check_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (kmzb_store_file_check (kmzb_store_get_data_dir (source), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  KmzbStore *self = KMZB_STORE (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    return;
  if (!g_error_matches (error, KMZB_ERROR, KMZB_ERROR_DAMAGED))
    {
      g_message ("The booth's file could not be checked: %s", error->message);
      return;
    }
  message = g_strdup_printf ("%s; it is set aside at the next start", error->message);
  g_message ("%s", message);
  kmzb_store_tell_set_aside (self, message);
  kmzb_store_run (self, mark_job, on_checked, NULL, NULL, NULL, on_marked, NULL);
}

/* In the store's main context. What is being written to a damaged file cannot be moved under it: the mark has the next
 * start set it aside and take over what can be read. */
void
kmzb_store_check_soon (KmzbStore *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_checked, NULL);

  g_task_run_in_thread (task, check_in_thread);
}
