/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat.h"

G_BEGIN_DECLS

/**
 * KmzbThreats:
 *
 * Many threats in little memory: 36 bytes each, so that a booth holds a million of them. A place is kept to a
 * centimetre and a time to a second.
 *
 * Filled by one thread; from when another sees it, not changed any more and shared by reference. What changes later is
 * a new table, made on a worker and put in this one's place.
 */
typedef struct _KmzbThreats KmzbThreats;

#define KMZB_TYPE_THREATS (kmzb_threats_get_type ())
GType kmzb_threats_get_type (void);

KmzbThreats *kmzb_threats_new (void);
KmzbThreats *kmzb_threats_new_from (GPtrArray *threats);
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

guint kmzb_threats_get_count (const KmzbThreats *self);
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
