/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sheets over the map say and choose: filters, lists, confirmations. */
#include "driver.h"
#include "kmzb-area-sheet.h"
#include "kmzb-cluster-sheet.h"
#include "kmzb-confirmer.h"
#include "kmzb-filter-panel.h"
#include "kmzb-label.h"
#include "kmzb-language.h"
#include "kmzb-sheet.h"
#include "kmzb-filter-choice.h"
#include "kmzb-threat-index.h"
#include "kmzb-threat-list.h"
#include "kmzb-threat-sheet.h"
#include "kmzb-threat-sieve.h"
#include "kmzb-threat-words.h"
#include "labels.h"
#include "shell-test.h"

#define NOW_US G_GINT64_CONSTANT (1790000000000000)
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define PEOPLE (1u << KMZB_THREAT_SOURCE_PEOPLE)

typedef struct
{
  Driver *driver;
  KmzbClock *clock;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->clock = kmzb_clock_new_manual (NOW_US);
  f->driver = driver_new (f->clock, NULL, 1200, 780);
  f->driver->context->practice = data != NULL;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  driver_free (f->driver);
  g_object_unref (f->clock);
}

static KmzbThreat *
make_threat (const char *id, const char *category, KmzbStatus status, double lat, gint64 created_us)
{
  return kmzb_threat_new (id, 0, KMZB_THREAT_SOURCE_PEOPLE, category, status, (KmzbPoint) { lat, 20.0 }, created_us);
}

static void
wait_for_state (KmzbConfirmer *confirmer, const KmzbThreat *threat, KmzbConfirmState state)
{
  for (int i = 0; i < 1000 && kmzb_confirmer_get_state (confirmer, threat) != state; i++)
    driver_wait (5);
  g_assert_cmpint (kmzb_confirmer_get_state (confirmer, threat), ==, state);
}

static void
test_confirm (Fixture *f, gconstpointer data)
{
  const KmzbTally *tally = kmzb_store_get_tally (f->driver->store);
  g_autoptr (KmzbConfirmer) confirmer = kmzb_confirmer_new (f->driver->context);
  /* A category that a report of its own needs a description for. */
  g_autoptr (KmzbThreat) threat = make_threat ("t-1", "miejsce-niebezpiecznej-dzialalnosci-rozrywkowej",
                                               KMZB_STATUS_PASSED_ON, 50.0, NOW_US - DAY_US);
  GtkWidget *sheet = g_object_ref_sink (kmzb_threat_sheet_new (threat, f->driver->catalog, confirmer));
  g_autofree char *number = NULL;
  guint before = data != NULL ? tally->practice : tally->saved;
  GtkWidget *button = find_button (sheet, "Confirm this threat");

  g_assert_true (says (sheet, "Confirmed (passed on outside the police)"));
  g_assert_true (says (sheet, "reported on 20 September 2026"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, "Confirm this threat");
  g_assert_null (kmzb_confirmer_get_number (confirmer, threat));
  g_signal_emit_by_name (button, "clicked");
  button = find_button (sheet, "Confirm this threat");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked"); /* an impatient finger */
  wait_for_state (confirmer, threat, KMZB_CONFIRM_SAVED);

  number = kmzb_confirmer_get_number (confirmer, threat);
  g_assert_true (says (sheet, number));
  g_assert_true (says (sheet, data != NULL ? "This was practice. Nothing will be sent."
                                           : "We will send it when there is internet"));
  g_assert_null (find_button (sheet, "Confirm this threat"));
  kmzb_confirmer_confirm (confirmer, threat); /* once a visit */
  driver_wait (50);
  g_assert_cmpuint (data != NULL ? tally->practice : tally->saved, ==, before + 1);
  g_assert_cmpuint (tally->saved + tally->practice, ==, before + 1);
  g_assert_finalize_object (sheet);

  kmzb_confirmer_forget (confirmer);
  g_assert_cmpint (kmzb_confirmer_get_state (confirmer, threat), ==, KMZB_CONFIRM_NONE);
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (GAsyncResult **result)
{
  for (int i = 0; i < 2000 && *result == NULL; i++)
    driver_wait (5);
  g_assert_nonnull (*result);
  return *result;
}

/* Returns: (transfer full): a threat as the map knows it, of which @id is in the store */
static KmzbThreat *
make_stored_threat (Fixture *f, const char *id)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbThreats) loaded = NULL;
  g_autoptr (GAsyncResult) imported = NULL, read = NULL;
  g_autoptr (GError) error = NULL;

  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, id, "zebractwo", KMZB_STATUS_NEW, (KmzbPoint){ 50, 20 }, NOW_US,
                    NOW_US);
  kmzb_store_import_threats_async (f->driver->store, id, threats, NULL, take_result, &imported);
  kmzb_store_import_threats_finish (f->driver->store, wait_for_result (&imported), &error);
  g_assert_no_error (error);
  kmzb_store_load_threats_async (f->driver->store, NULL, take_result, &read);
  loaded = kmzb_store_load_threats_finish (f->driver->store, wait_for_result (&read), NULL, &error);
  g_assert_no_error (error);
  return kmzb_threats_get (loaded, 0);
}

/* The map does not know ids: the store is asked, and what is sent refers to the right one. */
static void
test_confirm_by_key (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbConfirmer) confirmer = kmzb_confirmer_new (f->driver->context);
  g_autoptr (KmzbThreat) threat = make_stored_threat (f, "0197a3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b");

  g_assert_null (threat->id);
  kmzb_confirmer_confirm (confirmer, threat);
  g_assert_cmpint (kmzb_confirmer_get_state (confirmer, threat), ==, KMZB_CONFIRM_SAVING);
  kmzb_confirmer_confirm (confirmer, threat);
  wait_for_state (confirmer, threat, KMZB_CONFIRM_SAVED);
  g_assert_cmpstr (kmzb_confirmer_get_report (confirmer, threat)->confirms, ==,
                   "0197a3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b");
  g_assert_cmpuint (kmzb_store_get_tally (f->driver->store)->saved, ==, 1);
}

/* Another pack was put in while the sheet was open: said, and nothing is sent about a threat that is no more. */
static void
test_confirm_gone (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbConfirmer) confirmer = kmzb_confirmer_new (f->driver->context);
  g_autoptr (KmzbThreat) threat = make_stored_threat (f, "first");
  g_autoptr (KmzbThreat) other = make_stored_threat (f, "second");
  GtkWidget *sheet = g_object_ref_sink (kmzb_threat_sheet_new (threat, f->driver->catalog, confirmer));

  g_signal_emit_by_name (find_button (sheet, "Confirm this threat"), "clicked");
  wait_for_state (confirmer, threat, KMZB_CONFIRM_GONE);
  g_assert_true (says (sheet, "This threat is not on the map any more. There is nothing to confirm."));
  g_assert_null (find_button (sheet, "Confirm this threat"));
  g_assert_null (kmzb_confirmer_get_number (confirmer, threat));
  g_assert_cmpuint (kmzb_store_get_tally (f->driver->store)->saved, ==, 0);
  g_assert_cmpint (kmzb_confirmer_get_state (confirmer, other), ==, KMZB_CONFIRM_NONE);
  g_assert_finalize_object (sheet);
}

/* Whoever confirms with the keyboard goes on from the answer, and is not thrown out of the sheet. */
static void
test_focus (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbConfirmer) confirmer = kmzb_confirmer_new (f->driver->context);
  g_autoptr (KmzbThreat) threat = make_threat ("t-1", "zebractwo", KMZB_STATUS_NEW, 50.0, NOW_US);
  GtkWidget *sheet = kmzb_threat_sheet_new (threat, f->driver->catalog, confirmer);
  GtkWidget *window = gtk_window_new (), *button, *focus;

  gtk_window_set_child (GTK_WINDOW (window), sheet);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  button = find_button (sheet, "Confirm this threat");
  g_assert_true (gtk_widget_grab_focus (button));
  g_signal_emit_by_name (button, "clicked");
  wait_for_state (confirmer, threat, KMZB_CONFIRM_SAVED);
  focus = gtk_root_get_focus (GTK_ROOT (window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_has_css_class (focus, "kmzb-thanks"));
  gtk_window_destroy (GTK_WINDOW (window));

  /* A finger moves no focus. */
  kmzb_confirmer_forget (confirmer);
  sheet = kmzb_threat_sheet_new (threat, f->driver->catalog, confirmer);
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), sheet);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  focus = gtk_root_get_focus (GTK_ROOT (window));
  g_signal_emit_by_name (find_button (sheet, "Confirm this threat"), "clicked");
  wait_for_state (confirmer, threat, KMZB_CONFIRM_SAVED);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == focus);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A save that ends after the visitor has left shows nothing to the next one. */
static void
test_forgotten_while_saving (Fixture *f, gconstpointer data)
{
  const KmzbTally *tally = kmzb_store_get_tally (f->driver->store);
  g_autoptr (KmzbConfirmer) confirmer = kmzb_confirmer_new (f->driver->context);
  g_autoptr (KmzbThreat) threat = make_threat ("t-1", "zebractwo", KMZB_STATUS_NEW, 50.0, NOW_US);

  kmzb_confirmer_confirm (confirmer, threat);
  kmzb_confirmer_forget (confirmer);
  for (int i = 0; i < 1000 && tally->saved == 0; i++)
    driver_wait (5);
  driver_wait (20);
  g_assert_cmpuint (tally->saved, ==, 1);
  g_assert_cmpint (kmzb_confirmer_get_state (confirmer, threat), ==, KMZB_CONFIRM_NONE);
}

static void
on_activated (const char **id, KmzbThreat *threat)
{
  *id = threat->id;
}

static void
test_list (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) threats = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_threat_unref);
  const char *activated = NULL;
  GtkWidget *list, *row;

  g_ptr_array_add (threats, make_threat ("near", "zebractwo", KMZB_STATUS_NEW, 50.001, NOW_US));
  g_ptr_array_add (threats, make_threat ("far", "no-such-category", KMZB_STATUS_ELIMINATED, 50.1, NOW_US));
  g_ptr_array_add (threats, make_threat ("here", "halas", KMZB_STATUS_NEW, 50.00003, NOW_US));
  list = g_object_ref_sink (kmzb_threat_list_new (threats, 9, f->driver->catalog, (KmzbPoint) { 50.0, 20.0 }));
  g_signal_connect_swapped (list, "activated", G_CALLBACK (on_activated), &activated);
  row = find_button (list, "Begging");
  g_assert_nonnull (row);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Begging, New, 110 m, reported on 21 September 2026");
  g_signal_emit_by_name (row, "clicked");
  g_assert_cmpstr (activated, ==, "near");
  g_signal_emit_by_name (find_button (list, "no-such-category"), "clicked");
  g_assert_cmpstr (activated, ==, "far");
  g_assert_true (says (list, "11 km"));
  g_assert_true (says (list, "here"));
  g_assert_true (says (list, "The nearest 3 of 9 are listed. Come closer to see the others."));
  g_assert_finalize_object (list);
}

static guint
count_buttons (GtkWidget *widget)
{
  guint n = GTK_IS_BUTTON (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_buttons (child);
  return n;
}

/* A touch is answered with a screenful; the rest comes while nothing else is to be done, and ends with the list. */
static void
test_long_list (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) threats = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_threat_unref);
  g_autofree char *number = NULL;
  g_autofree char *rest = NULL;
  GtkWidget *list, *other;
  guint first;

  for (int i = 0; i < 90; i++)
    g_ptr_array_add (threats, make_threat ("one", "zebractwo", KMZB_STATUS_NEW, 50.001 + i * 0.001, NOW_US));
  list = g_object_ref_sink (kmzb_threat_list_new (threats, 1234567, f->driver->catalog, (KmzbPoint) { 50.0, 20.0 }));
  other = g_object_ref_sink (kmzb_threat_list_new (threats, 90, f->driver->catalog, (KmzbPoint) { 50.0, 20.0 }));
  first = count_buttons (list);
  g_assert_cmpuint (first, >=, 8);
  g_assert_cmpuint (first, <, 30);
  g_assert_true (says (list, "110 m"));
  g_assert_finalize_object (other);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_buttons (list), ==, 90);
  g_assert_true (says (list, "10 km"));
  number = kmzb_filter_number_words (1234567);
  rest = g_strdup_printf ("The nearest 90 of %s are listed. Come closer to see the others.", number);
  g_assert_true (says (list, rest));
  g_assert_finalize_object (list);
}

static void
collect_bars (GtkWidget *widget, GArray *fractions)
{
  if (GTK_IS_PROGRESS_BAR (widget))
    {
      double fraction = gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (widget));

      g_array_append_val (fractions, fraction);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_bars (child, fractions);
}

/* Bars are as long as their numbers say, the one of all other categories too; and where the map can come no closer,
 * nobody is asked to. */
static void
test_cluster (Fixture *f, gconstpointer data)
{
  const char *const slugs[] = { "zebractwo", "halas", "klusownictwo", "akty-wandalizmu", "utoniecia", "no-such-category" };
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbThreatIndex) index = NULL;
  g_autoptr (KmzbClusterInfo) info = NULL;
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (KmzbThreatRun));
  g_autoptr (GArray) bars = g_array_new (FALSE, FALSE, sizeof (double));
  KmzbPoint here = { 50.0, 20.0 };
  GtkWidget *sheet, *list, *closer = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, id, slugs[i % 6], KMZB_STATUS_NEW, here, NOW_US, NOW_US);
    }
  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "last", "zebractwo", KMZB_STATUS_NEW, here, NOW_US, NOW_US);
  kmzb_threats_sort (threats);
  index = kmzb_threat_index_new (threats);
  kmzb_threat_index_find (index, (KmzbWorldRect) { 0, 0, 1, 1 }, runs);
  info = kmzb_cluster_info_new (index, runs, kmzb_geo_tile_x (here.lon, 0), kmzb_geo_tile_y (here.lat, 0), 200);
  g_assert_cmpuint (info->count, ==, 61);
  g_assert_cmpuint (info->categories->len, ==, 6);

  sheet = g_object_ref_sink (kmzb_cluster_sheet_new (info, f->driver->catalog, &list, &closer));
  g_assert_nonnull (closer);
  collect_bars (sheet, bars);
  g_assert_cmpuint (bars->len, ==, 5);
  for (guint i = 0; i < bars->len; i++)
    {
      const double counts[] = { 11, 10, 10, 10, 20 };

      g_assert_cmpfloat_with_epsilon (g_array_index (bars, double, i), counts[i] / 20, 1e-6);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_buttons (list), ==, 50);
  g_assert_finalize_object (sheet);

  sheet = g_object_ref_sink (kmzb_cluster_sheet_new (info, f->driver->catalog, &list, NULL));
  g_assert_null (find_button (sheet, "See it from closer"));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_buttons (list), ==, 61);
  g_assert_finalize_object (sheet);
}

/* Of an area as well. */
static void
test_area_bars (Fixture *f, gconstpointer data)
{
  const KmzbAreaNote note = { .title = (char *) "An area", .step = KMZB_AREA_CALM, .verdict = (char *) "calm",
                              .confirmed = (char *) "about 240", .reports = (char *) "about 300" };
  const KmzbCategoryCount many = { .slug = "zebractwo", .count = 20 };
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (KmzbCategoryCount));
  g_autoptr (GArray) bars = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GtkWidget *sheet = g_object_ref_sink (kmzb_area_sheet_new (&note, NULL, none));

  for (guint i = 0; i < 12; i++)
    g_array_append_val (counts, many);
  kmzb_area_sheet_set_categories (sheet, counts, f->driver->catalog);
  collect_bars (sheet, bars);
  g_assert_cmpuint (bars->len, ==, 6);
  for (guint i = 0; i < bars->len; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (bars, double, i), i < 5 ? 20.0 / 140 : 1, 1e-6);
  g_assert_finalize_object (sheet);
}

static void
test_distance (void)
{
  const struct
  {
    double meters;
    const char *words;
  } cases[] = { { 0, "less than 10 m" }, { 4, "less than 10 m" }, { 6, "10 m" }, { 346, "350 m" }, { 994, "990 m" }, { 996, "1.0 km" }, { 1249, "1.2 km" },
                { 9949, "9.9 km" }, { 9951, "10 km" }, { 12600, "13 km" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = kmzb_words_distance (cases[i].meters);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
on_changed (guint *n_changed)
{
  (*n_changed)++;
}

static void
touch_chip (GtkWidget *panel, const char *label)
{
  GtkWidget *chip = find_button (panel, label);

  g_assert_nonnull (chip);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (chip)));
}

static gboolean
lets_through (GtkWidget *panel, KmzbCatalog *catalog, const char *category, KmzbStatus status, gint64 age_days)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbThreatFilter) filter
      = kmzb_filter_choice_make (kmzb_filter_panel_get_choice (KMZB_FILTER_PANEL (panel)), catalog, NOW_US, PEOPLE);
  g_autofree KmzbThreatSieve *sieve = NULL;

  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "t", category, status, (KmzbPoint){ 50, 20 },
                    NOW_US - age_days * DAY_US, NOW_US);
  sieve = kmzb_threat_sieve_new (
      threats, filter, filter != NULL ? kmzb_threat_filter_get_statuses (filter) : KMZB_THREAT_FILTER_ANY);
  return kmzb_threat_sieve_passes (sieve, 0);
}

static void
test_filters (Fixture *f, gconstpointer data)
{
  KmzbCatalog *catalog = f->driver->catalog;
  const KmzbFilterChoice all = { 0 };
  GtkWidget *panel = g_object_ref_sink (kmzb_filter_panel_new (catalog, &all, kmzb_filter_day (NOW_US)));
  const KmzbFilterChoice *choice = kmzb_filter_panel_get_choice (KMZB_FILTER_PANEL (panel));
  g_autofree char *words = NULL;
  GtkWidget *again;
  guint n_changed = 0;

  g_signal_connect_swapped (panel, "changed", G_CALLBACK (on_changed), &n_changed);
  g_assert_true (kmzb_filter_choice_is_empty (choice));
  g_assert_null (kmzb_filter_choice_describe (choice, catalog));
  g_assert_true (lets_through (panel, catalog, "zebractwo", KMZB_STATUS_NEW, 4000));

  touch_chip (panel, "Public order and people");
  touch_chip (panel, "Confirmed");
  touch_chip (panel, "Being checked");
  g_assert_cmpuint (n_changed, ==, 3);
  g_assert_true (lets_through (panel, catalog, "zebractwo", KMZB_STATUS_CONFIRMED, 4000));
  g_assert_true (lets_through (panel, catalog, "zebractwo", KMZB_STATUS_VERIFICATION, 4000));
  g_assert_false (lets_through (panel, catalog, "zebractwo", KMZB_STATUS_NEW, 1));
  g_assert_false (lets_through (panel, catalog, "nieprawidlowe-parkowanie", KMZB_STATUS_CONFIRMED, 1));
  touch_chip (panel, "12 months");
  g_assert_true (lets_through (panel, catalog, "zebractwo", KMZB_STATUS_CONFIRMED, 364));
  g_assert_false (lets_through (panel, catalog, "zebractwo", KMZB_STATUS_CONFIRMED, 367));
  touch_chip (panel, "30 days");
  g_assert_true (lets_through (panel, catalog, "zebractwo", KMZB_STATUS_CONFIRMED, 29));
  g_assert_false (lets_through (panel, catalog, "zebractwo", KMZB_STATUS_CONFIRMED, 31));
  g_assert_cmpuint (n_changed, ==, 5); /* not once more for the chip that went out */
  words = kmzb_filter_choice_describe (choice, catalog);
  g_assert_cmpstr (words, ==, "Public order and people; Being checked, Confirmed; 30 days");

  /* Opened again it stands as it was left. */
  again = g_object_ref_sink (kmzb_filter_panel_new (catalog, choice, kmzb_filter_day (NOW_US)));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (again, "30 days"))));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (again, "Being checked"))));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (again, "New"))));
  g_assert_finalize_object (again);

  kmzb_filter_panel_clear (KMZB_FILTER_PANEL (panel));
  g_assert_true (kmzb_filter_choice_is_empty (choice));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (panel, "All"))));
  g_assert_true (lets_through (panel, catalog, "no-such-category", KMZB_STATUS_NEW, 4000));
  g_assert_finalize_object (panel);
}

int
main (int argc, char **argv)
{
  shell_test_init (&argc, &argv);
  kmzb_language_set ("en");

#define ADD(name, data, func) g_test_add ("/kiosk/sheets/" name, Fixture, data, set_up, func, tear_down)
  ADD ("confirm", NULL, test_confirm);
  ADD ("confirm-in-practice", "practice", test_confirm);
  ADD ("confirm-by-key", NULL, test_confirm_by_key);
  ADD ("confirm-gone", NULL, test_confirm_gone);
  ADD ("focus", NULL, test_focus);
  ADD ("forgotten-while-saving", NULL, test_forgotten_while_saving);
  ADD ("list", NULL, test_list);
  ADD ("long-list", NULL, test_long_list);
  ADD ("cluster", NULL, test_cluster);
  ADD ("area-bars", NULL, test_area_bars);
  ADD ("filters", NULL, test_filters);
  g_test_add_func ("/kiosk/sheets/distance", test_distance);
  return g_test_run ();
}
