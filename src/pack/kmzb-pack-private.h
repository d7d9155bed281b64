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

KmzbPackReader *kmzb_pack_take_reader (KmzbPack *self, GError **error);
void kmzb_pack_give_back_reader (KmzbPack *self, KmzbPackReader *reader);

G_END_DECLS
