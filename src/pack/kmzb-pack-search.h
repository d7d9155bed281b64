/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-pack.h"

G_BEGIN_DECLS

/*
 * What the room `search` reads of a pack. All of it reads the file: not for the UI thread.
 */

/**
 * KmzbPackAddress:
 * @street: (nullable): %NULL where a village has no streets
 * @place: (nullable): town or village
 * @postcode: (nullable)
 *
 * One address, valid during the call that hands it out.
 */
typedef struct
{
  const char *street;
  const char *number;
  const char *place;
  const char *postcode;
  KmzbPoint point;
} KmzbPackAddress;

/**
 * KmzbPackPlace:
 * @kind: as OpenStreetMap has it: city, town, village, suburb ...
 *
 * A town, village or quarter, valid during the call that hands it out.
 */
typedef struct
{
  const char *name;
  const char *kind;
  KmzbPoint point;
} KmzbPackPlace;

/**
 * KmzbPackSpot:
 * @address: (nullable): the nearest one in words
 * @gmina: (nullable): the name of the gmina in which it lies
 *
 * What a pack can say about a spot on the map.
 */
typedef struct
{
  char *address;
  char *gmina;
} KmzbPackSpot;

typedef void (*KmzbPackAddressFunc) (const KmzbPackAddress *address, gpointer data);
typedef void (*KmzbPackPlaceFunc) (const KmzbPackPlace *place, gpointer data);

gboolean kmzb_pack_foreach_address (KmzbPack *self,
                                    KmzbPackAddressFunc func,
                                    gpointer data,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean kmzb_pack_foreach_place (KmzbPack *self, KmzbPackPlaceFunc func, gpointer data, GError **error);
char *kmzb_pack_find_area_name (KmzbPack *self, KmzbAreaKind kind, KmzbPoint point, GError **error);
void kmzb_pack_describe_async (KmzbPack *self,
                               KmzbPoint point,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
KmzbPackSpot *kmzb_pack_describe_finish (KmzbPack *self, GAsyncResult *result, GError **error);
void kmzb_pack_spot_free (KmzbPackSpot *self);
char *kmzb_pack_format_address (const char *country, const char *street, const char *number, const char *place);
const char *kmzb_pack_get_country (KmzbPack *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbPackSpot, kmzb_pack_spot_free)

G_END_DECLS
