/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of changes, its first byte saying of what kind: parsed, put into a booth's tables, and read as the map does. */
#include "fuzz.h"
#include "kmzb-changes-table.h"
#include "kmzb-store-schema.h"
#include "kmzb-wire-changes.h"
#include "kmzb-wire-statistic.h"

#define SERVER "https://central.example/open311/v2"

static void
check_page (const KmzbWireChanges *page)
{
  fuzz_check_text (page->cursor);
  for (guint i = 0; i < page->threats->len; i++)
    {
      const KmzbWireThreat *threat = &g_array_index (page->threats, KmzbWireThreat, i);

      g_assert_true (kmzb_point_is_valid (threat->place) && threat->status < KMZB_N_STATUSES);
      fuzz_check_text (threat->id);
      fuzz_check_text (threat->category);
    }
  for (guint i = 0; i < page->standings->len; i++)
    {
      const KmzbWireStanding *standing = &g_array_index (page->standings, KmzbWireStanding, i);

      fuzz_check_text (standing->id);
      fuzz_check_text (standing->number);
    }
  for (guint i = 0; i < page->records->len; i++)
    {
      const KmzbWireRecord *record = &g_array_index (page->records, KmzbWireRecord, i);
      KmzbStatFeature *feature = kmzb_wire_read_statistic (record->id, record->json);

      fuzz_check_text (record->id);
      if (feature != NULL)
        {
          fuzz_check_text (feature->name);
          kmzb_shape_contains (feature->shape, (KmzbPoint){ 50, 20 });
          kmzb_stat_feature_unref (feature);
        }
    }
  for (guint i = 0; i < page->deleted->len; i++)
    fuzz_check_text (g_ptr_array_index (page->deleted, i));
}

static KmzbDb *
open_booth (void)
{
  KmzbDb *db = kmzb_db_open (":memory:", KMZB_DB_CREATE, NULL);

  g_assert_true (db != NULL && kmzb_store_schema_migrate (db, NULL));
  return db;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static KmzbDb *db;
  FuzzCursor cursor = { data, size };
  KmzbWireChangesKind kind;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KmzbWireChanges) page = NULL;
  g_autoptr (GError) error = NULL;
  gint64 now_us = G_GINT64_CONSTANT (1777629600000000);

  fuzz_begin ();
  if (db == NULL)
    db = open_booth ();
  kind = (KmzbWireChangesKind) (fuzz_take_byte (&cursor) % KMZB_WIRE_N_CHANGES_KINDS);
  body = fuzz_take_rest (&cursor);
  page = kmzb_wire_changes_parse (kind, body, &error);
  g_assert_true ((page == NULL) == (error != NULL));
  if (page == NULL)
    return 0;
  check_page (page);
  /* What the parser lets through, the booth can keep; twice makes no difference. */
  g_assert_true (kmzb_changes_table_apply (db, SERVER, page, now_us, &error));
  g_assert_true (kmzb_changes_table_apply (db, SERVER, page, now_us, &error));
  g_assert_true (kmzb_changes_table_start_over (db, kind, &error));
  return 0;
}
