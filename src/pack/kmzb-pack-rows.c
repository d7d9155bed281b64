/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-pack-private.h"

static GPtrArray *
read_rows (KmzbPack *self, KmzbDb *db, const KmzbPackRows *rows, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (rows->free_row);
  g_autoptr (KmzbStmt) stmt = NULL;
  KmzbStep step;
  guint n_bad = 0;

  if (rows->may_lack && !kmzb_db_has_table (db, rows->table))
    return g_steal_pointer (&found);
  stmt = kmzb_db_prepare (db, rows->sql, error);
  if (stmt == NULL)
    return NULL;
  if (rows->parameter != NULL)
    kmzb_stmt_bind_text (stmt, 1, rows->parameter);
  while ((step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    {
      gpointer row = rows->read (stmt);

      if (row != NULL)
        g_ptr_array_add (found, row);
      else
        n_bad++;
    }
  if (n_bad > 0)
    g_message ("Left out %u %s of region pack %s that this booth can't read", n_bad, rows->table,
               kmzb_pack_get_path (self));
  return step == KMZB_STEP_DONE ? g_steal_pointer (&found) : NULL;
}

/* Returns: (transfer full): what @rows reads; nothing for a foreign MBTiles; %NULL on error */
GPtrArray *
kmzb_pack_read_rows (KmzbPack *self, const KmzbPackRows *rows, GError **error)
{
  KmzbPackReader *reader;
  GPtrArray *found;

  if (!kmzb_pack_is_region (self))
    return g_ptr_array_new_with_free_func (rows->free_row);
  reader = kmzb_pack_take_reader (self, error);
  if (reader == NULL)
    return NULL;
  found = read_rows (self, reader->db, rows, error);
  kmzb_pack_give_back_reader (self, reader);
  return found;
}
