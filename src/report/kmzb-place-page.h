/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-view.h"
#include "kmzb-place-finder.h"
#include "kmzb-report-page.h"

G_BEGIN_DECLS

/* Far enough in to tell one house from the next. */
#define KMZB_PLACE_LEAST_ZOOM 16.0

#define KMZB_TYPE_PLACE_PAGE (kmzb_place_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbPlacePage, kmzb_place_page, KMZB, PLACE_PAGE, KmzbReportPage)

void kmzb_place_page_set_map (KmzbPlacePage *self, KmzbMapView *map, KmzbPlaceFinder *finder);

G_END_DECLS
