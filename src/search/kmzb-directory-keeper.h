/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-directory.h"

G_BEGIN_DECLS

#define KMZB_TYPE_DIRECTORY_KEEPER (kmzb_directory_keeper_get_type ())
G_DECLARE_FINAL_TYPE (KmzbDirectoryKeeper, kmzb_directory_keeper, KMZB, DIRECTORY_KEEPER, GObject)

KmzbDirectoryKeeper *kmzb_directory_keeper_new (void);
void kmzb_directory_keeper_load_pack (KmzbDirectoryKeeper *self, KmzbPack *pack);
void kmzb_directory_keeper_set_central (KmzbDirectoryKeeper *self, KmzbDirectoryRecords *records);
KmzbDirectory *kmzb_directory_keeper_get_directory (KmzbDirectoryKeeper *self);

G_END_DECLS
