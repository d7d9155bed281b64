/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-number.h"

#include <string.h>

static void
test_new_parses_back (void)
{
  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *number = kmzb_number_new ();
      g_autofree char *shown = kmzb_number_format (number);
      g_autofree char *back = kmzb_number_parse (shown);

      g_assert_cmpuint (strlen (number), ==, 9);
      g_assert_cmpstr (back, ==, number);
    }
}

/* 0x0102030405 modulo 37 is 34, which has no letter of its own; a known good one is 7 modulo 37. */
static void
test_known_values (void)
{
  g_autofree char *zero = kmzb_number_parse ("000000000");
  g_autofree char *seven = kmzb_number_parse ("0000-00077");

  g_assert_cmpstr (zero, ==, "000000000");
  g_assert_cmpstr (seven, ==, "000000077");
}

static void
test_typed_by_people (void)
{
  g_autofree char *parsed = kmzb_number_parse ("oOo-ooO o11");
  g_autofree char *lower = kmzb_number_parse ("ooooooo i L");

  g_assert_cmpstr (parsed, ==, "000000011");
  g_assert_cmpstr (lower, ==, "000000011");
}

static void
test_every_single_mistake_is_found (void)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  g_autofree char *number = kmzb_number_new ();

  for (int place = 0; place < 9; place++)
    for (const char *c = alphabet; *c != '\0'; c++)
      {
        g_autofree char *wrong = g_strdup (number);

        if (wrong[place] == *c)
          continue;
        wrong[place] = *c;
        g_assert_null (kmzb_number_parse (wrong));
      }
}

static void
test_neighbours_swapped_are_found (void)
{
  for (int i = 0; i < 200; i++)
    {
      g_autofree char *number = kmzb_number_new ();

      for (int place = 0; place < 7; place++)
        {
          g_autofree char *wrong = g_strdup (number);

          if (wrong[place] == wrong[place + 1])
            continue;
          wrong[place] = number[place + 1];
          wrong[place + 1] = number[place];
          g_assert_null (kmzb_number_parse (wrong));
        }
    }
}

static void
test_nonsense (void)
{
  const char *const bad[] = { "", "-", "0000000000", "00000000", "UUUUUUUUU", "zażółć123", "00000000*" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (kmzb_number_parse (bad[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/new-parses-back", test_new_parses_back);
  g_test_add_func ("/number/known-values", test_known_values);
  g_test_add_func ("/number/typed-by-people", test_typed_by_people);
  g_test_add_func ("/number/every-single-mistake-is-found", test_every_single_mistake_is_found);
  g_test_add_func ("/number/neighbours-swapped-are-found", test_neighbours_swapped_are_found);
  g_test_add_func ("/number/nonsense", test_nonsense);
  return g_test_run ();
}
