/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KmzbOfficer:
 * @beat: (nullable): the id of the beat that is looked after
 * @unit: (nullable): the id of the unit
 * @rank: (nullable): as its source writes it: "asp. szt."
 * @name: given names before the surname
 * @phone: (nullable): as its source writes it; kmzb_phone_format() is for people
 * @email: (nullable)
 *
 * A district officer (dzielnicowy). Nothing says that @beat and @unit are known: ask the KmzbDirectory. Immutable and
 * shared by reference. Texts are valid UTF-8 in one line, never empty.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  char *id;
  char *beat;
  char *unit;
  char *rank;
  char *name;
  char *phone;
  char *email;
} KmzbOfficer;

#define KMZB_TYPE_OFFICER (kmzb_officer_get_type ())
GType kmzb_officer_get_type (void);

KmzbOfficer *kmzb_officer_new (const char *id,
                               const char *beat,
                               const char *unit,
                               const char *rank,
                               const char *name,
                               const char *phone,
                               const char *email);
KmzbOfficer *kmzb_officer_ref (KmzbOfficer *self);
void kmzb_officer_unref (KmzbOfficer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbOfficer, kmzb_officer_unref)

G_END_DECLS
