/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From when the map's periods count back. */
#include "driver.h"
#include "kmzb-language.h"
#include "kmzb-map-choice.h"
#include "shell-test.h"

#define NOW_US G_GINT64_CONSTANT (1790000000000000)
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static void
wait_for_shown (KmzbMapView *map_view, guint n)
{
  for (int i = 0; i < 1000 && kmzb_map_view_count_shown (map_view) != n; i++)
    driver_wait (5);
  g_assert_cmpuint (kmzb_map_view_count_shown (map_view), ==, n);
}

/* A clock of years ago does not make everything "of the last 30 days": they end where the map's news end. A clock that
 * is later than the news is believed. */
static void
test_clock (gconstpointer behind_us)
{
  gint64 clock_us = NOW_US - *(const gint64 *) behind_us;
  gint64 today_us = MAX (clock_us, NOW_US);
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (clock_us);
  Driver *driver = driver_new (clock, NULL, 1200, 780);
  KmzbMapView *map_view = KMZB_MAP_VIEW (g_object_ref_sink (kmzb_map_view_new ()));
  g_autoptr (KmzbMapChoice) choice = kmzb_map_choice_new (map_view, driver->context);
  g_autoptr (KmzbThreats) threats = kmzb_threats_new ();
  KmzbFilterChoice month = { .period = KMZB_PERIOD_MONTH };

  g_assert_cmpint (kmzb_map_choice_get_now_us (choice), ==, clock_us);
  for (guint i = 0; i < 4; i++)
    kmzb_threats_add (threats, KMZB_THREAT_SOURCE_PEOPLE, "018f0000-0000-7000-8000-00000000000a", "zebractwo",
                      KMZB_STATUS_NEW, (KmzbPoint){ 50, 20 }, NOW_US - (20 * i + 1) * DAY_US, NOW_US - 20 * i * DAY_US);
  kmzb_threats_sort (threats);
  kmzb_map_view_set_threats (map_view, threats);
  wait_for_shown (map_view, 4);
  g_assert_cmpint (kmzb_map_choice_get_now_us (choice), ==, today_us);
  kmzb_map_choice_set_filter (choice, &month);
  wait_for_shown (map_view, today_us == NOW_US ? 2 : 1);
  g_clear_object (&choice);
  g_object_unref (map_view);
  driver_free (driver);
}

int
main (int argc, char **argv)
{
  static const gint64 right = 0, years_ago = 2000 * DAY_US, in_ten_days = -10 * DAY_US;

  shell_test_init (&argc, &argv);
  kmzb_language_set ("en");

  g_test_add_data_func ("/kiosk/periods/right", &right, test_clock);
  g_test_add_data_func ("/kiosk/periods/years-ago", &years_ago, test_clock);
  g_test_add_data_func ("/kiosk/periods/in-ten-days", &in_ten_days, test_clock);
  return g_test_run ();
}
