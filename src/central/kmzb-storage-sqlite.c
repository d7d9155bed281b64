/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-storage-sqlite.h"

#include "kmzb-archive-schema.h"
#include "kmzb-db.h"

/* Statements that are kept prepared; what comes beyond them is rare and prepared each time. */
#define MAX_KEPT 64

/* An SQLite file: one writer at a time, any number of readers beside it. */
typedef struct
{
  KmzbStorage parent;
  KmzbDb *db;
  GHashTable *kept; /* of KmzbStmt by their text, those nobody uses now */
  gint64 version;   /* see is_unchanged() */
} Sqlite;

typedef struct
{
  KmzbRows parent;
  Sqlite *storage;
  char *sql;
  KmzbStmt *stmt;
  gboolean done;
} SqliteRows;

static KmzbStmt *
take_stmt (Sqlite *self, const char *sql, GError **error)
{
  g_autofree char *own = NULL;
  gpointer key, stmt;

  if (g_hash_table_steal_extended (self->kept, sql, &key, &stmt))
    {
      g_free (key);
      return stmt;
    }
  /* "$1" would be a name to SQLite; "?1" is the first value. */
  own = g_strdelimit (g_strdup (sql), "$", '?');
  return kmzb_db_prepare (self->db, own, error);
}

static void
give_back_stmt (Sqlite *self, const char *sql, KmzbStmt *stmt)
{
  kmzb_stmt_reset (stmt);
  if (g_hash_table_size (self->kept) < MAX_KEPT)
    g_hash_table_replace (self->kept, g_strdup (sql), stmt);
  else
    kmzb_stmt_free (stmt);
}

/* @borrow: @values outlive the statement's run */
static void
bind_values (KmzbStmt *stmt, const KmzbValue *values, guint n_values, gboolean borrow)
{
  for (guint i = 0; i < n_values; i++)
    {
      const KmzbValue *value = &values[i];
      int index = (int) i + 1;

      switch (value->type)
        {
        case KMZB_VALUE_INT:
          kmzb_stmt_bind_int (stmt, index, value->integer);
          break;
        case KMZB_VALUE_REAL:
          kmzb_stmt_bind_double (stmt, index, value->real);
          break;
        case KMZB_VALUE_TEXT:
          (borrow ? kmzb_stmt_borrow_text : kmzb_stmt_bind_text) (stmt, index, value->text);
          break;
        case KMZB_VALUE_BYTES:
          (borrow ? kmzb_stmt_borrow_blob : kmzb_stmt_bind_blob) (stmt, index, value->bytes, value->length);
          break;
        case KMZB_VALUE_NULL:
        default:
          kmzb_stmt_bind_null (stmt, index);
        }
    }
}

static gboolean
rows_next (KmzbRows *rows, GError **error)
{
  SqliteRows *self = (SqliteRows *) rows;
  KmzbStep step = self->done ? KMZB_STEP_DONE : kmzb_stmt_step (self->stmt, error);

  self->done = step != KMZB_STEP_ROW;
  return !self->done;
}

static gboolean
rows_is_null (KmzbRows *rows, int column)
{
  return kmzb_stmt_is_null (((SqliteRows *) rows)->stmt, column);
}

static const char *
rows_get_text (KmzbRows *rows, int column)
{
  return kmzb_stmt_text (((SqliteRows *) rows)->stmt, column);
}

static gint64
rows_get_int (KmzbRows *rows, int column)
{
  return kmzb_stmt_int (((SqliteRows *) rows)->stmt, column);
}

static double
rows_get_real (KmzbRows *rows, int column)
{
  return kmzb_stmt_double (((SqliteRows *) rows)->stmt, column);
}

static GBytes *
rows_dup_bytes (KmzbRows *rows, int column)
{
  return kmzb_stmt_bytes (((SqliteRows *) rows)->stmt, column);
}

static void
rows_free (KmzbRows *rows)
{
  SqliteRows *self = (SqliteRows *) rows;

  give_back_stmt (self->storage, self->sql, self->stmt);
  g_free (self->sql);
  g_free (self);
}

static const KmzbRowsClass rows_class
    = { rows_next, rows_is_null, rows_get_text, rows_get_int, rows_get_real, rows_dup_bytes, rows_free };

static gboolean
begin (KmzbStorage *storage, GError **error)
{
  return kmzb_db_begin_immediate (((Sqlite *) storage)->db, error);
}

static gboolean
begin_snapshot (KmzbStorage *storage, GError **error)
{
  gint64 ignored;

  /* The first read makes the snapshot. */
  return kmzb_db_exec (((Sqlite *) storage)->db, "BEGIN", error)
         && kmzb_db_get_int (((Sqlite *) storage)->db, "SELECT count(*) FROM counters", &ignored, error);
}

static gboolean
commit (KmzbStorage *storage, GError **error)
{
  return kmzb_db_commit (((Sqlite *) storage)->db, error);
}

static void
rollback (KmzbStorage *storage)
{
  kmzb_db_rollback (((Sqlite *) storage)->db);
}

static gboolean
run_each (KmzbStorage *storage,
          const char *sql,
          const KmzbValue *values,
          guint n_values,
          guint n_times,
          guint *n_changed,
          GError **error)
{
  Sqlite *self = (Sqlite *) storage;
  KmzbStmt *stmt = take_stmt (self, sql, error);
  gboolean ok = stmt != NULL;

  for (guint i = 0; ok && i < n_times; i++)
    {
      bind_values (stmt, values + (gsize) i * n_values, n_values, TRUE);
      ok = kmzb_stmt_run (stmt, error);
      n_changed[i] = ok ? (guint) kmzb_db_get_changes (self->db) : 0;
    }
  if (stmt != NULL)
    give_back_stmt (self, sql, stmt);
  return ok;
}

static KmzbRows *
query (KmzbStorage *storage, const char *sql, const KmzbValue *values, guint n_values, GError **error)
{
  Sqlite *self = (Sqlite *) storage;
  KmzbStmt *stmt = take_stmt (self, sql, error);
  SqliteRows *rows;

  if (stmt == NULL)
    return NULL;
  bind_values (stmt, values, n_values, FALSE);
  rows = g_new0 (SqliteRows, 1);
  rows->parent.class = &rows_class;
  rows->storage = self;
  rows->sql = g_strdup (sql);
  rows->stmt = stmt;
  return &rows->parent;
}

/* SQLite's number is another one when another connection has committed something since. */
static gboolean
is_unchanged (KmzbStorage *storage)
{
  Sqlite *self = (Sqlite *) storage;
  gint64 before = self->version;

  if (!kmzb_storage_get_int (storage, "PRAGMA data_version", NULL, 0, &self->version, NULL))
    self->version = 0;
  return self->version != 0 && self->version == before;
}

static gboolean
run_script (KmzbStorage *storage, const char *sql, GError **error)
{
  return kmzb_db_exec (((Sqlite *) storage)->db, sql, error);
}

static void
close_file (KmzbStorage *storage)
{
  Sqlite *self = (Sqlite *) storage;

  g_hash_table_unref (self->kept);
  kmzb_db_close (self->db);
  g_free (self);
}

static const KmzbStorageClass sqlite_class
    = { begin, begin_snapshot, commit, rollback, run_each, query, is_unchanged, run_script, close_file };

/* @for_writing: make the file where it is missing and bring it to the newest schema. Returns: (transfer full) */
KmzbStorage *
kmzb_storage_sqlite_open (const char *path, gboolean for_writing, GError **error)
{
  KmzbDb *db = for_writing ? kmzb_archive_open_file (path, error) : kmzb_db_open (path, KMZB_DB_READ_ONLY, error);
  Sqlite *self;

  if (db == NULL)
    return NULL;
  self = g_new0 (Sqlite, 1);
  self->parent.class = &sqlite_class;
  self->parent.numbers_at_once = TRUE;
  self->parent.n_writers = 1;
  self->db = db;
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kmzb_stmt_free);
  return &self->parent;
}
