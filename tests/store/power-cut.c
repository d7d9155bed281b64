/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "power-cut.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

/* A VFS around the system's that knows of each file what a disk would surely hold: what was there
 * when it was opened and what has been synced since. Everything else waits in a list, and a cut
 * decides over it. */
#define SECTOR 512

typedef struct
{
  gint64 offset;
  GBytes *bytes; /* NULL: the file was cut off at offset */
} Change;

typedef struct
{
  GByteArray *disk;
  GPtrArray *pending;
} Image;

typedef struct
{
  sqlite3_file base;
  Image *image;
  sqlite3_file *real;
} File;

static sqlite3_vfs vfs, *plain;
static GMutex lock;
static GHashTable *images;
static GRand *chance;
static guint cut_at, n_steps;
static gboolean is_cut;
static guint full_at, n_grown;
static gboolean full_once, is_full;

static void
change_free (Change *change)
{
  g_clear_pointer (&change->bytes, g_bytes_unref);
  g_free (change);
}

static void
image_free (Image *image)
{
  g_byte_array_unref (image->disk);
  g_ptr_array_unref (image->pending);
  g_free (image);
}

static void
set_size (GByteArray *disk, gsize size)
{
  guint before = disk->len;

  g_byte_array_set_size (disk, (guint)size);
  if (size > before)
    memset (disk->data + before, 0, size - before);
}

static void
apply (Image *image, PowerCutMode mode)
{
  for (guint i = 0; i < image->pending->len; i++)
    {
      Change *change = g_ptr_array_index (image->pending, i);
      gsize size = change->bytes ? g_bytes_get_size (change->bytes) : 0;
      const guint8 *data = change->bytes ? g_bytes_get_data (change->bytes, NULL) : NULL;

      if (mode == POWER_CUT_LOSES
          || (data == NULL && mode == POWER_CUT_TEARS && g_rand_boolean (chance)))
        continue;
      if (data == NULL && change->offset < image->disk->len)
        set_size (image->disk, (gsize)change->offset);
      for (gsize at = 0; at < size;)
        {
          gsize start = (gsize)change->offset + at;
          gsize n = MIN (SECTOR - start % SECTOR, size - at);

          if (mode == POWER_CUT_KEEPS || g_rand_boolean (chance))
            {
              if (image->disk->len < start + n)
                set_size (image->disk, start + n);
              memcpy (image->disk->data + start, data + at, n);
            }
          at += n;
        }
    }
  g_ptr_array_set_size (image->pending, 0);
}

/* One step of the disk. Returns: %FALSE when the power is gone */
static gboolean
step (Image *image, gint64 offset, const void *data, int size, gboolean is_sync)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (is_cut)
    return FALSE;
  is_cut = cut_at > 0 && ++n_steps == cut_at;
  if (image == NULL)
    return !is_cut;
  if (is_sync)
    {
      if (!is_cut)
        apply (image, POWER_CUT_KEEPS);
    }
  else
    {
      Change *change = g_new0 (Change, 1);

      change->offset = offset;
      change->bytes = data ? g_bytes_new (data, (gsize)size) : NULL;
      g_ptr_array_add (image->pending, change);
    }
  return !is_cut;
}

/* Whether the disk has no room for what is written now. */
static gboolean
has_no_room (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (full_at == 0)
    return FALSE;
  n_grown++;
  is_full |= n_grown == full_at;
  return n_grown == full_at || (is_full && !full_once);
}

#define REAL(file) (((File *)(file))->real)

static int
file_close (sqlite3_file *file)
{
  int code = REAL (file)->pMethods ? REAL (file)->pMethods->xClose (REAL (file)) : SQLITE_OK;
  g_free (REAL (file));
  return code;
}

static int
file_read (sqlite3_file *file, void *to, int size, sqlite3_int64 offset)
{
  return REAL (file)->pMethods->xRead (REAL (file), to, size, offset);
}

static int
file_write (sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
  gboolean no_room = has_no_room ();

  /* What still fits is written. */
  if (no_room)
    size /= 2;
  if (!step (((File *)file)->image, offset, data, size, FALSE))
    return SQLITE_IOERR_WRITE;
  int code = REAL (file)->pMethods->xWrite (REAL (file), data, size, offset);
  return no_room ? SQLITE_FULL : code;
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  if (!step (((File *)file)->image, size, NULL, 0, FALSE))
    return SQLITE_IOERR_TRUNCATE;
  return REAL (file)->pMethods->xTruncate (REAL (file), size);
}

static int
file_sync (sqlite3_file *file, int flags)
{
  /* Some file systems find room only now. */
  if (has_no_room ())
    return SQLITE_IOERR_FSYNC;
  return step (((File *)file)->image, 0, NULL, 0, TRUE) ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return REAL (file)->pMethods->xFileSize (REAL (file), size);
}

static int
file_lock (sqlite3_file *file, int level)
{
  return REAL (file)->pMethods->xLock (REAL (file), level);
}

static int
file_unlock (sqlite3_file *file, int level)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), level);
}

static int
file_reserved (sqlite3_file *file, int *result)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), result);
}

static int
file_control (sqlite3_file *file, int what, void *data)
{
  return REAL (file)->pMethods->xFileControl (REAL (file), what, data);
}

static int
file_sector (sqlite3_file *file)
{
  return SECTOR;
}

/* Promises nothing: no whole sectors, no order. */
static int
file_traits (sqlite3_file *file)
{
  return 0;
}

static int
file_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **to)
{
  if (extend && has_no_room ())
    return SQLITE_IOERR_SHMSIZE;
  return REAL (file)->pMethods->xShmMap (REAL (file), page, size, extend, to);
}

static int
file_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return REAL (file)->pMethods->xShmLock (REAL (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static int
file_shm_unmap (sqlite3_file *file, int delete)
{
  return REAL (file)->pMethods->xShmUnmap (REAL (file), delete);
}

static const sqlite3_io_methods methods = {
  2,           file_close,   file_read,     file_write,       file_truncate,  file_sync,
  file_size,   file_lock,    file_unlock,   file_reserved,    file_control,   file_sector,
  file_traits, file_shm_map, file_shm_lock, file_shm_barrier, file_shm_unmap, NULL,
  NULL,
};

static int
vfs_open (sqlite3_vfs *self, sqlite3_filename name, sqlite3_file *file, int flags, int *out)
{
  File *own = (File *)file;
  g_autofree char *before = NULL;
  gsize size = 0;
  int code;

  memset (own, 0, sizeof *own);
  if (power_cut_came ()
      || (flags & SQLITE_OPEN_CREATE && name != NULL && !g_file_test (name, G_FILE_TEST_EXISTS) && has_no_room ()))
    return SQLITE_CANTOPEN;
  if (name != NULL)
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

      own->image = g_hash_table_lookup (images, name);
      if (own->image == NULL)
        {
          own->image = g_new0 (Image, 1);
          own->image->disk = g_byte_array_new ();
          own->image->pending = g_ptr_array_new_with_free_func ((GDestroyNotify)change_free);
          if (g_file_get_contents (name, &before, &size, NULL))
            g_byte_array_append (own->image->disk, (guint8 *)before, (guint)size);
          g_hash_table_insert (images, g_strdup (name), own->image);
        }
    }
  own->real = g_malloc0 ((gsize)plain->szOsFile);
  code = plain->xOpen (plain, name, own->real, flags, out);
  if (code == SQLITE_OK)
    own->base.pMethods = &methods;
  else
    g_clear_pointer (&own->real, g_free);
  return code;
}

/* Open files keep their image's address: it is emptied, not freed. */
static int
vfs_delete (sqlite3_vfs *self, const char *name, int sync_folder)
{
  Image *image;

  if (!step (NULL, 0, NULL, 0, FALSE))
    return SQLITE_IOERR_DELETE;
  g_mutex_lock (&lock);
  image = g_hash_table_lookup (images, name);
  if (image != NULL)
    {
      g_ptr_array_set_size (image->pending, 0);
      g_byte_array_set_size (image->disk, 0);
    }
  g_mutex_unlock (&lock);
  return plain->xDelete (plain, name, sync_folder);
}

/* From here on every file that SQLite opens is watched. */
void
power_cut_begin (void)
{
  plain = sqlite3_vfs_find ("unix");
  vfs = *plain;
  vfs.zName = "kmzb-power-cut";
  vfs.szOsFile = sizeof (File);
  vfs.pNext = NULL;
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)image_free);
  cut_at = 0;
  is_cut = FALSE;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
}

/* The power goes at the @at-th write, truncation, deletion or sync from now, before that is done.
 */
void
power_cut_arm (guint at, guint32 seed)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  chance = g_rand_new_with_seed (seed);
  n_steps = 0;
  cut_at = at;
}

gboolean
power_cut_came (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return is_cut;
}

/* From the @at-th write, sync or new file on there is no room; only for that one with @once. */
void
disk_full_arm (guint at, gboolean once)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  n_grown = 0;
  full_at = at;
  full_once = once;
  is_full = FALSE;
}

/* There is room again. Returns: whether there was none */
gboolean
disk_full_end (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  full_at = 0;
  return is_full;
}

/* After the last connection has gone: leaves in @folder what the disk holds, whatever the program
 * did there after the cut, and gives SQLite its own VFS back. */
void
power_cut_end (const char *folder, PowerCutMode mode)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GHashTableIter iter;
  const char *name;
  gpointer path, image;

  while (is_cut && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *old = g_build_filename (folder, name, NULL);
      g_assert_cmpint (g_unlink (old), ==, 0);
    }
  g_hash_table_iter_init (&iter, images);
  while (is_cut && g_hash_table_iter_next (&iter, &path, &image))
    {
      GByteArray *disk = ((Image *)image)->disk;

      apply (image, mode);
      g_assert_true (g_file_set_contents_full (path, (char *)disk->data, disk->len,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
  g_clear_pointer (&images, g_hash_table_unref);
  g_clear_pointer (&chance, g_rand_free);
  g_assert_cmpint (sqlite3_vfs_register (plain, 1), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_vfs_unregister (&vfs), ==, SQLITE_OK);
}
