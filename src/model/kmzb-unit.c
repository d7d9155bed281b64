/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-unit.h"

#include "kmzb-text.h"

static const char *const slugs[] = {
  [KMZB_UNIT_KOMENDA] = "komenda",
  [KMZB_UNIT_KOMISARIAT] = "komisariat",
  [KMZB_UNIT_POSTERUNEK] = "posterunek",
};

G_DEFINE_BOXED_TYPE (KmzbUnit, kmzb_unit, kmzb_unit_ref, kmzb_unit_unref)

/* Returns: (transfer full) (nullable): %NULL for what nobody could use: no id, no name, a place that is none */
KmzbUnit *
kmzb_unit_new (const char *id,
               KmzbUnitKind kind,
               const char *name,
               const char *address,
               const char *phone,
               const char *email,
               KmzbPoint place)
{
  g_autoptr (KmzbUnit) self = g_new0 (KmzbUnit, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->kind = kind;
  self->name = kmzb_text_clean_line (name);
  self->address = kmzb_text_clean_line (address);
  self->phone = kmzb_text_clean_line (phone);
  self->email = kmzb_text_clean_line (email);
  self->place = place;
  return id != NULL && *id != '\0' && self->name != NULL && kmzb_point_is_valid (place) ? g_steal_pointer (&self)
                                                                                       : NULL;
}

KmzbUnit *
kmzb_unit_ref (KmzbUnit *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_unit_unref (KmzbUnit *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->address);
  g_free (self->phone);
  g_free (self->email);
  g_free (self);
}

gboolean
kmzb_unit_kind_from_slug (const char *slug, KmzbUnitKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (slugs); i++)
    if (g_strcmp0 (slug, slugs[i]) == 0)
      {
        *kind = (KmzbUnitKind) i;
        return TRUE;
      }
  return FALSE;
}
