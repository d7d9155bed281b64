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
  g_test_add_func ("/catalog/missing-file", test_missing_file);
  return g_test_run ();
}
