/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-osk-layout.h"

static const KmzbOskLayout layouts[] = {
  { "pl",
    { "ą ć ę ł ń ó ś ź ż",
      "q w e r t y u i o p",
      "a s d f g h j k l",
      "z x c v b n m" } },
  { "en",
    { "1 2 3 4 5 6 7 8 9 0",
      "q w e r t y u i o p",
      "a s d f g h j k l",
      "z x c v b n m" } },
  { "de",
    { "ä ö ü ß",
      "q w e r t z u i o p",
      "a s d f g h j k l",
      "y x c v b n m" } },
  { "uk",
    { "є ї ґ ’",
      "й ц у к е н г ш щ з х",
      "ф і в а п р о л д ж",
      "я ч с м и т ь б ю" } },
};

static const KmzbOskLayout digits = {
  NULL,
  { "1 2 3 4 5 6 7 8 9 0",
    "- / : ; ( ) \" ! ? %",
    "+ = & @ # * „ ” …",
    "' _ < > § € °" }
};

/* The letters of @language; the Polish ones for a language that is not known. */
const KmzbOskLayout *
kmzb_osk_layout_get (const char *language)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (g_strcmp0 (layouts[i].language, language) == 0)
      return &layouts[i];
  return &layouts[0];
}

const KmzbOskLayout *
kmzb_osk_layout_get_digits (void)
{
  return &digits;
}
