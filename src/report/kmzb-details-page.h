/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-neighbourhood.h"
#include "kmzb-report-page.h"

G_BEGIN_DECLS

#define KMZB_TYPE_DETAILS_PAGE (kmzb_details_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbDetailsPage, kmzb_details_page, KMZB, DETAILS_PAGE, KmzbReportPage)

void kmzb_details_page_set_neighbourhood (KmzbDetailsPage *self, KmzbNeighbourhood *neighbourhood);

G_END_DECLS
