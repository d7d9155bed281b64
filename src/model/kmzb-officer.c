/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-officer.h"

#include "kmzb-text.h"

G_DEFINE_BOXED_TYPE (KmzbOfficer, kmzb_officer, kmzb_officer_ref, kmzb_officer_unref)

/* Returns: (transfer full) (nullable): %NULL for what nobody could use: no id, no name */
KmzbOfficer *
kmzb_officer_new (const char *id,
                  const char *beat,
                  const char *unit,
                  const char *rank,
                  const char *name,
                  const char *phone,
                  const char *email)
{
  g_autoptr (KmzbOfficer) self = g_new0 (KmzbOfficer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->beat = g_strdup (beat);
  self->unit = g_strdup (unit);
  self->rank = kmzb_text_clean_line (rank);
  self->name = kmzb_text_clean_line (name);
  self->phone = kmzb_text_clean_line (phone);
  self->email = kmzb_text_clean_line (email);
  return id != NULL && *id != '\0' && self->name != NULL ? g_steal_pointer (&self) : NULL;
}

KmzbOfficer *
kmzb_officer_ref (KmzbOfficer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_officer_unref (KmzbOfficer *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->beat);
  g_free (self->unit);
  g_free (self->rank);
  g_free (self->name);
  g_free (self->phone);
  g_free (self->email);
  g_free (self);
}
