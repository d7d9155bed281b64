/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-report-draft.h"

#include "kmzb-number.h"
#include "kmzb-text.h"
#include "kmzb-uuid.h"

#include <string.h>

/**
 * KmzbReportDraft:
 *
 * Everything a visitor has said about one report, apart from any screen: pages are made from it, thrown away with the
 * language, and made again. Id and number are made once, with the draft: however often it is saved, it is one report.
 */
struct _KmzbReportDraft
{
  GObject parent_instance;

  KmzbClock *clock;
  char *id;
  char *number;
  gboolean has_place;
  KmzbPoint place;
  char *address;
  char *category;
  guint day_parts;
  guint week_days;
  char *observed_date;
  char *description;
};

G_DEFINE_FINAL_TYPE (KmzbReportDraft, kmzb_report_draft, G_TYPE_OBJECT)

static guint place_changed_signal;

/* What a visitor typed is overwritten before its memory goes back to the heap. */
static void
replace (char **field, const char *text)
{
  if (*field == text)
    return;
  if (*field != NULL)
    explicit_bzero (*field, strlen (*field));
  g_free (*field);
  *field = g_strdup (text);
}

static void
clear_answers (KmzbReportDraft *self)
{
  self->has_place = FALSE;
  self->place = (KmzbPoint){ 0, 0 };
  self->day_parts = self->week_days = 0;
  replace (&self->address, NULL);
  replace (&self->category, NULL);
  replace (&self->observed_date, NULL);
  replace (&self->description, NULL);
}

static void
make_identity (KmzbReportDraft *self)
{
  g_free (self->id);
  g_free (self->number);
  self->id = kmzb_uuid7_new (kmzb_clock_get_real_us (self->clock));
  self->number = kmzb_number_new ();
}

static void
kmzb_report_draft_finalize (GObject *object)
{
  KmzbReportDraft *self = KMZB_REPORT_DRAFT (object);

  clear_answers (self);
  g_free (self->id);
  g_free (self->number);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (kmzb_report_draft_parent_class)->finalize (object);
}

static void
kmzb_report_draft_class_init (KmzbReportDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kmzb_report_draft_finalize;

  /**
   * KmzbReportDraft::place-changed:
   *
   * Another place, or the words of the same one: they may come after the visitor has gone on.
   */
  place_changed_signal = g_signal_new ("place-changed", KMZB_TYPE_REPORT_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
}

static void
kmzb_report_draft_init (KmzbReportDraft *self)
{
}

KmzbReportDraft *
kmzb_report_draft_new (KmzbClock *clock)
{
  KmzbReportDraft *self;

  g_return_val_if_fail (KMZB_IS_CLOCK (clock), NULL);

  self = g_object_new (KMZB_TYPE_REPORT_DRAFT, NULL);
  self->clock = g_object_ref (clock);
  make_identity (self);
  return self;
}

/* Whether the visitor has answered nothing yet, so that leaving needs no question. */
gboolean
kmzb_report_draft_is_empty (KmzbReportDraft *self)
{
  g_return_val_if_fail (KMZB_IS_REPORT_DRAFT (self), TRUE);

  return !self->has_place && self->category == NULL && self->day_parts == 0 && self->week_days == 0
         && self->observed_date == NULL && self->description == NULL;
}

/* Forgets every answer and begins another report: new id, new number. */
void
kmzb_report_draft_clear (KmzbReportDraft *self)
{
  g_return_if_fail (KMZB_IS_REPORT_DRAFT (self));

  clear_answers (self);
  make_identity (self);
}

/* Another id and number for the same answers: the store found that one of them is taken. */
void
kmzb_report_draft_renew (KmzbReportDraft *self)
{
  g_return_if_fail (KMZB_IS_REPORT_DRAFT (self));

  make_identity (self);
}

const char *
kmzb_report_draft_get_id (KmzbReportDraft *self)
{
  return self->id;
}

const char *
kmzb_report_draft_get_number (KmzbReportDraft *self)
{
  return self->number;
}

/* Returns: whether a place was chosen; then it is in @place. */
gboolean
kmzb_report_draft_get_place (KmzbReportDraft *self, KmzbPoint *place)
{
  if (self->has_place)
    *place = self->place;
  return self->has_place;
}

/* @address: (nullable): the nearest one in words; stays at the booth. */
void
kmzb_report_draft_set_place (KmzbReportDraft *self, KmzbPoint place, const char *address)
{
  g_return_if_fail (KMZB_IS_REPORT_DRAFT (self) && kmzb_point_is_valid (place));

  self->has_place = TRUE;
  self->place = place;
  replace (&self->address, address);
  g_signal_emit (self, place_changed_signal, 0);
}

const char *
kmzb_report_draft_get_address (KmzbReportDraft *self)
{
  return self->address;
}

const char *
kmzb_report_draft_get_category (KmzbReportDraft *self)
{
  return self->category;
}

void
kmzb_report_draft_set_category (KmzbReportDraft *self, const char *slug)
{
  replace (&self->category, slug);
}

guint
kmzb_report_draft_get_day_parts (KmzbReportDraft *self)
{
  return self->day_parts;
}

/* @flags: of #KmzbDayPart. */
void
kmzb_report_draft_set_day_parts (KmzbReportDraft *self, guint flags)
{
  g_return_if_fail (flags < 1u << KMZB_N_DAY_PARTS);

  self->day_parts = flags;
}

guint
kmzb_report_draft_get_week_days (KmzbReportDraft *self)
{
  return self->week_days;
}

/* @flags: bit 0 is Monday. */
void
kmzb_report_draft_set_week_days (KmzbReportDraft *self, guint flags)
{
  g_return_if_fail (flags < 1u << KMZB_N_WEEK_DAYS);

  self->week_days = flags;
}

const char *
kmzb_report_draft_get_observed_date (KmzbReportDraft *self)
{
  return self->observed_date;
}

/* @date: (nullable): "YYYY-MM-DD" */
void
kmzb_report_draft_set_observed_date (KmzbReportDraft *self, const char *date)
{
  replace (&self->observed_date, date);
}

const char *
kmzb_report_draft_get_description (KmzbReportDraft *self)
{
  return self->description;
}

/* @text: as typed; kept cleaned, and not at all when nothing is left of it. */
void
kmzb_report_draft_set_description (KmzbReportDraft *self, const char *text)
{
  char *clean = kmzb_text_clean (text);

  replace (&self->description, *clean != '\0' ? clean : NULL);
  explicit_bzero (clean, strlen (clean));
  g_free (clean);
}

/**
 * kmzb_report_draft_make_report:
 *
 * Returns: (transfer full): the report as it stands, saved now by the booth's clock; to be validated by the caller
 */
KmzbReport *
kmzb_report_draft_make_report (KmzbReportDraft *self, gboolean practice)
{
  KmzbReport *report;

  g_return_val_if_fail (KMZB_IS_REPORT_DRAFT (self), NULL);

  report = kmzb_report_new ();
  report->id = g_strdup (self->id);
  report->number = g_strdup (self->number);
  report->category = g_strdup (self->category);
  report->place = self->place;
  report->address = g_strdup (self->address);
  report->day_parts = self->day_parts;
  report->week_days = self->week_days;
  report->observed_date = g_strdup (self->observed_date);
  report->description = g_strdup (self->description);
  report->saved_us = kmzb_clock_get_real_us (self->clock);
  report->practice = practice;
  return report;
}
