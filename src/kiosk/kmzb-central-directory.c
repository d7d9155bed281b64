/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-central-directory.h"

#include "kmzb-store-changes.h"
#include "kmzb-wire-directory.h"

/* Pages of a first download come one after another; they are read together, once in so long. */
#define GAP_MS 2000

/**
 * KmzbCentralDirectory:
 *
 * From what central told of units, officers and beats, and the store keeps, to the directory of the booth. Records are
 * read and taken apart on workers; a damaged one costs that one its news and nothing else.
 */
struct _KmzbCentralDirectory
{
  GObject parent_instance;

  KmzbStore *store;
  KmzbDirectoryKeeper *keeper;
  KmzbClock *clock;
  GCancellable *closing;
  gboolean busy;
  gboolean wanted; /* again, once this is done and the gap is over */
  guint gap_id;
};

G_DEFINE_FINAL_TYPE (KmzbCentralDirectory, kmzb_central_directory, G_TYPE_OBJECT)

static void load (KmzbCentralDirectory *self);

/* Returns: whether the booth can use it */
static gboolean
take_record (KmzbDirectoryRecords *records, const char *record_id, const char *json)
{
  KmzbWireDirectoryKind kind;
  const char *id = kmzb_wire_directory_parse_id (record_id, &kind);
  GHashTable *gone;
  GPtrArray *to;
  gpointer record = NULL;

  if (id == NULL)
    return FALSE;
  switch (kind)
    {
    case KMZB_WIRE_DIRECTORY_UNIT:
      to = records->units;
      gone = records->gone_units;
      record = json != NULL ? kmzb_wire_read_unit (id, json) : NULL;
      break;
    case KMZB_WIRE_DIRECTORY_OFFICER:
      to = records->officers;
      gone = records->gone_officers;
      record = json != NULL ? kmzb_wire_read_officer (id, json) : NULL;
      break;
    case KMZB_WIRE_DIRECTORY_AREA:
    default:
      to = records->areas;
      gone = records->gone_areas;
      record = json != NULL ? kmzb_wire_read_area (id, json) : NULL;
      break;
    }
  if (json == NULL)
    g_hash_table_add (gone, g_strdup (id));
  else if (record != NULL)
    g_ptr_array_add (to, record);
  return json == NULL || record != NULL;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (KmzbDirectoryRecords) records = kmzb_directory_records_new ();
  GHashTableIter iter;
  gpointer id, json;
  guint n_bad = 0;

  g_hash_table_iter_init (&iter, data);
  while (g_hash_table_iter_next (&iter, &id, &json))
    if (!take_record (records, id, json))
      n_bad++;
  if (n_bad > 0)
    g_message ("Left out %u records of central's directory that this booth can't read", n_bad);
  g_task_return_pointer (task, g_steal_pointer (&records), (GDestroyNotify) kmzb_directory_records_unref);
}

static gboolean
on_gap_over (gpointer data)
{
  KmzbCentralDirectory *self = data;

  self->gap_id = 0;
  if (self->wanted && !self->busy)
    load (self);
  return G_SOURCE_REMOVE;
}

static void
end (KmzbCentralDirectory *self)
{
  self->busy = FALSE;
  if (self->gap_id == 0 && !g_cancellable_is_cancelled (self->closing))
    self->gap_id = kmzb_clock_add_timeout (self->clock, GAP_MS, on_gap_over, self);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer data)
{
  KmzbCentralDirectory *self = KMZB_CENTRAL_DIRECTORY (object);
  g_autoptr (KmzbDirectoryRecords) records = g_task_propagate_pointer (G_TASK (result), NULL);

  if (records != NULL)
    kmzb_directory_keeper_set_central (self->keeper, records);
  end (self);
}

static void
on_loaded (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KmzbCentralDirectory) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  gint64 as_of_us;
  GHashTable *records = kmzb_store_load_records_finish (KMZB_STORE (object), result, &as_of_us, &error);

  if (records == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Can't read central's directory: %s", error->message);
      end (self);
      return;
    }
  task = g_task_new (self, self->closing, on_read, NULL);
  g_task_set_task_data (task, records, (GDestroyNotify) g_hash_table_unref);
  g_task_run_in_thread (task, read_in_thread);
}

static void
load (KmzbCentralDirectory *self)
{
  self->busy = TRUE;
  self->wanted = FALSE;
  kmzb_store_load_records_async (self->store, KMZB_WIRE_CHANGES_OF_DIRECTORY, self->closing, on_loaded,
                                 g_object_ref (self));
}

static void
kmzb_central_directory_dispose (GObject *object)
{
  KmzbCentralDirectory *self = KMZB_CENTRAL_DIRECTORY (object);

  kmzb_central_directory_stop (self);
  g_clear_object (&self->store);
  g_clear_object (&self->keeper);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (kmzb_central_directory_parent_class)->dispose (object);
}

static void
kmzb_central_directory_finalize (GObject *object)
{
  g_object_unref (KMZB_CENTRAL_DIRECTORY (object)->closing);
  G_OBJECT_CLASS (kmzb_central_directory_parent_class)->finalize (object);
}

static void
kmzb_central_directory_class_init (KmzbCentralDirectoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kmzb_central_directory_dispose;
  G_OBJECT_CLASS (klass)->finalize = kmzb_central_directory_finalize;
}

static void
kmzb_central_directory_init (KmzbCentralDirectory *self)
{
  self->closing = g_cancellable_new ();
}

KmzbCentralDirectory *
kmzb_central_directory_new (KmzbStore *store, KmzbDirectoryKeeper *keeper, KmzbClock *clock)
{
  KmzbCentralDirectory *self = g_object_new (KMZB_TYPE_CENTRAL_DIRECTORY, NULL);

  self->store = g_object_ref (store);
  self->keeper = g_object_ref (keeper);
  self->clock = g_object_ref (clock);
  return self;
}

/* Reads what the store has, for the first time or because there is more of it. However often it is called, it is read
 * once in some seconds. */
void
kmzb_central_directory_reload (KmzbCentralDirectory *self)
{
  g_return_if_fail (KMZB_IS_CENTRAL_DIRECTORY (self));

  if (g_cancellable_is_cancelled (self->closing))
    return;
  if (self->busy || self->gap_id != 0)
    self->wanted = TRUE;
  else
    load (self);
}

/* Nothing is read any more. */
void
kmzb_central_directory_stop (KmzbCentralDirectory *self)
{
  g_return_if_fail (KMZB_IS_CENTRAL_DIRECTORY (self));

  g_cancellable_cancel (self->closing);
  g_clear_handle_id (&self->gap_id, g_source_remove);
}
