/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A booth's own file, damaged: four bytes of input each are a place (three bytes) and what stands there now. The booth
 * must start, and of the unsent reports none may be invented or doubled; the damaged file is kept.
 */
#include "fuzz.h"
#include "kmzb-store-file.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_REPORTS 40
#define NOW_US G_GINT64_CONSTANT (1777629600000000)

static char *data_dir;
static char *path;

static void
empty_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (data_dir, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (data_dir, name, NULL);

      g_assert_cmpint (g_unlink (file), ==, 0);
    }
}

/* A file with a queue and some threats, all of it in the file itself and none in its log. */
static GBytes *
make_file (void)
{
  g_autoptr (GError) error = NULL;
  KmzbDb *db = kmzb_store_file_open (data_dir, NOW_US, &error);
  char *content;
  gsize size;

  g_assert_no_error (error);
  kmzb_db_exec (db,
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " G_STRINGIFY (N_REPORTS) ")"
                " INSERT INTO reports (id, number, boot_id, state, category, lat, lon, saved_us, payload)"
                " SELECT printf('0190a1b2-0000-7000-8000-%012d', i), printf('%09d', i), 'boot', 'saved', 'akty', 50, 20,"
                " i, CAST(printf('description=%0300d', i) AS BLOB) FROM n;"
                "INSERT INTO threats (id, from_pack, category, status, lat, lon, created_us, updated_us)"
                " VALUES ('t', 1, 'akty', 'new', 50, 20, 0, 0);"
                "PRAGMA wal_checkpoint(TRUNCATE)",
                &error);
  g_assert_no_error (error);
  kmzb_db_close (db);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  return g_bytes_new_take (content, size);
}

static GBytes *
begin (void)
{
  data_dir = g_build_filename (fuzz_folder (), "booth", NULL);
  g_assert_cmpint (g_mkdir (data_dir, 0700), ==, 0);
  path = kmzb_store_file_get_path (data_dir);
  return make_file ();
}

static void
check_booth (KmzbDb *db)
{
  g_autoptr (GError) error = NULL;
  gint64 n = 0, distinct = 0;

  g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM reports", &n, &error));
  g_assert_true (kmzb_db_get_int (db, "SELECT count(DISTINCT id) FROM reports", &distinct, &error));
  g_assert_cmpint (n, ==, distinct);
  g_assert_cmpint (n, <=, N_REPORTS);
  /* It takes a report. */
  g_assert_true (kmzb_db_exec (db,
                               "INSERT INTO reports (id, number, boot_id, state, category, lat, lon, saved_us, payload)"
                               " VALUES ('new', 'new', 'b', 'saved', 'akty', 50, 20, 0, x'00')",
                               &error));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static GBytes *template;
  g_autoptr (GError) error = NULL;
  g_autofree uint8_t *content = NULL;
  gboolean changed = FALSE;
  gsize length;
  KmzbDb *db;

  fuzz_begin ();
  if (template == NULL)
    template = begin ();
  length = g_bytes_get_size (template);
  content = g_memdup2 (g_bytes_get_data (template, NULL), length);
  for (; size >= 4; data += 4, size -= 4)
    {
      gsize at = ((gsize) data[0] << 16 | (gsize) data[1] << 8 | data[2]) % length;

      changed = changed || content[at] != data[3];
      content[at] = data[3];
    }
  empty_folder ();
  g_assert_true (g_file_set_contents_full (path, (const char *) content, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600,
                                           NULL));
  db = kmzb_store_file_open (data_dir, NOW_US, &error);
  g_assert_no_error (error);
  g_assert_nonnull (db);
  if (!changed)
    {
      gint64 n = 0;

      g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM reports", &n, NULL) && n == N_REPORTS);
    }
  check_booth (db);
  kmzb_db_close (db);
  return 0;
}
