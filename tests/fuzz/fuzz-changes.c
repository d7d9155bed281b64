/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of changes, its first byte saying of what kind: parsed, put into a booth's tables, and read as the map does. */
#include "fuzz.h"
#include "kmzb-changes-table.h"
#include "kmzb-contact-card.h"
#include "kmzb-phone.h"
#include "kmzb-store-schema.h"
#include "kmzb-wire-catalog.h"
#include "kmzb-wire-changes.h"
#include "kmzb-wire-directory.h"
#include "kmzb-wire-statistic.h"

#define SERVER "https://central.example/open311/v2"

/* Whatever a record says it is. */
static void
check_directory (const char *json)
{
  g_autoptr (KmzbUnit) unit = kmzb_wire_read_unit ("1", json);
  g_autoptr (KmzbOfficer) officer = kmzb_wire_read_officer ("1", json);
  g_autoptr (KmzbArea) area = kmzb_wire_read_area ("1", json);

  if (unit != NULL)
    g_assert_true (kmzb_point_is_valid (unit->place));
  if (area != NULL)
    g_assert_cmpint (area->shape->kind, ==, KMZB_SHAPE_POLYGON);
  if (officer != NULL)
    {
      g_autofree char *phone = kmzb_phone_format (officer->phone);
      g_autofree char *card = kmzb_contact_card_of_officer (officer, unit, officer->rank);

      fuzz_check_text (officer->name);
      fuzz_check_text (phone);
      fuzz_check_text (card);
      g_assert_true (card == NULL || strlen (card) <= KMZB_CONTACT_CARD_MAX_BYTES);
    }
}

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
      check_directory (record->json);
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

/* A catalogue that central's words have made is one that can be offered; the booth keeps to its own where none is left
 * of them. */
static void
check_catalog (const KmzbWireChanges *page)
{
  static const char path[] = KMZB_SOURCE_DIR "/data/catalog/catalog.ini";
  g_autoptr (GHashTable) records = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < page->records->len; i++)
    {
      const KmzbWireRecord *record = &g_array_index (page->records, KmzbWireRecord, i);

      g_hash_table_insert (records, (char *) record->id, (char *) record->json);
    }
  for (guint complete = 0; complete < 2; complete++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GKeyFile) file = kmzb_catalog_read_file (path, &error);
      g_assert_no_error (error);
      guint n_bad = kmzb_wire_catalog_apply (file, records, complete != 0);
      g_autoptr (KmzbCatalog) catalog = kmzb_catalog_new_from_file (file, &error);

      g_assert_true (n_bad <= g_hash_table_size (records));
      g_assert_true ((catalog == NULL) == (error != NULL));
      if (catalog == NULL)
        {
          g_assert_true (complete != 0);
          continue;
        }
      g_assert_true (kmzb_catalog_get_categories (catalog)->len > 0 && kmzb_catalog_get_groups (catalog)->len > 0);
      fuzz_check_text (kmzb_catalog_get_version (catalog));
      for (guint i = 0; i < kmzb_catalog_get_categories (catalog)->len; i++)
        fuzz_check_text (kmzb_category_get_name (g_ptr_array_index (kmzb_catalog_get_categories (catalog), i), "uk"));
    }
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
  if (kind == KMZB_WIRE_CHANGES_OF_CATALOGUE && page->records->len > 0)
    check_catalog (page);
  /* What the parser lets through, the booth can keep; twice makes no difference. */
  g_assert_true (kmzb_changes_table_apply (db, SERVER, page, now_us, &error));
  g_assert_true (kmzb_changes_table_apply (db, SERVER, page, now_us, &error));
  g_assert_true (kmzb_changes_table_start_over (db, kind, &error));
  return 0;
}
