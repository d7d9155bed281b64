/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-catalog.h"
#include "kmzb-threats.h"

G_BEGIN_DECLS

/* Every status, or every source. */
#define KMZB_THREAT_FILTER_ANY G_MAXUINT

/**
 * KmzbThreatFilter:
 *
 * Which threats the map shows. Immutable and shared by reference, from any thread.
 */
typedef struct _KmzbThreatFilter KmzbThreatFilter;

#define KMZB_TYPE_THREAT_FILTER (kmzb_threat_filter_get_type ())
GType kmzb_threat_filter_get_type (void);

KmzbThreatFilter *kmzb_threat_filter_new (const char *const *categories,
                                          guint statuses,
                                          gint64 from_us,
                                          gint64 to_us,
                                          guint sources);
KmzbThreatFilter *kmzb_threat_filter_new_for_groups (KmzbCatalog *catalog,
                                                     const char *const *groups,
                                                     guint statuses,
                                                     gint64 from_us,
                                                     gint64 to_us,
                                                     guint sources);
KmzbThreatFilter *kmzb_threat_filter_ref (KmzbThreatFilter *self);
void kmzb_threat_filter_unref (KmzbThreatFilter *self);

gboolean kmzb_threat_filter_has_category (const KmzbThreatFilter *self, const char *slug);
guint kmzb_threat_filter_get_statuses (const KmzbThreatFilter *self);
guint kmzb_threat_filter_get_sources (const KmzbThreatFilter *self);
void kmzb_threat_filter_get_period (const KmzbThreatFilter *self, gint64 *from_us, gint64 *to_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbThreatFilter, kmzb_threat_filter_unref)

G_END_DECLS
