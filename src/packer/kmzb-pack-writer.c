/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-writer.h"

#include "kmzb-error.h"
#include "kmzb-file.h"
#include "kmzb-fold.h"
#include "kmzb-pack-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/**
 * KmzbPackWriter:
 *
 * A pack in the making: it grows in PATH.part, and only kmzb_pack_writer_finish() gives it its name, after the bytes
 * are on the disk. Freed before that, it removes what it wrote: PATH is the old file or none, never half of a new one.
 */
struct _KmzbPackWriter
{
  KmzbDb *db;
  char *path;
  char *part;
  KmzbStmt *image;
  KmzbStmt *map;
};

static void
close_db (KmzbPackWriter *self)
{
  g_clear_pointer (&self->image, kmzb_stmt_free);
  g_clear_pointer (&self->map, kmzb_stmt_free);
  g_clear_pointer (&self->db, kmzb_db_close);
}

/* Found out before hours of drawing, not after. */
static gboolean
can_write (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fault = g_file_test (path, G_FILE_TEST_IS_DIR) ? EISDIR : g_access (folder, W_OK) != 0 ? errno : 0;

  if (fault == 0)
    return TRUE;
  g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (fault), "Can't write %s: %s", path, g_strerror (fault));
  return FALSE;
}

KmzbPackWriter *
kmzb_pack_writer_new (const char *path, GError **error)
{
  g_autoptr (KmzbPackWriter) self = g_new0 (KmzbPackWriter, 1);
  /* Small pages: a tile fills its last one only half, and there are very many tiles. */
  g_autofree char *pragmas
      = g_strdup_printf ("PRAGMA page_size=1024; PRAGMA application_id=%d; PRAGMA user_version=%d; PRAGMA journal_mode=OFF;"
                         "PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;",
                         KMZB_PACK_APPLICATION_ID, KMZB_PACK_SCHEMA_VERSION);

  if (!can_write (path, error))
    return NULL;
  self->path = g_strdup (path);
  self->part = g_strconcat (path, ".part", NULL);
  if (g_unlink (self->part) != 0 && errno != ENOENT)
    {
      int saved_errno = errno;
      g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't write %s: %s", self->part,
                   g_strerror (saved_errno));
      g_clear_pointer (&self->part, g_free);
      return NULL;
    }
  self->db = kmzb_db_open (self->part, KMZB_DB_CREATE, error);
  if (self->db == NULL || !kmzb_db_exec (self->db, pragmas, error)
      || !kmzb_db_exec (self->db, KMZB_PACK_SQL_TILES KMZB_PACK_SQL_REGION, error)
      || !kmzb_db_begin_immediate (self->db, error))
    return NULL;
  self->image = kmzb_db_prepare (self->db, "INSERT OR IGNORE INTO images VALUES(?1,?2)", error);
  self->map = self->image ? kmzb_db_prepare (self->db, "INSERT INTO map VALUES(?1,?2,?3,?4)", error) : NULL;
  return self->map ? g_steal_pointer (&self) : NULL;
}

void
kmzb_pack_writer_free (KmzbPackWriter *self)
{
  if (self == NULL)
    return;
  close_db (self);
  if (self->part != NULL)
    g_unlink (self->part);
  g_free (self->part);
  g_free (self->path);
  g_free (self);
}

KmzbDb *
kmzb_pack_writer_get_db (KmzbPackWriter *self)
{
  return self->db;
}

/* Adds one tile; @y counts from the north. An image that is there already is only pointed to. */
gboolean
kmzb_pack_writer_add_tile (KmzbPackWriter *self, int zoom, int x, int y, GBytes *image, GError **error)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, image);

  /* 128 bits are plenty to tell tiles apart, and the name stands in every row of the map. */
  hash[32] = '\0';
  kmzb_stmt_bind_text (self->image, 1, hash);
  kmzb_stmt_bind_bytes (self->image, 2, image);
  kmzb_stmt_bind_int (self->map, 1, zoom);
  kmzb_stmt_bind_int (self->map, 2, x);
  kmzb_stmt_bind_int (self->map, 3, (1 << zoom) - 1 - y);
  kmzb_stmt_bind_text (self->map, 4, hash);
  return kmzb_stmt_run (self->image, error) && kmzb_stmt_run (self->map, error);
}

static int
compare_addresses (gconstpointer a, gconstpointer b)
{
  const KmzbAddress *first = *(const KmzbAddress *const *) a, *second = *(const KmzbAddress *const *) b;
  int order = g_strcmp0 (first->place, second->place);

  order = order ? order : g_strcmp0 (first->street, second->street);
  order = order ? order : g_ascii_strtoll (first->number, NULL, 10) < g_ascii_strtoll (second->number, NULL, 10) ? -1
          : g_ascii_strtoll (first->number, NULL, 10) > g_ascii_strtoll (second->number, NULL, 10)              ? 1
                                                                                                                : 0;
  order = order ? order : g_strcmp0 (first->number, second->number);
  order = order ? order : (first->at.lat > second->at.lat) - (first->at.lat < second->at.lat);
  return order ? order : (first->at.lon > second->at.lon) - (first->at.lon < second->at.lon);
}

static gboolean
add_addresses (KmzbPackWriter *self, KmzbRegion *region, KmzbBox bounds, GError **error)
{
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (self->db, "INSERT INTO addresses VALUES(NULL,?1,?2,?3,?4,?5,?6,?7)", error);

  if (stmt == NULL)
    return FALSE;
  g_ptr_array_sort (region->addresses, compare_addresses);
  for (guint i = 0; i < region->addresses->len; i++)
    {
      const KmzbAddress *address = g_ptr_array_index (region->addresses, i);
      g_autofree char *words = g_strjoin (" ", address->street ? address->street : "", address->number,
                                          address->place ? address->place : "", NULL);
      g_autofree char *folded = kmzb_fold (words);

      if (!kmzb_box_contains (bounds, address->at) || !kmzb_region_has (region, address->at))
        continue;
      kmzb_stmt_bind_text (stmt, 1, address->street);
      kmzb_stmt_bind_text (stmt, 2, address->number);
      kmzb_stmt_bind_text (stmt, 3, address->place);
      kmzb_stmt_bind_text (stmt, 4, address->postcode);
      kmzb_stmt_bind_double (stmt, 5, address->at.lat);
      kmzb_stmt_bind_double (stmt, 6, address->at.lon);
      kmzb_stmt_bind_text (stmt, 7, folded);
      if (!kmzb_stmt_run (stmt, error))
        return FALSE;
    }
  return kmzb_db_exec (self->db,
                       "INSERT INTO addresses_rtree SELECT id, lat, lat, lon, lon FROM addresses;"
                       "INSERT INTO addresses_fts(addresses_fts) VALUES('rebuild');"
                       "INSERT INTO addresses_fts(addresses_fts) VALUES('optimize')",
                       error);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const KmzbPlace *first = *(const KmzbPlace *const *) a, *second = *(const KmzbPlace *const *) b;
  int order = g_strcmp0 (first->name, second->name);

  order = order ? order : g_strcmp0 (first->kind, second->kind);
  order = order ? order : (first->at.lat > second->at.lat) - (first->at.lat < second->at.lat);
  return order ? order : (first->at.lon > second->at.lon) - (first->at.lon < second->at.lon);
}

static gboolean
add_places (KmzbPackWriter *self, KmzbRegion *region, KmzbBox bounds, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (self->db, "INSERT INTO places VALUES(NULL,?1,?2,?3,?4,?5,?6)", error);

  if (stmt == NULL)
    return FALSE;
  g_ptr_array_sort (region->places, compare_places);
  for (guint i = 0; i < region->places->len; i++)
    {
      const KmzbPlace *place = g_ptr_array_index (region->places, i);
      g_autofree char *folded = kmzb_fold (place->name);

      if (!kmzb_box_contains (bounds, place->at) || !kmzb_region_has (region, place->at))
        continue;
      kmzb_stmt_bind_text (stmt, 1, place->name);
      kmzb_stmt_bind_text (stmt, 2, place->kind);
      kmzb_stmt_bind_double (stmt, 3, place->at.lat);
      kmzb_stmt_bind_double (stmt, 4, place->at.lon);
      if (place->population > 0)
        kmzb_stmt_bind_int (stmt, 5, place->population);
      kmzb_stmt_bind_text (stmt, 6, folded);
      if (!kmzb_stmt_run (stmt, error))
        return FALSE;
    }
  return TRUE;
}

/* Writes the addresses and places that lie in @bounds, in an order that depends on nothing but them. */
gboolean
kmzb_pack_writer_add_region (KmzbPackWriter *self, KmzbRegion *region, KmzbBox bounds, GError **error)
{
  return add_addresses (self, region, bounds, error) && add_places (self, region, bounds, error);
}

static gboolean
set_pair (KmzbPackWriter *self, const char *sql, const char *key, const char *value, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (self->db, sql, error);

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, key);
  kmzb_stmt_bind_text (stmt, 2, value);
  return kmzb_stmt_run (stmt, error);
}

gboolean
kmzb_pack_writer_set_metadata (KmzbPackWriter *self, const char *name, const char *value, GError **error)
{
  return set_pair (self, "INSERT OR REPLACE INTO metadata VALUES(?1,?2)", name, value, error);
}

gboolean
kmzb_pack_writer_set_meta (KmzbPackWriter *self, const char *key, const char *value, GError **error)
{
  return set_pair (self, "INSERT OR REPLACE INTO kmzb_meta VALUES(?1,?2)", key, value, error);
}

/* Ends the file, brings it to the disk and gives it its name. */
gboolean
kmzb_pack_writer_finish (KmzbPackWriter *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  const char *what = "open";
  int saved_errno = 0, fd;

  if (!kmzb_db_commit (self->db, error) || !kmzb_db_exec (self->db, "ANALYZE", error))
    return FALSE;
  close_db (self);

  fd = open (self->part, O_RDWR | O_CLOEXEC);
  if (fd < 0 || (what = "set the mode of", fchmod (fd, 0644) != 0) || (what = "sync", fsync (fd) != 0))
    saved_errno = errno;
  if (fd >= 0)
    close (fd);
  if (saved_errno == 0 && (what = "rename", g_rename (self->part, self->path) != 0))
    saved_errno = errno;
  if (saved_errno != 0)
    {
      g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't %s %s: %s", what, self->part,
                   g_strerror (saved_errno));
      return FALSE;
    }
  g_clear_pointer (&self->part, g_free);
  return kmzb_file_sync_folder (folder, error);
}
