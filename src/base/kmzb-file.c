/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-file.h"

#include "kmzb-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_MAX_BYTES 4096

static gboolean
fail (GError **error, int saved_errno, const char *what, const char *path)
{
  g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't %s %s: %s", what, path,
               g_strerror (saved_errno));
  return FALSE;
}

static gboolean
write_all (int fd, const char *data, gsize length)
{
  while (length > 0)
    {
      ssize_t wrote = write (fd, data, length);

      if (wrote < 0 && errno != EINTR)
        return FALSE;
      if (wrote > 0)
        {
          data += wrote;
          length -= (gsize) wrote;
        }
    }
  return TRUE;
}

/* Root runs a service's commands in the service's folder: what it makes there belongs to whom the folder belongs to, or
 * the service could not use it. */
static gboolean
give_to_owner (int fd, const char *folder)
{
  struct stat info;

  return geteuid () != 0
         || (stat (folder, &info) == 0 && (info.st_uid == 0 || fchown (fd, info.st_uid, info.st_gid) == 0));
}

/**
 * kmzb_file_make:
 * @path: a file; nothing is done to one that is there
 *
 * Makes an empty file with permissions 0600 that belongs to the user who made it, or, made by root, to its folder's.
 */
gboolean
kmzb_file_make (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean ok;

  if (fd < 0)
    return errno == EEXIST || fail (error, errno, "make", path);
  ok = give_to_owner (fd, folder) || fail (error, errno, "change the owner of", path);
  close (fd);
  return ok;
}

/* Makes a rename or a new name inside folder @path survive a power cut. */
gboolean
kmzb_file_sync_folder (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return fail (error, errno, "open folder", path);
  if (fsync (fd) < 0)
    {
      int saved_errno = errno;
      close (fd);
      return fail (error, saved_errno, "sync folder", path);
    }
  close (fd);
  return TRUE;
}

/**
 * kmzb_file_write_durable:
 * @path: the file to make or replace
 * @mode: its permissions, such as 0600; 0 for what the file system gives, as a stick's knows none
 *
 * Writes a whole file so that after a power cut either the old or the new content is there, never a mixture: a
 * temporary file beside it is written and synced, renamed over @path, and the folder synced. Written by root it belongs
 * to the folder's owner.
 *
 * Returns: %TRUE once the new content is on the disk
 */
gboolean
kmzb_file_write_durable (const char *path,
                         gconstpointer data,
                         gsize length,
                         int mode,
                         GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, mode != 0 ? mode : 0600);

  if (fd < 0)
    return fail (error, errno, "create a file beside", path);

  if (!write_all (fd, data, length) || !give_to_owner (fd, folder) || (mode != 0 && fchmod (fd, (mode_t) mode) < 0) || fsync (fd) < 0)
    {
      int saved_errno = errno;
      close (fd);
      g_unlink (temporary);
      return fail (error, saved_errno, "write", path);
    }
  if (close (fd) < 0 || g_rename (temporary, path) < 0)
    {
      int saved_errno = errno;
      g_unlink (temporary);
      return fail (error, saved_errno, "replace", path);
    }
  return kmzb_file_sync_folder (folder, error);
}

/**
 * kmzb_file_read_secret:
 * @path: a file of one line, such as a booth's key
 *
 * Reads a secret and refuses one that others on the machine could read. The error never holds the content.
 *
 * Returns: (transfer full): the line without white space at its ends, or %NULL
 */
char *
kmzb_file_read_secret (const char *path, GError **error)
{
  char buffer[SECRET_MAX_BYTES + 1];
  struct stat info;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    {
      fail (error, errno, "open key file", path);
      return NULL;
    }
  if (fstat (fd, &info) < 0 || !S_ISREG (info.st_mode))
    {
      close (fd);
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Key file %s is not a regular file", path);
      return NULL;
    }
  if ((info.st_mode & 077) != 0)
    {
      close (fd);
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_DENIED,
                   "Key file %s can be read by others: its permissions must be 0600", path);
      return NULL;
    }

  ssize_t got = read (fd, buffer, SECRET_MAX_BYTES);
  close (fd);
  if (got < 0)
    {
      fail (error, errno, "read key file", path);
      return NULL;
    }
  buffer[got] = '\0';

  char *secret = g_strdup (g_strstrip (buffer));
  explicit_bzero (buffer, sizeof buffer);
  if (*secret == '\0' || strpbrk (secret, "\r\n") != NULL || !g_str_is_ascii (secret))
    {
      g_free (secret);
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Key file %s does not hold one line of text", path);
      return NULL;
    }
  return secret;
}
