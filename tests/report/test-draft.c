/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-number.h"
#include "kmzb-report-draft.h"
#include "kmzb-uuid.h"
#include "kmzb-validate.h"

#define NOW_US (G_GINT64_CONSTANT (1780000000) * G_USEC_PER_SEC)

static KmzbReportDraft *
new_draft (KmzbClock **clock)
{
  *clock = kmzb_clock_new_manual (NOW_US);
  return kmzb_report_draft_new (*clock);
}

static void
test_identity (void)
{
  g_autoptr (KmzbClock) clock = NULL;
  g_autoptr (KmzbReportDraft) draft = new_draft (&clock);
  g_autofree char *id = g_strdup (kmzb_report_draft_get_id (draft));
  g_autofree char *number = g_strdup (kmzb_report_draft_get_number (draft));
  g_autofree char *parsed = kmzb_number_parse (number);

  g_assert_true (kmzb_uuid_is_valid (id));
  g_assert_cmpstr (parsed, ==, number);

  /* Answers, time and a failed save change nothing about which report it is. */
  kmzb_report_draft_set_category (draft, "akty-wandalizmu");
  kmzb_clock_advance (clock, G_USEC_PER_SEC);
  g_autoptr (KmzbReport) first = kmzb_report_draft_make_report (draft, FALSE);
  g_autoptr (KmzbReport) second = kmzb_report_draft_make_report (draft, FALSE);
  g_assert_cmpstr (first->id, ==, id);
  g_assert_cmpstr (second->id, ==, id);
  g_assert_cmpstr (second->number, ==, number);

  kmzb_report_draft_clear (draft);
  g_assert_cmpstr (kmzb_report_draft_get_id (draft), !=, id);
  g_assert_cmpstr (kmzb_report_draft_get_number (draft), !=, number);
}

static void
test_report (void)
{
  g_autoptr (KmzbClock) clock = NULL;
  g_autoptr (KmzbReportDraft) draft = new_draft (&clock);
  g_autoptr (KmzbReport) report = NULL;

  g_assert_true (kmzb_report_draft_is_empty (draft));
  kmzb_report_draft_set_place (draft, (KmzbPoint){ 50.5, 20.25 }, "ul. Lipowa 7");
  g_assert_false (kmzb_report_draft_is_empty (draft));
  kmzb_report_draft_set_category (draft, "akty-wandalizmu");
  kmzb_report_draft_set_day_parts (draft, KMZB_DAY_PART_NIGHT | KMZB_DAY_PART_EVENING);
  kmzb_report_draft_set_week_days (draft, 1 << 4);
  kmzb_report_draft_set_observed_date (draft, "2026-05-01");
  kmzb_report_draft_set_description (draft, "  Ktoś\tmaluje\r\nściany \n");
  kmzb_clock_advance (clock, 5 * G_USEC_PER_SEC);

  report = kmzb_report_draft_make_report (draft, TRUE);
  g_assert_cmpfloat (report->place.lat, ==, 50.5);
  g_assert_cmpfloat (report->place.lon, ==, 20.25);
  g_assert_cmpstr (report->address, ==, "ul. Lipowa 7");
  g_assert_cmpstr (report->category, ==, "akty-wandalizmu");
  g_assert_cmpuint (report->day_parts, ==, KMZB_DAY_PART_NIGHT | KMZB_DAY_PART_EVENING);
  g_assert_cmpuint (report->week_days, ==, 1 << 4);
  g_assert_cmpstr (report->observed_date, ==, "2026-05-01");
  g_assert_cmpstr (report->description, ==, "Ktoś maluje\nściany");
  g_assert_cmpint (report->saved_us, ==, NOW_US + 5 * G_USEC_PER_SEC);
  g_assert_true (report->practice);
}

static void
test_clear (void)
{
  g_autoptr (KmzbClock) clock = NULL;
  g_autoptr (KmzbReportDraft) draft = new_draft (&clock);
  g_autoptr (KmzbReport) report = NULL;
  KmzbPoint place;

  kmzb_report_draft_set_place (draft, (KmzbPoint){ 50, 20 }, "ul. Lipowa 7");
  kmzb_report_draft_set_description (draft, "tajne");
  kmzb_report_draft_clear (draft);

  g_assert_true (kmzb_report_draft_is_empty (draft));
  g_assert_false (kmzb_report_draft_get_place (draft, &place));
  report = kmzb_report_draft_make_report (draft, FALSE);
  g_assert_null (report->description);
  g_assert_null (report->address);
  g_assert_null (report->category);
}

/* Nothing but white space is no description: a category that needs one is not answered by it. */
static void
test_empty_description (void)
{
  g_autoptr (KmzbClock) clock = NULL;
  g_autoptr (KmzbReportDraft) draft = new_draft (&clock);

  kmzb_report_draft_set_description (draft, " \n\t ");
  g_assert_null (kmzb_report_draft_get_description (draft));
  g_assert_true (kmzb_report_draft_is_empty (draft));
  kmzb_report_draft_set_description (draft, "x");
  kmzb_report_draft_set_description (draft, "");
  g_assert_null (kmzb_report_draft_get_description (draft));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/identity", test_identity);
  g_test_add_func ("/draft/report", test_report);
  g_test_add_func ("/draft/clear", test_clear);
  g_test_add_func ("/draft/empty-description", test_empty_description);
  return g_test_run ();
}
