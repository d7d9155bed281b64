/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-map-view.h"
#include "kmzb-stat-feature.h"

G_BEGIN_DECLS

/* What the map shows at first: what residents reported. A bit (1 << source) for each #KmzbThreatSource. */
#define KMZB_SOURCES_DEFAULT (1u << KMZB_THREAT_SOURCE_PEOPLE)

/**
 * KmzbSourceFacts:
 * @count: how many things of this source there are for the map to show
 * @as_of: (nullable): "as of 31 December 2025"; %NULL without any
 */
typedef struct
{
  guint count;
  char *as_of;
} KmzbSourceFacts;

const char *kmzb_source_words (KmzbThreatSource source);
const char *kmzb_source_words_stat (KmzbStatSource source);
const char *kmzb_source_icon (KmzbThreatSource source);
guint kmzb_source_to_stats (guint sources);
char *kmzb_source_words_as_of (const char *date);
void kmzb_source_facts_init (KmzbSourceFacts *facts,
                             KmzbThreatSource source,
                             KmzbMapView *map_view,
                             GPtrArray *features);
void kmzb_source_facts_clear (KmzbSourceFacts *facts);
guint kmzb_source_count_stats (GPtrArray *features, KmzbStatSource source, const char **latest);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KmzbSourceFacts, kmzb_source_facts_clear)

G_END_DECLS
