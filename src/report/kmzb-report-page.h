/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-context.h"
#include "kmzb-report-draft.h"
#include "kmzb-step-page.h"

G_BEGIN_DECLS

#define KMZB_TYPE_REPORT_PAGE (kmzb_report_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KmzbReportPage, kmzb_report_page, KMZB, REPORT_PAGE, KmzbStepPage)

/**
 * KmzbReportPageClass:
 * @enter: the page comes on screen: shows what the draft says
 * @leave: the page goes: the draft learns what is typed and not yet told
 * @back: "Back" was touched: whether the page had something of its own to go back from
 */
struct _KmzbReportPageClass
{
  KmzbStepPageClass parent_class;

  void (*enter) (KmzbReportPage *self);
  void (*leave) (KmzbReportPage *self);
  gboolean (*back) (KmzbReportPage *self);

  gpointer padding[3];
};

/* The steps which "1 of 4" counts. */
#define KMZB_REPORT_N_COUNTED_STEPS 4

KmzbReportContext *kmzb_report_page_get_context (KmzbReportPage *self);
KmzbReportDraft *kmzb_report_page_get_draft (KmzbReportPage *self);
void kmzb_report_page_enter (KmzbReportPage *self);
void kmzb_report_page_leave (KmzbReportPage *self);
gboolean kmzb_report_page_back (KmzbReportPage *self);

G_END_DECLS
