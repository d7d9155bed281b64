/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-fold.h"

/* Letters that Unicode does not take apart into a base letter and a mark. */
static const struct
{
  gunichar letter;
  const char *plain;
} PLAIN_LETTERS[] = {
  { 0x0142, "l" },  /* ł */
  { 0x0111, "d" },  /* đ */
  { 0x00f0, "d" },  /* ð */
  { 0x00f8, "o" },  /* ø */
  { 0x00e6, "ae" }, /* æ */
  { 0x0153, "oe" }, /* œ */
  { 0x00fe, "th" }, /* þ */
  { 0x0131, "i" },  /* ı */
  { 0x0127, "h" },  /* ħ */
};

static const char *
plain_letter (gunichar letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (PLAIN_LETTERS); i++)
    if (PLAIN_LETTERS[i].letter == letter)
      return PLAIN_LETTERS[i].plain;
  return NULL;
}

/**
 * kmzb_fold:
 * @text: UTF-8; what is not valid is replaced
 *
 * Brings a name to the form in which it is stored for search and looked for: small letters without marks ("Świętokrzyska
 * 5A" -> "swietokrzyska 5a"), words of letters and digits parted by single spaces. Folding twice changes nothing more.
 * SQLite's own folding keeps "ł"; ours does not, because people without a Polish keyboard type "l".
 *
 * Returns: (transfer full): the folded text, empty when @text has no letter or digit
 */
char *
kmzb_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  /* Taken apart first and last: signs such as "№" hold capitals, and folding case makes letters with marks. */
  g_autofree char *letters = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  g_autofree char *small = g_utf8_casefold (letters, -1);
  g_autofree char *apart = g_utf8_normalize (small, -1, G_NORMALIZE_ALL);
  GString *folded = g_string_sized_new (32);
  gboolean gap = FALSE;

  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      const char *plain = plain_letter (letter);

      if (g_unichar_ismark (letter) || letter == 0x00ad)
        continue;
      if (plain == NULL && !g_unichar_isalnum (letter))
        {
          gap = folded->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (folded, ' ');
      gap = FALSE;
      if (plain != NULL)
        g_string_append (folded, plain);
      else
        g_string_append_unichar (folded, letter);
    }
  return g_string_free (folded, FALSE);
}
