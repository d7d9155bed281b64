/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-time.h"

static void
test_format (void)
{
  g_autofree char *epoch = kmzb_time_format_w3c (0);
  g_autofree char *later = kmzb_time_format_w3c (1777629600999999);

  g_assert_cmpstr (epoch, ==, "1970-01-01T00:00:00Z");
  g_assert_cmpstr (later, ==, "2026-05-01T10:00:00Z");
}

static void
check_parse (const char *text, gint64 expected)
{
  gint64 got = -1;

  g_assert_true (kmzb_time_parse_w3c (text, &got));
  g_assert_cmpint (got, ==, expected);
}

static void
test_parse_what_servers_send (void)
{
  check_parse ("2026-05-01T10:00:00Z", 1777629600000000);
  check_parse ("2026-05-01T12:00:00+02:00", 1777629600000000);
  check_parse ("2026-05-01T10:00:00.500Z", 1777629600500000);
}

static void
test_parse_refuses_the_rest (void)
{
  const char *const bad[] = { "", "2026-05-01", "2026-13-01T10:00:00Z", "yesterday", "2026-05-01 10:00:00Z",
                              "2026-05-01T10:00:00" };
  gint64 got;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (kmzb_time_parse_w3c (bad[i], &got));
  g_assert_false (kmzb_time_parse_w3c (NULL, &got));
}

static void
test_dates (void)
{
  g_assert_true (kmzb_date_is_valid ("2024-02-29"));
  g_assert_false (kmzb_date_is_valid ("2026-02-29"));
  g_assert_false (kmzb_date_is_valid ("2026-2-9"));
  g_assert_false (kmzb_date_is_valid ("2026-02-1x"));
  g_assert_false (kmzb_date_is_valid (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/format", test_format);
  g_test_add_func ("/time/parse-what-servers-send", test_parse_what_servers_send);
  g_test_add_func ("/time/parse-refuses-the-rest", test_parse_refuses_the_rest);
  g_test_add_func ("/time/dates", test_dates);
  return g_test_run ();
}
