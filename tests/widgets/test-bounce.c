/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-bounce.h"

/* Ten touches a second: the first is meant, those that fall on the next screen are not, until there was a pause. */
static void
test_burst (void)
{
  KmzbBounce bounce = { 0 };

  g_assert_false (kmzb_bounce_check (&bounce, 1000, 500, 500, 6));
  g_assert_false (kmzb_bounce_check (&bounce, 1100, 505, 498, 6)); /* same screen: the button itself knows */
  for (guint32 ms = 1200; ms <= 3000; ms += 100)
    g_assert_true (kmzb_bounce_check (&bounce, ms, 500, 500, 7));
  g_assert_false (kmzb_bounce_check (&bounce, 3000 + KMZB_BOUNCE_MS, 500, 500, 7));
  g_assert_false (kmzb_bounce_check (&bounce, 3100 + KMZB_BOUNCE_MS, 500, 500, 7));
}

/* Somebody quick who touches what is elsewhere on the new screen means it. */
static void
test_elsewhere (void)
{
  KmzbBounce bounce = { 0 };

  g_assert_false (kmzb_bounce_check (&bounce, 1000, 500, 500, 1));
  g_assert_false (kmzb_bounce_check (&bounce, 1150, 500, 500 + KMZB_BOUNCE_PX, 2));
  g_assert_false (kmzb_bounce_check (&bounce, 1250, 500, 500 + KMZB_BOUNCE_PX, 2));
  g_assert_true (kmzb_bounce_check (&bounce, 1350, 500, 500 + KMZB_BOUNCE_PX, 3));
}

/* The server's clock wraps after 49 days. */
static void
test_wrap (void)
{
  KmzbBounce bounce = { 0 };

  g_assert_false (kmzb_bounce_check (&bounce, G_MAXUINT32 - 50, 5, 5, 1));
  g_assert_true (kmzb_bounce_check (&bounce, 49, 5, 5, 2));
  g_assert_false (kmzb_bounce_check (&bounce, 49 + KMZB_BOUNCE_MS, 5, 5, 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounce/burst", test_burst);
  g_test_add_func ("/bounce/elsewhere", test_elsewhere);
  g_test_add_func ("/bounce/wrap", test_wrap);
  return g_test_run ();
}
