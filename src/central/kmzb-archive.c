/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-archive.h"

#include "kmzb-archive-query.h"
#include "kmzb-error.h"
#include "kmzb-keys.h"

/* The most reports that share one COMMIT: a bound on how long the first of them waits. */
#define MAX_GROUP 512
#define MAX_WRITERS 4

/* Another piece of work for a writer, and who waits for it. */
typedef struct
{
  KmzbStorageFunc func;
  gpointer data;
  gboolean ok;
  gboolean done;
  GError *error;
} Job;

typedef struct
{
  KmzbArchive *archive;
  KmzbStorage *storage;
  GThread *thread;
} Writer;

/**
 * KmzbArchive:
 *
 * Where central keeps reports, written by few threads and read by any. Reports that come in while a COMMIT is under
 * way wait together and share the next one, so that what a durable write costs does not bound how many reports a
 * second are taken; a lone report waits for nobody.
 */
struct _KmzbArchive
{
  char *place;
  Writer writers[MAX_WRITERS];
  guint n_writers;

  GMutex lock;
  GCond wake;
  GCond idle;      /* something was finished */
  GQueue waiting;  /* of KmzbIntake, not owned */
  GQueue jobs;     /* of Job, not owned */
  guint n_working;
  guint n_sleeping; /* writers */
  gboolean stopping;
  GQueue readers;  /* of KmzbStorage, those nobody uses now */
};

static GPtrArray *
take_group (KmzbArchive *self)
{
  GPtrArray *group = g_ptr_array_new ();

  while (group->len < MAX_GROUP && !g_queue_is_empty (&self->waiting))
    g_ptr_array_add (group, g_queue_pop_head (&self->waiting));
  return group;
}

static void
store_group (KmzbStorage *storage, GPtrArray *group)
{
  g_autoptr (GError) error = NULL;

  if (!kmzb_archive_store_group (storage, group, &error))
    g_warning ("%u reports were not stored: %s", group->len, error->message);
  for (guint i = 0; i < group->len; i++)
    {
      KmzbIntake *intake = g_ptr_array_index (group, i);

      intake->done (intake, intake->data);
    }
}

/* Under the lock, which is given up while there is work on hand. */
static void
work (KmzbArchive *self, KmzbStorage *storage)
{
  Job *job = g_queue_pop_head (&self->jobs);
  g_autoptr (GPtrArray) group = job ? NULL : take_group (self);

  self->n_working++;
  g_mutex_unlock (&self->lock);
  if (job != NULL)
    job->ok = kmzb_storage_transact (storage, job->func, job->data, &job->error);
  else
    store_group (storage, group);
  g_mutex_lock (&self->lock);
  self->n_working--;
  if (job != NULL)
    job->done = TRUE;
  g_cond_broadcast (&self->idle);
}

static gboolean
has_work (KmzbArchive *self)
{
  return !g_queue_is_empty (&self->waiting) || !g_queue_is_empty (&self->jobs);
}

static gpointer
run_writer (gpointer data)
{
  Writer *writer = data;
  KmzbArchive *self = writer->archive;

  g_mutex_lock (&self->lock);
  while (!self->stopping || has_work (self))
    if (has_work (self))
      work (self, writer->storage);
    else
      {
        self->n_sleeping++;
        g_cond_wait (&self->wake, &self->lock);
        self->n_sleeping--;
      }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static gboolean
open_writers (KmzbArchive *self, GError **error)
{
  guint wanted = 1;

  for (; self->n_writers < wanted; self->n_writers++)
    {
      Writer *writer = &self->writers[self->n_writers];

      writer->archive = self;
      writer->storage = kmzb_storage_open (self->place, error);
      if (writer->storage == NULL)
        return FALSE;
      wanted = MIN (writer->storage->n_writers, MAX_WRITERS);
    }
  for (guint i = 0; i < self->n_writers; i++)
    self->writers[i].thread = g_thread_new ("archive", run_writer, &self->writers[i]);
  return TRUE;
}

/**
 * kmzb_archive_open:
 * @place: see kmzb_storage_open()
 *
 * Returns: (transfer full): the archive, or %NULL with an error that names @place
 */
KmzbArchive *
kmzb_archive_open (const char *place, GError **error)
{
  g_autoptr (KmzbArchive) self = g_new0 (KmzbArchive, 1);

  self->place = g_strdup (place);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_cond_init (&self->idle);
  g_queue_init (&self->waiting);
  g_queue_init (&self->jobs);
  g_queue_init (&self->readers);
  return open_writers (self, error) ? g_steal_pointer (&self) : NULL;
}

/* Stores what is still waiting, then closes the place. */
void
kmzb_archive_close (KmzbArchive *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->n_writers; i++)
    if (self->writers[i].thread != NULL)
      g_thread_join (self->writers[i].thread);
  /* The writers last: the last to close empties SQLite's log into the file, which a reader may not. */
  g_queue_clear_full (&self->readers, (GDestroyNotify) kmzb_storage_close);
  for (guint i = 0; i < self->n_writers; i++)
    kmzb_storage_close (self->writers[i].storage);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_cond_clear (&self->idle);
  g_free (self->place);
  g_free (self);
}

/**
 * kmzb_archive_add:
 * @intake: (transfer none): must live until its @done is called
 *
 * Stores a report. Callable from any thread; does not wait.
 */
void
kmzb_archive_add (KmzbArchive *self, KmzbIntake *intake)
{
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->waiting, intake);
  /* A call to the system that a writer at work does not need. */
  if (self->n_sleeping > 0)
    g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

/* Waits until all that was added is settled. */
void
kmzb_archive_flush (KmzbArchive *self)
{
  g_mutex_lock (&self->lock);
  while (self->n_working > 0 || has_work (self))
    g_cond_wait (&self->idle, &self->lock);
  g_mutex_unlock (&self->lock);
}

/**
 * kmzb_archive_transact:
 *
 * kmzb_storage_transact() on a writer's connection, between two groups of reports: nobody else in this process is
 * kept waiting for a lock. Blocks until it is settled. Callable from any thread but the archive's own.
 */
gboolean
kmzb_archive_transact (KmzbArchive *self, KmzbStorageFunc func, gpointer data, GError **error)
{
  Job job = { .func = func, .data = data };

  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->jobs, &job);
  g_cond_signal (&self->wake);
  while (!job.done)
    g_cond_wait (&self->idle, &self->lock);
  g_mutex_unlock (&self->lock);
  if (job.error != NULL)
    g_propagate_error (error, job.error);
  return job.ok;
}

/* Returns: (transfer full): a connection for reading, to be given back after use */
KmzbStorage *
kmzb_archive_borrow (KmzbArchive *self, GError **error)
{
  KmzbStorage *reader;

  g_mutex_lock (&self->lock);
  reader = g_queue_pop_head (&self->readers);
  g_mutex_unlock (&self->lock);
  return reader ? reader : kmzb_storage_open_reader (self->place, error);
}

/* @storage: (transfer full) (nullable). There are never more than threads that ask at the same time. */
void
kmzb_archive_give_back (KmzbArchive *self, KmzbStorage *storage)
{
  if (storage == NULL)
    return;
  g_mutex_lock (&self->lock);
  g_queue_push_head (&self->readers, storage);
  g_mutex_unlock (&self->lock);
}

/**
 * kmzb_archive_list:
 *
 * Returns: (transfer full) (element-type KmzbWireItem): what everybody may know of the reports that match, the newest
 *   first
 */
GPtrArray *
kmzb_archive_list (KmzbArchive *self, const KmzbArchiveFilter *filter, KmzbCatalog *catalog, GError **error)
{
  KmzbStorage *reader = kmzb_archive_borrow (self, error);
  GPtrArray *items = reader ? kmzb_archive_query_list (reader, filter, catalog, error) : NULL;

  kmzb_archive_give_back (self, reader);
  return items;
}

/**
 * kmzb_archive_find_status:
 * @number: in its one form
 *
 * Returns: whether a report of that number exists; @error is set only when the database could not be asked
 */
gboolean
kmzb_archive_find_status (KmzbArchive *self, const char *number, KmzbStatus *status, GError **error)
{
  KmzbStorage *reader = kmzb_archive_borrow (self, error);
  gboolean found = reader != NULL && kmzb_archive_query_status (reader, number, status, error);

  kmzb_archive_give_back (self, reader);
  return found;
}

/* The database is asked each time, so that a key revoked by another process stops at once. See
 * kmzb_keys_find_booth(). */
char *
kmzb_archive_find_booth (KmzbArchive *self, GBytes *key_hash, gint64 now_us, GError **error)
{
  KmzbStorage *reader = kmzb_archive_borrow (self, error);
  char *booth = reader ? kmzb_keys_find_booth (reader, key_hash, now_us, error) : NULL;

  kmzb_archive_give_back (self, reader);
  return booth;
}

/* Whether the database answers. */
gboolean
kmzb_archive_check (KmzbArchive *self, GError **error)
{
  KmzbStorage *reader = kmzb_archive_borrow (self, error);
  gint64 ignored;
  gboolean ok = reader != NULL && kmzb_storage_get_int (reader, "SELECT count(*) FROM counters", NULL, 0, &ignored, error);

  kmzb_archive_give_back (self, reader);
  return ok;
}

/* See kmzb_changes_build(). */
GBytes *
kmzb_archive_get_changes (KmzbArchive *self, const KmzbChangesAsk *ask, GError **error)
{
  KmzbStorage *reader = kmzb_archive_borrow (self, error);
  GBytes *page = reader ? kmzb_changes_build (reader, ask, error) : NULL;

  kmzb_archive_give_back (self, reader);
  return page;
}
