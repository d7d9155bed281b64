/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-changes.h"

#include "kmzb-error.h"
#include "kmzb-status.h"
#include "kmzb-wire-writer.h"

#include <string.h>

/* Changes that get their numbers in one transaction. */
#define NUMBER_AT_ONCE 5000
#define CURSOR_MAX_BYTES 64
/* A page ends with the record that reaches it, whatever the booth's limit of records: beats have long borders. With one
 * more record (KMZB_WIRE_FEATURE_MAX_BYTES) it stays below KMZB_WIRE_CHANGES_MAX_BYTES. */
#define PAGE_BYTES (8 * 1024 * 1024)

static const char *const slugs[KMZB_N_CHANGES_KINDS] = { "threats", "statuses", "catalogue", "statistics", "directory" };

const char *
kmzb_changes_kind_to_slug (KmzbChangesKind kind)
{
  return slugs[kind];
}

gboolean
kmzb_changes_kind_from_slug (const char *slug, KmzbChangesKind *kind)
{
  for (guint i = 0; slug != NULL && i < KMZB_N_CHANGES_KINDS; i++)
    if (g_str_equal (slug, slugs[i]))
      {
        *kind = (KmzbChangesKind) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * kmzb_changes_take_numbers:
 * @first: (out): the first of @n numbers for rows that this transaction changes; 0: write NULL instead
 *
 * A reader that has seen number 7 never looks below it again, so 7 may only become visible when all below are. With
 * one writer at a time the numbers come from a counter, inside the writer's own transaction. Where several write at
 * once they would have to wait for each other to the end of their transactions; there a change is written without a
 * number, and numbered by whoever next asks for changes.
 */
gboolean
kmzb_changes_take_numbers (KmzbStorage *storage, guint n, gint64 *first, GError **error)
{
  gint64 last;

  *first = 0;
  if (!storage->numbers_at_once)
    return TRUE;
  if (!kmzb_storage_get_int (storage, "UPDATE counters SET value=value+$1 WHERE name='changes' RETURNING value",
                             KMZB_VALUES (kmzb_value_int (n)), &last, error))
    return FALSE;
  *first = last - n + 1;
  return TRUE;
}

/**
 * kmzb_changes_number:
 * @more: (type gboolean): set to whether there are more to be numbered
 *
 * Numbers some of the changes that have no number; a #KmzbStorageFunc. The counter's row is locked to the end of the
 * transaction, so numbers become visible in their order.
 */
gboolean
kmzb_changes_number (KmzbStorage *storage, gpointer more, GError **error)
{
  const char *take = storage->numbers_at_once ? "SELECT value FROM counters WHERE name='changes'"
                                              : "SELECT value FROM counters WHERE name='changes' FOR UPDATE";
  static const char *const statements[] = {
    "UPDATE reports SET seq=fresh.n+$1 FROM"
    " (SELECT id, row_number() OVER (ORDER BY id) AS n FROM reports WHERE seq IS NULL LIMIT $2) AS fresh"
    " WHERE reports.id=fresh.id",
    "UPDATE records SET seq=fresh.n+$1 FROM"
    " (SELECT kind, id, row_number() OVER (ORDER BY kind, id) AS n FROM records WHERE seq IS NULL LIMIT $2) AS fresh"
    " WHERE records.kind=fresh.kind AND records.id=fresh.id",
  };
  gboolean *is_more = more;
  gint64 value;

  *is_more = FALSE;
  if (!kmzb_storage_get_int (storage, take, NULL, 0, &value, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      guint n;

      if (!kmzb_storage_run (storage, statements[i],
                             KMZB_VALUES (kmzb_value_int (value), kmzb_value_int (NUMBER_AT_ONCE)), &n, error))
        return FALSE;
      value += n;
      *is_more = *is_more || n == NUMBER_AT_ONCE;
    }
  return kmzb_storage_run (storage, "UPDATE counters SET value=$1 WHERE name='changes'",
                           KMZB_VALUES (kmzb_value_int (value)), NULL, error);
}

static gboolean
number_all (KmzbStorage *storage, GError **error)
{
  gint64 waiting = 0;
  gboolean more = TRUE;

  if (!kmzb_storage_get_int (storage,
                             "SELECT CASE WHEN EXISTS(SELECT 1 FROM reports WHERE seq IS NULL)"
                             " OR EXISTS(SELECT 1 FROM records WHERE seq IS NULL) THEN 1 ELSE 0 END",
                             NULL, 0, &waiting, error))
    return FALSE;
  while (waiting != 0 && more)
    if (!kmzb_storage_transact (storage, kmzb_changes_number, &more, error))
      return FALSE;
  return TRUE;
}

static char *
get_epoch (KmzbStorage *storage, GError **error)
{
  g_autoptr (KmzbRows) rows
      = kmzb_storage_query (storage, "SELECT value FROM meta WHERE name='epoch'", NULL, 0, error);

  return rows != NULL && kmzb_rows_next (rows, error) ? g_strdup (kmzb_rows_text (rows, 0)) : NULL;
}

/* A cursor is "EPOCH-NUMBER". The epoch is the database's: a number of another one says nothing about this one. Nor does
 * one that this database has not given yet: it is an older copy of what gave it, put back in its place.
 * @last: the last number given */
static gboolean
read_cursor (const char *cursor, const char *epoch, gint64 last, gint64 *seq, GError **error)
{
  const char *dash = strchr (cursor, '-');
  guint64 value = 0;

  if (dash == NULL || strlen (cursor) > CURSOR_MAX_BYTES
      || !g_ascii_string_to_unsigned (dash + 1, 10, 0, G_MAXINT64, &value, NULL))
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "since is not a cursor of this server");
      return FALSE;
    }
  if (strlen (epoch) != (gsize) (dash - cursor) || strncmp (cursor, epoch, strlen (epoch)) != 0
      || value > (guint64) last)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND,
                           "since is of another database: begin again without it");
      return FALSE;
    }
  *seq = (gint64) value;
  return TRUE;
}

/* What is said of each kind: a row that is an item is written, one that is gone goes into @deleted. */
typedef struct
{
  KmzbWireWriter writer;
  GPtrArray *deleted;
} Page;

static const char threats_sql[]
    = "SELECT seq, id, service_code, status, source, lat, lon, requested_us, updated_us, confirms, content, main_id FROM ("
      "SELECT * FROM (SELECT seq, id, service_code, status, source, lat, lon, requested_us, updated_us, confirms,"
      " CAST(NULL AS TEXT) AS content, main_id FROM reports WHERE seq>$1 ORDER BY seq LIMIT $2) AS own"
      " UNION ALL "
      "SELECT * FROM (SELECT seq, id, CAST(NULL AS TEXT) AS service_code, 'record' AS status,"
      " CAST(NULL AS TEXT) AS source, CAST(NULL AS DOUBLE PRECISION) AS lat, CAST(NULL AS DOUBLE PRECISION) AS lon,"
      " CAST(NULL AS BIGINT) AS requested_us, CAST(NULL AS BIGINT) AS updated_us, CAST(NULL AS TEXT) AS confirms,"
      " content, CAST(NULL AS TEXT) AS main_id FROM records WHERE kind='threats' AND seq>$1 ORDER BY seq LIMIT $2) AS imported"
      ") AS together ORDER BY seq LIMIT $2";

/* The layers of the map know residents, the police and debates. */
static const char *
threat_source (const char *source)
{
  return g_strcmp0 (source, "visitor") == 0 || g_strcmp0 (source, "joke") == 0 ? "people" : "debate";
}

static void
add_record (Page *page, const char *id, const char *content)
{
  if (content != NULL)
    kmzb_wire_writer_json (&page->writer, NULL, content);
  else
    g_ptr_array_add (page->deleted, g_strdup (id));
}

static void
add_threat (Page *page, KmzbRows *rows)
{
  const char *slug = kmzb_rows_text (rows, 3);
  KmzbWireWriter *writer = &page->writer;
  KmzbStatus status;

  if (g_str_equal (slug, "record"))
    {
      add_record (page, kmzb_rows_text (rows, 1), kmzb_rows_text (rows, 10));
      return;
    }
  /* Who confirms a threat says nothing of another place. */
  if (kmzb_rows_is_null (rows, 5) || kmzb_rows_is_null (rows, 6) || !kmzb_rows_is_null (rows, 9))
    return;
  /* Of reports of one threat the main one is shown. */
  if (!kmzb_status_from_slug (slug, &status) || !kmzb_status_is_shown (status) || !kmzb_rows_is_null (rows, 11))
    {
      g_ptr_array_add (page->deleted, g_strdup (kmzb_rows_text (rows, 1)));
      return;
    }
  kmzb_wire_writer_begin (writer, NULL, '{');
  kmzb_wire_writer_text (writer, "id", kmzb_rows_text (rows, 1));
  kmzb_wire_writer_text (writer, "category", kmzb_rows_text (rows, 2));
  kmzb_wire_writer_text (writer, "status", slug);
  kmzb_wire_writer_text (writer, "source", threat_source (kmzb_rows_text (rows, 4)));
  kmzb_wire_writer_degrees (writer, "lat", kmzb_rows_real (rows, 5));
  kmzb_wire_writer_degrees (writer, "lon", kmzb_rows_real (rows, 6));
  kmzb_wire_writer_time (writer, "created", kmzb_rows_int (rows, 7));
  kmzb_wire_writer_time (writer, "updated", kmzb_rows_int (rows, 8));
  kmzb_wire_writer_end (writer, '}');
}

static const char statuses_sql[] = "SELECT seq, id, number, status, updated_us FROM reports"
                                   " WHERE booth=$3 AND seq>$1 AND updated_us>received_us ORDER BY seq LIMIT $2";

static void
add_status (Page *page, KmzbRows *rows)
{
  KmzbWireWriter *writer = &page->writer;

  kmzb_wire_writer_begin (writer, NULL, '{');
  kmzb_wire_writer_text (writer, "client_report_id", kmzb_rows_text (rows, 1));
  if (!kmzb_rows_is_null (rows, 2))
    kmzb_wire_writer_text (writer, "number", kmzb_rows_text (rows, 2));
  kmzb_wire_writer_text (writer, "status", kmzb_rows_text (rows, 3));
  kmzb_wire_writer_time (writer, "updated", kmzb_rows_int (rows, 4));
  kmzb_wire_writer_end (writer, '}');
}

static const char records_sql[]
    = "SELECT seq, id, content FROM records WHERE kind=$3 AND seq>$1 ORDER BY seq LIMIT $2";

static void
add_other (Page *page, KmzbRows *rows)
{
  add_record (page, kmzb_rows_text (rows, 1), kmzb_rows_text (rows, 2));
}

/* @seq: (inout): of the last row that was seen. Returns: how many rows that were, -1 on error */
static int
add_rows (Page *page, KmzbStorage *storage, const KmzbChangesAsk *ask, gint64 *seq, GError **error)
{
  gboolean threats = ask->kind == KMZB_CHANGES_THREATS, statuses = ask->kind == KMZB_CHANGES_STATUSES;
  const char *sql = threats ? threats_sql : statuses ? statuses_sql : records_sql;
  void (*add) (Page *, KmzbRows *) = threats ? add_threat : statuses ? add_status : add_other;
  const KmzbValue values[] = { kmzb_value_int (*seq), kmzb_value_int (ask->limit),
                               kmzb_value_text (statuses ? ask->booth : slugs[ask->kind]) };
  g_autoptr (KmzbRows) rows = kmzb_storage_query (storage, sql, values, threats ? 2 : 3, error);
  g_autoptr (GError) fault = NULL;
  int n = 0;

  if (rows == NULL)
    return -1;
  for (; page->writer.out->len < PAGE_BYTES && kmzb_rows_next (rows, &fault); n++)
    {
      *seq = kmzb_rows_int (rows, 0);
      add (page, rows);
    }
  if (fault == NULL)
    return n;
  g_propagate_error (error, g_steal_pointer (&fault));
  return -1;
}

static GBytes *
finish_page (Page *page, const char *epoch, gint64 seq, gboolean forgets, gboolean more)
{
  g_autofree char *cursor = g_strdup_printf ("%s-%" G_GINT64_FORMAT, epoch, seq);

  kmzb_wire_writer_end (&page->writer, ']');
  kmzb_wire_writer_begin (&page->writer, "deleted", '[');
  /* Who knows nothing has nothing to forget, but for officers of its region pack: who has left is never to be called. */
  for (guint i = 0; forgets && i < page->deleted->len; i++)
    kmzb_wire_writer_text (&page->writer, NULL, g_ptr_array_index (page->deleted, i));
  kmzb_wire_writer_end (&page->writer, ']');
  kmzb_wire_writer_text (&page->writer, "cursor", cursor);
  kmzb_wire_writer_boolean (&page->writer, "more", more);
  kmzb_wire_writer_end (&page->writer, '}');
  return kmzb_wire_writer_finish (&page->writer);
}

/**
 * kmzb_changes_build:
 *
 * One page of what changed since a cursor: `{"items":[..],"deleted":[ids],"cursor":"..","more":bool}`.
 *
 * Returns: (transfer full): the answer's bytes; %NULL with %KMZB_ERROR_INVALID for what is no cursor and
 *   %KMZB_ERROR_NOT_FOUND for one of another database
 */
GBytes *
kmzb_changes_build (KmzbStorage *storage, const KmzbChangesAsk *ask, GError **error)
{
  g_autofree char *epoch = get_epoch (storage, error);
  g_autoptr (GPtrArray) deleted = g_ptr_array_new_with_free_func (g_free);
  Page page = { .deleted = deleted };
  gboolean forgets = ask->since != NULL || ask->kind == KMZB_CHANGES_DIRECTORY;
  gint64 seq = 0, last;
  int n;

  if (epoch == NULL || (!storage->numbers_at_once && !number_all (storage, error))
      || !kmzb_storage_get_int (storage, "SELECT value FROM counters WHERE name='changes'", NULL, 0, &last, error)
      || (ask->since != NULL && !read_cursor (ask->since, epoch, last, &seq, error)))
    return NULL;
  kmzb_wire_writer_init (&page.writer);
  kmzb_wire_writer_begin (&page.writer, NULL, '{');
  kmzb_wire_writer_begin (&page.writer, "items", '[');
  n = add_rows (&page, storage, ask, &seq, error);
  if (n < 0)
    {
      g_autoptr (GBytes) dropped = kmzb_wire_writer_finish (&page.writer);
      return NULL;
    }
  return finish_page (&page, epoch, seq, forgets, (guint) n == ask->limit || page.writer.out->len >= PAGE_BYTES);
}
