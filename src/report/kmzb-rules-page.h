/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-page.h"

G_BEGIN_DECLS

#define KMZB_TYPE_RULES_PAGE (kmzb_rules_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbRulesPage, kmzb_rules_page, KMZB, RULES_PAGE, KmzbReportPage)

G_END_DECLS
