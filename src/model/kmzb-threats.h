/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat.h"

G_BEGIN_DECLS

/**
 * KmzbThreats:
 *
 * Many threats in little memory: 18 bytes each, so that a booth holds a million of them. A place is kept to a
 * centimetre, a time to a second, and who asks for an id asks the store. On their way from a pack into the store they
 * carry their ids with them, 24 bytes more.
 *
 * Filled by one thread and sorted by it; from when another sees it, not changed any more and shared by reference. What
 * changes later is a new table, made on a worker and put in this one's place.
 */
typedef struct _KmzbThreats KmzbThreats;

#define KMZB_TYPE_THREATS (kmzb_threats_get_type ())
GType kmzb_threats_get_type (void);

/* What kind of threat one is: its status, its source and its category, in 16 bits. */
#define KMZB_THREAT_KIND_STATUS_BITS 3
#define KMZB_THREAT_KIND_SOURCE_BITS 2
#define KMZB_THREAT_KIND_CATEGORY_BITS 11
#define KMZB_THREATS_MAX_CATEGORIES (1 << KMZB_THREAT_KIND_CATEGORY_BITS)

G_STATIC_ASSERT (KMZB_N_STATUSES <= 1 << KMZB_THREAT_KIND_STATUS_BITS);
G_STATIC_ASSERT (KMZB_N_THREAT_SOURCES <= 1 << KMZB_THREAT_KIND_SOURCE_BITS);

static inline KmzbStatus
kmzb_threat_kind_get_status (guint16 kind)
{
  return (KmzbStatus) (kind & ((1 << KMZB_THREAT_KIND_STATUS_BITS) - 1));
}

static inline KmzbThreatSource
kmzb_threat_kind_get_source (guint16 kind)
{
  return (KmzbThreatSource) (kind >> KMZB_THREAT_KIND_STATUS_BITS & ((1 << KMZB_THREAT_KIND_SOURCE_BITS) - 1));
}

/* Its number among the categories of the table. */
static inline guint
kmzb_threat_kind_get_category (guint16 kind)
{
  return kind >> (KMZB_THREAT_KIND_STATUS_BITS + KMZB_THREAT_KIND_SOURCE_BITS);
}

KmzbThreats *kmzb_threats_new (void);
KmzbThreats *kmzb_threats_ref (KmzbThreats *self);
void kmzb_threats_unref (KmzbThreats *self);
gboolean kmzb_threats_add (KmzbThreats *self,
                           KmzbThreatSource source,
                           const char *id,
                           const char *category,
                           KmzbStatus status,
                           KmzbPoint place,
                           gint64 created_us,
                           gint64 updated_us);
gboolean kmzb_threats_add_stored (KmzbThreats *self,
                                  gint64 key,
                                  KmzbThreatSource source,
                                  const char *category,
                                  KmzbStatus status,
                                  KmzbPoint place,
                                  gint64 created_us,
                                  gint64 updated_us);
void kmzb_threats_sort (KmzbThreats *self);

guint kmzb_threats_get_count (const KmzbThreats *self);
guint kmzb_threats_get_n_shown (const KmzbThreats *self);
gboolean kmzb_threats_is_sorted (const KmzbThreats *self);
const guint64 *kmzb_threats_get_codes (const KmzbThreats *self);
const guint16 *kmzb_threats_get_kinds (const KmzbThreats *self);
GPtrArray *kmzb_threats_get_categories (const KmzbThreats *self);
guint kmzb_threats_count_source (const KmzbThreats *self, KmzbThreatSource source, gint64 *latest_us);

KmzbThreat *kmzb_threats_get (const KmzbThreats *self, guint i);
char *kmzb_threats_get_id (const KmzbThreats *self, guint i);
const char *kmzb_threats_get_category (const KmzbThreats *self, guint i);
KmzbStatus kmzb_threats_get_status (const KmzbThreats *self, guint i);
KmzbThreatSource kmzb_threats_get_source (const KmzbThreats *self, guint i);
KmzbPoint kmzb_threats_get_place (const KmzbThreats *self, guint i);
gint64 kmzb_threats_get_created_us (const KmzbThreats *self, guint i);
gint64 kmzb_threats_get_updated_us (const KmzbThreats *self, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbThreats, kmzb_threats_unref)

G_END_DECLS
