/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-private.h"

#include "kmzb-stat-feature.h"

#include <math.h>

static gpointer
read_feature (KmzbStmt *stmt)
{
  const char *id = kmzb_stmt_utf8 (stmt, 0);
  const char *name = kmzb_stmt_utf8 (stmt, 2);
  const char *as_of = kmzb_stmt_utf8 (stmt, 5);
  double value = kmzb_stmt_double (stmt, 3);
  KmzbShape *shape;
  KmzbStatSource source;
  gsize length;
  gconstpointer wkb = kmzb_stmt_blob (stmt, 6, &length);

  if (id == NULL || name == NULL || as_of == NULL || wkb == NULL || !isfinite (value)
      || !kmzb_stat_source_from_slug (kmzb_stmt_utf8 (stmt, 1), &source))
    return NULL;
  shape = kmzb_shape_new_from_wkb (wkb, length, NULL);
  if (shape == NULL)
    return NULL;
  return kmzb_stat_feature_new (id, source, name, value, kmzb_stmt_utf8 (stmt, 4), as_of, shape);
}

/**
 * kmzb_pack_load_statistics:
 *
 * The pack's statistics, by id. Rows that this program cannot understand are left out and counted in the log. Reads the
 * file: not for the UI thread.
 *
 * Returns: (transfer full) (element-type KmzbStatFeature): none for a foreign MBTiles or a pack made before there were
 *   statistics; %NULL on error
 */
GPtrArray *
kmzb_pack_load_statistics (KmzbPack *self, GError **error)
{
  static const KmzbPackRows rows = {
    .table = "statistics",
    .may_lack = TRUE,
    .sql = "SELECT id, source, name, value, unit, as_of, geometry FROM statistics ORDER BY id",
    .read = read_feature,
    .free_row = (GDestroyNotify) kmzb_stat_feature_unref,
  };

  g_return_val_if_fail (KMZB_IS_PACK (self), NULL);
  return kmzb_pack_read_rows (self, &rows, error);
}
