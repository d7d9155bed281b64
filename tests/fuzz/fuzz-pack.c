/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A region pack whose tables hold what they should not. Each line of the input is a row, "TABLE|VALUE|VALUE...", with
 * values i1 (integer), r1.5 (real), x00ff (bytes), ttext and n (null); the tables ask nothing of what is put into them.
 */
#include "fuzz.h"
#include "kmzb-address-index.h"
#include "kmzb-db.h"
#include "kmzb-pack-search.h"
#include "kmzb-pack.h"
#include "kmzb-stat-feature.h"

#include <string.h>

static const struct
{
  const char *name, *columns;
  guint n;
} tables[] = {
  { "metadata", "name, value", 2 },
  { "tiles", "zoom_level, tile_column, tile_row, tile_data", 4 },
  { "kmzb_meta", "key, value", 2 },
  { "places", "name, kind, lat, lon, population, folded", 6 },
  { "addresses", "id, street, number, place, postcode, lat, lon, folded", 8 },
  { "areas", "id, kind, name, code, parent, geometry", 6 },
  { "threats", "id, category, status, lat, lon, created, updated, source", 8 },
  { "statistics", "id, source, name, value, unit, as_of, geometry", 7 },
  { "addresses_rtree", "id, south, north, west, east", 5 },
  { "areas_rtree", "id, south, north, west, east", 5 },
};

static void
run (KmzbDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  kmzb_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static KmzbDb *
make_pack (const char *path)
{
  KmzbDb *db = kmzb_db_open (path, KMZB_DB_CREATE, NULL);

  g_assert_nonnull (db);
  run (db, "PRAGMA synchronous=OFF");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql
          = g_strdup_printf (g_str_has_suffix (tables[i].name, "_rtree") ? "CREATE VIRTUAL TABLE %s USING rtree(%s)"
                                                                         : "CREATE TABLE %s (%s)",
                             tables[i].name, tables[i].columns);

      run (db, sql);
    }
  return db;
}

/* Returns: (transfer full) */
static GBytes *
parse_hex (const char *hex)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (; g_ascii_isxdigit (hex[0]) && g_ascii_isxdigit (hex[1]); hex += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));

      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static void
bind (KmzbStmt *stmt, int index, const char *value)
{
  g_autoptr (GBytes) bytes = NULL;

  switch (*value)
    {
    case 'i':
      kmzb_stmt_bind_int (stmt, index, g_ascii_strtoll (value + 1, NULL, 10));
      break;
    case 'r':
      kmzb_stmt_bind_double (stmt, index, g_ascii_strtod (value + 1, NULL));
      break;
    case 'x':
      bytes = parse_hex (value + 1);
      kmzb_stmt_bind_bytes (stmt, index, bytes);
      break;
    case 't':
      kmzb_stmt_bind_text (stmt, index, value + 1);
      break;
    default:
      break;
    }
}

static void
add_row (KmzbDb *db, const char *line)
{
  g_auto (GStrv) values = g_strsplit (line, "|", 12);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (values[0] != NULL && g_str_equal (values[0], tables[i].name) && g_strv_length (values) == tables[i].n + 1)
      {
        g_autofree char *marks = g_strnfill (2 * tables[i].n - 1, '?');
        g_autofree char *sql = NULL;
        g_autoptr (KmzbStmt) stmt = NULL;

        for (guint j = 1; j < 2 * tables[i].n - 1; j += 2)
          marks[j] = ',';
        sql = g_strdup_printf ("INSERT OR IGNORE INTO %s (%s) VALUES (%s)", tables[i].name, tables[i].columns, marks);
        stmt = kmzb_db_prepare (db, sql, NULL);
        for (guint j = 0; j < tables[i].n; j++)
          bind (stmt, (int) j + 1, values[j + 1]);
        kmzb_stmt_run (stmt, NULL);
      }
}

static void
fill (KmzbDb *db, const uint8_t *data, gsize size)
{
  FuzzCursor cursor = { data, size };

  run (db, "BEGIN");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strconcat ("DELETE FROM ", tables[i].name, NULL);

      run (db, sql);
    }
  while (cursor.left > 0)
    {
      g_autofree char *line = fuzz_take_line (&cursor);

      add_row (db, line);
    }
  run (db, "COMMIT");
}

static void
read_addresses (KmzbPack *pack)
{
  g_autoptr (KmzbAddressIndex) index = kmzb_address_index_load (pack, NULL, NULL);
  static const char *const typed[] = { "lip 7", "Dobrzyń 3 maja 12", "7" };

  for (guint i = 0; index != NULL && i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (GPtrArray) hits = kmzb_address_index_search (index, typed[i], kmzb_pack_get_center (pack), 8, NULL);

      for (guint j = 0; j < hits->len; j++)
        {
          const KmzbAddressHit *hit = g_ptr_array_index (hits, j);

          fuzz_check_text (hit->title);
          fuzz_check_text (hit->number);
          g_assert_true (kmzb_point_is_valid (hit->point));
        }
    }
}

static void
read_pack (KmzbPack *pack)
{
  KmzbPoint center = kmzb_pack_get_center (pack);
  g_autoptr (GBytes) tile = kmzb_pack_read_tile (pack, kmzb_pack_get_min_zoom (pack), 0, 0, NULL);
  g_autoptr (KmzbThreats) threats = kmzb_pack_load_threats (pack, NULL);
  g_autoptr (GPtrArray) statistics = kmzb_pack_load_statistics (pack, NULL);
  g_autoptr (GPtrArray) units = kmzb_pack_load_units (pack, NULL);
  g_autoptr (GPtrArray) officers = kmzb_pack_load_officers (pack, NULL);
  g_autofree char *address = kmzb_pack_nearest_address (pack, (KmzbPoint){ 50, 20 }, NULL);
  g_autofree char *area = kmzb_pack_find_area_name (pack, KMZB_AREA_GMINA, (KmzbPoint){ 50, 20 }, NULL);

  g_assert_true (kmzb_point_is_valid (center));
  g_assert_true (kmzb_pack_get_min_zoom (pack) <= kmzb_pack_get_max_zoom (pack));
  fuzz_check_text (kmzb_pack_get_name (pack));
  fuzz_check_text (kmzb_pack_get_attribution (pack));
  fuzz_check_text (kmzb_pack_get_made_at (pack));
  fuzz_check_text (kmzb_pack_get_country (pack));
  fuzz_check_text (address);
  fuzz_check_text (area);
  for (guint i = 0; statistics != NULL && i < statistics->len; i++)
    {
      const KmzbStatFeature *feature = g_ptr_array_index (statistics, i);

      fuzz_check_text (feature->name);
      fuzz_check_text (feature->unit);
      fuzz_check_text (feature->as_of);
    }
  for (guint i = 0; i <= KMZB_AREA_BEAT; i++)
    {
      g_autoptr (GPtrArray) areas = kmzb_pack_load_areas (pack, (KmzbAreaKind) i, NULL);

      for (guint j = 0; areas != NULL && j < areas->len; j++)
        fuzz_check_text (((const KmzbArea *) g_ptr_array_index (areas, j))->name);
    }
  for (guint i = 0; threats != NULL && i < kmzb_threats_get_count (threats); i++)
    {
      g_autoptr (KmzbThreat) threat = kmzb_threats_get (threats, i);

      g_assert_true (kmzb_point_is_valid (threat->place));
      fuzz_check_text (threat->id);
      fuzz_check_text (threat->category);
    }
  read_addresses (pack);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static KmzbDb *db;
  static char *path;
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = NULL;

  fuzz_begin ();
  if (db == NULL)
    {
      path = g_build_filename (fuzz_folder (), "pack.mbtiles", NULL);
      db = make_pack (path);
    }
  fill (db, data, size);
  pack = kmzb_pack_open (path, &error);
  g_assert_true ((pack == NULL) == (error != NULL));
  if (pack != NULL)
    read_pack (pack);
  return 0;
}
