/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"
#include "kmzb-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static char *folder;

static void
test_write_replaces_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "state", NULL);
  g_autofree char *content = NULL;
  GStatBuf info;

  g_assert_true (kmzb_file_write_durable (path, "first, longer", 13, 0640, &error));
  g_assert_no_error (error);
  g_assert_true (kmzb_file_write_durable (path, "second", 6, 0600, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, NULL, &error));
  g_assert_cmpstr (content, ==, "second");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_make_once (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "made", NULL), *content = NULL;
  g_autofree char *nowhere = g_build_filename (folder, "nowhere", "made", NULL);
  GStatBuf info;

  g_assert_true (kmzb_file_make (path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (info.st_size, ==, 0);
  g_assert_true (g_file_set_contents (path, "kept", -1, &error));
  g_assert_true (kmzb_file_make (path, &error));
  g_assert_true (g_file_get_contents (path, &content, NULL, &error));
  g_assert_cmpstr (content, ==, "kept");
  g_assert_false (kmzb_file_make (nowhere, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, nowhere));
}

static void
test_write_failure_leaves_nothing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autofree char *target = g_build_filename (folder, "is-a-folder", NULL);
  g_autofree char *inner = g_build_filename (target, "x", NULL);
  const char *name;

  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);
  g_assert_false (kmzb_file_write_durable (target, "x", 1, 0600, &error));
  g_assert_nonnull (strstr (error->message, target));
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_false (g_str_has_prefix (name, "is-a-folder."));
}

static void
test_secret_is_read_when_private (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "key", NULL);
  g_autofree char *secret = NULL;

  g_assert_true (kmzb_file_write_durable (path, "abc123\n", 7, 0600, &error));
  secret = kmzb_file_read_secret (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, "abc123");
}

static void
test_secret_open_to_others_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "open-key", NULL);

  g_assert_true (kmzb_file_write_durable (path, "abc123\n", 7, 0644, &error));
  g_assert_null (kmzb_file_read_secret (path, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_DENIED);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (strstr (error->message, "abc123"));
}

static void
test_secret_of_two_lines_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "two-lines", NULL);

  g_assert_true (kmzb_file_write_durable (path, "abc\r\nHost: x\n", 13, 0600, &error));
  g_assert_null (kmzb_file_read_secret (path, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("kmzb-file-XXXXXX", NULL);
  g_test_add_func ("/file/write-replaces-whole", test_write_replaces_whole);
  g_test_add_func ("/file/make-once", test_make_once);
  g_test_add_func ("/file/write-failure-leaves-nothing", test_write_failure_leaves_nothing);
  g_test_add_func ("/file/secret-is-read-when-private", test_secret_is_read_when_private);
  g_test_add_func ("/file/secret-open-to-others-is-refused", test_secret_open_to_others_is_refused);
  g_test_add_func ("/file/secret-of-two-lines-is-refused", test_secret_of_two_lines_is_refused);
  int code = g_test_run ();
  g_free (folder);
  return code;
}
