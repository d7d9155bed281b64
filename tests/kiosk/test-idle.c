/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-idle.h"

typedef struct
{
  KmzbClock *clock;
  KmzbIdle *idle;
  guint asked;
  guint answered;
  guint expired;
  guint ticks;
  guint seconds_left;
} Fixture;

static void
count (guint *counter)
{
  ++*counter;
}

static void
on_tick (KmzbIdle *idle, guint seconds, Fixture *fixture)
{
  fixture->ticks++;
  fixture->seconds_left = seconds;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = kmzb_clock_new_manual (0);
  fixture->idle = kmzb_idle_new (fixture->clock, 60, 20);
  g_signal_connect_swapped (fixture->idle, "ask", G_CALLBACK (count), &fixture->asked);
  g_signal_connect_swapped (fixture->idle, "answered", G_CALLBACK (count), &fixture->answered);
  g_signal_connect_swapped (fixture->idle, "expired", G_CALLBACK (count), &fixture->expired);
  g_signal_connect (fixture->idle, "tick", G_CALLBACK (on_tick), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->idle);
  g_object_unref (fixture->clock);
}

static void
pass (Fixture *fixture, guint seconds)
{
  for (guint i = 0; i < seconds; i++)
    {
      kmzb_clock_advance (fixture->clock, G_USEC_PER_SEC);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static void
test_asks_then_expires (Fixture *fixture, gconstpointer data)
{
  kmzb_idle_start (fixture->idle);
  pass (fixture, 59);
  g_assert_cmpuint (fixture->asked, ==, 0);
  pass (fixture, 1);
  g_assert_cmpuint (fixture->asked, ==, 1);
  g_assert_cmpint (kmzb_idle_get_state (fixture->idle), ==, KMZB_IDLE_ASKING);
  pass (fixture, 19);
  g_assert_cmpuint (fixture->expired, ==, 0);
  g_assert_cmpuint (fixture->ticks, ==, 19);
  g_assert_cmpuint (fixture->seconds_left, ==, 1);
  pass (fixture, 1);
  g_assert_cmpuint (fixture->expired, ==, 1);
  g_assert_cmpint (kmzb_idle_get_state (fixture->idle), ==, KMZB_IDLE_OFF);
  pass (fixture, 300);
  g_assert_cmpuint (fixture->expired, ==, 1);
  g_assert_cmpuint (fixture->asked, ==, 1);
}

static void
test_patience (Fixture *fixture, gconstpointer data)
{
  kmzb_idle_start (fixture->idle);
  pass (fixture, 50);
  kmzb_idle_set_patience (fixture->idle, 3); /* by a touch of now */
  pass (fixture, 179);
  g_assert_cmpuint (fixture->asked, ==, 0);
  pass (fixture, 1);
  g_assert_cmpuint (fixture->asked, ==, 1);
  g_assert_cmpuint (kmzb_idle_get_answer_seconds (fixture->idle), ==, 60);
  pass (fixture, 59);
  g_assert_cmpuint (fixture->expired, ==, 0);
  pass (fixture, 1);
  g_assert_cmpuint (fixture->expired, ==, 1);

  kmzb_idle_set_patience (fixture->idle, 1); /* nobody is here: nothing begins */
  pass (fixture, 300);
  g_assert_cmpuint (fixture->asked, ==, 1);
}

static void
test_touch_prolongs (Fixture *fixture, gconstpointer data)
{
  kmzb_idle_start (fixture->idle);
  for (int i = 0; i < 5; i++)
    {
      pass (fixture, 59);
      kmzb_idle_touch (fixture->idle);
    }
  g_assert_cmpuint (fixture->asked, ==, 0);
  pass (fixture, 59);
  g_assert_cmpuint (fixture->asked, ==, 0);
  pass (fixture, 2);
  g_assert_cmpuint (fixture->asked, ==, 1);
}

static void
test_answers_without_limit (Fixture *fixture, gconstpointer data)
{
  kmzb_idle_start (fixture->idle);
  for (guint i = 1; i <= 12; i++)
    {
      pass (fixture, 60 + 19);
      g_assert_cmpuint (fixture->asked, ==, i);
      kmzb_idle_answer (fixture->idle);
      g_assert_cmpuint (fixture->answered, ==, i);
    }
  g_assert_cmpuint (fixture->expired, ==, 0);
}

static void
test_touch_is_no_answer (Fixture *fixture, gconstpointer data)
{
  kmzb_idle_start (fixture->idle);
  pass (fixture, 61);
  kmzb_idle_touch (fixture->idle);
  pass (fixture, 20);
  g_assert_cmpuint (fixture->expired, ==, 1);
}

static void
test_stopped_stays_silent (Fixture *fixture, gconstpointer data)
{
  kmzb_idle_touch (fixture->idle);
  kmzb_idle_answer (fixture->idle);
  pass (fixture, 100);
  kmzb_idle_start (fixture->idle);
  pass (fixture, 61);
  kmzb_idle_stop (fixture->idle);
  pass (fixture, 100);
  g_assert_cmpuint (fixture->asked, ==, 1);
  g_assert_cmpuint (fixture->expired, ==, 0);
  g_assert_cmpuint (fixture->answered, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/kiosk/idle/asks-then-expires", test_asks_then_expires);
  ADD ("/kiosk/idle/touch-prolongs", test_touch_prolongs);
  ADD ("/kiosk/idle/patience", test_patience);
  ADD ("/kiosk/idle/answers-without-limit", test_answers_without_limit);
  ADD ("/kiosk/idle/touch-is-no-answer", test_touch_is_no_answer);
  ADD ("/kiosk/idle/stopped-stays-silent", test_stopped_stays_silent);
  return g_test_run ();
}
