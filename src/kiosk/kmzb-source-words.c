/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who says so: what the layers of the map are called, how much there is of each, and as of when. */
#include "kmzb-source-words.h"

#include "kmzb-filter-choice.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

const char *
kmzb_source_words (KmzbThreatSource source)
{
  switch (source)
    {
    case KMZB_THREAT_SOURCE_PEOPLE:
      return _("Residents' reports");
    case KMZB_THREAT_SOURCE_POLICE:
      return _("Police statistics");
    case KMZB_THREAT_SOURCE_DEBATE:
      return _("Consultations and debates");
    }
  g_return_val_if_reached ("");
}

const char *
kmzb_source_words_stat (KmzbStatSource source)
{
  switch (source)
    {
    case KMZB_STAT_POLICE:
      return _("Police statistics");
    case KMZB_STAT_CONSULTATION:
      return _("Consultations");
    case KMZB_STAT_DEBATE:
      return _("Public debates");
    }
  g_return_val_if_reached ("");
}

const char *
kmzb_source_icon (KmzbThreatSource source)
{
  return source == KMZB_THREAT_SOURCE_PEOPLE   ? "kmzb-pin-symbolic"
         : source == KMZB_THREAT_SOURCE_POLICE ? "kmzb-officer-symbolic"
                                               : "kmzb-debate-symbolic";
}

static KmzbThreatSource
source_of (KmzbStatSource source)
{
  return source == KMZB_STAT_POLICE ? KMZB_THREAT_SOURCE_POLICE : KMZB_THREAT_SOURCE_DEBATE;
}

/* The bits (1 << #KmzbStatSource) that go with those of #KmzbThreatSource. */
guint
kmzb_source_to_stats (guint sources)
{
  guint stats = 0;

  for (guint i = 0; i < KMZB_N_STAT_SOURCES; i++)
    if ((sources & 1u << source_of ((KmzbStatSource) i)) != 0)
      stats |= 1u << i;
  return stats;
}

/* @date: YYYY-MM-DD. Returns: (transfer full): "as of 31 December 2025" */
char *
kmzb_source_words_as_of (const char *date)
{
  g_autofree char *day = NULL;
  GDate parsed;

  g_date_clear (&parsed, 1);
  if (strlen (date) == strlen ("2025-12-31"))
    g_date_set_dmy (&parsed, (GDateDay) strtoul (date + 8, NULL, 10), (GDateMonth) strtoul (date + 5, NULL, 10),
                    (GDateYear) strtoul (date, NULL, 10));
  if (g_date_valid (&parsed))
    day = kmzb_filter_day_words (g_date_get_julian (&parsed));
  /* Translators: %s is a day: what is shown was true then: "as of 31 December 2025" */
  return g_strdup_printf (_("as of %s"), day != NULL ? day : date);
}

/* @latest: (out) (transfer none) (nullable) (optional): the latest date up to which was counted */
guint
kmzb_source_count_stats (GPtrArray *features, KmzbStatSource source, const char **latest)
{
  const char *last = NULL;
  guint count = 0;

  for (guint i = 0; features != NULL && i < features->len; i++)
    {
      const KmzbStatFeature *feature = g_ptr_array_index (features, i);

      if (feature->source != source)
        continue;
      count++;
      if (last == NULL || strcmp (feature->as_of, last) > 0)
        last = feature->as_of;
    }
  if (latest != NULL)
    *latest = last;
  return count;
}

/* @features: (element-type KmzbStatFeature) (nullable) */
void
kmzb_source_facts_init (KmzbSourceFacts *facts, KmzbThreatSource source, KmzbMapView *map_view, GPtrArray *features)
{
  g_autofree char *changed = NULL;
  const char *last = NULL;
  gint64 latest_us;

  facts->count = kmzb_map_view_count_source (map_view, source, &latest_us);
  if (latest_us > 0)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (latest_us / G_USEC_PER_SEC);

      last = changed = g_date_time_format (time, "%Y-%m-%d");
    }
  for (guint i = 0; i < KMZB_N_STAT_SOURCES; i++)
    if (source_of ((KmzbStatSource) i) == source)
      {
        const char *counted;

        facts->count += kmzb_source_count_stats (features, (KmzbStatSource) i, &counted);
        if (counted != NULL && (last == NULL || strcmp (counted, last) > 0))
          last = counted;
      }
  facts->as_of = last != NULL ? kmzb_source_words_as_of (last) : NULL;
}

void
kmzb_source_facts_clear (KmzbSourceFacts *facts)
{
  g_clear_pointer (&facts->as_of, g_free);
}
