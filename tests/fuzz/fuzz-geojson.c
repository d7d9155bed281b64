/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GeoJSON that an operator gives central: statistics, or beats and units; the first byte says which. */
#include "fuzz.h"
#include "kmzb-records.h"
#include "kmzb-wire-statistic.h"

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
    }
  return 0;
}
