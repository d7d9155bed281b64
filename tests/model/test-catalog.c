/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-catalog.h"
#include "kmzb-error.h"

#include <glib/gstdio.h>
#include <string.h>

static KmzbCatalog *
load_shipped (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "catalog", "catalog.ini", NULL);
  KmzbCatalog *catalog = kmzb_catalog_load (path, &error);

  g_assert_no_error (error);
  return catalog;
}

static void
test_shipped_catalogue (void)
{
  g_autoptr (KmzbCatalog) catalog = load_shipped ();
  const KmzbCategory *parking = kmzb_catalog_lookup (catalog, "nieprawidlowe-parkowanie");

  g_assert_cmpuint (kmzb_catalog_get_categories (catalog)->len, ==, 27);
  g_assert_cmpuint (kmzb_catalog_get_groups (catalog)->len, ==, 4);
  g_assert_nonnull (parking);
  g_assert_cmpstr (kmzb_category_get_name (parking, "pl"), ==, "Nieprawidłowe parkowanie");
  g_assert_cmpstr (kmzb_category_get_name (parking, "de"), ==, "Falsches Parken");
  g_assert_cmpstr (kmzb_category_get_name (parking, "fr"), ==, "Nieprawidłowe parkowanie");
  g_assert_false (parking->description_required);
  g_assert_true (kmzb_catalog_lookup (catalog, "miejsce-niebezpiecznej-dzialalnosci-rozrywkowej")->description_required);
  g_assert_null (kmzb_catalog_lookup (catalog, "nothing"));
}

static void
test_groups_hold_all_categories (void)
{
  g_autoptr (KmzbCatalog) catalog = load_shipped ();
  GPtrArray *groups = kmzb_catalog_get_groups (catalog);
  guint total = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      KmzbCategoryGroup *group = g_ptr_array_index (groups, i);

      g_assert_cmpuint (group->categories->len, >, 0);
      total += group->categories->len;
    }
  g_assert_cmpuint (total, ==, 27);
}

/* What a visitor reads and searches is there for every category, in every language, and short enough for a card. */
static void
test_texts (void)
{
  static const char *const languages[] = { "pl", "en", "uk", "de" };
  g_autoptr (KmzbCatalog) catalog = load_shipped ();
  GPtrArray *categories = kmzb_catalog_get_categories (catalog);

  for (guint i = 0; i < categories->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
      {
        const KmzbCategory *category = g_ptr_array_index (categories, i);
        const char *hint = kmzb_category_get_hint (category, languages[j]);

        g_assert_cmpint (g_utf8_strlen (kmzb_category_get_explanation (category, languages[j]), -1), <=, 60);
        g_assert_nonnull (strchr (hint, '?'));
        g_assert_cmpint (g_utf8_strlen (hint, -1), <=, 120);
        g_assert_nonnull (strchr (kmzb_category_get_words (category, languages[j]), ';'));
      }
}

static void
follow (const KmzbQuestion *question, guint asked, GHashTable *reached)
{
  g_assert_cmpuint (asked, <=, KMZB_MAX_QUESTIONS);
  g_assert_cmpuint (question->answers->len, >=, 2);
  for (guint i = 0; i < question->answers->len; i++)
    {
      const KmzbQuestionAnswer *answer = g_ptr_array_index (question->answers, i);

      g_assert_true ((answer->question == NULL) != (answer->category == NULL));
      g_assert_nonnull (kmzb_question_answer_get_text (answer, "uk"));
      if (answer->question != NULL)
        follow (answer->question, asked + 1, reached);
      else
        g_hash_table_add (reached, (gpointer) answer->category);
    }
}

/* Whoever does not know what to choose gets to every category, by three questions at most. */
static void
test_questions_reach_all (void)
{
  g_autoptr (KmzbCatalog) catalog = load_shipped ();
  g_autoptr (GHashTable) reached = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *categories = kmzb_catalog_get_categories (catalog);

  follow (kmzb_catalog_get_first_question (catalog), 1, reached);
  for (guint i = 0; i < categories->len; i++)
    g_assert_true (g_hash_table_contains (reached, ((KmzbCategory *) g_ptr_array_index (categories, i))->slug));
}

static void
check_refused (const char *content, const char *fault)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("kmzb-catalog-XXXXXX", &path, NULL);

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  g_assert_null (kmzb_catalog_load (path, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, fault));
  g_unlink (path);
}

#define TEXTS(key) key "[pl]=A\n" key "[en]=A\n" key "[uk]=A\n" key "[de]=A\n"
#define ONE_CATEGORY "[group g]\nicon=i\n" TEXTS ("name") "[category c]\ngroup=g\nicon=i\n" TEXTS ("name")

static void
test_bad_questions (void)
{
  check_refused (ONE_CATEGORY "hint[pl]=A\n", "hint[en]");
  check_refused (ONE_CATEGORY "[answer a-1]\nto=c\n" TEXTS ("text"), "before any question");
  check_refused (ONE_CATEGORY "[question a]\n" TEXTS ("text"), "has no answer");
  check_refused (ONE_CATEGORY "[question a]\n" TEXTS ("text") "[answer a-1]\nto=d\n" TEXTS ("text"), "unknown “d”");
  check_refused (ONE_CATEGORY "[question a]\n" TEXTS ("text") "[answer a-1]\nto=a\n" TEXTS ("text"), "after 3 others");
}

static void
test_bad_files (void)
{
  check_refused ("", "no category");
  check_refused ("not a key file", "");
  check_refused ("[category a b]\ngroup=x\n", "ASCII slug");
  check_refused ("[category abc]\ngroup=x\nicon=i\nname[pl]=A\n", "unknown group");
  check_refused ("[group g]\nicon=i\nname[pl]=A\nname[en]=A\nname[uk]=A\n", "name[de]");
  check_refused ("[strange]\n", "ASCII slug");
  check_refused ("[group g]\nicon=i\nname[pl]=A\nname[en]=A\nname[uk]=A\nname[de]=A\n"
                 "[category c]\ngroup=g\nicon=i\ndescription_required=maybe\n"
                 "name[pl]=A\nname[en]=A\nname[uk]=A\nname[de]=A\n",
                 "description_required");
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kmzb_catalog_load ("/nonexistent/catalog.ini", &error));
  g_assert_nonnull (strstr (error->message, "/nonexistent/catalog.ini"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog/shipped", test_shipped_catalogue);
  g_test_add_func ("/catalog/groups-hold-all", test_groups_hold_all_categories);
  g_test_add_func ("/catalog/bad-files", test_bad_files);
  g_test_add_func ("/catalog/bad-questions", test_bad_questions);
  g_test_add_func ("/catalog/texts", test_texts);
  g_test_add_func ("/catalog/questions-reach-all", test_questions_reach_all);
  g_test_add_func ("/catalog/missing-file", test_missing_file);
  return g_test_run ();
}
