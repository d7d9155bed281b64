/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "old-file.h"

#include "fixture-common.h"

#include "kmzb-db.h"
#include "kmzb-report-state.h"

#include <string.h>

/* What an older booth has left when its power was cut: a file with reports in every state, half of it still in the
 * log. The text of each schema is what that version's program has written (booth-N.sql). */

static char *
make_id (guint seq)
{
  return g_strdup_printf ("019a1b2c-3d4e-7f50-8123-%012x", seq);
}

/* The frozen bytes of report @seq, as WIRE.md has them. */
static char *
make_payload (guint seq)
{
  return g_strdup_printf ("service_code=akty-wandalizmu&lat=50.04&long=22&description=Nr+%u+%%C5%%BC%%C3%%B3%%C5%%82w"
                          "&attribute%%5Bclient_report_id%%5D=019a1b2c-3d4e-7f50-8123-%012x",
                          seq, seq);
}

/* Each state twice. */
static KmzbReportState
get_state (guint seq)
{
  return (KmzbReportState) ((seq - 1) % KMZB_N_REPORT_STATES);
}

static gboolean
has_payload (KmzbReportState state)
{
  return state != KMZB_REPORT_RECEIVED && state != KMZB_REPORT_PRACTICE;
}

static void
insert_report (KmzbDb *db, guint seq)
{
  /* The number @seq, and the same as its check character. */
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  KmzbReportState state = get_state (seq);
  g_autofree char *id = make_id (seq);
  g_autofree char *payload = make_payload (seq);
  g_autofree char *number = g_strdup_printf ("0000000%c%c", alphabet[seq], alphabet[seq]);
  g_autofree char *bytes = has_payload (state) ? g_strdup_printf ("CAST('%s' AS BLOB)", payload) : g_strdup ("NULL");
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO reports(id, number, boot_id, state, category, lat, lon, saved_us, payload, attempts, next_attempt_us,"
      " server_id, server_words) VALUES('%s', '%s', 'old-boot', '%s', 'akty-wandalizmu', 50.04, 22, %" G_GINT64_FORMAT
      ", %s, %u, 0, %s, %s)",
      id, number, kmzb_report_state_to_string (state), FIXTURE_START_US - 1000 + seq, bytes, seq,
      state == KMZB_REPORT_RECEIVED ? "'server-1'" : "NULL", state == KMZB_REPORT_REFUSED ? "'too long'" : "NULL");
  g_autoptr (GError) error = NULL;

  kmzb_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static void
copy (const char *from_folder, const char *to_folder, const char *name)
{
  g_autofree char *from = g_build_filename (from_folder, name, NULL);
  g_autofree char *to = g_build_filename (to_folder, name, NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &content, &length, NULL));
  g_assert_cmpuint (length, >, 0);
  g_assert_true (g_file_set_contents_full (to, content, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* Makes booth.db and its log in @data_dir as schema @version left them. */
void
old_file_write (const char *data_dir, guint version)
{
  g_autofree char *name = g_strdup_printf ("booth-%u.sql", version);
  g_autofree char *schema = g_build_filename (g_getenv ("KMZB_SOURCE_DIR"), "tests", "store", name, NULL);
  g_autofree char *scratch = g_dir_make_tmp ("kmzb-old-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (scratch, "booth.db", NULL);
  g_autofree char *sql = NULL;
  g_autofree char *threats = g_strdup_printf (
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
      " INSERT INTO threats(id, from_pack, category, status, lat, lon, created_us, updated_us)"
      " SELECT 't-' || i, 1, 'akty-wandalizmu', 'new', 50, 22, 0, 0 FROM n;"
      "INSERT INTO settings VALUES('threats_origin', 'pack-1')",
      OLD_FILE_N_THREATS);
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_CREATE | KMZB_DB_DURABLE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (schema, &sql, NULL, NULL));
  kmzb_db_exec (db, sql, &error);
  g_assert_no_error (error);
  for (guint seq = 1; seq <= OLD_FILE_N_REPORTS / 2; seq++)
    insert_report (db, seq);
  kmzb_db_checkpoint (db, &error);
  g_assert_no_error (error);
  for (guint seq = OLD_FILE_N_REPORTS / 2 + 1; seq <= OLD_FILE_N_REPORTS; seq++)
    insert_report (db, seq);
  kmzb_db_exec (db, threats, &error);
  g_assert_no_error (error);
  copy (scratch, data_dir, "booth.db");
  copy (scratch, data_dir, "booth.db-wal");
  g_clear_pointer (&db, kmzb_db_close);
  fixture_remove_folder (scratch);
}

static void
check_report (KmzbDb *db, guint seq)
{
  KmzbReportState state = get_state (seq);
  /* What was being sent waits again, and may have arrived. */
  const char *now = kmzb_report_state_to_string (state == KMZB_REPORT_SENDING ? KMZB_REPORT_SAVED : state);
  g_autofree char *id = make_id (seq);
  g_autofree char *payload = make_payload (seq);
  g_autofree char *sql = g_strdup_printf (
      "SELECT seq FROM reports WHERE id = '%s' AND state = '%s' AND payload IS %s%s%s AND category = 'akty-wandalizmu'"
      " AND saved_us = %" G_GINT64_FORMAT " AND (state <> 'received' OR server_id = 'server-1')"
      " AND (state <> 'refused' OR server_words = 'too long') AND boot_id = 'old-boot' AND (maybe_sent OR NOT %d)",
      id, now, has_payload (state) ? "CAST('" : "", has_payload (state) ? payload : "NULL",
      has_payload (state) ? "' AS BLOB)" : "", FIXTURE_START_US - 1000 + seq, state == KMZB_REPORT_SENDING);
  gint64 found = 0;

  g_assert_true (kmzb_db_get_int (db, sql, &found, NULL));
  g_assert_cmpint (found, ==, seq);
}

/* Every report of old_file_write() is in @path once, in its place, its state and with its bytes. */
void
old_file_check (const char *path)
{
  g_autoptr (KmzbDb) db = kmzb_db_open (path, KMZB_DB_READ_ONLY, NULL);
  gint64 n = 0;

  g_assert_nonnull (db);
  g_assert_true (kmzb_db_check (db, NULL));
  for (guint seq = 1; seq <= OLD_FILE_N_REPORTS; seq++)
    check_report (db, seq);
  g_assert_true (kmzb_db_get_int (db, "SELECT count(*) FROM reports WHERE boot_id = 'old-boot'", &n, NULL));
  g_assert_cmpint (n, ==, OLD_FILE_N_REPORTS);
}
