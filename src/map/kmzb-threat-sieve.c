/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-sieve.h"

/**
 * kmzb_threat_sieve_new:
 * @threats: outlives the sieve
 * @filter: (nullable): %NULL for all
 * @statuses: a bit (1 << status) for each that may pass, whatever the filter says of statuses
 *
 * Returns: (transfer full): to be freed with g_free()
 */
KmzbThreatSieve *
kmzb_threat_sieve_new (const KmzbThreats *threats, const KmzbThreatFilter *filter, guint statuses)
{
  KmzbThreatSieve *self = g_new0 (KmzbThreatSieve, 1);
  GPtrArray *categories = kmzb_threats_get_categories (threats);
  guint sources = filter != NULL ? kmzb_threat_filter_get_sources (filter) : KMZB_THREAT_FILTER_ANY;

  self->threats = threats;
  self->kinds = kmzb_threats_get_kinds (threats);
  self->from_us = G_MININT64;
  self->to_us = G_MAXINT64;
  if (filter != NULL)
    kmzb_threat_filter_get_period (filter, &self->from_us, &self->to_us);
  for (guint kind = 0; kind < G_N_ELEMENTS (self->passes); kind++)
    {
      guint category = kmzb_threat_kind_get_category ((guint16) kind);

      self->passes[kind]
          = category < categories->len && (statuses >> kmzb_threat_kind_get_status ((guint16) kind) & 1) != 0
            && (sources >> kmzb_threat_kind_get_source ((guint16) kind) & 1) != 0
            && (filter == NULL || kmzb_threat_filter_has_category (filter, g_ptr_array_index (categories, category)));
    }
  return self;
}
