/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-osk-layout.h"

static const KmzbOskLayout layouts[] = {
  { "pl", "PL", "Polski",
    { "ą ć ę ł ń ó ś ź ż",
      "q w e r t y u i o p",
      "a s d f g h j k l",
      "z x c v b n m" } },
  { "en", "EN", "English",
    { "1 2 3 4 5 6 7 8 9 0",
      "q w e r t y u i o p",
      "a s d f g h j k l",
      "z x c v b n m" } },
  { "de", "DE", "Deutsch",
    { "ä ö ü ß",
      "q w e r t z u i o p",
      "a s d f g h j k l",
      "y x c v b n m" } },
  { "uk", "UA", "Українська",
    { "є ї ґ ’",
      "й ц у к е н г ш щ з х",
      "ф і в а п р о л д ж",
      "я ч с м и т ь б ю" } },
};

static const KmzbOskLayout digits = {
  NULL, NULL, NULL,
  { "1 2 3 4 5 6 7 8 9 0",
    "- / : ; ( ) \" ! ? %",
    "+ = & @ # * „ ” …",
    "' _ < > § € °" }
};

/* What else a letter's key writes after a long press, so that every name in Europe can be written on every layout. */
static const struct
{
  const char *letter;
  const char *others;
} others[] = {
  { "a", "ą ä á à â å" }, { "c", "ć č ç" },     { "d", "ď" },       { "e", "ę é è ě ë" },
  { "i", "í î ï" },       { "l", "ł ľ" },       { "n", "ń ñ ň" },   { "o", "ó ö ő ô ø" },
  { "r", "ř" },           { "s", "ś š ş" },     { "t", "ť" },       { "u", "ü ú ů ű" },
  { "y", "ý" },           { "z", "ź ż ž" },     { "г", "ґ" },       { "е", "є ё э" },
  { "и", "ы" },           { "і", "ї" },         { "ь", "ъ" },       { "’", "' ʼ" },
  { ".", "? ! : ;" },     { ",", "; : -" },     { "-", "– —" },     { "\"", "„ ” « »" },
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

/* The layout after @layout, round and round. */
const KmzbOskLayout *
kmzb_osk_layout_get_next (const KmzbOskLayout *layout)
{
  gsize i = (gsize) (layout - layouts);

  return &layouts[(i + 1) % G_N_ELEMENTS (layouts)];
}

/* What the key of @letter, a small one, writes besides, apart by spaces. Returns: (nullable) */
const char *
kmzb_osk_layout_get_others (const char *letter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_strcmp0 (others[i].letter, letter) == 0)
      return others[i].others;
  return NULL;
}

const KmzbOskLayout *
kmzb_osk_layout_get_digits (void)
{
  return &digits;
}
