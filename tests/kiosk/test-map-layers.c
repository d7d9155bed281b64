/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the map shows besides single threats: areas, statistics by source, periods. */
#include "driver.h"
#include "kmzb-area-list.h"
#include "kmzb-area-sheet.h"
#include "kmzb-area-stats.h"
#include "kmzb-calendar.h"
#include "kmzb-filter-panel.h"
#include "kmzb-language.h"
#include "kmzb-map-choice.h"
#include "kmzb-map-switch.h"
#include "kmzb-source-panel.h"
#include "kmzb-source-words.h"
#include "kmzb-stat-sheet.h"
#include "kmzb-statistics.h"
#include "kmzb-threat-sieve.h"
#include "labels.h"
#include "shell-test.h"

#include <stdlib.h>
#include <string.h>

/* 21 September 2026, 16:13 in Warsaw. */
#define NOW_US G_GINT64_CONSTANT (1790000000000000)
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define PEOPLE (1u << KMZB_THREAT_SOURCE_PEOPLE)
#define POLICE (1u << KMZB_THREAT_SOURCE_POLICE)
#define DEBATE (1u << KMZB_THREAT_SOURCE_DEBATE)
#define LEVEL 14
#define CELL_X 9192
#define CELL_Y 5552

typedef struct
{
  Driver *driver;
  KmzbClock *clock;
  GtkWidget *map_view;
  KmzbMapChoice *choice;
  guint n_changed;
} Fixture;

static void
on_changed (guint *n_changed)
{
  (*n_changed)++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->clock = kmzb_clock_new_manual (NOW_US);
  f->driver = driver_new (f->clock, NULL, 1200, 780);
  f->map_view = g_object_ref_sink (kmzb_map_view_new ());
  f->choice = kmzb_map_choice_new (KMZB_MAP_VIEW (f->map_view), f->driver->context);
  g_signal_connect_swapped (f->choice, "changed", G_CALLBACK (on_changed), &f->n_changed);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->choice);
  g_object_unref (f->map_view);
  driver_free (f->driver);
  g_object_unref (f->clock);
}

static void
toggle (GtkWidget *root, const char *name)
{
  GtkToggleButton *button = GTK_TOGGLE_BUTTON (find_button (root, name));

  g_assert_nonnull (button);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static guint
count_type (GtkWidget *widget, GType type)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (widget, type);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_type (child, type);
  return n;
}

/* ---- the switch ---- */

static void
test_switch (void)
{
  GtkWidget *chooser = g_object_ref_sink (kmzb_map_switch_new ());
  guint n_changed = 0;

  g_signal_connect_swapped (chooser, "changed", G_CALLBACK (on_changed), &n_changed);
  g_assert_cmpint (kmzb_map_switch_get_layer (KMZB_MAP_SWITCH (chooser)), ==, KMZB_MAP_PINS);
  toggle (chooser, "Safety in the area");
  g_assert_cmpint (kmzb_map_switch_get_layer (KMZB_MAP_SWITCH (chooser)), ==, KMZB_MAP_AREAS);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (chooser, "Threats"))));
  kmzb_map_switch_set_layer (KMZB_MAP_SWITCH (chooser), KMZB_MAP_PINS); /* not a visitor's choice */
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpint (kmzb_map_switch_get_layer (KMZB_MAP_SWITCH (chooser)), ==, KMZB_MAP_PINS);
  g_assert_finalize_object (chooser);
}

/* ---- sources ---- */

static KmzbShape *
make_point (double lon, double lat)
{
  guint8 wkb[21] = { 1, 1, 0, 0, 0 };
  double at[2] = { lon, lat };

  memcpy (wkb + 5, at, sizeof at);
  return kmzb_shape_new_from_wkb (wkb, sizeof wkb, NULL);
}

static KmzbStatFeature *
make_feature (const char *id, KmzbStatSource source, double value, const char *unit, const char *as_of)
{
  return kmzb_stat_feature_new (id, source, id, value, unit, as_of, make_point (20, 50));
}

static GPtrArray *
make_features (void)
{
  GPtrArray *features = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);

  g_ptr_array_add (features, make_feature ("Road 94", KMZB_STAT_POLICE, 41, "incidents a year", "2025-12-31"));
  g_ptr_array_add (features, make_feature ("Road 9", KMZB_STAT_POLICE, 22.5, "incidents a year", "2026-03-01"));
  g_ptr_array_add (features, make_feature ("Lights", KMZB_STAT_DEBATE, 17, NULL, "2026-06-12"));
  return features;
}

static void
test_source_panel (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) features = make_features ();
  GtkWidget *panel = g_object_ref_sink (kmzb_source_panel_new (KMZB_MAP_VIEW (f->map_view), features, PEOPLE));
  guint n_changed = 0;

  g_signal_connect_swapped (panel, "changed", G_CALLBACK (on_changed), &n_changed);
  g_assert_true (says (panel, "2 entries, as of 1 March 2026"));
  g_assert_true (says (panel, "1 entry, as of 12 June 2026"));
  /* Of what there is nothing, nothing can be switched on. */
  g_assert_true (says (panel, "This booth has none."));
  g_assert_false (gtk_widget_get_sensitive (find_button (panel, "Residents' reports")));
  g_assert_true (says (panel, "Switched off"));

  toggle (panel, "Police statistics");
  g_assert_cmpuint (kmzb_source_panel_get_sources (KMZB_SOURCE_PANEL (panel)), ==, PEOPLE | POLICE);
  toggle (panel, "Consultations and debates");
  g_assert_cmpuint (kmzb_source_panel_get_sources (KMZB_SOURCE_PANEL (panel)), ==, PEOPLE | POLICE | DEBATE);
  g_assert_false (says (panel, "Switched off"));
  toggle (panel, "Police statistics");
  g_assert_cmpuint (kmzb_source_panel_get_sources (KMZB_SOURCE_PANEL (panel)), ==, PEOPLE | DEBATE);
  g_assert_cmpuint (n_changed, ==, 3);
  g_assert_finalize_object (panel);
}

static void
wait_for_threats (Fixture *f, guint n)
{
  for (int i = 0; i < 1000 && kmzb_map_view_count_shown (KMZB_MAP_VIEW (f->map_view)) != n; i++)
    driver_wait (5);
  g_assert_cmpuint (kmzb_map_view_count_shown (KMZB_MAP_VIEW (f->map_view)), ==, n);
}

static void
test_choice (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (GPtrArray) features = make_features ();
  KmzbFilterChoice filter = { .statuses = 1u << KMZB_STATUS_NEW };
  g_autofree char *count = NULL, *more = NULL, *none = NULL, *words = NULL;
  gint64 latest_us;

  for (guint i = 0; i < 5; i++)
    kmzb_threats_add (threats, i == 0 ? KMZB_THREAT_SOURCE_DEBATE : KMZB_THREAT_SOURCE_PEOPLE,
                      "018f0000-0000-7000-8000-00000000000a", "zebractwo",
                      i == 4 ? KMZB_STATUS_MISTAKE : i > 1 ? KMZB_STATUS_NEW : KMZB_STATUS_CONFIRMED,
                      (KmzbPoint){ 50, 20 }, NOW_US - DAY_US, NOW_US - i * DAY_US);
  kmzb_threats_sort (threats);
  kmzb_map_view_set_threats (KMZB_MAP_VIEW (f->map_view), threats);
  wait_for_threats (f, 3); /* one is of a debate, one nobody may see */
  count = kmzb_map_choice_describe_count (f->choice);
  g_assert_cmpstr (count, ==, "Showing 3 of 3 threats");
  g_assert_cmpuint (kmzb_map_view_count_source (KMZB_MAP_VIEW (f->map_view), KMZB_THREAT_SOURCE_PEOPLE, &latest_us), ==, 3);
  g_assert_cmpint (latest_us, ==, NOW_US - DAY_US);

  f->n_changed = 0;
  kmzb_map_choice_set_sources (f->choice, PEOPLE | DEBATE);
  g_assert_cmpuint (f->n_changed, >, 0);
  wait_for_threats (f, 4);
  kmzb_map_choice_set_filter (f->choice, &filter);
  wait_for_threats (f, 2);
  more = kmzb_map_choice_describe_count (f->choice);
  g_assert_cmpstr (more, ==, "Showing 2 of 4 threats");
  words = kmzb_map_choice_describe_filter (f->choice);
  g_assert_cmpstr (words, ==, "New");
  /* Areas compare what was confirmed with all reports, and say so. */
  kmzb_map_choice_set_layer (f->choice, KMZB_MAP_AREAS);
  g_assert_null (kmzb_map_choice_describe_filter (f->choice));
  wait_for_threats (f, 4);
  kmzb_map_choice_set_layer (f->choice, KMZB_MAP_PINS);
  wait_for_threats (f, 2);
  kmzb_map_choice_set_sources (f->choice, POLICE);
  wait_for_threats (f, 0);
  none = kmzb_map_choice_describe_count (f->choice);
  g_assert_cmpstr (none, ==, "Residents' reports are switched off");

  kmzb_map_choice_set_features (f->choice, features);
  g_assert_true (kmzb_map_choice_get_features (f->choice) == features);
  kmzb_map_choice_set_layer (f->choice, KMZB_MAP_AREAS);
  g_assert_cmpint (kmzb_map_view_get_layer (KMZB_MAP_VIEW (f->map_view)), ==, KMZB_MAP_AREAS);

  kmzb_map_choice_forget (f->choice);
  wait_for_threats (f, 3);
  g_assert_cmpint (kmzb_map_choice_get_layer (f->choice), ==, KMZB_MAP_PINS);
  g_assert_cmpuint (kmzb_map_choice_get_sources (f->choice), ==, PEOPLE);
  g_assert_null (kmzb_map_choice_describe_filter (f->choice));
}

static void
test_legend (void)
{
  GtkWidget *legend = g_object_ref_sink (kmzb_map_legend_new ());
  g_autoptr (GPtrArray) features = make_features ();
  KmzbMapShown shown = { .count = "Showing 2 of 4 threats", .features = features };

  kmzb_map_legend_set_shown (KMZB_MAP_LEGEND (legend), &shown);
  g_assert_true (says (legend, "Showing 2 of 4 threats"));
  g_assert_true (says (legend, "Being checked"));
  g_assert_false (says (legend, "Police statistics: 2"));

  shown.stats = kmzb_source_to_stats (POLICE);
  shown.layer = KMZB_MAP_AREAS;
  shown.filter = "30 days";
  kmzb_map_legend_set_shown (KMZB_MAP_LEGEND (legend), &shown);
  g_assert_true (says (legend, "Police statistics: 2"));
  g_assert_true (says (legend, "as of 1 March 2026"));
  g_assert_true (says (legend, "30 days"));
  g_assert_false (says (legend, "Public debates: 1"));
  g_assert_false (says (legend, "Being checked"));
  g_assert_true (says (legend, "Too little data"));

  shown.stats = kmzb_source_to_stats (DEBATE);
  kmzb_map_legend_set_shown (KMZB_MAP_LEGEND (legend), &shown);
  g_assert_false (says (legend, "Police statistics: 2"));
  g_assert_true (says (legend, "Public debates: 1"));
  g_assert_false (says (legend, "Consultations: 0"));
  kmzb_map_legend_set_wish (KMZB_MAP_LEGEND (legend), KMZB_LEGEND_CLOSED);
  g_assert_false (says (legend, "Too little data"));
  g_assert_true (says (legend, "Showing 2 of 4 threats"));
  g_assert_finalize_object (legend);
}

static void
test_statistics_sheet (void)
{
  g_autoptr (GPtrArray) features = make_features ();
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  GtkWidget *sheet = g_object_ref_sink (kmzb_stat_sheet_new (features));

  g_assert_true (says (sheet, "Statistics of this place"));
  g_assert_true (says (sheet, "Road 94"));
  g_assert_true (says (sheet, "22.5\u00a0incidents a year"));
  g_assert_true (says (sheet, "Public debates, as of 12 June 2026"));
  g_assert_finalize_object (sheet);

  g_ptr_array_add (one, features->pdata[2]);
  sheet = g_object_ref_sink (kmzb_stat_sheet_new (one));
  g_assert_false (says (sheet, "Statistics of this place"));
  g_assert_true (says (sheet, "Lights"));
  g_assert_true (says (sheet, "17"));
  g_assert_finalize_object (sheet);
}

static double
value_of (KmzbStatistics *statistics, const char *id)
{
  GPtrArray *features = kmzb_statistics_get_features (statistics);

  for (guint i = 0; i < features->len; i++)
    if (g_str_equal (((KmzbStatFeature *) features->pdata[i])->id, id))
      return ((KmzbStatFeature *) features->pdata[i])->value;
  return -1;
}

/* What central sends wins over the pack, record by record. */
static void
test_statistics (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "training", "training.mbtiles", NULL);
  g_autoptr (KmzbPack) pack = kmzb_pack_open (path, &error);
  g_autoptr (KmzbStatistics) statistics = kmzb_statistics_new ();
  g_autoptr (GPtrArray) central = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_stat_feature_unref);
  const char *const deleted[] = { "police-dw399", NULL };
  guint n_changed = 0, n_pack;

  g_assert_no_error (error);
  g_signal_connect_swapped (statistics, "changed", G_CALLBACK (on_changed), &n_changed);
  kmzb_statistics_load_pack (statistics, pack);
  for (int i = 0; i < 1000 && n_changed == 0; i++)
    driver_wait (5);
  n_pack = kmzb_statistics_get_features (statistics)->len;
  g_assert_cmpuint (n_pack, >, 10);
  g_assert_cmpfloat (value_of (statistics, "police-dk99-zachod"), ==, 26);

  g_ptr_array_add (central, make_feature ("police-dk99-zachod", KMZB_STAT_POLICE, 30, NULL, "2026-08-01"));
  g_ptr_array_add (central, make_feature ("new", KMZB_STAT_POLICE, 5, NULL, "2026-08-01"));
  kmzb_statistics_set_central (statistics, central, deleted);
  g_assert_cmpuint (kmzb_statistics_get_features (statistics)->len, ==, n_pack); /* one more, one less */
  g_assert_cmpfloat (value_of (statistics, "police-dk99-zachod"), ==, 30);
  g_assert_cmpfloat (value_of (statistics, "police-dw399"), ==, -1);
  g_assert_cmpfloat (value_of (statistics, "new"), ==, 5);
  kmzb_statistics_set_central (statistics, NULL, NULL);
  g_assert_cmpfloat (value_of (statistics, "police-dk99-zachod"), ==, 26);
  g_assert_cmpfloat (value_of (statistics, "police-dw399"), ==, 22);
}

/* ---- periods ---- */

static guint
day_of (guint day, guint month, guint year)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return g_date_get_julian (&date);
}

static void
test_calendar (void)
{
  guint today = day_of (21, 9, 2026), n_chosen = 0;
  GtkWidget *calendar = g_object_ref_sink (kmzb_calendar_new (today));
  GtkWidget *day, *later;

  g_signal_connect_swapped (calendar, "chosen", G_CALLBACK (on_changed), &n_chosen);
  g_assert_true (says (calendar, "September 2026"));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (calendar, "21"))));
  g_assert_true (gtk_widget_get_sensitive (find_button (calendar, "1")));
  g_assert_false (gtk_widget_get_sensitive (find_button (calendar, "22"))); /* to come */
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find_button (calendar, "5")), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "5 September 2026");

  kmzb_calendar_set_day (KMZB_CALENDAR (calendar), day_of (29, 2, 2024));
  g_assert_true (says (calendar, "February 2024"));
  g_assert_null (find_button (calendar, "30"));
  day = find_button (calendar, "1");
  g_signal_emit_by_name (day, "clicked");
  g_assert_cmpuint (n_chosen, ==, 1);
  g_assert_cmpuint (kmzb_calendar_get_day (KMZB_CALENDAR (calendar)), ==, day_of (1, 2, 2024));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (calendar, "1"))));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (calendar, "29"))));

  later = gtk_widget_get_last_child (gtk_widget_get_first_child (gtk_widget_get_first_child (calendar)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (later), GTK_ACCESSIBLE_PROPERTY_LABEL, "Later month");
  g_signal_emit_by_name (later, "clicked");
  g_assert_true (says (calendar, "March 2024"));
  kmzb_calendar_set_day (KMZB_CALENDAR (calendar), today);
  g_assert_false (gtk_widget_get_sensitive (later));
  g_assert_finalize_object (calendar);
}

static gboolean
lets_through (GtkWidget *panel, KmzbCatalog *catalog, gint64 created_us)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbThreatFilter) filter = kmzb_filter_choice_make (
      kmzb_filter_panel_get_choice (KMZB_FILTER_PANEL (panel)), catalog, NOW_US, PEOPLE);
  g_autofree KmzbThreatSieve *sieve = NULL;

  kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "t", "zebractwo", KMZB_STATUS_NEW, (KmzbPoint){ 50, 20 },
                    created_us, created_us);
  sieve = kmzb_threat_sieve_new (threats, filter, kmzb_threat_filter_get_statuses (filter));
  return kmzb_threat_sieve_passes (sieve, 0);
}

/* In local time, as the calendar on the wall. */
static gint64
at (int year, int month, int day, int hour, int minute)
{
  g_autoptr (GDateTime) time = g_date_time_new_local (year, month, day, hour, minute, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static void
test_dates (Fixture *f, gconstpointer data)
{
  KmzbCatalog *catalog = f->driver->catalog;
  const KmzbFilterChoice all = { 0 };
  GtkWidget *panel = g_object_ref_sink (kmzb_filter_panel_new (catalog, &all, kmzb_filter_day (NOW_US)));
  const KmzbFilterChoice *choice = kmzb_filter_panel_get_choice (KMZB_FILTER_PANEL (panel));
  g_autofree char *words = NULL;
  GtkWidget *again, *calendar;

  g_assert_false (says (panel, "To: 21 September 2026"));
  toggle (panel, "Dates");
  g_assert_true (says (panel, "From: 21 August 2026"));
  g_assert_true (says (panel, "To: 21 September 2026"));
  g_signal_emit_by_name (find_button (panel, "3"), "clicked");
  g_assert_true (says (panel, "From: 3 August 2026"));
  toggle (panel, "To: 21 September 2026");
  g_assert_true (says (panel, "September 2026"));
  g_signal_emit_by_name (find_button (panel, "4"), "clicked");
  g_assert_true (says (panel, "To: 4 September 2026"));

  /* Both days belong to it, whole, where the booth stands. */
  g_assert_false (lets_through (panel, catalog, at (2026, 8, 2, 23, 59)));
  g_assert_true (lets_through (panel, catalog, at (2026, 8, 3, 0, 0)));
  g_assert_true (lets_through (panel, catalog, at (2026, 9, 4, 23, 59)));
  g_assert_false (lets_through (panel, catalog, at (2026, 9, 5, 0, 0)));
  words = kmzb_filter_choice_describe (choice, catalog);
  g_assert_cmpstr (words, ==, "from 3 August 2026 to 4 September 2026");

  /* An end before the beginning takes the beginning along. */
  calendar = gtk_widget_get_ancestor (find_button (panel, "4"), KMZB_TYPE_CALENDAR);
  kmzb_calendar_set_day (KMZB_CALENDAR (calendar), day_of (1, 7, 2026));
  g_signal_emit_by_name (calendar, "chosen");
  g_assert_true (says (panel, "From: 1 July 2026"));
  g_assert_true (says (panel, "To: 1 July 2026"));
  g_assert_true (lets_through (panel, catalog, at (2026, 7, 1, 12, 0)));

  again = g_object_ref_sink (kmzb_filter_panel_new (catalog, choice, kmzb_filter_day (NOW_US)));
  g_assert_true (says (again, "From: 1 July 2026"));
  g_assert_finalize_object (again);
  kmzb_filter_panel_clear (KMZB_FILTER_PANEL (panel));
  g_assert_true (kmzb_filter_choice_is_empty (choice));
  g_assert_false (says (panel, "To: 1 July 2026"));
  g_assert_finalize_object (panel);
}

/* ---- areas ---- */

static KmzbAreaStats *
make_stats (KmzbThreats *threats)
{
  KmzbPoint here = kmzb_box_center (kmzb_geo_tile_box (CELL_X, CELL_Y, LEVEL));
  KmzbPoint east = kmzb_box_center (kmzb_geo_tile_box (CELL_X + 1, CELL_Y, LEVEL));
  static const struct
  {
    const char *category;
    guint n;
    KmzbStatus status;
  } kinds[] = { { "zebractwo", 23, KMZB_STATUS_CONFIRMED },
                { "wypalanie-traw", 3, KMZB_STATUS_PASSED_ON },
                { "akty-wandalizmu", 8, KMZB_STATUS_ELIMINATED },
                { "klusownictwo", 9, KMZB_STATUS_NOT_CONFIRMED } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint n = 0; n < kinds[i].n; n++)
      kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "018f0000-0000-7000-8000-00000000000a", kinds[i].category,
                        kinds[i].status, here, NOW_US, NOW_US);
  for (guint n = 0; n < 4; n++)
    kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "018f0000-0000-7000-8000-00000000000a", "zebractwo",
                      KMZB_STATUS_CONFIRMED, east, NOW_US, NOW_US);
  kmzb_threats_sort (threats);
  return kmzb_area_stats_new (threats, NULL, LEVEL, NULL);
}

static void
test_area_sheet (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbAreaStats) stats = make_stats (threats);
  KmzbPoint here = kmzb_box_center (kmzb_geo_tile_box (CELL_X, CELL_Y, LEVEL));
  g_autoptr (KmzbAreaNote) note = kmzb_area_note_new_at (stats, here);
  g_autoptr (GArray) counts = kmzb_area_stats_count_categories (stats, threats, NULL, -1, CELL_X, CELL_Y);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) features = make_features ();
  GtkWidget *sheet = g_object_ref_sink (kmzb_area_sheet_new (note, NULL, none));

  g_assert_cmpuint (counts->len, ==, 3); /* what was not confirmed is none of them */
  g_assert_true (says (sheet, "Confirmed threats: about 35"));
  g_assert_true (says (sheet, "All reports: about 45"));
  g_assert_true (says (sheet, "Counted: everything, whenever it was reported."));
  g_assert_cmpuint (count_type (sheet, GTK_TYPE_PROGRESS_BAR), ==, 0);
  kmzb_area_sheet_set_categories (sheet, counts, f->driver->catalog);
  g_assert_true (says (sheet, "Begging: about 25"));
  g_assert_true (says (sheet, "Vandalism: about 10"));
  g_assert_true (says (sheet, "Other categories: fewer than 5")); /* three are never singled out */
  g_assert_cmpuint (count_type (sheet, GTK_TYPE_PROGRESS_BAR), ==, 3);
  g_assert_finalize_object (sheet);

  sheet = g_object_ref_sink (kmzb_area_sheet_new (note, "New; 30 days", features));
  g_assert_true (says (sheet, "Counted: New; 30 days"));
  g_assert_true (says (sheet, "Road 94"));
  g_assert_finalize_object (sheet);
}

/* Four reports are no reason to say anything, nor to show of what they are. */
static void
test_area_without_data (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbAreaStats) stats = make_stats (threats);
  g_autoptr (KmzbAreaNote) note
      = kmzb_area_note_new_at (stats, kmzb_box_center (kmzb_geo_tile_box (CELL_X + 1, CELL_Y, LEVEL)));
  g_autoptr (GArray) counts = kmzb_area_stats_count_categories (stats, threats, NULL, -1, CELL_X + 1, CELL_Y);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GtkWidget *sheet = g_object_ref_sink (kmzb_area_sheet_new (note, NULL, none));

  g_assert_cmpuint (counts->len, ==, 1);
  kmzb_area_sheet_set_categories (sheet, counts, f->driver->catalog);
  g_assert_true (says (sheet, "Too little data"));
  g_assert_true (says (sheet, "There are fewer than 10 reports here: too few to say anything. "
                              "Few reports do not mean that it is safe."));
  g_assert_cmpuint (count_type (sheet, GTK_TYPE_PROGRESS_BAR), ==, 0);
  g_assert_false (says (sheet, "Confirmed threats: fewer than 5"));
  g_assert_finalize_object (sheet);
}

static void
on_area (KmzbAreaStep *step, KmzbAreaNote *note)
{
  *step = note->step;
}

static void
on_feature (const char **id, KmzbStatFeature *feature)
{
  *id = feature->id;
}

static void
test_area_list (Fixture *f, gconstpointer data)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  g_autoptr (KmzbAreaStats) stats = make_stats (threats);
  KmzbBox view = kmzb_geo_tile_box (CELL_X, CELL_Y, LEVEL);
  KmzbPoint center = { view.south, kmzb_box_center (view).lon };
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GPtrArray) features = make_features ();
  KmzbAreaStep step = KMZB_AREA_TOO_FEW;
  const char *id = NULL;
  GtkWidget *list, *row;

  view.east += 0.02;
  notes = kmzb_area_note_list (stats, view, center);
  g_assert_cmpuint (notes->len, ==, 1); /* of the cell beside it there is too little to say */
  list = g_object_ref_sink (kmzb_area_list_new (notes, features, center, 2));
  g_signal_connect_swapped (list, "area-activated", G_CALLBACK (on_area), &step);
  g_signal_connect_swapped (list, "feature-activated", G_CALLBACK (on_feature), &id);
  row = find_button (list, ((KmzbAreaNote *) notes->pdata[0])->title);
  g_assert_nonnull (row);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "An area of about 1.6 × 1.6 km, More confirmed threats, 780 m to the north; Confirmed threats: about 35");
  g_signal_emit_by_name (row, "clicked");
  g_assert_cmpint (step, !=, KMZB_AREA_TOO_FEW);
  g_assert_true (says (list, "Of the rest of the map in view there is too little data."));
  g_signal_emit_by_name (find_button (list, "Road 9"), "clicked");
  g_assert_cmpstr (id, ==, "Road 9");
  g_assert_null (find_button (list, "Lights")); /* no more than were asked for */
  g_assert_finalize_object (list);

  list = g_object_ref_sink (kmzb_area_list_new (NULL, features, center, 2));
  g_assert_false (says (list, "There is too little data of the map in view."));
  g_assert_true (says (list, "Road 94"));
  g_assert_finalize_object (list);
}

int
main (int argc, char **argv)
{
  shell_test_init (&argc, &argv);
  kmzb_language_set ("en");

#define ADD(name, func) g_test_add ("/kiosk/layers/" name, Fixture, NULL, set_up, func, tear_down)
  g_test_add_func ("/kiosk/layers/switch", test_switch);
  ADD ("source-panel", test_source_panel);
  ADD ("choice", test_choice);
  g_test_add_func ("/kiosk/layers/legend", test_legend);
  g_test_add_func ("/kiosk/layers/statistics-sheet", test_statistics_sheet);
  g_test_add_func ("/kiosk/layers/statistics", test_statistics);
  g_test_add_func ("/kiosk/layers/calendar", test_calendar);
  ADD ("dates", test_dates);
  ADD ("area-sheet", test_area_sheet);
  ADD ("area-without-data", test_area_without_data);
  ADD ("area-list", test_area_list);
  return g_test_run ();
}
