/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-updates.h"

#include "kmzb-changes.h"
#include "kmzb-duplicates.h"
#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-uuid.h"
#include "kmzb-wire-answer.h"

#include <string.h>

/* Returns: (transfer full): the report's id; @updated_us: later than all that was told of it */
static char *
find_report (KmzbStorage *storage, const char *report, gint64 *updated_us, GError **error)
{
  g_autofree char *number = strlen (report) < 32 ? kmzb_number_parse (report) : NULL;
  g_autofree char *lower = g_ascii_strdown (report, -1);
  g_autoptr (KmzbRows) rows
      = kmzb_storage_query (storage, "SELECT id, updated_us, main_id FROM reports WHERE id=$1 OR number=$2",
                            KMZB_VALUES (kmzb_value_text (lower), kmzb_value_text (number)), error);
  g_autoptr (GError) fault = NULL;

  if (rows == NULL)
    return NULL;
  if (kmzb_rows_next (rows, &fault))
    {
      if (!kmzb_rows_is_null (rows, 2))
        {
          g_set_error (error, KMZB_ERROR, KMZB_ERROR_DENIED, "The report is a duplicate and stands where %s stands",
                       kmzb_rows_text (rows, 2));
          return NULL;
        }
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
 * Sets where a report stands, and all that is joined to it; a #KmzbStorageFunc. Booths learn it with their next question, and pollers of GET
 * requests and GET servicerequestupdates see it.
 *
 * Returns: %FALSE with %KMZB_ERROR_NOT_FOUND where there is no such report, %KMZB_ERROR_DENIED where it is a duplicate
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
                              NULL, error)
         && kmzb_duplicates_follow (storage, id, status, self->note, self->author, self->now_us, error);
}

/* Two clients may call different updates by the same name. Returns: (transfer full) */
static char *
make_update_id (const KmzbClientUpdate *update)
{
  g_autofree char *text = g_strconcat (update->booth, "\n", update->update_id, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static gboolean
check_same (KmzbStorage *storage, const KmzbClientUpdate *update, const char *id, GError **error)
{
  gint64 same;

  if (!kmzb_storage_get_int (storage,
                             "SELECT count(*) FROM updates WHERE id=$1 AND report_id=$2 AND status=$3"
                             " AND note IS NOT DISTINCT FROM $4",
                             KMZB_VALUES (kmzb_value_text (id), kmzb_value_text (update->report_id),
                                          kmzb_value_text (update->status), kmzb_value_text (update->note)),
                             &same, error))
    return FALSE;
  if (same > 0)
    return TRUE;
  g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_EXISTS, "Another update is stored under this update_id");
  return FALSE;
}

/**
 * kmzb_updates_add:
 * @update: a #KmzbClientUpdate
 *
 * Keeps a client's update, once; a #KmzbStorageFunc.
 *
 * Returns: %FALSE with %KMZB_ERROR_NOT_FOUND where this booth sent no such report, %KMZB_ERROR_EXISTS where it sent
 *   another update under this id
 */
gboolean
kmzb_updates_add (KmzbStorage *storage, gpointer update, GError **error)
{
  const KmzbClientUpdate *self = update;
  g_autofree char *id = make_update_id (self);
  gint64 found;
  guint n_changed;

  if (!kmzb_storage_get_int (storage, "SELECT count(*) FROM reports WHERE id=$1 AND booth=$2",
                             KMZB_VALUES (kmzb_value_text (self->report_id), kmzb_value_text (self->booth)), &found,
                             error))
    return FALSE;
  if (found == 0)
    {
      g_set_error_literal (error, KMZB_ERROR, KMZB_ERROR_NOT_FOUND, "No such service_request_id of this client");
      return FALSE;
    }
  if (!kmzb_storage_run (storage,
                         "INSERT INTO updates(id, report_id, origin, author, status, note, updated_us)"
                         " VALUES($1, $2, 'client', $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                         KMZB_VALUES (kmzb_value_text (id), kmzb_value_text (self->report_id),
                                      kmzb_value_text (self->booth), kmzb_value_text (self->status),
                                      kmzb_value_text (self->note), kmzb_value_int (self->now_us)),
                         &n_changed, error))
    return FALSE;
  return n_changed > 0 || check_same (storage, self, id, error);
}

static KmzbWireUpdate *
read_update (KmzbRows *rows)
{
  KmzbWireUpdate *update = g_new0 (KmzbWireUpdate, 1);

  update->id = g_strdup (kmzb_rows_text (rows, 0));
  update->report_id = g_strdup (kmzb_rows_text (rows, 1));
  if (!kmzb_status_from_slug (kmzb_rows_text (rows, 2), &update->status))
    update->status = KMZB_STATUS_NEW;
  update->note = kmzb_rows_is_null (rows, 3) ? NULL : g_strdup (kmzb_rows_text (rows, 3));
  update->updated_us = kmzb_rows_int (rows, 4);
  return update;
}

/**
 * kmzb_updates_list:
 * @filter: its ids are those of reports, its start and end are of the update
 *
 * Returns: (transfer full) (element-type KmzbWireUpdate): what the police said, the oldest first
 */
GPtrArray *
kmzb_updates_list (KmzbStorage *storage, const KmzbArchiveFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) updates = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_wire_update_free);
  g_autoptr (GString) sql = g_string_new ("SELECT id, report_id, status, note, updated_us FROM updates"
                                          " WHERE origin='police' AND updated_us>=$1 AND updated_us<=$2");
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (KmzbValue));
  gint64 start_us = MAX (filter->start_us, filter->updated_after_us);
  gint64 end_us = filter->end_us ? filter->end_us : filter->updated_before_us;
  KmzbValue bounds[] = { kmzb_value_int (start_us), kmzb_value_int (end_us ? end_us : G_MAXINT64) };
  KmzbValue page[] = { kmzb_value_int (filter->page_size),
                       kmzb_value_int ((gint64) (filter->page - 1) * filter->page_size) };
  g_autoptr (KmzbRows) rows = NULL;
  g_autoptr (GError) fault = NULL;

  g_array_append_vals (values, bounds, G_N_ELEMENTS (bounds));
  for (guint i = 0; filter->ids != NULL && filter->ids[i] != NULL; i++)
    {
      KmzbValue id = kmzb_value_text (filter->ids[i]);

      g_array_append_val (values, id);
      g_string_append_printf (sql, "%s$%u", i == 0 ? " AND report_id IN (" : ",", values->len);
    }
  g_array_append_vals (values, page, G_N_ELEMENTS (page));
  g_string_append_printf (sql, "%s ORDER BY updated_us, id LIMIT $%u OFFSET $%u", filter->ids ? ")" : "",
                          values->len - 1, values->len);
  rows = kmzb_storage_query (storage, sql->str, (const KmzbValue *) values->data, values->len, error);
  while (rows != NULL && kmzb_rows_next (rows, &fault))
    g_ptr_array_add (updates, read_update (rows));
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (rows != NULL)
    return g_steal_pointer (&updates);
  return NULL;
}
