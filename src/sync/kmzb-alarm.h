/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"

G_BEGIN_DECLS

typedef void (*KmzbAlarmFunc) (gpointer user_data);

/**
 * KmzbAlarm:
 *
 * Rings once, by the booth's clock, in the main context of the thread that set it. Private to the room.
 */
typedef struct
{
  KmzbClock *clock; /* borrowed */
  KmzbAlarmFunc func;
  gpointer user_data;
  GSource *source;
} KmzbAlarm;

void kmzb_alarm_init (KmzbAlarm *self, KmzbClock *clock, KmzbAlarmFunc func, gpointer user_data);
void kmzb_alarm_set (KmzbAlarm *self, gint64 delay_us);
gboolean kmzb_alarm_is_set (const KmzbAlarm *self);
void kmzb_alarm_clear (KmzbAlarm *self);

G_END_DECLS
