/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbReportState:
 * @KMZB_REPORT_SAVED: on the disk, waits to be sent
 * @KMZB_REPORT_SENDING: an attempt is under way
 * @KMZB_REPORT_RECEIVED: the server proved that it has it
 * @KMZB_REPORT_UNCERTAIN: a foreign server may have it and cannot tell
 * @KMZB_REPORT_REFUSED: the server proved that this report is bad
 * @KMZB_REPORT_HELD: the officer set it aside
 * @KMZB_REPORT_PRACTICE: made to learn, never leaves
 */
typedef enum
{
  KMZB_REPORT_SAVED,
  KMZB_REPORT_SENDING,
  KMZB_REPORT_RECEIVED,
  KMZB_REPORT_UNCERTAIN,
  KMZB_REPORT_REFUSED,
  KMZB_REPORT_HELD,
  KMZB_REPORT_PRACTICE,
} KmzbReportState;

#define KMZB_N_REPORT_STATES (KMZB_REPORT_PRACTICE + 1)

const char *kmzb_report_state_to_string (KmzbReportState state);
gboolean kmzb_report_state_from_string (const char *text, KmzbReportState *state);
gboolean kmzb_report_state_can_become (KmzbReportState from, KmzbReportState to);

G_END_DECLS
