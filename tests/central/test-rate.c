/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-rate.h"

#include <glib.h>

#define SECOND ((gint64) G_USEC_PER_SEC)

static guint
take_all (KmzbRate *rate, const char *name, gint64 now_us)
{
  guint n = 0;

  while (n < 1000 && kmzb_rate_take (rate, name, now_us, NULL))
    n++;
  return n;
}

static void
test_fills_again (void)
{
  g_autoptr (KmzbRate) rate = kmzb_rate_new (5, 0.5, 10);
  guint wait = 0;

  g_assert_cmpuint (take_all (rate, "a", 0), ==, 5);
  g_assert_cmpuint (take_all (rate, "b", 0), ==, 5);
  g_assert_false (kmzb_rate_take (rate, "a", SECOND, &wait));
  g_assert_cmpuint (wait, ==, 1);
  g_assert_false (kmzb_rate_take (rate, "a", 0, &wait));
  g_assert_cmpuint (wait, ==, 1);
  g_assert_true (kmzb_rate_take (rate, "a", 2 * SECOND + 1, NULL));
  g_assert_false (kmzb_rate_take (rate, "a", 2 * SECOND + 1, &wait));
  g_assert_cmpuint (wait, ==, 2);
  /* Never more than at the start, however long nothing came. */
  g_assert_cmpuint (take_all (rate, "a", 1000000 * SECOND), ==, 5);
}

/* Any number of names needs no more than the table; who is not told apart shares what is left. */
static void
test_many_names (void)
{
  g_autoptr (KmzbRate) rate = kmzb_rate_new (2, 1, 10);

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_assert_cmpuint (take_all (rate, name, 0), ==, 2);
    }
  g_assert_cmpuint (take_all (rate, "x", 0), ==, 2);
  g_assert_cmpuint (take_all (rate, "y", 0), ==, 0);
  g_assert_cmpuint (take_all (rate, "3", 0), ==, 0);
  /* Later those who are at rest make room. */
  g_assert_cmpuint (take_all (rate, "y", 10 * SECOND), ==, 2);
  g_assert_cmpuint (take_all (rate, "z", 10 * SECOND), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/central/rate/fills-again", test_fills_again);
  g_test_add_func ("/central/rate/many-names", test_many_names);
  return g_test_run ();
}
