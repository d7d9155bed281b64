/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-changes-table.h"

#include "kmzb-error.h"

/* No region's data comes near it; a server that lies does not fill the disk that reports need. */
#define FILE_MAX_BYTES (G_GINT64_CONSTANT (2) * 1024 * 1024 * 1024)

/* What central told, by kind. Each page is one transaction together with the cursor that follows it, so that a cut at
 * any moment costs at most one page. A generation is one walk from nothing to the newest: what an older one left behind
 * and the next did not see again is gone at central. */

typedef struct
{
  KmzbDb *db;
  const char *slug;
  gint64 generation;
  gboolean complete;
} Walk;

static gboolean
run (KmzbDb *db, const char *sql, const char *text, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, text);
  return kmzb_stmt_run (stmt, error);
}

/**
 * kmzb_changes_table_get_cursor:
 * @server: which server is asked; another one's cursor says nothing about it
 * @cursor: (out) (transfer full) (nullable): %NULL: from the beginning
 */
gboolean
kmzb_changes_table_get_cursor (KmzbDb *db,
                               KmzbWireChangesKind kind,
                               const char *server,
                               char **cursor,
                               GError **error)
{
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (db, "SELECT cursor FROM walks WHERE kind = ?1 AND server = ?2", error);
  KmzbStep step;

  *cursor = NULL;
  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, kmzb_wire_changes_kind_to_slug (kind));
  kmzb_stmt_bind_text (stmt, 2, server);
  step = kmzb_stmt_step (stmt, error);
  if (step == KMZB_STEP_ROW)
    *cursor = g_strdup (kmzb_stmt_text (stmt, 0));
  return step != KMZB_STEP_ERROR;
}

/* Forgets the cursor. What the booth knows stays until the new walk has come to its end. */
gboolean
kmzb_changes_table_start_over (KmzbDb *db, KmzbWireChangesKind kind, GError **error)
{
  return run (db,
              "UPDATE walks SET cursor = NULL, complete = 0, generation = generation + 1"
              " WHERE kind = ?1 AND cursor IS NOT NULL",
              kmzb_wire_changes_kind_to_slug (kind), error);
}

static gboolean
begin_walk (Walk *walk, const char *server, GError **error)
{
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (walk->db, "SELECT generation, complete, server FROM walks WHERE kind = ?1", error);
  KmzbStep step;

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, walk->slug);
  step = kmzb_stmt_step (stmt, error);
  walk->generation = step == KMZB_STEP_ROW ? kmzb_stmt_int (stmt, 0) : 1;
  walk->complete = step == KMZB_STEP_ROW && kmzb_stmt_int (stmt, 1) != 0;
  if (step == KMZB_STEP_ROW && !g_str_equal (kmzb_stmt_text (stmt, 2), server))
    {
      walk->generation++;
      walk->complete = FALSE;
    }
  return step != KMZB_STEP_ERROR;
}

static gboolean
end_walk (Walk *walk, const char *server, const KmzbWireChanges *page, gint64 now_us, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (
      walk->db,
      "INSERT INTO walks(kind, server, cursor, generation, complete, as_of_us) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
      " ON CONFLICT(kind) DO UPDATE SET server = excluded.server, cursor = excluded.cursor,"
      " generation = excluded.generation, complete = excluded.complete,"
      " as_of_us = coalesce(excluded.as_of_us, as_of_us)",
      error);

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, walk->slug);
  kmzb_stmt_bind_text (stmt, 2, server);
  kmzb_stmt_bind_text (stmt, 3, page->cursor);
  kmzb_stmt_bind_int (stmt, 4, walk->generation);
  kmzb_stmt_bind_int (stmt, 5, walk->complete || !page->more);
  if (!page->more)
    kmzb_stmt_bind_int (stmt, 6, now_us);
  return kmzb_stmt_run (stmt, error);
}

/* ---- the rows ---- */

static gboolean
put_threats (Walk *walk, GArray *threats, GError **error)
{
  g_autoptr (KmzbStmt) put = kmzb_db_prepare (
      walk->db,
      "INSERT INTO threats(id, from_pack, category, status, lat, lon, created_us, updated_us, source, generation)"
      " VALUES(?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT(id) DO UPDATE SET from_pack = 0,"
      " category = excluded.category, status = excluded.status, lat = excluded.lat, lon = excluded.lon,"
      " created_us = excluded.created_us, updated_us = excluded.updated_us, source = excluded.source,"
      " generation = excluded.generation",
      error);

  for (guint i = 0; put != NULL && i < threats->len; i++)
    {
      const KmzbWireThreat *threat = &g_array_index (threats, KmzbWireThreat, i);

      kmzb_stmt_bind_text (put, 1, threat->id);
      kmzb_stmt_bind_text (put, 2, threat->category);
      kmzb_stmt_bind_text (put, 3, kmzb_status_to_slug (threat->status));
      kmzb_stmt_bind_double (put, 4, threat->place.lat);
      kmzb_stmt_bind_double (put, 5, threat->place.lon);
      kmzb_stmt_bind_int (put, 6, threat->created_us);
      kmzb_stmt_bind_int (put, 7, threat->updated_us);
      kmzb_stmt_bind_text (put, 8, kmzb_threat_source_to_slug (threat->source));
      kmzb_stmt_bind_int (put, 9, walk->generation);
      if (!kmzb_stmt_run (put, error))
        return FALSE;
    }
  return put != NULL;
}

static gboolean
put_standings (Walk *walk, GArray *standings, GError **error)
{
  g_autoptr (KmzbStmt) put = kmzb_db_prepare (
      walk->db,
      "INSERT INTO standings(id, number, status, updated_us, generation) VALUES(?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT(id) DO UPDATE SET number = coalesce(excluded.number, number), status = excluded.status,"
      " updated_us = excluded.updated_us, generation = excluded.generation",
      error);

  for (guint i = 0; put != NULL && i < standings->len; i++)
    {
      const KmzbWireStanding *standing = &g_array_index (standings, KmzbWireStanding, i);

      kmzb_stmt_bind_text (put, 1, standing->id);
      kmzb_stmt_bind_text (put, 2, standing->number);
      kmzb_stmt_bind_text (put, 3, kmzb_status_to_slug (standing->status));
      kmzb_stmt_bind_int (put, 4, standing->updated_us);
      kmzb_stmt_bind_int (put, 5, walk->generation);
      if (!kmzb_stmt_run (put, error))
        return FALSE;
    }
  return put != NULL;
}

static gboolean
put_records (Walk *walk, GArray *records, GError **error)
{
  g_autoptr (KmzbStmt) put
      = kmzb_db_prepare (walk->db,
                         "INSERT INTO records(kind, id, content, generation) VALUES(?1, ?2, ?3, ?4)"
                         " ON CONFLICT(kind, id) DO UPDATE SET content = excluded.content,"
                         " generation = excluded.generation",
                         error);

  for (guint i = 0; put != NULL && i < records->len; i++)
    {
      const KmzbWireRecord *record = &g_array_index (records, KmzbWireRecord, i);

      kmzb_stmt_bind_text (put, 1, walk->slug);
      kmzb_stmt_bind_text (put, 2, record->id);
      kmzb_stmt_bind_text (put, 3, record->json);
      kmzb_stmt_bind_int (put, 4, walk->generation);
      if (!kmzb_stmt_run (put, error))
        return FALSE;
    }
  return put != NULL;
}

/* What is gone at central is gone here, also where the pack has it and a newer pack may bring it again. */
static gboolean
put_deleted (Walk *walk, KmzbWireChangesKind kind, GPtrArray *ids, GError **error)
{
  static const char *const sql[KMZB_WIRE_N_CHANGES_KINDS] = {
    [KMZB_WIRE_CHANGES_OF_THREATS] = "DELETE FROM threats WHERE id = ?1",
    [KMZB_WIRE_CHANGES_OF_STATUSES] = "DELETE FROM standings WHERE id = ?1",
  };
  g_autoptr (KmzbStmt) tombstone
      = kmzb_db_prepare (walk->db,
                         "INSERT INTO records(kind, id, content, generation) VALUES(?1, ?2, NULL, ?3)"
                         " ON CONFLICT(kind, id) DO UPDATE SET content = NULL, generation = excluded.generation",
                         error);

  for (guint i = 0; tombstone != NULL && i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      kmzb_stmt_bind_text (tombstone, 1, walk->slug);
      kmzb_stmt_bind_text (tombstone, 2, id);
      kmzb_stmt_bind_int (tombstone, 3, walk->generation);
      if (!kmzb_stmt_run (tombstone, error) || (sql[kind] != NULL && !run (walk->db, sql[kind], id, error)))
        return FALSE;
    }
  return tombstone != NULL;
}

/* A tombstone of what is there again is no longer one. */
static gboolean
drop_tombstones (Walk *walk, GArray *threats, GError **error)
{
  g_autoptr (KmzbStmt) drop
      = kmzb_db_prepare (walk->db, "DELETE FROM records WHERE kind = 'threats' AND id = ?1", error);

  for (guint i = 0; drop != NULL && i < threats->len; i++)
    {
      kmzb_stmt_bind_text (drop, 1, g_array_index (threats, KmzbWireThreat, i).id);
      if (!kmzb_stmt_run (drop, error))
        return FALSE;
    }
  return drop != NULL;
}

/* The walk has come to its end for the first time: what it has not met is gone. Tombstones stay: the new walk does not
 * tell of what was gone before it began, and a pack may still have it. */
static gboolean
sweep (Walk *walk, KmzbWireChangesKind kind, GError **error)
{
  g_autofree char *sql = NULL;

  if (walk->generation == 1)
    return TRUE;
  if (kind == KMZB_WIRE_CHANGES_OF_THREATS)
    sql = g_strdup_printf ("DELETE FROM threats WHERE NOT from_pack AND generation < %" G_GINT64_FORMAT,
                           walk->generation);
  else if (kind == KMZB_WIRE_CHANGES_OF_STATUSES)
    sql = g_strdup_printf ("DELETE FROM standings WHERE generation < %" G_GINT64_FORMAT, walk->generation);
  else
    sql = g_strdup_printf ("DELETE FROM records WHERE kind = '%s' AND content IS NOT NULL"
                           " AND generation < %" G_GINT64_FORMAT,
                           walk->slug, walk->generation);
  return kmzb_db_exec (walk->db, sql, error);
}

static gboolean
check_size (KmzbDb *db, GError **error)
{
  gint64 pages = 0, page_size = 0;

  if (!kmzb_db_get_int (db, "PRAGMA page_count", &pages, error)
      || !kmzb_db_get_int (db, "PRAGMA page_size", &page_size, error))
    return FALSE;
  if (pages * page_size < FILE_MAX_BYTES)
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_FULL, "%s takes no more of what central tells: it is too large",
               kmzb_db_get_path (db));
  return FALSE;
}

static gboolean
apply (KmzbDb *db, const char *server, const KmzbWireChanges *page, gint64 now_us, GError **error)
{
  Walk walk = { db, kmzb_wire_changes_kind_to_slug (page->kind) };

  return begin_walk (&walk, server, error) && put_threats (&walk, page->threats, error)
         && drop_tombstones (&walk, page->threats, error) && put_standings (&walk, page->standings, error)
         && put_records (&walk, page->records, error) && put_deleted (&walk, page->kind, page->deleted, error)
         && (walk.complete || page->more || sweep (&walk, page->kind, error))
         && end_walk (&walk, server, page, now_us, error);
}

/* Takes a page in, with the cursor behind it: all of it or nothing. */
gboolean
kmzb_changes_table_apply (KmzbDb *db,
                          const char *server,
                          const KmzbWireChanges *page,
                          gint64 now_us,
                          GError **error)
{
  if (!check_size (db, error) || !kmzb_db_begin_immediate (db, error))
    return FALSE;
  if (!apply (db, server, page, now_us, error))
    {
      kmzb_db_rollback (db);
      return FALSE;
    }
  return kmzb_db_commit (db, error);
}
