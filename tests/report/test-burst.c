/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-burst.h"

#include "kmzb-clock.h"

#define MINUTE_US (60 * G_USEC_PER_SEC)

static KmzbPoint
place_at (double metres_north)
{
  return (KmzbPoint){ 52.3 + metres_north / 111195.0, 19.9 };
}

/* Five reports of one visitor, a kilometre apart, are nobody's business; the sixth is marked, the next visitor's not. */
static void
test_session (void)
{
  g_autoptr (KmzbBurst) burst = kmzb_burst_new ();

  for (int i = 0; i < 5; i++)
    {
      g_assert_false (kmzb_burst_would (burst, place_at (i * 1000), i));
      kmzb_burst_note (burst, place_at (i * 1000), i);
    }
  g_assert_true (kmzb_burst_would (burst, place_at (9000), 6));
  kmzb_burst_begin_session (burst);
  g_assert_false (kmzb_burst_would (burst, place_at (9000), 7));
}

/* A spot is remembered over visitors, for ten minutes and no longer. */
static void
test_spot (void)
{
  g_autoptr (KmzbBurst) burst = kmzb_burst_new ();

  for (int i = 0; i < 3; i++)
    {
      g_assert_false (kmzb_burst_would (burst, place_at (i * 20), i * MINUTE_US));
      kmzb_burst_note (burst, place_at (i * 20), i * MINUTE_US);
      kmzb_burst_begin_session (burst);
    }
  g_assert_true (kmzb_burst_would (burst, place_at (20), 3 * MINUTE_US));
  g_assert_false (kmzb_burst_would (burst, place_at (120), 3 * MINUTE_US));
  g_assert_true (kmzb_burst_would (burst, place_at (20), 10 * MINUTE_US - 1));
  g_assert_false (kmzb_burst_would (burst, place_at (20), 10 * MINUTE_US));
}

/* Asking is not reporting: a save that failed and is tried again counts once. */
static void
test_asking_counts_nothing (void)
{
  g_autoptr (KmzbBurst) burst = kmzb_burst_new ();

  for (int i = 0; i < 40; i++)
    g_assert_false (kmzb_burst_would (burst, place_at (0), i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/burst/session", test_session);
  g_test_add_func ("/report/burst/spot", test_spot);
  g_test_add_func ("/report/burst/asking-counts-nothing", test_asking_counts_nothing);
  return g_test_run ();
}
