/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-page.h"

G_BEGIN_DECLS

#define KMZB_TYPE_EMERGENCY_PAGE (kmzb_emergency_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbEmergencyPage, kmzb_emergency_page, KMZB, EMERGENCY_PAGE, KmzbReportPage)

G_END_DECLS
