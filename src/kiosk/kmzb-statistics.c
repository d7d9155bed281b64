/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-statistics.h"

#include "kmzb-stat-feature.h"

/**
 * KmzbStatistics:
 *
 * The statistical part of the map: what the region pack brings, and what central has sent since, which wins record by
 * record. Main thread. Emits "changed".
 */
struct _KmzbStatistics
{
  GObject parent_instance;

  GPtrArray *from_pack;    /* (nullable) */
  GPtrArray *from_central; /* (nullable) */
  char **deleted;          /* (nullable): ids that central took back */
  GPtrArray *features;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbStatistics, kmzb_statistics, G_TYPE_OBJECT)

static void
add_all (GHashTable *seen, GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; from != NULL && i < from->len; i++)
    {
      KmzbStatFeature *feature = g_ptr_array_index (from, i);

      if (g_hash_table_add (seen, feature->id))
        g_ptr_array_add (to, kmzb_stat_feature_ref (feature));
    }
}

/* A new array every time: the map keeps the one it was given. */
static void
merge (KmzbStatistics *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *features = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);

  for (char **id = self->deleted; id != NULL && *id != NULL; id++)
    g_hash_table_add (seen, *id);
  add_all (seen, self->from_central, features);
  add_all (seen, self->from_pack, features);
  g_ptr_array_unref (self->features);
  self->features = features;
  g_signal_emit (self, changed_signal, 0);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer pack, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *features = kmzb_pack_load_statistics (pack, &error);

  if (features != NULL)
    g_task_return_pointer (task, features, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
on_loaded (GObject *object, GAsyncResult *result, gpointer data)
{
  KmzbStatistics *self = KMZB_STATISTICS (object);
  g_autoptr (GError) error = NULL;
  GPtrArray *features = g_task_propagate_pointer (G_TASK (result), &error);

  if (features == NULL)
    {
      g_warning ("The map stays without statistics: %s", error->message);
      return;
    }
  g_clear_pointer (&self->from_pack, g_ptr_array_unref);
  self->from_pack = features;
  merge (self);
}

static void
kmzb_statistics_finalize (GObject *object)
{
  KmzbStatistics *self = KMZB_STATISTICS (object);

  g_clear_pointer (&self->from_pack, g_ptr_array_unref);
  g_clear_pointer (&self->from_central, g_ptr_array_unref);
  g_ptr_array_unref (self->features);
  g_strfreev (self->deleted);
  G_OBJECT_CLASS (kmzb_statistics_parent_class)->finalize (object);
}

static void
kmzb_statistics_class_init (KmzbStatisticsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_statistics_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
kmzb_statistics_init (KmzbStatistics *self)
{
  self->features = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
}

KmzbStatistics *
kmzb_statistics_new (void)
{
  return g_object_new (KMZB_TYPE_STATISTICS, NULL);
}

/* Reads the statistics of @pack on a worker; "changed" tells when they are here. */
void
kmzb_statistics_load_pack (KmzbStatistics *self, KmzbPack *pack)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KMZB_IS_STATISTICS (self) && KMZB_IS_PACK (pack));

  task = g_task_new (self, NULL, on_loaded, NULL);
  g_task_set_task_data (task, g_object_ref (pack), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * kmzb_statistics_set_central:
 * @features: (element-type KmzbStatFeature) (nullable): all that central has sent so far; not changed from here on
 * @deleted: (nullable): ids of what central took back, whether or not the pack brings them
 */
void
kmzb_statistics_set_central (KmzbStatistics *self, GPtrArray *features, const char *const *deleted)
{
  g_return_if_fail (KMZB_IS_STATISTICS (self));

  g_clear_pointer (&self->from_central, g_ptr_array_unref);
  self->from_central = features != NULL ? g_ptr_array_ref (features) : NULL;
  g_strfreev (self->deleted);
  self->deleted = g_strdupv ((char **) deleted);
  merge (self);
}

/* Returns: (transfer none) (element-type KmzbStatFeature): not to be changed; another one after "changed" */
GPtrArray *
kmzb_statistics_get_features (KmzbStatistics *self)
{
  g_return_val_if_fail (KMZB_IS_STATISTICS (self), NULL);
  return self->features;
}
