/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-archive.h"

#include "kmzb-archive-query.h"
#include "kmzb-archive-schema.h"
#include "kmzb-error.h"
#include "kmzb-keys.h"
#include "kmzb-writer.h"

/* The most reports that share one COMMIT: a bound on how long the first of them waits. */
#define MAX_GROUP 512

/**
 * KmzbArchive:
 *
 * Where central keeps reports: one SQLite file, written by one thread and read by any. Reports that come in while a
 * COMMIT is under way wait together and share the next one, so that what a durable write costs does not bound how
 * many reports a second are taken; a lone report waits for nobody.
 */
struct _KmzbArchive
{
  KmzbWriter *writer;
  char *path;

  GMutex lock;
  GCond idle;
  GQueue waiting;  /* of KmzbIntake, not owned */
  gboolean working; /* a round of the writer is queued or under way */
  GQueue readers;  /* of KmzbDb, those nobody uses now */
};

static void
take_db (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  kmzb_writer_take_db (writer, data);
  g_task_return_boolean (task, TRUE);
}

/* Returns: (transfer full): the archive in the database file @path, or %NULL with an error that names it */
KmzbArchive *
kmzb_archive_open (const char *path, GError **error)
{
  KmzbDb *db = kmzb_archive_open_file (path, error);
  g_autoptr (GTask) task = NULL;
  KmzbArchive *self;

  if (db == NULL)
    return NULL;
  self = g_new0 (KmzbArchive, 1);
  self->path = g_strdup (path);
  g_mutex_init (&self->lock);
  g_cond_init (&self->idle);
  g_queue_init (&self->waiting);
  g_queue_init (&self->readers);
  self->writer = kmzb_writer_new ("archive");
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, db, NULL);
  kmzb_writer_run (self->writer, task, take_db);
  return self;
}

/* Stores what is still waiting, then closes the file. */
void
kmzb_archive_close (KmzbArchive *self)
{
  if (self == NULL)
    return;
  kmzb_archive_flush (self);
  /* The writer last: the last to close empties the log into the file, which a reader may not. */
  g_queue_clear_full (&self->readers, (GDestroyNotify) kmzb_db_close);
  kmzb_writer_free (self->writer);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->idle);
  g_free (self->path);
  g_free (self);
}

static GPtrArray *
take_group (KmzbArchive *self)
{
  GPtrArray *group = g_ptr_array_new ();

  g_mutex_lock (&self->lock);
  while (group->len < MAX_GROUP && !g_queue_is_empty (&self->waiting))
    g_ptr_array_add (group, g_queue_pop_head (&self->waiting));
  if (group->len == 0)
    {
      self->working = FALSE;
      g_cond_broadcast (&self->idle);
    }
  g_mutex_unlock (&self->lock);
  return group;
}

/* On the writer's thread: group after group, until nobody waits. */
static void
work_off (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  KmzbArchive *self = data;

  for (;;)
    {
      g_autoptr (GPtrArray) group = take_group (self);
      g_autoptr (GError) error = NULL;

      if (group->len == 0)
        break;
      if (!kmzb_archive_store_group (db, group, &error))
        g_warning ("%u reports were not stored: %s", group->len, error->message);
      for (guint i = 0; i < group->len; i++)
        {
          KmzbIntake *intake = g_ptr_array_index (group, i);

          intake->done (intake, intake->data);
        }
    }
  g_task_return_boolean (task, TRUE);
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
  gboolean wake;

  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->waiting, intake);
  wake = !self->working;
  self->working = TRUE;
  g_mutex_unlock (&self->lock);

  if (wake)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      g_task_set_task_data (task, self, NULL);
      kmzb_writer_run (self->writer, task, work_off);
    }
}

/* Waits until all that was added is settled. */
void
kmzb_archive_flush (KmzbArchive *self)
{
  g_mutex_lock (&self->lock);
  while (self->working)
    g_cond_wait (&self->idle, &self->lock);
  g_mutex_unlock (&self->lock);
}

static KmzbDb *
borrow_reader (KmzbArchive *self, GError **error)
{
  KmzbDb *reader;

  g_mutex_lock (&self->lock);
  reader = g_queue_pop_head (&self->readers);
  g_mutex_unlock (&self->lock);
  return reader ? reader : kmzb_db_open (self->path, KMZB_DB_READ_ONLY, error);
}

/* There are never more readers than threads that ask at the same time. */
static void
give_back_reader (KmzbArchive *self, KmzbDb *reader)
{
  g_mutex_lock (&self->lock);
  g_queue_push_head (&self->readers, reader);
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
  KmzbDb *reader = borrow_reader (self, error);
  GPtrArray *items = NULL;

  if (reader != NULL)
    {
      items = kmzb_archive_query_list (reader, filter, catalog, error);
      give_back_reader (self, reader);
    }
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
  KmzbDb *reader = borrow_reader (self, error);
  gboolean found = FALSE;

  if (reader != NULL)
    {
      found = kmzb_archive_query_status (reader, number, status, error);
      give_back_reader (self, reader);
    }
  return found;
}

/* The database is asked each time, so that a key revoked by another process stops at once. See
 * kmzb_keys_find_booth(). */
char *
kmzb_archive_find_booth (KmzbArchive *self, const char *key, GError **error)
{
  KmzbDb *reader = borrow_reader (self, error);
  char *booth = NULL;

  if (reader != NULL)
    {
      booth = kmzb_keys_find_booth (reader, key, error);
      give_back_reader (self, reader);
    }
  return booth;
}
