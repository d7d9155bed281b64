/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"
#include "kmzb-db.h"

G_BEGIN_DECLS

/* Room for kmzb_clock_check_get_state(). */
#define KMZB_CLOCK_STATE_SIZE 24

/* Private to the room. */
typedef struct _KmzbClockCheck KmzbClockCheck;

KmzbClockCheck *kmzb_clock_check_new (KmzbDb *db, KmzbClock *clock, const char *boot_id, GError **error);
void kmzb_clock_check_free (KmzbClockCheck *self);
gboolean kmzb_clock_check_note (KmzbClockCheck *self, gint64 offset_s, GError **error);
char *kmzb_clock_check_get_state (KmzbClockCheck *self, char state[KMZB_CLOCK_STATE_SIZE]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbClockCheck, kmzb_clock_check_free)

G_END_DECLS
