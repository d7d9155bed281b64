/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-search.h"

#include "kmzb-pack-private.h"

/* How many rows are read between two looks at the cancellable. */
#define CANCEL_ROWS 4096

/**
 * kmzb_pack_foreach_address:
 *
 * Hands every address of the pack to @func, in no particular order; none for a foreign MBTiles.
 */
gboolean
kmzb_pack_foreach_address (KmzbPack *self,
                           KmzbPackAddressFunc func,
                           gpointer data,
                           GCancellable *cancellable,
                           GError **error)
{
  KmzbPackReader *reader;
  KmzbStmt *stmt;
  KmzbStep step = KMZB_STEP_ERROR;
  guint n = 0;

  g_return_val_if_fail (KMZB_IS_PACK (self), FALSE);

  if (!kmzb_pack_is_region (self))
    return TRUE;
  reader = kmzb_pack_take_reader (self, error);
  if (reader == NULL)
    return FALSE;
  stmt = kmzb_db_prepare (reader->db, "SELECT street, number, place, postcode, lat, lon FROM addresses", error);
  while (stmt != NULL && (step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      KmzbPackAddress address = {
        .street = kmzb_stmt_utf8 (stmt, 0),
        .number = kmzb_stmt_utf8 (stmt, 1),
        .place = kmzb_stmt_utf8 (stmt, 2),
        .postcode = kmzb_stmt_utf8 (stmt, 3),
        .point = { kmzb_stmt_double (stmt, 4), kmzb_stmt_double (stmt, 5) },
      };

      if (n++ % CANCEL_ROWS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        break;
      if (address.number != NULL && kmzb_point_is_valid (address.point))
        func (&address, data);
    }
  kmzb_stmt_free (stmt);
  kmzb_pack_give_back_reader (self, reader);
  return step == KMZB_STEP_DONE;
}

/* The same for towns, villages and quarters. */
gboolean
kmzb_pack_foreach_place (KmzbPack *self, KmzbPackPlaceFunc func, gpointer data, GError **error)
{
  KmzbPackReader *reader;
  KmzbStmt *stmt;
  KmzbStep step = KMZB_STEP_ERROR;

  g_return_val_if_fail (KMZB_IS_PACK (self), FALSE);

  if (!kmzb_pack_is_region (self))
    return TRUE;
  reader = kmzb_pack_take_reader (self, error);
  if (reader == NULL)
    return FALSE;
  stmt = kmzb_db_prepare (reader->db, "SELECT name, kind, lat, lon FROM places", error);
  while (stmt != NULL && (step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      KmzbPackPlace place = {
        .name = kmzb_stmt_utf8 (stmt, 0),
        .kind = kmzb_stmt_utf8 (stmt, 1),
        .point = { kmzb_stmt_double (stmt, 2), kmzb_stmt_double (stmt, 3) },
      };

      if (place.name != NULL && place.kind != NULL && kmzb_point_is_valid (place.point))
        func (&place, data);
    }
  kmzb_stmt_free (stmt);
  kmzb_pack_give_back_reader (self, reader);
  return step == KMZB_STEP_DONE;
}

/**
 * kmzb_pack_find_area_name:
 *
 * Returns: (transfer full) (nullable): the name of the area of @kind in which @point lies; %NULL without @error when
 *   the pack knows none there
 */
char *
kmzb_pack_find_area_name (KmzbPack *self, KmzbAreaKind kind, KmzbPoint point, GError **error)
{
  KmzbPackReader *reader;
  KmzbStmt *stmt;
  char *name = NULL;

  g_return_val_if_fail (KMZB_IS_PACK (self), NULL);

  if (!kmzb_pack_is_region (self) || !kmzb_point_is_valid (point))
    return NULL;
  reader = kmzb_pack_take_reader (self, error);
  if (reader == NULL)
    return NULL;
  stmt = kmzb_db_prepare (reader->db,
                          "SELECT a.name, a.geometry FROM areas_rtree AS r JOIN areas AS a ON a.rowid = r.id"
                          " WHERE r.south <= ?1 AND r.north >= ?1 AND r.west <= ?2 AND r.east >= ?2 AND a.kind = ?3"
                          " ORDER BY a.id",
                          error);
  if (stmt != NULL)
    {
      kmzb_stmt_bind_double (stmt, 1, point.lat);
      kmzb_stmt_bind_double (stmt, 2, point.lon);
      kmzb_stmt_bind_text (stmt, 3, kmzb_area_kind_to_slug (kind));
    }
  while (stmt != NULL && name == NULL && kmzb_stmt_step (stmt, error) == KMZB_STEP_ROW)
    {
      gsize length;
      gconstpointer wkb = kmzb_stmt_blob (stmt, 1, &length);
      g_autoptr (KmzbShape) shape = wkb != NULL ? kmzb_shape_new_from_wkb (wkb, length, NULL) : NULL;

      if (shape != NULL && shape->kind == KMZB_SHAPE_POLYGON && kmzb_shape_contains (shape, point))
        name = g_strdup (kmzb_stmt_utf8 (stmt, 0));
    }
  kmzb_stmt_free (stmt);
  kmzb_pack_give_back_reader (self, reader);
  return name;
}

void
kmzb_pack_spot_free (KmzbPackSpot *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->gmina);
  g_free (self);
}

static void
describe_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KmzbPoint point = *(KmzbPoint *) data;
  g_autoptr (KmzbPackSpot) spot = g_new0 (KmzbPackSpot, 1);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  spot->address = kmzb_pack_nearest_address (source, point, &error);
  if (error == NULL)
    spot->gmina = kmzb_pack_find_area_name (source, KMZB_AREA_GMINA, point, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&spot), (GDestroyNotify) kmzb_pack_spot_free);
}

/* What the pack knows about @point, read on another thread. */
void
kmzb_pack_describe_async (KmzbPack *self,
                          KmzbPoint point,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, kmzb_pack_describe_async);
  g_task_set_task_data (task, g_memdup2 (&point, sizeof point), g_free);
  g_task_run_in_thread (task, describe_in_thread);
}

/* Returns: (transfer full): with nothing in it where the pack knows nothing; %NULL on error */
KmzbPackSpot *
kmzb_pack_describe_finish (KmzbPack *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kmzb_pack_describe_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
