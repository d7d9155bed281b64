/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-archive-query.h"

#include "kmzb-error.h"
#include "kmzb-wire-json.h"

static const char insert_sql[]
    = "INSERT INTO reports(id, digest, number, booth, service_code, lat, lon, address_string, address_id,"
      " description, sealed_description, media_url, day_parts, week_days, observed_date, confirms, source,"
      " clock_state, saved_us, requested_us, received_us, updated_us)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?21)"
      " ON CONFLICT DO NOTHING";

static void
bind_report (KmzbStmt *insert, const KmzbIntake *intake, const char *number)
{
  const KmzbWireRequest *request = intake->request;
  const KmzbReport *report = request->report;

  kmzb_stmt_bind_text (insert, 1, report->id);
  kmzb_stmt_bind_bytes (insert, 2, intake->digest);
  kmzb_stmt_bind_text (insert, 3, number);
  kmzb_stmt_bind_text (insert, 4, intake->booth);
  kmzb_stmt_bind_text (insert, 5, report->category);
  if (request->has_place)
    {
      kmzb_stmt_bind_double (insert, 6, report->place.lat);
      kmzb_stmt_bind_double (insert, 7, report->place.lon);
    }
  kmzb_stmt_bind_text (insert, 8, request->address_string);
  kmzb_stmt_bind_text (insert, 9, request->address_id);
  kmzb_stmt_bind_text (insert, 10, report->description);
  kmzb_stmt_bind_text (insert, 11, request->sealed_description);
  kmzb_stmt_bind_text (insert, 12, request->media_url);
  kmzb_stmt_bind_int (insert, 13, report->day_parts);
  kmzb_stmt_bind_int (insert, 14, report->week_days);
  kmzb_stmt_bind_text (insert, 15, report->observed_date);
  kmzb_stmt_bind_text (insert, 16, report->confirms);
  kmzb_stmt_bind_text (insert, 17, report->source ? report->source : "visitor");
  kmzb_stmt_bind_text (insert, 18, request->clock_state);
  if (report->saved_us != 0)
    kmzb_stmt_bind_int (insert, 19, report->saved_us);
  kmzb_stmt_bind_int (insert, 20, kmzb_intake_get_requested_us (intake));
  kmzb_stmt_bind_int (insert, 21, intake->received_us);
}

/* Returns: whether the statements ran; @intake's result says what they found */
static gboolean
compare_stored (KmzbStmt *find, KmzbIntake *intake, gboolean *found, GError **error)
{
  g_autoptr (GBytes) stored = NULL;
  KmzbStep step;

  kmzb_stmt_bind_text (find, 1, intake->request->report->id);
  step = kmzb_stmt_step (find, error);
  *found = step == KMZB_STEP_ROW;
  if (*found)
    {
      stored = kmzb_stmt_bytes (find, 0);
      kmzb_stmt_reset (find);
      intake->result = g_bytes_equal (stored, intake->digest) ? KMZB_INTAKE_REPLAYED : KMZB_INTAKE_CONFLICT;
    }
  return step != KMZB_STEP_ERROR;
}

static gboolean
store_one (KmzbDb *db, KmzbStmt *insert, KmzbStmt *find, KmzbIntake *intake, GError **error)
{
  gboolean found = FALSE;

  intake->result = KMZB_INTAKE_STORED;
  bind_report (insert, intake, intake->request->report->number);
  if (!kmzb_stmt_run (insert, error))
    return FALSE;
  if (kmzb_db_get_changes (db) > 0)
    return TRUE;
  if (!compare_stored (find, intake, &found, error))
    return FALSE;
  if (found)
    return TRUE;

  /* Two booths drew the same number, about once in a million reports. The number belongs to the first; a report
   * without one is better than a report refused. */
  g_warning ("Report %s is stored without its number, which another report has", intake->request->report->id);
  bind_report (insert, intake, NULL);
  return kmzb_stmt_run (insert, error);
}

/**
 * kmzb_archive_store_group:
 * @group: (element-type KmzbIntake)
 *
 * Stores reports in one transaction, and sets each one's result. Whether a report is new, a replay or a conflict is
 * decided inside that transaction, so no two of them can both be the first.
 *
 * Returns: %FALSE when nothing of it is stored; all have failed then
 */
gboolean
kmzb_archive_store_group (KmzbDb *db, GPtrArray *group, GError **error)
{
  g_autoptr (KmzbStmt) insert = kmzb_db_prepare (db, insert_sql, error);
  g_autoptr (KmzbStmt) find = insert ? kmzb_db_prepare (db, "SELECT digest FROM reports WHERE id=?1", error) : NULL;
  gboolean ok = find != NULL && kmzb_db_begin_immediate (db, error);

  for (guint i = 0; ok && i < group->len; i++)
    ok = store_one (db, insert, find, g_ptr_array_index (group, i), error);
  ok = ok && kmzb_db_commit (db, error);
  if (!ok)
    {
      kmzb_db_rollback (db);
      for (guint i = 0; i < group->len; i++)
        ((KmzbIntake *) g_ptr_array_index (group, i))->result = KMZB_INTAKE_FAILED;
    }
  return ok;
}

static void
append_list (GString *sql, GPtrArray *texts, const char *column, GStrv values)
{
  if (values == NULL)
    return;
  g_string_append_printf (sql, " AND %s IN (", column);
  for (guint i = 0; values[i] != NULL; i++)
    {
      g_ptr_array_add (texts, values[i]);
      g_string_append_printf (sql, "%s?%u", i > 0 ? "," : "", texts->len);
    }
  g_string_append_c (sql, ')');
}

static void
append_bound (GString *sql, const char *condition, gint64 us)
{
  if (us != 0)
    g_string_append_printf (sql, " AND %s%" G_GINT64_FORMAT, condition, us);
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
static KmzbStmt *
prepare_list (KmzbDb *db, const KmzbArchiveFilter *filter, GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("SELECT id, service_code, status, lat, lon, requested_us, updated_us FROM reports WHERE 1");
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  gboolean by_update = filter->updated_after_us != 0 || filter->updated_before_us != 0;
  KmzbStmt *stmt;

  append_list (sql, texts, "id", filter->ids);
  append_list (sql, texts, "service_code", filter->service_codes);
  append_status (sql, filter);
  append_bound (sql, "requested_us>=", filter->start_us);
  append_bound (sql, "requested_us<=", filter->end_us);
  append_bound (sql, "updated_us>=", filter->updated_after_us);
  append_bound (sql, "updated_us<=", filter->updated_before_us);
  g_string_append_printf (sql, " ORDER BY %s DESC, id DESC LIMIT %u OFFSET %" G_GUINT64_FORMAT,
                          by_update ? "updated_us" : "requested_us", filter->page_size,
                          (guint64) (filter->page - 1) * filter->page_size);

  stmt = kmzb_db_prepare (db, sql->str, error);
  for (guint i = 0; stmt != NULL && i < texts->len; i++)
    kmzb_stmt_bind_text (stmt, (int) i + 1, g_ptr_array_index (texts, i));
  return stmt;
}

static KmzbWireItem *
read_item (KmzbStmt *stmt, KmzbCatalog *catalog)
{
  KmzbWireItem *item = g_new0 (KmzbWireItem, 1);

  item->id = g_strdup (kmzb_stmt_text (stmt, 0));
  item->service_code = g_strdup (kmzb_stmt_text (stmt, 1));
  item->category = kmzb_catalog_lookup (catalog, item->service_code);
  if (!kmzb_status_from_slug (kmzb_stmt_text (stmt, 2), &item->status))
    item->status = KMZB_STATUS_NEW;
  item->has_place = !kmzb_stmt_is_null (stmt, 3) && !kmzb_stmt_is_null (stmt, 4);
  item->place = (KmzbPoint) { kmzb_stmt_double (stmt, 3), kmzb_stmt_double (stmt, 4) };
  item->requested_us = kmzb_stmt_int (stmt, 5);
  item->updated_us = kmzb_stmt_int (stmt, 6);
  return item;
}

GPtrArray *
kmzb_archive_query_list (KmzbDb *db, const KmzbArchiveFilter *filter, KmzbCatalog *catalog, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) kmzb_wire_item_free);
  g_autoptr (KmzbStmt) stmt = prepare_list (db, filter, error);
  KmzbStep step = KMZB_STEP_ERROR;

  while (stmt != NULL && (step = kmzb_stmt_step (stmt, error)) == KMZB_STEP_ROW)
    g_ptr_array_add (items, read_item (stmt, catalog));
  return step == KMZB_STEP_DONE ? g_steal_pointer (&items) : NULL;
}

gboolean
kmzb_archive_query_status (KmzbDb *db, const char *number, KmzbStatus *status, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, "SELECT status FROM reports WHERE number=?1", error);

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, number);
  return kmzb_stmt_step (stmt, error) == KMZB_STEP_ROW && kmzb_status_from_slug (kmzb_stmt_text (stmt, 0), status);
}
