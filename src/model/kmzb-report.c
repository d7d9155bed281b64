/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (KmzbReport, kmzb_report, kmzb_report_ref, kmzb_report_unref)

static const char *const day_parts[KMZB_N_DAY_PARTS] = { "night", "morning", "midday", "afternoon", "evening" };
static const char *const week_days[KMZB_N_WEEK_DAYS] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

KmzbReport *
kmzb_report_new (void)
{
  KmzbReport *self = g_new0 (KmzbReport, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

KmzbReport *
kmzb_report_ref (KmzbReport *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/* What a visitor wrote is overwritten before its memory goes back to the heap. */
static void
wipe_free (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

void
kmzb_report_unref (KmzbReport *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->number);
  g_free (self->category);
  wipe_free (self->address);
  g_free (self->observed_date);
  wipe_free (self->description);
  g_free (self->confirms);
  g_free (self->source);
  g_free (self);
}

/* The wire's word for bit @index of the day parts. */
const char *
kmzb_day_part_to_slug (guint index)
{
  g_return_val_if_fail (index < KMZB_N_DAY_PARTS, NULL);
  return day_parts[index];
}

/* The wire's word for bit @index of the week days; 0 is Monday. */
const char *
kmzb_week_day_to_slug (guint index)
{
  g_return_val_if_fail (index < KMZB_N_WEEK_DAYS, NULL);
  return week_days[index];
}
