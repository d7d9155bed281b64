/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-db.h"
#include "kmzb-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
test_values_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (":memory:", KMZB_DB_CREATE, &error);
  gsize length;

  g_assert_no_error (error);
  g_assert_true (kmzb_db_exec (db, "CREATE TABLE t(a,b,c,d,e)", &error));
  g_autoptr (KmzbStmt) insert = kmzb_db_prepare (db, "INSERT INTO t VALUES(?1,?2,?3,?4,?5)", &error);
  kmzb_stmt_bind_text (insert, 1, "żółw 🐢");
  kmzb_stmt_bind_int (insert, 2, G_MAXINT64);
  kmzb_stmt_bind_double (insert, 3, 50.0123456789);
  kmzb_stmt_bind_blob (insert, 4, "a\0b", 3);
  kmzb_stmt_bind_null (insert, 5);
  g_assert_true (kmzb_stmt_run (insert, &error));
  g_assert_no_error (error);

  g_autoptr (KmzbStmt) select = kmzb_db_prepare (db, "SELECT * FROM t", &error);
  g_assert_cmpint (kmzb_stmt_step (select, &error), ==, KMZB_STEP_ROW);
  g_assert_cmpstr (kmzb_stmt_text (select, 0), ==, "żółw 🐢");
  g_assert_cmpint (kmzb_stmt_int (select, 1), ==, G_MAXINT64);
  g_assert_cmpfloat (kmzb_stmt_double (select, 2), ==, 50.0123456789);
  g_assert_cmpmem (kmzb_stmt_blob (select, 3, &length), length, "a\0b", 3);
  g_assert_true (kmzb_stmt_is_null (select, 4));
  g_assert_null (kmzb_stmt_bytes (select, 4));
  g_assert_cmpint (kmzb_stmt_step (select, &error), ==, KMZB_STEP_DONE);
}

static void
test_wrong_bind_fails_the_step (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbDb) db = kmzb_db_open (":memory:", KMZB_DB_CREATE, NULL);

  g_assert_true (kmzb_db_exec (db, "CREATE TABLE t(a)", NULL));
  g_autoptr (KmzbStmt) insert = kmzb_db_prepare (db, "INSERT INTO t VALUES(?1)", NULL);
  kmzb_stmt_bind_int (insert, 2, 7);
  g_assert_false (kmzb_stmt_run (insert, &error));
  g_assert_nonnull (error);
}

static void
test_durable_file_is_private_and_full (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("durable.db");
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_CREATE | KMZB_DB_DURABLE, &error);
  gint64 value = 0;
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (kmzb_db_get_int (db, "PRAGMA synchronous", &value, NULL));
  g_assert_cmpint (value, ==, 2);
  g_assert_true (kmzb_db_get_int (db, "PRAGMA secure_delete", &value, NULL));
  g_assert_cmpint (value, ==, 1);
}

static void
check_cannot_open (const char *name, const char *content, KmzbDbFlags flags, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of (name);

  if (content != NULL)
    g_assert_true (g_file_set_contents (path, content, -1, NULL));
  g_assert_null (kmzb_db_open (path, flags, &error));
  g_assert_error (error, KMZB_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_bad_files (void)
{
  check_cannot_open ("none.db", NULL, KMZB_DB_READ_ONLY, KMZB_ERROR_IO);
  check_cannot_open ("text.db", "this is no database, just some text that is longer than a header of one",
                     KMZB_DB_READ_ONLY, KMZB_ERROR_DAMAGED);
  check_cannot_open ("text-immutable.db", "this is no database, just some text that is longer than a header",
                     KMZB_DB_IMMUTABLE, KMZB_ERROR_DAMAGED);
}

static void
test_odd_name_opens_immutable (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("a b?c#d%20.db");
  g_autoptr (KmzbDb) maker = kmzb_db_open (path, KMZB_DB_CREATE, &error);

  g_assert_true (kmzb_db_exec (maker, "CREATE TABLE t(a)", NULL));
  g_clear_pointer (&maker, kmzb_db_close);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_IMMUTABLE, &error);
  g_assert_no_error (error);
  g_assert_true (kmzb_db_has_table (db, "t"));
  g_assert_false (kmzb_db_has_table (db, "u"));
  g_assert_false (kmzb_db_exec (db, "INSERT INTO t VALUES(1)", &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_READ_ONLY);
}

/* A failed COMMIT must be told, and nothing of it may be in the file: here a deferred foreign key refuses it. */
static void
test_failed_commit_is_told (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("commit.db");
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_CREATE | KMZB_DB_DURABLE, NULL);
  gint64 rows = -1;

  g_assert_true (kmzb_db_exec (db,
                               "CREATE TABLE p(id INTEGER PRIMARY KEY);"
                               "CREATE TABLE c(p REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED)",
                               NULL));
  g_assert_true (kmzb_db_begin_immediate (db, NULL));
  g_assert_true (kmzb_db_exec (db, "INSERT INTO c VALUES(5)", NULL));
  g_assert_false (kmzb_db_commit (db, &error));
  g_assert_nonnull (error);
  g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM c", &rows, NULL));
  g_assert_cmpint (rows, ==, 0);
  g_assert_true (kmzb_db_begin_immediate (db, NULL));
  kmzb_db_rollback (db);
}

static gboolean
file_holds (const char *path, const char *needle)
{
  g_autofree char *content = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &content, &length, NULL))
    return FALSE;
  return memmem (content, length, needle, strlen (needle)) != NULL;
}

static void
test_deleted_bytes_are_gone (void)
{
  g_autofree char *path = path_of ("wipe.db");
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_CREATE | KMZB_DB_DURABLE, NULL);

  g_assert_true (kmzb_db_exec (db, "CREATE TABLE t(a); INSERT INTO t VALUES('bardzo-tajny-opis')", NULL));
  g_assert_true (file_holds (wal, "bardzo-tajny-opis"));
  g_assert_true (kmzb_db_exec (db, "UPDATE t SET a=NULL", NULL));
  g_assert_true (kmzb_db_checkpoint (db, NULL));
  g_assert_false (file_holds (wal, "bardzo-tajny-opis"));
  g_assert_false (file_holds (path, "bardzo-tajny-opis"));
}

static void
test_damaged_page_is_found (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("damaged.db");
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_CREATE, NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (kmzb_db_exec (db,
                               "CREATE TABLE t(a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n "
                               "WHERE i<5000) INSERT INTO t SELECT printf('%050d', i) FROM n",
                               NULL));
  g_assert_true (kmzb_db_check (db, NULL));
  g_clear_pointer (&db, kmzb_db_close);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  memset (content + 3 * 4096, 0x5a, 2 * 4096);
  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
  db = kmzb_db_open (path, KMZB_DB_READ_ONLY, NULL);
  g_assert_false (kmzb_db_check (db, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("kmzb-db-XXXXXX", NULL);
  g_test_add_func ("/db/values-round-trip", test_values_round_trip);
  g_test_add_func ("/db/wrong-bind-fails-the-step", test_wrong_bind_fails_the_step);
  g_test_add_func ("/db/durable-file-is-private-and-full", test_durable_file_is_private_and_full);
  g_test_add_func ("/db/bad-files", test_bad_files);
  g_test_add_func ("/db/odd-name-opens-immutable", test_odd_name_opens_immutable);
  g_test_add_func ("/db/failed-commit-is-told", test_failed_commit_is_told);
  g_test_add_func ("/db/deleted-bytes-are-gone", test_deleted_bytes_are_gone);
  g_test_add_func ("/db/damaged-page-is-found", test_damaged_page_is_found);
  int code = g_test_run ();
  g_free (folder);
  return code;
}
