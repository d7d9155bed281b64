/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-phone.h"

#include <string.h>

#define COUNTRY "+48"
#define N_DIGITS 9
/* A number with all that belongs to it; what is longer is a story. */
#define MAX_BYTES 64

/* Between digits: "(47) 87-134-00", "47.871.34.00", no-break spaces of web pages. */
#define GAP "[\\s\\x{a0}\\x{2007}\\x{202f}\\x{2010}-\\x{2013}\\-./()]*"
#define PATTERN                                                                                                        \
  "^" GAP "(\\+48|0048|48(?=" GAP "(?:\\d" GAP "){9}(?:\\D|$)))?" GAP "(?:0" GAP "(?=(?:\\d" GAP "){9}(?:\\D|$)))?"   \
  "((?:\\d" GAP "){9})(?:[,;]? *(?:wewn?\\.?|w\\.|ext\\.?|x|#)[:=]? *(\\d{1,6}))?" GAP "$"

/* Of the numbers of the Polish plan those of mobile phones, which are read in threes. */
static const char *const MOBILE[]
    = { "45", "50", "51", "53", "57", "60", "66", "69", "72", "73", "78", "79", "88" };

typedef struct
{
  gboolean country;
  gboolean threes;
  char digits[N_DIGITS + 1];
  char *extension; /* (nullable) */
} Number;

static gboolean
is_mobile (const char *digits)
{
  for (guint i = 0; i < G_N_ELEMENTS (MOBILE); i++)
    if (g_str_has_prefix (digits, MOBILE[i]))
      return TRUE;
  return FALSE;
}

/* Whether the source reads it in threes; one that has a way of its own, or none, is read as most people would. */
static gboolean
is_in_threes (const char *written, const char *digits)
{
  g_autoptr (GString) groups = g_string_new (NULL);
  guint n = 0;

  for (const char *at = written;; at++)
    if (g_ascii_isdigit (*at))
      n++;
    else
      {
        if (n > 0)
          g_string_append_printf (groups, "%u", n);
        n = 0;
        if (*at == '\0')
          break;
      }
  if (g_str_equal (groups->str, "333") || g_str_equal (groups->str, "2322"))
    return groups->str[0] == '3';
  return is_mobile (digits);
}

static gboolean
number_parse (const char *phone, Number *number)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *country = NULL, *written = NULL, *extension = NULL;
  guint n = 0;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new (PATTERN, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL));
  if (phone == NULL || strlen (phone) > MAX_BYTES || !g_utf8_validate (phone, -1, NULL)
      || !g_regex_match (regex, phone, 0, &match))
    return FALSE;
  country = g_match_info_fetch (match, 1);
  written = g_match_info_fetch (match, 2);
  extension = g_match_info_fetch (match, 3);
  for (const char *at = written; *at != '\0' && n < N_DIGITS; at++)
    if (g_ascii_isdigit (*at))
      number->digits[n++] = *at;
  number->digits[n] = '\0';
  number->country = country != NULL && *country != '\0';
  number->threes = is_in_threes (written, number->digits);
  number->extension = extension != NULL && *extension != '\0' ? g_steal_pointer (&extension) : NULL;
  return n == N_DIGITS;
}

/**
 * kmzb_phone_format:
 * @phone: a telephone number as its source writes it
 *
 * A Polish number as people read it: nine digits in groups of 2-3-2-2 ("47 871 34 00") or 3-3-3 ("600 700 800"): as the
 * source groups them, if in one of these ways, else mobile numbers in threes. The country's code stays where it is
 * written, and so does an extension. What is no such number (112, two numbers, another country's) stays as it came.
 *
 * Returns: (transfer full)
 */
char *
kmzb_phone_format (const char *phone)
{
  Number number = { 0 };
  g_autofree char *extension = NULL;
  const char *d = number.digits;
  char *text;

  if (!number_parse (phone, &number))
    return g_strdup (phone);
  extension = number.extension != NULL ? g_strconcat (" wew. ", number.extension, NULL) : g_strdup ("");
  if (number.threes)
    text = g_strdup_printf ("%s%.3s %.3s %.3s%s", number.country ? COUNTRY " " : "", d, d + 3, d + 6, extension);
  else
    text = g_strdup_printf ("%s%.2s %.3s %.2s %.2s%s", number.country ? COUNTRY " " : "", d, d + 2, d + 5, d + 7,
                            extension);
  g_free (number.extension);
  return text;
}

/**
 * kmzb_phone_to_dial:
 * @phone: a telephone number as its source writes it
 *
 * What a telephone dials from any country: "+48478713400", an extension after a pause ("+48478713400,12": any other sign
 * a telephone would skip, and dial the extension as part of the number).
 *
 * Returns: (transfer full) (nullable): %NULL where it is no Polish number of nine digits
 */
char *
kmzb_phone_to_dial (const char *phone)
{
  Number number = { 0 };
  char *text;

  if (!number_parse (phone, &number))
    return NULL;
  text = g_strconcat (COUNTRY, number.digits, number.extension != NULL ? "," : NULL, number.extension, NULL);
  g_free (number.extension);
  return text;
}
