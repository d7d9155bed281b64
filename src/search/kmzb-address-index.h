/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-pack-search.h"

G_BEGIN_DECLS

/**
 * KmzbAddressHitKind:
 * @KMZB_ADDRESS_HOUSE: the number that was asked for
 * @KMZB_ADDRESS_NEAR_HOUSE: that number is not known; this is the nearest one of the street
 * @KMZB_ADDRESS_STREET: a whole street, or a whole village without streets; the point is in its middle
 * @KMZB_ADDRESS_PLACE: a town, village or quarter
 */
typedef enum
{
  KMZB_ADDRESS_HOUSE,
  KMZB_ADDRESS_NEAR_HOUSE,
  KMZB_ADDRESS_STREET,
  KMZB_ADDRESS_PLACE,
} KmzbAddressHitKind;

/**
 * KmzbAddressHit:
 * @title: as people write it: "ul. Lipowa 7, Dobrzyń"
 * @number: (nullable): the number that was found, with @KMZB_ADDRESS_HOUSE and @KMZB_ADDRESS_NEAR_HOUSE
 * @wanted: (nullable): the number that was asked for and is not known, with @KMZB_ADDRESS_NEAR_HOUSE
 *
 * A place that fits what was typed.
 */
typedef struct
{
  KmzbAddressHitKind kind;
  char *title;
  char *number;
  char *wanted;
  KmzbPoint point;
} KmzbAddressHit;

KmzbAddressHit *kmzb_address_hit_copy (const KmzbAddressHit *self);
void kmzb_address_hit_free (KmzbAddressHit *self);

typedef struct _KmzbAddressIndex KmzbAddressIndex;

KmzbAddressIndex *kmzb_address_index_load (KmzbPack *pack, GCancellable *cancellable, GError **error);
void kmzb_address_index_free (KmzbAddressIndex *self);
guint kmzb_address_index_count (KmzbAddressIndex *self);
GPtrArray *kmzb_address_index_search (KmzbAddressIndex *self,
                                      const char *text,
                                      KmzbPoint near,
                                      guint max,
                                      GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbAddressIndex, kmzb_address_index_free)

G_END_DECLS
