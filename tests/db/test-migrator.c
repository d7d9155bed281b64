/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-error.h"
#include "kmzb-migrator.h"

static gboolean
fill (KmzbDb *db, GError **error)
{
  return kmzb_db_exec (db, "INSERT INTO a VALUES(1)", error);
}

static const KmzbMigration steps[] = {
  { .sql = "CREATE TABLE a(x)" },
  { .sql = "CREATE TABLE b(x)", .func = fill },
  { .sql = "CREATE TABLE c(x); CREATE TABLE a(x)" }, /* fails at its second statement */
};

static gint64
get (KmzbDb *db, const char *sql)
{
  gint64 value = -1;

  g_assert_true (kmzb_db_get_int (db, sql, &value, NULL));
  return value;
}

static void
test_runs_each_step_once (void)
{
  g_autoptr (KmzbDb) db = kmzb_db_open (":memory:", KMZB_DB_CREATE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (kmzb_migrate (db, steps, 1, &error));
  g_assert_cmpint (get (db, "PRAGMA user_version"), ==, 1);
  g_assert_true (kmzb_migrate (db, steps, 2, &error));
  g_assert_true (kmzb_migrate (db, steps, 2, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get (db, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (get (db, "SELECT count(*) FROM a"), ==, 1);
}

static void
test_failing_step_leaves_the_one_before (void)
{
  g_autoptr (KmzbDb) db = kmzb_db_open (":memory:", KMZB_DB_CREATE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (kmzb_migrate (db, steps, 3, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (get (db, "PRAGMA user_version"), ==, 2);
  g_assert_false (kmzb_db_has_table (db, "c"));
}

static void
test_newer_schema_is_left_alone (void)
{
  g_autoptr (KmzbDb) db = kmzb_db_open (":memory:", KMZB_DB_CREATE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (kmzb_db_exec (db, "PRAGMA user_version=9", NULL));
  g_assert_false (kmzb_migrate (db, steps, 2, &error));
  g_assert_error (error, KMZB_ERROR, KMZB_ERROR_NEWER);
  g_assert_false (kmzb_db_has_table (db, "a"));
  g_assert_cmpint (get (db, "PRAGMA user_version"), ==, 9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/migrator/runs-each-step-once", test_runs_each_step_once);
  g_test_add_func ("/migrator/failing-step-leaves-the-one-before", test_failing_step_leaves_the_one_before);
  g_test_add_func ("/migrator/newer-schema-is-left-alone", test_newer_schema_is_left_alone);
  return g_test_run ();
}
