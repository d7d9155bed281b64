/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-address-search.h"

#include <string.h>

/**
 * KmzbAddressSearch:
 *
 * Addresses of one pack, searched on other threads while somebody types. The index is read once, by whoever asks first;
 * others wait for it on their own threads.
 */
struct _KmzbAddressSearch
{
  GObject parent_instance;

  KmzbPack *pack;
  GMutex mutex;
  KmzbAddressIndex *index; /* under @mutex until it is there, then for all */
};

typedef struct
{
  char *text;
  KmzbPoint near;
  guint max;
} Query;

G_DEFINE_FINAL_TYPE (KmzbAddressSearch, kmzb_address_search, G_TYPE_OBJECT)

static void
query_free (gpointer data)
{
  Query *query = data;

  explicit_bzero (query->text, strlen (query->text));
  g_free (query->text);
  g_free (query);
}

static void
kmzb_address_search_finalize (GObject *object)
{
  KmzbAddressSearch *self = KMZB_ADDRESS_SEARCH (object);

  g_clear_pointer (&self->index, kmzb_address_index_free);
  g_clear_object (&self->pack);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (kmzb_address_search_parent_class)->finalize (object);
}

static void
kmzb_address_search_class_init (KmzbAddressSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_address_search_finalize;
}

static void
kmzb_address_search_init (KmzbAddressSearch *self)
{
  g_mutex_init (&self->mutex);
}

KmzbAddressSearch *
kmzb_address_search_new (KmzbPack *pack)
{
  KmzbAddressSearch *self;

  g_return_val_if_fail (KMZB_IS_PACK (pack), NULL);

  self = g_object_new (KMZB_TYPE_ADDRESS_SEARCH, NULL);
  self->pack = g_object_ref (pack);
  return self;
}

/* A pack that could not be read is tried again with the next query: a stick may have been pulled and put back. */
static KmzbAddressIndex *
get_index (KmzbAddressSearch *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->index == NULL)
    self->index = kmzb_address_index_load (self->pack, NULL, error);
  return self->index;
}

static void
query_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Query *query = data;
  GError *error = NULL;
  KmzbAddressIndex *index;

  if (g_task_return_error_if_cancelled (task))
    return;
  index = get_index (source, &error);
  if (index == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           kmzb_address_index_search (index, query->text, query->near, query->max, cancellable),
                           (GDestroyNotify) g_ptr_array_unref);
}

/**
 * kmzb_address_search_query_async:
 * @text: what has been typed so far
 * @near: what the map shows
 * @max: how many hits are wanted
 */
void
kmzb_address_search_query_async (KmzbAddressSearch *self,
                                 const char *text,
                                 KmzbPoint near,
                                 guint max,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Query *query;

  g_return_if_fail (KMZB_IS_ADDRESS_SEARCH (self) && text != NULL);

  query = g_new0 (Query, 1);
  query->text = g_strdup (text);
  query->near = near;
  query->max = max;
  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kmzb_address_search_query_async);
  g_task_set_task_data (task, query, query_free);
  g_task_run_in_thread (task, query_in_thread);
}

/* Returns: (transfer full) (element-type KmzbAddressHit): the best first, perhaps none; %NULL on error or when cancelled */
GPtrArray *
kmzb_address_search_query_finish (KmzbAddressSearch *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kmzb_address_search_query_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
warm_up_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (get_index (source, &error) == NULL)
    g_message ("Can't read the addresses of the region pack: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

/* Reads the index ahead of the first letter. */
void
kmzb_address_search_warm_up (KmzbAddressSearch *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KMZB_IS_ADDRESS_SEARCH (self));

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, kmzb_address_search_warm_up);
  g_task_run_in_thread (task, warm_up_in_thread);
}
