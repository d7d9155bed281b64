/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store-private.h"

#include "kmzb-error.h"
#include "kmzb-store-schema.h"
#include "kmzb-store-settings.h"

#include <string.h>
#include <unistd.h>

/* How often wiping received reports is tried again while somebody reads the file. */
#define WIPE_AGAIN_MS 5000

/**
 * KmzbStore:
 *
 * What the booth must not forget: reports on their way to the police, the threats it shows, when it last met central.
 * All of it is in one SQLite file which only the writer's thread touches, so the screen never waits for the disk.
 * Functions may be called from any thread; results come back in the caller's main context, the tally and the signals
 * in the one in which the store was made.
 */

G_DEFINE_FINAL_TYPE (KmzbStore, kmzb_store, G_TYPE_OBJECT)

enum
{
  CHANGED,
  REPORT_SAVED,
  KEY_CHANGED,
  RECORDS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* On the writer's thread, before its connection is closed. */
void
kmzb_store_forget_file (KmzbStore *self)
{
  g_clear_pointer (&self->outbox, kmzb_outbox_free);
  g_clear_pointer (&self->sealer, kmzb_sealer_free);
  g_clear_pointer (&self->clock_check, kmzb_clock_check_free);
}

static gpointer
free_writer (gpointer writer)
{
  kmzb_writer_free (writer);
  return NULL;
}

static void
kmzb_store_finalize (GObject *object)
{
  KmzbStore *self = KMZB_STORE (object);

  if (self->writer != NULL && kmzb_writer_is_own_thread (self->writer))
    {
      /* The last reference was that of a job. A thread can't wait for its own end: another one does. */
      kmzb_store_forget_file (self);
      g_thread_unref (g_thread_new ("store-close", free_writer, g_steal_pointer (&self->writer)));
      if (self->lock_fd >= 0)
        close (self->lock_fd);
    }
  else
    kmzb_store_close (self);

  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->clock);
  g_free (self->data_dir);
  g_free (self->set_aside);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (kmzb_store_parent_class)->finalize (object);
}

static void
kmzb_store_class_init (KmzbStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_store_finalize;

  /* The tally is another one. */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  /* A report that is to be sent is on the disk. */
  signals[REPORT_SAVED] = g_signal_new ("report-saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
  /* kmzb_store_get_stranger_id() is another one. */
  signals[KEY_CHANGED] = g_signal_new ("key-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  /* Central has told something new of the kind in the argument, a #KmzbWireChangesKind. */
  signals[RECORDS_CHANGED] = g_signal_new ("records-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
kmzb_store_init (KmzbStore *self)
{
  g_mutex_init (&self->lock);
  self->lock_fd = -1;
  self->writer = kmzb_writer_new ("kmzb-store");
}

/**
 * kmzb_store_new:
 * @data_dir: the booth's folder; made when missing
 *
 * A store that is not open yet. Its signals and its tally belong to the calling thread's default main context.
 */
KmzbStore *
kmzb_store_new (const char *data_dir, KmzbClock *clock)
{
  g_return_val_if_fail (data_dir != NULL && KMZB_IS_CLOCK (clock), NULL);

  KmzbStore *self = g_object_new (KMZB_TYPE_STORE, NULL);

  self->data_dir = g_strdup (data_dir);
  self->clock = g_object_ref (clock);
  self->context = g_main_context_ref_thread_default ();
  return self;
}

/* Queues @func on the writer's thread. @data: (transfer full) (nullable): the task's data */
void
kmzb_store_run (KmzbStore *self,
                KmzbWriterFunc func,
                gpointer tag,
                gpointer data,
                GDestroyNotify free_data,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, data, free_data);
  /* What is on the disk is said, even when the caller has lost interest meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  if (self->writer != NULL)
    kmzb_writer_run (self->writer, task, func);
  else
    g_task_return_new_error (task, KMZB_ERROR, KMZB_ERROR_IO, "The store in %s is closed", self->data_dir);
}

/* On the writer's thread. Returns: (nullable): %NULL, with @task ended, when the file could not be opened */
KmzbOutbox *
kmzb_store_get_outbox (KmzbStore *self, GTask *task)
{
  if (self->outbox == NULL)
    g_task_return_new_error (task, KMZB_ERROR, KMZB_ERROR_IO, "The store in %s is not open", self->data_dir);
  return self->outbox;
}

/* On the writer's thread, while kmzb_store_get_outbox() has one; likewise the next. */
KmzbSealer *
kmzb_store_get_sealer (KmzbStore *self)
{
  return self->sealer;
}

KmzbClockCheck *
kmzb_store_get_clock_check (KmzbStore *self)
{
  return self->clock_check;
}

KmzbClock *
kmzb_store_get_clock (KmzbStore *self)
{
  return self->clock;
}

const char *
kmzb_store_get_data_dir (KmzbStore *self)
{
  return self->data_dir;
}

/* ---- from the writer's thread to the main context ---- */

static void
on_wipe_job_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) && !g_error_matches (error, KMZB_ERROR, KMZB_ERROR_BUSY))
    g_warning ("Received reports are not wiped yet: %s", error->message);
}

static void
wipe_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbStore *self = g_task_get_source_object (task);
  KmzbOutbox *outbox = kmzb_store_get_outbox (self, task);
  GError *error = NULL;

  if (outbox == NULL)
    return;
  if (kmzb_outbox_needs_wipe (outbox) && !kmzb_outbox_wipe (outbox, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  kmzb_store_publish_soon (self);
}

static gboolean
on_wipe_timer (gpointer data)
{
  KmzbStore *self = data;

  g_clear_pointer (&self->wipe_timer, g_source_unref);
  kmzb_store_run (self, wipe_job, on_wipe_timer, NULL, NULL, NULL, on_wipe_job_done, NULL);
  return G_SOURCE_REMOVE;
}

/* In the main context: takes over what the writer's thread has counted. */
void
kmzb_store_publish (KmzbStore *self)
{
  KmzbTally tally;
  gboolean needs_wipe;
  char stranger_id[KMZB_WIRE_KEY_ID_SIZE];
  guint changes;

  g_mutex_lock (&self->lock);
  tally = self->next_tally;
  needs_wipe = self->next_needs_wipe;
  memcpy (stranger_id, self->next_stranger_id, sizeof stranger_id);
  changes = self->next_changes;
  self->next_changes = 0;
  self->publishing = FALSE;
  g_mutex_unlock (&self->lock);

  if (needs_wipe && self->wipe_timer == NULL && self->writer != NULL)
    {
      self->wipe_timer = kmzb_clock_timeout_source_new (self->clock, WIPE_AGAIN_MS);
      g_source_set_callback (self->wipe_timer, on_wipe_timer, self, NULL);
      g_source_attach (self->wipe_timer, self->context);
    }
  if (memcmp (&tally, &self->tally, sizeof tally) != 0)
    {
      self->tally = tally;
      g_signal_emit (self, signals[CHANGED], 0);
    }
  if (!g_str_equal (stranger_id, self->stranger_id))
    {
      memcpy (self->stranger_id, stranger_id, sizeof stranger_id);
      g_signal_emit (self, signals[KEY_CHANGED], 0);
    }
  for (guint kind = 0; changes >> kind != 0; kind++)
    if (changes & 1u << kind)
      g_signal_emit (self, signals[RECORDS_CHANGED], 0, kind);
}

static gboolean
on_publish (gpointer data)
{
  kmzb_store_publish (data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_report_saved (gpointer data)
{
  kmzb_store_publish (data);
  g_signal_emit (data, signals[REPORT_SAVED], 0);
  return G_SOURCE_REMOVE;
}

static void
attach (KmzbStore *self, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* The priority of a task's return: who hears that a report is saved sees it counted. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

/* On the writer's thread: the outbox has changed, or the keys. */
void
kmzb_store_publish_soon (KmzbStore *self)
{
  const KmzbWirePublicKey *stranger = kmzb_sealer_get_stranger (self->sealer);
  gboolean attached;

  g_mutex_lock (&self->lock);
  self->next_tally = *kmzb_outbox_get_tally (self->outbox);
  self->next_needs_wipe = kmzb_outbox_needs_wipe (self->outbox);
  g_strlcpy (self->next_stranger_id, stranger ? stranger->id : "", sizeof self->next_stranger_id);
  attached = self->publishing;
  self->publishing = TRUE;
  g_mutex_unlock (&self->lock);
  if (!attached)
    attach (self, on_publish);
}

/* On the writer's thread: central has told something new. */
void
kmzb_store_tell_changes (KmzbStore *self, KmzbWireChangesKind kind)
{
  g_mutex_lock (&self->lock);
  self->next_changes |= 1u << kind;
  g_mutex_unlock (&self->lock);
  kmzb_store_publish_soon (self);
}

/* On the writer's thread: a report that is to be sent has been saved. */
void
kmzb_store_tell_saved (KmzbStore *self)
{
  attach (self, on_report_saved);
}

/* ---- keys, tally, messages ---- */

/**
 * kmzb_store_configure_key:
 * @base64: the operator's public key of central
 *
 * To be called before the store is opened. Descriptions are then sealed to this key from the first report on, whatever
 * was pinned before.
 */
gboolean
kmzb_store_configure_key (KmzbStore *self, const char *base64, GError **error)
{
  g_return_val_if_fail (KMZB_IS_STORE (self), FALSE);

  self->has_configured_key = kmzb_wire_public_key_parse (&self->configured_key, base64, error);
  return self->has_configured_key;
}

/**
 * kmzb_store_get_stranger_id:
 *
 * Returns: (transfer none) (nullable): for the officer: the id of a key that central shows instead of the known one.
 *   Nothing is sent until it is trusted (kmzb_store_trust_key_async()) or the known one is back. See "key-changed".
 */
const char *
kmzb_store_get_stranger_id (KmzbStore *self)
{
  g_return_val_if_fail (KMZB_IS_STORE (self), NULL);
  return *self->stranger_id != '\0' ? self->stranger_id : NULL;
}

/* Returns: (transfer none): how many reports are in each state; for the store's main context. See "changed". */
const KmzbTally *
kmzb_store_get_tally (KmzbStore *self)
{
  g_return_val_if_fail (KMZB_IS_STORE (self), NULL);
  return &self->tally;
}

/* In the main context: there is news for kmzb_store_get_set_aside(). */
void
kmzb_store_tell_set_aside (KmzbStore *self, const char *message)
{
  g_free (self->set_aside);
  self->set_aside = g_strdup (message);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Returns: (transfer none) (nullable): for the officer: which file could not be used, why, and where it is kept */
const char *
kmzb_store_get_set_aside (KmzbStore *self)
{
  g_return_val_if_fail (KMZB_IS_STORE (self), NULL);
  return self->set_aside != NULL && *self->set_aside != '\0' ? self->set_aside : NULL;
}

/* The officer has seen it: it is not told again, after a restart either. */
void
kmzb_store_forget_set_aside (KmzbStore *self)
{
  g_return_if_fail (KMZB_IS_STORE (self));

  g_clear_pointer (&self->set_aside, g_free);
  kmzb_store_set_setting_async (self, KMZB_SETTING_SET_ASIDE, "", NULL, NULL, NULL);
}
