/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-report-state.h"

G_BEGIN_DECLS

/**
 * KmzbTally:
 * @oldest_unsent_us: when the oldest report that waits to be sent was saved, by the booth's clock; 0 when none waits
 *
 * How many reports of this booth are in each state. The union lets code that knows a #KmzbReportState count by it.
 */
typedef struct
{
  union
  {
    guint by_state[KMZB_N_REPORT_STATES];
    struct
    {
      guint saved;
      guint sending;
      guint received;
      guint uncertain;
      guint refused;
      guint held;
      guint practice;
    };
  };
  gint64 oldest_unsent_us;
} KmzbTally;

G_STATIC_ASSERT (KMZB_REPORT_SAVED == 0 && KMZB_REPORT_PRACTICE == 6);

/* Reports that will still go out by themselves. */
static inline guint
kmzb_tally_get_waiting (const KmzbTally *self)
{
  return self->saved + self->sending;
}

G_END_DECLS
