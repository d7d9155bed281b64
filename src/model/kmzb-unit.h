/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-geo.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KmzbUnitKind:
 * @KMZB_UNIT_KOMENDA: headquarters of a county, a city or a voivodeship (komenda)
 * @KMZB_UNIT_KOMISARIAT: a station of a part of a town or some gminy (komisariat)
 * @KMZB_UNIT_POSTERUNEK: a small station (posterunek)
 */
typedef enum
{
  KMZB_UNIT_KOMENDA,
  KMZB_UNIT_KOMISARIAT,
  KMZB_UNIT_POSTERUNEK,
} KmzbUnitKind;

/**
 * KmzbUnit:
 * @name: whole, with its kind and its place: "Komisariat Policji w Zdrojewcu"
 * @address: (nullable): in one line
 * @phone: (nullable): as its source writes it; kmzb_phone_format() is for people
 * @email: (nullable)
 * @place: its door
 *
 * A unit of the police. Immutable and shared by reference. Texts are valid UTF-8 in one line, never empty.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  char *id;
  KmzbUnitKind kind;
  char *name;
  char *address;
  char *phone;
  char *email;
  KmzbPoint place;
} KmzbUnit;

#define KMZB_TYPE_UNIT (kmzb_unit_get_type ())
GType kmzb_unit_get_type (void);

KmzbUnit *kmzb_unit_new (const char *id,
                         KmzbUnitKind kind,
                         const char *name,
                         const char *address,
                         const char *phone,
                         const char *email,
                         KmzbPoint place);
KmzbUnit *kmzb_unit_ref (KmzbUnit *self);
void kmzb_unit_unref (KmzbUnit *self);

gboolean kmzb_unit_kind_from_slug (const char *slug, KmzbUnitKind *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbUnit, kmzb_unit_unref)

G_END_DECLS
