/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-info.h"

#include "kmzb-error.h"
#include "kmzb-pack-image.h"
#include "kmzb-pack-schema.h"

#include <math.h>
#include <string.h>

/* Beyond this a tile number no longer fits the map's arithmetic, and no region needs it. */
#define MAX_ZOOM 24
#define MAX_ZOOM_SQL G_STRINGIFY (MAX_ZOOM)
/* Where a level lacks a tile the map enlarges one of so many levels before it. */
#define MAX_PARENTS 5
#define FIRST_TILES "16"
#define MIN_TILE_SIZE 16
#define MAX_TILE_SIZE 4096

void
kmzb_pack_info_clear (KmzbPackInfo *info)
{
  g_clear_pointer (&info->name, g_free);
  g_clear_pointer (&info->id, g_free);
  g_clear_pointer (&info->made_at, g_free);
  g_clear_pointer (&info->attribution, g_free);
  g_clear_pointer (&info->country, g_free);
}

static GHashTable *
read_pairs (KmzbDb *db, const char *table, const char *sql, GError **error)
{
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KmzbStmt) stmt = NULL;
  KmzbStep step;

  if (!kmzb_db_has_table (db, table))
    return g_steal_pointer (&pairs);
  stmt = kmzb_db_prepare (db, sql, error);
  if (stmt == NULL)
    return NULL;
  while ((step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      const char *key = kmzb_stmt_utf8 (stmt, 0);
      const char *value = kmzb_stmt_utf8 (stmt, 1);

      if (key != NULL && value != NULL && *value != '\0')
        g_hash_table_replace (pairs, g_strdup (key), g_strdup (value));
    }
  return step == KMZB_STEP_DONE ? g_steal_pointer (&pairs) : NULL;
}

/* Numbers parted by commas; %FALSE unless there are exactly @n finite ones. */
static gboolean
parse_numbers (const char *text, double *numbers, guint n)
{
  g_auto (GStrv) parts = text ? g_strsplit (text, ",", -1) : NULL;

  if (parts == NULL || g_strv_length (parts) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const char *part = g_strstrip (parts[i]);
      char *end;

      numbers[i] = g_ascii_strtod (part, &end);
      if (end == part || *end != '\0' || !isfinite (numbers[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
parse_zoom (const char *text, int *zoom)
{
  double value;

  if (!parse_numbers (text, &value, 1) || value < 0 || value > MAX_ZOOM || value != floor (value))
    return FALSE;
  *zoom = (int) value;
  return TRUE;
}

/* Looks at the first whole tile of a few, as one may be damaged: is it an image the booth can draw, and how large? */
static gboolean
read_first_tile (KmzbPackInfo *info, KmzbDb *db, const char *said_format, GError **error)
{
  const char *path = kmzb_db_get_path (db);
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (db, "SELECT tile_data FROM tiles WHERE tile_data IS NOT NULL LIMIT " FIRST_TILES, error);
  KmzbStep step = stmt ? kmzb_stmt_step (stmt, error) : KMZB_STEP_ERROR;
  KmzbPackImage image = { 0 };
  gboolean vector = FALSE, some = FALSE;

  for (; step == KMZB_STEP_ROW && image.format == NULL; step = kmzb_stmt_step (stmt, error))
    {
      gsize length;
      const guint8 *data = kmzb_stmt_blob (stmt, 0, &length);

      if (!kmzb_pack_image_sniff (data, length, &image))
        image = (KmzbPackImage){ 0 };
      vector = vector || kmzb_pack_image_is_vector (data, length);
      some = TRUE;
    }
  if (step == KMZB_STEP_ERROR)
    return FALSE;
  if (!some)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't open region pack %s: there are no tiles in it", path);
      return FALSE;
    }

  if (image.format == NULL)
    {
      if (g_strcmp0 (said_format, "pbf") == 0 || g_strcmp0 (said_format, "mvt") == 0
          || (said_format == NULL && vector))
        g_set_error (error, KMZB_ERROR, KMZB_ERROR_UNSUPPORTED,
                     "Can't open region pack %s: its tiles are vector tiles; the booth shows raster tiles (png, jpg, "
                     "webp)",
                     path);
      else
        g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED,
                     "Can't open region pack %s: its tiles are not png, jpg or webp images", path);
      return FALSE;
    }
  if (image.width != image.height || image.width < MIN_TILE_SIZE || image.width > MAX_TILE_SIZE)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_UNSUPPORTED,
                   "Can't open region pack %s: its tiles are %u x %u pixels, not square ones of %d to %d", path,
                   image.width, image.height, MIN_TILE_SIZE, MAX_TILE_SIZE);
      return FALSE;
    }
  info->format = image.format;
  info->tile_size = (int) image.width;
  return TRUE;
}

/* Zoom levels as the tiles show them: other programs' files often tell others. */
static gboolean
read_zooms (KmzbPackInfo *info, KmzbDb *db, GHashTable *metadata, GError **error)
{
  const char *said_least = g_hash_table_lookup (metadata, "minzoom");
  const char *said_most = g_hash_table_lookup (metadata, "maxzoom");
  gint64 least, most;
  int said;

  if (!kmzb_db_get_int (db, "SELECT coalesce((SELECT zoom_level FROM tiles WHERE zoom_level BETWEEN 0 AND " MAX_ZOOM_SQL
                            " ORDER BY zoom_level LIMIT 1),-1)", &least, error)
      || !kmzb_db_get_int (db, "SELECT coalesce((SELECT zoom_level FROM tiles WHERE zoom_level BETWEEN 0 AND " MAX_ZOOM_SQL
                               " ORDER BY zoom_level DESC LIMIT 1),-1)", &most, error))
    return FALSE;
  if (least < 0)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED,
                   "Can't open region pack %s: its zoom levels are not within 0 to %d", kmzb_db_get_path (db), MAX_ZOOM);
      return FALSE;
    }
  info->min_zoom = (int) least;
  info->max_zoom = (int) most;
  if ((said_least != NULL && (!parse_zoom (said_least, &said) || said != info->min_zoom))
      || (said_most != NULL && (!parse_zoom (said_most, &said) || said != info->max_zoom)))
    g_message ("Region pack %s says that its zoom levels are %s to %s; its tiles are of %d to %d", kmzb_db_get_path (db),
               said_least != NULL ? said_least : "?", said_most != NULL ? said_most : "?", info->min_zoom, info->max_zoom);
  return TRUE;
}

/* Whether any of @box would be drawn.
 * Returns: 1 or 0; -1 on failure */
static int
holds_tiles (KmzbPackInfo *info, KmzbDb *db, KmzbBox box, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db,
                                               "SELECT 1 FROM tiles WHERE zoom_level=?1 AND tile_column BETWEEN ?2 AND "
                                               "?3 AND tile_row BETWEEN ?4 AND ?5 LIMIT 1",
                                               error);
  KmzbStep step = stmt != NULL ? KMZB_STEP_DONE : KMZB_STEP_ERROR;

  for (int zoom = info->max_zoom; step == KMZB_STEP_DONE && zoom >= MAX (info->min_zoom, info->max_zoom - MAX_PARENTS);
       zoom--)
    {
      int last = (1 << zoom) - 1;
      int north = CLAMP ((int) floor (kmzb_geo_tile_y (box.north, zoom)), 0, last);
      int south = CLAMP ((int) floor (kmzb_geo_tile_y (box.south, zoom)), 0, last);

      kmzb_stmt_bind_int (stmt, 1, zoom);
      kmzb_stmt_bind_int (stmt, 2, CLAMP ((int) floor (kmzb_geo_tile_x (box.west, zoom)), 0, last));
      kmzb_stmt_bind_int (stmt, 3, CLAMP ((int) floor (kmzb_geo_tile_x (box.east, zoom)), 0, last));
      kmzb_stmt_bind_int (stmt, 4, info->rows_from_north ? north : last - south);
      kmzb_stmt_bind_int (stmt, 5, info->rows_from_north ? south : last - north);
      step = kmzb_stmt_step (stmt, error);
      kmzb_stmt_reset (stmt);
    }
  return step == KMZB_STEP_ERROR ? -1 : step == KMZB_STEP_ROW;
}

/* The ground that the tiles of the highest level cover. */
static gboolean
box_of_tiles (KmzbPackInfo *info, KmzbDb *db, KmzbBox *box, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db,
                                               "SELECT min(tile_column), max(tile_column), min(tile_row), "
                                               "max(tile_row) FROM tiles WHERE zoom_level=?1",
                                               error);
  int zoom = info->max_zoom, last = (1 << zoom) - 1, north, south;

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_int (stmt, 1, zoom);
  if (kmzb_stmt_step (stmt, error) != KMZB_STEP_ROW)
    return FALSE;

  for (int column = 0; column < 4; column++)
    if (kmzb_stmt_int (stmt, column) < 0 || kmzb_stmt_int (stmt, column) > last)
      {
        g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED,
                     "Can't open region pack %s: it has tiles that lie outside the world", kmzb_db_get_path (db));
        return FALSE;
      }
  if (info->rows_from_north)
    {
      north = (int) kmzb_stmt_int (stmt, 2);
      south = (int) kmzb_stmt_int (stmt, 3);
    }
  else
    {
      north = (int) (last - kmzb_stmt_int (stmt, 3));
      south = (int) (last - kmzb_stmt_int (stmt, 2));
    }
  *box = (KmzbBox){
    .south = kmzb_geo_tile_lat (south + 1, zoom),
    .west = kmzb_geo_tile_lon ((double) kmzb_stmt_int (stmt, 0), zoom),
    .north = kmzb_geo_tile_lat (north, zoom),
    .east = kmzb_geo_tile_lon ((double) (kmzb_stmt_int (stmt, 1) + 1), zoom),
  };
  return TRUE;
}

static gboolean
parse_bounds (const char *text, KmzbBox *box)
{
  double numbers[4];

  if (!parse_numbers (text, numbers, 4) || numbers[0] < -180.1 || numbers[2] > 180.1 || numbers[1] < -90.1
      || numbers[3] > 90.1 || numbers[0] >= numbers[2] || numbers[1] >= numbers[3])
    return FALSE;
  *box = (KmzbBox){
    .south = CLAMP (numbers[1], -KMZB_GEO_MAX_LATITUDE, KMZB_GEO_MAX_LATITUDE),
    .west = CLAMP (numbers[0], -180, 180),
    .north = CLAMP (numbers[3], -KMZB_GEO_MAX_LATITUDE, KMZB_GEO_MAX_LATITUDE),
    .east = CLAMP (numbers[2], -180, 180),
  };
  return TRUE;
}

/* The bounds as said where they hold a tile at all, else those of the tiles. A file that counts its rows from the north
 * without saying so has tiles within its bounds only when they are read that way. */
static gboolean
read_bounds (KmzbPackInfo *info, KmzbDb *db, GHashTable *metadata, GError **error)
{
  const char *said = g_hash_table_lookup (metadata, "bounds");
  int holds = 0;

  if (parse_bounds (said, &info->bounds))
    {
      holds = holds_tiles (info, db, info->bounds, error);
      if (holds == 0)
        {
          info->rows_from_north = !info->rows_from_north;
          holds = holds_tiles (info, db, info->bounds, error);
          if (holds > 0)
            g_message ("Region pack %s counts its rows from the %s, other than it says", kmzb_db_get_path (db),
                       info->rows_from_north ? "north" : "south");
          else
            info->rows_from_north = !info->rows_from_north;
        }
      if (holds == 0)
        g_message ("Region pack %s says that it lies within %s; none of its tiles does", kmzb_db_get_path (db), said);
    }
  return holds > 0 || (holds == 0 && box_of_tiles (info, db, &info->bounds, error));
}

/* Where the map begins: as said, or in the middle, where there is something to be seen there; else amid the tiles. */
static gboolean
read_center (KmzbPackInfo *info, KmzbDb *db, GHashTable *metadata, GError **error)
{
  double numbers[3];
  KmzbPoint center;
  KmzbBox tiles;
  int holds;

  info->center = kmzb_box_center (info->bounds);
  info->center_zoom = (info->min_zoom + info->max_zoom) / 2;
  if (parse_numbers (g_hash_table_lookup (metadata, "center"), numbers, 3))
    {
      center = (KmzbPoint){ .lat = numbers[1], .lon = numbers[0] };
      if (kmzb_point_is_valid (center) && kmzb_box_contains (info->bounds, center))
        info->center = center;
      info->center_zoom = (int) CLAMP (numbers[2], info->min_zoom, info->max_zoom);
    }
  holds = holds_tiles (info, db,
                       (KmzbBox){ .south = info->center.lat,
                                  .west = info->center.lon,
                                  .north = info->center.lat,
                                  .east = info->center.lon },
                       error);
  if (holds != 0)
    return holds > 0;
  if (!box_of_tiles (info, db, &tiles, error))
    return FALSE;
  center = kmzb_box_center (tiles);
  info->center.lat = CLAMP (center.lat, info->bounds.south, info->bounds.north);
  info->center.lon = CLAMP (center.lon, info->bounds.west, info->bounds.east);
  return TRUE;
}

static gboolean
check_schema (GHashTable *meta, KmzbDb *db, GError **error)
{
  const char *text = g_hash_table_lookup (meta, "schema");
  gint64 version = text ? g_ascii_strtoll (text, NULL, 10) : 0;

  if (version < 1)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "Can't open region pack %s: it does not say its version",
                   kmzb_db_get_path (db));
      return FALSE;
    }
  if (version > KMZB_PACK_SCHEMA_VERSION)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NEWER,
                   "Can't open region pack %s: it is of version %" G_GINT64_FORMAT ", this booth reads up to %d; "
                   "update the booth first",
                   kmzb_db_get_path (db), version, KMZB_PACK_SCHEMA_VERSION);
      return FALSE;
    }
  return TRUE;
}

/* One character of @text, which may be an HTML one; @text moves on. */
static gunichar
take_character (const char **text)
{
  static const struct
  {
    const char *name;
    gunichar character;
  } entities[] = { { "&amp;", '&' },  { "&lt;", '<' },    { "&gt;", '>' },    { "&quot;", '"' },
                   { "&apos;", '\'' }, { "&copy;", 0xa9 }, { "&nbsp;", 0xa0 } };
  const char *at = *text;
  gunichar character = g_utf8_get_char (at);

  *text = g_utf8_next_char (at);
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (g_str_has_prefix (at, entities[i].name))
      {
        *text = at + strlen (entities[i].name);
        return entities[i].character;
      }
  if (g_str_has_prefix (at, "&#"))
    {
      gboolean hex = at[2] == 'x' || at[2] == 'X';
      char *end;
      guint64 number = g_ascii_strtoull (at + (hex ? 3 : 2), &end, hex ? 16 : 10);

      if (*end == ';' && number >= 0x20 && number <= 0x10ffff && g_unichar_validate ((gunichar) number))
        {
          *text = end + 1;
          return (gunichar) number;
        }
    }
  return character;
}

/* Foreign files write whom a map is owed to as HTML, with links that lead nowhere from a booth.
 * Returns: (nullable): its words */
static char *
plain_text (const char *html)
{
  g_autofree char *valid = html != NULL ? g_utf8_make_valid (html, -1) : NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  for (const char *at = valid; at != NULL && *at != '\0';)
    {
      const char *end = *at == '<' && (g_ascii_isalpha (at[1]) || at[1] == '/' || at[1] == '!') ? strchr (at, '>') : NULL;

      if (end == NULL)
        g_string_append_unichar (words, take_character (&at));
      else
        at = end + 1;
    }
  g_strstrip (words->str);
  return *words->str != '\0' ? g_strdup (words->str) : NULL;
}

static void
read_names (KmzbPackInfo *info, KmzbDb *db, GHashTable *metadata, GHashTable *meta)
{
  g_autofree char *file_name = g_path_get_basename (kmzb_db_get_path (db));
  char *dot = strrchr (file_name, '.');
  const char *name = g_hash_table_lookup (metadata, "name");
  const char *id = g_hash_table_lookup (meta, "id");

  if (dot != NULL && dot != file_name)
    *dot = '\0';
  info->name = g_strdup (name ? name : file_name);
  info->id = g_strdup (id ? id : file_name);
  info->made_at = g_strdup (g_hash_table_lookup (meta, "made_at"));
  info->country = g_strdup (g_hash_table_lookup (meta, "country"));
  info->attribution = plain_text (g_hash_table_lookup (metadata, "attribution"));
  info->training = g_strcmp0 (g_hash_table_lookup (meta, "training"), "1") == 0;
}

/* Fills @info from an open file, or tells in one error why it cannot serve as a map. Clear @info in both cases. */
gboolean
kmzb_pack_info_read (KmzbPackInfo *info, KmzbDb *db, GError **error)
{
  g_autoptr (GHashTable) metadata = NULL;
  g_autoptr (GHashTable) meta = NULL;

  if (!kmzb_db_has_table (db, "tiles"))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't open region pack %s: it is not an MBTiles file",
                   kmzb_db_get_path (db));
      return FALSE;
    }
  metadata = read_pairs (db, "metadata", "SELECT name, value FROM metadata", error);
  if (metadata == NULL)
    return FALSE;
  meta = read_pairs (db, "kmzb_meta", "SELECT key, value FROM kmzb_meta", error);
  if (meta == NULL)
    return FALSE;

  info->region = kmzb_db_has_table (db, "kmzb_meta");
  info->rows_from_north = g_strcmp0 (g_hash_table_lookup (metadata, "scheme"), "xyz") == 0;
  if ((info->region && !check_schema (meta, db, error))
      || !read_first_tile (info, db, g_hash_table_lookup (metadata, "format"), error)
      || !read_zooms (info, db, metadata, error) || !read_bounds (info, db, metadata, error)
      || !read_center (info, db, metadata, error))
    return FALSE;
  read_names (info, db, metadata, meta);
  return TRUE;
}
