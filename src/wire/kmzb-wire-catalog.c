/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A category as `changes` of the catalogue tell it, written by central and read into a booth's own catalogue. */
#include "kmzb-wire-catalog.h"

#include "kmzb-wire-parse.h"
#include "kmzb-wire-writer.h"

#include <string.h>

#define RECORD_MAX_BYTES (32 * 1024)
/* More than any list that people choose from. */
#define CATEGORIES_MAX 200
#define NAME_MAX_CHARS 100
/* Of a group for which this program has no picture: a threat, and nothing more is said. */
#define NEUTRAL_ICON "kmzb-warning-symbolic"
#define TEXT_MAX_CHARS 2000

static const char *const languages[] = { "pl", "en", "uk", "de" };

/* ---- writing ---- */

typedef const char *(*GetText) (const KmzbCategory *category, const char *language);

static void
write_texts (KmzbWireWriter *writer, const char *name, const KmzbCategory *category, GetText get)
{
  if (get (category, "pl") == NULL)
    return;
  kmzb_wire_writer_begin (writer, name, '{');
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    kmzb_wire_writer_text (writer, languages[i], get (category, languages[i]));
  kmzb_wire_writer_end (writer, '}');
}

static void
write_group (KmzbWireWriter *writer, KmzbCatalog *catalog, const char *id)
{
  GPtrArray *groups = kmzb_catalog_get_groups (catalog);

  kmzb_wire_writer_text (writer, "group", id);
  for (guint i = 0; i < groups->len; i++)
    {
      const KmzbCategoryGroup *group = g_ptr_array_index (groups, i);

      if (!g_str_equal (group->id, id))
        continue;
      kmzb_wire_writer_text (writer, "group_icon", group->icon);
      kmzb_wire_writer_begin (writer, "group_names", '{');
      for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
        kmzb_wire_writer_text (writer, languages[j], kmzb_category_group_get_name (group, languages[j]));
      kmzb_wire_writer_end (writer, '}');
    }
}

/* All that a booth needs to offer a category that it has never heard of. Returns: (transfer full): one JSON object */
char *
kmzb_wire_describe_category (KmzbCatalog *catalog, const KmzbCategory *category)
{
  KmzbWireWriter writer;
  g_autoptr (GBytes) bytes = NULL;

  kmzb_wire_writer_init (&writer);
  kmzb_wire_writer_begin (&writer, NULL, '{');
  kmzb_wire_writer_text (&writer, "id", category->slug);
  kmzb_wire_writer_text (&writer, "code", category->slug);
  kmzb_wire_writer_int (&writer, "order", category->order);
  kmzb_wire_writer_text (&writer, "icon", category->icon);
  kmzb_wire_writer_boolean (&writer, "description_required", category->description_required);
  write_texts (&writer, "names", category, kmzb_category_get_name);
  write_texts (&writer, "explanations", category, kmzb_category_get_explanation);
  write_texts (&writer, "hints", category, kmzb_category_get_hint);
  write_texts (&writer, "words", category, kmzb_category_get_words);
  write_group (&writer, catalog, category->group);
  kmzb_wire_writer_end (&writer, '}');
  bytes = kmzb_wire_writer_finish (&writer);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* ---- reading ---- */

static gboolean
is_text (const char *text, glong max_chars)
{
  if (text == NULL || *text == '\0' || !g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > max_chars)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static JsonObject *
get_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* In all languages or in none. */
static gboolean
has_texts (JsonObject *object, const char *member, glong max_chars)
{
  JsonObject *texts = get_object (object, member);

  for (guint i = 0; texts != NULL && i < G_N_ELEMENTS (languages); i++)
    if (!is_text (kmzb_wire_json_get_text (texts, languages[i]), max_chars))
      return FALSE;
  return texts != NULL;
}

static void
put_texts (GKeyFile *file, const char *section, const char *key, JsonObject *object, const char *member)
{
  JsonObject *texts = get_object (object, member);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    g_key_file_set_locale_string (file, section, key, languages[i], kmzb_wire_json_get_text (texts, languages[i]));
}

static void
put_optional_texts (GKeyFile *file, const char *section, const char *key, JsonObject *object, const char *member)
{
  if (has_texts (object, member, TEXT_MAX_CHARS))
    put_texts (file, section, key, object, member);
}

/* Returns: (transfer full): the icons that this program has, and its categories and groups show */
static GHashTable *
find_icons (GKeyFile *file)
{
  GHashTable *icons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) sections = g_key_file_get_groups (file, NULL);

  for (guint i = 0; sections[i] != NULL; i++)
    {
      char *icon = g_key_file_get_string (file, sections[i], "icon", NULL);

      if (icon != NULL)
        g_hash_table_add (icons, icon);
    }
  return icons;
}

/* A picture that this program lacks is another program's business: the @fallback stands in. */
static void
put_icon (GKeyFile *file, const char *section, const char *icon, const char *fallback, GHashTable *icons)
{
  if (icon != NULL && g_hash_table_contains (icons, icon))
    g_key_file_set_string (file, section, "icon", icon);
  else if (!g_key_file_has_key (file, section, "icon", NULL))
    g_key_file_set_string (file, section, "icon", fallback);
}

/* Returns: (transfer full) (nullable): the section of the category's group, made when it is new */
static char *
need_group (GKeyFile *file, JsonObject *object, GHashTable *icons)
{
  const char *id = kmzb_wire_json_get_text (object, "group");
  g_autofree char *section = g_strdup_printf ("group %s", id ? id : "");

  if (id == NULL || !kmzb_catalog_is_slug (id))
    return NULL;
  if (has_texts (object, "group_names", NAME_MAX_CHARS))
    {
      put_icon (file, section, kmzb_wire_json_get_text (object, "group_icon"), NEUTRAL_ICON, icons);
      put_texts (file, section, "name", object, "group_names");
    }
  return g_key_file_has_group (file, section) ? g_steal_pointer (&section) : NULL;
}

static gboolean
get_boolean (JsonObject *object, const char *member, gboolean *value)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

static void
put_order (GKeyFile *file, const char *section, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "order");
  gint64 order = 0;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    order = json_node_get_int (node);
  if (order > 0 && order <= G_MAXINT)
    g_key_file_set_integer (file, section, "order", (int) order);
}

static gboolean
put_category (GKeyFile *file, const char *slug, JsonObject *object, GHashTable *icons)
{
  g_autofree char *section = g_strdup_printf ("category %s", slug);
  g_autofree char *group = NULL, *group_icon = NULL;
  gboolean required;

  if (!kmzb_catalog_is_slug (slug) || !has_texts (object, "names", NAME_MAX_CHARS)
      || !get_boolean (object, "description_required", &required)
      || (group = need_group (file, object, icons)) == NULL)
    return FALSE;
  group_icon = g_key_file_get_string (file, group, "icon", NULL);
  put_icon (file, section, kmzb_wire_json_get_text (object, "icon"), group_icon ? group_icon : NEUTRAL_ICON, icons);
  g_key_file_set_string (file, section, "group", group + strlen ("group "));
  g_key_file_set_boolean (file, section, "description_required", required);
  g_key_file_remove_key (file, section, "retired", NULL);
  put_order (file, section, object);
  put_texts (file, section, "name", object, "names");
  put_optional_texts (file, section, "explanation", object, "explanations");
  put_optional_texts (file, section, "hint", object, "hints");
  put_optional_texts (file, section, "words", object, "words");
  return TRUE;
}

static gboolean
put_record (GKeyFile *file, const char *slug, const char *json, GHashTable *icons)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (JsonNode) root = kmzb_wire_json_parse (bytes, RECORD_MAX_BYTES, NULL);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) && put_category (file, slug, json_node_get_object (root), icons);
}

/* What central does not have is not reported any more; threats of it on the map keep their name. */
static void
retire_others (GKeyFile *file, GHashTable *records)
{
  g_auto (GStrv) sections = g_key_file_get_groups (file, NULL);

  for (guint i = 0; sections[i] != NULL; i++)
    if (g_str_has_prefix (sections[i], "category ")
        && g_hash_table_lookup (records, sections[i] + strlen ("category ")) == NULL)
      g_key_file_set_boolean (file, sections[i], "retired", TRUE);
}

/**
 * kmzb_wire_catalog_apply:
 * @file: the booth's own catalogue; changed
 * @records: (element-type utf8 utf8): code to JSON as central told it, or to %NULL where it is gone there
 * @complete: whether these are all that central has: what is not among them is retired
 *
 * A record that nobody can use changes nothing: of a category that the booth knows its own words stay, another one
 * does not appear.
 *
 * Returns: how many could not be used
 */
guint
kmzb_wire_catalog_apply (GKeyFile *file, GHashTable *records, gboolean complete)
{
  g_autoptr (GHashTable) icons = find_icons (file);
  g_autoptr (GList) codes = g_list_sort (g_hash_table_get_keys (records), (GCompareFunc) strcmp);
  guint n_live = 0, n_bad = 0;

  for (GList *link = codes; link != NULL; link = link->next)
    {
      const char *json = g_hash_table_lookup (records, link->data);

      if (json != NULL && (++n_live > CATEGORIES_MAX || !put_record (file, link->data, json, icons)))
        n_bad++;
    }
  if (complete && n_live > 0)
    retire_others (file, records);
  return n_bad;
}
