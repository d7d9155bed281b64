/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat-filter.h"

G_BEGIN_DECLS

typedef enum
{
  KMZB_PERIOD_ALL,
  KMZB_PERIOD_YEAR,
  KMZB_PERIOD_MONTH,
} KmzbPeriod;

/**
 * KmzbFilterChoice:
 * @groups: a bit for each of the catalogue's groups that is wished for; none is all
 * @statuses: a bit (1 << status) for each that is wished for; none is all
 * @period: reported since when
 *
 * What a visitor wants to see on the map. All zero is everything.
 */
typedef struct
{
  guint groups;
  guint statuses;
  KmzbPeriod period;
} KmzbFilterChoice;

gboolean kmzb_filter_choice_is_empty (const KmzbFilterChoice *self);
KmzbThreatFilter *kmzb_filter_choice_make (const KmzbFilterChoice *self, KmzbCatalog *catalog, gint64 now_us);
char *kmzb_filter_choice_describe (const KmzbFilterChoice *self, KmzbCatalog *catalog);
const char *kmzb_filter_period_words (KmzbPeriod period);
char *kmzb_filter_count_words (guint shown, guint total);

G_END_DECLS
