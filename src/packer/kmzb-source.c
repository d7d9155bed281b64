/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-source.h"

#include "kmzb-error.h"

#include <bzlib.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define CHUNK (256 * 1024)

void
kmzb_source_free (KmzbSource *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->gdal_path);
  g_free (self);
}

static void
set_read_error (const char *path, const char *fault, GError **error)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "Can't read %s: %s", path, fault);
}

static gboolean
copy_bzip2 (const char *path, FILE *in, FILE *out, GError **error)
{
  g_autofree char *buffer = g_malloc (CHUNK);
  char unused[BZ_MAX_UNUSED];
  int n_unused = 0, code = BZ_OK;

  /* A file made by a parallel packer is many streams one after another. */
  while (n_unused > 0 || !feof (in))
    {
      BZFILE *stream = BZ2_bzReadOpen (&code, in, 0, 0, unused, n_unused);
      void *rest = NULL;

      while (code == BZ_OK)
        {
          int n = BZ2_bzRead (&code, stream, buffer, CHUNK);

          if ((code == BZ_OK || code == BZ_STREAM_END) && fwrite (buffer, 1, (size_t) n, out) != (size_t) n)
            {
              int saved_errno = errno;

              BZ2_bzReadClose (&(int){ 0 }, stream);
              g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't unpack %s: %s", path,
                           g_strerror (saved_errno));
              return FALSE;
            }
        }
      if (code == BZ_STREAM_END)
        {
          int ignored;

          BZ2_bzReadGetUnused (&ignored, stream, &rest, &n_unused);
          memmove (unused, rest, (size_t) n_unused);
        }
      BZ2_bzReadClose (&(int){ 0 }, stream);
      if (code != BZ_STREAM_END)
        {
          set_read_error (path, "the bzip2 file is damaged or cut off", error);
          return FALSE;
        }
      if (n_unused == 0)
        {
          int next = fgetc (in);

          if (next == EOF)
            break;
          ungetc (next, in);
        }
    }
  return TRUE;
}

/* GDAL reads gzip through a virtual file, but not bzip2: that is unpacked to a file in @folder first. */
static char *
unpack_bzip2 (const char *path, const char *folder, GError **error)
{
  static guint count;
  g_autofree char *name = g_strdup_printf ("source-%u.osm", count++);
  g_autofree char *unpacked = g_build_filename (folder, name, NULL);
  FILE *in = g_fopen (path, "rbe");
  FILE *out = in ? g_fopen (unpacked, "wbe") : NULL;
  gboolean fine = FALSE;

  if (out == NULL)
    {
      int saved_errno = errno;
      g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't unpack %s: %s", path,
                   g_strerror (saved_errno));
    }
  else
    fine = copy_bzip2 (path, in, out, error);
  if (in != NULL)
    fclose (in);
  if (out != NULL && fclose (out) != 0 && fine)
    {
      set_read_error (path, "no space to unpack it", error);
      fine = FALSE;
    }
  return fine ? g_steal_pointer (&unpacked) : NULL;
}

static gboolean
read_start (const char *path, guint8 *start, gsize size, gsize *length, GError **error)
{
  FILE *file = g_fopen (path, "rbe");
  int saved_errno = errno;

  if (file != NULL)
    {
      errno = 0;
      *length = fread (start, 1, size, file);
      saved_errno = ferror (file) ? errno : 0;
      fclose (file);
      if (saved_errno == 0)
        return TRUE;
    }
  g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't read %s: %s", path,
               g_strerror (saved_errno));
  return FALSE;
}

static gboolean
is_pbf (const guint8 *start, gsize length)
{
  return length > 16 && memmem (start, MIN (length, 64), "OSMHeader", 9) != NULL;
}

static gboolean
is_osm_xml (const guint8 *start, gsize length)
{
  return memmem (start, length, "<osm", 4) != NULL;
}

static gboolean
is_json (const guint8 *start, gsize length)
{
  gsize at = length >= 3 && memcmp (start, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (at < length && g_ascii_isspace (start[at]))
    at++;
  return at < length && start[at] == '{';
}

/**
 * kmzb_source_new:
 * @path: an input named by the user
 * @folder: for scratch files
 *
 * Tells by its first bytes, not by its name, what a file is.
 */
KmzbSource *
kmzb_source_new (const char *path, const char *folder, GError **error)
{
  g_autoptr (KmzbSource) self = g_new0 (KmzbSource, 1);
  guint8 start[1024];
  gsize length = 0;

  self->path = g_strdup (path);
  if (!read_start (path, start, sizeof start, &length, error))
    return NULL;
  if (length == 0)
    {
      set_read_error (path, "the file is empty", error);
      return NULL;
    }

  if (length >= 2 && start[0] == 0x1f && start[1] == 0x8b)
    {
      g_autofree char *absolute = g_canonicalize_filename (path, NULL);
      self->gdal_path = g_strconcat ("/vsigzip/", absolute, NULL);
    }
  else if (length >= 3 && memcmp (start, "BZh", 3) == 0)
    {
      self->gdal_path = unpack_bzip2 (path, folder, error);
      if (self->gdal_path == NULL)
        return NULL;
    }
  else if (is_json (start, length))
    {
      self->kind = KMZB_SOURCE_GEOJSON;
      self->gdal_path = g_strdup (path);
    }
  else if (is_pbf (start, length) || is_osm_xml (start, length))
    self->gdal_path = g_strdup (path);
  else
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
                   "Can't read %s: it is neither OpenStreetMap data (.osm, .osm.gz, .osm.bz2, .osm.pbf) nor GeoJSON",
                   path);
      return NULL;
    }
  return g_steal_pointer (&self);
}
