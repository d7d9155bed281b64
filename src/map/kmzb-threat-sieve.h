/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-threat-filter.h"

G_BEGIN_DECLS

/**
 * KmzbThreatSieve:
 *
 * A filter made ready for one table of threats: each is judged by its kind, in a table, and by its time. For what
 * passes over a million of them.
 */
typedef struct
{
  /*< private >*/
  const KmzbThreats *threats;
  const guint16 *kinds;
  gint64 from_us;
  gint64 to_us;
  guint8 passes[G_MAXUINT16 + 1]; /* by kind */
} KmzbThreatSieve;

KmzbThreatSieve *kmzb_threat_sieve_new (const KmzbThreats *threats, const KmzbThreatFilter *filter, guint statuses);

/* Whether number @i of the table goes through. */
static inline gboolean
kmzb_threat_sieve_passes (const KmzbThreatSieve *self, guint i)
{
  gint64 created_us;

  if (!self->passes[self->kinds[i]])
    return FALSE;
  created_us = kmzb_threats_get_created_us (self->threats, i);
  return created_us >= self->from_us && created_us < self->to_us;
}

G_END_DECLS
