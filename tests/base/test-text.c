/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-text.h"

static void
test_characters_as_people_see_them (void)
{
  g_assert_cmpuint (kmzb_text_count_characters (""), ==, 0);
  g_assert_cmpuint (kmzb_text_count_characters ("zażółć"), ==, 6);
  g_assert_cmpuint (kmzb_text_count_characters ("e\xcc\x81"), ==, 1);
  g_assert_cmpuint (kmzb_text_count_characters ("👨‍👩‍👧‍👦"), ==, 1);
  g_assert_cmpuint (kmzb_text_count_characters ("👍🏽"), ==, 1);
  g_assert_cmpuint (kmzb_text_count_characters ("🇵🇱🇺🇦"), ==, 2);
  g_assert_cmpuint (kmzb_text_count_characters ("a\r\nb"), ==, 3);
}

static void
check_clean (const char *in, const char *out)
{
  g_autofree char *clean = kmzb_text_clean (in);

  g_assert_cmpstr (clean, ==, out);
}

static void
test_clean_keeps_words (void)
{
  check_clean ("  Przy szkole,\nwieczorem 🚗 ", "Przy szkole,\nwieczorem 🚗");
  check_clean ("a\r\nb\rc\td", "a\nb\nc d");
  check_clean (NULL, "");
}

static void
test_clean_drops_controls_and_overrides (void)
{
  check_clean ("a\x1b[31mb\x07", "a[31mb");
  check_clean ("abc\xe2\x80\xae" "def\xe2\x81\xa6", "abcdef");
  check_clean ("שלום", "שלום");
}

static void
test_clean_mends_utf8_and_composes (void)
{
  check_clean ("a\xff", "a\xef\xbf\xbd");
  check_clean ("o\xcc\x81", "ó");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/characters-as-people-see-them", test_characters_as_people_see_them);
  g_test_add_func ("/text/clean-keeps-words", test_clean_keeps_words);
  g_test_add_func ("/text/clean-drops-controls-and-overrides", test_clean_drops_controls_and_overrides);
  g_test_add_func ("/text/clean-mends-utf8-and-composes", test_clean_mends_utf8_and_composes);
  return g_test_run ();
}
