/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-writer.h"

typedef struct
{
  GThread *caller;
  guint order;
  guint done;
} Run;

static void
open_db (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  g_assert_null (db);
  db = kmzb_db_open (":memory:", KMZB_DB_CREATE, NULL);
  g_assert_true (kmzb_db_exec (db, "CREATE TABLE t(a)", NULL));
  kmzb_writer_take_db (writer, db);
  g_task_return_boolean (task, TRUE);
}

static void
insert (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  g_assert_true (kmzb_writer_is_own_thread (writer));
  g_assert_true (kmzb_db_exec (db, "INSERT INTO t SELECT count(*) FROM t", NULL));
  g_task_return_int (task, kmzb_db_get_last_row_id (db));
}

static void
on_inserted (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;

  g_assert_true (g_thread_self () == run->caller);
  g_assert_cmpint (g_task_propagate_int (G_TASK (result), NULL), ==, ++run->order);
  run->done++;
}

static void
queue (KmzbWriter *writer, KmzbWriterFunc func, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

  kmzb_writer_run (writer, task, func);
}

static void
test_in_order_and_back_in_the_callers_context (void)
{
  g_autoptr (KmzbWriter) writer = kmzb_writer_new ("test-writer");
  Run run = { .caller = g_thread_self () };

  queue (writer, open_db, NULL, NULL);
  for (int i = 0; i < 500; i++)
    queue (writer, insert, on_inserted, &run);
  while (run.done < 500)
    g_main_context_iteration (NULL, TRUE);
}

static void
count_job (KmzbWriter *writer, KmzbDb *db, GTask *task, gpointer data)
{
  g_usleep (100);
  g_atomic_int_inc ((int *) data);
  g_task_return_boolean (task, TRUE);
}

/* What was queued before the end still runs: a save must not be lost because the booth is closing. */
static void
test_free_finishes_the_queue (void)
{
  KmzbWriter *writer = kmzb_writer_new ("test-writer");
  int count = 0;

  for (int i = 0; i < 50; i++)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      g_task_set_task_data (task, &count, NULL);
      kmzb_writer_run (writer, task, count_job);
    }
  kmzb_writer_free (writer);
  g_assert_cmpint (count, ==, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/writer/in-order-and-back-in-the-callers-context", test_in_order_and_back_in_the_callers_context);
  g_test_add_func ("/writer/free-finishes-the-queue", test_free_finishes_the_queue);
  return g_test_run ();
}
