/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-db.h"
#include "kmzb-source.h"

G_BEGIN_DECLS

/**
 * KmzbRegionNote:
 *
 * What a "region" collection says about the pack; %NULL where it is silent.
 */
typedef struct
{
  char *name;
  char *id;
  char *made_at;
  char *source;
  char *licence;
  gboolean training;
} KmzbRegionNote;

void kmzb_region_note_clear (KmzbRegionNote *note);
gboolean kmzb_geojson_read (KmzbSource *source, KmzbDb *db, KmzbRegionNote *note, GError **error);

G_END_DECLS
