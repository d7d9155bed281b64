/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-clock.h"

static gboolean
count_and_stop_at_three (gpointer data)
{
  guint *count = data;

  return ++*count < 3 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
run_pending (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_manual_stands_still (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (1000);

  g_assert_cmpint (kmzb_clock_get_real_us (clock), ==, 1000);
  g_usleep (2000);
  g_assert_cmpint (kmzb_clock_get_real_us (clock), ==, 1000);
  kmzb_clock_advance (clock, 5);
  g_assert_cmpint (kmzb_clock_get_real_us (clock), ==, 1005);
}

static void
test_set_real_leaves_monotonic (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (1000);
  gint64 before = kmzb_clock_get_monotonic_us (clock);

  kmzb_clock_set_real_us (clock, 7);
  g_assert_cmpint (kmzb_clock_get_real_us (clock), ==, 7);
  g_assert_cmpint (kmzb_clock_get_monotonic_us (clock), ==, before);
}

static void
test_timeout_follows_manual_clock (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (0);
  guint count = 0;

  kmzb_clock_add_timeout (clock, 1000, count_and_stop_at_three, &count);
  run_pending ();
  g_assert_cmpuint (count, ==, 0);
  kmzb_clock_advance (clock, 999 * 1000);
  run_pending ();
  g_assert_cmpuint (count, ==, 0);
  kmzb_clock_advance (clock, 1000);
  run_pending ();
  g_assert_cmpuint (count, ==, 1);
  for (int i = 0; i < 5; i++)
    {
      kmzb_clock_advance (clock, G_USEC_PER_SEC);
      run_pending ();
    }
  g_assert_cmpuint (count, ==, 3);
}

static gpointer
advance_later (gpointer clock)
{
  g_usleep (20000);
  kmzb_clock_advance (clock, G_USEC_PER_SEC);
  return NULL;
}

/* A loop that sleeps must wake when another thread moves the clock. */
static void
test_advance_wakes_sleeping_loop (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_manual (0);
  guint count = 2;

  kmzb_clock_add_timeout (clock, 500, count_and_stop_at_three, &count);
  GThread *thread = g_thread_new ("advance", advance_later, clock);
  while (count < 3)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

static gboolean
quit_loop (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
test_system_timeout_fires (void)
{
  g_autoptr (KmzbClock) clock = kmzb_clock_new_system ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  gint64 start = kmzb_clock_get_monotonic_us (clock);

  kmzb_clock_add_timeout (clock, 20, quit_loop, loop);
  g_main_loop_run (loop);
  g_assert_cmpint (kmzb_clock_get_monotonic_us (clock) - start, >=, 20000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/manual-stands-still", test_manual_stands_still);
  g_test_add_func ("/clock/set-real-leaves-monotonic", test_set_real_leaves_monotonic);
  g_test_add_func ("/clock/timeout-follows-manual-clock", test_timeout_follows_manual_clock);
  g_test_add_func ("/clock/advance-wakes-sleeping-loop", test_advance_wakes_sleeping_loop);
  g_test_add_func ("/clock/system-timeout-fires", test_system_timeout_fires);
  return g_test_run ();
}
