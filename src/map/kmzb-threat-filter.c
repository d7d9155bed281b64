/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-threat-filter.h"

struct _KmzbThreatFilter
{
  gatomicrefcount ref_count;
  GHashTable *categories; /* (nullable): interned slugs; %NULL for all */
  guint statuses;
  guint sources;
  gint64 from_us;
  gint64 to_us;
};

G_DEFINE_BOXED_TYPE (KmzbThreatFilter, kmzb_threat_filter, kmzb_threat_filter_ref, kmzb_threat_filter_unref)

/**
 * kmzb_threat_filter_new:
 * @categories: (nullable): slugs; %NULL for all, an empty list for none
 * @statuses: a bit (1 << status) for each, or %KMZB_THREAT_FILTER_ANY
 * @from_us: reported at this time or later; %G_MININT64 for no limit
 * @to_us: reported before this time; %G_MAXINT64 for no limit
 * @sources: a bit (1 << source) for each, or %KMZB_THREAT_FILTER_ANY
 */
KmzbThreatFilter *
kmzb_threat_filter_new (const char *const *categories, guint statuses, gint64 from_us, gint64 to_us, guint sources)
{
  KmzbThreatFilter *self = g_new0 (KmzbThreatFilter, 1);

  g_atomic_ref_count_init (&self->ref_count);
  if (categories != NULL)
    self->categories = g_hash_table_new (NULL, NULL);
  for (guint i = 0; categories != NULL && categories[i] != NULL; i++)
    g_hash_table_add (self->categories, (gpointer) g_intern_string (categories[i]));
  self->statuses = statuses;
  self->sources = sources;
  self->from_us = from_us;
  self->to_us = to_us;
  return self;
}

/* @groups: (nullable): ids of the catalogue's groups, whose categories are meant; %NULL for every threat, also of
 * categories that the catalogue does not know */
KmzbThreatFilter *
kmzb_threat_filter_new_for_groups (KmzbCatalog *catalog,
                                   const char *const *groups,
                                   guint statuses,
                                   gint64 from_us,
                                   gint64 to_us,
                                   guint sources)
{
  GPtrArray *categories = kmzb_catalog_get_categories (catalog);
  g_autoptr (GPtrArray) slugs = g_ptr_array_new ();

  if (groups == NULL)
    return kmzb_threat_filter_new (NULL, statuses, from_us, to_us, sources);

  for (guint i = 0; i < categories->len; i++)
    {
      const KmzbCategory *category = g_ptr_array_index (categories, i);

      if (g_strv_contains (groups, category->group))
        g_ptr_array_add (slugs, (gpointer) category->slug);
    }
  g_ptr_array_add (slugs, NULL);
  return kmzb_threat_filter_new ((const char *const *) slugs->pdata, statuses, from_us, to_us, sources);
}

KmzbThreatFilter *
kmzb_threat_filter_ref (KmzbThreatFilter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_threat_filter_unref (KmzbThreatFilter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->categories, g_hash_table_unref);
  g_free (self);
}

/* @slug: interned, as a threat's is */
gboolean
kmzb_threat_filter_has_category (const KmzbThreatFilter *self, const char *slug)
{
  return self->categories == NULL || g_hash_table_contains (self->categories, slug);
}

guint
kmzb_threat_filter_get_statuses (const KmzbThreatFilter *self)
{
  return self->statuses;
}

guint
kmzb_threat_filter_get_sources (const KmzbThreatFilter *self)
{
  return self->sources;
}

void
kmzb_threat_filter_get_period (const KmzbThreatFilter *self, gint64 *from_us, gint64 *to_us)
{
  *from_us = self->from_us;
  *to_us = self->to_us;
}
