/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-private.h"

static gpointer
read_area (KmzbStmt *stmt)
{
  const char *id = kmzb_stmt_utf8 (stmt, 0);
  const char *name = kmzb_stmt_utf8 (stmt, 2);
  g_autoptr (KmzbShape) shape = NULL;
  KmzbAreaKind kind;
  gsize length;
  gconstpointer wkb = kmzb_stmt_blob (stmt, 5, &length);

  if (id == NULL || name == NULL || wkb == NULL || !kmzb_area_kind_from_slug (kmzb_stmt_utf8 (stmt, 1), &kind))
    return NULL;
  shape = kmzb_shape_new_from_wkb (wkb, length, NULL);
  if (shape == NULL || shape->kind != KMZB_SHAPE_POLYGON)
    return NULL;
  return kmzb_area_new (id, kind, name, kmzb_stmt_utf8 (stmt, 3), kmzb_stmt_utf8 (stmt, 4), g_steal_pointer (&shape));
}

/**
 * kmzb_pack_load_areas:
 *
 * The pack's areas of one kind, by id. Rows that this program cannot understand are left out and counted in the log.
 * Reads the file: not for the UI thread.
 *
 * Returns: (transfer full) (element-type KmzbArea): the areas, none for a foreign MBTiles; %NULL on error
 */
GPtrArray *
kmzb_pack_load_areas (KmzbPack *self, KmzbAreaKind kind, GError **error)
{
  const KmzbPackRows rows = {
    .table = "areas",
    .sql = "SELECT id, kind, name, code, parent, geometry FROM areas WHERE kind = ?1 ORDER BY id",
    .parameter = kmzb_area_kind_to_slug (kind),
    .read = read_area,
    .free_row = (GDestroyNotify) kmzb_area_unref,
  };

  g_return_val_if_fail (KMZB_IS_PACK (self), NULL);
  return kmzb_pack_read_rows (self, &rows, error);
}
