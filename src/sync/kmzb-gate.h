/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"

G_BEGIN_DECLS

/**
 * KmzbGate:
 *
 * Whether anything may be sent now. It closes when the server is in trouble, longer with each failure in a row, and
 * opens by itself. Initialize with the clock alone.
 */
typedef struct
{
  KmzbClock *clock; /* borrowed */
  gint64 until_us;  /* monotonic */
  gboolean is_asked;
  guint n_failures;
} KmzbGate;

gboolean kmzb_gate_is_closed (const KmzbGate *self);
gint64 kmzb_gate_get_left_us (const KmzbGate *self);
void kmzb_gate_close (KmzbGate *self, gint64 retry_after_s);
void kmzb_gate_open_early (KmzbGate *self);
void kmzb_gate_reset (KmzbGate *self);
void kmzb_gate_note_success (KmzbGate *self);

G_END_DECLS
