/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-directory-records.h"

static KmzbDirectoryRecords *
records_new (GPtrArray *units, GPtrArray *officers, GPtrArray *areas)
{
  KmzbDirectoryRecords *self = g_new0 (KmzbDirectoryRecords, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->units = units;
  self->officers = officers;
  self->areas = areas;
  self->gone_units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->gone_officers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->gone_areas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/* Returns: (transfer full): empty, to be filled */
KmzbDirectoryRecords *
kmzb_directory_records_new (void)
{
  return records_new (g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_unit_unref),
                      g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_officer_unref),
                      g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_area_unref));
}

/* Reads the file: not for the UI thread. Returns: (transfer full): what @pack says; %NULL on error */
KmzbDirectoryRecords *
kmzb_directory_records_load (KmzbPack *pack, GError **error)
{
  g_autoptr (GPtrArray) units = kmzb_pack_load_units (pack, error);
  g_autoptr (GPtrArray) officers = units != NULL ? kmzb_pack_load_officers (pack, error) : NULL;
  g_autoptr (GPtrArray) areas = officers != NULL ? kmzb_pack_load_areas (pack, KMZB_AREA_BEAT, error) : NULL;

  if (areas == NULL)
    return NULL;
  return records_new (g_steal_pointer (&units), g_steal_pointer (&officers), g_steal_pointer (&areas));
}

KmzbDirectoryRecords *
kmzb_directory_records_ref (KmzbDirectoryRecords *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_directory_records_unref (KmzbDirectoryRecords *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->units);
  g_ptr_array_unref (self->officers);
  g_ptr_array_unref (self->areas);
  g_hash_table_unref (self->gone_units);
  g_hash_table_unref (self->gone_officers);
  g_hash_table_unref (self->gone_areas);
  g_free (self);
}
