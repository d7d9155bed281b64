/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area-finder.h"
#include "kmzb-threat-filter.h"

G_BEGIN_DECLS

/* Fewer reports than this say nothing about an area. */
#define KMZB_AREA_MIN_REPORTS 10
/* A number below this is never shown, and alone never makes an area stand out. */
#define KMZB_AREA_SMALL_NUMBER 5

/**
 * KmzbAreaStep:
 * @KMZB_AREA_TOO_FEW: too few reports to say anything; few reports is not safe
 * @KMZB_AREA_CALM: less than half as many confirmed threats a square kilometre as on the average
 * @KMZB_AREA_FEWER: less than the average
 * @KMZB_AREA_MORE: more than the average
 * @KMZB_AREA_MOST: at least twice the average
 */
typedef enum
{
  KMZB_AREA_TOO_FEW,
  KMZB_AREA_CALM,
  KMZB_AREA_FEWER,
  KMZB_AREA_MORE,
  KMZB_AREA_MOST,
} KmzbAreaStep;

#define KMZB_N_AREA_STEPS (KMZB_AREA_MOST + 1)

/**
 * KmzbAreaCount:
 * @reports: all that visitors see, whatever became of them
 * @confirmed: those that the police confirmed, also when passed on or eliminated since
 */
typedef struct
{
  guint32 reports;
  guint32 confirmed;
} KmzbAreaCount;

typedef struct _KmzbAreaStats KmzbAreaStats;

int kmzb_area_stats_level_for_zoom (int zoom);
gboolean kmzb_area_stats_kind_for_zoom (int zoom, KmzbAreaKind *kind);

KmzbAreaStats *kmzb_area_stats_new (KmzbThreats *threats, KmzbAreaFinder *finder, int level, KmzbThreatFilter *filter);
KmzbAreaStats *kmzb_area_stats_ref (KmzbAreaStats *self);
void kmzb_area_stats_unref (KmzbAreaStats *self);

int kmzb_area_stats_get_level (const KmzbAreaStats *self);
double kmzb_area_stats_get_average (const KmzbAreaStats *self);
const KmzbAreaFinder *kmzb_area_stats_get_finder (const KmzbAreaStats *self);
KmzbAreaCount kmzb_area_stats_get_area (const KmzbAreaStats *self, guint area);
KmzbAreaStep kmzb_area_stats_get_area_step (const KmzbAreaStats *self, guint area);
gboolean kmzb_area_stats_has_cell (const KmzbAreaStats *self, int x, int y);
KmzbAreaCount kmzb_area_stats_get_cell (const KmzbAreaStats *self, int x, int y);
KmzbAreaStep kmzb_area_stats_get_cell_step (const KmzbAreaStats *self, int x, int y);
KmzbAreaStep kmzb_area_stats_judge (KmzbAreaCount count, double km2, double average);
GArray *kmzb_area_stats_count_categories (const KmzbAreaStats *self,
                                          const KmzbThreats *threats,
                                          KmzbThreatFilter *filter,
                                          int area,
                                          int x,
                                          int y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbAreaStats, kmzb_area_stats_unref)

G_END_DECLS
