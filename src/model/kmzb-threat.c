/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat.h"

#include <string.h>

static const char *const source_slugs[KMZB_N_THREAT_SOURCES] = {
  [KMZB_THREAT_SOURCE_PEOPLE] = "people",
  [KMZB_THREAT_SOURCE_POLICE] = "police",
  [KMZB_THREAT_SOURCE_DEBATE] = "debate",
};

G_DEFINE_BOXED_TYPE (KmzbThreat, kmzb_threat, kmzb_threat_ref, kmzb_threat_unref)

/* A threat that residents reported. */
KmzbThreat *
kmzb_threat_new (const char *id,
                 const char *category,
                 KmzbStatus status,
                 KmzbPoint place,
                 gint64 created_us,
                 gint64 updated_us)
{
  return kmzb_threat_new_from (KMZB_THREAT_SOURCE_PEOPLE, id, category, status, place, created_us, updated_us);
}

KmzbThreat *
kmzb_threat_new_from (KmzbThreatSource source,
                      const char *id,
                      const char *category,
                      KmzbStatus status,
                      KmzbPoint place,
                      gint64 created_us,
                      gint64 updated_us)
{
  gsize id_size = (id != NULL ? strlen (id) : 0) + 1;
  KmzbThreat *self = g_malloc0 (sizeof (KmzbThreat) + id_size);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = (char *) (self + 1);
  if (id != NULL)
    memcpy (self->id, id, id_size);
  self->category = g_intern_string (category);
  self->status = status;
  self->source = source;
  self->place = place;
  self->created_us = created_us;
  self->updated_us = updated_us;
  return self;
}

KmzbThreat *
kmzb_threat_ref (KmzbThreat *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_threat_unref (KmzbThreat *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self);
}

/* As packs, the store and central write it. */
const char *
kmzb_threat_source_to_slug (KmzbThreatSource source)
{
  return source_slugs[source];
}

gboolean
kmzb_threat_source_from_slug (const char *slug, KmzbThreatSource *source)
{
  for (guint i = 0; i < G_N_ELEMENTS (source_slugs); i++)
    if (g_strcmp0 (slug, source_slugs[i]) == 0)
      {
        *source = (KmzbThreatSource) i;
        return TRUE;
      }
  return FALSE;
}
