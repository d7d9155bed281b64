/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-lines.h"
#include "kmzb-region.h"
#include "kmzb-source.h"
#include "kmzb-world.h"

G_BEGIN_DECLS

/**
 * KmzbOsm:
 * @streets: named roads, to be joined when all files are read
 * @shields: numbered roads, likewise
 * @stop: (nullable): set from a signal handler; reading ends soon after
 */
typedef struct
{
  KmzbWorld *world;
  KmzbRegion *region;
  KmzbLines *streets;
  KmzbLines *shields;
  KmzbLines *rivers;
  const char *style_folder;
  const volatile int *stop;
} KmzbOsm;

gboolean kmzb_osm_read (KmzbOsm *self, KmzbSource *source, GError **error);

G_END_DECLS
