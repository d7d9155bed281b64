/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether news of the directory change what a visitor reads. */
#include "kmzb-answer-same.h"

static gboolean
is_same_text (const char *a, const char *b)
{
  return g_strcmp0 (a, b) == 0;
}

static gboolean
is_same_officer (const KmzbOfficer *a, const KmzbOfficer *b)
{
  return a == b
         || (is_same_text (a->id, b->id) && is_same_text (a->rank, b->rank) && is_same_text (a->name, b->name)
             && is_same_text (a->phone, b->phone) && is_same_text (a->email, b->email));
}

static gboolean
is_same_unit (const KmzbUnit *a, const KmzbUnit *b)
{
  if (a == b || a == NULL || b == NULL)
    return a == b;
  return is_same_text (a->id, b->id) && is_same_text (a->name, b->name) && is_same_text (a->address, b->address)
         && is_same_text (a->phone, b->phone) && is_same_text (a->email, b->email);
}

/* Whether there is nothing new to show. */
gboolean
kmzb_answer_is_same (const KmzbDirectoryAnswer *a, const KmzbDirectoryAnswer *b)
{
  if (a->kind != b->kind || a->beat != b->beat || a->officers->len != b->officers->len
      || a->unit_is_nearest != b->unit_is_nearest || a->unit_distance_m != b->unit_distance_m
      || !is_same_unit (a->unit, b->unit))
    return FALSE;
  for (guint i = 0; i < a->officers->len; i++)
    if (!is_same_officer (g_ptr_array_index (a->officers, i), g_ptr_array_index (b->officers, i)))
      return FALSE;
  return TRUE;
}
