/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-storage-postgres.h"

#include "kmzb-error.h"
#include "kmzb-postgres-schema.h"

#include <libpq-fe.h>
#include <string.h>

#define CONNECT_SECONDS "5"
/* After how long an unanswered packet says that the server is gone. */
#define UNANSWERED_MS "15000"
/* Nothing here takes as long; somebody holds a lock. The client is told to come again. */
#define STATEMENT_MS "10000"
/* Statements in flight before their results are read: what the server has to say about them fits into its socket, so
 * that neither side waits for the other to read. */
#define MAX_IN_FLIGHT 256
#define MAX_VALUES 256
#define MAX_PREPARED 64
#define N_WRITERS 2
#define TEST_SCHEMA "kmzb_test"

/* A PostgreSQL server, or what speaks its protocol: many writers at once, in this process and in others. */
typedef struct
{
  KmzbStorage parent;
  PGconn *connection;
  GHashTable *prepared; /* names of prepared statements by their text */
  gboolean test;
} Postgres;

typedef struct
{
  KmzbRows parent;
  PGresult *result;
  int row;
} PostgresRows;

static KmzbError
code_of_state (const char *state)
{
  static const struct
  {
    const char *prefix;
    KmzbError code;
  } codes[] = {
    { "40", KMZB_ERROR_BUSY },      /* serialization failure, deadlock: to be tried again */
    { "55P03", KMZB_ERROR_BUSY },
    { "23505", KMZB_ERROR_EXISTS },
    { "53100", KMZB_ERROR_FULL },
    { "25006", KMZB_ERROR_READ_ONLY },
    { "28", KMZB_ERROR_DENIED },
    { "42501", KMZB_ERROR_DENIED },
  };

  for (guint i = 0; state != NULL && i < G_N_ELEMENTS (codes); i++)
    if (g_str_has_prefix (state, codes[i].prefix))
      return codes[i].code;
  return KMZB_ERROR_IO;
}

/* Names the place without the password that its URL may hold. @result: (nullable) */
static void
set_error (Postgres *self, const PGresult *result, const char *what, GError **error)
{
  const char *state = result ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
  const char *said = result ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
  g_autofree char *line = g_strdup (said ? said : PQerrorMessage (self->connection));

  g_strdelimit (g_strchomp (line), "\r\n\t", ' ');
  g_set_error (error, KMZB_ERROR, code_of_state (state), "Can't %s PostgreSQL database %s: %s", what,
               PQdb (self->connection) ? PQdb (self->connection) : "", line);
}

static gboolean
is_good (const PGresult *result)
{
  ExecStatusType status = PQresultStatus (result);

  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static gboolean
run_plain (Postgres *self, const char *sql, GError **error)
{
  PGresult *result = PQexec (self->connection, sql);
  gboolean ok = is_good (result);

  if (!ok)
    set_error (self, result, "use", error);
  PQclear (result);
  return ok;
}

static gboolean
greet (Postgres *self, GError **error)
{
  const char *encoding;

  if (PQstatus (self->connection) != CONNECTION_OK)
    {
      set_error (self, NULL, "reach", error);
      return FALSE;
    }
  encoding = PQparameterStatus (self->connection, "server_encoding");
  if (g_strcmp0 (encoding, "UTF8") != 0)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_UNSUPPORTED, "PostgreSQL database %s is in %s; it must be in UTF8",
                   PQdb (self->connection), encoding ? encoding : "an unknown encoding");
      return FALSE;
    }
  return run_plain (self, "SET statement_timeout TO " STATEMENT_MS, error)
         && (!self->test || run_plain (self, "SET search_path TO " TEST_SCHEMA, error));
}

/* A connection that was lost is made anew, once, when nothing is under way on it. */
static gboolean
reconnect (Postgres *self)
{
  g_autoptr (GError) error = NULL;

  if (PQstatus (self->connection) == CONNECTION_OK)
    return FALSE;
  g_hash_table_remove_all (self->prepared);
  PQreset (self->connection);
  if (greet (self, &error))
    return TRUE;
  g_debug ("%s", error->message);
  return FALSE;
}

/* Statements that are kept prepared. Filters from outside make any number of others, which must not pile up. */
static gboolean
is_worth_preparing (Postgres *self, const char *sql)
{
  return g_hash_table_size (self->prepared) < MAX_PREPARED || g_hash_table_contains (self->prepared, sql);
}

static const char *
prepare (Postgres *self, const char *sql, GError **error)
{
  const char *known = g_hash_table_lookup (self->prepared, sql);
  g_autofree char *name = NULL;
  PGresult *result;
  gboolean ok;

  if (known != NULL)
    return known;
  name = g_strdup_printf ("s%u", g_hash_table_size (self->prepared));
  result = PQprepare (self->connection, name, sql, 0, NULL);
  ok = is_good (result);
  if (!ok)
    set_error (self, result, "query", error);
  PQclear (result);
  if (!ok)
    return NULL;
  known = name;
  g_hash_table_insert (self->prepared, g_strdup (sql), g_steal_pointer (&name));
  return known;
}

/* What is handed to libpq: numbers as text, bytes as they are. */
typedef struct
{
  const char *texts[MAX_VALUES];
  int lengths[MAX_VALUES];
  int formats[MAX_VALUES];
  char numbers[MAX_VALUES][G_ASCII_DTOSTR_BUF_SIZE];
} Values;

static void
fill_values (Values *out, const KmzbValue *values, guint n_values)
{
  g_assert (n_values <= MAX_VALUES);
  for (guint i = 0; i < n_values; i++)
    {
      const KmzbValue *value = &values[i];

      out->formats[i] = value->type == KMZB_VALUE_BYTES;
      out->lengths[i] = (int) value->length;
      out->texts[i] = out->numbers[i];
      switch (value->type)
        {
        case KMZB_VALUE_INT:
          g_snprintf (out->numbers[i], sizeof out->numbers[i], "%" G_GINT64_FORMAT, value->integer);
          break;
        case KMZB_VALUE_REAL:
          g_ascii_dtostr (out->numbers[i], sizeof out->numbers[i], value->real);
          break;
        case KMZB_VALUE_TEXT:
          out->texts[i] = value->text;
          break;
        case KMZB_VALUE_BYTES:
          out->texts[i] = value->length > 0 ? value->bytes : "";
          break;
        case KMZB_VALUE_NULL:
        default:
          out->texts[i] = NULL;
        }
    }
}

/* Returns: (transfer full) (nullable): a good result */
static PGresult *
run_once (Postgres *self, const char *sql, const KmzbValue *values, guint n_values, GError **error)
{
  gboolean keep = is_worth_preparing (self, sql);
  const char *name = keep ? prepare (self, sql, error) : NULL;
  Values bound;
  PGresult *result;

  if (keep && name == NULL)
    return NULL;
  fill_values (&bound, values, n_values);
  if (keep)
    result = PQexecPrepared (self->connection, name, (int) n_values, bound.texts, bound.lengths, bound.formats, 0);
  else
    result = PQexecParams (self->connection, sql, (int) n_values, NULL, bound.texts, bound.lengths, bound.formats, 0);
  if (is_good (result))
    return result;
  set_error (self, result, "query", error);
  PQclear (result);
  return NULL;
}

/* Outside a transaction nothing is lost with the connection, and the statement is run again. */
static PGresult *
run_statement (Postgres *self, const char *sql, const KmzbValue *values, guint n_values, GError **error)
{
  gboolean alone = PQtransactionStatus (self->connection) == PQTRANS_IDLE
                   || PQtransactionStatus (self->connection) == PQTRANS_UNKNOWN;
  g_autoptr (GError) fault = NULL;
  PGresult *result = run_once (self, sql, values, n_values, &fault);

  if (result == NULL && alone && reconnect (self))
    {
      g_clear_error (&fault);
      result = run_once (self, sql, values, n_values, &fault);
    }
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return result;
}

static gboolean
rows_next (KmzbRows *rows, GError **error)
{
  PostgresRows *self = (PostgresRows *) rows;

  return ++self->row < PQntuples (self->result);
}

static gboolean
rows_is_null (KmzbRows *rows, int column)
{
  return PQgetisnull (((PostgresRows *) rows)->result, ((PostgresRows *) rows)->row, column);
}

static const char *
rows_get_text (KmzbRows *rows, int column)
{
  return rows_is_null (rows, column)
             ? NULL
             : PQgetvalue (((PostgresRows *) rows)->result, ((PostgresRows *) rows)->row, column);
}

static gint64
rows_get_int (KmzbRows *rows, int column)
{
  const char *text = rows_get_text (rows, column);

  return text ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static double
rows_get_real (KmzbRows *rows, int column)
{
  const char *text = rows_get_text (rows, column);

  return text ? g_ascii_strtod (text, NULL) : 0;
}

static GBytes *
rows_dup_bytes (KmzbRows *rows, int column)
{
  const char *text = rows_get_text (rows, column);
  size_t length = 0;
  unsigned char *bytes = text ? PQunescapeBytea ((const unsigned char *) text, &length) : NULL;
  GBytes *copy = bytes ? g_bytes_new (bytes, length) : NULL;

  PQfreemem (bytes);
  return copy;
}

static void
rows_free (KmzbRows *rows)
{
  PQclear (((PostgresRows *) rows)->result);
  g_free (rows);
}

static const KmzbRowsClass rows_class
    = { rows_next, rows_is_null, rows_get_text, rows_get_int, rows_get_real, rows_dup_bytes, rows_free };

static gboolean
begin_with (Postgres *self, const char *sql, GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (run_plain (self, sql, &fault) || (reconnect (self) && run_plain (self, sql, NULL)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
begin (KmzbStorage *storage, GError **error)
{
  return begin_with ((Postgres *) storage, "BEGIN", error);
}

static gboolean
begin_snapshot (KmzbStorage *storage, GError **error)
{
  return begin_with ((Postgres *) storage, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", error);
}

static gboolean
commit (KmzbStorage *storage, GError **error)
{
  Postgres *self = (Postgres *) storage;
  PGresult *result = PQexec (self->connection, "COMMIT");
  /* A transaction that has failed answers COMMIT with ROLLBACK, and calls that a success. */
  gboolean ok = is_good (result) && g_str_equal (PQcmdStatus (result), "COMMIT");

  if (!ok)
    set_error (self, result, "commit to", error);
  PQclear (result);
  return ok;
}

static void
rollback (KmzbStorage *storage)
{
  Postgres *self = (Postgres *) storage;

  if (PQstatus (self->connection) == CONNECTION_OK && PQtransactionStatus (self->connection) != PQTRANS_IDLE)
    PQclear (PQexec (self->connection, "ROLLBACK"));
}

/* Reads what the server says to @n statements and the sync after them. */
static gboolean
read_answers (Postgres *self, guint n, guint *n_changed, GError **error)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < n; i++)
    {
      PGresult *result = PQgetResult (self->connection);

      if (!is_good (result) && ok)
        {
          set_error (self, result, "query", error);
          ok = FALSE;
        }
      n_changed[i] = ok ? (guint) g_ascii_strtoull (PQcmdTuples (result), NULL, 10) : 0;
      PQclear (result);
      PQclear (PQgetResult (self->connection));
    }
  PQclear (PQgetResult (self->connection));
  return ok;
}

static gboolean
send_statements (Postgres *self, const char *name, const KmzbValue *values, guint n_values, guint n, GError **error)
{
  Values bound;

  for (guint i = 0; i < n; i++)
    {
      fill_values (&bound, values + (gsize) i * n_values, n_values);
      if (!PQsendQueryPrepared (self->connection, name, (int) n_values, bound.texts, bound.lengths, bound.formats, 0))
        {
          set_error (self, NULL, "query", error);
          return FALSE;
        }
    }
  if (PQpipelineSync (self->connection))
    return TRUE;
  set_error (self, NULL, "query", error);
  return FALSE;
}

/* In a transaction: one way to the server and back for many statements. */
static gboolean
run_pipeline (Postgres *self,
              const char *sql,
              const KmzbValue *values,
              guint n_values,
              guint n_times,
              guint *n_changed,
              GError **error)
{
  const char *name = prepare (self, sql, error);
  gboolean ok = name != NULL;

  if (!ok)
    return FALSE;
  PQenterPipelineMode (self->connection);
  for (guint done = 0; ok && done < n_times; done += MAX_IN_FLIGHT)
    {
      guint n = MIN (n_times - done, MAX_IN_FLIGHT);

      ok = send_statements (self, name, values + (gsize) done * n_values, n_values, n, error)
           && read_answers (self, n, n_changed + done, error);
    }
  if (!PQexitPipelineMode (self->connection) && ok)
    {
      set_error (self, NULL, "query", error);
      ok = FALSE;
    }
  return ok;
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
  Postgres *self = (Postgres *) storage;
  PGresult *result;

  if (n_times > 1)
    return run_pipeline (self, sql, values, n_values, n_times, n_changed, error);
  if (n_times == 0)
    return TRUE;
  result = run_statement (self, sql, values, n_values, error);
  *n_changed = result ? (guint) g_ascii_strtoull (PQcmdTuples (result), NULL, 10) : 0;
  PQclear (result);
  return result != NULL;
}

static KmzbRows *
query (KmzbStorage *storage, const char *sql, const KmzbValue *values, guint n_values, GError **error)
{
  PGresult *result = run_statement ((Postgres *) storage, sql, values, n_values, error);
  PostgresRows *rows;

  if (result == NULL)
    return NULL;
  rows = g_new0 (PostgresRows, 1);
  rows->parent.class = &rows_class;
  rows->result = result;
  rows->row = -1;
  return &rows->parent;
}

static gboolean
is_unchanged (KmzbStorage *storage)
{
  return FALSE;
}

static gboolean
run_script (KmzbStorage *storage, const char *sql, GError **error)
{
  return run_plain ((Postgres *) storage, sql, error);
}

static void
close_connection (KmzbStorage *storage)
{
  Postgres *self = (Postgres *) storage;

  PQfinish (self->connection);
  g_hash_table_unref (self->prepared);
  g_free (self);
}

static const KmzbStorageClass postgres_class
    = { begin, begin_snapshot, commit, rollback, run_each, query, is_unchanged, run_script, close_connection };

static void
on_notice (void *data, const char *message)
{
  g_debug ("PostgreSQL: %s", message);
}

static PGconn *
connect_to (const char *url)
{
  const char *const names[] = { "dbname", "application_name", "client_encoding", "connect_timeout",
                                "tcp_user_timeout", NULL };
  const char *const values[] = { url, "kmzb-central", "UTF8", CONNECT_SECONDS, UNANSWERED_MS, NULL };
  PGconn *connection = PQconnectdbParams (names, values, 1);

  PQsetNoticeProcessor (connection, on_notice, NULL);
  return connection;
}

/**
 * kmzb_storage_postgres_open:
 * @url: "postgresql://...", as libpq takes it; with "#kmzb_test" at its end, what the test endpoint stores, in a schema
 *   of its own
 * @for_writing: bring the database to the newest schema
 *
 * Returns: (transfer full)
 */
KmzbStorage *
kmzb_storage_postgres_open (const char *url, gboolean for_writing, GError **error)
{
  g_autoptr (KmzbStorage) storage = NULL;
  Postgres *self = g_new0 (Postgres, 1);
  g_autofree char *plain = g_strdup (url);

  self->test = g_str_has_suffix (url, KMZB_STORAGE_TEST_SUFFIX);
  if (self->test)
    plain[strlen (plain) - strlen (KMZB_STORAGE_TEST_SUFFIX)] = '\0';
  storage = &self->parent;
  storage->class = &postgres_class;
  storage->retries = TRUE;
  storage->n_writers = N_WRITERS;
  self->prepared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->connection = connect_to (plain);
  explicit_bzero (plain, strlen (plain));
  if (!greet (self, error)
      || (for_writing && self->test && !run_plain (self, "CREATE SCHEMA IF NOT EXISTS " TEST_SCHEMA, error))
      || (for_writing && !kmzb_postgres_schema_migrate (storage, error)))
    return NULL;
  return g_steal_pointer (&storage);
}

/* @has_test: (out): whether the test endpoint's schema is in that database */
gboolean
kmzb_storage_postgres_has_test (KmzbStorage *storage, gboolean *has_test, GError **error)
{
  gint64 n = 0;

  if (!kmzb_storage_get_int (storage, "SELECT count(*) FROM pg_namespace WHERE nspname=$1",
                             KMZB_VALUES (kmzb_value_text (TEST_SCHEMA)), &n, error))
    return FALSE;
  *has_test = n > 0;
  return TRUE;
}
