/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-intake.h"

/* 2020-01-01: there were no booths before. */
#define FIRST_US (G_GINT64_CONSTANT (1577836800) * G_USEC_PER_SEC)

void
kmzb_intake_free (KmzbIntake *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->request, kmzb_wire_request_free);
  g_clear_pointer (&self->digest, g_bytes_unref);
  g_clear_pointer (&self->key_hash, g_bytes_unref);
  g_free (self->booth);
  g_free (self);
}

/* A booth has checked its report against the catalogue that it had. */
static gboolean
is_from_booth (const KmzbReport *report)
{
  return report->id != NULL && report->number != NULL && report->saved_us > 0;
}

/* Whether this server can take such a report. What a booth saved under an older catalogue has been promised to somebody:
 * a category that is retired since, or wants a description since, is no fault of such a report.
 *
 * Returns: (nullable): what is wrong, without a word of the report itself */
const char *
kmzb_intake_find_fault (const KmzbWireRequest *request, KmzbCatalog *catalog)
{
  const KmzbReport *report = request->report;
  const KmzbCategory *category = kmzb_catalog_lookup (catalog, report->category);

  if (category == NULL)
    return "service_code is not one of this server's services";
  if (category->description_required && !is_from_booth (report) && report->confirms == NULL
      && report->description == NULL && request->sealed_description == NULL)
    return "description is required for this service_code";
  return NULL;
}

/* When it was reported, as far as that can be believed: where the booth knew by how much its clock was wrong that is
 * taken off, and nothing was saved after it was received, or before there were booths. */
gint64
kmzb_intake_get_requested_us (const KmzbIntake *self)
{
  const char *clock_state = self->request->clock_state;
  gint64 saved_us = self->request->report->saved_us;
  gint64 offset_s = 0;

  if (saved_us > 0 && clock_state != NULL
      && g_ascii_string_to_signed (clock_state, 10, G_MININT32, G_MAXINT32, &offset_s, NULL))
    saved_us -= offset_s * G_USEC_PER_SEC;
  return saved_us >= FIRST_US && saved_us < self->received_us ? saved_us : self->received_us;
}
