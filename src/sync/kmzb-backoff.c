/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-backoff.h"

/**
 * kmzb_backoff_delay_us:
 * @n_failures: in a row; at least 1
 * @jitter: random, from 0 up to 1
 *
 * How long to wait before the next try: anywhere between the shortest wait and one that doubles with each failure, so
 * that the booths of a whole province do not come back in the same second.
 */
gint64
kmzb_backoff_delay_us (guint n_failures, double jitter)
{
  double longest_s = KMZB_BACKOFF_SHORTEST_S;

  for (guint i = 0; i < n_failures && longest_s < KMZB_BACKOFF_LONGEST_S; i++)
    longest_s *= 2;
  longest_s = MIN (longest_s, KMZB_BACKOFF_LONGEST_S);
  return (gint64) ((KMZB_BACKOFF_SHORTEST_S + jitter * (longest_s - KMZB_BACKOFF_SHORTEST_S)) * G_USEC_PER_SEC);
}
