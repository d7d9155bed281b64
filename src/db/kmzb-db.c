/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-db-private.h"

#include "kmzb-error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* How long a statement waits for another process that holds the file, in milliseconds. */
#define BUSY_TIMEOUT_MS 5000

/**
 * KmzbDb:
 *
 * One SQLite connection. It belongs to one thread at a time. Errors come in %KMZB_ERROR with the file's name; they
 * never hold values, for these may be what a visitor typed.
 */

static KmzbError
error_code (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return KMZB_ERROR_FULL;
    case SQLITE_READONLY:
      return KMZB_ERROR_READ_ONLY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return KMZB_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return KMZB_ERROR_DAMAGED;
    case SQLITE_CONSTRAINT:
      return KMZB_ERROR_EXISTS;
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return KMZB_ERROR_DENIED;
    default:
      return KMZB_ERROR_IO;
    }
}

void
kmzb_db_set_error (KmzbDb *self, int code, const char *what, GError **error)
{
  g_set_error (error, KMZB_ERROR, error_code (code), "Can't %s %s: %s", what, self->path,
               self->handle ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code));
}

static gboolean
apply_pragmas (KmzbDb *self, KmzbDbFlags flags, GError **error)
{
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_extended_result_codes (self->handle, 1);
  /* The schema of a file from outside must not reach functions with side effects. */
  if (!kmzb_db_exec (self, "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON", error))
    return FALSE;

  if (flags & KMZB_DB_DURABLE)
    {
      gint64 synchronous = 0;

      /* secure_delete=ON, not FAST: FAST leaves freed pages' content in the file. */
      if (!kmzb_db_exec (self,
                         "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                         "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON",
                         error)
          || !kmzb_db_get_int (self, "PRAGMA synchronous", &synchronous, error))
        return FALSE;
      if (synchronous != 2)
        {
          g_set_error (error, KMZB_ERROR, KMZB_ERROR_IO, "Can't make writes to %s durable", self->path);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * kmzb_db_open:
 * @path: a file name, or ":memory:"
 *
 * Opens a database file and reads its header, so that a file that is no database fails here.
 *
 * Returns: (transfer full): a connection, or %NULL
 */
KmzbDb *
kmzb_db_open (const char *path, KmzbDbFlags flags, GError **error)
{
  g_autoptr (KmzbDb) self = g_new0 (KmzbDb, 1);
  g_autofree char *uri = NULL;
  static gsize configured;
  int open_flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  gint64 ignored;
  int code;

  /* Else every allocation of every connection is counted under one lock of the whole process. */
  if (g_once_init_enter (&configured))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&configured, 1);
    }
  self->path = g_strdup (path);
  open_flags |= flags & (KMZB_DB_READ_ONLY | KMZB_DB_IMMUTABLE) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;

  if (flags & KMZB_DB_CREATE && strcmp (path, ":memory:") != 0)
    {
      /* Made by us first: SQLite would make it readable by everybody. */
      int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      if (fd >= 0)
        close (fd);
    }
  if (flags & KMZB_DB_CREATE)
    open_flags |= SQLITE_OPEN_CREATE;
  if (flags & KMZB_DB_IMMUTABLE)
    {
      g_autofree char *absolute = g_canonicalize_filename (path, NULL);
      g_autofree char *escaped = g_uri_escape_string (absolute, "/", FALSE);
      uri = g_strdup_printf ("file://%s?immutable=1", escaped);
      open_flags |= SQLITE_OPEN_URI;
    }

  code = sqlite3_open_v2 (uri ? uri : path, &self->handle, open_flags, NULL);
  if (code != SQLITE_OK)
    {
      kmzb_db_set_error (self, code, "open", error);
      return NULL;
    }
  if (!apply_pragmas (self, flags, error)
      || !kmzb_db_get_int (self, "SELECT count(*) FROM sqlite_schema", &ignored, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
kmzb_db_close (KmzbDb *self)
{
  if (self == NULL)
    return;
  if (sqlite3_close_v2 (self->handle) != SQLITE_OK)
    g_critical ("Closing %s: %s", self->path, sqlite3_errmsg (self->handle));
  g_free (self->path);
  g_free (self);
}

const char *
kmzb_db_get_path (KmzbDb *self)
{
  return self->path;
}

/* Runs one or several statements without values or results. */
gboolean
kmzb_db_exec (KmzbDb *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  kmzb_db_set_error (self, code, "use", error);
  return FALSE;
}

/* Begins a write transaction at once. DEFERRED would let it begin as a reader and fail with SQLITE_BUSY at its first
 * write, where no waiting helps. */
gboolean
kmzb_db_begin_immediate (KmzbDb *self, GError **error)
{
  return kmzb_db_exec (self, "BEGIN IMMEDIATE", error);
}

/* Ends a transaction. %FALSE means that nothing of it is in the file: it has been rolled back. */
gboolean
kmzb_db_commit (KmzbDb *self, GError **error)
{
  if (kmzb_db_exec (self, "COMMIT", error))
    return TRUE;
  kmzb_db_rollback (self);
  return FALSE;
}

/* Drops the open transaction, if there is one (SQLite has ended it itself after some errors). */
void
kmzb_db_rollback (KmzbDb *self)
{
  if (!sqlite3_get_autocommit (self->handle) && sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
    g_warning ("Can't roll back in %s: %s", self->path, sqlite3_errmsg (self->handle));
}

gint64
kmzb_db_get_last_row_id (KmzbDb *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

/* Rows touched by the last statement. */
int
kmzb_db_get_changes (KmzbDb *self)
{
  return sqlite3_changes (self->handle);
}

/* The first column of the first row of @sql; 0 when there is no row or it is NULL. */
gboolean
kmzb_db_get_int (KmzbDb *self, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (self, sql, error);
  KmzbStep step = stmt ? kmzb_stmt_step (stmt, error) : KMZB_STEP_ERROR;

  if (step == KMZB_STEP_ERROR)
    return FALSE;
  *value = step == KMZB_STEP_ROW ? kmzb_stmt_int (stmt, 0) : 0;
  return TRUE;
}

/* Whether a table or view of that name exists. */
gboolean
kmzb_db_has_table (KmzbDb *self, const char *name)
{
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (self, "SELECT 1 FROM sqlite_schema WHERE name=?1 AND type IN ('table','view')", NULL);

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, name);
  return kmzb_stmt_step (stmt, NULL) == KMZB_STEP_ROW;
}

gboolean
kmzb_db_has_column (KmzbDb *self, const char *table, const char *column)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (self, "SELECT 1 FROM pragma_table_info(?1) WHERE name=?2", NULL);

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, table);
  kmzb_stmt_bind_text (stmt, 2, column);
  return kmzb_stmt_step (stmt, NULL) == KMZB_STEP_ROW;
}

/**
 * kmzb_db_checkpoint:
 *
 * Moves the WAL into the file and empties it, so that bytes deleted under secure_delete are gone from both. Does not
 * wait for readers: what is queued behind it matters more.
 *
 * Returns: %FALSE with %KMZB_ERROR_BUSY when a reader kept it from finishing: the bytes are still there, try again
 */
gboolean
kmzb_db_checkpoint (KmzbDb *self, GError **error)
{
  int left = 0, moved = 0;
  int code;

  sqlite3_busy_timeout (self->handle, 0);
  code = sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, &left, &moved);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  if (code == SQLITE_OK)
    return TRUE;
  kmzb_db_set_error (self, code, "empty the log of", error);
  return FALSE;
}

/* SQLite's quick_check: whether the file's pages hold together. Time grows with the file. */
gboolean
kmzb_db_check (KmzbDb *self, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (self, "PRAGMA quick_check(1)", error);
  KmzbStep step = stmt ? kmzb_stmt_step (stmt, error) : KMZB_STEP_ERROR;

  if (step == KMZB_STEP_ERROR)
    return FALSE;
  if (step == KMZB_STEP_ROW && g_strcmp0 (kmzb_stmt_text (stmt, 0), "ok") == 0)
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_DAMAGED, "%s is damaged", self->path);
  return FALSE;
}
