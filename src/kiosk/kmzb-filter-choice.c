/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-filter-choice.h"

#include "kmzb-language.h"
#include "kmzb-report-words.h"
#include "kmzb-threat-words.h"

#include <glib/gi18n.h>

#define ALL_SOURCES ((1u << KMZB_N_THREAT_SOURCES) - 1)
#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

gboolean
kmzb_filter_choice_is_empty (const KmzbFilterChoice *self)
{
  return self->groups == 0 && self->statuses == 0 && self->period == KMZB_PERIOD_ALL;
}

/* The day on which it is @real_us where the booth stands, as #GDate counts them. */
guint
kmzb_filter_day (gint64 real_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / G_USEC_PER_SEC);
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (time), (GDateMonth) g_date_time_get_month (time),
                  (GDateYear) g_date_time_get_year (time));
  return g_date_get_julian (&date);
}

/* When @day begins where the booth stands. */
static gint64
begin_of_day (guint day)
{
  g_autoptr (GDateTime) time = NULL;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  time = g_date_time_new_local (g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date), 0, 0, 0);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

/* "1 March 2026". Returns: (transfer full) */
char *
kmzb_filter_day_words (guint day)
{
  return kmzb_words_day (begin_of_day (day));
}

/* Twelve months are those of the calendar where the booth stands. */
static gint64
begin_of (const KmzbFilterChoice *self, gint64 now_us)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) then = NULL;

  switch (self->period)
    {
    case KMZB_PERIOD_DATES:
      return begin_of_day (self->from_day);
    case KMZB_PERIOD_MONTH:
      return now_us - 30 * DAY_US;
    case KMZB_PERIOD_YEAR:
      now = g_date_time_new_from_unix_local (now_us / G_USEC_PER_SEC);
      then = g_date_time_add_months (now, -12);
      return g_date_time_to_unix (then) * G_USEC_PER_SEC;
    case KMZB_PERIOD_ALL:
      break;
    }
  return G_MININT64;
}

/**
 * kmzb_filter_choice_make:
 * @sources: a bit (1 << source) for each #KmzbThreatSource that is shown
 *
 * Returns: (transfer full) (nullable): %NULL for everything
 */
KmzbThreatFilter *
kmzb_filter_choice_make (const KmzbFilterChoice *self, KmzbCatalog *catalog, gint64 now_us, guint sources)
{
  GPtrArray *groups = kmzb_catalog_get_groups (catalog);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (kmzb_filter_choice_is_empty (self) && sources == ALL_SOURCES)
    return NULL;
  for (guint i = 0; i < groups->len; i++)
    if (self->groups & 1u << i)
      g_ptr_array_add (ids, (gpointer) ((const KmzbCategoryGroup *) g_ptr_array_index (groups, i))->id);
  g_ptr_array_add (ids, NULL);
  return kmzb_threat_filter_new_for_groups (catalog, self->groups != 0 ? (const char *const *) ids->pdata : NULL,
                                            self->statuses != 0 ? self->statuses : KMZB_THREAT_FILTER_ANY,
                                            begin_of (self, now_us),
                                            self->period == KMZB_PERIOD_DATES ? begin_of_day (self->to_day + 1) : G_MAXINT64,
                                            sources);
}

const char *
kmzb_filter_period_words (KmzbPeriod period)
{
  switch (period)
    {
    case KMZB_PERIOD_MONTH:
      return C_ ("period", "30 days");
    case KMZB_PERIOD_YEAR:
      return C_ ("period", "12 months");
    case KMZB_PERIOD_DATES:
      return C_ ("period", "Dates");
    case KMZB_PERIOD_ALL:
      return C_ ("period", "All");
    }
  g_return_val_if_reached ("");
}

static void
append (GString *text, const char *between, const char *words)
{
  if (text->len > 0)
    g_string_append (text, between);
  g_string_append (text, words);
}

/* What is shown, in words: "Roads and railways; Confirmed; 30 days". Returns: (transfer full) (nullable): %NULL for
 * everything */
char *
kmzb_filter_choice_describe (const KmzbFilterChoice *self, KmzbCatalog *catalog)
{
  GPtrArray *groups = kmzb_catalog_get_groups (catalog);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *between = "; ";

  if (kmzb_filter_choice_is_empty (self))
    return NULL;
  for (guint i = 0; i < groups->len; i++)
    if (self->groups & 1u << i)
      append (text, ", ", kmzb_category_group_get_name (g_ptr_array_index (groups, i), kmzb_language_get ()));
  for (guint i = 0; i < G_N_ELEMENTS (kmzb_threat_statuses); i++)
    if (self->statuses & 1u << kmzb_threat_statuses[i])
      {
        append (text, between, kmzb_threat_words_status (kmzb_threat_statuses[i]));
        between = ", ";
      }
  if (self->period == KMZB_PERIOD_DATES)
    {
      g_autofree char *from = kmzb_filter_day_words (self->from_day);
      g_autofree char *to = kmzb_filter_day_words (self->to_day);
      /* Translators: a period: "from 1 March 2026 to 31 May 2026" */
      g_autofree char *dates = g_strdup_printf (C_ ("period", "from %s to %s"), from, to);

      append (text, "; ", dates);
    }
  else if (self->period != KMZB_PERIOD_ALL)
    append (text, "; ", kmzb_filter_period_words (self->period));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "19 592": digits in threes from five on, as visitors write them. Returns: (transfer full) */
char *
kmzb_filter_number_words (guint number)
{
  if (number < 10000)
    return g_strdup_printf ("%u", number);
  if (number < 1000000)
    /* Translators: a number of thousands and the rest: "19,592"; what stands between them is yours */
    return g_strdup_printf (C_ ("number", "%u,%03u"), number / 1000, number % 1000);
  /* Translators: the same with millions: "1,019,592" */
  return g_strdup_printf (C_ ("number", "%u,%03u,%03u"), number / 1000000, number / 1000 % 1000, number % 1000);
}

/* Returns: (transfer full) */
char *
kmzb_filter_count_words (guint shown, guint total)
{
  g_autofree char *first = kmzb_filter_number_words (shown);
  g_autofree char *second = kmzb_filter_number_words (total);

  /* Translators: the plural is that of the second number: "Showing 212 of 926 threats" */
  return g_strdup_printf (g_dngettext (NULL, "Showing %s of %s threat", "Showing %s of %s threats", total), first,
                          second);
}
