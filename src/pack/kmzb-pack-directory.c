/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-officer.h"
#include "kmzb-pack-private.h"
#include "kmzb-unit.h"

static gpointer
read_unit (KmzbStmt *stmt)
{
  KmzbPoint place = { .lat = kmzb_stmt_double (stmt, 6), .lon = kmzb_stmt_double (stmt, 7) };
  KmzbUnitKind kind;

  if (kmzb_stmt_is_null (stmt, 6) || kmzb_stmt_is_null (stmt, 7) || !kmzb_unit_kind_from_slug (kmzb_stmt_utf8 (stmt, 1), &kind))
    return NULL;
  return kmzb_unit_new (kmzb_stmt_utf8 (stmt, 0), kind, kmzb_stmt_utf8 (stmt, 2), kmzb_stmt_utf8 (stmt, 3),
                        kmzb_stmt_utf8 (stmt, 4), kmzb_stmt_utf8 (stmt, 5), place);
}

static gpointer
read_officer (KmzbStmt *stmt)
{
  return kmzb_officer_new (kmzb_stmt_utf8 (stmt, 0), kmzb_stmt_utf8 (stmt, 1), kmzb_stmt_utf8 (stmt, 2),
                           kmzb_stmt_utf8 (stmt, 3), kmzb_stmt_utf8 (stmt, 4), kmzb_stmt_utf8 (stmt, 5),
                           kmzb_stmt_utf8 (stmt, 6));
}

/**
 * kmzb_pack_load_units:
 *
 * The pack's police units, by id. Rows that this program cannot understand are left out and counted in the log. Reads
 * the file: not for the UI thread.
 *
 * Returns: (transfer full) (element-type KmzbUnit): none for a foreign MBTiles; %NULL on error
 */
GPtrArray *
kmzb_pack_load_units (KmzbPack *self, GError **error)
{
  static const KmzbPackRows rows = {
    .table = "units",
    /* What is no number would be read as 0, a place in the sea. */
    .sql = "SELECT id, kind, name, address, phone, email, CASE WHEN typeof(lat) IN ('real', 'integer') THEN lat END,"
           " CASE WHEN typeof(lon) IN ('real', 'integer') THEN lon END FROM units ORDER BY id",
    .read = read_unit,
    .free_row = (GDestroyNotify) kmzb_unit_unref,
  };

  g_return_val_if_fail (KMZB_IS_PACK (self), NULL);
  return kmzb_pack_read_rows (self, &rows, error);
}

/**
 * kmzb_pack_load_officers:
 *
 * The pack's district officers, by id; else as kmzb_pack_load_units().
 *
 * Returns: (transfer full) (element-type KmzbOfficer): none for a foreign MBTiles; %NULL on error
 */
GPtrArray *
kmzb_pack_load_officers (KmzbPack *self, GError **error)
{
  static const KmzbPackRows rows = {
    .table = "officers",
    .sql = "SELECT id, beat, unit, rank, name, phone, email FROM officers ORDER BY id",
    .read = read_officer,
    .free_row = (GDestroyNotify) kmzb_officer_unref,
  };

  g_return_val_if_fail (KMZB_IS_PACK (self), NULL);
  return kmzb_pack_read_rows (self, &rows, error);
}
