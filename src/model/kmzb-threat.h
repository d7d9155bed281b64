/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"
#include "kmzb-status.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KmzbThreatSource:
 *
 * Who says so; each is a layer of its own on the map.
 * @KMZB_THREAT_SOURCE_PEOPLE: reports of residents
 * @KMZB_THREAT_SOURCE_POLICE: police statistics
 * @KMZB_THREAT_SOURCE_DEBATE: consultations and public debates
 */
typedef enum
{
  KMZB_THREAT_SOURCE_PEOPLE,
  KMZB_THREAT_SOURCE_POLICE,
  KMZB_THREAT_SOURCE_DEBATE,
} KmzbThreatSource;

#define KMZB_N_THREAT_SOURCES (KMZB_THREAT_SOURCE_DEBATE + 1)

/**
 * KmzbThreat:
 * @id: (nullable): the server's or pack's id; %NULL of one that the store knows by its @key
 * @key: by which the store finds it, and its id, again; 0 of one that it does not know
 * @category: the category's slug, interned
 * @created_us: microseconds since 1970 UTC
 *
 * A threat as the public map shows it: no description, no person. Immutable and shared by reference. Where there are many,
 * they are in a #KmzbThreats and one is made of it when it is shown.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  char *id;
  guint32 key;
  const char *category;
  KmzbStatus status;
  KmzbThreatSource source;
  KmzbPoint place;
  gint64 created_us;
} KmzbThreat;

#define KMZB_TYPE_THREAT (kmzb_threat_get_type ())
GType kmzb_threat_get_type (void);

KmzbThreat *kmzb_threat_new (const char *id,
                             guint32 key,
                             KmzbThreatSource source,
                             const char *category,
                             KmzbStatus status,
                             KmzbPoint place,
                             gint64 created_us);
guint kmzb_threat_hash (gconstpointer threat);
gboolean kmzb_threat_is_same (gconstpointer a, gconstpointer b);
const char *kmzb_threat_source_to_slug (KmzbThreatSource source);
gboolean kmzb_threat_source_from_slug (const char *slug, KmzbThreatSource *source);

KmzbThreat *kmzb_threat_ref (KmzbThreat *self);
void kmzb_threat_unref (KmzbThreat *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbThreat, kmzb_threat_unref)

G_END_DECLS
