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
test_clean_line (void)
{
  static const char *const rows[][2] = {
    { " Komenda   Policji\t\n w Żorach ", "Komenda Policji w Żorach" }, { "a\xc2\xa0\xe2\x80\xafz", "a z" },
    { "\xff", "\xef\xbf\xbd" },         { "", NULL },     { " \r\n\xc2\xa0", NULL }, { "\x07\xe2\x80\xae", NULL }, { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = kmzb_text_clean_line (rows[i][0]);

      g_assert_cmpstr (line, ==, rows[i][1]);
      g_assert_cmpint (kmzb_text_is_blank (rows[i][0]), ==, line == NULL);
    }
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
  g_test_add_func ("/text/line", test_clean_line);
  g_test_add_func ("/text/clean-drops-controls-and-overrides", test_clean_drops_controls_and_overrides);
  g_test_add_func ("/text/clean-mends-utf8-and-composes", test_clean_mends_utf8_and_composes);
  return g_test_run ();
}
