/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-area.h"

static const char *const slugs[] = {
  [KMZB_AREA_POWIAT] = "powiat",
  [KMZB_AREA_GMINA] = "gmina",
  [KMZB_AREA_BEAT] = "beat",
};

G_DEFINE_BOXED_TYPE (KmzbArea, kmzb_area, kmzb_area_ref, kmzb_area_unref)

/* @shape: (transfer full): a polygon */
KmzbArea *
kmzb_area_new (const char *id,
               KmzbAreaKind kind,
               const char *name,
               const char *code,
               const char *parent,
               KmzbShape *shape)
{
  KmzbArea *self = g_new0 (KmzbArea, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->kind = kind;
  self->name = g_strdup (name);
  self->code = g_strdup (code);
  self->parent = g_strdup (parent);
  self->shape = shape;
  return self;
}

KmzbArea *
kmzb_area_ref (KmzbArea *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_area_unref (KmzbArea *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->code);
  g_free (self->parent);
  kmzb_shape_free (self->shape);
  g_free (self);
}

const char *
kmzb_area_kind_to_slug (KmzbAreaKind kind)
{
  return slugs[kind];
}

gboolean
kmzb_area_kind_from_slug (const char *slug, KmzbAreaKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (slugs); i++)
    if (g_strcmp0 (slug, slugs[i]) == 0)
      {
        *kind = (KmzbAreaKind) i;
        return TRUE;
      }
  return FALSE;
}
