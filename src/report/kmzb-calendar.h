/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KMZB_TYPE_CALENDAR (kmzb_calendar_get_type ())
G_DECLARE_FINAL_TYPE (KmzbCalendar, kmzb_calendar, KMZB, CALENDAR, GtkWidget)

GtkWidget *kmzb_calendar_new (guint last_day);
void kmzb_calendar_set_day (KmzbCalendar *self, guint day);
guint kmzb_calendar_get_day (KmzbCalendar *self);

G_END_DECLS
