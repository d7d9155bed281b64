/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-lookup-brake.h"

/* Two misreadings cost nothing; then each miss makes the next wait twice as long, and no longer than five minutes. */
static void
test_grows (void)
{
  const guint waits[] = { 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300 };
  KmzbLookupBrake brake = { 0 };
  gint64 now_us = 7 * G_USEC_PER_SEC;

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      kmzb_lookup_brake_miss (&brake, now_us);
      g_assert_cmpuint (kmzb_lookup_brake_get_wait_s (&brake, now_us), ==, waits[i]);
      now_us += waits[i] * G_USEC_PER_SEC;
      g_assert_cmpuint (kmzb_lookup_brake_get_wait_s (&brake, now_us), ==, 0);
    }
}

/* However long somebody goes on, nothing overflows and nothing is let through. */
static void
test_never_gives_in (void)
{
  KmzbLookupBrake brake = { 0 };

  for (guint i = 0; i < 100000; i++)
    kmzb_lookup_brake_miss (&brake, 0);
  g_assert_cmpuint (kmzb_lookup_brake_get_wait_s (&brake, 0), ==, KMZB_LOOKUP_LONGEST_WAIT_S);
  g_assert_cmpuint (kmzb_lookup_brake_get_wait_s (&brake, 299 * G_USEC_PER_SEC + 1), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk/lookup-brake/grows", test_grows);
  g_test_add_func ("/kiosk/lookup-brake/never-gives-in", test_never_gives_in);
  return g_test_run ();
}
