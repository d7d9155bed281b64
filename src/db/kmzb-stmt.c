/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-db-private.h"

/**
 * KmzbStmt:
 *
 * One prepared statement of a connection. Values are bound from index 1 and copied, unless borrowed; columns are read from 0. A failed
 * bind (no memory, wrong index: a programming error) makes the next step fail instead of running without the value.
 */
struct _KmzbStmt
{
  KmzbDb *db;
  sqlite3_stmt *handle;
  int bind_code;
};

/* Returns: (transfer full): a statement that must be freed before its connection is closed, or %NULL */
KmzbStmt *
kmzb_db_prepare (KmzbDb *self, const char *sql, GError **error)
{
  sqlite3_stmt *handle = NULL;
  int code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);

  if (code != SQLITE_OK)
    {
      kmzb_db_set_error (self, code, "query", error);
      return NULL;
    }

  KmzbStmt *stmt = g_new0 (KmzbStmt, 1);
  stmt->db = self;
  stmt->handle = handle;
  return stmt;
}

void
kmzb_stmt_free (KmzbStmt *self)
{
  if (self == NULL)
    return;
  sqlite3_finalize (self->handle);
  g_free (self);
}

static void
note_bind (KmzbStmt *self, int code)
{
  if (code != SQLITE_OK && self->bind_code == SQLITE_OK)
    self->bind_code = code;
}

/* @value: (nullable): UTF-8; %NULL binds NULL */
void
kmzb_stmt_bind_text (KmzbStmt *self, int index, const char *value)
{
  note_bind (self, sqlite3_bind_text (self->handle, index, value, -1, SQLITE_TRANSIENT));
}

void
kmzb_stmt_bind_int (KmzbStmt *self, int index, gint64 value)
{
  note_bind (self, sqlite3_bind_int64 (self->handle, index, value));
}

void
kmzb_stmt_bind_double (KmzbStmt *self, int index, double value)
{
  note_bind (self, sqlite3_bind_double (self->handle, index, value));
}

void
kmzb_stmt_bind_blob (KmzbStmt *self, int index, gconstpointer data, gsize length)
{
  /* A NULL pointer would bind NULL; an empty blob is something else. */
  note_bind (self, sqlite3_bind_blob64 (self->handle, index, data ? data : "", length, SQLITE_TRANSIENT));
}

void
kmzb_stmt_bind_bytes (KmzbStmt *self, int index, GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  kmzb_stmt_bind_blob (self, index, data, length);
}

/* Without a copy: @value must be there, and the same, until the statement has run to its end or is reset. */
void
kmzb_stmt_borrow_text (KmzbStmt *self, int index, const char *value)
{
  note_bind (self, sqlite3_bind_text (self->handle, index, value, -1, SQLITE_STATIC));
}

/* Likewise. */
void
kmzb_stmt_borrow_blob (KmzbStmt *self, int index, gconstpointer data, gsize length)
{
  note_bind (self, sqlite3_bind_blob64 (self->handle, index, data ? data : "", length, SQLITE_STATIC));
}

void
kmzb_stmt_bind_null (KmzbStmt *self, int index)
{
  note_bind (self, sqlite3_bind_null (self->handle, index));
}

/* Runs to the next row. After DONE or ERROR the statement is reset and can be bound and run again. */
KmzbStep
kmzb_stmt_step (KmzbStmt *self, GError **error)
{
  int code = self->bind_code;

  if (code == SQLITE_OK)
    code = sqlite3_step (self->handle);
  if (code == SQLITE_ROW)
    return KMZB_STEP_ROW;

  if (code != SQLITE_DONE)
    kmzb_db_set_error (self->db, code, self->bind_code ? "bind a value for" : "query", error);
  kmzb_stmt_reset (self);
  return code == SQLITE_DONE ? KMZB_STEP_DONE : KMZB_STEP_ERROR;
}

/* Runs a statement for its effect and forgets any rows. */
gboolean
kmzb_stmt_run (KmzbStmt *self, GError **error)
{
  KmzbStep step;

  do
    step = kmzb_stmt_step (self, error);
  while (step == KMZB_STEP_ROW);
  return step == KMZB_STEP_DONE;
}

/* Back to the start, with all values unbound. */
void
kmzb_stmt_reset (KmzbStmt *self)
{
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->bind_code = SQLITE_OK;
}

gboolean
kmzb_stmt_is_null (KmzbStmt *self, int column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

/* Returns: (nullable): the text, valid until the next step */
const char *
kmzb_stmt_text (KmzbStmt *self, int column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

/* The same for text of a file that others have made: %NULL too when it is not UTF-8, which nothing that shows text
 * takes. */
const char *
kmzb_stmt_utf8 (KmzbStmt *self, int column)
{
  const char *text = kmzb_stmt_text (self, column);

  return text != NULL && g_utf8_validate (text, -1, NULL) ? text : NULL;
}

gint64
kmzb_stmt_int (KmzbStmt *self, int column)
{
  return sqlite3_column_int64 (self->handle, column);
}

double
kmzb_stmt_double (KmzbStmt *self, int column)
{
  return sqlite3_column_double (self->handle, column);
}

/* Returns: (nullable): the bytes, valid until the next step */
gconstpointer
kmzb_stmt_blob (KmzbStmt *self, int column, gsize *length)
{
  gconstpointer data = sqlite3_column_blob (self->handle, column);

  *length = (gsize) sqlite3_column_bytes (self->handle, column);
  return data;
}

/* Returns: (transfer full) (nullable): a copy of the bytes; %NULL for NULL */
GBytes *
kmzb_stmt_bytes (KmzbStmt *self, int column)
{
  gsize length;

  if (kmzb_stmt_is_null (self, column))
    return NULL;
  gconstpointer data = kmzb_stmt_blob (self, column, &length);
  return g_bytes_new (data, length);
}
