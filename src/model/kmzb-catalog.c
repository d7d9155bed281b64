/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-catalog.h"

#include "kmzb-error.h"
#include "kmzb-texts.h"

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
  GPtrArray *questions; /* (element-type KmzbQuestion): the first one begins */
  GHashTable *by_slug; /* slug -> KmzbCategory, not owned */
  char *version;
};

/* The name in @language ("pl", "en", "uk", "de"), starting with a capital; Polish for any other. */
const char *
kmzb_category_get_name (const KmzbCategory *self, const char *language)
{
  return kmzb_texts_get (self->names, language);
}

/* What it is in one short line; %NULL where the catalogue says nothing. */
const char *
kmzb_category_get_explanation (const KmzbCategory *self, const char *language)
{
  return kmzb_texts_get (self->explanations, language);
}

/* What helps an officer to verify such a report, as questions to the visitor; %NULL where nothing is said. */
const char *
kmzb_category_get_hint (const KmzbCategory *self, const char *language)
{
  return kmzb_texts_get (self->hints, language);
}

/* Everyday words for it, to search in and not to be shown; %NULL where the catalogue has none. */
const char *
kmzb_category_get_words (const KmzbCategory *self, const char *language)
{
  return kmzb_texts_get (self->words, language);
}

const char *
kmzb_category_group_get_name (const KmzbCategoryGroup *self, const char *language)
{
  return kmzb_texts_get (self->names, language);
}

static void
category_free (KmzbCategory *category)
{
  g_clear_pointer (&category->names, g_hash_table_unref);
  g_clear_pointer (&category->explanations, g_hash_table_unref);
  g_clear_pointer (&category->hints, g_hash_table_unref);
  g_clear_pointer (&category->words, g_hash_table_unref);
  g_free (category);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KmzbCategory, category_free)

static void
group_free (KmzbCategoryGroup *group)
{
  g_ptr_array_unref (group->categories);
  g_hash_table_unref (group->names);
  g_free (group);
}

/* Whether @text can be the id of a category, group or question. */
gboolean
kmzb_catalog_is_slug (const char *text)
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
  g_autofree char *icon = kmzb_texts_read_word (file, section, "icon", error);

  return icon ? g_intern_string (icon) : NULL;
}

static gboolean
add_group (KmzbCatalog *self, GKeyFile *file, const char *section, const char *id, GError **error)
{
  const char *icon = read_icon (file, section, error);
  GHashTable *names = icon ? kmzb_texts_read (file, section, "name", error) : NULL;

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
read_flag (GKeyFile *file, const char *section, const char *key, gboolean *flag, GError **error)
{
  g_autoptr (GError) fault = NULL;

  *flag = g_key_file_get_boolean (file, section, key, &fault);
  if (fault == NULL || g_error_matches (fault, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* Where the file does not say otherwise, the order is its own. */
static int
read_order (GKeyFile *file, const char *section, guint n_before)
{
  int order = g_key_file_get_integer (file, section, "order", NULL);

  return order > 0 ? order : (int) n_before + 1;
}

static gboolean
add_category (KmzbCatalog *self, GKeyFile *file, const char *section, const char *slug, GError **error)
{
  g_autofree char *group_id = kmzb_texts_read_word (file, section, "group", error);
  g_autoptr (KmzbCategory) category = NULL;
  gboolean required, retired;
  KmzbCategoryGroup *group;

  if (group_id == NULL || !read_flag (file, section, "description_required", &required, error)
      || !read_flag (file, section, "retired", &retired, error))
    return FALSE;
  group = find_group (self, group_id);
  if (group == NULL)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "[%s] names the unknown group “%s”", section, group_id);
      return FALSE;
    }
  category = g_new0 (KmzbCategory, 1);
  category->slug = g_intern_string (slug);
  category->group = group->id;
  category->description_required = required;
  category->is_retired = retired;
  category->order = read_order (file, section, self->categories->len);
  category->icon = read_icon (file, section, error);
  category->names = category->icon ? kmzb_texts_read (file, section, "name", error) : NULL;
  if (category->names == NULL
      || !kmzb_texts_read_optional (file, section, "explanation", &category->explanations, error)
      || !kmzb_texts_read_optional (file, section, "hint", &category->hints, error)
      || !kmzb_texts_read_optional (file, section, "words", &category->words, error))
    return FALSE;

  if (!retired)
    g_ptr_array_add (group->categories, category);
  g_hash_table_insert (self->by_slug, (gpointer) category->slug, category);
  g_ptr_array_add (self->categories, g_steal_pointer (&category));
  return TRUE;
}

static gboolean
add_question (KmzbCatalog *self, GKeyFile *file, const char *section, const char *id, GError **error)
{
  KmzbQuestion *question = kmzb_question_read (file, section, id, error);

  if (question != NULL)
    g_ptr_array_add (self->questions, question);
  return question != NULL;
}

/* [answer QUESTION-N]: belongs to the question read last, so that they stand together in the file. */
static gboolean
add_answer (KmzbCatalog *self, GKeyFile *file, const char *section, GError **error)
{
  KmzbQuestionAnswer *answer;

  if (self->questions->len == 0)
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "[%s] stands before any question", section);
      return FALSE;
    }
  answer = kmzb_question_answer_read (file, section, error);
  if (answer == NULL)
    return FALSE;
  g_ptr_array_add (((KmzbQuestion *) g_ptr_array_index (self->questions, self->questions->len - 1))->answers, answer);
  return TRUE;
}

/* Returns: (nullable): what stands after the section's kind */
static const char *
get_id (const char *section, GError **error)
{
  const char *id = strchr (section, ' ');

  if (id != NULL && kmzb_catalog_is_slug (id + 1))
    return id + 1;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
               "[%s] is not a group, category, question or answer with an ASCII slug", section);
  return NULL;
}

/* Groups first: a category may stand before its own. */
static gboolean
add_group_section (KmzbCatalog *self, GKeyFile *file, const char *section, const char *id, GError **error)
{
  return !g_str_has_prefix (section, "group ") || add_group (self, file, section, id, error);
}

static gboolean
add_other_section (KmzbCatalog *self, GKeyFile *file, const char *section, const char *id, GError **error)
{
  if (g_str_has_prefix (section, "group "))
    return TRUE;
  if (g_str_has_prefix (section, "category "))
    return add_category (self, file, section, id, error);
  if (g_str_has_prefix (section, "question "))
    return add_question (self, file, section, id, error);
  if (g_str_has_prefix (section, "answer "))
    return add_answer (self, file, section, error);
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID,
               "[%s] is neither a group, a category, a question nor an answer", section);
  return FALSE;
}

typedef gboolean (*AddFunc) (KmzbCatalog *self, GKeyFile *file, const char *section, const char *id, GError **error);

static gboolean
add_sections (KmzbCatalog *self, GKeyFile *file, AddFunc add, GError **error)
{
  g_auto (GStrv) sections = g_key_file_get_groups (file, NULL);

  for (guint i = 0; sections[i] != NULL; i++)
    {
      const char *id = get_id (sections[i], error);

      if (id == NULL || !add (self, file, sections[i], id, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- what can be reported no longer ---- */

static gboolean
leads_nowhere (KmzbCatalog *self, const KmzbQuestionAnswer *answer)
{
  return answer->question != NULL ? answer->question->answers->len == 0
                                  : kmzb_catalog_lookup (self, answer->category)->is_retired;
}

/* Nobody is asked what leads to nothing that can be reported. */
static void
prune_questions (KmzbCatalog *self)
{
  gboolean pruned = TRUE;

  while (pruned)
    {
      pruned = FALSE;
      for (guint i = 0; i < self->questions->len; i++)
        {
          KmzbQuestion *question = g_ptr_array_index (self->questions, i);

          for (guint j = question->answers->len; j-- > 0;)
            if (leads_nowhere (self, g_ptr_array_index (question->answers, j)))
              {
                g_ptr_array_remove_index (question->answers, j);
                pruned = TRUE;
              }
        }
    }
}

static gboolean
has_any_to_report (KmzbCatalog *self, GError **error)
{
  for (guint i = 0; i < self->categories->len; i++)
    if (!((KmzbCategory *) g_ptr_array_index (self->categories, i))->is_retired)
      return TRUE;
  g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "it holds no category");
  return FALSE;
}

static int
compare_order (gconstpointer a, gconstpointer b)
{
  const KmzbCategory *one = *(const KmzbCategory *const *) a, *other = *(const KmzbCategory *const *) b;

  return (one->order > other->order) - (one->order < other->order);
}

static void
drop_empty_groups (KmzbCatalog *self)
{
  for (guint i = self->groups->len; i-- > 0;)
    {
      KmzbCategoryGroup *group = g_ptr_array_index (self->groups, i);

      g_ptr_array_sort (group->categories, compare_order);
      if (group->categories->len == 0)
        g_ptr_array_remove_index (self->groups, i);
    }
}

/* ---- reading ---- */

/* Returns: (transfer full): a catalogue's key file, or %NULL with an error that names the file and the fault */
GKeyFile *
kmzb_catalog_read_file (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *contents = NULL;
  gsize length = 0;
  gboolean ok = g_file_get_contents (path, &contents, &length, error);

  if (ok && length > CATALOG_MAX_BYTES)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "it is larger than 1 MiB");
      ok = FALSE;
    }
  if (ok && !g_utf8_validate (contents, (gssize) length, NULL))
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_INVALID, "it is not UTF-8 text");
      ok = FALSE;
    }
  if (ok && g_key_file_load_from_data (file, contents, length, G_KEY_FILE_KEEP_TRANSLATIONS, error))
    return g_steal_pointer (&file);
  g_prefix_error (error, "Can't read catalogue %s: ", path);
  return NULL;
}

/**
 * kmzb_catalog_new_from_file:
 * @file: with [group ID] and [category SLUG] sections, and perhaps [question ID] sections, each with its [answer ID]
 *   sections after it
 *
 * Returns: (transfer full): the catalogue, or %NULL with an error that names the fault
 */
KmzbCatalog *
kmzb_catalog_new_from_file (GKeyFile *file, GError **error)
{
  g_autoptr (KmzbCatalog) self = g_new0 (KmzbCatalog, 1);
  g_autofree char *data = NULL;
  gsize length = 0;

  g_atomic_ref_count_init (&self->ref_count);
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  self->categories = g_ptr_array_new_with_free_func ((GDestroyNotify) category_free);
  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_question_free);
  self->by_slug = g_hash_table_new (g_str_hash, g_str_equal);
  data = g_key_file_to_data (file, &length, NULL);
  self->version = g_compute_checksum_for_string (G_CHECKSUM_SHA256, data, (gssize) length);

  if (!add_sections (self, file, add_group_section, error) || !add_sections (self, file, add_other_section, error)
      || !has_any_to_report (self, error) || !kmzb_questions_link (self->questions, self->by_slug, error))
    return NULL;
  g_ptr_array_sort (self->categories, compare_order);
  drop_empty_groups (self);
  prune_questions (self);
  return g_steal_pointer (&self);
}

/* Returns: (transfer full): the catalogue in file @path, or %NULL with an error that names the file and the fault */
KmzbCatalog *
kmzb_catalog_load (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = kmzb_catalog_read_file (path, error);
  KmzbCatalog *self;

  if (file == NULL)
    return NULL;
  self = kmzb_catalog_new_from_file (file, error);
  if (self == NULL)
    g_prefix_error (error, "Can't read catalogue %s: ", path);
  return self;
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
  g_ptr_array_unref (self->questions);
  g_ptr_array_unref (self->categories);
  g_ptr_array_unref (self->groups);
  g_free (self->version);
  g_free (self);
}

/* Returns: (transfer none) (element-type KmzbCategoryGroup) */
GPtrArray *
kmzb_catalog_get_groups (KmzbCatalog *self)
{
  return self->groups;
}

/* Returns: (transfer none) (element-type KmzbCategory): all of them in order, also those that are retired */
GPtrArray *
kmzb_catalog_get_categories (KmzbCatalog *self)
{
  return self->categories;
}

/* Where somebody begins who does not know what to choose. Returns: (nullable): %NULL without questions */
const KmzbQuestion *
kmzb_catalog_get_first_question (KmzbCatalog *self)
{
  const KmzbQuestion *first = self->questions->len > 0 ? g_ptr_array_index (self->questions, 0) : NULL;

  return first != NULL && first->answers->len > 0 ? first : NULL;
}

/* Another text is another version. */
const char *
kmzb_catalog_get_version (KmzbCatalog *self)
{
  return self->version;
}

/* Returns: (transfer none) (nullable) */
const KmzbCategory *
kmzb_catalog_lookup (KmzbCatalog *self, const char *slug)
{
  return slug ? g_hash_table_lookup (self->by_slug, slug) : NULL;
}
