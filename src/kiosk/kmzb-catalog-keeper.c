/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-catalog-keeper.h"

#include "kmzb-store-changes.h"
#include "kmzb-wire-catalog.h"

/**
 * KmzbCatalogKeeper:
 *
 * The catalogue in force: the one that this program brings along, with what central told of it and the store keeps. A
 * worker reads it; it takes the old one's place between visits, for a visitor chooses from one list from beginning to
 * end. "changed" tells that the report context has another.
 */
struct _KmzbCatalogKeeper
{
  GObject parent_instance;

  KmzbReportContext *context;
  char *path;
  GCancellable *closing;
  KmzbCatalog *next; /* (nullable): waits for the end of the visit */
  gboolean visited;
  gboolean busy;
  gboolean wanted; /* again, once this is done */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbCatalogKeeper, kmzb_catalog_keeper, G_TYPE_OBJECT)

static void
take (KmzbCatalogKeeper *self)
{
  g_autoptr (KmzbCatalog) next = NULL;

  if (self->visited || self->next == NULL)
    return;
  next = g_steal_pointer (&self->next);
  if (g_str_equal (kmzb_catalog_get_version (next), kmzb_catalog_get_version (self->context->catalog)))
    return;
  kmzb_report_context_set_catalog (self->context, next);
  g_signal_emit (self, changed_signal, 0);
}

/* ---- on a worker ---- */

typedef struct
{
  char *path;
  GHashTable *records;
  gboolean complete;
} Reading;

static void
reading_free (Reading *reading)
{
  g_hash_table_unref (reading->records);
  g_free (reading->path);
  g_free (reading);
}

static KmzbCatalog *
merge (const Reading *reading, GError **error)
{
  g_autoptr (GKeyFile) file = kmzb_catalog_read_file (reading->path, error);
  g_autoptr (GError) fault = NULL;
  KmzbCatalog *catalog;
  guint n_bad;

  if (file == NULL)
    return NULL;
  n_bad = kmzb_wire_catalog_apply (file, reading->records, reading->complete);
  if (n_bad > 0)
    g_message ("Left out %u of central's categories that this booth can't use", n_bad);
  catalog = kmzb_catalog_new_from_file (file, &fault);
  if (catalog != NULL)
    return catalog;
  g_message ("The booth keeps to its own catalogue, for with central's changes %s", fault->message);
  return kmzb_catalog_load (reading->path, error);
}

static void
merge_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  KmzbCatalog *catalog = merge (data, &error);

  if (catalog != NULL)
    g_task_return_pointer (task, catalog, (GDestroyNotify) kmzb_catalog_unref);
  else
    g_task_return_error (task, error);
}

/* ---- reading ---- */

static void
end (KmzbCatalogKeeper *self, const GError *error)
{
  self->busy = FALSE;
  if (g_cancellable_is_cancelled (self->closing))
    return;
  if (error != NULL)
    g_warning ("Can't read what central told of the catalogue: %s", error->message);
  if (self->wanted)
    kmzb_catalog_keeper_reload (self);
}

static void
on_merged (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbCatalogKeeper) self = data;
  g_autoptr (GError) error = NULL;
  KmzbCatalog *catalog = g_task_propagate_pointer (G_TASK (result), &error);

  if (catalog != NULL)
    {
      g_clear_pointer (&self->next, kmzb_catalog_unref);
      self->next = catalog;
      take (self);
    }
  end (self, error);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbCatalogKeeper) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  Reading *reading;
  gint64 as_of_us;
  GHashTable *records = kmzb_store_load_records_finish (KMZB_STORE (source), result, &as_of_us, &error);

  if (records == NULL)
    {
      end (self, error);
      return;
    }
  reading = g_new0 (Reading, 1);
  reading->path = g_strdup (self->path);
  reading->records = records;
  reading->complete = as_of_us > 0;
  /* The worker holds no part of this: what belongs to the main thread ends there. */
  task = g_task_new (NULL, self->closing, on_merged, g_object_ref (self));
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_task_run_in_thread (task, merge_in_thread);
}

/* Central has told something, or the booth begins. */
void
kmzb_catalog_keeper_reload (KmzbCatalogKeeper *self)
{
  g_return_if_fail (KMZB_IS_CATALOG_KEEPER (self));

  if (g_cancellable_is_cancelled (self->closing))
    return;
  self->wanted = self->busy;
  if (self->busy)
    return;
  self->busy = TRUE;
  kmzb_store_load_records_async (self->context->store, KMZB_WIRE_CHANGES_OF_CATALOGUE, self->closing, on_loaded,
                                 g_object_ref (self));
}

/* Whether a worker still reads. */
gboolean
kmzb_catalog_keeper_is_busy (KmzbCatalogKeeper *self)
{
  g_return_val_if_fail (KMZB_IS_CATALOG_KEEPER (self), FALSE);
  return self->busy;
}

/* @visited: whether somebody is at the booth */
void
kmzb_catalog_keeper_set_visited (KmzbCatalogKeeper *self, gboolean visited)
{
  g_return_if_fail (KMZB_IS_CATALOG_KEEPER (self));

  self->visited = visited;
  take (self);
}

/* Nothing is read or told any more. */
void
kmzb_catalog_keeper_stop (KmzbCatalogKeeper *self)
{
  g_return_if_fail (KMZB_IS_CATALOG_KEEPER (self));

  g_cancellable_cancel (self->closing);
}

static void
kmzb_catalog_keeper_finalize (GObject *object)
{
  KmzbCatalogKeeper *self = KMZB_CATALOG_KEEPER (object);

  g_clear_pointer (&self->next, kmzb_catalog_unref);
  g_object_unref (self->closing);
  kmzb_report_context_unref (self->context);
  g_free (self->path);
  G_OBJECT_CLASS (kmzb_catalog_keeper_parent_class)->finalize (object);
}

static void
kmzb_catalog_keeper_class_init (KmzbCatalogKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_catalog_keeper_finalize;

  /**
   * KmzbCatalogKeeper::changed:
   *
   * The report context has another catalogue.
   */
  changed_signal
      = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kmzb_catalog_keeper_init (KmzbCatalogKeeper *self)
{
  self->closing = g_cancellable_new ();
}

/**
 * kmzb_catalog_keeper_new:
 * @context: with the catalogue at @path, and with the store
 * @path: the catalogue that this program brings along: in force where central has told nothing, or nothing of use
 */
KmzbCatalogKeeper *
kmzb_catalog_keeper_new (KmzbReportContext *context, const char *path)
{
  KmzbCatalogKeeper *self = g_object_new (KMZB_TYPE_CATALOG_KEEPER, NULL);

  self->context = kmzb_report_context_ref (context);
  self->path = g_strdup (path);
  return self;
}
