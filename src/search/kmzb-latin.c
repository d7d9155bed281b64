/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-latin.h"

#include <string.h>

/* How Polish writes what a Cyrillic letter says; small letters. The soft ones have a second form after a consonant. */
static const struct
{
  gunichar letter;
  const char *latin;
  const char *after_consonant;
} LETTERS[] = {
  { 0x430, "a", NULL },    { 0x431, "b", NULL },    { 0x432, "w", NULL },  { 0x433, "g", NULL },  { 0x491, "g", NULL },
  { 0x434, "d", NULL },    { 0x435, "e", NULL },    { 0x454, "je", "ie" }, { 0x451, "jo", "io" }, { 0x436, "ż", NULL },
  { 0x437, "z", NULL },    { 0x438, "y", NULL },    { 0x456, "i", NULL },  { 0x457, "ji", "i" },  { 0x439, "j", NULL },
  { 0x43a, "k", NULL },    { 0x43b, "l", NULL },    { 0x43c, "m", NULL },  { 0x43d, "n", NULL },  { 0x43e, "o", NULL },
  { 0x43f, "p", NULL },    { 0x440, "r", NULL },    { 0x441, "s", NULL },  { 0x442, "t", NULL },  { 0x443, "u", NULL },
  { 0x45e, "u", NULL },    { 0x444, "f", NULL },    { 0x445, "ch", NULL }, { 0x446, "c", NULL },  { 0x447, "cz", NULL },
  { 0x448, "sz", NULL },   { 0x449, "szcz", NULL }, { 0x44c, "", NULL },   { 0x44a, "", NULL },   { 0x44b, "y", NULL },
  { 0x44d, "e", NULL },    { 0x44e, "ju", "iu" },   { 0x44f, "ja", "ia" },
};

static gboolean
is_consonant (const char *latin)
{
  return *latin != '\0' && strchr ("aeiouyj", latin[strlen (latin) - 1]) == NULL;
}

/**
 * kmzb_latin_from_cyrillic:
 * @text: UTF-8
 *
 * Writes Ukrainian, and with it Russian and Belarusian, letters as a Polish street sign would: "Ліпова" -> "lipowa",
 * "Варшавська" -> "warszawska". What is not Cyrillic stays as it is. A sound that Polish writes in two ways ("rz", "ó")
 * comes out in one of them: a search has to allow for a slip.
 *
 * Returns: (transfer full)
 */
char *
kmzb_latin_from_cyrillic (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *whole = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  GString *latin = g_string_sized_new (strlen (whole) + 8);
  gboolean consonant = FALSE, foreign = FALSE;

  for (const char *at = whole; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_unichar_tolower (g_utf8_get_char (at));
      guint i = 0;

      while (i < G_N_ELEMENTS (LETTERS) && LETTERS[i].letter != letter)
        i++;
      if (i < G_N_ELEMENTS (LETTERS))
        {
          const char *sound = consonant && LETTERS[i].after_consonant != NULL ? LETTERS[i].after_consonant : LETTERS[i].latin;

          /* Polish has no "ke" and no "ge". */
          if (*sound == 'e' && latin->len > 0 && strchr ("kg", latin->str[latin->len - 1]) != NULL)
            g_string_append_c (latin, 'i');
          g_string_append (latin, sound);
          consonant = is_consonant (sound);
          foreign = TRUE;
          continue;
        }
      g_string_append_unichar (latin, g_utf8_get_char (at));
      consonant = FALSE;
    }
  if (foreign)
    g_string_replace (latin, "kogo", "kiego", 0); /* "Сікорського" */
  return g_string_free (latin, FALSE);
}
