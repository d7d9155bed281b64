/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

#include <glib.h>

G_BEGIN_DECLS

/* The tables that the map style draws from. */
typedef enum
{
  KMZB_WORLD_LAND,
  KMZB_WORLD_WATER,
  KMZB_WORLD_BUILDING,
  KMZB_WORLD_STREAM,
  KMZB_WORLD_ROAD,
  KMZB_WORLD_RAIL,
  KMZB_WORLD_BORDER,
  KMZB_WORLD_TREES,
  KMZB_WORLD_STREET,
  KMZB_WORLD_SHIELD,
  KMZB_WORLD_PLACE,
  KMZB_WORLD_POI,
  KMZB_WORLD_HOUSE,
  KMZB_WORLD_LABEL,
  KMZB_WORLD_N_TABLES,
} KmzbWorldTable;

/**
 * KmzbWorldFeature:
 * @class: what the style tells it by
 * @name: (nullable): what is written at it
 * @rank: drawing order, or importance of a label
 * @level: under the ground -1, on it 0, over it 1 and more
 * @size: square metres of an area, width factor of a line
 * @wkb: geometry in Web Mercator metres
 */
typedef struct
{
  const char *class;
  const char *name;
  int rank;
  int level;
  double size;
  gconstpointer wkb;
  gsize wkb_length;
  double min_x;
  double min_y;
  double max_x;
  double max_y;
} KmzbWorldFeature;

typedef struct _KmzbWorld KmzbWorld;

KmzbWorld *kmzb_world_new (const char *folder, GError **error);
void kmzb_world_free (KmzbWorld *self);
gboolean kmzb_world_add (KmzbWorld *self, KmzbWorldTable table, const KmzbWorldFeature *feature, GError **error);
gboolean kmzb_world_add_point (KmzbWorld *self,
                               KmzbWorldTable table,
                               const char *class,
                               const char *name,
                               int rank,
                               double size,
                               KmzbPoint place,
                               GError **error);
gboolean kmzb_world_finish (KmzbWorld *self, GError **error);
const char *kmzb_world_get_path (KmzbWorld *self);
gint64 kmzb_world_count (KmzbWorld *self);

void kmzb_world_project (KmzbPoint place, double *x, double *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbWorld, kmzb_world_free)

G_END_DECLS
