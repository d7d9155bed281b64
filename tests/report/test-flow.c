/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "driver.h"

#include "kmzb-access.h"
#include "kmzb-category-page.h"
#include "kmzb-map-view.h"
#include "kmzb-saved-page.h"
#include "kmzb-text.h"
#include "kmzb-validate.h"

#include <string.h>

#define NOW_US (G_GINT64_CONSTANT (1780000000) * G_USEC_PER_SEC)
#define NEEDS_DESCRIPTION "Dangerous entertainment venue"

static char *pack_folder;
static KmzbPack *pack;

typedef struct
{
  guint saved;
  guint finished;
  gboolean again;
  guint cancelled;
  KmzbReport *report;
} Heard;

static void
on_saved (KmzbReportFlow *flow, KmzbReport *report, Heard *heard)
{
  heard->saved++;
  g_clear_pointer (&heard->report, kmzb_report_unref);
  heard->report = kmzb_report_ref (report);
}

static void
on_finished (KmzbReportFlow *flow, gboolean again, Heard *heard)
{
  heard->finished++;
  heard->again = again;
}

static void
on_cancelled (KmzbReportFlow *flow, Heard *heard)
{
  heard->cancelled++;
}

static Driver *
start (Heard *heard)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (NOW_US);
  Driver *driver = driver_new (clock, pack, 1280, 800);

  memset (heard, 0, sizeof *heard);
  g_signal_connect (driver->flow, "saved", G_CALLBACK (on_saved), heard);
  g_signal_connect (driver->flow, "finished", G_CALLBACK (on_finished), heard);
  g_signal_connect (driver->flow, "cancelled", G_CALLBACK (on_cancelled), heard);
  return driver;
}

static void
stop (Driver *driver, Heard *heard)
{
  g_clear_pointer (&heard->report, kmzb_report_unref);
  driver_free (driver);
}

static GtkTextBuffer *
description (Driver *driver)
{
  GtkWidget *view = driver_find_on_page (driver, GTK_TYPE_TEXT_VIEW);

  g_assert_nonnull (view);
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

static char *
written (Driver *driver)
{
  GtkTextIter from, to;

  gtk_text_buffer_get_bounds (description (driver), &from, &to);
  return gtk_text_buffer_get_text (description (driver), &from, &to, FALSE);
}

/* The whole way: what was touched is what the store gets, once. */
static void
test_whole_way (void)
{
  Heard heard;
  Driver *driver = start (&heard);

  g_assert_false (kmzb_report_flow_has_draft (driver->flow));
  driver_walk_to (driver, KMZB_REPORT_STEP_PLACE);
  for (int i = 0; i < 200 && !driver_shows (driver, "Lipowa 7"); i++)
    driver_wait (10);
  g_assert_true (driver_shows (driver, "Lipowa 7"));
  g_assert_true (driver_shows (driver, "1 of 4"));
  driver_walk_to (driver, KMZB_REPORT_STEP_CATEGORY);
  g_assert_true (kmzb_report_flow_has_draft (driver->flow));
  driver_touch (driver, "Nature and animals");
  driver_touch (driver, "Illegal waste dumps");
  gtk_text_buffer_set_text (description (driver), "Za garażami  ", -1);
  driver_touch (driver, "At night");
  driver_touch (driver, "Sat");
  driver_touch (driver, "Yesterday");
  driver_touch (driver, "Next");
  g_assert_true (driver_shows (driver, "Lipowa 7"));
  g_assert_true (driver_shows (driver, "Illegal waste dumps"));
  g_assert_true (driver_shows (driver, "At night; Saturday"));
  g_assert_true (driver_shows (driver, "Za garażami"));
  driver_touch (driver, "Save the report");
  driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);

  g_assert_cmpuint (heard.saved, ==, 1);
  g_assert_cmpuint (kmzb_store_get_tally (driver->store)->saved, ==, 1);
  g_assert_cmpstr (heard.report->category, ==, "dzikie-wysypiska-smieci");
  g_assert_cmpstr (heard.report->description, ==, "Za garażami");
  g_assert_cmpstr (heard.report->observed_date, ==, "2026-05-27");
  g_assert_cmpuint (heard.report->day_parts, ==, KMZB_DAY_PART_NIGHT);
  g_assert_cmpuint (heard.report->week_days, ==, 1 << 5);
  g_assert_nonnull (strstr (heard.report->address, "Lipowa 7"));
  g_assert_cmpfloat_with_epsilon (heard.report->place.lat, 50.0, 1e-4);
  g_assert_false (kmzb_report_flow_has_draft (driver->flow));
  stop (driver, &heard);
}

/* A child's ten touches on the last button make one report. */
static void
test_ten_touches (void)
{
  Heard heard;
  Driver *driver = start (&heard);
  GtkWidget *save;

  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  save = driver_find (driver, "Save the report");
  for (int i = 0; i < 10; i++)
    g_signal_emit_by_name (save, "clicked");
  g_assert_false (gtk_widget_is_sensitive (save));
  driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);
  for (int i = 0; i < 10; i++)
    g_signal_emit_by_name (save, "clicked"); /* still sliding away under the finger */
  driver_wait (300);

  g_assert_cmpuint (heard.saved, ==, 1);
  g_assert_cmpuint (heard.finished, ==, 0);
  g_assert_cmpuint (kmzb_store_get_tally (driver->store)->saved, ==, 1);
  stop (driver, &heard);
}

static void
test_back_loses_nothing (void)
{
  Heard heard;
  Driver *driver = start (&heard);
  g_autofree char *text = NULL;

  driver_walk_to (driver, KMZB_REPORT_STEP_DETAILS);
  gtk_text_buffer_set_text (description (driver), "Stoi na chodniku", -1);
  driver_touch (driver, "In the evening");
  driver_touch (driver, "Today");
  for (KmzbReportStep step = KMZB_REPORT_STEP_DETAILS; step > KMZB_REPORT_STEP_PLACE; step--)
    driver_touch (driver, "Back");
  driver_touch (driver, "Back");
  driver_touch (driver, "Back");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_RULES);
  driver_touch (driver, "Back");
  g_assert_cmpuint (heard.cancelled, ==, 1);
  g_assert_true (kmzb_report_flow_has_draft (driver->flow));

  /* The shell starts it again when the visitor comes back from the map. */
  kmzb_report_flow_start (driver->flow, (KmzbPoint){ 50.05, 20.05 }, 14);
  driver_walk_to (driver, KMZB_REPORT_STEP_DETAILS);
  text = written (driver);
  g_assert_cmpstr (text, ==, "Stoi na chodniku");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (driver_find (driver, "In the evening"))));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (driver_find (driver, "At night"))));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (driver_find (driver, "Today"))));
  stop (driver, &heard);
}

/* A screen reader finds what is on screen and nothing of the steps before. */
static void
test_one_page_visible (void)
{
  Heard heard;
  Driver *driver = start (&heard);
  GtkWidget *stack;
  guint visible = 0;

  driver_walk_to (driver, KMZB_REPORT_STEP_CATEGORY);
  driver_touch (driver, "By the water");
  stack = driver_find_type (driver->window, GTK_TYPE_STACK);
  while (gtk_stack_get_transition_running (GTK_STACK (stack)))
    driver_wait (20);
  driver_wait (20);
  for (GtkWidget *page = gtk_widget_get_first_child (stack); page != NULL; page = gtk_widget_get_next_sibling (page))
    visible += gtk_widget_get_visible (page);
  g_assert_cmpuint (visible, ==, 1);
  g_assert_null (driver_find (driver, "Improper parking"));
  g_assert_nonnull (driver_find (driver, "By the water"));
  stop (driver, &heard);
}

/* Quicker than the pack and while the map still moves: the address comes after, and is that of the place. */
static void
test_quick_place (void)
{
  Heard heard;
  Driver *driver = start (&heard);
  GtkWidget *map;

  driver_walk_to (driver, KMZB_REPORT_STEP_PLACE);
  map = driver_find_on_page (driver, KMZB_TYPE_MAP_VIEW);
  g_assert_nonnull (map);
  kmzb_map_view_go_to (KMZB_MAP_VIEW (map), 50.02, 20.0, 17, FALSE);
  g_signal_emit_by_name (driver_find (driver, "Here it is"), "clicked");
  kmzb_map_view_go_to (KMZB_MAP_VIEW (map), 50.0, 20.0, 17, FALSE);
  g_signal_emit_by_name (map, "moved");
  driver_wait (100);
  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  g_assert_true (driver_shows (driver, "Lipowiec 12"));
  driver_walk_to (driver, KMZB_REPORT_STEP_SAVED);
  g_assert_cmpfloat_with_epsilon (heard.report->place.lat, 50.02, 1e-4);
  g_assert_nonnull (strstr (heard.report->address, "Lipowiec 12"));
  stop (driver, &heard);
}

static void
test_urgent (void)
{
  Heard heard;
  Driver *driver = start (&heard);

  driver_walk_to (driver, KMZB_REPORT_STEP_URGENT);
  driver_touch (driver, "Yes");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_EMERGENCY);
  g_assert_true (driver_shows (driver, "Phone 112. You cannot call for help from here."));
  driver_touch (driver, "It is not urgent, back");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_URGENT);
  stop (driver, &heard);
}

static void
test_needed_description (void)
{
  Heard heard;
  Driver *driver = start (&heard);

  driver_walk_to (driver, KMZB_REPORT_STEP_CATEGORY);
  driver_touch (driver, "Public order and people");
  driver_touch (driver, NEEDS_DESCRIPTION);
  driver_touch (driver, "Next");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
  g_assert_true (driver_shows (driver, "this category needs a description"));
  gtk_text_buffer_set_text (description (driver), "   ", -1);
  driver_touch (driver, "Next");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
  gtk_text_buffer_set_text (description (driver), "Skaczą z mostu", -1);
  g_assert_false (driver_shows (driver, "this category needs a description"));
  driver_touch (driver, "Next");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  stop (driver, &heard);
}

/* A changed line comes straight back to the check page, unless the new category wants a description. */
static void
test_change (void)
{
  Heard heard;
  Driver *driver = start (&heard);

  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Change the place");
  driver_touch (driver, "Here it is");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Change the category");
  driver_touch (driver, "Back");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Change the category");
  driver_touch (driver, "Public order and people");
  driver_touch (driver, NEEDS_DESCRIPTION);
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
  gtk_text_buffer_set_text (description (driver), "Skaczą z mostu", -1);
  driver_touch (driver, "Next");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  g_assert_true (driver_shows (driver, NEEDS_DESCRIPTION));
  stop (driver, &heard);
}

/* "Back" is no way round a description that is needed: a report without it could not be saved. */
static void
test_back_from_needed_description (void)
{
  Heard heard;
  Driver *driver = start (&heard);

  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Change the category");
  driver_touch (driver, "Public order and people");
  driver_touch (driver, NEEDS_DESCRIPTION);
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
  driver_touch (driver, "Back");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CATEGORY);
  driver_touch (driver, NEEDS_DESCRIPTION);
  gtk_text_buffer_set_text (description (driver), "Skaczą z mostu", -1);
  driver_touch (driver, "Next");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);

  /* Erased afterwards: what was typed a moment ago counts, not what the draft knew before. */
  driver_touch (driver, "Change the description");
  gtk_text_buffer_set_text (description (driver), "", -1);
  driver_touch (driver, "Back");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CATEGORY);
  stop (driver, &heard);
}

/* The language changes while the report is on its way to the disk: still one report, and nothing to touch twice. */
static void
test_rebuild_while_saving (void)
{
  Heard heard;
  Driver *driver = start (&heard);

  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  g_signal_emit_by_name (driver_find (driver, "Save the report"), "clicked");
  kmzb_report_flow_rebuild (driver->flow);
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  g_assert_false (gtk_widget_is_sensitive (driver_find (driver, "Save the report")));
  driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);
  g_assert_cmpuint (heard.saved, ==, 1);
  stop (driver, &heard);
}

static void
check_insertion (Driver *driver, const char *unit, guint times)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *kept = NULL;
  GtkTextIter end;

  gtk_text_buffer_set_text (description (driver), "", -1);
  for (guint i = 0; i < times; i++)
    g_string_append (text, unit);
  gtk_text_buffer_get_end_iter (description (driver), &end);
  gtk_text_buffer_insert (description (driver), &end, text->str, -1);
  kept = written (driver);
  g_assert_cmpuint (kmzb_text_count_characters (kept), ==, KMZB_DESCRIPTION_MAX_CHARACTERS);
  g_assert_true (kmzb_description_fits (kept));
  g_assert_true (driver_shows (driver, "0 characters left"));

  /* One more is not taken, also not in the middle. */
  gtk_text_buffer_get_start_iter (description (driver), &end);
  gtk_text_buffer_insert (description (driver), &end, "x", -1);
  g_autofree char *after = written (driver);
  g_assert_cmpstr (after, ==, kept);
}

static void
test_description_limit (void)
{
  Heard heard;
  Driver *driver = start (&heard);

  driver_walk_to (driver, KMZB_REPORT_STEP_DETAILS);
  g_assert_true (driver_shows (driver, "500 characters left"));
  gtk_text_buffer_set_text (description (driver), "ąę", -1);
  g_assert_true (driver_shows (driver, "498 characters left"));
  check_insertion (driver, "ż", 700);
  check_insertion (driver, "👨‍👩‍👧‍👦", 510);
  g_assert_false (gtk_text_buffer_get_enable_undo (description (driver)));
  stop (driver, &heard);
}

/* Language switch: pages are new, the step and what was being typed are not. */
static void
test_rebuild (void)
{
  Heard heard;
  Driver *driver = start (&heard);
  g_autofree char *text = NULL;
  GtkTextBuffer *before;

  driver_walk_to (driver, KMZB_REPORT_STEP_DETAILS);
  before = description (driver);
  gtk_text_buffer_set_text (before, "Niedokończone zda", -1);
  kmzb_report_context_set_language (driver->context, "de");
  kmzb_report_flow_rebuild (driver->flow);
  driver_settle ();
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
  text = written (driver);
  g_assert_cmpstr (text, ==, "Niedokończone zda");
  driver_touch (driver, "Back");
  g_assert_nonnull (driver_find (driver, "Falsches Parken"));
  stop (driver, &heard);
}

/* A language that is chosen before the first report, as on the start page, is also the keyboard's. */
static void
test_keyboard_language (void)
{
  Heard heard;
  Driver *driver = start (&heard);
  const KmzbCategory *category = kmzb_catalog_lookup (driver->context->catalog, "nieprawidlowe-parkowanie");
  const char *const languages[] = { "uk", "pl" };

  g_assert_nonnull (category);
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      kmzb_report_flow_reset (driver->flow);
      kmzb_report_context_set_language (driver->context, languages[i]);
      kmzb_report_flow_rebuild (driver->flow);
      kmzb_report_flow_start (driver->flow, (KmzbPoint){ 50, 20 }, 16);
      driver_walk_to (driver, KMZB_REPORT_STEP_CATEGORY);
      driver_touch (driver, kmzb_category_get_name (category, languages[i]));
      gtk_widget_grab_focus (driver_find_on_page (driver, GTK_TYPE_TEXT_VIEW));
      driver_settle ();
      g_assert_true (driver_keyboard_shows (driver, i == 0 ? "Ї" : "Ł"));
    }
  stop (driver, &heard);
}

static void
test_reset (void)
{
  Heard heard;
  Driver *driver = start (&heard);
  g_autofree char *text = NULL;
  GtkTextBuffer *buffer;

  driver_walk_to (driver, KMZB_REPORT_STEP_DETAILS);
  buffer = description (driver);
  g_object_add_weak_pointer (G_OBJECT (buffer), (gpointer *) &buffer);
  gtk_text_buffer_set_text (buffer, "tajne", -1);
  gtk_widget_grab_focus (driver_find_on_page (driver, GTK_TYPE_TEXT_VIEW));
  driver_settle ();
  kmzb_report_flow_reset (driver->flow);
  driver_wait (50);
  g_assert_null (buffer); /* not hidden: gone */
  g_assert_false (kmzb_report_flow_has_draft (driver->flow));
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_RULES);

  kmzb_report_flow_start (driver->flow, (KmzbPoint){ 50, 20 }, 16);
  driver_walk_to (driver, KMZB_REPORT_STEP_DETAILS);
  text = written (driver);
  g_assert_cmpstr (text, ==, "");
  stop (driver, &heard);
}

/* Half a minute by the booth's clock, three halves for who wants more time, not a moment earlier. */
static void
test_countdown (gconstpointer slow)
{
  Heard heard;
  Driver *driver = start (&heard);

  kmzb_access_set (kmzb_access_get_default (), KMZB_ACCESS_SLOW, slow != NULL);
  driver_walk_to (driver, KMZB_REPORT_STEP_SAVED);
  for (int i = 0; i < KMZB_SAVED_SECONDS * (slow != NULL ? 3 : 1) - 1; i++)
    {
      kmzb_clock_advance (driver->clock, G_USEC_PER_SEC);
      driver_settle ();
    }
  g_assert_cmpuint (heard.finished, ==, 0);
  g_assert_true (driver_shows (driver, "1"));
  kmzb_clock_advance (driver->clock, G_USEC_PER_SEC);
  driver_wait (50);
  g_assert_cmpuint (heard.finished, ==, 1);
  g_assert_false (heard.again);
  kmzb_access_reset (kmzb_access_get_default ());
  stop (driver, &heard);
}

/* Touches beside the page prolong it too, and nothing listens to the window when the visitor has gone. */
static void
test_watches_the_window (void)
{
  Heard heard;
  Driver *driver = start (&heard);
  guint before = driver_count_watchers (driver);

  driver_walk_to (driver, KMZB_REPORT_STEP_SAVED);
  g_assert_cmpuint (driver_count_watchers (driver), ==, before + 1);
  kmzb_report_flow_reset (driver->flow);
  driver_wait (50);
  g_assert_cmpuint (driver_count_watchers (driver), ==, before);
  stop (driver, &heard);
}

static void
test_again (void)
{
  Heard heard;
  Driver *driver = start (&heard);

  driver_walk_to (driver, KMZB_REPORT_STEP_SAVED);
  driver_touch (driver, "Report another");
  g_assert_cmpuint (heard.finished, ==, 1);
  g_assert_true (heard.again);

  /* The rules were accepted by this visitor already; the question about help is asked every time. */
  kmzb_report_flow_start (driver->flow, (KmzbPoint){ 50, 20 }, 16);
  driver_settle ();
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_URGENT);
  driver_walk_to (driver, KMZB_REPORT_STEP_SAVED);
  g_assert_cmpuint (heard.saved, ==, 2);
  g_assert_cmpuint (kmzb_store_get_tally (driver->store)->saved, ==, 2);
  driver_touch (driver, "Finish");
  g_assert_cmpuint (heard.finished, ==, 2);
  g_assert_false (heard.again);
  stop (driver, &heard);
}

/* The disk fails: said kindly, nothing lost, and the same report can be tried again. */
static void
test_failure (void)
{
  Heard heard;
  Driver *driver = start (&heard);
  g_autoptr (GError) error = NULL;

  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  kmzb_store_close (driver->store);
  g_test_expect_message ("kmzb-report", G_LOG_LEVEL_WARNING, "Can't save a report*");
  driver_touch (driver, "Save the report");
  for (int i = 0; i < 200 && !driver_shows (driver, "We could not save the report"); i++)
    driver_wait (10);
  g_test_assert_expected_messages ();
  g_assert_true (driver_shows (driver, "We could not save the report"));
  g_assert_true (kmzb_report_flow_has_draft (driver->flow));
  g_assert_cmpuint (heard.saved, ==, 0);
  g_assert_true (gtk_widget_is_sensitive (driver_find (driver, "Save the report")));
  stop (driver, &heard);
}

static void
test_no_pack (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (NOW_US);
  g_autoptr (Driver) driver = driver_new (clock, NULL, 1080, 1920);

  driver_walk_to (driver, KMZB_REPORT_STEP_PLACE);
  g_assert_true (driver_shows (driver, "This booth has no map yet"));
  g_assert_false (gtk_widget_is_sensitive (driver_find (driver, "Here it is")));
}

/* The operator's own rules, a paragraph each, and the privacy notice under them; Polish where no other is. */
static void
test_rules_from_file (void)
{
  Heard heard;
  Driver *driver = start (&heard);

  kmzb_report_context_set_rules (driver->context, "pl", "Pierwszy akapit\ndalej.\r\n\r\n \nDrugi akapit.\n");
  kmzb_report_context_set_privacy (driver->context, "pl", "Komendant.\n\nMasz prawo wglądu.\n");
  kmzb_report_flow_rebuild (driver->flow);
  driver_settle ();
  g_assert_true (driver_shows (driver, "Masz prawo wglądu."));
  g_assert_true (driver_shows (driver, "Pierwszy akapit\ndalej.") && driver_shows (driver, "Drugi akapit."));
  g_assert_false (driver_shows (driver, "phone 112"));
  stop (driver, &heard);
}

int
main (int argc, char **argv)
{
  int code;

  gtk_test_init (&argc, &argv, NULL);
  pack_folder = g_dir_make_tmp ("kmzb-report-pack-XXXXXX", NULL);
  pack = driver_make_pack (pack_folder);
  g_test_add_func ("/flow/whole-way", test_whole_way);
  g_test_add_func ("/flow/ten-touches", test_ten_touches);
  g_test_add_func ("/flow/back-loses-nothing", test_back_loses_nothing);
  g_test_add_func ("/flow/one-page-visible", test_one_page_visible);
  g_test_add_func ("/flow/quick-place", test_quick_place);
  g_test_add_func ("/flow/urgent", test_urgent);
  g_test_add_func ("/flow/needed-description", test_needed_description);
  g_test_add_func ("/flow/change", test_change);
  g_test_add_func ("/flow/back-from-needed-description", test_back_from_needed_description);
  g_test_add_func ("/flow/rebuild-while-saving", test_rebuild_while_saving);
  g_test_add_func ("/flow/description-limit", test_description_limit);
  g_test_add_func ("/flow/rebuild", test_rebuild);
  g_test_add_func ("/flow/keyboard-language", test_keyboard_language);
  g_test_add_func ("/flow/reset", test_reset);
  g_test_add_data_func ("/flow/countdown", NULL, test_countdown);
  g_test_add_data_func ("/flow/countdown-slow", "", test_countdown);
  g_test_add_func ("/flow/watches-the-window", test_watches_the_window);
  g_test_add_func ("/flow/again", test_again);
  g_test_add_func ("/flow/failure", test_failure);
  g_test_add_func ("/flow/no-pack", test_no_pack);
  g_test_add_func ("/flow/rules-from-file", test_rules_from_file);
  code = g_test_run ();
  g_object_unref (pack);
  driver_remove_folder (pack_folder);
  g_free (pack_folder);
  return code;
}
