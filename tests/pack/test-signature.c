/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"
#include "kmzb-pack-signature.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

typedef struct
{
  char *folder;
  char *key_file;
  char *pack;
  char *signature;
  char *public_key;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kmzb-signature-XXXXXX", &error);
  fixture->key_file = g_build_filename (fixture->folder, "sign.key", NULL);
  fixture->pack = g_build_filename (fixture->folder, "a.mbtiles", NULL);
  fixture->public_key = kmzb_pack_signature_make_key (fixture->key_file, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (fixture->pack, "not looked at but for its bytes", -1, NULL));
  fixture->signature = kmzb_pack_signature_sign (fixture->pack, fixture->key_file, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->key_file);
  g_unlink (fixture->pack);
  g_unlink (fixture->signature);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->key_file);
  g_free (fixture->pack);
  g_free (fixture->signature);
  g_free (fixture->public_key);
}

/* -1: it is what was signed; else the error's code */
static int
check (Fixture *fixture, const char *key)
{
  const char *const keys[] = { "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=", key, NULL };
  g_autoptr (GError) error = NULL;

  if (kmzb_pack_signature_check (fixture->pack, keys, &error))
    return -1;
  g_assert_nonnull (strstr (error->message, fixture->pack));
  return error->code;
}

static void
test_signed (Fixture *fixture, gconstpointer data)
{
  GStatBuf info;

  g_assert_true (g_str_has_suffix (fixture->signature, "/a.mbtiles.sig"));
  g_assert_cmpint (g_stat (fixture->key_file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  g_assert_true (kmzb_pack_signature_is_key (fixture->public_key));
  g_assert_cmpint (check (fixture, fixture->public_key), ==, -1);
  g_assert_cmpint (check (fixture, NULL), ==, KMZB_ERROR_DENIED);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->pack, "not looked at but for its byteS", -1, NULL));
  g_assert_cmpint (check (fixture, fixture->public_key), ==, KMZB_ERROR_DENIED);
  g_assert_true (g_file_set_contents (fixture->pack, "", -1, NULL));
  g_assert_cmpint (check (fixture, fixture->public_key), ==, KMZB_ERROR_DENIED);
  g_assert_cmpint (g_unlink (fixture->pack), ==, 0);
  g_assert_cmpint (check (fixture, fixture->public_key), ==, KMZB_ERROR_NOT_FOUND);
}

static void
test_signature_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (fixture->signature, &good, &length, NULL));
  good[5] = good[5] == 'A' ? 'B' : 'A';
  g_assert_true (g_file_set_contents (fixture->signature, good, -1, NULL));
  g_assert_cmpint (check (fixture, fixture->public_key), ==, KMZB_ERROR_DENIED);
  g_assert_true (g_file_set_contents (fixture->signature, good, (gssize) length - 4, NULL));
  g_assert_cmpint (check (fixture, fixture->public_key), ==, KMZB_ERROR_INVALID);
  g_assert_true (g_file_set_contents (fixture->signature, "", -1, NULL));
  g_assert_cmpint (check (fixture, fixture->public_key), ==, KMZB_ERROR_INVALID);
  g_assert_cmpint (g_unlink (fixture->signature), ==, 0);
  g_assert_cmpint (check (fixture, fixture->public_key), ==, KMZB_ERROR_NOT_FOUND);
}

/* More than is read at once, and not a multiple of it. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bytes = g_malloc0 (1000003);
  g_autofree char *again = NULL;

  g_assert_true (g_file_set_contents (fixture->pack, bytes, 1000003, NULL));
  again = kmzb_pack_signature_sign (fixture->pack, fixture->key_file, NULL);
  g_assert_cmpstr (again, ==, fixture->signature);
  g_assert_cmpint (check (fixture, fixture->public_key), ==, -1);
  bytes[1000002] = 1;
  g_assert_true (g_file_set_contents (fixture->pack, bytes, 1000003, NULL));
  g_assert_cmpint (check (fixture, fixture->public_key), ==, KMZB_ERROR_DENIED);
}

static void
test_key_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;

  g_assert_true (g_file_get_contents (fixture->key_file, &before, NULL, NULL));
  g_assert_null (kmzb_pack_signature_make_key (fixture->key_file, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (fixture->key_file, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);

  g_clear_error (&error);
  g_assert_cmpint (g_chmod (fixture->key_file, 0640), ==, 0);
  g_assert_null (kmzb_pack_signature_sign (fixture->pack, fixture->key_file, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_cmpint (g_chmod (fixture->key_file, 0600), ==, 0);
  g_assert_true (g_file_set_contents_full (fixture->key_file, fixture->public_key, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_null (kmzb_pack_signature_sign (fixture->pack, fixture->key_file, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
  g_assert_null (strstr (error->message, fixture->public_key));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/pack/signature/signed", test_signed);
  ADD ("/pack/signature/changed", test_changed);
  ADD ("/pack/signature/signature-file", test_signature_file);
  ADD ("/pack/signature/large", test_large);
  ADD ("/pack/signature/key-file", test_key_file);
  return g_test_run ();
}
