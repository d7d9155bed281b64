/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a page of changes on a thread of its own that yields to all others: a visitor's finger on the map and reports on
 * their way to the police come before news. */
#include "kmzb-page-reader.h"

#include <sys/resource.h>
#include <unistd.h>

/* About a tenth of another's share. */
#define NICE 10

typedef struct
{
  KmzbWireChangesKind kind;
  GBytes *body;
} Reading;

static void
reading_free (Reading *reading)
{
  g_bytes_unref (reading->body);
  g_free (reading);
}

static gpointer
read_in_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  const Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;
  KmzbWireChanges *page;

  setpriority (PRIO_PROCESS, (id_t) gettid (), NICE);
  page = kmzb_wire_changes_parse (reading->kind, reading->body, &error);
  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify) kmzb_wire_changes_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

/* @callback: in the calling thread's main context */
void
kmzb_page_read_async (KmzbWireChangesKind kind, GBytes *body, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->kind = kind;
  reading->body = g_bytes_ref (body);
  g_task_set_source_tag (task, kmzb_page_read_async);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_thread_unref (g_thread_new ("kmzb-news", read_in_thread, task));
}

/* Returns: (transfer full): the page, or %NULL when the answer is none */
KmzbWireChanges *
kmzb_page_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
