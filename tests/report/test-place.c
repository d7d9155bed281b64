/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "driver.h"

#include "kmzb-map-view.h"
#include "kmzb-place-finder.h"

#include <string.h>

#define NOW_US (G_GINT64_CONSTANT (1780000000) * G_USEC_PER_SEC)
#define NOT_FOUND "We did not find this address"

static char *pack_folder;
static KmzbPack *pack;

static Driver *
start_at_place (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (NOW_US);
  Driver *driver = driver_new (clock, pack, 1280, 800);

  driver_walk_to (driver, KMZB_REPORT_STEP_PLACE);
  return driver;
}

static gboolean
comes_to_show (Driver *driver, const char *text)
{
  for (int i = 0; i < 400 && !driver_shows (driver, text); i++)
    driver_wait (10);
  return driver_shows (driver, text);
}

static gboolean
comes_to_hide (Driver *driver, const char *text)
{
  for (int i = 0; i < 400 && driver_shows (driver, text); i++)
    driver_wait (10);
  return !driver_shows (driver, text);
}

static KmzbMapView *
map_of (Driver *driver)
{
  return KMZB_MAP_VIEW (driver_find_on_page (driver, KMZB_TYPE_MAP_VIEW));
}

static void
type (Driver *driver, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (driver_find_on_page (driver, GTK_TYPE_TEXT)), text);
}

static void
assert_center (Driver *driver, double lat, double lon)
{
  KmzbPoint center;

  kmzb_map_view_get_center (map_of (driver), &center);
  g_assert_cmpfloat (kmzb_geo_distance_m (center, (KmzbPoint){ lat, lon }), <, 1.5);
}

/* An address is typed, touched, and the report is about it. */
static void
test_typed_address (void)
{
  Driver *driver = start_at_place ();

  driver_touch (driver, "Type an address");
  g_assert_null (driver_find (driver, "Here it is"));
  type (driver, "lipowiec 12");
  g_assert_true (comes_to_show (driver, "Lipowiec 12"));
  driver_touch (driver, "Lipowiec 12");
  assert_center (driver, 50.02, 20.0);
  g_assert_null (driver_find_on_page (driver, GTK_TYPE_TEXT));
  driver_touch (driver, "Here it is");
  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  g_assert_true (comes_to_show (driver, "Lipowiec 12"));
  driver_free (driver);
}

/* What is not known is said kindly, and a number that is not known with the nearest one. */
static void
test_unknown_address (void)
{
  Driver *driver = start_at_place ();

  driver_touch (driver, "Type an address");
  type (driver, "xyzzy");
  g_assert_true (comes_to_show (driver, NOT_FOUND));
  type (driver, "lipowa 9");
  g_assert_true (comes_to_show (driver, "We do not know number 9. The nearest is 7."));
  g_assert_false (driver_shows (driver, NOT_FOUND));
  driver_touch (driver, "Lipowa 7, Dobrzyń");
  g_assert_true (driver_shows (driver, "We do not know number 9. The nearest is 7."));
  kmzb_map_view_go_to (map_of (driver), 50.01, 20.0, 17, FALSE);
  g_assert_true (comes_to_hide (driver, "We do not know number 9"));
  driver_free (driver);
}

/* "Back" leaves the list and not the step; what was typed is gone. */
static void
test_back_from_typing (void)
{
  Driver *driver = start_at_place ();

  driver_touch (driver, "Type an address");
  type (driver, "lipowiec");
  g_assert_true (comes_to_show (driver, "Lipowiec"));
  driver_touch (driver, "Back");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_PLACE);
  g_assert_nonnull (driver_find (driver, "Here it is"));
  driver_touch (driver, "Type an address");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (driver_find_on_page (driver, GTK_TYPE_TEXT))), ==, "");
  g_assert_false (driver_shows (driver, "Lipowiec"));
  kmzb_report_flow_reset (driver->flow);
  driver_free (driver);
}

/* Quicker than the pack, also on the way back from the check page: the address still comes. */
static void
test_quicker_than_the_pack (void)
{
  Driver *driver = start_at_place ();

  driver_touch (driver, "Here it is");
  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  g_assert_true (comes_to_show (driver, "Lipowa 7, Dobrzyń"));
  driver_touch (driver, "Change the place");
  kmzb_map_view_go_to (map_of (driver), 50.02, 20.0, 17, FALSE);
  driver_touch (driver, "Here it is");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  g_assert_true (comes_to_show (driver, "Lipowiec 12"));
  driver_touch (driver, "Change the place");
  driver_touch (driver, "Here it is");
  g_assert_true (comes_to_show (driver, "Lipowiec 12"));
  driver_free (driver);
}

/* Another language neither moves the map back nor loses the words that were asked for. */
static void
test_language_keeps_place (void)
{
  Driver *driver = start_at_place ();

  driver_touch (driver, "Here it is");
  driver_touch (driver, "Back");
  kmzb_map_view_go_to (map_of (driver), 50.02, 20.0, 17, FALSE);
  kmzb_report_flow_rebuild (driver->flow);
  assert_center (driver, 50.02, 20.0);
  g_assert_true (comes_to_show (driver, "Lipowiec 12"));
  driver_touch (driver, "Here it is");
  kmzb_report_flow_rebuild (driver->flow);
  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  g_assert_true (comes_to_show (driver, "Lipowiec 12"));
  driver_free (driver);
}

static void
test_verdicts (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (NOW_US);
  g_autoptr (KmzbReportDraft) draft = kmzb_report_draft_new (clock);
  g_autoptr (KmzbPlaceFinder) finder = kmzb_place_finder_new (pack, draft);
  g_autoptr (KmzbPlaceFinder) lost = kmzb_place_finder_new (NULL, draft);

  g_assert_cmpint (kmzb_place_finder_judge (finder, (KmzbPoint){ 50, 20 }), ==, KMZB_PLACE_INSIDE);
  g_assert_cmpint (kmzb_place_finder_judge (finder, (KmzbPoint){ 52.2, 21 }), ==, KMZB_PLACE_OUTSIDE);
  g_assert_cmpint (kmzb_place_finder_judge (finder, (KmzbPoint){ 48.2, 16.4 }), ==, KMZB_PLACE_ABROAD);
  g_assert_cmpint (kmzb_place_finder_judge (lost, (KmzbPoint){ 50, 20 }), ==, KMZB_PLACE_NO_MAP);
}

int
main (int argc, char **argv)
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  pack_folder = g_dir_make_tmp ("kmzb-place-XXXXXX", NULL);
  pack = driver_make_pack (pack_folder);
  g_test_add_func ("/report/place/typed-address", test_typed_address);
  g_test_add_func ("/report/place/unknown-address", test_unknown_address);
  g_test_add_func ("/report/place/back-from-typing", test_back_from_typing);
  g_test_add_func ("/report/place/quicker-than-the-pack", test_quicker_than_the_pack);
  g_test_add_func ("/report/place/language-keeps-place", test_language_keeps_place);
  g_test_add_func ("/report/place/verdicts", test_verdicts);
  result = g_test_run ();
  g_object_unref (pack);
  driver_remove_folder (pack_folder);
  g_free (pack_folder);
  return result;
}
