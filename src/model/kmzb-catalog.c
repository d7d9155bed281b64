/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-catalog.h"

#include "kmzb-error.h"

#include <string.h>

#define CATALOG_MAX_BYTES (1024 * 1024)

/**
 * KmzbCatalog:
 *
 * The threat categories and their groups, from a key file (data/catalog/catalog.ini). Immutable once loaded, so any
 * thread may read it.
 */
struct _KmzbCatalog
{
  gatomicrefcount ref_count;
  GPtrArray *groups;
  GPtrArray *categories;
  GHashTable *by_slug; /* slug -> KmzbCategory, not owned */
};

static const char *const languages[] = { "pl", "en", "uk", "de" };

static const char *
lookup_name (GHashTable *names, const char *language)
{
  const char *name = language ? g_hash_table_lookup (names, language) : NULL;

  return name ? name : g_hash_table_lookup (names, "pl");
}

/* The name in @language ("pl", "en", "uk", "de"), starting with a capital; Polish for any other. */
const char *
kmzb_category_get_name (const KmzbCategory *self, const char *language)
{
  return lookup_name (self->names, language);
}

const char *
kmzb_category_group_get_name (const KmzbCategoryGroup *self, const char *language)
{
  return lookup_name (self->names, language);
}

static void
category_free (KmzbCategory *category)
{
  g_hash_table_unref (category->names);
  g_free (category);
}

static void
group_free (KmzbCategoryGroup *group)
{
  g_ptr_array_unref (group->categories);
  g_hash_table_unref (group->names);
  g_free (group);
}

static GHashTable *
read_names (GKeyFile *file, const char *section, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *key = g_strdup_printf ("name[%s]", languages[i]);
      g_autofree char *name = g_key_file_get_string (file, section, key, NULL);

      if (name == NULL || *name == '\0')
        {
          g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "[%s] lacks %s", section, key);
          return NULL;
        }
      g_hash_table_insert (names, (gpointer) languages[i], g_steal_pointer (&name));
    }
  return g_steal_pointer (&names);
}

static gboolean
is_slug (const char *text)
{
  if (*text == '\0' || strlen (text) > 80)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-')
      return FALSE;
  return TRUE;
}

static const char *
read_icon (GKeyFile *file, const char *section, GError **error)
{
  g_autofree char *icon = g_key_file_get_string (file, section, "icon", error);

  return icon ? g_intern_string (icon) : NULL;
}

static gboolean
add_group (KmzbCatalog *self, GKeyFile *file, const char *section, const char *id, GError **error)
{
  const char *icon = read_icon (file, section, error);
  GHashTable *names = icon ? read_names (file, section, error) : NULL;

  if (names == NULL)
    return FALSE;

  KmzbCategoryGroup *group = g_new0 (KmzbCategoryGroup, 1);
  group->id = g_intern_string (id);
  group->icon = icon;
  group->names = names;
  group->categories = g_ptr_array_new ();
  g_ptr_array_add (self->groups, group);
  return TRUE;
}

static KmzbCategoryGroup *
find_group (KmzbCatalog *self, const char *id)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      KmzbCategoryGroup *group = g_ptr_array_index (self->groups, i);

      if (g_str_equal (group->id, id))
        return group;
    }
  return NULL;
}

static gboolean
add_category (KmzbCatalog *self, GKeyFile *file, const char *section, const char *slug, GError **error)
{
  g_autofree char *group_id = g_key_file_get_string (file, section, "group", error);
  g_autoptr (GError) flag_error = NULL;
  gboolean required = g_key_file_get_boolean (file, section, "description_required", &flag_error);
  const char *icon;
  GHashTable *names;
  KmzbCategoryGroup *group;

  if (group_id == NULL)
    return FALSE;
  if (flag_error != NULL && !g_error_matches (flag_error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&flag_error));
      return FALSE;
    }
  group = find_group (self, group_id);
  if (group == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "[%s] names the unknown group “%s”", section, group_id);
      return FALSE;
    }
  icon = read_icon (file, section, error);
  names = icon ? read_names (file, section, error) : NULL;
  if (names == NULL)
    return FALSE;

  KmzbCategory *category = g_new0 (KmzbCategory, 1);
  category->slug = g_intern_string (slug);
  category->group = group->id;
  category->icon = icon;
  category->description_required = required;
  category->names = names;
  g_ptr_array_add (self->categories, category);
  g_ptr_array_add (group->categories, category);
  g_hash_table_insert (self->by_slug, (gpointer) category->slug, category);
  return TRUE;
}

static gboolean
add_section (KmzbCatalog *self, GKeyFile *file, const char *section, GError **error)
{
  const char *id = strchr (section, ' ');

  id = id ? id + 1 : "";
  if (!is_slug (id))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "[%s] is not a group or category with an ASCII slug",
                   section);
      return FALSE;
    }
  if (g_str_has_prefix (section, "group "))
    return add_group (self, file, section, id, error);
  if (g_str_has_prefix (section, "category "))
    return add_category (self, file, section, id, error);
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "[%s] is neither a group nor a category", section);
  return FALSE;
}

/**
 * kmzb_catalog_load:
 * @path: a key file with [group ID] and [category SLUG] sections, groups first
 *
 * Returns: (transfer full): the catalogue, or %NULL with an error that names the file and the fault
 */
KmzbCatalog *
kmzb_catalog_load (const char *path, GError **error)
{
  g_autoptr (KmzbCatalog) self = g_new0 (KmzbCatalog, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) sections = NULL;
  g_autofree char *contents = NULL;
  gsize length = 0;
  gboolean ok;

  g_atomic_ref_count_init (&self->ref_count);
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  self->categories = g_ptr_array_new_with_free_func ((GDestroyNotify) category_free);
  self->by_slug = g_hash_table_new (g_str_hash, g_str_equal);

  ok = g_file_get_contents (path, &contents, &length, error);
  if (ok && length > CATALOG_MAX_BYTES)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "it is larger than 1 MiB");
      ok = FALSE;
    }
  if (ok)
    ok = g_key_file_load_from_data (file, contents, length, G_KEY_FILE_KEEP_TRANSLATIONS, error);
  if (ok)
    sections = g_key_file_get_groups (file, NULL);
  for (guint i = 0; ok && sections[i] != NULL; i++)
    ok = add_section (self, file, sections[i], error);
  if (ok && self->categories->len == 0)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "it holds no category");
      ok = FALSE;
    }
  if (!ok)
    {
      g_prefix_error (error, "Can't read catalogue %s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

KmzbCatalog *
kmzb_catalog_ref (KmzbCatalog *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kmzb_catalog_unref (KmzbCatalog *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->by_slug);
  g_ptr_array_unref (self->categories);
  g_ptr_array_unref (self->groups);
  g_free (self);
}

/* Returns: (transfer none) (element-type KmzbCategoryGroup) */
GPtrArray *
kmzb_catalog_get_groups (KmzbCatalog *self)
{
  return self->groups;
}

/* Returns: (transfer none) (element-type KmzbCategory): all of them, in the file's order */
GPtrArray *
kmzb_catalog_get_categories (KmzbCatalog *self)
{
  return self->categories;
}

/* Returns: (transfer none) (nullable) */
const KmzbCategory *
kmzb_catalog_lookup (KmzbCatalog *self, const char *slug)
{
  return slug ? g_hash_table_lookup (self->by_slug, slug) : NULL;
}
