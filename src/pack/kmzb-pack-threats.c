/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-private.h"

#include "kmzb-threats.h"

#define COLUMNS "id, category, status, lat, lon, created, updated"

static gboolean
add_threat (KmzbThreats *threats, KmzbStmt *stmt)
{
  const char *id = kmzb_stmt_utf8 (stmt, 0);
  const char *category = kmzb_stmt_utf8 (stmt, 1);
  KmzbPoint place = { .lat = kmzb_stmt_double (stmt, 3), .lon = kmzb_stmt_double (stmt, 4) };
  KmzbThreatSource source;
  KmzbStatus status;

  return id != NULL && category != NULL && kmzb_status_from_slug (kmzb_stmt_utf8 (stmt, 2), &status)
         && kmzb_threat_source_from_slug (kmzb_stmt_utf8 (stmt, 7), &source) && kmzb_point_is_valid (place)
         && kmzb_threats_add (threats, source, id, category, status, place, kmzb_stmt_int (stmt, 5),
                              kmzb_stmt_int (stmt, 6));
}

static KmzbThreats *
read_all (KmzbPack *self, KmzbDb *db, GError **error)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbStmt) stmt = NULL;
  KmzbStep step;
  guint n_bad = 0;

  stmt = kmzb_db_prepare (db,
                          kmzb_db_has_column (db, "threats", "source")
                              ? "SELECT " COLUMNS ", source FROM threats ORDER BY id"
                              : "SELECT " COLUMNS ", 'people' FROM threats ORDER BY id",
                          error);
  if (stmt == NULL)
    return NULL;
  while ((step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    n_bad += !add_threat (threats, stmt);
  if (n_bad > 0)
    g_message ("Left out %u threats of region pack %s that this booth can't read", n_bad, kmzb_pack_get_path (self));
  return step == KMZB_STEP_DONE ? g_steal_pointer (&threats) : NULL;
}

/**
 * kmzb_pack_load_threats:
 *
 * All threats that the pack brings, by id. Rows that this program cannot understand (an unknown status or source,
 * a place off the Earth) are left out and counted in the log. Reads the file: not for the UI thread.
 *
 * Returns: (transfer full): the threats, none for a foreign MBTiles; %NULL on error
 */
KmzbThreats *
kmzb_pack_load_threats (KmzbPack *self, GError **error)
{
  KmzbThreats *threats;
  KmzbPackReader *reader;

  g_return_val_if_fail (KMZB_IS_PACK (self), NULL);

  if (!kmzb_pack_is_region (self))
    return kmzb_threats_new ();
  reader = kmzb_pack_take_reader (self, error);
  if (reader == NULL)
    return NULL;
  threats = read_all (self, reader->db, error);
  kmzb_pack_give_back_reader (self, reader);
  return threats;
}
