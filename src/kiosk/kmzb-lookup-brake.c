/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-lookup-brake.h"

/* A number that belongs to no report was asked for. */
void
kmzb_lookup_brake_miss (KmzbLookupBrake *self, gint64 monotonic_us)
{
  guint wait_s = KMZB_LOOKUP_FIRST_WAIT_S;

  if (++self->n_misses <= KMZB_LOOKUP_FREE_MISSES)
    return;
  for (guint i = KMZB_LOOKUP_FREE_MISSES + 1; i < self->n_misses && wait_s < KMZB_LOOKUP_LONGEST_WAIT_S; i++)
    wait_s *= 2;
  self->until_us = monotonic_us + MIN (wait_s, KMZB_LOOKUP_LONGEST_WAIT_S) * G_USEC_PER_SEC;
}

/* How many whole seconds the next question has to wait; 0 for none. */
guint
kmzb_lookup_brake_get_wait_s (const KmzbLookupBrake *self, gint64 monotonic_us)
{
  gint64 left_us = self->until_us - monotonic_us;

  return left_us > 0 ? (guint) ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}
