/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-salvage.h"

#include "kmzb-error.h"
#include "kmzb-number.h"
#include "kmzb-report-state.h"
#include "kmzb-store-schema.h"
#include "kmzb-uuid.h"
#include "kmzb-wire-form.h"

/* Beyond the last report that was found, so many places are looked at before the end is believed. */
#define BLANKS_MAX 20000
/* No booth fills it; a damaged number must not keep the booth from starting. */
#define SEQ_MAX 10000000

/* The columns of the first schema, which every file that was ever written has, and two that came later. */
static const char select_format[] = "SELECT id, number, boot_id, state, category, lat, lon, saved_us, payload, server_id,"
                                    " server_words, settled_us, %s, %s FROM reports WHERE seq = ?1";
/* A place that a newer report has taken meanwhile is not the old one's loss: that one goes behind. */
static const char insert_sql[]
    = "INSERT INTO reports(seq, id, number, boot_id, state, category, lat, lon, saved_us, payload, server_id,"
      " server_words, settled_us, burst, reason, maybe_sent)"
      " VALUES(iif(EXISTS (SELECT 1 FROM reports WHERE seq = ?1), NULL, ?1),"
      " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) ON CONFLICT DO NOTHING";

/* What else must survive: without the pinned key a stranger would be believed. */
static const char *const settings[] = { KMZB_SETTING_PINNED_KEY, KMZB_SETTING_STRANGER_KEY, KMZB_SETTING_LAST_SYNC };

/* Whether the payload is that report's and whole: what is half garbage is not sent. */
static gboolean
is_whole (GBytes *payload, const char *id)
{
  gsize length;
  const char *data = g_bytes_get_data (payload, &length);
  g_autoptr (KmzbWireForm) form = kmzb_wire_form_parse (data, length, NULL);

  return form != NULL && g_strcmp0 (kmzb_wire_form_get (form, "attribute[client_report_id]"), id) == 0
         && kmzb_wire_form_get (form, "service_code") != NULL;
}

static gboolean
read_text (KmzbStmt *row, int column)
{
  const char *text = kmzb_stmt_text (row, column);

  return text != NULL && *text != '\0' && g_utf8_validate (text, -1, NULL);
}

/* @state: (out). Whether the row can be believed */
static gboolean
check_row (KmzbStmt *row, KmzbReportState *state)
{
  g_autoptr (GBytes) payload = NULL;
  g_autofree char *number = NULL;

  if (!read_text (row, 0) || !read_text (row, 1) || !read_text (row, 2) || !read_text (row, 4)
      || !kmzb_uuid_is_valid (kmzb_stmt_text (row, 0))
      || !kmzb_report_state_from_string (kmzb_stmt_text (row, 3), state))
    return FALSE;
  number = kmzb_number_parse (kmzb_stmt_text (row, 1));
  payload = kmzb_stmt_bytes (row, 8);
  if (g_strcmp0 (number, kmzb_stmt_text (row, 1)) != 0)
    return FALSE;
  if (*state == KMZB_REPORT_RECEIVED || *state == KMZB_REPORT_PRACTICE)
    return TRUE;
  return payload != NULL && is_whole (payload, kmzb_stmt_text (row, 0));
}

static gboolean
copy_row (KmzbStmt *row, KmzbStmt *insert, gint64 seq, KmzbReportState state, GError **error)
{
  gboolean has_payload = state != KMZB_REPORT_RECEIVED && state != KMZB_REPORT_PRACTICE;
  g_autoptr (GBytes) payload = has_payload ? kmzb_stmt_bytes (row, 8) : NULL;

  kmzb_stmt_bind_int (insert, 1, seq);
  for (int column = 0; column < 3; column++)
    kmzb_stmt_bind_text (insert, column + 2, kmzb_stmt_text (row, column));
  kmzb_stmt_bind_text (insert, 5,
                       kmzb_report_state_to_string (state == KMZB_REPORT_SENDING ? KMZB_REPORT_SAVED : state));
  kmzb_stmt_bind_text (insert, 6, kmzb_stmt_text (row, 4));
  kmzb_stmt_bind_double (insert, 7, kmzb_stmt_double (row, 5));
  kmzb_stmt_bind_double (insert, 8, kmzb_stmt_double (row, 6));
  kmzb_stmt_bind_int (insert, 9, kmzb_stmt_int (row, 7));
  if (payload != NULL)
    kmzb_stmt_bind_bytes (insert, 10, payload);
  kmzb_stmt_bind_text (insert, 11, kmzb_stmt_text (row, 9));
  kmzb_stmt_bind_text (insert, 12, kmzb_stmt_text (row, 10));
  kmzb_stmt_bind_int (insert, 13, kmzb_stmt_int (row, 11));
  kmzb_stmt_bind_int (insert, 14, kmzb_stmt_int (row, 12));
  kmzb_stmt_bind_text (insert, 15, kmzb_stmt_text (row, 13));
  /* Nobody knows what had happened to it when the file broke. */
  kmzb_stmt_bind_int (insert, 16, has_payload);
  return kmzb_stmt_run (insert, error);
}

/* The last place of the old queue, by whichever of its parts can still be read; 0 when none can. */
static gint64
find_last (KmzbDb *old)
{
  static const char *const questions[] = {
    "SELECT seq FROM sqlite_sequence WHERE name = 'reports'",
    "SELECT max(seq) FROM reports",
    "SELECT max(seq) FROM reports INDEXED BY reports_by_state WHERE state = 'saved'",
  };
  gint64 last = 0;

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      gint64 seq = 0;

      if (kmzb_db_get_int (old, questions[i], &seq, NULL))
        last = MAX (last, seq);
    }
  return CLAMP (last, 0, SEQ_MAX);
}

static KmzbStmt *
prepare_select (KmzbDb *old)
{
  gboolean has_burst = kmzb_db_has_column (old, "reports", "burst");
  gboolean has_reason = kmzb_db_has_column (old, "reports", "reason");
  g_autofree char *sql = g_strdup_printf (select_format, has_burst ? "burst" : "0", has_reason ? "reason" : "NULL");

  return kmzb_db_prepare (old, sql, NULL);
}

static gboolean
copy_reports (KmzbDb *db, KmzbDb *old, KmzbSalvage *salvage, GError **error)
{
  g_autoptr (KmzbStmt) row = prepare_select (old);
  g_autoptr (KmzbStmt) insert = kmzb_db_prepare (db, insert_sql, error);
  gint64 last = find_last (old);
  guint blanks = 0;

  if (insert == NULL)
    return FALSE;
  /* Each by itself, for one page that is gone must not take those behind it along. */
  for (gint64 seq = 1; row != NULL && seq <= SEQ_MAX && (seq <= last || blanks < BLANKS_MAX); seq++)
    {
      KmzbReportState state;
      KmzbStep step;

      kmzb_stmt_bind_int (row, 1, seq);
      step = kmzb_stmt_step (row, NULL);
      if (step == KMZB_STEP_ROW && check_row (row, &state))
        {
          if (!copy_row (row, insert, seq, state, error))
            return FALSE;
          if (state == KMZB_REPORT_RECEIVED || state == KMZB_REPORT_PRACTICE)
            salvage->n_others++;
          else
            salvage->n_unsent++;
          blanks = 0;
        }
      else
        {
          blanks++;
          /* A place that was never given to a report is no loss. */
          salvage->n_lost += seq <= last && step != KMZB_STEP_DONE;
        }
      kmzb_stmt_reset (row);
    }
  return TRUE;
}

static gboolean
copy_settings (KmzbDb *db, KmzbDb *old, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *value = NULL;

      if (kmzb_setting_get (old, settings[i], &value, NULL) && value != NULL
          && !kmzb_setting_put (db, settings[i], value, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * kmzb_salvage:
 * @db: a fresh file with the newest schema
 * @old_path: a file that was set aside, with its log; it is not changed
 * @salvage: (out)
 *
 * Takes over what can be read of the reports in a file that could not be used, row by row, in one transaction. A file
 * of which nothing can be read is no error: there is nothing to take over.
 */
gboolean
kmzb_salvage (KmzbDb *db, const char *old_path, KmzbSalvage *salvage, GError **error)
{
  g_autoptr (KmzbDb) old = kmzb_db_open (old_path, KMZB_DB_READ_ONLY, NULL);

  *salvage = (KmzbSalvage){ 0, 0, 0 };
  if (old == NULL)
    return TRUE;
  if (!kmzb_db_begin_immediate (db, error))
    return FALSE;
  if (!copy_reports (db, old, salvage, error) || !copy_settings (db, old, error)
      || !kmzb_setting_remove (db, KMZB_SETTING_SALVAGE, error))
    {
      kmzb_db_rollback (db);
      return FALSE;
    }
  return kmzb_db_commit (db, error);
}
