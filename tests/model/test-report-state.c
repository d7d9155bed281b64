/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report-state.h"
#include "kmzb-status.h"

static void
test_names_round_trip (void)
{
  for (guint i = 0; i < KMZB_N_REPORT_STATES; i++)
    {
      KmzbReportState back;

      g_assert_true (kmzb_report_state_from_string (kmzb_report_state_to_string (i), &back));
      g_assert_cmpuint (back, ==, i);
    }
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    {
      KmzbStatus back;

      g_assert_true (kmzb_status_from_slug (kmzb_status_to_slug (i), &back));
      g_assert_cmpuint (back, ==, i);
    }
}

static void
test_unknown_names (void)
{
  KmzbReportState state;
  KmzbStatus status;

  g_assert_false (kmzb_report_state_from_string ("lost", &state));
  g_assert_false (kmzb_report_state_from_string (NULL, &state));
  g_assert_false (kmzb_status_from_slug ("", &status));
}

static void
test_received_only_after_sending_or_doubt (void)
{
  for (guint from = 0; from < KMZB_N_REPORT_STATES; from++)
    {
      gboolean expected = from == KMZB_REPORT_SENDING || from == KMZB_REPORT_UNCERTAIN;

      g_assert_cmpint (kmzb_report_state_can_become (from, KMZB_REPORT_RECEIVED), ==, expected);
    }
}

static void
test_ends_and_practice (void)
{
  for (guint to = 0; to < KMZB_N_REPORT_STATES; to++)
    {
      g_assert_false (kmzb_report_state_can_become (KMZB_REPORT_RECEIVED, to));
      g_assert_false (kmzb_report_state_can_become (KMZB_REPORT_PRACTICE, to));
      g_assert_false (kmzb_report_state_can_become (to, KMZB_REPORT_PRACTICE));
    }
}

/* Every unsent report that is not being sent can get back into the queue. */
static void
test_nothing_is_stuck (void)
{
  const KmzbReportState unsent[]
      = { KMZB_REPORT_SENDING, KMZB_REPORT_UNCERTAIN, KMZB_REPORT_REFUSED, KMZB_REPORT_HELD };

  for (guint i = 0; i < G_N_ELEMENTS (unsent); i++)
    g_assert_true (kmzb_report_state_can_become (unsent[i], KMZB_REPORT_SAVED));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/names-round-trip", test_names_round_trip);
  g_test_add_func ("/state/unknown-names", test_unknown_names);
  g_test_add_func ("/state/received-only-after-sending-or-doubt", test_received_only_after_sending_or_doubt);
  g_test_add_func ("/state/ends-and-practice", test_ends_and_practice);
  g_test_add_func ("/state/nothing-is-stuck", test_nothing_is_stuck);
  return g_test_run ();
}
