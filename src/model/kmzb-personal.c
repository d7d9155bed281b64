/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-personal.h"

#include <string.h>

/*
 * A warning that comes for nothing teaches people to touch it away. So a number must look like the real thing: a PESEL
 * has its checksum and a possible day of birth, a phone number is grouped as people group one, a plate bears a code that
 * is given out and letters that plates use. Road numbers (DK 94), house numbers, times and prices are none of these.
 */

/* ---- PESEL ---- */

#define PESEL_DIGITS 11

/* Months of other centuries are written as 21 to 32, 41 to 52, 61 to 72 and 81 to 92. */
static gboolean
is_pesel_date (const char *digits)
{
  static const int century_of[] = { 1900, 2000, 2100, 2200, 1800 };
  int year = (digits[0] - '0') * 10 + digits[1] - '0';
  int month = (digits[2] - '0') * 10 + digits[3] - '0';
  int day = (digits[4] - '0') * 10 + digits[5] - '0';

  return g_date_valid_dmy ((GDateDay) day, (GDateMonth) (month % 20), (GDateYear) (century_of[month / 20] + year));
}

static gboolean
is_pesel (const char *digits)
{
  static const int weights[] = { 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1 };
  int sum = 0;

  for (int i = 0; i < PESEL_DIGITS; i++)
    sum += weights[i] * (digits[i] - '0');
  return sum % 10 == 0 && is_pesel_date (digits);
}

/* ---- numbers in groups ---- */

#define MAX_GROUPS 8
#define MAX_DIGITS 32

typedef struct
{
  char digits[MAX_DIGITS + 1];
  guint n_digits;
  guint groups[MAX_GROUPS];
  guint n_groups;
  gboolean international;
} Number;

static gboolean
parts_groups (char c)
{
  return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
}

/* Reads digits that stand together or in groups with one or two signs between them. Returns: what follows */
static const char *
read_number (const char *at, Number *number)
{
  memset (number, 0, sizeof *number);
  if (*at == '+')
    {
      number->international = TRUE;
      at++;
    }
  for (;;)
    {
      const char *next;

      if (number->n_groups < MAX_GROUPS)
        number->groups[number->n_groups++] = 0;
      for (; g_ascii_isdigit (*at); at++)
        {
          number->groups[number->n_groups - 1]++;
          if (number->n_digits < MAX_DIGITS)
            number->digits[number->n_digits++] = *at;
        }
      for (next = at; next - at < 2 && parts_groups (*next); next++)
        ;
      if (next == at || !g_ascii_isdigit (*next))
        return at;
      at = next;
    }
}

static gboolean
groups_are (const Number *number, guint from, const guint *groups)
{
  guint i = 0;

  for (; groups[i] != 0; i++)
    if (from + i >= number->n_groups || number->groups[from + i] != groups[i])
      return FALSE;
  return from + i == number->n_groups;
}

/* Polish numbers have nine digits; the first is never 0, and no area begins with 10, 11, 19 ... */
static gboolean
is_polish_phone (const Number *number, guint from, guint first_group)
{
  static const guint forms[][6] = { { 9 }, { 3, 3, 3 }, { 2, 3, 2, 2 }, { 2, 7 }, { 3, 2, 2, 2 }, { 2, 3, 4 } };
  static const char unused[][3] = { "10", "11", "19", "20", "21", "26", "27", "28", "30", "31", "35", "36", "37", "38",
                                    "40", "47", "49", "64", "70", "80", "90", "92", "93", "96", "97", "98", "99" };
  const char *digits = number->digits + from;
  gboolean formed = FALSE;

  if (number->n_digits - from != 9 || digits[0] == '0')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (unused); i++)
    if (strncmp (digits, unused[i], 2) == 0)
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    formed |= groups_are (number, first_group, forms[i]);
  return formed;
}

static gboolean
is_phone (const Number *number)
{
  if (number->international)
    return number->n_digits >= 9 && number->n_digits <= 15;
  if (g_str_has_prefix (number->digits, "0048") && number->n_digits == 13)
    return TRUE;
  return is_polish_phone (number, 0, 0);
}

static guint
find_in_numbers (const char *text)
{
  guint found = 0;

  for (const char *at = text; *at != '\0';)
    {
      Number number;
      gboolean begins = g_ascii_isdigit (*at) || (*at == '+' && g_ascii_isdigit (at[1]));

      if (!begins || (at > text && (g_ascii_isalnum (at[-1]) || at[-1] == '_')))
        {
          at++;
          continue;
        }
      at = read_number (at, &number);
      if (number.n_groups == 1 && number.n_digits == PESEL_DIGITS && is_pesel (number.digits))
        found |= KMZB_PERSONAL_PESEL;
      else if (is_phone (&number))
        found |= KMZB_PERSONAL_PHONE;
    }
  return found;
}

/* ---- e-mail ---- */

static gboolean
is_mail_letter (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("._%+-", c) != NULL) || (guchar) c >= 0x80;
}

static gboolean
has_email (const char *text)
{
  for (const char *at = strchr (text, '@'); at != NULL; at = strchr (at + 1, '@'))
    {
      const char *end = at + 1, *dot = NULL;

      if (at == text || !is_mail_letter (at[-1]))
        continue;
      for (; is_mail_letter (*end); end++)
        if (*end == '.' && end > at + 1)
          dot = end;
      if (dot != NULL && dot + 1 == end) /* the sentence's own full stop */
        for (end = dot, dot = NULL; end > at + 1; end--)
          if (end[-1] == '.')
            {
              dot = end - 1;
              break;
            }
      if (dot != NULL && g_ascii_isalpha (dot[1]) && g_ascii_isalpha (dot[2]))
        return TRUE;
    }
  return FALSE;
}

/* ---- plates ---- */

/* Two-letter codes of Polish plates; three-letter ones begin with a voivodeship's letter. */
static const char TWO_LETTER_CODES[]
    = " BI BL BS CB CG CT CW DB DJ DL DW DX EL EP ES EW FG FZ GA GD GS GX KK KN KR KT LB LC LU LZ NE NO OP PA PK PL PN PO"
      " PY RK RP RT RZ SB SC SD SG SH SI SJ SK SL SM SO SR ST SW SX SY SZ TK TX WA WB WD WE WF WH WI WJ WK WN WO WP WR WS"
      " WT WU WW WX WY ZK ZS ZZ ";
static const char VOIVODESHIPS[] = "BCDEFGKLNOPRSTWZ";
/* 9 is a digit, L a letter of those that the second part of a plate may have. */
static const char *const AFTER_TWO[] = { "99999", "9999L", "999LL", "9L999", "9LL99", NULL };
static const char *const AFTER_THREE[]
    = { "L999", "99L9", "9L99", "99LL", "9LL9", "LL99", "L99L", "L9LL", "99999", "9999L", "999LL", NULL };

static gboolean
fits (const char *text, const char *form)
{
  gsize i = 0;

  for (; form[i] != '\0'; i++)
    {
      char c = g_ascii_toupper (text[i]);

      if (form[i] == '9' ? !g_ascii_isdigit (c) : !(g_ascii_isalpha (c) && strchr ("BDIOQZ", c) == NULL))
        return FALSE;
    }
  return !g_ascii_isalnum (text[i]) && (guchar) text[i] < 0x80;
}

static gboolean
fits_one (const char *text, const char *const *forms)
{
  for (guint i = 0; forms[i] != NULL; i++)
    if (fits (text, forms[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_code (const char *letters, guint length)
{
  char padded[8] = " ";

  for (guint i = 0; i < length; i++)
    padded[1 + i] = g_ascii_toupper (letters[i]);
  padded[1 + length] = ' ';
  return length == 2 ? strstr (TWO_LETTER_CODES, padded) != NULL : strchr (VOIVODESHIPS, padded[1]) != NULL;
}

/* Somebody who types in small letters says what it is: "tablice rz 12345". */
static gboolean
is_announced (const char *text, const char *at)
{
  static const char *const words[] = { "rej", "tablic", "blach", "номер", "plate", "kennzeichen" };
  gsize before = MIN ((gsize) (at - text), 40);
  g_autofree char *near = g_strndup (at - before, before);
  g_autofree char *small = g_ascii_strdown (near, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (small, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_plate (const char *text, const char *at)
{
  for (guint length = 2; length <= 3; length++)
    {
      gboolean capitals = TRUE;
      const char *rest = at + length;

      for (guint i = 0; i < length; i++)
        {
          if (!g_ascii_isalpha (at[i]))
            return FALSE;
          capitals &= g_ascii_isupper (at[i]);
        }
      if (!capitals && !is_announced (text, at))
        return FALSE;
      if (*rest == ' ' || *rest == '-')
        rest++;
      if (is_code (at, length) && fits_one (rest, length == 2 ? AFTER_TWO : AFTER_THREE))
        return TRUE;
      /* Ukrainian: AA 1234 BB */
      if (length == 2 && capitals && strspn (rest, "0123456789") == 4)
        {
          rest += rest[4] == ' ' ? 5 : 4;
          if (g_ascii_isupper (rest[0]) && g_ascii_isupper (rest[1]) && !g_ascii_isalnum (rest[2]))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
has_plate (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isalpha (*at) && (at == text || (!g_ascii_isalnum (at[-1]) && (guchar) at[-1] < 0x80))
        && is_plate (text, at))
      return TRUE;
  return FALSE;
}

/**
 * kmzb_personal_find:
 * @text: UTF-8, as somebody wrote it
 *
 * Looks for what a report does not need and a visitor may regret: who somebody is. It finds what is written plainly and
 * keeps quiet about the rest.
 *
 * Returns: flags of #KmzbPersonal
 */
guint
kmzb_personal_find (const char *text)
{
  g_return_val_if_fail (text != NULL, 0);

  return find_in_numbers (text) | (has_email (text) ? KMZB_PERSONAL_EMAIL : 0)
         | (has_plate (text) ? KMZB_PERSONAL_PLATE : 0);
}
