/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-private.h"

#include "kmzb-stat-feature.h"

#include <math.h>

static KmzbStatFeature *
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
  g_autoptr (GPtrArray) features = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
  KmzbPackReader *reader;
  KmzbStmt *stmt;
  KmzbStep step = KMZB_STEP_ERROR;
  guint n_bad = 0;

  g_return_val_if_fail (KMZB_IS_PACK (self), NULL);

  if (!kmzb_pack_is_region (self))
    return g_steal_pointer (&features);
  reader = kmzb_pack_take_reader (self, error);
  if (reader == NULL)
    return NULL;
  if (!kmzb_db_has_table (reader->db, "statistics"))
    {
      kmzb_pack_give_back_reader (self, reader);
      return g_steal_pointer (&features);
    }

  stmt = kmzb_db_prepare (reader->db,
                          "SELECT id, source, name, value, unit, as_of, geometry FROM statistics ORDER BY id", error);
  while (stmt != NULL && (step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      KmzbStatFeature *feature = read_feature (stmt);

      if (feature != NULL)
        g_ptr_array_add (features, feature);
      else
        n_bad++;
    }
  kmzb_stmt_free (stmt);
  kmzb_pack_give_back_reader (self, reader);
  if (n_bad > 0)
    g_message ("Left out %u statistics of region pack %s that this booth can't read", n_bad,
               kmzb_pack_get_path (self));
  return step == KMZB_STEP_DONE ? g_steal_pointer (&features) : NULL;
}
