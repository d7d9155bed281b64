/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-backup.h"

#include "kmzb-changes.h"
#include "kmzb-error.h"
#include "kmzb-file.h"
#include "kmzb-storage-sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_COLUMNS 32
#define MAX_KEYS 2
#define ROWS_AT_ONCE 1000

/**
 * Table:
 * @columns: the name of each, with its type: t(ext), i(nteger), r(eal), b(ytes)
 * @n_keys: so many of the first columns are the table's key
 *
 * A table as it is in every kind of storage. A new column of the schema is entered here too; tests/central holds that.
 */
typedef struct
{
  const char *name;
  guint n_keys;
  const char *columns[MAX_COLUMNS];
} Table;

static const Table tables[] = {
  { "reports",
    1,
    { "t id",          "b digest",      "t number",           "t booth",       "t service_code", "t status",
      "r lat",         "r lon",         "t address_string",   "t address_id",  "t description",  "t sealed_description",
      "t media_url",   "i day_parts",   "i week_days",        "t observed_date", "t confirms",   "t source",
      "i burst",       "t clock_state", "i saved_us",         "i requested_us", "i received_us", "i updated_us",
      "i seq",         "t main_id",     "t own_status",       NULL } },
  { "keys", 1, { "b hash", "t name", "i created_us", "i revoked_us", NULL } },
  { "records", 2, { "t kind", "t id", "t content", "i seq", NULL } },
  { "updates", 1, { "t id", "t report_id", "t origin", "t author", "t status", "t note", "i updated_us", NULL } },
  { "users", 1, { "t name", "t password", "t role", "i created_us", "i disabled_us", NULL } },
  { "booths",
    1,
    { "t name", "i heard_us", "t version", "t pack_id", "t pack_name", "t pack_made", "i waiting", "i aside",
      "i oldest_us", "i clock_known", "i clock_offset_s", "i free_bytes", NULL } },
  { "audit", 1, { "t id", "i at_us", "t actor", "t action", "t report_id", "t detail", NULL } },
};

static guint
count_columns (const Table *table)
{
  guint n = 0;

  while (table->columns[n] != NULL)
    n++;
  return n;
}

static void
append_names (GString *sql, const Table *table, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", table->columns[i] + 2);
}

static void
append_places (GString *sql, guint n)
{
  for (guint i = 1; i <= n; i++)
    g_string_append_printf (sql, "%s$%u", i > 1 ? ", " : "", i);
}

/* "SELECT a, b FROM t WHERE (a)>($1) ORDER BY a LIMIT 1000": page by page along the key, in one snapshot. */
static char *
make_select (const Table *table, gboolean first)
{
  GString *sql = g_string_new ("SELECT ");

  append_names (sql, table, count_columns (table));
  g_string_append_printf (sql, " FROM %s", table->name);
  if (!first)
    {
      g_string_append (sql, " WHERE (");
      append_names (sql, table, table->n_keys);
      g_string_append (sql, ")>(");
      append_places (sql, table->n_keys);
      g_string_append_c (sql, ')');
    }
  g_string_append (sql, " ORDER BY ");
  append_names (sql, table, table->n_keys);
  g_string_append_printf (sql, " LIMIT %d", ROWS_AT_ONCE);
  return g_string_free (sql, FALSE);
}

static char *
make_insert (const Table *table)
{
  guint n = count_columns (table);
  GString *sql = g_string_new ("INSERT INTO ");

  g_string_append_printf (sql, "%s(", table->name);
  append_names (sql, table, n);
  g_string_append (sql, ") VALUES(");
  append_places (sql, n);
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

/* What a page of rows is kept in between the two storages. */
typedef struct
{
  GArray *values;    /* of KmzbValue */
  GPtrArray *blocks; /* what they point to */
} Page;

static KmzbValue
keep_value (Page *page, KmzbRows *rows, int column, char type)
{
  if (kmzb_rows_is_null (rows, column))
    return kmzb_value_text (NULL);
  switch (type)
    {
    case 'i':
      return kmzb_value_int (kmzb_rows_int (rows, column));
    case 'r':
      return kmzb_value_real (kmzb_rows_real (rows, column));
    case 'b':
      {
        GBytes *bytes = kmzb_rows_dup_bytes (rows, column);
        gsize length;
        gconstpointer data = g_bytes_get_data (bytes, &length);

        g_ptr_array_add (page->blocks, bytes);
        return kmzb_value_bytes (data, length);
      }
    default:
      {
        const char *text = kmzb_rows_text (rows, column);
        GBytes *bytes = g_bytes_new (text, strlen (text) + 1);

        g_ptr_array_add (page->blocks, bytes);
        return kmzb_value_text (g_bytes_get_data (bytes, NULL));
      }
    }
}

/* Reads the page after the key that begins @last. Returns: how many rows, -1 on error */
static int
read_page (Page *page, KmzbStorage *from, const Table *table, const KmzbValue *last, GError **error)
{
  g_autofree char *sql = make_select (table, last == NULL);
  g_autoptr (KmzbRows) rows = kmzb_storage_query (from, sql, last, last ? table->n_keys : 0, error);
  g_autoptr (GError) fault = NULL;
  guint n_columns = count_columns (table);
  int n = 0;

  if (rows == NULL)
    return -1;
  for (; kmzb_rows_next (rows, &fault); n++)
    for (guint i = 0; i < n_columns; i++)
      {
        KmzbValue value = keep_value (page, rows, (int) i, table->columns[i][0]);

        g_array_append_val (page->values, value);
      }
  if (fault == NULL)
    return n;
  g_propagate_error (error, g_steal_pointer (&fault));
  return -1;
}

static Page
page_new (void)
{
  return (Page) { g_array_new (FALSE, FALSE, sizeof (KmzbValue)),
                  g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref) };
}

static void
page_clear (Page *page)
{
  g_clear_pointer (&page->values, g_array_unref);
  g_clear_pointer (&page->blocks, g_ptr_array_unref);
}

/* In a snapshot of @from and a transaction of @to. */
static gboolean
copy_table (KmzbStorage *from, KmzbStorage *to, const Table *table, guint64 *n_rows, GError **error)
{
  g_autofree char *insert = make_insert (table);
  g_autofree guint *n_changed = g_new (guint, ROWS_AT_ONCE);
  guint n_columns = count_columns (table);
  Page page = page_new (), before = { NULL, NULL };
  const KmzbValue *last = NULL;
  gboolean ok = TRUE;
  int n = ROWS_AT_ONCE;

  while (ok && n == ROWS_AT_ONCE)
    {
      n = read_page (&page, from, table, last, error);
      ok = n == 0
           || (n > 0
               && to->class->run_each (to, insert, (const KmzbValue *) page.values->data, n_columns, (guint) n,
                                       n_changed, error));
      *n_rows += ok ? (guint64) n : 0;
      page_clear (&before);
      before = page;
      page = page_new ();
      if (ok && n > 0)
        last = (const KmzbValue *) before.values->data + (gsize) (n - 1) * n_columns;
    }
  page_clear (&before);
  page_clear (&page);
  return ok;
}

typedef struct
{
  KmzbStorage *from;
  guint64 n_rows;
} Copy;

static gboolean
check_empty (KmzbStorage *storage, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", tables[i].name);
      gint64 n;

      if (!kmzb_storage_get_int (storage, sql, NULL, 0, &n, error))
        return FALSE;
      if (n > 0)
        {
          g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_EXISTS,
                               "Can't restore into a database that is not empty: name a new one");
          return FALSE;
        }
    }
  return TRUE;
}

/* The counter goes on where it was. The epoch is the new database's own: booths that saw changes which the backup does
 * not hold are told to begin again. */
static gboolean
copy_all (KmzbStorage *to, gpointer data, GError **error)
{
  Copy *self = data;
  gboolean more = TRUE;
  gint64 counter;

  self->n_rows = 0;
  if (!check_empty (to, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!copy_table (self->from, to, &tables[i], &self->n_rows, error))
      return FALSE;
  if (!kmzb_storage_get_int (self->from, "SELECT value FROM counters WHERE name='changes'", NULL, 0, &counter, error)
      || !kmzb_storage_run (to, "UPDATE counters SET value=$1 WHERE name='changes'",
                            KMZB_VALUES (kmzb_value_int (counter)), NULL, error))
    return FALSE;
  /* Where changes are numbered as they are written, nobody would number those that come without. */
  while (to->numbers_at_once && more)
    if (!kmzb_changes_number (to, &more, error))
      return FALSE;
  return TRUE;
}

static gboolean
copy_snapshot (KmzbStorage *from, KmzbStorage *to, guint64 *n_rows, GError **error)
{
  Copy copy = { .from = from };
  gboolean ok;

  if (!from->class->begin_snapshot (from, error))
    return FALSE;
  ok = kmzb_storage_transact (to, copy_all, &copy, error);
  from->class->rollback (from);
  *n_rows = copy.n_rows;
  return ok;
}

/* What SQLite wrote is on the disk after its COMMIT; the name it is found under is, after this. */
static gboolean
settle_file (const char *temporary, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int saved_errno;

  if (g_rename (temporary, path) == 0)
    return kmzb_file_sync_folder (folder, error);
  saved_errno = errno;
  g_set_error (error, KMZB_ERROR, kmzb_error_from_errno (saved_errno), "Can't write %s: %s", path,
               g_strerror (saved_errno));
  return FALSE;
}

static void
remove_file (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      g_unlink (name);
    }
}

/**
 * kmzb_backup_write:
 * @place: what is saved, while servers may run on it
 * @path: of the backup, an SQLite file whatever @place is; it must not exist
 *
 * Saves the database as it is at one moment. The keys for sealed descriptions are no part of it.
 *
 * Returns: %TRUE once the whole backup is on the disk under its name
 */
gboolean
kmzb_backup_write (const char *place, const char *path, guint64 *n_rows, GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".part", NULL);
  g_autoptr (KmzbStorage) from = NULL, to = NULL;
  gboolean ok;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_EXISTS, "%s exists already", path);
      return FALSE;
    }
  from = kmzb_storage_open (place, error);
  if (from == NULL)
    return FALSE;
  remove_file (temporary);
  to = kmzb_storage_sqlite_open (temporary, TRUE, error);
  ok = to != NULL && copy_snapshot (from, to, n_rows, error);
  /* Closing empties the log into the file. */
  g_clear_pointer (&to, kmzb_storage_close);
  ok = ok && settle_file (temporary, path, error);
  if (!ok)
    remove_file (temporary);
  return ok;
}

/* A backup by an older version is brought up to date on a copy. Returns: (transfer full): the file to read */
static char *
make_readable (const char *path, GError **error)
{
  g_autoptr (GFile) from = g_file_new_for_path (path), to = NULL;
  g_autofree char *copy = g_build_filename (g_get_tmp_dir (), "kmzb-restore-XXXXXX", NULL);
  g_autoptr (GError) fault = NULL;
  GStatBuf info;
  int fd;

  /* An empty file would be taken for a new database. */
  if (g_stat (path, &info) < 0 || !S_ISREG (info.st_mode) || info.st_size == 0)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "%s is no backup", path);
      return NULL;
    }
  fd = g_mkstemp_full (copy, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_IO, "Can't make a file in %s", g_get_tmp_dir ());
      return NULL;
    }
  close (fd);
  to = g_file_new_for_path (copy);
  if (g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &fault))
    return g_steal_pointer (&copy);
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_IO, "Can't read %s: %s", path, fault->message);
  g_unlink (copy);
  return NULL;
}

/**
 * kmzb_backup_restore:
 * @path: a backup
 * @place: an empty or new database
 *
 * Fills a database from a backup. This is also how an SQLite file moves into PostgreSQL, and back.
 *
 * Returns: %TRUE once all of it is stored; %FALSE: @place is as empty as it was
 */
gboolean
kmzb_backup_restore (const char *path, const char *place, guint64 *n_rows, GError **error)
{
  g_autofree char *copy = make_readable (path, error);
  g_autoptr (KmzbStorage) from = NULL, to = NULL;
  gboolean ok;

  if (copy == NULL)
    return FALSE;
  from = kmzb_storage_sqlite_open (copy, TRUE, error);
  if (from == NULL)
    g_prefix_error (error, "Can't restore %s: ", path);
  to = from ? kmzb_storage_open (place, error) : NULL;
  ok = to != NULL && copy_snapshot (from, to, n_rows, error);
  g_clear_pointer (&from, kmzb_storage_close);
  remove_file (copy);
  return ok;
}
