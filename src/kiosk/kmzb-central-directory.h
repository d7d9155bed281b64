/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-directory-keeper.h"
#include "kmzb-store.h"

G_BEGIN_DECLS

#define KMZB_TYPE_CENTRAL_DIRECTORY (kmzb_central_directory_get_type ())
G_DECLARE_FINAL_TYPE (KmzbCentralDirectory, kmzb_central_directory, KMZB, CENTRAL_DIRECTORY, GObject)

KmzbCentralDirectory *kmzb_central_directory_new (KmzbStore *store, KmzbDirectoryKeeper *keeper, KmzbClock *clock);
void kmzb_central_directory_reload (KmzbCentralDirectory *self);
void kmzb_central_directory_stop (KmzbCentralDirectory *self);

G_END_DECLS
