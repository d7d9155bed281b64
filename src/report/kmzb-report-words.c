/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report-words.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* Days and times in words. Not from the C library's locale: the booth runs in C.UTF-8 and changes its language while
 * people use it. */

static const struct
{
  guint index; /* of the flag in #KmzbDayPart */
  const char *icon;
  const char *words;
} day_parts[KMZB_N_DAY_PARTS] = {
  { 1, "kmzb-sunrise-symbolic", N_ ("In the morning") },
  { 2, "kmzb-sun-symbolic", N_ ("At midday") },
  { 3, "kmzb-day-symbolic", N_ ("In the afternoon") },
  { 4, "kmzb-sunset-symbolic", N_ ("In the evening") },
  { 0, "kmzb-moon-symbolic", N_ ("At night") },
};

static const char *const week_days[KMZB_N_WEEK_DAYS] = {
  NC_ ("weekday", "Monday"), NC_ ("weekday", "Tuesday"), NC_ ("weekday", "Wednesday"), NC_ ("weekday", "Thursday"),
  NC_ ("weekday", "Friday"), NC_ ("weekday", "Saturday"), NC_ ("weekday", "Sunday"),
};

static const char *const short_week_days[KMZB_N_WEEK_DAYS] = {
  NC_ ("short weekday", "Mon"), NC_ ("short weekday", "Tue"), NC_ ("short weekday", "Wed"),
  NC_ ("short weekday", "Thu"), NC_ ("short weekday", "Fri"), NC_ ("short weekday", "Sat"),
  NC_ ("short weekday", "Sun"),
};

/* Translators: months as they stand after the number of a day, as in "20 listopada" */
static const char *const months[12] = {
  NC_ ("month in a date", "January"), NC_ ("month in a date", "February"), NC_ ("month in a date", "March"),
  NC_ ("month in a date", "April"), NC_ ("month in a date", "May"), NC_ ("month in a date", "June"),
  NC_ ("month in a date", "July"), NC_ ("month in a date", "August"), NC_ ("month in a date", "September"),
  NC_ ("month in a date", "October"), NC_ ("month in a date", "November"), NC_ ("month in a date", "December"),
};

/* Which flag stands at @position, 0 being the morning. */
guint
kmzb_words_shown_day_part (guint position)
{
  g_return_val_if_fail (position < KMZB_N_DAY_PARTS, 0);
  return day_parts[position].index;
}

static guint
position_of (guint index)
{
  for (guint i = 0; i < KMZB_N_DAY_PARTS; i++)
    if (day_parts[i].index == index)
      return i;
  g_return_val_if_reached (0);
}

/* "In the morning"; @index: of the flag. */
const char *
kmzb_words_day_part (guint index)
{
  return _(day_parts[position_of (index)].words);
}

const char *
kmzb_words_day_part_icon (guint index)
{
  return day_parts[position_of (index)].icon;
}

/* "Monday"; @index: 0 is Monday. */
const char *
kmzb_words_week_day (guint index)
{
  g_return_val_if_fail (index < KMZB_N_WEEK_DAYS, NULL);
  return g_dpgettext2 (NULL, "weekday", week_days[index]);
}

/* "Mon" */
const char *
kmzb_words_week_day_short (guint index)
{
  g_return_val_if_fail (index < KMZB_N_WEEK_DAYS, NULL);
  return g_dpgettext2 (NULL, "short weekday", short_week_days[index]);
}

/* Every one but the first goes on in small letters. */
static void
append_day_part (GString *text, const char *words)
{
  if (text->len == 0)
    {
      g_string_append (text, words);
      return;
    }
  g_string_append (text, ", ");
  g_string_append_unichar (text, g_unichar_tolower (g_utf8_get_char (words)));
  g_string_append (text, g_utf8_next_char (words));
}

/* "In the morning, at night; Monday, Tuesday"; %NULL when nothing is chosen. Returns: (transfer full) (nullable) */
char *
kmzb_words_times (guint parts, guint days)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < KMZB_N_DAY_PARTS; i++)
    if (parts & 1u << day_parts[i].index)
      append_day_part (text, _(day_parts[i].words));
  for (guint i = 0, n = 0; i < KMZB_N_WEEK_DAYS; i++)
    if (days & 1u << i)
      g_string_append_printf (text, "%s%s",
                              n++ > 0         ? ", "
                              : text->len > 0 ? "; "
                                              : "",
                              kmzb_words_week_day (i));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* "Friday, 20 November"; @date: "YYYY-MM-DD". Returns: (transfer full) */
char *
kmzb_words_date (const char *date)
{
  g_autoptr (GDate) day = g_date_new ();
  unsigned year, month, number;

  if (sscanf (date, "%4u-%2u-%2u", &year, &month, &number) != 3
      || !g_date_valid_dmy ((GDateDay) number, (GDateMonth) month, (GDateYear) year))
    return g_strdup (date);
  g_date_set_dmy (day, (GDateDay) number, (GDateMonth) month, (GDateYear) year);
  /* Translators: weekday, day of the month, month: "Friday, 20 November" */
  return g_strdup_printf (C_ ("date", "%1$s, %2$u %3$s"),
                          kmzb_words_week_day (g_date_get_weekday (day) - 1),
                          number,
                          g_dpgettext2 (NULL, "month in a date", months[month - 1]));
}

/* "20 November 2026"; @day: as #GDate counts them. Returns: (transfer full) */
char *
kmzb_words_julian_day (guint day)
{
  GDate date;

  g_return_val_if_fail (g_date_valid_julian (day), NULL);
  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return g_strdup_printf (C_ ("date", "%1$d %2$s %3$d"), g_date_get_day (&date),
                          g_dpgettext2 (NULL, "month in a date", months[g_date_get_month (&date) - 1]),
                          g_date_get_year (&date));
}

/* "20 November 2026": the day of @real_us where the booth stands. Returns: (transfer full) */
char *
kmzb_words_day (gint64 real_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / G_USEC_PER_SEC);

  g_return_val_if_fail (time != NULL, NULL);
  /* Translators: day of the month, month, year: "20 November 2026" */
  return g_strdup_printf (C_ ("date", "%1$d %2$s %3$d"), g_date_time_get_day_of_month (time),
                          g_dpgettext2 (NULL, "month in a date", months[g_date_time_get_month (time) - 1]),
                          g_date_time_get_year (time));
}

/* The calendar day @days before today, where the booth stands: "YYYY-MM-DD". Returns: (transfer full) */
char *
kmzb_date_days_ago (KmzbClock *clock, guint days)
{
  gint64 now_s = kmzb_clock_get_real_us (clock) / G_USEC_PER_SEC;
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_s);
  g_autoptr (GDateTime) then = g_date_time_add_days (now, -(int) days);

  return g_date_time_format (then, "%Y-%m-%d");
}

/* How many days before today @date is; -1 when it is none or to come. */
int
kmzb_date_get_days_ago (KmzbClock *clock, const char *date)
{
  g_autofree char *today_text = kmzb_date_days_ago (clock, 0);
  unsigned y, m, d, year, month, day;
  GDate today, then;

  if (date == NULL || sscanf (date, "%4u-%2u-%2u", &year, &month, &day) != 3
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year)
      || sscanf (today_text, "%4u-%2u-%2u", &y, &m, &d) != 3)
    return -1;
  g_date_clear (&today, 1);
  g_date_clear (&then, 1);
  g_date_set_dmy (&today, (GDateDay) d, (GDateMonth) m, (GDateYear) y);
  g_date_set_dmy (&then, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return MAX (g_date_days_between (&then, &today), -1);
}
