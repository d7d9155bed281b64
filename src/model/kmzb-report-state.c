/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report-state.h"

static const char *const names[KMZB_N_REPORT_STATES] = {
  [KMZB_REPORT_SAVED] = "saved",
  [KMZB_REPORT_SENDING] = "sending",
  [KMZB_REPORT_RECEIVED] = "received",
  [KMZB_REPORT_UNCERTAIN] = "uncertain",
  [KMZB_REPORT_REFUSED] = "refused",
  [KMZB_REPORT_HELD] = "held",
  [KMZB_REPORT_PRACTICE] = "practice",
};

#define BIT(state) (1u << (state))

/* No row lets an unsent report vanish: received is the only end, and only sending leads there by itself. An uncertain
 * one may be found at the server later, which is proof of receipt. */
static const guint allowed[KMZB_N_REPORT_STATES] = {
  [KMZB_REPORT_SAVED] = BIT (KMZB_REPORT_SENDING) | BIT (KMZB_REPORT_HELD),
  [KMZB_REPORT_SENDING] = BIT (KMZB_REPORT_SAVED) | BIT (KMZB_REPORT_RECEIVED) | BIT (KMZB_REPORT_UNCERTAIN)
                          | BIT (KMZB_REPORT_REFUSED),
  [KMZB_REPORT_RECEIVED] = 0,
  [KMZB_REPORT_UNCERTAIN] = BIT (KMZB_REPORT_SAVED) | BIT (KMZB_REPORT_RECEIVED) | BIT (KMZB_REPORT_HELD),
  [KMZB_REPORT_REFUSED] = BIT (KMZB_REPORT_SAVED) | BIT (KMZB_REPORT_HELD),
  [KMZB_REPORT_HELD] = BIT (KMZB_REPORT_SAVED),
  [KMZB_REPORT_PRACTICE] = 0,
};

/* The state's name in the database and in --status. */
const char *
kmzb_report_state_to_string (KmzbReportState state)
{
  g_return_val_if_fail (state < KMZB_N_REPORT_STATES, NULL);
  return names[state];
}

gboolean
kmzb_report_state_from_string (const char *text, KmzbReportState *state)
{
  for (guint i = 0; text != NULL && i < KMZB_N_REPORT_STATES; i++)
    if (g_str_equal (text, names[i]))
      {
        *state = (KmzbReportState) i;
        return TRUE;
      }
  return FALSE;
}

/* Whether a report may go from one state to the other (DESIGN.md, "The way of a report"). */
gboolean
kmzb_report_state_can_become (KmzbReportState from, KmzbReportState to)
{
  g_return_val_if_fail (from < KMZB_N_REPORT_STATES && to < KMZB_N_REPORT_STATES, FALSE);
  return (allowed[from] & BIT (to)) != 0;
}
