/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *street; /* NULL where there are no streets */
  char *number;
  char *place;
  char *postcode;
  KmzbPoint at;
} KmzbAddress;

typedef struct
{
  char *name;
  char *kind;
  gint64 population; /* 0: not known */
  KmzbPoint at;
} KmzbPlace;

/**
 * KmzbRegion:
 * @people: where people live: buildings and addresses
 * @anything: other points, for regions where nobody lives
 * @said_bounds: what the files say they hold; empty when they say nothing
 * @area: (nullable): the polygon to keep to, as an OGRGeometryH in degrees
 * @detail: (nullable): the polygon outside of which the finest levels are left out, likewise
 *
 * What is read from the map data besides what is drawn.
 */
typedef struct
{
  GPtrArray *addresses;
  GPtrArray *places;
  GArray *people;
  GArray *anything;
  KmzbBox said_bounds;
  GHashTable *address_keys;
  void *area;
  void *detail;
} KmzbRegion;

KmzbRegion *kmzb_region_new (void);
void kmzb_region_free (KmzbRegion *self);
gboolean kmzb_region_read_area (KmzbRegion *self, const char *path, GError **error);
gboolean kmzb_region_read_detail (KmzbRegion *self, const char *path, GError **error);
gboolean kmzb_region_has (KmzbRegion *self, KmzbPoint point);
void kmzb_region_add_address (KmzbRegion *self,
                              const char *street,
                              const char *number,
                              const char *place,
                              const char *postcode,
                              KmzbPoint at);
gboolean kmzb_region_add_place (KmzbRegion *self,
                                const char *name,
                                const char *kind,
                                const char *population,
                                KmzbPoint at);
KmzbBox kmzb_region_find_bounds (KmzbRegion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbRegion, kmzb_region_free)

G_END_DECLS
