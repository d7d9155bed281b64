/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-archive-query.h"

#include "kmzb-error.h"
#include "kmzb-wire-answer.h"

/* What the police said last, with the status that a report has. */
#define NOTE \
  " (SELECT note FROM updates WHERE report_id=reports.id AND origin='police' ORDER BY updated_us DESC, id DESC LIMIT 1)"

static void
append_list (GString *sql, GArray *values, const char *column, GStrv texts)
{
  if (texts == NULL)
    return;
  g_string_append_printf (sql, " AND %s IN (", column);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      KmzbValue value = kmzb_value_text (texts[i]);

      g_array_append_val (values, value);
      g_string_append_printf (sql, "%s$%u", i > 0 ? "," : "", values->len);
    }
  g_string_append_c (sql, ')');
}

static void
append_bound (GString *sql, GArray *values, const char *condition, gint64 us)
{
  KmzbValue value = kmzb_value_int (us);

  if (us == 0)
    return;
  g_array_append_val (values, value);
  g_string_append_printf (sql, " AND %s$%u", condition, values->len);
}

static void
append_status (GString *sql, const KmzbArchiveFilter *filter)
{
  const char *separator = "";

  if (filter->want_open == filter->want_closed)
    return;
  g_string_append (sql, " AND status IN (");
  for (guint i = 0; i < KMZB_N_STATUSES; i++)
    if (kmzb_wire_status_is_open ((KmzbStatus) i) == filter->want_open)
      {
        g_string_append_printf (sql, "%s'%s'", separator, kmzb_status_to_slug ((KmzbStatus) i));
        separator = ",";
      }
  g_string_append_c (sql, ')');
}

/* Every text from outside is bound, never written into the statement. */
static KmzbRows *
select_list (KmzbStorage *storage, const KmzbArchiveFilter *filter, GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("SELECT id, service_code, status, lat, lon, requested_us, updated_us," NOTE " FROM reports WHERE TRUE");
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (KmzbValue));
  KmzbValue limit = kmzb_value_int (filter->page_size);
  KmzbValue offset = kmzb_value_int ((gint64) (filter->page - 1) * filter->page_size);
  gboolean by_update = filter->updated_after_us != 0 || filter->updated_before_us != 0;

  append_list (sql, values, "id", filter->ids);
  append_list (sql, values, "service_code", filter->service_codes);
  append_status (sql, filter);
  append_bound (sql, values, "requested_us>=", filter->start_us);
  append_bound (sql, values, "requested_us<=", filter->end_us);
  append_bound (sql, values, "updated_us>=", filter->updated_after_us);
  append_bound (sql, values, "updated_us<=", filter->updated_before_us);
  g_array_append_val (values, limit);
  g_array_append_val (values, offset);
  g_string_append_printf (sql, " ORDER BY %s DESC, id DESC LIMIT $%u OFFSET $%u",
                          by_update ? "updated_us" : "requested_us", values->len - 1, values->len);
  return kmzb_storage_query (storage, sql->str, (const KmzbValue *) values->data, values->len, error);
}

static KmzbWireItem *
read_item (KmzbRows *rows, KmzbCatalog *catalog)
{
  KmzbWireItem *item = g_new0 (KmzbWireItem, 1);

  item->id = g_strdup (kmzb_rows_text (rows, 0));
  item->service_code = g_strdup (kmzb_rows_text (rows, 1));
  item->category = kmzb_catalog_lookup (catalog, item->service_code);
  if (!kmzb_status_from_slug (kmzb_rows_text (rows, 2), &item->status))
    item->status = KMZB_STATUS_NEW;
  item->has_place = !kmzb_rows_is_null (rows, 3) && !kmzb_rows_is_null (rows, 4);
  if (item->has_place)
    item->place = (KmzbPoint) { kmzb_rows_real (rows, 3), kmzb_rows_real (rows, 4) };
  item->requested_us = kmzb_rows_int (rows, 5);
  item->updated_us = kmzb_rows_int (rows, 6);
  item->status_notes = kmzb_rows_is_null (rows, 7) ? NULL : g_strdup (kmzb_rows_text (rows, 7));
  return item;
}

GPtrArray *
kmzb_archive_query_list (KmzbStorage *storage, const KmzbArchiveFilter *filter, KmzbCatalog *catalog, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_wire_item_free);
  g_autoptr (KmzbRows) rows = select_list (storage, filter, error);
  g_autoptr (GError) fault = NULL;

  while (rows != NULL && kmzb_rows_next (rows, &fault))
    g_ptr_array_add (items, read_item (rows, catalog));
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (rows != NULL)
    return g_steal_pointer (&items);
  return NULL;
}

gboolean
kmzb_archive_query_status (KmzbStorage *storage, const char *number, KmzbStatus *status, GError **error)
{
  g_autoptr (KmzbRows) rows = kmzb_storage_query (storage, "SELECT status FROM reports WHERE number=$1",
                                                  KMZB_VALUES (kmzb_value_text (number)), error);

  return rows != NULL && kmzb_rows_next (rows, error) && kmzb_status_from_slug (kmzb_rows_text (rows, 0), status);
}
