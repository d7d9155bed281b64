/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-page.h"

G_BEGIN_DECLS

/* How long the number stays on screen when nobody touches it. */
#define KMZB_SAVED_SECONDS 30

#define KMZB_TYPE_SAVED_PAGE (kmzb_saved_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbSavedPage, kmzb_saved_page, KMZB, SAVED_PAGE, KmzbReportPage)

void kmzb_saved_page_set_number (KmzbSavedPage *self, const char *number, gboolean confirms, const KmzbTally *before);
char *kmzb_saved_page_make_link (const char *status_url, const char *number);

G_END_DECLS
