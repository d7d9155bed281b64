/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The region pack's file format, shared by those who write it (`packer`) and those who read it (`pack`, `search`).
 *
 * A pack is an MBTiles 1.3 file: any map program opens its `tiles` and `metadata`. Our own tables stand beside them.
 * KMZB_PACK_SCHEMA_VERSION counts changes after which an older booth could no longer read a pack rightly:
 *
 * 1: tiles, kmzb_meta, places, addresses, areas, units, officers, threats; statistics and the threats' source, which older packs may lack
 */
#define KMZB_PACK_SCHEMA_VERSION 1

/* "MPBX", what file(1) knows as MBTiles. */
#define KMZB_PACK_APPLICATION_ID 0x4d504258

/* `tile_row` counts from the south (TMS), as MBTiles asks. Identical images are stored once: `images.tile_id` is a
 * hash of the bytes. */
#define KMZB_PACK_SQL_TILES                                                                                            \
  "CREATE TABLE metadata (name TEXT NOT NULL PRIMARY KEY, value TEXT) WITHOUT ROWID;"                                  \
  "CREATE TABLE images (tile_id TEXT NOT NULL PRIMARY KEY, tile_data BLOB NOT NULL);"                                  \
  "CREATE TABLE map (zoom_level INTEGER NOT NULL, tile_column INTEGER NOT NULL, tile_row INTEGER NOT NULL,"            \
  " tile_id TEXT NOT NULL REFERENCES images, PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;"          \
  "CREATE VIEW tiles AS SELECT map.zoom_level AS zoom_level, map.tile_column AS tile_column,"                          \
  " map.tile_row AS tile_row, images.tile_data AS tile_data FROM map JOIN images ON images.tile_id = map.tile_id;"

/*
 * kmzb_meta keys: schema, id, name, made_at (W3C, UTC), training (0 or 1), country (ISO 3166, lower case, where it is
 * known: decides how an address is written), sources and licences (one a line).
 *
 * addresses: `street` is NULL where a village has no streets; then `place` and `number` are the address. `folded` is
 * kmzb_fold() of all its words. addresses_fts indexes that column; its rowid is the address's id.
 *
 * areas: kind gmina|powiat|beat; parent is the area, or of a beat better the unit, that it belongs to; geometry is WKB
 * (polygon or multipolygon, lon lat, WGS 84).
 * statistics: source police|consultation|debate; value with its unit (NULL where it needs none) as of as_of
 * (YYYY-MM-DD); geometry is WKB as above, or points, or lines.
 * threats: created and updated are microseconds since 1970 UTC; source people|police|debate.
 */
#define KMZB_PACK_SQL_REGION                                                                                           \
  "CREATE TABLE kmzb_meta (key TEXT NOT NULL PRIMARY KEY, value TEXT) WITHOUT ROWID;"                                  \
  "CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, lat REAL NOT NULL,"            \
  " lon REAL NOT NULL, population INTEGER, folded TEXT NOT NULL);"                                                     \
  "CREATE TABLE addresses (id INTEGER PRIMARY KEY, street TEXT, number TEXT NOT NULL, place TEXT, postcode TEXT,"      \
  " lat REAL NOT NULL, lon REAL NOT NULL, folded TEXT NOT NULL);"                                                      \
  "CREATE VIRTUAL TABLE addresses_rtree USING rtree(id, south, north, west, east);"                                    \
  "CREATE VIRTUAL TABLE addresses_fts USING fts5(folded, content='addresses', content_rowid='id',"                     \
  " tokenize='unicode61 remove_diacritics 0', prefix='2 3');"                                                          \
  "CREATE TABLE areas (id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, code TEXT,"               \
  " parent TEXT, geometry BLOB NOT NULL);"                                                                             \
  "CREATE VIRTUAL TABLE areas_rtree USING rtree(id, south, north, west, east);"                                        \
  "CREATE TABLE units (id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, address TEXT,"            \
  " phone TEXT, email TEXT, lat REAL NOT NULL, lon REAL NOT NULL);"                                                    \
  "CREATE TABLE officers (id TEXT NOT NULL PRIMARY KEY, beat TEXT, unit TEXT, rank TEXT, name TEXT NOT NULL,"          \
  " phone TEXT, email TEXT);"                                                                                          \
  "CREATE TABLE threats (id TEXT NOT NULL PRIMARY KEY, category TEXT NOT NULL, status TEXT NOT NULL,"                  \
  " lat REAL NOT NULL, lon REAL NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,"                          \
  " source TEXT NOT NULL DEFAULT 'people') WITHOUT ROWID;"                                                             \
  "CREATE TABLE statistics (id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, name TEXT NOT NULL,"                   \
  " value REAL NOT NULL, unit TEXT, as_of TEXT NOT NULL, geometry BLOB NOT NULL);"

G_END_DECLS
