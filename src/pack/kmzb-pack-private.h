/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"
#include "kmzb-pack.h"

G_BEGIN_DECLS

/**
 * KmzbPackReader:
 *
 * One connection to a pack's file with its tile query prepared, lent to one thread at a time.
 */
typedef struct
{
  KmzbDb *db;
  KmzbStmt *tile;
} KmzbPackReader;

/**
 * KmzbPackRows:
 * @may_lack: a pack from before there was such a table has no such rows
 * @parameter: (nullable): for ?1 of @sql
 * @read: (transfer full): what a row says; %NULL for one that this program can't understand: it is left out and counted
 *   in the log
 *
 * A table's rows, to be read all at once.
 */
typedef struct
{
  const char *table;
  gboolean may_lack;
  const char *sql;
  const char *parameter;
  gpointer (*read) (KmzbStmt *stmt);
  GDestroyNotify free_row;
} KmzbPackRows;

GPtrArray *kmzb_pack_read_rows (KmzbPack *self, const KmzbPackRows *rows, GError **error);
KmzbPackReader *kmzb_pack_take_reader (KmzbPack *self, GError **error);
void kmzb_pack_give_back_reader (KmzbPack *self, KmzbPackReader *reader);

G_END_DECLS
