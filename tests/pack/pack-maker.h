/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"

#include <glib.h>
#include <string.h>

/* A tile as far as the booth looks at it without decoding: a PNG header of @size pixels and one byte to tell it by. */
static inline GBytes *
pack_maker_tile (guint size, guint8 mark)
{
  guint8 data[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
                    0,    0,   0,   0,   0,    0,    0,    0,    8, 3, 0, 0,  0,   mark };

  data[18] = data[22] = (guint8) (size >> 8);
  data[19] = data[23] = (guint8) size;
  return g_bytes_new (data, sizeof data);
}

static inline void
pack_maker_run (KmzbDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  kmzb_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

/* A plain MBTiles file with a `tiles` table and nothing else. */
static inline KmzbDb *
pack_maker_plain (const char *path)
{
  g_autoptr (GError) error = NULL;
  KmzbDb *db = kmzb_db_open (path, KMZB_DB_CREATE, &error);

  g_assert_no_error (error);
  pack_maker_run (db, "CREATE TABLE tiles(zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);"
                      "CREATE TABLE metadata(name TEXT, value TEXT)");
  return db;
}

static inline void
pack_maker_add_bytes (KmzbDb *db, int zoom, int column, int row, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, "INSERT INTO tiles VALUES(?1,?2,?3,?4)", &error);

  g_assert_no_error (error);
  kmzb_stmt_bind_int (stmt, 1, zoom);
  kmzb_stmt_bind_int (stmt, 2, column);
  kmzb_stmt_bind_int (stmt, 3, row);
  kmzb_stmt_bind_bytes (stmt, 4, bytes);
  g_assert_true (kmzb_stmt_run (stmt, &error));
}

static inline void
pack_maker_add (KmzbDb *db, int zoom, int column, int row, guint size, guint8 mark)
{
  g_autoptr (GBytes) bytes = pack_maker_tile (size, mark);

  pack_maker_add_bytes (db, zoom, column, row, bytes);
}
