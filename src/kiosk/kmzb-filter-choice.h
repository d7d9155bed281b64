/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat-filter.h"

G_BEGIN_DECLS

typedef enum
{
  KMZB_PERIOD_ALL,
  KMZB_PERIOD_YEAR,
  KMZB_PERIOD_MONTH,
  KMZB_PERIOD_DATES,
} KmzbPeriod;

/**
 * KmzbFilterChoice:
 * @groups: a bit for each of the catalogue's groups that is wished for; none is all
 * @statuses: a bit (1 << status) for each that is wished for; none is all
 * @period: reported when
 * @from_day: with %KMZB_PERIOD_DATES, its first day as #GDate counts them
 * @to_day: its last day
 *
 * What a visitor wants to see on the map. All zero is everything.
 */
typedef struct
{
  guint groups;
  guint statuses;
  KmzbPeriod period;
  guint from_day;
  guint to_day;
} KmzbFilterChoice;

gboolean kmzb_filter_choice_is_empty (const KmzbFilterChoice *self);
KmzbThreatFilter *kmzb_filter_choice_make (const KmzbFilterChoice *self,
                                           KmzbCatalog *catalog,
                                           gint64 now_us,
                                           guint sources);
char *kmzb_filter_choice_describe (const KmzbFilterChoice *self, KmzbCatalog *catalog);
const char *kmzb_filter_period_words (KmzbPeriod period);
guint kmzb_filter_day (gint64 real_us);
char *kmzb_filter_day_words (guint day);
char *kmzb_filter_number_words (guint number);
char *kmzb_filter_count_words (guint shown, guint total);

G_END_DECLS
