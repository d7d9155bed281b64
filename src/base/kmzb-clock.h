/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KMZB_TYPE_CLOCK (kmzb_clock_get_type ())
G_DECLARE_FINAL_TYPE (KmzbClock, kmzb_clock, KMZB, CLOCK, GObject)

KmzbClock *kmzb_clock_new_system (void);
KmzbClock *kmzb_clock_new_manual (gint64 real_us);

gint64 kmzb_clock_get_real_us (KmzbClock *self);
gint64 kmzb_clock_get_monotonic_us (KmzbClock *self);
void kmzb_clock_advance (KmzbClock *self, gint64 us);
void kmzb_clock_set_real_us (KmzbClock *self, gint64 real_us);

GSource *kmzb_clock_timeout_source_new (KmzbClock *self, guint interval_ms);
guint kmzb_clock_add_timeout (KmzbClock *self,
                              guint interval_ms,
                              GSourceFunc func,
                              gpointer data);

G_END_DECLS
