/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-records.h"

#include "kmzb-wire-catalog.h"

#include <string.h>

void
kmzb_record_free (KmzbRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->content);
  g_free (self);
}

/* Returns: (transfer full): the ids that are there and not deleted, of those that @set replaces */
static GHashTable *
read_ids (KmzbStorage *storage, const KmzbRecordSet *set, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KmzbRows) rows
      = kmzb_storage_query (storage, "SELECT id FROM records WHERE kind=$1 AND content IS NOT NULL",
                            KMZB_VALUES (kmzb_value_text (kmzb_changes_kind_to_slug (set->kind))), error);
  g_autoptr (GError) fault = NULL;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    if (set->prefix == NULL || g_str_has_prefix (kmzb_rows_text (rows, 0), set->prefix))
      g_hash_table_add (ids, g_strdup (kmzb_rows_text (rows, 0)));
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (rows != NULL)
    return g_steal_pointer (&ids);
  return NULL;
}

static gboolean
write_records (KmzbStorage *storage, KmzbRecordSet *set, gint64 seq, GError **error)
{
  static const char sql[] = "INSERT INTO records(kind, id, content, seq) VALUES($1, $2, $3, $4)"
                            " ON CONFLICT(kind, id) DO UPDATE SET content=excluded.content, seq=excluded.seq"
                            " WHERE records.content IS DISTINCT FROM excluded.content";
  KmzbValue kind = kmzb_value_text (kmzb_changes_kind_to_slug (set->kind));
  guint n = set->records->len;
  g_autofree KmzbValue *values = g_new (KmzbValue, MAX (n, 1) * 4);
  g_autofree guint *n_changed = g_new0 (guint, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      const KmzbRecord *record = g_ptr_array_index (set->records, i);

      values[4 * i] = kind;
      values[4 * i + 1] = kmzb_value_text (record->id);
      values[4 * i + 2] = kmzb_value_text (record->content);
      values[4 * i + 3] = seq ? kmzb_value_int (seq + i) : kmzb_value_text (NULL);
    }
  if (!storage->class->run_each (storage, sql, values, 4, n, n_changed, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    set->n_changed += n_changed[i];
  return TRUE;
}

/* @gone: the ids that are not in the set any more */
static gboolean
delete_records (KmzbStorage *storage, KmzbRecordSet *set, GHashTable *gone, GError **error)
{
  GHashTableIter iter;
  gpointer id;
  gint64 seq;

  if (!kmzb_changes_take_numbers (storage, g_hash_table_size (gone), &seq, error))
    return FALSE;
  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!kmzb_storage_run (storage, "UPDATE records SET content=NULL, seq=$1 WHERE kind=$2 AND id=$3",
                             KMZB_VALUES (seq ? kmzb_value_int (seq) : kmzb_value_text (NULL),
                                          kmzb_value_text (kmzb_changes_kind_to_slug (set->kind)),
                                          kmzb_value_text (id)),
                             NULL, error))
        return FALSE;
      seq += seq != 0;
      set->n_deleted++;
    }
  return TRUE;
}

/**
 * kmzb_records_replace:
 * @set: a #KmzbRecordSet
 *
 * Makes a set of records what it is now; a #KmzbStorageFunc. What is the same as before makes no change that booths
 * would fetch; what is gone stays as a tombstone.
 */
gboolean
kmzb_records_replace (KmzbStorage *storage, gpointer set, GError **error)
{
  KmzbRecordSet *self = set;
  g_autoptr (GHashTable) gone = read_ids (storage, self, error);
  gint64 seq;

  if (gone == NULL)
    return FALSE;
  self->n_changed = self->n_deleted = 0;
  for (guint i = 0; i < self->records->len; i++)
    g_hash_table_remove (gone, ((KmzbRecord *) g_ptr_array_index (self->records, i))->id);
  return kmzb_changes_take_numbers (storage, MAX (self->records->len, 1), &seq, error)
         && write_records (storage, self, seq, error) && delete_records (storage, self, gone, error);
}

static KmzbRecord *
describe_category (KmzbCatalog *catalog, const KmzbCategory *category)
{
  KmzbRecord *record = g_new0 (KmzbRecord, 1);

  record->id = g_strdup (category->slug);
  record->content = kmzb_wire_describe_category (catalog, category);
  return record;
}

/* Booths learn a new catalogue with their next question. What is retired they are not told: they offer it no more. */
gboolean
kmzb_records_publish_catalog (KmzbArchive *archive, KmzbCatalog *catalog, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_record_free);
  GPtrArray *categories = kmzb_catalog_get_categories (catalog);
  KmzbRecordSet set = { .kind = KMZB_CHANGES_CATALOGUE, .records = records };

  for (guint i = 0; i < categories->len; i++)
    {
      const KmzbCategory *category = g_ptr_array_index (categories, i);

      if (!category->is_retired)
        g_ptr_array_add (records, describe_category (catalog, category));
    }
  return kmzb_archive_transact (archive, kmzb_records_replace, &set, error);
}
