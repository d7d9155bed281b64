/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-storage.h"

#include "kmzb-error.h"
#include "kmzb-storage-postgres.h"
#include "kmzb-storage-sqlite.h"

#include <string.h>

/* A transaction that others get in the way of; more often than this they never let it through. */
#define MAX_TRIES 10
#define FIRST_PAUSE_US 2000

void
kmzb_rows_free (KmzbRows *rows)
{
  if (rows != NULL)
    rows->class->free (rows);
}

/* Whether @place is a PostgreSQL server's URL, not a file. */
gboolean
kmzb_storage_is_url (const char *place)
{
  return g_str_has_prefix (place, "postgresql://") || g_str_has_prefix (place, "postgres://");
}

/**
 * kmzb_storage_open:
 * @place: an SQLite file, or the URL of a PostgreSQL database
 *
 * Opens what central keeps things in, and brings it to the newest schema.
 *
 * Returns: (transfer full)
 */
KmzbStorage *
kmzb_storage_open (const char *place, GError **error)
{
  const char *scheme_end = strstr (place, "://");

  /* Not the rest of it: that may hold a password. */
  if (scheme_end != NULL && !kmzb_storage_is_url (place))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
                   "Can't open a database at %.*s://: it is an SQLite file or a postgresql:// URL",
                   (int) (scheme_end - place), place);
      return NULL;
    }
  return kmzb_storage_is_url (place) ? kmzb_storage_postgres_open (place, TRUE, error)
                                     : kmzb_storage_sqlite_open (place, TRUE, error);
}

/* Returns: (transfer full): a connection that only reads; the schema is there already */
KmzbStorage *
kmzb_storage_open_reader (const char *place, GError **error)
{
  return kmzb_storage_is_url (place) ? kmzb_storage_postgres_open (place, FALSE, error)
                                     : kmzb_storage_sqlite_open (place, FALSE, error);
}

/* Returns: (transfer full): where the test endpoint beside @place stores: "central-test.db" */
char *
kmzb_storage_get_test_place (const char *place)
{
  g_autofree char *stem = g_strdup (place);

  if (kmzb_storage_is_url (place))
    return g_strconcat (place, KMZB_STORAGE_TEST_SUFFIX, NULL);
  if (g_str_has_suffix (stem, ".db"))
    stem[strlen (stem) - strlen (".db")] = '\0';
  return g_strconcat (stem, "-test.db", NULL);
}

/* @has_test: (out): whether anybody has tried the test endpoint beside @place: it is made only then */
gboolean
kmzb_storage_has_test (const char *place, gboolean *has_test, GError **error)
{
  g_autoptr (KmzbStorage) storage = NULL;
  g_autofree char *test_place = kmzb_storage_get_test_place (place);

  if (!kmzb_storage_is_url (place))
    {
      *has_test = g_file_test (test_place, G_FILE_TEST_EXISTS);
      return TRUE;
    }
  storage = kmzb_storage_open_reader (place, error);
  return storage != NULL && kmzb_storage_postgres_has_test (storage, has_test, error);
}

void
kmzb_storage_close (KmzbStorage *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->keys, g_hash_table_unref);
  self->class->close (self);
}

/**
 * kmzb_storage_transact:
 * @func: may run several times: it depends on nothing but the database and what it was given
 *
 * Runs @func in one transaction that is stored or not as a whole.
 *
 * Returns: %TRUE once all of it is stored for good
 */
gboolean
kmzb_storage_transact (KmzbStorage *self, KmzbStorageFunc func, gpointer data, GError **error)
{
  for (guint try = 1;; try++)
    {
      g_autoptr (GError) fault = NULL;

      if (self->class->begin (self, &fault))
        {
          if (func (self, data, &fault) && self->class->commit (self, &fault))
            return TRUE;
          self->class->rollback (self);
        }
      if (try == MAX_TRIES || !self->retries || !g_error_matches (fault, KMZB_ERROR, KMZB_ERROR_BUSY))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      /* Not all at the same moment again. */
      g_usleep ((gulong) g_random_int_range (FIRST_PAUSE_US, FIRST_PAUSE_US << MIN (try, 7)));
    }
}

/* @n_changed: (out) (optional): the rows it touched */
gboolean
kmzb_storage_run (KmzbStorage *self,
                  const char *sql,
                  const KmzbValue *values,
                  guint n_values,
                  guint *n_changed,
                  GError **error)
{
  guint ignored;

  return self->class->run_each (self, sql, values, n_values, 1, n_changed ? n_changed : &ignored, error);
}

/* Returns: (transfer full): the rows, before the first one */
KmzbRows *
kmzb_storage_query (KmzbStorage *self, const char *sql, const KmzbValue *values, guint n_values, GError **error)
{
  return self->class->query (self, sql, values, n_values, error);
}

/* The first column of the first row; 0 when there is no row or it is NULL. */
gboolean
kmzb_storage_get_int (KmzbStorage *self,
                      const char *sql,
                      const KmzbValue *values,
                      guint n_values,
                      gint64 *value,
                      GError **error)
{
  g_autoptr (KmzbRows) rows = kmzb_storage_query (self, sql, values, n_values, error);
  g_autoptr (GError) fault = NULL;

  *value = 0;
  if (rows == NULL)
    return FALSE;
  if (kmzb_rows_next (rows, &fault) && !kmzb_rows_is_null (rows, 0))
    *value = kmzb_rows_int (rows, 0);
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}
