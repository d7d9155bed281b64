/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One visitor after the other at a booth with its clock in our hand. */
#include "driver.h"
#include "kmzb-a11y.h"
#include "kmzb-language.h"
#include "kmzb-map-view.h"
#include "kmzb-modal.h"
#include "kmzb-store-changes.h"
#include "kmzb-window.h"
#include "shell-test.h"

#define PATIENCE_MS 10000

typedef struct
{
  char *folder;
  KmzbClock *clock;
  KmzbBooth *booth;
  GtkApplication *application;
  KmzbWindow *window;
} Fixture;

/* Everything that is due. Not until nothing is: a slow machine is never done with drawing a map that moves. */
static void
settle (void)
{
  for (int i = 0; i < 100 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kmzb_booth_open_finish (KMZB_BOOTH (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KmzbPack) pack = NULL;
  KmzbOptions *options = kmzb_options_new ();
  gboolean opened = FALSE;

  fixture->folder = g_dir_make_tmp ("kmzb-session-XXXXXX", &error);
  g_assert_no_error (error);
  pack = driver_make_pack (fixture->folder);
  options->language = g_strdup ("en");
  options->window_width = 1280;
  options->window_height = 800;
  options->practice = data != NULL;
  options->data_dir = g_strdup (fixture->folder);
  g_strfreev (options->pack_files);
  options->pack_files = g_strsplit (kmzb_pack_get_path (pack), "\n", 1);

  fixture->clock = kmzb_clock_new_manual (G_GINT64_CONSTANT (1790000000000000));
  fixture->application = gtk_application_new ("pl.kmzb.Test", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (fixture->application), NULL, &error);
  g_assert_no_error (error);
  fixture->window = g_object_ref_sink (kmzb_window_new (fixture->application, options));
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  fixture->booth = kmzb_booth_new (options, fixture->clock);
  kmzb_booth_open_async (fixture->booth, NULL, on_opened, &opened);
  while (!opened)
    g_main_context_iteration (NULL, TRUE);
  kmzb_window_show_booth (fixture->window, fixture->booth);
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_object_unref (fixture->window);
  kmzb_booth_close (fixture->booth);
  settle ();
  g_assert_finalize_object (fixture->booth);
  g_object_unref (fixture->application);
  g_object_unref (fixture->clock);
  driver_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
is_named (GtkWidget *widget, const char *name)
{
  if (GTK_IS_LABEL (widget))
    return g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), name) == 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_named (child, name))
      return TRUE;
  return FALSE;
}

/* Buttons on screen with these words, appended to @found; those under a modal can't be touched and do not count. */
static void
collect (GtkWidget *widget, const char *name, GPtrArray *found)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_can_target (widget))
    return;
  if (GTK_IS_BUTTON (widget))
    {
      if (is_named (widget, name))
        g_ptr_array_add (found, widget);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, name, found);
}

static guint
count (Fixture *fixture, const char *name)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (GTK_WIDGET (fixture->window), name, found);
  return found->len;
}

static void
wait_for (Fixture *fixture, const char *name)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_MS * 1000;

  while (count (fixture, name) == 0 && g_get_monotonic_time () < end)
    driver_wait (5);
  if (count (fixture, name) == 0)
    g_error ("“%s” does not come", name);
}

static void
touch (Fixture *fixture, const char *name)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  wait_for (fixture, name);
  collect (GTK_WIDGET (fixture->window), name, found);
  g_assert_cmpuint (found->len, ==, 1); /* two buttons with one name are a riddle */
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (found->pdata[0]), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  g_signal_emit_by_name (found->pdata[0], "clicked");
  settle ();
}

static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget))
    return g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

static void
pass (Fixture *fixture, guint seconds)
{
  for (guint i = 0; i < seconds; i++)
    {
      kmzb_clock_advance (fixture->clock, G_USEC_PER_SEC);
      settle ();
    }
}

static gboolean
is_at_start (Fixture *fixture)
{
  return kmzb_window_get_screen (fixture->window) == KMZB_SCREEN_START && count (fixture, "Touch to start") == 1
         && g_str_equal (kmzb_language_get (), "en");
}

static void
assert_start (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_MS * 1000;

  while (!is_at_start (fixture) && g_get_monotonic_time () < end)
    driver_wait (5);
  g_assert_cmpint (kmzb_window_get_screen (fixture->window), ==, KMZB_SCREEN_START);
  g_assert_cmpuint (count (fixture, "Touch to start"), ==, 1);
  g_assert_cmpuint (count (fixture, "Report a threat"), ==, 0);
  g_assert_cmpuint (count (fixture, "Finish"), ==, 0);
  g_assert_cmpstr (kmzb_language_get (), ==, "en");
}

static KmzbReportFlow *
find_flow (Fixture *fixture)
{
  GtkWidget *flow = driver_find_type (GTK_WIDGET (fixture->window), KMZB_TYPE_REPORT_FLOW);

  g_assert_nonnull (flow);
  return KMZB_REPORT_FLOW (flow);
}

/* From the map to the details page, where something of the visitor is in the draft. */
static void
make_draft (Fixture *fixture)
{
  touch (fixture, "Report a threat");
  touch (fixture, "I understand, next");
  touch (fixture, "No, it is not urgent");
  touch (fixture, "Here it is");
  touch (fixture, "Improper parking");
  wait_for (fixture, "Next");
  g_assert_true (kmzb_report_flow_has_draft (find_flow (fixture)));
}

static void
test_look_and_leave (Fixture *fixture, gconstpointer data)
{
  assert_start (fixture);
  touch (fixture, "Touch to start");
  g_assert_cmpint (kmzb_window_get_screen (fixture->window), ==, KMZB_SCREEN_MAP);
  g_assert_true (shows (GTK_WIDGET (fixture->window), "Everything is sent"));
  touch (fixture, "Zoom in");
  touch (fixture, "Where am I");
  touch (fixture, "Finish");
  assert_start (fixture);
}

static void
test_finish_asks_inside_a_draft (Fixture *fixture, gconstpointer data)
{
  touch (fixture, "Touch to start");
  make_draft (fixture);
  touch (fixture, "Finish");
  g_assert_cmpuint (count (fixture, "Next"), ==, 0); /* under the question */
  touch (fixture, "No, go back");
  g_assert_cmpint (kmzb_report_flow_get_step (find_flow (fixture)), ==, KMZB_REPORT_STEP_DETAILS);
  g_assert_true (kmzb_report_flow_has_draft (find_flow (fixture)));
  touch (fixture, "Finish");
  touch (fixture, "Yes, finish");
  assert_start (fixture);

  /* the next visitor begins at the beginning */
  touch (fixture, "Touch to start");
  touch (fixture, "Report a threat");
  g_assert_cmpint (kmzb_report_flow_get_step (find_flow (fixture)), ==, KMZB_REPORT_STEP_RULES);
  g_assert_false (kmzb_report_flow_has_draft (find_flow (fixture)));
}

static void
on_applied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (kmzb_store_apply_changes_finish (KMZB_STORE (source), result, NULL));
  *(gboolean *) data = TRUE;
}

/* Central offers one category and no other, and that one has another name. */
static void
tell_catalog (Fixture *fixture)
{
  KmzbCatalogKeeper *keeper = kmzb_booth_get_catalog_keeper (fixture->booth);
  const char text[] = "{\"items\":[{\"code\":\"akty-wandalizmu\",\"group\":\"order\",\"description_required\":false,"
                      "\"names\":{\"pl\":\"A\",\"en\":\"Damage done\",\"uk\":\"A\",\"de\":\"A\"}}],"
                      "\"cursor\":\"c\",\"more\":false}";
  g_autoptr (GBytes) body = g_bytes_new_static (text, sizeof text - 1);
  gboolean applied = FALSE;

  kmzb_store_apply_changes_async (kmzb_booth_get_store (fixture->booth), "https://central.example/",
                                  kmzb_wire_changes_parse (KMZB_WIRE_CHANGES_OF_CATALOGUE, body, NULL), NULL, on_applied,
                                  &applied);
  while (!applied)
    g_main_context_iteration (NULL, TRUE);
  kmzb_catalog_keeper_reload (keeper);
  while (kmzb_catalog_keeper_is_busy (keeper))
    g_main_context_iteration (NULL, TRUE);
}

/* What a visitor has begun with one catalogue ends with it; the next one finds the new. */
static void
test_another_catalogue_leaves_the_draft (Fixture *fixture, gconstpointer data)
{
  touch (fixture, "Touch to start");
  make_draft (fixture);
  tell_catalog (fixture);
  g_assert_cmpint (kmzb_report_flow_get_step (find_flow (fixture)), ==, KMZB_REPORT_STEP_DETAILS);
  touch (fixture, "Next");
  g_assert_true (shows (GTK_WIDGET (fixture->window), "Improper parking"));
  touch (fixture, "Save the report");
  wait_for (fixture, "Report another");
  touch (fixture, "Finish");
  assert_start (fixture);

  touch (fixture, "Touch to start");
  touch (fixture, "Report a threat");
  touch (fixture, "I understand, next");
  touch (fixture, "No, it is not urgent");
  touch (fixture, "Here it is");
  wait_for (fixture, "Damage done");
  g_assert_cmpuint (count (fixture, "Improper parking"), ==, 0);
}

static void
test_back_out_of_the_first_page (Fixture *fixture, gconstpointer data)
{
  touch (fixture, "Touch to start");
  touch (fixture, "Report a threat");
  touch (fixture, "Back");
  g_assert_cmpint (kmzb_window_get_screen (fixture->window), ==, KMZB_SCREEN_MAP);
}

static void
test_language_keeps_the_draft (Fixture *fixture, gconstpointer data)
{
  GtkWidget *map;

  touch (fixture, "Touch to start");
  map = driver_find_type (GTK_WIDGET (fixture->window), KMZB_TYPE_MAP_VIEW);
  g_assert_nonnull (map);
  kmzb_a11y_set_label (map, "in another language");
  make_draft (fixture);
  touch (fixture, "Language");
  touch (fixture, "Українська");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (map), GTK_ACCESSIBLE_PROPERTY_LABEL, "Map");
  g_assert_cmpstr (kmzb_language_get (), ==, "uk");
  g_assert_cmpint (kmzb_window_get_screen (fixture->window), ==, KMZB_SCREEN_REPORT);
  g_assert_cmpint (kmzb_report_flow_get_step (find_flow (fixture)), ==, KMZB_REPORT_STEP_DETAILS);
  g_assert_true (kmzb_report_flow_has_draft (find_flow (fixture)));
  pass (fixture, 80);
  assert_start (fixture); /* in English again */
}

static void
test_language_of_nobody (Fixture *fixture, gconstpointer data)
{
  touch (fixture, "Deutsch");
  g_assert_cmpstr (kmzb_language_get (), ==, "de");
  g_assert_cmpint (kmzb_window_get_screen (fixture->window), ==, KMZB_SCREEN_START);
  pass (fixture, 59);
  g_assert_cmpstr (kmzb_language_get (), ==, "de");
  pass (fixture, 1);
  assert_start (fixture);
}

static void
test_silence_ends_the_visit (Fixture *fixture, gconstpointer data)
{
  touch (fixture, "Touch to start");
  make_draft (fixture);
  for (int i = 0; i < 3; i++)
    {
      pass (fixture, 60);
      g_assert_true (shows (GTK_WIDGET (fixture->window), "Are you still here?"));
      g_assert_cmpuint (count (fixture, "Next"), ==, 0);
      pass (fixture, 19);
      g_assert_true (shows (GTK_WIDGET (fixture->window), "1"));
      touch (fixture, "Yes, I am here");
      g_assert_false (shows (GTK_WIDGET (fixture->window), "Are you still here?"));
      g_assert_true (kmzb_report_flow_has_draft (find_flow (fixture)));
    }
  pass (fixture, 80);
  assert_start (fixture);
  g_assert_cmpuint (kmzb_store_get_tally (kmzb_booth_get_store (fixture->booth))->saved, ==, 0);

  kmzb_clock_advance (fixture->clock, 600 * G_USEC_PER_SEC); /* a start page is never asked */
  settle ();
  assert_start (fixture);
}

/* Only the button answers: rain and sleeves touch the rest of the screen. */
static void
test_touch_beside_the_question (Fixture *fixture, gconstpointer data)
{
  GtkWidget *modal;

  touch (fixture, "Touch to start");
  pass (fixture, 60);
  modal = driver_find_type (GTK_WIDGET (fixture->window), KMZB_TYPE_MODAL);
  g_assert_nonnull (modal);
  g_signal_emit_by_name (modal, "response", KMZB_MODAL_OUTSIDE);
  settle ();
  g_assert_true (shows (GTK_WIDGET (fixture->window), "Are you still here?"));
  pass (fixture, 20);
  assert_start (fixture);
}

static void
save_a_report (Fixture *fixture)
{
  make_draft (fixture);
  touch (fixture, "Next");
  touch (fixture, "Save the report");
  wait_for (fixture, "Report another");
}

static void
test_saved_without_internet (Fixture *fixture, gconstpointer data)
{
  const KmzbTally *tally = kmzb_store_get_tally (kmzb_booth_get_store (fixture->booth));

  touch (fixture, "Touch to start");
  save_a_report (fixture);
  g_assert_cmpuint (tally->saved, ==, 1);
  g_assert_true (shows (GTK_WIDGET (fixture->window), "We will send it when there is internet"));

  touch (fixture, "Report another");
  g_assert_cmpint (kmzb_window_get_screen (fixture->window), ==, KMZB_SCREEN_REPORT);
  g_assert_cmpuint (count (fixture, "Finish"), ==, 1);
  touch (fixture, "Finish");
  assert_start (fixture);
  g_assert_cmpuint (tally->saved, ==, 1);
}

static void
test_saved_and_left (Fixture *fixture, gconstpointer data)
{
  touch (fixture, "Touch to start");
  save_a_report (fixture);
  touch (fixture, "Finish"); /* only one is on the screen, and it asks nothing */
  assert_start (fixture);
}

static void
test_practice_sends_nothing (Fixture *fixture, gconstpointer data)
{
  const KmzbTally *tally = kmzb_store_get_tally (kmzb_booth_get_store (fixture->booth));

  g_assert_true (shows (GTK_WIDGET (fixture->window), "PRACTICE MODE. Nothing will be sent"));
  touch (fixture, "Touch to start");
  save_a_report (fixture);
  g_assert_true (shows (GTK_WIDGET (fixture->window), "PRACTICE MODE. Nothing will be sent"));
  g_assert_cmpuint (tally->practice, ==, 1);
  g_assert_cmpuint (tally->saved, ==, 0);
}

/* The officer's panel switches it while the booth runs: banner and reports follow at once, on every screen. */
static void
test_practice_switched (Fixture *fixture, gconstpointer data)
{
  const KmzbTally *tally = kmzb_store_get_tally (kmzb_booth_get_store (fixture->booth));
  GtkWidget *window = GTK_WIDGET (fixture->window);

  g_assert_false (shows (window, "PRACTICE MODE. Nothing will be sent"));
  g_object_set (fixture->booth, "practice", TRUE, NULL);
  g_assert_true (kmzb_booth_get_practice (fixture->booth));
  g_assert_true (shows (window, "PRACTICE MODE. Nothing will be sent"));
  touch (fixture, "Touch to start");
  g_assert_true (shows (window, "PRACTICE MODE. Nothing will be sent"));
  save_a_report (fixture);
  g_assert_true (shows (window, "This was practice. Nothing will be sent."));
  g_assert_cmpuint (tally->practice, ==, 1);
  g_assert_cmpuint (tally->saved, ==, 0);

  kmzb_booth_set_practice (fixture->booth, FALSE);
  g_assert_false (shows (window, "PRACTICE MODE. Nothing will be sent"));
  touch (fixture, "Finish");
  touch (fixture, "Touch to start");
  save_a_report (fixture);
  g_assert_cmpuint (tally->practice, ==, 1);
  g_assert_cmpuint (tally->saved, ==, 1);
}

/* A report to learn with is practice whatever the booth's others are, says so, and is gone with its visitor. */
static void
test_try_it (Fixture *fixture, gconstpointer data)
{
  const KmzbTally *tally = kmzb_store_get_tally (kmzb_booth_get_store (fixture->booth));
  GtkWidget *window = GTK_WIDGET (fixture->window);

  touch (fixture, "How the map works");
  g_assert_cmpint (kmzb_window_get_screen (fixture->window), ==, KMZB_SCREEN_LEARN);
  for (guint i = 0; i < 5; i++)
    {
      touch (fixture, "Next");
      driver_wait (300); /* the card before slides away */
    }
  g_assert_false (shows (window, "PRACTICE MODE. Nothing will be sent"));
  touch (fixture, "Try it");
  g_assert_true (shows (window, "PRACTICE MODE. Nothing will be sent"));
  touch (fixture, "I understand, next");
  touch (fixture, "No, it is not urgent");
  touch (fixture, "Here it is");
  touch (fixture, "Improper parking");
  wait_for (fixture, "Next");
  touch (fixture, "Next");
  touch (fixture, "Save the report");
  wait_for (fixture, "Try once more");
  g_assert_true (shows (window, "PRACTICE MODE. Nothing will be sent"));
  g_assert_cmpuint (tally->practice, ==, 1);
  g_assert_cmpuint (tally->saved, ==, 0);
  touch (fixture, "Back to the map");
  g_assert_false (shows (window, "PRACTICE MODE. Nothing will be sent"));
  pass (fixture, 80);
  assert_start (fixture);
}

int
main (int argc, char **argv)
{
  shell_test_init (&argc, &argv);

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/kiosk/session/look-and-leave", test_look_and_leave);
  ADD ("/kiosk/session/finish-asks-inside-a-draft", test_finish_asks_inside_a_draft);
  ADD ("/kiosk/session/back-out-of-the-first-page", test_back_out_of_the_first_page);
  ADD ("/kiosk/session/another-catalogue-leaves-the-draft", test_another_catalogue_leaves_the_draft);
  ADD ("/kiosk/session/language-keeps-the-draft", test_language_keeps_the_draft);
  ADD ("/kiosk/session/language-of-nobody", test_language_of_nobody);
  ADD ("/kiosk/session/silence-ends-the-visit", test_silence_ends_the_visit);
  ADD ("/kiosk/session/touch-beside-the-question", test_touch_beside_the_question);
  ADD ("/kiosk/session/saved-without-internet", test_saved_without_internet);
  ADD ("/kiosk/session/saved-and-left", test_saved_and_left);
  g_test_add ("/kiosk/session/practice-switched", Fixture, NULL, set_up, test_practice_switched, tear_down);
  g_test_add ("/kiosk/session/try-it", Fixture, NULL, set_up, test_try_it, tear_down);
  g_test_add ("/kiosk/session/practice-sends-nothing", Fixture, "practice", set_up, test_practice_sends_nothing,
              tear_down);
  return g_test_run ();
}
