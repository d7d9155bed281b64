/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area.h"
#include "kmzb-officer.h"
#include "kmzb-unit.h"

G_BEGIN_DECLS

/**
 * KmzbWireDirectoryKind:
 *
 * What a record of the directory is; its id says so ("officers/17").
 */
typedef enum
{
  KMZB_WIRE_DIRECTORY_UNIT,
  KMZB_WIRE_DIRECTORY_OFFICER,
  KMZB_WIRE_DIRECTORY_AREA,
} KmzbWireDirectoryKind;

const char *kmzb_wire_directory_parse_id (const char *id, KmzbWireDirectoryKind *kind);
KmzbUnit *kmzb_wire_read_unit (const char *id, const char *json);
KmzbOfficer *kmzb_wire_read_officer (const char *id, const char *json);
KmzbArea *kmzb_wire_read_area (const char *id, const char *json);

G_END_DECLS
