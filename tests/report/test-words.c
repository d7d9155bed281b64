/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report-words.h"
#include "kmzb-saved-page.h"

/* 2026-03-29 00:30 UTC: half an hour before Warsaw's clocks jump, and already Sunday there. */
#define SPRING_US (G_GINT64_CONSTANT (1774744200) * G_USEC_PER_SEC)

static void
check_times (guint parts, guint days, const char *expected)
{
  g_autofree char *words = kmzb_words_times (parts, days);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_times (void)
{
  check_times (0, 0, NULL);
  check_times (KMZB_DAY_PART_NIGHT, 0, "At night");
  check_times (KMZB_DAY_PART_NIGHT | KMZB_DAY_PART_MORNING, 0, "In the morning, at night");
  check_times (KMZB_DAY_PART_EVENING, 1 << 0 | 1 << 6, "In the evening; Monday, Sunday");
  check_times (0, 1 << 4, "Friday");
}

/* Every flag of the model has words of its own. */
static void
test_day_parts (void)
{
  guint seen = 0;

  for (guint i = 0; i < KMZB_N_DAY_PARTS; i++)
    seen |= 1u << kmzb_words_shown_day_part (i);
  g_assert_cmpuint (seen, ==, (1u << KMZB_N_DAY_PARTS) - 1);
  g_assert_cmpstr (kmzb_words_day_part (0), ==, "At night");
  g_assert_cmpstr (kmzb_words_day_part (4), ==, "In the evening");
}

static void
test_date_words (void)
{
  g_autofree char *friday = kmzb_words_date ("2026-11-20");
  g_autofree char *leap = kmzb_words_date ("2028-02-29");

  g_assert_cmpstr (friday, ==, "Friday, 20 November");
  g_assert_cmpstr (leap, ==, "Tuesday, 29 February");
}

static void
test_day (void)
{
  g_autofree char *spring = kmzb_words_day (SPRING_US);
  g_autofree char *midnight = kmzb_words_day (G_GINT64_CONSTANT (1767222000000000)); /* 23:00 UTC in winter */

  g_assert_cmpstr (spring, ==, "29 March 2026");
  g_assert_cmpstr (midnight, ==, "1 January 2026"); /* where the booth stands, not in Greenwich */
}

static void
test_days_ago (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (SPRING_US);
  g_autofree char *today = kmzb_date_days_ago (clock, 0);
  g_autofree char *yesterday = kmzb_date_days_ago (clock, 1);
  g_autofree char *year_ago = kmzb_date_days_ago (clock, 365);

  g_assert_cmpstr (today, ==, "2026-03-29");
  g_assert_cmpstr (yesterday, ==, "2026-03-28");
  g_assert_cmpint (kmzb_date_get_days_ago (clock, today), ==, 0);
  g_assert_cmpint (kmzb_date_get_days_ago (clock, yesterday), ==, 1);
  g_assert_cmpint (kmzb_date_get_days_ago (clock, year_ago), ==, 365);
  g_assert_cmpint (kmzb_date_get_days_ago (clock, "2026-03-30"), ==, -1);
  g_assert_cmpint (kmzb_date_get_days_ago (clock, "2026-02-30"), ==, -1);
  g_assert_cmpint (kmzb_date_get_days_ago (clock, NULL), ==, -1);
}

static void
test_link (void)
{
  g_autofree char *link = kmzb_saved_page_make_link ("https://kmzb.example/z/", "4K72MX9QD");
  g_autofree char *number = kmzb_saved_page_make_link (NULL, "4K72MX9QD");

  g_assert_cmpstr (link, ==, "https://kmzb.example/z/4K72MX9QD");
  g_assert_cmpstr (number, ==, "4K7-2MX-9QD");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/times", test_times);
  g_test_add_func ("/words/day-parts", test_day_parts);
  g_test_add_func ("/words/date", test_date_words);
  g_test_add_func ("/words/day", test_day);
  g_test_add_func ("/words/days-ago", test_days_ago);
  g_test_add_func ("/words/link", test_link);
  return g_test_run ();
}
