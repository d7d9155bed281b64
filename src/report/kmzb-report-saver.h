/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-context.h"
#include "kmzb-report-draft.h"

G_BEGIN_DECLS

#define KMZB_TYPE_REPORT_SAVER (kmzb_report_saver_get_type ())
G_DECLARE_FINAL_TYPE (KmzbReportSaver, kmzb_report_saver, KMZB, REPORT_SAVER, GObject)

KmzbReportSaver *kmzb_report_saver_new (KmzbReportContext *context, KmzbReportDraft *draft);
void kmzb_report_saver_save (KmzbReportSaver *self, gboolean practice);
const KmzbTally *kmzb_report_saver_get_before (KmzbReportSaver *self);
gboolean kmzb_report_saver_is_saving (KmzbReportSaver *self);
void kmzb_report_saver_forget (KmzbReportSaver *self);

G_END_DECLS
