/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-page.h"

G_BEGIN_DECLS

/**
 * KmzbReportLine:
 *
 * What a report says, a line each, in the order of the steps.
 */
typedef enum
{
  KMZB_REPORT_LINE_PLACE,
  KMZB_REPORT_LINE_CATEGORY,
  KMZB_REPORT_LINE_TIMES,
  KMZB_REPORT_LINE_DATE,
  KMZB_REPORT_LINE_DESCRIPTION,
} KmzbReportLine;

#define KMZB_N_REPORT_LINES (KMZB_REPORT_LINE_DESCRIPTION + 1)

#define KMZB_TYPE_CHECK_PAGE (kmzb_check_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbCheckPage, kmzb_check_page, KMZB, CHECK_PAGE, KmzbReportPage)

void kmzb_check_page_set_saving (KmzbCheckPage *self, gboolean saving);
void kmzb_check_page_show_failure (KmzbCheckPage *self);

G_END_DECLS
