/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat.h"

static const char *const source_slugs[KMZB_N_THREAT_SOURCES] = {
  [KMZB_THREAT_SOURCE_PEOPLE] = "people",
  [KMZB_THREAT_SOURCE_POLICE] = "police",
  [KMZB_THREAT_SOURCE_DEBATE] = "debate",
};

G_DEFINE_BOXED_TYPE (KmzbThreat, kmzb_threat, kmzb_threat_ref, kmzb_threat_unref)

/* @id: (nullable): copied. @key: 0 of one that the store does not know */
KmzbThreat *
kmzb_threat_new (const char *id,
                 guint32 key,
                 KmzbThreatSource source,
                 const char *category,
                 KmzbStatus status,
                 KmzbPoint place,
                 gint64 created_us)
{
  KmzbThreat *self = g_new0 (KmzbThreat, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->key = key;
  self->category = g_intern_string (category);
  self->status = status;
  self->source = source;
  self->place = place;
  self->created_us = created_us;
  return self;
}

/* Of which threat @threat tells, for a #GHashTable. */
guint
kmzb_threat_hash (gconstpointer threat)
{
  const KmzbThreat *self = threat;

  return self->id != NULL ? g_str_hash (self->id) : self->key;
}

/* Whether both tell of the same threat, of now or of another time. */
gboolean
kmzb_threat_is_same (gconstpointer a, gconstpointer b)
{
  const KmzbThreat *ta = a, *tb = b;

  return ta->key == tb->key && g_strcmp0 (ta->id, tb->id) == 0;
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
  g_free (self->id);
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
