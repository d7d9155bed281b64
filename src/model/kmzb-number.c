/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-number.h"

#include "kmzb-uuid.h"

#include <string.h>

/* Crockford's base 32: no I, L, O, U. The check character is the value modulo 37, for which five more are needed;
 * numbers whose check would be one of those five are not given out, so that people only meet letters and digits. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define DATA_LENGTH 8
#define NUMBER_LENGTH (DATA_LENGTH + 1)
#define CHECK_MODULUS 37
#define GROUP_LENGTH 3

static void
encode (guint64 value, char out[NUMBER_LENGTH + 1])
{
  guint64 left = value;

  for (int i = DATA_LENGTH - 1; i >= 0; i--)
    {
      out[i] = alphabet[left & 31];
      left >>= 5;
    }
  out[DATA_LENGTH] = alphabet[value % CHECK_MODULUS];
  out[NUMBER_LENGTH] = '\0';
}

/**
 * kmzb_number_new:
 *
 * A report's number: 8 random characters (40 bits less 5 in 37, so it cannot be guessed from another) and a check
 * character that tells every single wrong character and every swap of neighbours.
 *
 * Returns: (transfer full): 9 characters without groups
 */
char *
kmzb_number_new (void)
{
  char number[NUMBER_LENGTH + 1];
  guint64 value;

  do
    {
      guint8 bytes[5];

      kmzb_random_bytes (bytes, sizeof bytes);
      value = 0;
      for (gsize i = 0; i < sizeof bytes; i++)
        value = value << 8 | bytes[i];
    }
  while (value % CHECK_MODULUS >= strlen (alphabet));

  encode (value, number);
  return g_strdup (number);
}

/* "4K7-2MX-9QD": in groups that can be read aloud. @number: as kmzb_number_new() made it. Returns: (transfer full) */
char *
kmzb_number_format (const char *number)
{
  g_return_val_if_fail (number != NULL && strlen (number) == NUMBER_LENGTH, NULL);

  return g_strdup_printf ("%.3s-%.3s-%.3s", number, number + GROUP_LENGTH, number + 2 * GROUP_LENGTH);
}

static int
digit_value (char c)
{
  c = g_ascii_toupper (c);
  if (c == 'O')
    c = '0';
  if (c == 'I' || c == 'L')
    c = '1';

  const char *found = c != '\0' ? strchr (alphabet, c) : NULL;
  return found ? (int) (found - alphabet) : -1;
}

/**
 * kmzb_number_parse:
 * @text: a number as somebody typed it: any case, with spaces or dashes, O for 0, I or L for 1
 *
 * Returns: (transfer full) (nullable): the number in its one form, or %NULL when its check character is wrong
 */
char *
kmzb_number_parse (const char *text)
{
  char number[NUMBER_LENGTH + 1];
  guint64 value = 0;
  int length = 0, check = -1;

  for (const char *p = text; *p != '\0'; p++)
    {
      int digit;

      if (*p == ' ' || *p == '-')
        continue;
      digit = digit_value (*p);
      if (digit < 0 || length == NUMBER_LENGTH)
        return NULL;
      if (length < DATA_LENGTH)
        value = value << 5 | (guint64) digit;
      else
        check = digit;
      length++;
    }
  if (length != NUMBER_LENGTH || (guint64) check != value % CHECK_MODULUS)
    return NULL;
  encode (value, number);
  return g_strdup (number);
}
