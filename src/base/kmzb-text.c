/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-text.h"

#define ZERO_WIDTH_JOINER 0x200d
#define FIRST_REGIONAL_INDICATOR 0x1f1e6
#define LAST_REGIONAL_INDICATOR 0x1f1ff

static gboolean
extends_character (gunichar c)
{
  return g_unichar_ismark (c) || c == ZERO_WIDTH_JOINER
         || (c >= 0x1f3fb && c <= 0x1f3ff)  /* skin tones */
         || (c >= 0xe0020 && c <= 0xe007f); /* flag tags */
}

static gboolean
is_regional_indicator (gunichar c)
{
  return c >= FIRST_REGIONAL_INDICATOR && c <= LAST_REGIONAL_INDICATOR;
}

/**
 * kmzb_text_count_characters:
 * @text: valid UTF-8
 *
 * Counts characters as people see them: a letter with its accents, a family emoji or a flag is one. Follows the
 * extended grapheme clusters of Unicode's UAX #29 as far as reports need them (not Hangul jamo or Indic conjuncts,
 * which count by their parts).
 */
gsize
kmzb_text_count_characters (const char *text)
{
  gsize count = 0;
  gunichar previous = 0;
  gboolean flag_open = FALSE;

  g_return_val_if_fail (text != NULL, 0);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean joins = previous != 0
                       && ((extends_character (c) && previous != '\n' && previous != '\r')
                           || (previous == ZERO_WIDTH_JOINER && !g_unichar_isspace (c))
                           || (previous == '\r' && c == '\n')
                           || (flag_open && is_regional_indicator (c)));

      if (!joins)
        count++;
      flag_open = is_regional_indicator (c) && !joins;
      previous = c;
    }
  return count;
}

/* Whether @c may stand in a description: no controls but newline, and no marks that turn the reading direction
 * around (they could make an officer read another text than the visitor wrote). */
static gboolean
is_allowed (gunichar c)
{
  if (c == '\n')
    return TRUE;
  if (g_unichar_iscntrl (c) || c == 0xfeff || c == 0xfffe || c == 0xffff)
    return FALSE;
  return !((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
}

/**
 * kmzb_text_clean:
 * @text: bytes typed or pasted by somebody
 *
 * Makes what a visitor typed fit for storing: valid UTF-8 in normal form C, no control or direction-override
 * characters, newlines as "\n", no white space at either end. Letters and emoji of any script stay.
 *
 * Returns: (transfer full)
 */
char *
kmzb_text_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r')
        {
          if (p[1] != '\n')
            g_string_append_c (out, '\n');
        }
      else if (c == '\t')
        g_string_append_c (out, ' ');
      else if (is_allowed (c))
        g_string_append_unichar (out, c);
    }
  return g_strstrip (g_string_free (g_steal_pointer (&out), FALSE));
}

/**
 * kmzb_text_clean_line:
 * @text: (nullable): bytes from a file or a server
 *
 * As kmzb_text_clean(), and in one line: white space of any kind and number becomes one space.
 *
 * Returns: (transfer full) (nullable): %NULL when nothing is left
 */
char *
kmzb_text_clean_line (const char *text)
{
  g_autofree char *clean = kmzb_text_clean (text);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *p = clean; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        {
          gap = out->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (out, ' ');
      gap = FALSE;
      g_string_append_unichar (out, c);
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* Whether nothing of @text would be seen. */
gboolean
kmzb_text_is_blank (const char *text)
{
  g_autofree char *line = kmzb_text_clean_line (text);

  return line == NULL;
}
