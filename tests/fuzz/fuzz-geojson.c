/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GeoJSON that an operator gives central: statistics, or beats and units; the first byte says which. */
#include "fuzz.h"
#include "kmzb-records.h"
#include "kmzb-wire-directory.h"
#include "kmzb-wire-statistic.h"

/* What central takes in booths can name; where a shape is sound on paper alone they do without it. */
static void
check_directory (const KmzbRecord *record)
{
  KmzbWireDirectoryKind kind;
  const char *id = kmzb_wire_directory_parse_id (record->id, &kind);

  g_assert_nonnull (id);
  if (kind == KMZB_WIRE_DIRECTORY_OFFICER)
    {
      g_autoptr (KmzbOfficer) officer = kmzb_wire_read_officer (id, record->content);

      g_assert_nonnull (officer);
    }
  else if (kind == KMZB_WIRE_DIRECTORY_UNIT)
    {
      g_autoptr (KmzbUnit) unit = kmzb_wire_read_unit (id, record->content);

      fuzz_check_text (unit ? unit->name : NULL);
    }
  else
    {
      g_autoptr (KmzbArea) area = kmzb_wire_read_area (id, record->content);

      fuzz_check_text (area ? area->name : NULL);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  FuzzCursor cursor = { data, size };
  gboolean statistics = fuzz_take_byte (&cursor) % 2 == 1;
  g_autofree char *prefix = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = NULL;

  fuzz_begin ();
  records = kmzb_records_from_geojson (fuzz_file ("records.geojson", cursor.at, cursor.left),
                                       statistics ? KMZB_CHANGES_STATISTICS : KMZB_CHANGES_DIRECTORY, &prefix, &error);
  g_assert_true ((records == NULL) == (error != NULL));
  fuzz_check_text (error ? error->message : NULL);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const KmzbRecord *record = g_ptr_array_index (records, i);

      fuzz_check_text (record->content);
      if (statistics)
        {
          KmzbStatFeature *feature = kmzb_wire_read_statistic (record->id, record->content);

          if (feature != NULL)
            kmzb_stat_feature_unref (feature);
        }
      else
        check_directory (record);
    }
  return 0;
}
