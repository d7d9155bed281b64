/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kmzb-shape.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KmzbStatSource:
 * @KMZB_STAT_POLICE: police statistics
 * @KMZB_STAT_CONSULTATION: what residents were asked
 * @KMZB_STAT_DEBATE: what was said at public debates
 */
typedef enum
{
  KMZB_STAT_POLICE,
  KMZB_STAT_CONSULTATION,
  KMZB_STAT_DEBATE,
} KmzbStatSource;

#define KMZB_N_STAT_SOURCES (KMZB_STAT_DEBATE + 1)

/**
 * KmzbStatFeature:
 * @name: what is counted and where, for a visitor to read
 * @unit: (nullable): what @value counts, in the pack's language
 * @as_of: the date up to which it was counted ("stan na"), YYYY-MM-DD
 * @shape: a point, a line (a section of a road) or an area
 *
 * One number of the statistical part of the map. Immutable and shared by reference.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  char *id;
  KmzbStatSource source;
  char *name;
  double value;
  char *unit;
  char *as_of;
  KmzbShape *shape;
} KmzbStatFeature;

#define KMZB_TYPE_STAT_FEATURE (kmzb_stat_feature_get_type ())
GType kmzb_stat_feature_get_type (void);

KmzbStatFeature *kmzb_stat_feature_new (const char *id,
                                        KmzbStatSource source,
                                        const char *name,
                                        double value,
                                        const char *unit,
                                        const char *as_of,
                                        KmzbShape *shape);
KmzbStatFeature *kmzb_stat_feature_ref (KmzbStatFeature *self);
void kmzb_stat_feature_unref (KmzbStatFeature *self);

gboolean kmzb_stat_source_from_slug (const char *slug, KmzbStatSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbStatFeature, kmzb_stat_feature_unref)

G_END_DECLS
