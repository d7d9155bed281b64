/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-page.h"

G_BEGIN_DECLS

#define KMZB_TYPE_URGENT_PAGE (kmzb_urgent_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbUrgentPage, kmzb_urgent_page, KMZB, URGENT_PAGE, KmzbReportPage)

G_END_DECLS
