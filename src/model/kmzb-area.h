/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-shape.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KmzbAreaKind:
 * @KMZB_AREA_BEAT: what one district officer looks after (rejon dzielnicowego)
 */
typedef enum
{
  KMZB_AREA_POWIAT,
  KMZB_AREA_GMINA,
  KMZB_AREA_BEAT,
} KmzbAreaKind;

/**
 * KmzbArea:
 * @code: (nullable): its official number
 * @parent: (nullable): the id of the area it belongs to; of a beat also that of its unit
 *
 * A part of the region with a name. Immutable and shared by reference.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  char *id;
  KmzbAreaKind kind;
  char *name;
  char *code;
  char *parent;
  KmzbShape *shape;
} KmzbArea;

#define KMZB_TYPE_AREA (kmzb_area_get_type ())
GType kmzb_area_get_type (void);

KmzbArea *kmzb_area_new (const char *id,
                         KmzbAreaKind kind,
                         const char *name,
                         const char *code,
                         const char *parent,
                         KmzbShape *shape);
KmzbArea *kmzb_area_ref (KmzbArea *self);
void kmzb_area_unref (KmzbArea *self);

const char *kmzb_area_kind_to_slug (KmzbAreaKind kind);
gboolean kmzb_area_kind_from_slug (const char *slug, KmzbAreaKind *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbArea, kmzb_area_unref)

G_END_DECLS
