/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what central told and the store keeps to what the map draws. */
#include "kmzb-central-statistics.h"

#include "kmzb-store-changes.h"
#include "kmzb-wire-statistic.h"

typedef struct
{
  GHashTable *records;
  GPtrArray *features;
  GStrv deleted;
} Reading;

static void
reading_free (Reading *reading)
{
  g_hash_table_unref (reading->records);
  g_clear_pointer (&reading->features, g_ptr_array_unref);
  g_strfreev (reading->deleted);
  g_free (reading);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  g_autoptr (GStrvBuilder) deleted = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer id, json;
  guint n_bad = 0;

  reading->features = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
  g_hash_table_iter_init (&iter, reading->records);
  while (g_hash_table_iter_next (&iter, &id, &json))
    {
      KmzbStatFeature *feature = json ? kmzb_wire_read_statistic (id, json) : NULL;

      if (json == NULL)
        g_strv_builder_add (deleted, id);
      else if (feature != NULL)
        g_ptr_array_add (reading->features, feature);
      else
        n_bad++;
    }
  if (n_bad > 0)
    g_message ("Left out %u of central's statistics that this booth can't read", n_bad);
  reading->deleted = g_strv_builder_end (deleted);
  g_task_return_boolean (task, TRUE);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbStatistics) statistics = data;
  Reading *reading = g_task_get_task_data (G_TASK (result));

  if (g_task_propagate_boolean (G_TASK (result), NULL))
    kmzb_statistics_set_central (statistics, reading->features, (const char *const *) reading->deleted);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbStatistics) statistics = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  gint64 as_of_us;
  GHashTable *records = kmzb_store_load_records_finish (KMZB_STORE (source), result, &as_of_us, &error);
  Reading *reading;

  if (records == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Can't read central's statistics: %s", error->message);
      return;
    }
  reading = g_new0 (Reading, 1);
  reading->records = records;
  task = g_task_new (source, g_task_get_cancellable (G_TASK (result)), on_read, g_steal_pointer (&statistics));
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

/* Reads on workers what central has told, and gives it to @statistics. */
void
kmzb_central_statistics_load (KmzbStore *store, KmzbStatistics *statistics, GCancellable *cancellable)
{
  kmzb_store_load_records_async (store, KMZB_WIRE_CHANGES_OF_STATISTICS, cancellable, on_loaded,
                                 g_object_ref (statistics));
}
