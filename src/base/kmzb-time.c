/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-time.h"

#include <stdio.h>
#include <string.h>

/* "2026-05-01T10:00:00Z": the W3C date-time profile with Z and no fractions, which every Open311 peer reads.
 * @real_us is in microseconds since 1970, UTC. Returns: (transfer full) */
char *
kmzb_time_format_w3c (gint64 real_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (real_us / G_USEC_PER_SEC);

  if (time == NULL)
    time = g_date_time_new_from_unix_utc (0);
  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
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
