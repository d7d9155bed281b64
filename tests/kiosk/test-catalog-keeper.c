/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-catalog-keeper.h"

#include "fixture-common.h"
#include "kmzb-store-changes.h"

#include <string.h>

#define SERVER "https://central.example/open311/v2/"
#define PARKING "nieprawidlowe-parkowanie"
#define ITEM(code, name)                                                                                               \
  "{\"code\":\"" code "\",\"group\":\"road\",\"description_required\":true,\"names\":{\"pl\":\"" name "\",\"en\":\"" name \
  "\",\"uk\":\"" name "\",\"de\":\"" name "\"}}"

typedef struct
{
  char *folder;
  char *path;
  KmzbClock *clock;
  KmzbStore *store;
  KmzbReportContext *context;
  KmzbCatalogKeeper *keeper;
  guint n_changed;
} Fixture;

static void
on_changed (KmzbCatalogKeeper *keeper, Fixture *f)
{
  f->n_changed++;
}

static void
rest (Fixture *f)
{
  while (kmzb_catalog_keeper_is_busy (f->keeper) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
}

static void
open_booth (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbCatalog) catalog = kmzb_catalog_load (f->path, &error);

  g_assert_no_error (error);
  f->store = kmzb_store_new (f->folder, f->clock);
  kmzb_store_open (f->store, &error);
  g_assert_no_error (error);
  f->context = kmzb_report_context_new (f->store, NULL, catalog, f->clock);
  f->keeper = kmzb_catalog_keeper_new (f->context, f->path);
  g_signal_connect (f->keeper, "changed", G_CALLBACK (on_changed), f);
  f->n_changed = 0;
}

static void
close_booth (Fixture *f)
{
  kmzb_catalog_keeper_stop (f->keeper);
  rest (f);
  g_assert_finalize_object (f->keeper);
  kmzb_report_context_unref (f->context);
  kmzb_store_close (f->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (f->store);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("kmzb-catalog-XXXXXX", NULL);
  f->path = g_test_build_filename (G_TEST_DIST, "data", "catalog", "catalog.ini", NULL);
  f->clock = kmzb_clock_new_manual (G_GINT64_CONSTANT (1777629600) * G_USEC_PER_SEC);
  open_booth (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_booth (f);
  g_object_unref (f->clock);
  fixture_remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->path);
}

static void
on_applied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  kmzb_store_apply_changes_finish (KMZB_STORE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
tell (Fixture *f, const char *items, gboolean more)
{
  g_autofree char *text = g_strdup_printf ("{\"items\":[%s],\"cursor\":\"c\",\"more\":%s}", items, more ? "true" : "false");
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  KmzbWireChanges *page = kmzb_wire_changes_parse (KMZB_WIRE_CHANGES_OF_CATALOGUE, body, NULL);
  gboolean applied = FALSE;

  g_assert_nonnull (page);
  kmzb_store_apply_changes_async (f->store, SERVER, page, NULL, on_applied, &applied);
  while (!applied)
    g_main_context_iteration (NULL, TRUE);
}

static const char *
get_name (Fixture *f, const char *slug)
{
  const KmzbCategory *category = kmzb_catalog_lookup (f->context->catalog, slug);

  return category != NULL ? kmzb_category_get_name (category, "pl") : NULL;
}

static void
reload (Fixture *f)
{
  kmzb_catalog_keeper_reload (f->keeper);
  rest (f);
}

static void
test_news_come_between_visits (Fixture *f, gconstpointer data)
{
  reload (f);
  g_assert_cmpuint (f->n_changed, ==, 0); /* nothing was told */

  kmzb_catalog_keeper_set_visited (f->keeper, TRUE);
  tell (f, ITEM (PARKING, "Auta") "," ITEM ("drony", "Drony"), TRUE);
  reload (f);
  g_assert_cmpuint (f->n_changed, ==, 0);
  g_assert_cmpstr (get_name (f, PARKING), ==, "Nieprawidłowe parkowanie");

  kmzb_catalog_keeper_set_visited (f->keeper, FALSE);
  g_assert_cmpuint (f->n_changed, ==, 1);
  g_assert_cmpstr (get_name (f, PARKING), ==, "Auta");
  g_assert_cmpstr (get_name (f, "drony"), ==, "Drony");
  g_assert_true (kmzb_catalog_lookup (f->context->catalog, PARKING)->description_required);

  /* The same again is no news. */
  reload (f);
  g_assert_cmpuint (f->n_changed, ==, 1);
}

static void
test_outlives_a_restart (Fixture *f, gconstpointer data)
{
  tell (f, ITEM (PARKING, "Auta"), FALSE);
  close_booth (f);
  open_booth (f);
  reload (f);
  g_assert_cmpuint (f->n_changed, ==, 1);
  g_assert_cmpstr (get_name (f, PARKING), ==, "Auta");
  /* That was all that central has: the others are not reported any more, and keep their names. */
  g_assert_true (kmzb_catalog_lookup (f->context->catalog, "akty-wandalizmu")->is_retired);
  g_assert_cmpstr (get_name (f, "akty-wandalizmu"), ==, "Akty wandalizmu");
  g_assert_cmpuint (kmzb_catalog_get_groups (f->context->catalog)->len, ==, 1);
}

/* Whatever stands in the file: there is a catalogue to report from. */
static void
test_damage_falls_back (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbCatalog) own = kmzb_catalog_load (f->path, NULL);

  tell (f, "{\"code\":\"" PARKING "\",\"names\":[]},{\"code\":\"x\",\"group\":{}}", FALSE);
  reload (f);
  g_assert_false (kmzb_catalog_lookup (f->context->catalog, PARKING)->is_retired);
  g_assert_cmpstr (get_name (f, PARKING), ==, "Nieprawidłowe parkowanie");

  tell (f, ITEM (PARKING, "Auta"), FALSE);
  reload (f);
  g_assert_cmpstr (get_name (f, PARKING), ==, "Auta");

  /* Nothing is left that can be used. */
  close_booth (f);
  fixture_remove_folder (f->folder);
  open_booth (f);
  tell (f, "{\"code\":\"x\",\"group\":{}}", FALSE);
  reload (f);
  g_assert_cmpstr (kmzb_catalog_get_version (f->context->catalog), ==, kmzb_catalog_get_version (own));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/catalog-keeper/news-come-between-visits", test_news_come_between_visits);
  ADD ("/catalog-keeper/outlives-a-restart", test_outlives_a_restart);
  ADD ("/catalog-keeper/damage-falls-back", test_damage_falls_back);
#undef ADD
  return g_test_run ();
}
