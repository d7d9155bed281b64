/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-pack.h"
#include "kmzb-report-draft.h"

G_BEGIN_DECLS

/**
 * KmzbPlaceVerdict:
 * @KMZB_PLACE_NO_MAP: there is no map to point at
 * @KMZB_PLACE_INSIDE: on the pack's map
 * @KMZB_PLACE_OUTSIDE: beyond it, in Poland: can be reported, but nothing is known of it
 * @KMZB_PLACE_ABROAD: nothing the Polish police could look at
 */
typedef enum
{
  KMZB_PLACE_NO_MAP,
  KMZB_PLACE_INSIDE,
  KMZB_PLACE_OUTSIDE,
  KMZB_PLACE_ABROAD,
} KmzbPlaceVerdict;

#define KMZB_TYPE_PLACE_FINDER (kmzb_place_finder_get_type ())
G_DECLARE_FINAL_TYPE (KmzbPlaceFinder, kmzb_place_finder, KMZB, PLACE_FINDER, GObject)

KmzbPlaceFinder *kmzb_place_finder_new (KmzbPack *pack, KmzbReportDraft *draft);
KmzbPlaceVerdict kmzb_place_finder_judge (KmzbPlaceFinder *self, KmzbPoint point);
void kmzb_place_finder_look_up (KmzbPlaceFinder *self, KmzbPoint point);
gboolean kmzb_place_finder_is_looking (KmzbPlaceFinder *self);
const char *kmzb_place_finder_get_address (KmzbPlaceFinder *self);
const char *kmzb_place_finder_get_gmina (KmzbPlaceFinder *self);
void kmzb_place_finder_choose (KmzbPlaceFinder *self, KmzbPoint point);
void kmzb_place_finder_forget (KmzbPlaceFinder *self);

G_END_DECLS
