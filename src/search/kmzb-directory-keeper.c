/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-directory-keeper.h"

/**
 * KmzbDirectoryKeeper:
 *
 * The directory as it stands now: what the region pack brings, and what central has sent since. Each piece of news makes
 * a new KmzbDirectory on a worker, which takes the old one's place; whoever still looks at the old one keeps it. Main
 * thread.
 */
struct _KmzbDirectoryKeeper
{
  GObject parent_instance;

  KmzbDirectoryRecords *pack;    /* (nullable) */
  KmzbDirectoryRecords *central; /* (nullable) */
  KmzbDirectory *directory;
  gboolean busy;
  gboolean wanted; /* again, once this is done */
};

typedef struct
{
  KmzbDirectoryRecords *pack;
  KmzbDirectoryRecords *central;
} Sources;

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KmzbDirectoryKeeper, kmzb_directory_keeper, G_TYPE_OBJECT)

static void make (KmzbDirectoryKeeper *self);

static void
sources_free (gpointer data)
{
  Sources *sources = data;

  kmzb_directory_records_unref (sources->pack);
  kmzb_directory_records_unref (sources->central);
  g_free (sources);
}

static void
make_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Sources *sources = data;

  g_task_return_pointer (task, kmzb_directory_new (sources->pack, sources->central),
                         (GDestroyNotify) kmzb_directory_unref);
}

static void
on_made (GObject *object, GAsyncResult *result, gpointer data)
{
  KmzbDirectoryKeeper *self = KMZB_DIRECTORY_KEEPER (object);

  kmzb_directory_unref (self->directory);
  self->directory = g_task_propagate_pointer (G_TASK (result), NULL);
  self->busy = FALSE;
  if (self->wanted)
    make (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
make (KmzbDirectoryKeeper *self)
{
  g_autoptr (GTask) task = NULL;
  Sources *sources;

  self->wanted = self->busy;
  if (self->busy)
    return;
  self->busy = TRUE;
  sources = g_new0 (Sources, 1);
  sources->pack = self->pack != NULL ? kmzb_directory_records_ref (self->pack) : NULL;
  sources->central = self->central != NULL ? kmzb_directory_records_ref (self->central) : NULL;
  task = g_task_new (self, NULL, on_made, NULL);
  g_task_set_task_data (task, sources, sources_free);
  g_task_run_in_thread (task, make_in_thread);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer pack, GCancellable *cancellable)
{
  GError *error = NULL;
  KmzbDirectoryRecords *records = kmzb_directory_records_load (pack, &error);

  if (records != NULL)
    g_task_return_pointer (task, records, (GDestroyNotify) kmzb_directory_records_unref);
  else
    g_task_return_error (task, error);
}

static void
on_loaded (GObject *object, GAsyncResult *result, gpointer data)
{
  KmzbDirectoryKeeper *self = KMZB_DIRECTORY_KEEPER (object);
  g_autoptr (GError) error = NULL;
  KmzbDirectoryRecords *records = g_task_propagate_pointer (G_TASK (result), &error);

  if (records == NULL)
    {
      g_warning ("The booth knows no units and officers of its region pack: %s", error->message);
      return;
    }
  g_clear_pointer (&self->pack, kmzb_directory_records_unref);
  self->pack = records;
  make (self);
}

static void
kmzb_directory_keeper_finalize (GObject *object)
{
  KmzbDirectoryKeeper *self = KMZB_DIRECTORY_KEEPER (object);

  kmzb_directory_records_unref (self->pack);
  kmzb_directory_records_unref (self->central);
  kmzb_directory_unref (self->directory);
  G_OBJECT_CLASS (kmzb_directory_keeper_parent_class)->finalize (object);
}

static void
kmzb_directory_keeper_class_init (KmzbDirectoryKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_directory_keeper_finalize;

  /**
   * KmzbDirectoryKeeper::changed:
   *
   * kmzb_directory_keeper_get_directory() has another one.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
kmzb_directory_keeper_init (KmzbDirectoryKeeper *self)
{
  self->directory = kmzb_directory_new (NULL, NULL);
}

KmzbDirectoryKeeper *
kmzb_directory_keeper_new (void)
{
  return g_object_new (KMZB_TYPE_DIRECTORY_KEEPER, NULL);
}

/* Reads what @pack says on a worker; "changed" tells when it is here. */
void
kmzb_directory_keeper_load_pack (KmzbDirectoryKeeper *self, KmzbPack *pack)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KMZB_IS_DIRECTORY_KEEPER (self) && KMZB_IS_PACK (pack));

  task = g_task_new (self, NULL, on_loaded, NULL);
  g_task_set_task_data (task, g_object_ref (pack), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

/* @records: (nullable): all that central has sent so far; "changed" tells when it counts */
void
kmzb_directory_keeper_set_central (KmzbDirectoryKeeper *self, KmzbDirectoryRecords *records)
{
  g_return_if_fail (KMZB_IS_DIRECTORY_KEEPER (self));

  if (records != NULL)
    kmzb_directory_records_ref (records);
  kmzb_directory_records_unref (self->central);
  self->central = records;
  make (self);
}

/* Returns: (transfer none): empty until something is read; another one after "changed" */
KmzbDirectory *
kmzb_directory_keeper_get_directory (KmzbDirectoryKeeper *self)
{
  g_return_val_if_fail (KMZB_IS_DIRECTORY_KEEPER (self), NULL);
  return self->directory;
}
