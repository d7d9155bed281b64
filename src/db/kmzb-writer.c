/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-writer.h"

/**
 * KmzbWriter:
 *
 * A thread that owns one connection: work is queued from any thread, runs one piece after another, and the result
 * comes back in the main context in which the #GTask was made. So no caller ever waits for a disk, and no two writes
 * of this process meet.
 */
struct _KmzbWriter
{
  GThread *thread;
  GAsyncQueue *jobs;
  KmzbDb *db; /* the writer thread's alone */
};

typedef struct
{
  GTask *task; /* NULL: the last job */
  KmzbWriterFunc func;
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->task);
  g_free (job);
}

static gpointer
writer_thread (gpointer data)
{
  KmzbWriter *self = data;

  for (;;)
    {
      Job *job = g_async_queue_pop (self->jobs);
      gboolean last = job->task == NULL;

      if (!last)
        job->func (self, self->db, job->task, g_task_get_task_data (job->task));
      job_free (job);
      if (last)
        break;
    }
  g_clear_pointer (&self->db, kmzb_db_close);
  return NULL;
}

KmzbWriter *
kmzb_writer_new (const char *name)
{
  KmzbWriter *self = g_new0 (KmzbWriter, 1);

  self->jobs = g_async_queue_new_full ((GDestroyNotify) job_free);
  self->thread = g_thread_new (name, writer_thread, self);
  return self;
}

/* Runs all that is queued, closes the connection and ends the thread; waits for it. */
void
kmzb_writer_free (KmzbWriter *self)
{
  if (self == NULL)
    return;
  g_return_if_fail (!kmzb_writer_is_own_thread (self));

  g_async_queue_push (self->jobs, g_new0 (Job, 1));
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_free (self);
}

/* Queues @func; @task: (transfer none). Callable from any thread. */
void
kmzb_writer_run (KmzbWriter *self, GTask *task, KmzbWriterFunc func)
{
  Job *job = g_new0 (Job, 1);

  job->task = g_object_ref (task);
  job->func = func;
  g_async_queue_push (self->jobs, job);
}

/* On the writer's thread: replaces its connection. @db: (transfer full) (nullable) */
void
kmzb_writer_take_db (KmzbWriter *self, KmzbDb *db)
{
  g_return_if_fail (kmzb_writer_is_own_thread (self));

  g_clear_pointer (&self->db, kmzb_db_close);
  self->db = db;
}

gboolean
kmzb_writer_is_own_thread (KmzbWriter *self)
{
  return g_thread_self () == self->thread;
}
