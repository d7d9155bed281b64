/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "driver.h"

#include "kmzb-confirmer.h"
#include "wait.h"

#include <string.h>

/* 2026-05-28 in the afternoon */
#define NOW_US (G_GINT64_CONSTANT (1780000000) * G_USEC_PER_SEC)
#define OFFER "Is it about this threat?"

static char *pack_folder;
static KmzbPack *pack;

typedef struct
{
  guint n_saved;
  KmzbReport *report;
} Heard;

static void
on_saved (KmzbReportFlow *flow, KmzbReport *report, Heard *heard)
{
  heard->n_saved++;
  g_clear_pointer (&heard->report, kmzb_report_unref);
  heard->report = kmzb_report_ref (report);
}

static Driver *
start (Heard *heard, KmzbThreats *threats)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (NOW_US);
  Driver *driver = driver_new (clock, pack, 1280, 800);

  memset (heard, 0, sizeof *heard);
  kmzb_report_context_set_threats (driver->context, threats);
  g_signal_connect (driver->flow, "saved", G_CALLBACK (on_saved), heard);
  driver_walk_to (driver, KMZB_REPORT_STEP_DETAILS);
  return driver;
}

static void
stop (Driver *driver, Heard *heard)
{
  g_clear_pointer (&heard->report, kmzb_report_unref);
  driver_free (driver);
}

static gboolean
comes_to_show (Driver *driver, const char *text)
{
  for (int i = 0; i < 400 && !driver_shows (driver, text); i++)
    driver_wait (10);
  return driver_shows (driver, text);
}

static void
write_text (Driver *driver, const char *text)
{
  GtkWidget *view = driver_find_on_page (driver, GTK_TYPE_TEXT_VIEW);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

/* Each category says what helps with it. */
static void
test_hint (void)
{
  Heard heard;
  Driver *driver = start (&heard, NULL);

  g_assert_true (driver_shows (driver, "Where exactly are the cars?"));
  driver_touch (driver, "Back");
  driver_touch (driver, "Speeding");
  g_assert_true (driver_shows (driver, "On which stretch?"));
  stop (driver, &heard);
}

/* A day from the month: it becomes the date, and "Back" out of the month changes nothing. */
static void
test_calendar (void)
{
  Heard heard;
  Driver *driver = start (&heard, NULL);

  driver_touch (driver, "Another day");
  g_assert_true (driver_shows (driver, "Which day was it?"));
  g_assert_false (driver_shows (driver, "When does it usually happen?"));
  driver_touch (driver, "Back");
  g_assert_true (driver_shows (driver, "When does it usually happen?"));
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);

  driver_touch (driver, "Another day");
  g_assert_true (driver_shows (driver, "May 2026"));
  g_signal_emit_by_name (driver_find (driver, "7"), "clicked");
  driver_settle ();
  g_assert_true (driver_shows (driver, "Thursday, 7 May"));
  driver_touch (driver, "Another day"); /* touched again it takes the date away */
  g_assert_false (driver_shows (driver, "Thursday, 7 May"));

  driver_touch (driver, "Another day");
  g_assert_false (gtk_widget_get_sensitive (driver_find (driver, "29"))); /* tomorrow */
  g_signal_emit_by_name (driver_find (driver, "28"), "clicked");                       /* today is today, however chosen */
  driver_settle ();
  driver_touch (driver, "Next");
  driver_touch (driver, "Save the report");
  driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);
  g_assert_cmpstr (heard.report->observed_date, ==, "2026-05-28");
  stop (driver, &heard);
}

/* Told once for each kind, and never an obstacle. */
static void
test_personal_data (void)
{
  Heard heard;
  Driver *driver = start (&heard, NULL);

  write_text (driver, "Pytać pana Jana, 600 123 456");
  driver_touch (driver, "Next");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
  g_assert_true (driver_shows (driver, "This looks like a phone number."));
  driver_touch (driver, "Next");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Change the description");
  write_text (driver, "Pytać pana Jana, 600 123 456, a@b.pl");
  driver_touch (driver, "Next");
  g_assert_true (driver_shows (driver, "This looks like an e-mail address."));
  write_text (driver, "Auta stoją na chodniku");
  g_assert_false (driver_shows (driver, "This looks like"));
  driver_touch (driver, "Next");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  stop (driver, &heard);
}

static KmzbThreats *
one_threat (const char *category, double metres_north)
{
  KmzbThreats *threats = kmzb_threats_new ();

  g_assert_true (kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "7", category, KMZB_STATUS_NEW,
                                   (KmzbPoint){ 50.0 + metres_north / 111195, 20.0 }, NOW_US, NOW_US));
  return threats;
}

/* The server's answer to all that waits. */
static void
answer (KmzbStore *store, KmzbReportState state)
{
  g_autoptr (GPtrArray) settlements = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_settlement_free);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GAsyncResult) claimed = NULL, settled = NULL;
  g_autoptr (GError) error = NULL;
  gint64 due;

  kmzb_store_claim_async (store, 100, G_MAXINT64, NULL, wait_take_result, &claimed);
  items = kmzb_store_claim_finish (store, wait_for_result (&claimed), &due, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < items->len; i++)
    {
      KmzbSettlement *settlement = kmzb_settlement_new (((KmzbOutboxItem *) items->pdata[i])->seq, state);

      settlement->server_id = state == KMZB_REPORT_RECEIVED ? g_strdup ("server-1") : NULL;
      g_ptr_array_add (settlements, settlement);
    }
  kmzb_store_settle_async (store, settlements, NULL, wait_take_result, &settled);
  g_assert_true (kmzb_store_settle_finish (store, wait_for_result (&settled), &error));
  g_assert_no_error (error);
}

/* "We will send it" stands there for as long as that is so, also in another language. */
static void
test_saved_and_sent (void)
{
  Heard heard;
  Driver *driver = start (&heard, NULL);

  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Save the report");
  driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);
  g_assert_true (driver_shows (driver, "We will send it when there is internet."));
  answer (driver->store, KMZB_REPORT_RECEIVED);
  g_assert_true (comes_to_show (driver, "We have saved your report and sent it."));
  kmzb_report_flow_rebuild (driver->flow);
  g_assert_true (comes_to_show (driver, "We have saved your report and sent it."));

  /* One that comes back was not sent. */
  kmzb_report_flow_start (driver->flow, (KmzbPoint){ 50.0, 20.0 }, 16);
  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Save the report");
  driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);
  answer (driver->store, KMZB_REPORT_REFUSED);
  while (kmzb_store_get_tally (driver->store)->refused == 0)
    driver_wait (5);
  g_assert_true (driver_shows (driver, "We will send it when there is internet."));
  stop (driver, &heard);
}

/* What is meant has been reported already: one confirmation is saved in the place of a second report, and the same
 * visitor is not asked for it again. */
static void
test_similar_confirmed (void)
{
  g_autoptr (KmzbThreats) threats = one_threat ("nieprawidlowe-parkowanie", 42);
  Heard heard;
  Driver *driver = start (&heard, threats);

  g_assert_true (comes_to_show (driver, OFFER));
  g_assert_true (driver_shows (driver, "Reported on 28 May 2026, 40 m from here."));
  driver_touch (driver, "Yes, I confirm it");
  driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);
  g_assert_true (driver_shows (driver, "We have saved your confirmation."));
  g_assert_cmpuint (heard.n_saved, ==, 1);
  g_assert_cmpstr (heard.report->confirms, ==, "7");
  g_assert_cmpuint (kmzb_store_get_tally (driver->store)->saved, ==, 1);

  kmzb_report_flow_start (driver->flow, (KmzbPoint){ 50.0, 20.0 }, 16);
  driver_walk_to (driver, KMZB_REPORT_STEP_DETAILS);
  driver_wait (100);
  g_assert_false (driver_shows (driver, OFFER));
  driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Save the report");
  driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);
  g_assert_null (heard.report->confirms);
  g_assert_true (driver_shows (driver, "We have saved your report."));

  kmzb_report_flow_reset (driver->flow);
  kmzb_confirmer_forget (driver->context->confirmer); /* the next visitor may mean it too */
  kmzb_report_flow_start (driver->flow, (KmzbPoint){ 50.0, 20.0 }, 16);
  driver_walk_to (driver, KMZB_REPORT_STEP_DETAILS);
  g_assert_true (comes_to_show (driver, OFFER));
  stop (driver, &heard);
}

/* No obstacle for who means another thing; nor offered for another kind, nor for what is too far. */
static void
test_similar_passed (void)
{
  g_autoptr (KmzbThreats) near = one_threat ("nieprawidlowe-parkowanie", 42);
  g_autoptr (KmzbThreats) far = one_threat ("nieprawidlowe-parkowanie", 110);
  Heard heard;
  Driver *driver = start (&heard, near);

  g_assert_true (comes_to_show (driver, OFFER));
  driver_touch (driver, "Next");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Change the category");
  driver_touch (driver, "Speeding");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Change the description");
  g_assert_false (driver_shows (driver, OFFER));
  stop (driver, &heard);

  driver = start (&heard, far);
  driver_wait (100);
  g_assert_false (driver_shows (driver, OFFER));
  stop (driver, &heard);
}

/* Nobody is told that something is 0 metres away. */
static void
test_similar_here (void)
{
  g_autoptr (KmzbThreats) here = one_threat ("nieprawidlowe-parkowanie", 0);
  Heard heard;
  Driver *driver = start (&heard, here);

  g_assert_true (comes_to_show (driver, OFFER));
  g_assert_true (driver_shows (driver, "Reported on 28 May 2026, in this very place."));
  stop (driver, &heard);
}

/* A confirmation that can't be written: told, and the visitor stays where he is with all he said. */
static void
test_similar_not_saved (void)
{
  g_autoptr (KmzbThreats) threats = one_threat ("nieprawidlowe-parkowanie", 42);
  Heard heard;
  Driver *driver = start (&heard, threats);

  g_assert_true (comes_to_show (driver, OFFER));
  write_text (driver, "Za rogiem");
  g_test_expect_message ("kmzb-report", G_LOG_LEVEL_WARNING, "Can't save a confirmation*");
  kmzb_store_close (driver->store);
  driver_touch (driver, "Yes, I confirm it");
  g_assert_true (comes_to_show (driver, "We could not save the report."));
  g_test_assert_expected_messages ();
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_DETAILS);
  g_assert_cmpuint (heard.n_saved, ==, 0);
  stop (driver, &heard);
}

/* Meanwhile it has gone from the map: the visitor hears so, and goes on with a report of his own. */
static void
test_similar_gone (void)
{
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  Heard heard;
  Driver *driver;

  g_assert_true (kmzb_threats_add_stored (threats, 7, KMZB_THREAT_SOURCE_PEOPLE, "nieprawidlowe-parkowanie",
                                          KMZB_STATUS_NEW, (KmzbPoint){ 50.0, 20.0 }, NOW_US, NOW_US));
  driver = start (&heard, threats);
  g_assert_true (comes_to_show (driver, OFFER));
  write_text (driver, "Za rogiem");
  driver_touch (driver, "Yes, I confirm it");
  g_assert_true (comes_to_show (driver, "That threat is not on the map any more."));
  g_assert_false (driver_shows (driver, OFFER));
  g_assert_cmpuint (heard.n_saved, ==, 0);
  driver_touch (driver, "Next");
  g_assert_cmpint (kmzb_report_flow_get_step (driver->flow), ==, KMZB_REPORT_STEP_CHECK);
  driver_touch (driver, "Save the report");
  driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);
  g_assert_null (heard.report->confirms);
  stop (driver, &heard);
}

/* The sixth report of one visitor is saved like the others, with a mark for the officer; the next visitor's is not. */
static void
test_burst (void)
{
  Heard heard;
  Driver *driver = start (&heard, NULL);

  for (int i = 1; i <= 7; i++)
    {
      if (i == 7)
        kmzb_report_flow_reset (driver->flow);
      if (i > 1)
        kmzb_report_flow_start (driver->flow, (KmzbPoint){ 50.0, 20.0 }, 16);
      kmzb_clock_advance (driver->clock, 11 * 60 * G_USEC_PER_SEC); /* the spot is forgotten, the visitor is not */
      driver_walk_to (driver, KMZB_REPORT_STEP_CHECK);
      driver_touch (driver, "Save the report");
      driver_wait_for (driver, KMZB_REPORT_STEP_SAVED);
      g_assert_cmpint (heard.report->burst, ==, i == 6);
    }
  g_assert_cmpuint (kmzb_store_get_tally (driver->store)->saved, ==, 7);
  stop (driver, &heard);
}

int
main (int argc, char **argv)
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  pack_folder = g_dir_make_tmp ("kmzb-details-XXXXXX", NULL);
  pack = driver_make_pack (pack_folder);
  g_test_add_func ("/report/details/hint", test_hint);
  g_test_add_func ("/report/details/calendar", test_calendar);
  g_test_add_func ("/report/details/personal-data", test_personal_data);
  g_test_add_func ("/report/details/saved-and-sent", test_saved_and_sent);
  g_test_add_func ("/report/details/similar-confirmed", test_similar_confirmed);
  g_test_add_func ("/report/details/similar-here", test_similar_here);
  g_test_add_func ("/report/details/similar-passed", test_similar_passed);
  g_test_add_func ("/report/details/similar-not-saved", test_similar_not_saved);
  g_test_add_func ("/report/details/similar-gone", test_similar_gone);
  g_test_add_func ("/report/details/burst", test_burst);
  result = g_test_run ();
  g_object_unref (pack);
  driver_remove_folder (pack_folder);
  g_free (pack_folder);
  return result;
}
