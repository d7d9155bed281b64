/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pack whose tiles are squares of one colour, told by their level. */
#pragma once

#include "kmzb-db.h"
#include "kmzb-geo.h"

#include <gdk/gdk.h>

/* The ground of the test's packs: four tiles of level 12 near Rzeszów, at 10 to 13. Every level has its colour. */
#define TILE_X 2298
#define TILE_Y 1388
#define GROUND kmzb_geo_tile_box (TILE_X, TILE_Y, 12)

static const guint32 level_colors[] = { [10] = 0xFF101010, [11] = 0xFF208020, [12] = 0xFF2020C0, [13] = 0xFFC02020 };
#define BROKEN_X (TILE_X * 2)
#define MISSING_X (TILE_X * 2 + 1)

static inline GBytes *
make_png (guint32 color, int side)
{
  gsize n = (gsize) side * (gsize) side;
  guint32 *pixels = g_new (guint32, n);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  for (gsize i = 0; i < n; i++)
    pixels[i] = color;
  bytes = g_bytes_new_take (pixels, n * 4);
  texture = gdk_memory_texture_new (side, side, GDK_MEMORY_DEFAULT, bytes, (gsize) side * 4);
  return gdk_texture_save_to_png_bytes (texture);
}

static inline void
run (KmzbDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  kmzb_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static inline void
make_pack (const char *path, int side)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_CREATE, &error);
  g_autoptr (KmzbStmt) insert = NULL;
  KmzbBox box = GROUND;
  g_autofree char *metadata = NULL;

  g_assert_no_error (error);
  run (db, "CREATE TABLE metadata(name TEXT, value TEXT);"
           "CREATE TABLE tiles(zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)");
  metadata = g_strdup_printf ("INSERT INTO metadata VALUES('name','Test'),('format','png'),('minzoom','10'),"
                              "('maxzoom','13'),('attribution','The test'),('bounds','%.8f,%.8f,%.8f,%.8f')",
                              box.west + 1e-7, box.south + 1e-7, box.east - 1e-7, box.north - 1e-7);
  run (db, metadata);
  insert = kmzb_db_prepare (db, "INSERT INTO tiles VALUES(?1,?2,?3,?4)", &error);
  g_assert_no_error (error);
  for (int z = 10; z <= 13; z++)
    {
      g_autoptr (GBytes) png = make_png (level_colors[z], side);
      int down = MAX (0, z - 12), up = MAX (0, 12 - z);

      for (int x = (TILE_X >> up) << down; x < ((TILE_X >> up) + 1) << down; x++)
        for (int y = (TILE_Y >> up) << down; y < ((TILE_Y >> up) + 1) << down; y++)
          {
            if (z == 13 && x == MISSING_X)
              continue;
            kmzb_stmt_bind_int (insert, 1, z);
            kmzb_stmt_bind_int (insert, 2, x);
            kmzb_stmt_bind_int (insert, 3, (1 << z) - 1 - y);
            if (z == 13 && x == BROKEN_X && y == TILE_Y * 2)
              kmzb_stmt_bind_blob (insert, 4, "\x89PNG\r\n\x1a\nbroken", 14);
            else
              kmzb_stmt_bind_bytes (insert, 4, png);
            g_assert_true (kmzb_stmt_run (insert, &error));
            kmzb_stmt_reset (insert);
          }
    }
}
