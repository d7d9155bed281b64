/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-validate.h"

#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-text.h"
#include "kmzb-time.h"
#include "kmzb-uuid.h"

static gboolean
invalid (GError **error, const char *what)
{
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "The report's %s", what);
  return FALSE;
}

/* Whether @text is within what a visitor may write and what the wire carries. */
gboolean
kmzb_description_fits (const char *text)
{
  return g_utf8_validate (text, -1, NULL)
         && g_utf8_strlen (text, -1) <= KMZB_DESCRIPTION_MAX_CODE_POINTS
         && kmzb_text_count_characters (text) <= KMZB_DESCRIPTION_MAX_CHARACTERS;
}

/**
 * kmzb_report_validate:
 * @catalog: the categories in force
 *
 * The rules of a finished report, before it is stored. The error names the field and the fault, never the content.
 */
gboolean
kmzb_report_validate (const KmzbReport *report, KmzbCatalog *catalog, GError **error)
{
  const KmzbCategory *category = kmzb_catalog_lookup (catalog, report->category);
  g_autofree char *number = NULL;

  if (!kmzb_uuid_is_valid (report->id))
    return invalid (error, "id is not a UUID");
  number = report->number ? kmzb_number_parse (report->number) : NULL;
  if (g_strcmp0 (number, report->number) != 0 || number == NULL)
    return invalid (error, "number is not one of ours");
  if (category == NULL)
    return invalid (error, "category is not in the catalogue");
  if (!kmzb_point_is_valid (report->place))
    return invalid (error, "place is not on Earth");
  if (report->day_parts >= 1u << KMZB_N_DAY_PARTS)
    return invalid (error, "part of day is unknown");
  if (report->week_days >= 1u << KMZB_N_WEEK_DAYS)
    return invalid (error, "day of week is unknown");
  if (report->observed_date != NULL && !kmzb_date_is_valid (report->observed_date))
    return invalid (error, "date is not a calendar day");
  if (report->description != NULL && !kmzb_description_fits (report->description))
    return invalid (error, "description is too long or not UTF-8");
  /* What a confirmation is about has been described by whoever reported it. */
  if (category->description_required && report->confirms == NULL
      && (report->description == NULL || *report->description == '\0'))
    return invalid (error, "category needs a description");
  return TRUE;
}
