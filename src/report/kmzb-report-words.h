/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-clock.h"
#include "kmzb-report.h"

G_BEGIN_DECLS

const char *kmzb_words_day_part (guint index);
const char *kmzb_words_day_part_icon (guint index);
const char *kmzb_words_week_day (guint index);
const char *kmzb_words_week_day_short (guint index);
char *kmzb_words_times (guint day_parts, guint week_days);
char *kmzb_words_date (const char *date);
char *kmzb_words_julian_day (guint day);
char *kmzb_words_day (gint64 real_us);
char *kmzb_date_days_ago (KmzbClock *clock, guint days);
int kmzb_date_get_days_ago (KmzbClock *clock, const char *date);


guint kmzb_words_shown_day_part (guint position);

G_END_DECLS
