/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-world.h"

#include "kmzb-db.h"

#include <glib/gstdio.h>
#include <string.h>

#define MERCATOR_HALF_M 20037508.342789244

/* Names the style uses, and what each table is drawn in the order of. */
static const struct
{
  const char *name;
  const char *order;
} TABLES[KMZB_WORLD_N_TABLES] = {
  [KMZB_WORLD_LAND] = { "land", "size DESC" },
  [KMZB_WORLD_WATER] = { "water", "size DESC" },
  [KMZB_WORLD_BUILDING] = { "building", "rowid" },
  [KMZB_WORLD_STREAM] = { "stream", "rank" },
  [KMZB_WORLD_ROAD] = { "road", "level, rank" },
  [KMZB_WORLD_RAIL] = { "rail", "level, rank" },
  [KMZB_WORLD_BORDER] = { "border", "rank" },
  [KMZB_WORLD_TREES] = { "trees", "rowid" },
  [KMZB_WORLD_STREET] = { "street", "rank DESC, size DESC" },
  [KMZB_WORLD_SHIELD] = { "shield", "rank DESC, size DESC" },
  [KMZB_WORLD_PLACE] = { "place", "rank DESC, size DESC, name" },
  [KMZB_WORLD_POI] = { "poi", "rank DESC, size DESC" },
  [KMZB_WORLD_HOUSE] = { "house", "rowid" },
  [KMZB_WORLD_LABEL] = { "label", "size DESC" },
};

/**
 * KmzbWorld:
 *
 * Everything the renderer draws, in a scratch database that Mapnik reads through its SQLite plugin: memory stays
 * small whatever the size of the region, and every rendering thread has its own connection. Features are put in as
 * they come; kmzb_world_finish() sorts them into drawing order and builds the spatial indexes.
 */
struct _KmzbWorld
{
  KmzbDb *db;
  char *path;
  KmzbStmt *insert[KMZB_WORLD_N_TABLES];
  gint64 n_features;
};

static void
close_db (KmzbWorld *self)
{
  for (guint i = 0; i < KMZB_WORLD_N_TABLES; i++)
    g_clear_pointer (&self->insert[i], kmzb_stmt_free);
  g_clear_pointer (&self->db, kmzb_db_close);
}

static gboolean
make_tables (KmzbWorld *self, GError **error)
{
  /* Scratch data: lost with the process, so nothing is journalled or synced. */
  if (!kmzb_db_exec (self->db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;"
                               "PRAGMA temp_store=MEMORY", error))
    return FALSE;
  for (guint i = 0; i < KMZB_WORLD_N_TABLES; i++)
    {
      g_autofree char *create = g_strdup_printf (
          "CREATE TABLE raw_%s (class TEXT, name TEXT, rank INTEGER, level INTEGER, size REAL, geom BLOB,"
          " x0 REAL, y0 REAL, x1 REAL, y1 REAL)",
          TABLES[i].name);
      g_autofree char *insert
          = g_strdup_printf ("INSERT INTO raw_%s VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)", TABLES[i].name);

      if (!kmzb_db_exec (self->db, create, error))
        return FALSE;
      self->insert[i] = kmzb_db_prepare (self->db, insert, error);
      if (self->insert[i] == NULL)
        return FALSE;
    }
  return kmzb_db_begin_immediate (self->db, error);
}

/* Makes an empty world in a file in @folder, which the caller removes. */
KmzbWorld *
kmzb_world_new (const char *folder, GError **error)
{
  g_autoptr (KmzbWorld) self = g_new0 (KmzbWorld, 1);

  self->path = g_build_filename (folder, "world.sqlite", NULL);
  self->db = kmzb_db_open (self->path, KMZB_DB_CREATE, error);
  if (self->db == NULL || !make_tables (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
kmzb_world_free (KmzbWorld *self)
{
  if (self == NULL)
    return;
  close_db (self);
  g_free (self->path);
  g_free (self);
}

const char *
kmzb_world_get_path (KmzbWorld *self)
{
  return self->path;
}

gint64
kmzb_world_count (KmzbWorld *self)
{
  return self->n_features;
}

gboolean
kmzb_world_add (KmzbWorld *self, KmzbWorldTable table, const KmzbWorldFeature *feature, GError **error)
{
  KmzbStmt *stmt = self->insert[table];

  kmzb_stmt_bind_text (stmt, 1, feature->class);
  kmzb_stmt_bind_text (stmt, 2, feature->name);
  kmzb_stmt_bind_int (stmt, 3, feature->rank);
  kmzb_stmt_bind_int (stmt, 4, feature->level);
  kmzb_stmt_bind_double (stmt, 5, feature->size);
  kmzb_stmt_bind_blob (stmt, 6, feature->wkb, feature->wkb_length);
  kmzb_stmt_bind_double (stmt, 7, feature->min_x);
  kmzb_stmt_bind_double (stmt, 8, feature->min_y);
  kmzb_stmt_bind_double (stmt, 9, feature->max_x);
  kmzb_stmt_bind_double (stmt, 10, feature->max_y);
  self->n_features++;
  return kmzb_stmt_run (stmt, error);
}

/* Degrees to Web Mercator metres. */
void
kmzb_world_project (KmzbPoint place, double *x, double *y)
{
  *x = (kmzb_geo_tile_x (place.lon, 0) * 2.0 - 1.0) * MERCATOR_HALF_M;
  *y = (1.0 - kmzb_geo_tile_y (place.lat, 0) * 2.0) * MERCATOR_HALF_M;
}

gboolean
kmzb_world_add_point (KmzbWorld *self,
                      KmzbWorldTable table,
                      const char *class,
                      const char *name,
                      int rank,
                      double size,
                      KmzbPoint place,
                      GError **error)
{
  guint8 wkb[21] = { 1, 1 };
  double x, y;
  guint64 bits;
  KmzbWorldFeature feature = { .class = class, .name = name, .rank = rank, .size = size };

  /* Well-known binary: little endian, type 1, x, y. */
  kmzb_world_project (place, &x, &y);
  memcpy (&bits, &x, 8);
  bits = GUINT64_TO_LE (bits);
  memcpy (wkb + 5, &bits, 8);
  memcpy (&bits, &y, 8);
  bits = GUINT64_TO_LE (bits);
  memcpy (wkb + 13, &bits, 8);
  feature.wkb = wkb;
  feature.wkb_length = sizeof wkb;
  feature.min_x = feature.max_x = x;
  feature.min_y = feature.max_y = y;
  return kmzb_world_add (self, table, &feature, error);
}

/* Sorts, indexes and closes: from now on only Mapnik reads the file. */
gboolean
kmzb_world_finish (KmzbWorld *self, GError **error)
{
  for (guint i = 0; i < KMZB_WORLD_N_TABLES; i++)
    {
      const char *name = TABLES[i].name;
      /* idx_TABLE_geom(pkid, ...) is where the plugin looks for an index. */
      g_autofree char *sql = g_strdup_printf (
          "CREATE TABLE %s (id INTEGER PRIMARY KEY, class TEXT, name TEXT, rank INTEGER, level INTEGER, size REAL,"
          " geom BLOB);"
          "CREATE VIRTUAL TABLE idx_%s_geom USING rtree(pkid, xmin, xmax, ymin, ymax);"
          "CREATE TEMP TABLE sorted AS SELECT rowid AS raw FROM raw_%s ORDER BY %s, rowid;"
          "INSERT INTO %s SELECT s.rowid, class, name, rank, level, size, geom FROM sorted AS s"
          " JOIN raw_%s AS r ON r.rowid = s.raw;"
          "INSERT INTO idx_%s_geom SELECT s.rowid, x0, x1, y0, y1 FROM sorted AS s JOIN raw_%s AS r ON"
          " r.rowid = s.raw;"
          "DROP TABLE sorted; DROP TABLE raw_%s;",
          name, name, name, TABLES[i].order, name, name, name, name, name);

      g_clear_pointer (&self->insert[i], kmzb_stmt_free);
      if (!kmzb_db_exec (self->db, sql, error))
        return FALSE;
    }
  if (!kmzb_db_commit (self->db, error) || !kmzb_db_exec (self->db, "ANALYZE", error))
    return FALSE;
  close_db (self);
  return TRUE;
}
