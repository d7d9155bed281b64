/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KmzbCategory:
 * @slug: ASCII service code, interned; never changes
 * @group: the group's id, interned
 * @icon: icon name
 * @description_required: whether a report of this category needs a description
 * @order: where it stands among all, from 1
 * @is_retired: nothing new is reported of it; what is on the map still has its name
 *
 * One kind of threat. Immutable, owned by its #KmzbCatalog.
 */
typedef struct
{
  const char *slug;
  const char *group;
  const char *icon;
  gboolean description_required;
  int order;
  gboolean is_retired;
  /*< private >*/
  GHashTable *names;
  GHashTable *explanations;
  GHashTable *hints;
  GHashTable *words;
} KmzbCategory;

/**
 * KmzbCategoryGroup:
 *
 * Categories shown together. Immutable, owned by its #KmzbCatalog.
 */
typedef struct
{
  const char *id;
  const char *icon;
  GPtrArray *categories; /* (element-type KmzbCategory): what can be reported, in order */
  /*< private >*/
  GHashTable *names;
} KmzbCategoryGroup;

const char *kmzb_category_get_name (const KmzbCategory *self, const char *language);
const char *kmzb_category_get_explanation (const KmzbCategory *self, const char *language);
const char *kmzb_category_get_hint (const KmzbCategory *self, const char *language);
const char *kmzb_category_get_words (const KmzbCategory *self, const char *language);
const char *kmzb_category_group_get_name (const KmzbCategoryGroup *self, const char *language);

G_END_DECLS
