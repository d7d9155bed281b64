/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store's file, opened, checked and closed. */
#include "kmzb-store-private.h"

#include "kmzb-store-file.h"
#include "kmzb-store-schema.h"

#include <unistd.h>

/* Of a long outbox: not while the booth draws its first picture. */
#define CHECK_AFTER_MS (30 * 1000)

static gboolean
open_file (KmzbStore *self, KmzbWriter *writer, char **set_aside, GError **error)
{
  g_autoptr (KmzbDb) db = NULL;
  g_autoptr (KmzbOutbox) outbox = NULL;
  g_autoptr (KmzbSealer) sealer = NULL;
  g_autoptr (KmzbClockCheck) check = NULL;
  g_autofree char *boot_id = kmzb_outbox_read_boot_id ();
  gboolean is_long;

  if (self->lock_fd < 0 && !kmzb_store_file_lock (self->data_dir, &self->lock_fd, error))
    return FALSE;
  db = kmzb_store_file_open (self->data_dir, kmzb_clock_get_real_us (self->clock), error);
  if (db == NULL || !kmzb_setting_get (db, KMZB_SETTING_SET_ASIDE, set_aside, error))
    return FALSE;
  if ((outbox = kmzb_outbox_new (db, boot_id, error)) == NULL
      || (sealer = kmzb_sealer_new (db, self->has_configured_key ? &self->configured_key : NULL, error)) == NULL
      || (check = kmzb_clock_check_new (db, self->clock, boot_id, error)) == NULL)
    return FALSE;
  is_long = kmzb_store_file_is_long (db);
  kmzb_writer_take_db (writer, g_steal_pointer (&db));
  self->outbox = g_steal_pointer (&outbox);
  self->sealer = g_steal_pointer (&sealer);
  self->clock_check = g_steal_pointer (&check);
  g_atomic_int_set (&self->is_long, is_long);
  return TRUE;
}

static void
open_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *set_aside = NULL;

  g_return_if_fail (self->outbox == NULL);

  if (!open_file (self, writer, &set_aside, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (kmzb_outbox_needs_wipe (self->outbox))
    kmzb_outbox_wipe (self->outbox, NULL);
  kmzb_store_publish_soon (self);
  g_task_return_pointer (task, set_aside, g_free);
}

/**
 * kmzb_store_open_async:
 *
 * Makes the data folder, locks it against a second booth, opens and migrates the file (see kmzb_store_file_open()).
 * Saves that are queued before it has finished wait for it. Once for each store.
 */
void
kmzb_store_open_async (KmzbStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (KMZB_IS_STORE (self));

  kmzb_store_run (self, open_job, kmzb_store_open_async, NULL, NULL, cancellable, callback, user_data);
}

static gboolean
on_check_timer (gpointer data)
{
  KmzbStore *self = data;

  g_clear_pointer (&self->check_timer, g_source_unref);
  kmzb_store_check_soon (self);
  return G_SOURCE_REMOVE;
}

/* Not while the booth draws its first picture. */
static void
check_later (KmzbStore *self)
{
  self->check_timer = kmzb_clock_timeout_source_new (self->clock, CHECK_AFTER_MS);
  g_source_set_callback (self->check_timer, on_check_timer, self, NULL);
  g_source_attach (self->check_timer, self->context);
}

gboolean
kmzb_store_open_finish (KmzbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_autoptr (GError) fault = NULL;
  char *set_aside = g_task_propagate_pointer (G_TASK (result), &fault);

  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  g_free (self->set_aside);
  self->set_aside = set_aside;
  kmzb_store_publish (self);
  if (g_atomic_int_get (&self->is_long))
    check_later (self);
  return TRUE;
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Opens and waits for it: for the start of the program, before there is a screen, and for tests. */
gboolean
kmzb_store_open (KmzbStore *self, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_main_context_push_thread_default (context);
  kmzb_store_open_async (self, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return kmzb_store_open_finish (self, result, error);
}

static void
close_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = data;

  kmzb_store_forget_file (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * kmzb_store_close:
 *
 * Does all that was asked before, closes the file and lets go of the data folder; waits for it. Threads that use the
 * store must have ended.
 */
void
kmzb_store_close (KmzbStore *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->writer == NULL)
    return;
  if (self->wipe_timer != NULL)
    g_source_destroy (self->wipe_timer);
  g_clear_pointer (&self->wipe_timer, g_source_unref);
  if (self->check_timer != NULL)
    g_source_destroy (self->check_timer);
  g_clear_pointer (&self->check_timer, g_source_unref);

  /* Without the store as its source: this also runs while the store is being finalized. */
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, self, NULL);
  kmzb_writer_run (self->writer, task, close_job);
  g_clear_pointer (&self->writer, kmzb_writer_free);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
}
