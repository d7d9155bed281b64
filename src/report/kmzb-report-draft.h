/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"
#include "kmzb-report.h"

G_BEGIN_DECLS

#define KMZB_TYPE_REPORT_DRAFT (kmzb_report_draft_get_type ())
G_DECLARE_FINAL_TYPE (KmzbReportDraft, kmzb_report_draft, KMZB, REPORT_DRAFT, GObject)

KmzbReportDraft *kmzb_report_draft_new (KmzbClock *clock);
gboolean kmzb_report_draft_is_empty (KmzbReportDraft *self);
void kmzb_report_draft_clear (KmzbReportDraft *self);
void kmzb_report_draft_renew (KmzbReportDraft *self);

const char *kmzb_report_draft_get_id (KmzbReportDraft *self);
const char *kmzb_report_draft_get_number (KmzbReportDraft *self);
gboolean kmzb_report_draft_get_place (KmzbReportDraft *self, KmzbPoint *place);
void kmzb_report_draft_set_place (KmzbReportDraft *self, KmzbPoint place, const char *address);
const char *kmzb_report_draft_get_address (KmzbReportDraft *self);
const char *kmzb_report_draft_get_category (KmzbReportDraft *self);
void kmzb_report_draft_set_category (KmzbReportDraft *self, const char *slug);
guint kmzb_report_draft_get_day_parts (KmzbReportDraft *self);
void kmzb_report_draft_set_day_parts (KmzbReportDraft *self, guint flags);
guint kmzb_report_draft_get_week_days (KmzbReportDraft *self);
void kmzb_report_draft_set_week_days (KmzbReportDraft *self, guint flags);
const char *kmzb_report_draft_get_observed_date (KmzbReportDraft *self);
void kmzb_report_draft_set_observed_date (KmzbReportDraft *self, const char *date);
const char *kmzb_report_draft_get_description (KmzbReportDraft *self);
void kmzb_report_draft_set_description (KmzbReportDraft *self, const char *text);

KmzbReport *kmzb_report_draft_make_report (KmzbReportDraft *self, gboolean practice);

G_END_DECLS
