/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-state.h"
#include "kmzb-status.h"

G_BEGIN_DECLS

/**
 * KmzbStanding:
 * @is_own: the report is in this booth's file, in @state and saved at @saved_us
 * @has_status: central has said where it stands: @status since @updated_us
 * @as_of_us: when central was last asked for standings, by the booth's clock; 0: never
 *
 * Where the report with a visitor's number stands, as far as this booth knows.
 */
typedef struct
{
  gboolean is_own;
  KmzbReportState state;
  gint64 saved_us;
  gboolean has_status;
  KmzbStatus status;
  gint64 updated_us;
  gint64 as_of_us;
} KmzbStanding;

G_END_DECLS
