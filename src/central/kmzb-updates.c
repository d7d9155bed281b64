/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-updates.h"

#include "kmzb-changes.h"
#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-uuid.h"

#include <string.h>

/* Returns: (transfer full): the report's id; @updated_us: later than all that was told of it */
static char *
find_report (KmzbStorage *storage, const char *report, gint64 *updated_us, GError **error)
{
  g_autofree char *number = strlen (report) < 32 ? kmzb_number_parse (report) : NULL;
  g_autofree char *lower = g_ascii_strdown (report, -1);
  g_autoptr (KmzbRows) rows
      = kmzb_storage_query (storage, "SELECT id, updated_us FROM reports WHERE id=$1 OR number=$2",
                            KMZB_VALUES (kmzb_value_text (lower), kmzb_value_text (number)), error);
  g_autoptr (GError) fault = NULL;

  if (rows == NULL)
    return NULL;
  if (kmzb_rows_next (rows, &fault))
    {
      /* Times are told in whole seconds; a poller that asks from the last one on sees this change. */
      *updated_us = MAX (*updated_us, kmzb_rows_int (rows, 1) + 1);
      return g_strdup (kmzb_rows_text (rows, 0));
    }
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "No report has that number or id");
  return NULL;
}

/**
 * kmzb_updates_set_status:
 * @change: a #KmzbStatusChange
 *
 * Sets where a report stands; a #KmzbStorageFunc. Booths learn it with their next question, and pollers of GET
 * requests and GET servicerequestupdates see it.
 *
 * Returns: %FALSE with %KMZB_ERROR_NOT_FOUND where there is no such report
 */
gboolean
kmzb_updates_set_status (KmzbStorage *storage, gpointer change, GError **error)
{
  const KmzbStatusChange *self = change;
  gint64 updated_us = self->now_us, seq;
  g_autofree char *id = find_report (storage, self->report, &updated_us, error);
  g_autofree char *update_id = kmzb_uuid7_new (self->now_us);
  const char *status = kmzb_status_to_slug (self->status);

  return id != NULL && kmzb_changes_take_numbers (storage, 1, &seq, error)
         && kmzb_storage_run (storage, "UPDATE reports SET status=$1, updated_us=$2, seq=$3 WHERE id=$4",
                              KMZB_VALUES (kmzb_value_text (status), kmzb_value_int (updated_us),
                                           seq ? kmzb_value_int (seq) : kmzb_value_text (NULL), kmzb_value_text (id)),
                              NULL, error)
         && kmzb_storage_run (storage,
                              "INSERT INTO updates(id, report_id, origin, author, status, note, updated_us)"
                              " VALUES($1, $2, 'police', $3, $4, $5, $6)",
                              KMZB_VALUES (kmzb_value_text (update_id), kmzb_value_text (id),
                                           kmzb_value_text (self->author), kmzb_value_text (status),
                                           kmzb_value_text (self->note), kmzb_value_int (updated_us)),
                              NULL, error);
}
