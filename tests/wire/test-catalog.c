/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-wire-catalog.h"

#include "kmzb-wire-changes.h"

#include <string.h>

#define PARKING "nieprawidlowe-parkowanie"
#define NAMES(name) "{\"pl\":\"" name " pl\",\"en\":\"" name " en\",\"uk\":\"" name " uk\",\"de\":\"" name " de\"}"
#define ITEM(code, group, more)                                                                                        \
  "{\"id\":\"" code "\",\"code\":\"" code "\",\"group\":\"" group "\",\"names\":" NAMES ("New")                         \
  ",\"description_required\":true" more "}"

static char *
get_path (void)
{
  return g_test_build_filename (G_TEST_DIST, "data", "catalog", "catalog.ini", NULL);
}

static GHashTable *
make_records (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
put (GHashTable *records, const char *code, const char *json)
{
  g_hash_table_replace (records, g_strdup (code), g_strdup (json));
}

static KmzbCatalog *
apply (GHashTable *records, gboolean complete, guint n_bad)
{
  g_autofree char *path = get_path ();
  g_autoptr (GKeyFile) file = kmzb_catalog_read_file (path, NULL);
  g_autoptr (GError) error = NULL;
  KmzbCatalog *catalog;

  g_assert_cmpuint (kmzb_wire_catalog_apply (file, records, complete), ==, n_bad);
  catalog = kmzb_catalog_new_from_file (file, &error);
  g_assert_no_error (error);
  return catalog;
}

static KmzbCatalog *
load_own (void)
{
  g_autofree char *path = get_path ();

  return kmzb_catalog_load (path, NULL);
}

/* As central tells it: through a page of changes. */
static GHashTable *
describe (KmzbCatalog *catalog)
{
  GHashTable *records = make_records ();
  GPtrArray *categories = kmzb_catalog_get_categories (catalog);
  g_autoptr (GString) body = g_string_new ("{\"items\":[");
  g_autoptr (KmzbWireChanges) page = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < categories->len; i++)
    {
      g_autofree char *json = kmzb_wire_describe_category (catalog, g_ptr_array_index (categories, i));

      g_string_append_printf (body, "%s%s", i ? "," : "", json);
    }
  g_string_append (body, "],\"cursor\":\"1\",\"more\":false}");
  bytes = g_bytes_new (body->str, body->len);
  page = kmzb_wire_changes_parse (KMZB_WIRE_CHANGES_OF_CATALOGUE, bytes, NULL);
  g_assert_nonnull (page);
  g_assert_cmpuint (page->n_bad, ==, 0);
  for (guint i = 0; i < page->records->len; i++)
    {
      const KmzbWireRecord *record = &g_array_index (page->records, KmzbWireRecord, i);

      put (records, record->id, record->json);
    }
  return records;
}

static void
assert_same_text (const char *one, const char *other)
{
  g_assert_cmpstr (one, ==, other);
}

static void
test_nothing_is_lost_on_the_way (void)
{
  g_autoptr (KmzbCatalog) own = load_own ();
  g_autoptr (GHashTable) records = describe (own);
  g_autoptr (KmzbCatalog) catalog = apply (records, TRUE, 0);
  GPtrArray *before = kmzb_catalog_get_categories (own), *after = kmzb_catalog_get_categories (catalog);

  g_assert_cmpuint (after->len, ==, before->len);
  for (guint i = 0; i < after->len; i++)
    {
      const KmzbCategory *one = g_ptr_array_index (before, i), *other = g_ptr_array_index (after, i);

      g_assert_true (one->slug == other->slug && one->group == other->group && one->icon == other->icon);
      g_assert_cmpint (one->description_required, ==, other->description_required);
      g_assert_false (other->is_retired);
      assert_same_text (kmzb_category_get_name (one, "uk"), kmzb_category_get_name (other, "uk"));
      assert_same_text (kmzb_category_get_explanation (one, "de"), kmzb_category_get_explanation (other, "de"));
      assert_same_text (kmzb_category_get_hint (one, "pl"), kmzb_category_get_hint (other, "pl"));
      assert_same_text (kmzb_category_get_words (one, "en"), kmzb_category_get_words (other, "en"));
    }
  g_assert_nonnull (kmzb_catalog_get_first_question (catalog));
}

static void
test_another_name (void)
{
  g_autoptr (GHashTable) records = make_records ();
  g_autoptr (KmzbCatalog) own = load_own ();
  g_autoptr (KmzbCatalog) catalog = NULL;
  const KmzbCategory *category;

  put (records, PARKING, ITEM (PARKING, "order", ",\"order\":5,\"something\":[1]"));
  catalog = apply (records, FALSE, 0);
  category = kmzb_catalog_lookup (catalog, PARKING);
  g_assert_cmpstr (kmzb_category_get_name (category, "de"), ==, "New de");
  g_assert_cmpstr (category->group, ==, "order");
  g_assert_true (category->description_required);
  g_assert_cmpint (category->order, ==, 5);
  /* What was not told stays. */
  g_assert_nonnull (kmzb_category_get_hint (category, "pl"));
  g_assert_cmpstr (category->icon, ==, kmzb_catalog_lookup (own, PARKING)->icon);
  g_assert_cmpuint (kmzb_catalog_get_categories (catalog)->len, ==, 27);
  g_assert_cmpstr (kmzb_catalog_get_version (catalog), !=, kmzb_catalog_get_version (own));
}

static void
test_a_new_one (void)
{
  g_autofree char *picture = NULL;
  g_autoptr (GHashTable) records = make_records ();
  g_autoptr (KmzbCatalog) catalog = NULL;
  GPtrArray *groups;
  const KmzbCategory *category;

  put (records, "drony", ITEM ("drony", "road", ",\"icon\":\"kmzb-not-here-symbolic\",\"order\":1"));
  put (records, "hulajnogi", ITEM ("hulajnogi", "wheels", ",\"group_names\":" NAMES ("Wheels") ",\"group_icon\":\"/etc/x\""));
  put (records, "lost", ITEM ("lost", "nowhere", ""));
  catalog = apply (records, FALSE, 1);
  groups = kmzb_catalog_get_groups (catalog);
  category = kmzb_catalog_lookup (catalog, "drony");
  g_assert_cmpstr (category->icon, ==, "kmzb-group-road-symbolic");
  g_assert_true (g_ptr_array_index (((KmzbCategoryGroup *) g_ptr_array_index (groups, 0))->categories, 0) == category
                 || g_ptr_array_index (((KmzbCategoryGroup *) g_ptr_array_index (groups, 0))->categories, 1) == category);
  g_assert_cmpuint (groups->len, ==, 5);
  g_assert_cmpstr (kmzb_category_group_get_name (g_ptr_array_index (groups, 4), "uk"), ==, "Wheels uk");
  g_assert_cmpstr (((KmzbCategoryGroup *) g_ptr_array_index (groups, 4))->icon, ==, "kmzb-warning-symbolic");
  picture = g_test_build_filename (G_TEST_DIST, "data", "icons", "kmzb-warning-symbolic.svg", NULL);
  g_assert_true (g_file_test (picture, G_FILE_TEST_EXISTS));
  g_assert_null (kmzb_catalog_lookup (catalog, "lost"));
}

static void
test_a_retired_one (void)
{
  g_autoptr (KmzbCatalog) own = load_own ();
  g_autoptr (GHashTable) records = describe (own);
  g_autoptr (KmzbCatalog) catalog = NULL;
  const KmzbCategory *category;
  GPtrArray *groups;

  g_hash_table_remove (records, "zebractwo");
  put (records, PARKING, "x"); /* central has it, but what it says of it is damaged */
  g_hash_table_replace (records, g_strdup ("akty-wandalizmu"), NULL);
  catalog = apply (records, TRUE, 1);
  g_assert_false (kmzb_catalog_lookup (catalog, PARKING)->is_retired);
  g_assert_true (kmzb_catalog_lookup (catalog, "akty-wandalizmu")->is_retired);
  category = kmzb_catalog_lookup (catalog, "zebractwo");
  g_assert_true (category->is_retired);
  g_assert_nonnull (kmzb_category_get_name (category, "pl"));
  groups = kmzb_catalog_get_groups (catalog);
  for (guint i = 0; i < groups->len; i++)
    g_assert_false (
        g_ptr_array_find (((KmzbCategoryGroup *) g_ptr_array_index (groups, i))->categories, category, NULL));

  /* Half of a walk says nothing of the rest. */
  g_clear_pointer (&catalog, kmzb_catalog_unref);
  catalog = apply (records, FALSE, 1);
  g_assert_false (kmzb_catalog_lookup (catalog, "zebractwo")->is_retired);
}

/* Questions never lead to what can't be reported. */
static void
assert_leads_somewhere (KmzbCatalog *catalog, const KmzbQuestion *question)
{
  g_assert_cmpuint (question->answers->len, >, 0);
  for (guint i = 0; i < question->answers->len; i++)
    {
      const KmzbQuestionAnswer *answer = g_ptr_array_index (question->answers, i);

      if (answer->question != NULL)
        assert_leads_somewhere (catalog, answer->question);
      else
        g_assert_false (kmzb_catalog_lookup (catalog, answer->category)->is_retired);
    }
}

static void
test_questions_follow (void)
{
  g_autoptr (KmzbCatalog) own = load_own ();
  GPtrArray *categories = kmzb_catalog_get_categories (own);

  /* One after the other is gone, until a single one is left. */
  for (guint n = categories->len; n > 0; n--)
    {
      g_autoptr (GHashTable) records = describe (own);
      g_autoptr (KmzbCatalog) catalog = NULL;

      for (guint i = n; i < categories->len; i++)
        g_hash_table_remove (records, ((const KmzbCategory *) g_ptr_array_index (categories, i))->slug);
      catalog = apply (records, TRUE, 0);
      if (kmzb_catalog_get_first_question (catalog) != NULL)
        assert_leads_somewhere (catalog, kmzb_catalog_get_first_question (catalog));
    }
}

static void
test_damage_changes_nothing (void)
{
  static const char *const bad[] = {
    "", "{", "[]", "null", "7", "{}", "{\"code\":\"" PARKING "\"}",
    "{\"group\":\"road\",\"description_required\":true,\"names\":{\"pl\":\"A\"}}",
    "{\"group\":\"road\",\"description_required\":true,\"names\":{\"pl\":1,\"en\":2,\"uk\":3,\"de\":4}}",
    "{\"group\":\"road\",\"description_required\":true,\"names\":{\"pl\":\"A\\nB\",\"en\":\"A\",\"uk\":\"A\",\"de\":\"A\"}}",
    "{\"group\":\"road\",\"description_required\":\"no\",\"names\":" NAMES ("A") "}",
    "{\"group\":\"../road\",\"description_required\":true,\"names\":" NAMES ("A") "}",
    "{\"group\":7,\"description_required\":true,\"names\":" NAMES ("A") "}",
  };
  g_autoptr (KmzbCatalog) own = load_own ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GHashTable) records = make_records ();
      g_autoptr (KmzbCatalog) catalog = NULL;

      put (records, PARKING, bad[i]);
      put (records, "x] y", ITEM ("x] y", "road", ""));
      catalog = apply (records, FALSE, 2);
      g_assert_cmpstr (kmzb_catalog_get_version (catalog), ==, kmzb_catalog_get_version (own));
    }
}

static void
test_too_many (void)
{
  g_autoptr (GHashTable) records = make_records ();
  g_autoptr (KmzbCatalog) catalog = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *code = g_strdup_printf ("c%u", i);

      put (records, code, ITEM ("c", "road", ""));
    }
  catalog = apply (records, FALSE, 100);
  g_assert_cmpuint (kmzb_catalog_get_categories (catalog)->len, ==, 227);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/catalog/nothing-is-lost-on-the-way", test_nothing_is_lost_on_the_way);
  g_test_add_func ("/wire/catalog/another-name", test_another_name);
  g_test_add_func ("/wire/catalog/a-new-one", test_a_new_one);
  g_test_add_func ("/wire/catalog/a-retired-one", test_a_retired_one);
  g_test_add_func ("/wire/catalog/questions-follow", test_questions_follow);
  g_test_add_func ("/wire/catalog/damage-changes-nothing", test_damage_changes_nothing);
  g_test_add_func ("/wire/catalog/too-many", test_too_many);
  return g_test_run ();
}
