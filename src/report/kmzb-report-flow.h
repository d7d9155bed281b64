/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KmzbReportStep:
 *
 * The pages of the flow, in their order. @KMZB_REPORT_STEP_EMERGENCY is a side way off @KMZB_REPORT_STEP_URGENT.
 */
typedef enum
{
  KMZB_REPORT_STEP_RULES,
  KMZB_REPORT_STEP_URGENT,
  KMZB_REPORT_STEP_EMERGENCY,
  KMZB_REPORT_STEP_PLACE,
  KMZB_REPORT_STEP_CATEGORY,
  KMZB_REPORT_STEP_DETAILS,
  KMZB_REPORT_STEP_CHECK,
  KMZB_REPORT_STEP_SAVED,
} KmzbReportStep;

#define KMZB_N_REPORT_STEPS (KMZB_REPORT_STEP_SAVED + 1)

#define KMZB_TYPE_REPORT_FLOW (kmzb_report_flow_get_type ())
G_DECLARE_FINAL_TYPE (KmzbReportFlow, kmzb_report_flow, KMZB, REPORT_FLOW, GtkWidget)

GtkWidget *kmzb_report_flow_new (KmzbReportContext *context);
void kmzb_report_flow_start (KmzbReportFlow *self, KmzbPoint point, double zoom);
void kmzb_report_flow_rebuild (KmzbReportFlow *self);
void kmzb_report_flow_reset (KmzbReportFlow *self);
gboolean kmzb_report_flow_has_draft (KmzbReportFlow *self);
gboolean kmzb_report_flow_is_saving (KmzbReportFlow *self);
KmzbReportStep kmzb_report_flow_get_step (KmzbReportFlow *self);
gboolean kmzb_report_flow_is_typing (KmzbReportFlow *self);
void kmzb_report_flow_set_practice (KmzbReportFlow *self, gboolean practice);

G_END_DECLS
