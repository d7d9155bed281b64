/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_TRY_PAGE (kmzb_try_page_get_type ())
G_DECLARE_FINAL_TYPE (KmzbTryPage, kmzb_try_page, KMZB, TRY_PAGE, GtkWidget)

GtkWidget *kmzb_try_page_new (KmzbReportContext *context);
void kmzb_try_page_start (KmzbTryPage *self, KmzbPoint center, double zoom);
void kmzb_try_page_rebuild (KmzbTryPage *self);

G_END_DECLS
