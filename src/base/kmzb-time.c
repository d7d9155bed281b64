/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-time.h"

#include <stdio.h>
#include <string.h>

#define SECONDS_A_DAY 86400
/* The years 1 to 9999. */
#define FIRST_SECOND G_GINT64_CONSTANT (-62135596800)
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)
/* GDate's number of 1 January 1970. */
#define JULIAN_1970 719163

static void
put_digits (char *to, int number, int n)
{
  while (n-- > 0)
    {
      to[n] = (char) ('0' + number % 10);
      number /= 10;
    }
}

/* "2026-05-01T10:00:00Z": the W3C date-time profile with Z and no fractions, which every Open311 peer reads.
 * @real_us is in microseconds since 1970, UTC. By hand: a page of changes has two thousand of them, and
 * g_date_time_format() took a sixth of its time. Returns: (transfer full) */
char *
kmzb_time_format_w3c (gint64 real_us)
{
  gint64 seconds = real_us / G_USEC_PER_SEC;
  char *text = g_malloc (sizeof "YYYY-MM-DDThh:mm:ssZ");
  GDate date;
  gint64 days;
  int rest;

  if (seconds < FIRST_SECOND || seconds > LAST_SECOND)
    seconds = 0;
  days = seconds / SECONDS_A_DAY - (seconds % SECONDS_A_DAY < 0);
  rest = (int) (seconds - days * SECONDS_A_DAY);
  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (days + JULIAN_1970));
  put_digits (text, g_date_get_year (&date), 4);
  text[4] = '-';
  put_digits (text + 5, g_date_get_month (&date), 2);
  text[7] = '-';
  put_digits (text + 8, g_date_get_day (&date), 2);
  text[10] = 'T';
  put_digits (text + 11, rest / 3600, 2);
  text[13] = ':';
  put_digits (text + 14, rest / 60 % 60, 2);
  text[16] = ':';
  put_digits (text + 17, rest % 60, 2);
  text[19] = 'Z';
  text[20] = '\0';
  return text;
}

/* Reads a W3C / RFC 3339 date-time with zone; fractions and offsets are taken, as real servers send them. */
gboolean
kmzb_time_parse_w3c (const char *text, gint64 *real_us)
{
  if (text == NULL || strlen (text) < 20 || strlen (text) > 40 || strchr (text, 'T') == NULL)
    return FALSE;

  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return FALSE;

  *real_us = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  return TRUE;
}

/* Whether @text is a real calendar day written "YYYY-MM-DD". */
gboolean
kmzb_date_is_valid (const char *text)
{
  if (text == NULL || strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (int i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit (text[i]))
      return FALSE;

  int year = 0, month = 0, day = 0;
  if (sscanf (text, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return FALSE;
  return g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}
