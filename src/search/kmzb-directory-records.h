/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area.h"
#include "kmzb-officer.h"
#include "kmzb-pack.h"
#include "kmzb-unit.h"

G_BEGIN_DECLS

/**
 * KmzbDirectoryRecords:
 * @units: (element-type KmzbUnit)
 * @officers: (element-type KmzbOfficer)
 * @areas: (element-type KmzbArea): beats; another kind takes the place of a beat that was and is none any more
 * @gone_units: (element-type utf8): a set: ids of what was taken back
 * @gone_officers: (element-type utf8)
 * @gone_areas: (element-type utf8)
 *
 * What one source, a region pack or central, says of units, officers and beats. Filled by one thread, and not changed
 * any more once it is handed on.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  GPtrArray *units;
  GPtrArray *officers;
  GPtrArray *areas;
  GHashTable *gone_units;
  GHashTable *gone_officers;
  GHashTable *gone_areas;
} KmzbDirectoryRecords;

KmzbDirectoryRecords *kmzb_directory_records_new (void);
KmzbDirectoryRecords *kmzb_directory_records_load (KmzbPack *pack, GError **error);
KmzbDirectoryRecords *kmzb_directory_records_ref (KmzbDirectoryRecords *self);
void kmzb_directory_records_unref (KmzbDirectoryRecords *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbDirectoryRecords, kmzb_directory_records_unref)

G_END_DECLS
