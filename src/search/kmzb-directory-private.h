/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-area-finder.h"
#include "kmzb-directory.h"

G_BEGIN_DECLS

/* An officer's name, folded and taken apart: words of @words from @first_word on, given names first, then to @n_name
 * those of the surname, then to @n_words those of the rank. */
typedef struct
{
  guint first_word;
  guint n_given;
  guint n_name;
  guint n_words;
} KmzbDirectoryName;

struct _KmzbDirectory
{
  gatomicrefcount ref_count;
  GPtrArray *units;
  GPtrArray *officers; /* by surname, in the order in which they are shown */
  KmzbAreaFinder *beats;
  GHashTable *unit_by_id; /* values are of the arrays above */
  GHashTable *officer_by_id;
  GHashTable *beat_by_id;
  GHashTable *officers_by_beat; /* beat's id to GPtrArray of KmzbOfficer */
  GPtrArray *words;             /* of names, one after another */
  GArray *names;                /* KmzbDirectoryName, as @officers */
};

void kmzb_directory_index_names (KmzbDirectory *self);

G_END_DECLS
