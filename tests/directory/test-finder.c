/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "directory-maker.h"
#include "driver.h"
#include "labels.h"
#include "wait.h"

#include "kmzb-finder.h"
#include "kmzb-map-view.h"
#include "kmzb-qr.h"
#include "kmzb-step-page.h"

#include <math.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)
#define QUESTION "Where do you live?"

static const KmzbPoint LIPOWA = { 50.0, 20.0 }, VACANT = { 50.02, 20.0 }, OUTSIDE = { 50.09, 19.95 };

static KmzbPack *pack;

typedef struct
{
  KmzbDirectoryKeeper *keeper;
  KmzbAddressSearch *addresses;
  GtkWidget *window;
  KmzbFinder *finder;
  guint n_closed;
} Visit;

/* Around Lipowa 7 Jan Kowalski, around Lipowiec 12 nobody. */
static KmzbDirectoryRecords *
make_records (const char *phone)
{
  KmzbDirectoryRecords *records = kmzb_directory_records_new ();

  g_ptr_array_add (records->units, kmzb_unit_new ("kp", KMZB_UNIT_KOMISARIAT, "Komisariat Policji w Dobrzyniu",
                                                  "ul. Lipowa 1, Dobrzyń", "+48 17 000 00 02", "kp@policja.example",
                                                  (KmzbPoint){ 50.0, 20.01 }));
  directory_maker_add_beat (records, "Rejon 1", "kp", 19.99, 49.99, 0.02);
  directory_maker_add_beat (records, "Rejon 2", "kp", 19.99, 50.0125, 0.02);
  g_ptr_array_add (records->officers, kmzb_officer_new ("1", "Rejon 1", "kp", "asp.", "Jan Kowalski", phone,
                                                        "jan.kowalski@policja.example"));
  return records;
}

static void
settle (void)
{
  for (int i = 0; i < 500 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

static gboolean
comes_to_say (Visit *visit, const char *text)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!says (visit->window, text) && g_get_monotonic_time () < end)
    wait_ms (10);
  return says (visit->window, text);
}

static void
touch (Visit *visit, const char *name)
{
  GtkWidget *button;

  if (!comes_to_say (visit, name))
    g_error ("No “%s” to touch", name);
  button = find_button (visit->window, name);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  settle ();
}

static GtkWidget *
find (Visit *visit, GType type)
{
  return driver_find_type (visit->window, type);
}

static KmzbMapView *
map_of (Visit *visit)
{
  return KMZB_MAP_VIEW (find (visit, KMZB_TYPE_MAP_VIEW));
}

static void
touch_map (Visit *visit, KmzbPoint place)
{
  g_signal_emit_by_name (map_of (visit), "place-activated", place.lat, place.lon);
  settle ();
}

static void
type (Visit *visit, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (visit, GTK_TYPE_TEXT)), text);
  settle ();
}

static void
on_changed (gboolean *changed)
{
  *changed = TRUE;
}

/* News that are taken over before this returns. */
static void
tell (Visit *visit, KmzbDirectoryRecords *records)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;
  gboolean changed = FALSE;
  gulong id = g_signal_connect_swapped (visit->keeper, "changed", G_CALLBACK (on_changed), &changed);

  kmzb_directory_keeper_set_central (visit->keeper, records);
  while (!changed && g_get_monotonic_time () < end)
    wait_ms (5);
  g_assert_true (changed);
  g_signal_handler_disconnect (visit->keeper, id);
  settle ();
}

static void
on_closed (Visit *visit)
{
  visit->n_closed++;
}

static Visit *
begin (KmzbDirectoryRecords *records)
{
  Visit *visit = g_new0 (Visit, 1);

  visit->keeper = kmzb_directory_keeper_new ();
  visit->addresses = kmzb_address_search_new (pack);
  visit->window = gtk_window_new ();
  gtk_widget_add_css_class (visit->window, "kmzb");
  gtk_window_set_default_size (GTK_WINDOW (visit->window), 1280, 800);
  visit->finder = KMZB_FINDER (kmzb_finder_new (visit->keeper, pack, visit->addresses, &VACANT));
  g_signal_connect_swapped (visit->finder, "closed", G_CALLBACK (on_closed), visit);
  gtk_window_set_child (GTK_WINDOW (visit->window), GTK_WIDGET (visit->finder));
  if (records != NULL)
    tell (visit, records);
  kmzb_finder_start (visit->finder, LIPOWA, 15, "en");
  gtk_window_present (GTK_WINDOW (visit->window));
  settle ();
  return visit;
}

static void
end (Visit *visit)
{
  gtk_window_destroy (GTK_WINDOW (visit->window));
  settle ();
  g_object_unref (visit->keeper);
  g_object_unref (visit->addresses);
  g_free (visit);
}

static void
assert_kowalski (Visit *visit)
{
  g_assert_true (comes_to_say (visit, "Jan Kowalski"));
  g_assert_true (says (visit->window, "asp."));
  g_assert_true (says (visit->window, "jan.kowalski@\u200bpolicja.example"));
  g_assert_true (says (visit->window, "Rejon 1"));
  g_assert_true (says (visit->window, "Komisariat Policji w Dobrzyniu"));
  g_assert_true (says (visit->window, "ul. Lipowa 1, Dobrzyń"));
  g_assert_true (says (visit->window, "Scan to save the contact"));
  g_assert_cmpuint (kmzb_qr_get_modules (KMZB_QR (find (visit, KMZB_TYPE_QR))), >, 0);
  g_assert_true (says (visit->window, "In an emergency call 112"));
}

/* Nothing that is told looks as if it could be touched to call. */
static void
assert_no_call (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), "000"))
    g_assert_null (gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    assert_no_call (child);
}

/* An address is typed, touched, and its officer is there; the map shows the beat. */
static void
test_address (void)
{
  g_autoptr (KmzbDirectoryRecords) records = make_records ("+48 17 000 00 01");
  Visit *visit = begin (records);
  gint64 limit = g_get_monotonic_time () + PATIENCE_US;
  KmzbPoint center = { 0 };

  g_assert_true (says (visit->window, QUESTION));
  g_assert_true (says (visit->window, "In an emergency call 112"));
  type (visit, "lipowa 7");
  touch (visit, "Lipowa 7, Dobrzyń");
  assert_kowalski (visit);
  g_assert_true (says (visit->window, "Your district officer"));
  g_assert_true (says (visit->window, "Lipowa 7, Dobrzyń"));
  g_assert_null (find (visit, GTK_TYPE_TEXT));
  assert_no_call (visit->window);
  while (kmzb_geo_distance_m (center, (KmzbPoint){ 50.0, 20.0 }) > 30 && g_get_monotonic_time () < limit)
    {
      wait_ms (10);
      kmzb_map_view_get_center (map_of (visit), &center);
    }
  g_assert_cmpfloat (kmzb_geo_distance_m (center, (KmzbPoint){ 50.0, 20.0 }), <, 30);
  touch (visit, "Back to the map");
  g_assert_cmpuint (visit->n_closed, ==, 1);
  end (visit);
}

/* A number that is not known is told with the nearest; what is no house is asked for on the map. */
static void
test_inexact_address (void)
{
  g_autoptr (KmzbDirectoryRecords) records = make_records (NULL);
  Visit *visit = begin (records);

  type (visit, "lipowa 9");
  touch (visit, "Lipowa 7, Dobrzyń");
  assert_kowalski (visit);
  g_assert_true (says (visit->window, "We do not know number 9. The nearest is 7."));
  touch (visit, "Back");
  type (visit, "lipowa");
  g_assert_true (comes_to_say (visit, "The whole street. Then touch your place on the map."));
  {
    GtkWidget *hint = find_label (visit->window, "The whole street. Then touch your place on the map.");

    g_signal_emit_by_name (driver_find_type (gtk_widget_get_parent (hint), GTK_TYPE_BUTTON), "clicked");
  }
  g_assert_true (comes_to_say (visit, "This is the whole street. Touch your place on the map."));
  g_assert_true (says (visit->window, QUESTION));
  touch_map (visit, LIPOWA);
  assert_kowalski (visit);
  end (visit);
}

/* One touch after the other, on the question and on the answer. */
static void
test_map (void)
{
  g_autoptr (KmzbDirectoryRecords) records = make_records (NULL);
  Visit *visit = begin (records);
  GtkWidget *page;

  touch_map (visit, LIPOWA);
  assert_kowalski (visit);
  g_assert_true (comes_to_say (visit, "Lipowa 7, Dobrzyń"));
  page = find (visit, KMZB_TYPE_STEP_PAGE);
  touch_map (visit, VACANT);
  g_assert_true (comes_to_say (visit, "There is no district officer here now"));
  g_assert_true (says (visit->window, "Until there is one, this police station helps you."));
  g_assert_true (says (visit->window, "Komisariat Policji w Dobrzyniu"));
  g_assert_false (says (visit->window, "Jan Kowalski"));
  g_assert_true (find (visit, KMZB_TYPE_STEP_PAGE) == page);
  touch_map (visit, OUTSIDE);
  g_assert_true (comes_to_say (visit, "We do not know the district officer of this place"));
  g_assert_true (says (visit->window, "Nearest police station"));
  g_assert_true (says (visit->window, "11 km from your place, as the crow flies"));
  g_assert_false (says (visit->window, "Rejon 2"));
  touch (visit, "Back");
  g_assert_true (comes_to_say (visit, QUESTION));
  touch (visit, "Back");
  g_assert_cmpuint (visit->n_closed, ==, 1);
  end (visit);
}

/* Somebody handed in beats and officers, and no units. */
static void
test_no_units (void)
{
  g_autoptr (KmzbDirectoryRecords) records = make_records (NULL);
  Visit *visit;

  g_ptr_array_set_size (records->units, 0);
  visit = begin (records);
  touch_map (visit, OUTSIDE);
  g_assert_true (comes_to_say (visit, "We do not know the district officer of this place"));
  g_assert_true (says (visit->window, "It lies in no beat that this booth knows. Please ask the officer at this stand."));
  touch_map (visit, LIPOWA);
  g_assert_true (comes_to_say (visit, "Your district officer"));
  end (visit);
}

static void
test_name (void)
{
  g_autoptr (KmzbDirectoryRecords) records = make_records (NULL);
  Visit *visit = begin (records);

  touch (visit, "Search by the officer’s name");
  type (visit, "xyzzy");
  g_assert_true (comes_to_say (visit, "We did not find this name. Check the spelling."));
  type (visit, "kowal");
  touch (visit, "asp. Jan Kowalski");
  assert_kowalski (visit);
  g_assert_true (says (visit->window, "District officer"));
  g_assert_false (says (visit->window, "Your district officer"));
  touch (visit, "Back");
  g_assert_true (comes_to_say (visit, "What is the officer’s name?"));
  touch (visit, "Back");
  g_assert_true (comes_to_say (visit, QUESTION));
  end (visit);
}

static void
test_two_officers (void)
{
  g_autoptr (KmzbDirectoryRecords) records = make_records (NULL);
  Visit *visit;

  directory_maker_add_officer (records, "2", "Rejon 1", "kp", NULL, "Anna Żółć");
  visit = begin (records);
  touch_map (visit, LIPOWA);
  assert_kowalski (visit);
  g_assert_true (says (visit->window, "Your district officers"));
  g_assert_true (says (visit->window, "Anna Żółć"));
  g_assert_true (says (visit->window, "Ask for this officer at the police station."));
  end (visit);
}

/* A booth whose region has no directory says so, and asks as soon as one has come. */
static void
test_no_directory (void)
{
  g_autoptr (KmzbDirectoryRecords) records = make_records (NULL);
  Visit *visit = begin (NULL);

  g_assert_true (comes_to_say (visit, "This booth has no list of district officers"));
  g_assert_false (says (visit->window, QUESTION));
  tell (visit, records);
  g_assert_true (comes_to_say (visit, QUESTION));
  end (visit);
}

/* The words change where they stand; page and map stay as they are. */
static void
test_news (void)
{
  g_autoptr (KmzbDirectoryRecords) records = make_records ("+48 17 000 00 01");
  g_autoptr (KmzbDirectoryRecords) same = make_records ("+48 17 000 00 01");
  g_autoptr (KmzbDirectoryRecords) newer = make_records ("+48 17 000 00 77");
  g_autoptr (KmzbDirectoryRecords) none = kmzb_directory_records_new ();
  Visit *visit = begin (records);
  GtkWidget *page;
  KmzbPoint before, after;

  touch (visit, "Search by the officer’s name");
  type (visit, "kowal");
  touch (visit, "asp. Jan Kowalski");
  assert_kowalski (visit);
  wait_ms (300);
  kmzb_map_view_go_to (map_of (visit), 50.003, 20.003, 14, FALSE);
  kmzb_map_view_get_center (map_of (visit), &before);
  page = find (visit, KMZB_TYPE_STEP_PAGE);
  tell (visit, same);
  assert_kowalski (visit);
  tell (visit, newer);
  g_assert_true (comes_to_say (visit, "+48\u00a017\u00a0000\u00a000\u00a077"));
  wait_ms (300);
  kmzb_map_view_get_center (map_of (visit), &after);
  g_assert_true (find (visit, KMZB_TYPE_STEP_PAGE) == page);
  g_assert_cmpfloat (kmzb_geo_distance_m (before, after), <, 1);
  tell (visit, none);
  g_assert_true (comes_to_say (visit, "This officer is not in the list any more."));
  g_assert_false (says (visit->window, "Jan Kowalski"));
  end (visit);
}

/* Another language: the same answer, the same letters in the field. */
static void
test_rebuild (void)
{
  g_autoptr (KmzbDirectoryRecords) records = make_records (NULL);
  Visit *visit = begin (records);

  type (visit, "lipowa 7");
  kmzb_finder_rebuild (visit->finder, "pl");
  settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (visit, GTK_TYPE_TEXT))), ==, "lipowa 7");
  touch (visit, "Lipowa 7, Dobrzyń");
  assert_kowalski (visit);
  kmzb_finder_rebuild (visit->finder, "de");
  settle ();
  assert_kowalski (visit);
  g_assert_true (says (visit->window, "Lipowa 7, Dobrzyń"));
  touch (visit, "Back");
  touch (visit, "Search by the officer’s name");
  type (visit, "kowal");
  kmzb_finder_rebuild (visit->finder, "uk");
  settle ();
  g_assert_true (comes_to_say (visit, "asp. Jan Kowalski"));
  end (visit);
}

/* Nothing of one visitor meets the next, wherever the first one stopped. */
static void
test_reset (void)
{
  g_autoptr (KmzbDirectoryRecords) records = make_records (NULL);
  Visit *visit = begin (records);

  type (visit, "lipowa 7");
  kmzb_finder_reset (visit->finder);
  wait_ms (200); /* an answer that was on its way has nobody to go to */
  g_assert_null (find (visit, KMZB_TYPE_STEP_PAGE));
  g_assert_false (says (visit->window, "Lipowa 7, Dobrzyń"));
  kmzb_finder_start (visit->finder, LIPOWA, 15, "en");
  settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (visit, GTK_TYPE_TEXT))), ==, "");
  touch_map (visit, LIPOWA);
  assert_kowalski (visit);
  kmzb_finder_reset (visit->finder);
  g_assert_null (find (visit, KMZB_TYPE_STEP_PAGE));
  tell (visit, records); /* news change nothing for who is gone */
  g_assert_null (find (visit, KMZB_TYPE_STEP_PAGE));
  kmzb_finder_start (visit->finder, LIPOWA, 15, "en");
  g_assert_true (comes_to_say (visit, QUESTION));
  end (visit);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  int result;

  gtk_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("kmzb-directory-XXXXXX", &error);
  g_assert_no_error (error);
  pack = driver_make_pack (folder);
  g_test_add_func ("/directory/finder/address", test_address);
  g_test_add_func ("/directory/finder/inexact-address", test_inexact_address);
  g_test_add_func ("/directory/finder/map", test_map);
  g_test_add_func ("/directory/finder/no-units", test_no_units);
  g_test_add_func ("/directory/finder/name", test_name);
  g_test_add_func ("/directory/finder/two-officers", test_two_officers);
  g_test_add_func ("/directory/finder/no-directory", test_no_directory);
  g_test_add_func ("/directory/finder/news", test_news);
  g_test_add_func ("/directory/finder/rebuild", test_rebuild);
  g_test_add_func ("/directory/finder/reset", test_reset);
  result = g_test_run ();
  g_object_unref (pack);
  driver_remove_folder (folder);
  return result;
}
