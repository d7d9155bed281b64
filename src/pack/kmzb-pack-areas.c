/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-private.h"

static KmzbArea *
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
  g_autoptr (GPtrArray) areas = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_area_unref);
  KmzbPackReader *reader;
  KmzbStmt *stmt;
  KmzbStep step = KMZB_STEP_ERROR;
  guint n_bad = 0;

  g_return_val_if_fail (KMZB_IS_PACK (self), NULL);

  if (!kmzb_pack_is_region (self))
    return g_steal_pointer (&areas);
  reader = kmzb_pack_take_reader (self, error);
  if (reader == NULL)
    return NULL;

  stmt = kmzb_db_prepare (reader->db,
                          "SELECT id, kind, name, code, parent, geometry FROM areas WHERE kind = ?1 ORDER BY id", error);
  if (stmt != NULL)
    kmzb_stmt_bind_text (stmt, 1, kmzb_area_kind_to_slug (kind));
  while (stmt != NULL && (step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      KmzbArea *area = read_area (stmt);

      if (area != NULL)
        g_ptr_array_add (areas, area);
      else
        n_bad++;
    }
  kmzb_stmt_free (stmt);
  kmzb_pack_give_back_reader (self, reader);
  if (n_bad > 0)
    g_message ("Left out %u areas of region pack %s that this booth can't read", n_bad, kmzb_pack_get_path (self));
  return step == KMZB_STEP_DONE ? g_steal_pointer (&areas) : NULL;
}
