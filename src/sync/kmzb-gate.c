/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-gate.h"

#include "kmzb-backoff.h"
#include "kmzb-store.h"

gboolean
kmzb_gate_is_closed (const KmzbGate *self)
{
  return kmzb_gate_get_left_us (self) > 0;
}

gint64
kmzb_gate_get_left_us (const KmzbGate *self)
{
  return MAX (0, self->until_us - kmzb_clock_get_monotonic_us (self->clock));
}

/**
 * kmzb_gate_close:
 * @retry_after_s: for how long the server asked to be left alone; -1 when it did not. Not believed beyond
 *   %KMZB_STORE_LONGEST_WAIT_S: no server may silence a booth for years.
 */
void
kmzb_gate_close (KmzbGate *self, gint64 retry_after_s)
{
  gint64 delay_us = 0;

  /* Four reports that failed together are one failure. */
  if (!kmzb_gate_is_closed (self))
    {
      self->is_asked = FALSE;
      delay_us = kmzb_backoff_delay_us (++self->n_failures, g_random_double ());
    }
  if (retry_after_s >= 0)
    {
      self->is_asked = TRUE;
      delay_us = MAX (delay_us, MIN (retry_after_s, KMZB_STORE_LONGEST_WAIT_S) * G_USEC_PER_SEC);
    }
  self->until_us = MAX (self->until_us, kmzb_clock_get_monotonic_us (self->clock) + delay_us);
}

/* Opens before its time, for there is a new reason to try; not when the server has named that time. Such a try does
 * not make the next wait longer. */
void
kmzb_gate_open_early (KmzbGate *self)
{
  if (!kmzb_gate_is_closed (self) || self->is_asked)
    return;
  self->until_us = 0;
  if (self->n_failures > 0)
    self->n_failures--;
}

/* Forgets all: another network may lead to the server another way. */
void
kmzb_gate_reset (KmzbGate *self)
{
  self->until_us = 0;
  self->is_asked = FALSE;
  self->n_failures = 0;
}

/* The server works. What it asked for still holds. */
void
kmzb_gate_note_success (KmzbGate *self)
{
  self->n_failures = 0;
}
