/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-intake.h"

void
kmzb_intake_free (KmzbIntake *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->request, kmzb_wire_request_free);
  g_clear_pointer (&self->digest, g_bytes_unref);
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

/* When it was reported, as far as that can be believed: nothing was saved after it was received. */
gint64
kmzb_intake_get_requested_us (const KmzbIntake *self)
{
  gint64 saved_us = self->request->report->saved_us;

  return saved_us > 0 && saved_us < self->received_us ? saved_us : self->received_us;
}
