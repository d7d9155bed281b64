/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-private.h"
#include "kmzb-pack-search.h"

#include "kmzb-error.h"
#include "kmzb-pack-info.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Connections kept open for the next caller; more are opened when more threads ask at once, and closed after. */
#define MAX_IDLE_READERS 4
/* KiB of a connection's own page cache. A tile is read once and kept decoded: enough for the index's pages, which every
 * tile is found by, and SQLite's own 2 MB a connection would only hold what nobody asks for again. */
#define READER_CACHE "256"

/**
 * KmzbPack:
 *
 * A region pack, opened for reading: the map's tiles and, where the pack has them, addresses and threats. Any raster
 * MBTiles file serves as a pack without the latter.
 *
 * What the getters tell is read once, on opening, and never changes. Everything else reads the file, which must not
 * happen on the UI thread, and may be called from any number of threads at once: each call borrows a connection.
 */
struct _KmzbPack
{
  GObject parent_instance;

  char *path;
  guint64 device;
  guint64 inode;
  gint64 size;
  struct timespec changed_at;
  KmzbPackInfo info;
  GMutex lock;
  GPtrArray *idle_readers; /* under lock */
};

G_DEFINE_FINAL_TYPE (KmzbPack, kmzb_pack, G_TYPE_OBJECT)

static void
reader_free (KmzbPackReader *reader)
{
  if (reader == NULL)
    return;
  kmzb_stmt_free (reader->tile);
  kmzb_db_close (reader->db);
  g_free (reader);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbPackReader, reader_free)

static void
kmzb_pack_finalize (GObject *object)
{
  KmzbPack *self = KMZB_PACK (object);

  g_ptr_array_unref (self->idle_readers);
  g_mutex_clear (&self->lock);
  kmzb_pack_info_clear (&self->info);
  g_free (self->path);
  G_OBJECT_CLASS (kmzb_pack_parent_class)->finalize (object);
}

static void
kmzb_pack_class_init (KmzbPackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_pack_finalize;
}

static void
kmzb_pack_init (KmzbPack *self)
{
  g_mutex_init (&self->lock);
  self->idle_readers = g_ptr_array_new_with_free_func ((GDestroyNotify) reader_free);
}

static gboolean
note_file (KmzbPack *self, GError **error)
{
  GStatBuf status;

  if (g_stat (self->path, &status) != 0)
    {
      int saved_errno = errno;
      g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't open region pack %s: %s", self->path,
                   g_strerror (saved_errno));
      return FALSE;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't open region pack %s: it is not a file", self->path);
      return FALSE;
    }
  if (self->inode != 0 && (self->inode != status.st_ino || self->device != status.st_dev))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "Region pack %s was replaced by another file", self->path);
      return FALSE;
    }
  if (self->inode == 0)
    {
      self->device = status.st_dev;
      self->inode = status.st_ino;
      self->size = status.st_size;
      self->changed_at = status.st_mtim;
    }
  return TRUE;
}

/* A file that was written over in its place no longer tells what it lacks. Deleted, or with another in its place, it
 * goes on as it was: it is still open. */
static gboolean
check_unwritten (KmzbPack *self, GError **error)
{
  GStatBuf status;

  if (g_stat (self->path, &status) != 0 || self->inode != status.st_ino || self->device != status.st_dev
      || (self->size == status.st_size && self->changed_at.tv_sec == status.st_mtim.tv_sec
          && self->changed_at.tv_nsec == status.st_mtim.tv_nsec))
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "Region pack %s was changed while it was open", self->path);
  return FALSE;
}

static KmzbPackReader *
reader_new (const char *path, GError **error)
{
  g_autoptr (KmzbPackReader) reader = g_new0 (KmzbPackReader, 1);
  g_autoptr (GError) fault = NULL;

  reader->db = kmzb_db_open (path, KMZB_DB_IMMUTABLE, &fault);
  if (reader->db == NULL)
    {
      if (g_error_matches (fault, KMZB_ERROR, KMZB_ERROR_DAMAGED))
        g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED,
                     "Can't open region pack %s: the file is damaged or not an MBTiles file", path);
      else
        g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  if (!kmzb_db_exec (reader->db, "PRAGMA cache_size=-" READER_CACHE, error))
    return NULL;
  return g_steal_pointer (&reader);
}

/* Borrows a connection; give it back with kmzb_pack_give_back_reader(). */
KmzbPackReader *
kmzb_pack_take_reader (KmzbPack *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->idle_readers->len > 0)
    return g_ptr_array_steal_index_fast (self->idle_readers, self->idle_readers->len - 1);
  return note_file (self, error) ? reader_new (self->path, error) : NULL;
}

void
kmzb_pack_give_back_reader (KmzbPack *self, KmzbPackReader *reader)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->idle_readers->len < MAX_IDLE_READERS)
    g_ptr_array_add (self->idle_readers, reader);
  else
    reader_free (reader);
}

/* Gives back a connection that met a fault. What it has read of a broken file it believes for ever; the next one begins
 * anew, where the file is still there to be opened. */
static void
give_back_doubtful (KmzbPack *self, KmzbPackReader *reader)
{
  gboolean replaceable;

  g_mutex_lock (&self->lock);
  replaceable = note_file (self, NULL);
  g_mutex_unlock (&self->lock);
  if (replaceable)
    reader_free (reader);
  else
    kmzb_pack_give_back_reader (self, reader);
}

/**
 * kmzb_pack_open:
 * @path: an MBTiles file
 *
 * Opens a pack and looks at it: what is damaged, not a map, of vector tiles, or newer than this program is told in one
 * error that names the file.
 *
 * Returns: (transfer full): the pack, or %NULL
 */
KmzbPack *
kmzb_pack_open (const char *path, GError **error)
{
  g_autoptr (KmzbPack) self = g_object_new (KMZB_TYPE_PACK, NULL);
  KmzbPackReader *reader;
  g_autoptr (GError) fault = NULL;
  gboolean fine;

  self->path = g_strdup (path);
  reader = kmzb_pack_take_reader (self, error);
  if (reader == NULL)
    return NULL;
  fine = kmzb_pack_info_read (&self->info, reader->db, &fault);
  kmzb_pack_give_back_reader (self, reader);
  if (!fine)
    {
      if (g_str_has_prefix (fault->message, "Can't open region pack"))
        g_propagate_error (error, g_steal_pointer (&fault));
      else
        g_set_error (error, KMZB_ERROR, fault->code, "Can't open region pack %s: the file is damaged (%s)", path,
                     fault->message);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * kmzb_pack_read_tile:
 * @y: the row counted from the north (XYZ), whatever the file does
 *
 * Reads one tile's image. Any thread.
 *
 * Returns: (transfer full) (nullable): the image's bytes; %NULL without @error when the pack has no such tile
 */
GBytes *
kmzb_pack_read_tile (KmzbPack *self, int zoom, int x, int y, GError **error)
{
  KmzbPackReader *reader;
  GBytes *bytes = NULL;
  KmzbStep step = KMZB_STEP_ERROR;
  gboolean fine;

  g_return_val_if_fail (KMZB_IS_PACK (self), NULL);

  if (zoom < self->info.min_zoom || zoom > self->info.max_zoom || x < 0 || y < 0 || x >= 1 << zoom || y >= 1 << zoom)
    return NULL;
  reader = kmzb_pack_take_reader (self, error);
  if (reader == NULL)
    return NULL;
  if (reader->tile == NULL)
    reader->tile = kmzb_db_prepare (
        reader->db, "SELECT tile_data FROM tiles WHERE zoom_level=?1 AND tile_column=?2 AND tile_row=?3", error);
  if (reader->tile != NULL)
    {
      kmzb_stmt_bind_int (reader->tile, 1, zoom);
      kmzb_stmt_bind_int (reader->tile, 2, x);
      kmzb_stmt_bind_int (reader->tile, 3, self->info.rows_from_north ? y : (1 << zoom) - 1 - y);
      step = kmzb_stmt_step (reader->tile, error);
      if (step == KMZB_STEP_ROW)
        bytes = kmzb_stmt_bytes (reader->tile, 0);
      kmzb_stmt_reset (reader->tile);
    }
  fine = step == KMZB_STEP_ROW || (step == KMZB_STEP_DONE && check_unwritten (self, error));
  if (fine)
    kmzb_pack_give_back_reader (self, reader);
  else
    give_back_doubtful (self, reader);
  return bytes;
}

const char *
kmzb_pack_get_path (KmzbPack *self)
{
  return self->path;
}

/* The region's name as a visitor reads it; of a foreign MBTiles its own name or the file's. */
const char *
kmzb_pack_get_name (KmzbPack *self)
{
  return self->info.name;
}

/* What tells this region from others; stays the same from one edition of a pack to the next. */
const char *
kmzb_pack_get_id (KmzbPack *self)
{
  return self->info.id;
}

/* Returns: (nullable): W3C date and time; %NULL where the file does not say */
const char *
kmzb_pack_get_made_at (KmzbPack *self)
{
  return self->info.made_at;
}

/* Returns: (nullable): whom the map is owed to, to be shown beside it, without markup */
const char *
kmzb_pack_get_attribution (KmzbPack *self)
{
  return self->info.attribution;
}

/* "png", "jpg" or "webp", as the tiles themselves show. */
const char *
kmzb_pack_get_format (KmzbPack *self)
{
  return self->info.format;
}

KmzbBox
kmzb_pack_get_bounds (KmzbPack *self)
{
  return self->info.bounds;
}

KmzbPoint
kmzb_pack_get_center (KmzbPack *self)
{
  return self->info.center;
}

/* The level at which the whole region is well seen. */
int
kmzb_pack_get_center_zoom (KmzbPack *self)
{
  return self->info.center_zoom;
}

int
kmzb_pack_get_min_zoom (KmzbPack *self)
{
  return self->info.min_zoom;
}

/* The highest level with tiles; the two highest may have them only where people live. */
int
kmzb_pack_get_max_zoom (KmzbPack *self)
{
  return self->info.max_zoom;
}

/* Pixels along a tile's side, mostly 256 or 512. */
int
kmzb_pack_get_tile_size (KmzbPack *self)
{
  return self->info.tile_size;
}

/* Whether the region is invented ("REGION SZKOLENIOWY"). */
gboolean
kmzb_pack_is_training (KmzbPack *self)
{
  return self->info.training;
}

/* Whether it is a region pack with addresses, areas and threats, not only a map. */
gboolean
kmzb_pack_is_region (KmzbPack *self)
{
  return self->info.region;
}

const char *
kmzb_pack_get_country (KmzbPack *self)
{
  return self->info.country;
}
