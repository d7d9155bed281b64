/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-address-words.h"

#include "kmzb-fold.h"
#include "kmzb-latin.h"

#include <string.h>

/* The ways in which people write the same word, folded; the first is the meaning. Weak words are those that stand before
 * a name and are left out as often as not. */
static const struct
{
  const char *meaning;
  gboolean weak;
  const char *written[8];
} MEANINGS[] = {
  { "ul", TRUE, { "ul", "ulica", "ulicy", "wul", "wulycia", "wulyci" } }, /* and what Ukrainians call it */
  { "al", TRUE, { "al", "aleja", "aleje", "alei" } },
  { "pl", TRUE, { "pl", "plac", "placu", "ploszcza", "ploszczi" } },
  { "os", TRUE, { "os", "osiedle", "osiedlu", "osiedla" } },
  { "gen", TRUE, { "gen", "general", "generala" } },
  { "marsz", TRUE, { "marsz", "marszalek", "marszalka" } },
  { "plk", TRUE, { "plk", "pulkownik", "pulkownika" } },
  { "ppor", TRUE, { "ppor", "podporucznik", "podporucznika" } },
  { "por", TRUE, { "por", "porucznik", "porucznika" } },
  { "kpt", TRUE, { "kpt", "kapitan", "kapitana" } },
  { "mjr", TRUE, { "mjr", "major", "majora" } },
  { "rtm", TRUE, { "rtm", "rotmistrz", "rotmistrza" } },
  { "hetm", TRUE, { "hetm", "hetman", "hetmana" } },
  { "sw", TRUE, { "sw", "swiety", "swieta", "swietego", "swietej", "swietych" } },
  { "ks", TRUE, { "ks", "ksiadz", "ksiedza" } },
  { "bp", TRUE, { "bp", "biskup", "biskupa" } },
  { "abp", TRUE, { "abp", "arcybiskup", "arcybiskupa" } },
  { "kard", TRUE, { "kard", "kardynal", "kardynala" } },
  { "dr", TRUE, { "dr", "doktor", "doktora" } },
  { "prof", TRUE, { "prof", "profesor", "profesora" } },
  { "inz", TRUE, { "inz", "inzynier", "inzyniera" } },
  { "krol", TRUE, { "krol", "krola", "krolowej" } },
  { "im", TRUE, { "im", "imienia" } },
  { "go", TRUE, { "go", "ego", "tego" } }, /* 3-go Maja */
  { "str", TRUE, { "str", "strasse" } },
  { "m", TRUE, { "m", "lok", "lokal", "mieszkanie" } }, /* before a flat's number */
  { "nr", TRUE, { "nr", "numer" } },
  { "1", FALSE, { "1", "pierwszego" } },
  { "2", FALSE, { "2", "ii" } },
  { "3", FALSE, { "3", "iii", "trzeciego" } },
  { "9", FALSE, { "9", "dziewiatego" } },
  { "11", FALSE, { "11", "jedenastego" } },
  { "4", FALSE, { "4", "iv" } },
};

/* Shorter words with a typo could be anything. */
#define LEAST_TYPO_LENGTH 4

/* @folded: outlives the word. */
KmzbWord
kmzb_word_make (const char *folded)
{
  for (guint i = 0; i < G_N_ELEMENTS (MEANINGS); i++)
    for (guint j = 0; j < G_N_ELEMENTS (MEANINGS[i].written) && MEANINGS[i].written[j] != NULL; j++)
      if (g_str_equal (folded, MEANINGS[i].written[j]))
        return (KmzbWord){ folded, MEANINGS[i].meaning, MEANINGS[i].weak };
  return (KmzbWord){ folded, NULL, FALSE };
}

gboolean
kmzb_word_is_number (const char *folded)
{
  return g_ascii_isdigit (*folded);
}

/* Whether @a becomes @b, or the beginning of a longer @b, by one letter left out, added or changed, or two neighbours
 * changed about. */
static gboolean
is_one_slip (const char *a, const char *b)
{
  gsize same = 0;

  while (a[same] != '\0' && a[same] == b[same])
    same++;
  if (a[same] == '\0')
    return TRUE;
  a += same;
  b += same;
  if (g_str_has_prefix (b, a + 1))
    return TRUE; /* a letter too many */
  if (b[0] == '\0')
    return FALSE;
  if (g_str_has_prefix (b + 1, a))
    return TRUE; /* a letter is missing */
  if (g_str_has_prefix (b + 1, a + 1))
    return TRUE; /* another letter */
  return a[1] != '\0' && a[0] == b[1] && a[1] == b[0] && g_str_has_prefix (b + 2, a + 2);
}

/* How @typed fits @word of an address. A number fits only as it is written: 12 is no slip for 13. */
KmzbWordFit
kmzb_word_fit (const KmzbWord *typed, const KmzbWord *word)
{
  gsize typed_length, word_length;

  if (g_str_equal (typed->text, word->text) || (typed->meaning != NULL && typed->meaning == word->meaning))
    return KMZB_WORD_EXACT;
  if (kmzb_word_is_number (typed->text))
    return KMZB_WORD_NONE;
  if (g_str_has_prefix (word->text, typed->text))
    return KMZB_WORD_PREFIX;
  typed_length = strlen (typed->text);
  word_length = strlen (word->text);
  if (typed_length < LEAST_TYPO_LENGTH || typed_length > word_length + 1)
    return KMZB_WORD_NONE;
  /* The first letter of a short word is seldom the wrong one, and other words differ in it. */
  if (typed_length == LEAST_TYPO_LENGTH && typed->text[0] != word->text[0])
    return KMZB_WORD_NONE;
  return is_one_slip (typed->text, word->text) ? KMZB_WORD_TYPO : KMZB_WORD_NONE;
}

/* ---- what was typed ---- */

/* Takes "35-001", and while it is being typed "35-0", out of @text: digits alone. Five digits in a row are a postcode
 * too: no house has such a number. */
static char *
take_postcode (char *text)
{
  for (char *at = text; *at != '\0'; at++)
    {
      gsize digits = 0, more = 0, length;

      if (!g_ascii_isdigit (*at) || (at > text && (g_ascii_isalnum (at[-1]) || at[-1] == '-' || at[-1] == '/')))
        continue;
      while (g_ascii_isdigit (at[digits]))
        digits++;
      if (digits == 2 && at[2] == '-')
        while (more <= 3 && g_ascii_isdigit (at[3 + more]))
          more++;
      length = digits + (more > 0 ? more + 1 : 0);
      if ((digits == 5 || (more >= 1 && more <= 3)) && !g_ascii_isalnum (at[length]))
        {
          char *postcode = more > 0 ? g_strdup_printf ("%.2s%.*s", at, (int) more, at + 3) : g_strndup (at, 5);

          memset (at, ' ', length);
          return postcode;
        }
      at += digits - 1;
    }
  return NULL;
}

/* "12 a" is 12a, and a flat (12/4, 12 m. 4) belongs to its house. */
static void
join_house_numbers (char **texts)
{
  guint to = 0;

  for (guint from = 0; texts[from] != NULL; from++)
    {
      char *before = to > 0 ? texts[to - 1] : NULL;

      if (before != NULL && to > 1 && g_ascii_isdigit (before[strlen (before) - 1]) && g_ascii_isalpha (texts[from][0])
          && texts[from][1] == '\0' && texts[from][0] != 'm')
        {
          texts[to - 1] = g_strconcat (before, texts[from], NULL);
          g_free (before);
          g_free (texts[from]);
        }
      else
        texts[to++] = texts[from];
    }
  texts[to] = NULL;
}

/**
 * kmzb_address_query_parse:
 * @text: as typed, in any order: "ul. Lipowa 7", "dobrzyn lipow", "3 Maja 12a", "35-001 Rzeszów", "вул. Ліпова 7"
 *
 * Returns: (transfer full)
 */
KmzbAddressQuery *
kmzb_address_query_parse (const char *text)
{
  KmzbAddressQuery *self = g_new0 (KmzbAddressQuery, 1);
  g_autofree char *rest = kmzb_latin_from_cyrillic (text);
  g_autofree char *folded = NULL;

  self->postcode = take_postcode (rest);
  folded = kmzb_fold (rest);
  self->texts = g_strsplit (folded, " ", -1);
  join_house_numbers (self->texts);
  self->words = g_array_new (FALSE, FALSE, sizeof (KmzbWord));
  for (guint i = 0; self->texts[i] != NULL; i++)
    if (*self->texts[i] != '\0')
      {
        KmzbWord word = kmzb_word_make (self->texts[i]);

        g_array_append_val (self->words, word);
      }
  return self;
}

/* What somebody typed is overwritten before its memory goes back to the heap. */
void
kmzb_address_query_free (KmzbAddressQuery *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; self->texts[i] != NULL; i++)
    explicit_bzero (self->texts[i], strlen (self->texts[i]));
  g_strfreev (self->texts);
  g_array_unref (self->words);
  g_free (self->postcode);
  g_free (self);
}

/* "12 A" -> "12a", "12/4" -> "12/4". Returns: (transfer full) */
char *
kmzb_house_number_fold (const char *number)
{
  g_autofree char *folded = kmzb_fold (number);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (text->len > 0 && g_ascii_isdigit (parts[i][0]))
        g_string_append_c (text, '/');
      g_string_append (text, parts[i]);
    }
  return g_string_free (text, FALSE);
}
