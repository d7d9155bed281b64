/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KmzbLookupBrake:
 *
 * Slows down who tries numbers that are not theirs. Two wrong ones cost nothing, as people misread; each further one
 * makes the next wait twice as long, to five minutes. Slips that the check character tells do not count: they say
 * nothing about any report. Zero-initialise; zero again for the next visitor.
 */
typedef struct
{
  /*< private >*/
  guint n_misses;
  gint64 until_us;
} KmzbLookupBrake;

#define KMZB_LOOKUP_FREE_MISSES 2
#define KMZB_LOOKUP_FIRST_WAIT_S 5
#define KMZB_LOOKUP_LONGEST_WAIT_S 300

void kmzb_lookup_brake_miss (KmzbLookupBrake *self, gint64 monotonic_us);
guint kmzb_lookup_brake_get_wait_s (const KmzbLookupBrake *self, gint64 monotonic_us);

G_END_DECLS
