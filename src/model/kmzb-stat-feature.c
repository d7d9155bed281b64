/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-stat-feature.h"

static const char *const slugs[KMZB_N_STAT_SOURCES] = {
  [KMZB_STAT_POLICE] = "police",
  [KMZB_STAT_CONSULTATION] = "consultation",
  [KMZB_STAT_DEBATE] = "debate",
};

G_DEFINE_BOXED_TYPE (KmzbStatFeature, kmzb_stat_feature, kmzb_stat_feature_ref, kmzb_stat_feature_unref)

/* @shape: (transfer full) */
KmzbStatFeature *
kmzb_stat_feature_new (const char *id,
                       KmzbStatSource source,
                       const char *name,
                       double value,
                       const char *unit,
                       const char *as_of,
                       KmzbShape *shape)
{
  KmzbStatFeature *self = g_new0 (KmzbStatFeature, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->source = source;
  self->name = g_strdup (name);
  self->value = value;
  self->unit = g_strdup (unit);
  self->as_of = g_strdup (as_of);
  self->shape = shape;
  return self;
}

KmzbStatFeature *
kmzb_stat_feature_ref (KmzbStatFeature *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_stat_feature_unref (KmzbStatFeature *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->unit);
  g_free (self->as_of);
  kmzb_shape_free (self->shape);
  g_free (self);
}

gboolean
kmzb_stat_source_from_slug (const char *slug, KmzbStatSource *source)
{
  for (guint i = 0; i < G_N_ELEMENTS (slugs); i++)
    if (g_strcmp0 (slug, slugs[i]) == 0)
      {
        *source = (KmzbStatSource) i;
        return TRUE;
      }
  return FALSE;
}
