/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-table.h"

#include "kmzb-error.h"
#include "kmzb-store-schema.h"

static gboolean
insert_all (KmzbDb *db, KmzbThreats *threats, GError **error)
{
  /* What central has sent wins over what a pack carries, record by record. */
  g_autoptr (KmzbStmt) insert
      = kmzb_db_prepare (db,
                         "INSERT INTO threats(id, from_pack, category, status, lat, lon, created_us, updated_us,"
                         " source) SELECT ?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8"
                         " WHERE NOT EXISTS (SELECT 1 FROM records WHERE kind = 'threats' AND id = ?1)"
                         " ON CONFLICT(id) DO NOTHING",
                         error);

  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i < kmzb_threats_get_count (threats); i++)
    {
      g_autofree char *id = kmzb_threats_get_id (threats, i);
      KmzbPoint place = kmzb_threats_get_place (threats, i);

      kmzb_stmt_bind_text (insert, 1, id);
      kmzb_stmt_bind_text (insert, 2, kmzb_threats_get_category (threats, i));
      kmzb_stmt_bind_text (insert, 3, kmzb_status_to_slug (kmzb_threats_get_status (threats, i)));
      kmzb_stmt_bind_double (insert, 4, place.lat);
      kmzb_stmt_bind_double (insert, 5, place.lon);
      kmzb_stmt_bind_int (insert, 6, kmzb_threats_get_created_us (threats, i));
      kmzb_stmt_bind_int (insert, 7, kmzb_threats_get_updated_us (threats, i));
      kmzb_stmt_bind_text (insert, 8, kmzb_threat_source_to_slug (kmzb_threats_get_source (threats, i)));
      if (!kmzb_stmt_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
replace (KmzbDb *db, const char *origin, KmzbThreats *threats, GError **error)
{
  return kmzb_db_exec (db, "DELETE FROM threats WHERE from_pack", error) && insert_all (db, threats, error)
         && kmzb_setting_put (db, KMZB_SETTING_THREATS_ORIGIN, origin, error);
}

/**
 * kmzb_threat_table_import:
 * @origin: the pack's id, or several joined
 *
 * Takes a pack's threats in, in one transaction, once: nothing happens while @origin is what was imported last. They
 * replace what another pack brought; an older pack's threats must not linger.
 */
gboolean
kmzb_threat_table_import (KmzbDb *db, const char *origin, KmzbThreats *threats, GError **error)
{
  g_autofree char *imported = NULL;

  if (!kmzb_setting_get (db, KMZB_SETTING_THREATS_ORIGIN, &imported, error))
    return FALSE;
  if (g_strcmp0 (imported, origin) == 0)
    return TRUE;

  if (!kmzb_db_begin_immediate (db, error))
    return FALSE;
  if (!replace (db, origin, threats, error))
    {
      kmzb_db_rollback (db);
      return FALSE;
    }
  return kmzb_db_commit (db, error);
}

/* Returns: (transfer full): all threats, sorted; one of an unknown status or source is left out */
KmzbThreats *
kmzb_threat_table_load (KmzbDb *db, GError **error)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (
      db, "SELECT key, category, status, lat, lon, created_us, updated_us, source FROM threats", error);
  KmzbStep step = KMZB_STEP_ERROR;

  while (stmt != NULL && (step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      KmzbPoint place = { kmzb_stmt_double (stmt, 3), kmzb_stmt_double (stmt, 4) };
      KmzbThreatSource source;
      KmzbStatus status;

      if (kmzb_status_from_slug (kmzb_stmt_text (stmt, 2), &status)
          && kmzb_threat_source_from_slug (kmzb_stmt_text (stmt, 7), &source))
        kmzb_threats_add_stored (threats, kmzb_stmt_int (stmt, 0), source, kmzb_stmt_text (stmt, 1), status, place,
                                 kmzb_stmt_int (stmt, 5), kmzb_stmt_int (stmt, 6));
    }
  if (step != KMZB_STEP_DONE)
    return NULL;
  kmzb_threats_sort (threats);
  return g_steal_pointer (&threats);
}

/* Returns: (transfer full): %NULL with %KMZB_ERROR_NOT_FOUND when there is no threat of @key any more */
char *
kmzb_threat_table_find_id (KmzbDb *db, guint32 key, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, "SELECT id FROM threats WHERE key = ?1", error);
  KmzbStep step;

  if (stmt == NULL)
    return NULL;
  kmzb_stmt_bind_int (stmt, 1, key);
  step = kmzb_stmt_step (stmt, error);
  if (step == KMZB_STEP_ROW)
    return g_strdup (kmzb_stmt_text (stmt, 0));
  if (step == KMZB_STEP_DONE)
    g_set_error (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "There is no threat number %u any more", key);
  return NULL;
}
