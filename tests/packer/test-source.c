/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"
#include "kmzb-source.h"

#include <bzlib.h>
#include <string.h>

static char *folder;

#define OSM "<?xml version='1.0'?>\n<osm version='0.6'><node id='1' lat='50' lon='20'/></osm>\n"

static char *
write_file (const char *name, const void *data, gssize length)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, length, NULL));
  return path;
}

static void
append_packed (GByteArray *bytes, const char *text)
{
  char packed[1000];
  unsigned length = sizeof packed;

  g_assert_cmpint (BZ2_bzBuffToBuffCompress (packed, &length, (char *) text, (unsigned) strlen (text), 9, 0, 0), ==,
                   BZ_OK);
  g_byte_array_append (bytes, (guint8 *) packed, length);
}

static void
check (const char *path, KmzbSourceKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbSource) source = kmzb_source_new (path, folder, &error);

  g_assert_no_error (error);
  g_assert_cmpint (source->kind, ==, kind);
  g_assert_cmpstr (source->path, ==, path);
}

static void
check_refused (const char *path, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kmzb_source_new (path, folder, &error));
  g_assert_error (error, KMZB_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
}

/* The content decides, not the name. */
static void
test_kinds (void)
{
  g_autofree char *osm = write_file ("map.txt", OSM, -1);
  g_autofree char *json = write_file ("units.osm", "\xef\xbb\xbf\n {\"type\":\"FeatureCollection\"}", -1);
  g_autofree char *html = write_file ("page.osm", "<html><body>404</body></html>", -1);
  g_autofree char *empty = write_file ("empty.osm", "", 0);
  g_autofree char *missing = g_build_filename (folder, "missing.osm", NULL);

  check (osm, KMZB_SOURCE_OSM);
  check (json, KMZB_SOURCE_GEOJSON);
  check_refused (html, KMZB_ERROR_INVALID);
  check_refused (empty, KMZB_ERROR_DAMAGED);
  check_refused (missing, KMZB_ERROR_NOT_FOUND);
  check_refused (folder, KMZB_ERROR_IO);
}

static void
test_gzip (void)
{
  g_autofree char *path = write_file ("map.osm.gz", "\x1f\x8b\x08\0\0\0\0\0", 8);
  g_autoptr (KmzbSource) source = kmzb_source_new (path, folder, NULL);

  g_assert_true (g_str_has_prefix (source->gdal_path, "/vsigzip//"));
}

/* Parallel packers write several streams one after another; all of them are the file. */
static void
test_bzip2 (void)
{
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  append_packed (packed, "<osm>first ");
  append_packed (packed, "second ");
  append_packed (packed, "third</osm>");
  g_autofree char *path = write_file ("map.osm.bz2", packed->data, packed->len);
  g_autoptr (KmzbSource) source = kmzb_source_new (path, folder, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (source->gdal_path, &text, NULL, &error));
  g_assert_cmpstr (text, ==, "<osm>first second third</osm>");
}

static void
test_damaged_bzip2 (void)
{
  g_autoptr (GByteArray) packed = g_byte_array_new ();

  append_packed (packed, OSM);
  g_autofree char *cut = write_file ("cut.osm.bz2", packed->data, packed->len - 9);
  check_refused (cut, KMZB_ERROR_DAMAGED);
  packed->data[20] ^= 0x55;
  g_autofree char *wrong = write_file ("wrong.osm.bz2", packed->data, packed->len);
  check_refused (wrong, KMZB_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("kmzb-source-XXXXXX", NULL);
  g_test_add_func ("/packer/source/kinds", test_kinds);
  g_test_add_func ("/packer/source/gzip", test_gzip);
  g_test_add_func ("/packer/source/bzip2", test_bzip2);
  g_test_add_func ("/packer/source/damaged-bzip2", test_damaged_bzip2);
  int code = g_test_run ();
  g_free (folder);
  return code;
}
