/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-neighbourhood.h"
#include "kmzb-report-page.h"

G_BEGIN_DECLS

#define KMZB_TYPE_CATEGORY_PAGE (kmzb_category_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbCategoryPage, kmzb_category_page, KMZB, CATEGORY_PAGE, KmzbReportPage)

void kmzb_category_page_set_neighbourhood (KmzbCategoryPage *self, KmzbNeighbourhood *neighbourhood);

G_END_DECLS
