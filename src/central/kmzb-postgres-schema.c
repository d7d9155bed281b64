/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-postgres-schema.h"

#include "kmzb-error.h"

/* Two servers that make the first table at the same moment: one of them fails, and finds it there the next time. */
#define MAX_TRIES 5
#define PAUSE_US 100000

/* The same tables as in kmzb-archive-schema.c. A change that has no number yet (seq) waits in a small index of its own;
 * nothing here is counted up by those who store reports, so that they wait for nobody. Keys are UUIDs as text. */
static const char version_1[]
    = "CREATE TABLE counters(name TEXT PRIMARY KEY, value BIGINT NOT NULL);"
      "INSERT INTO counters(name, value) VALUES('changes', 0);"
      "INSERT INTO meta(name, value) VALUES('epoch', substr(md5(random()::text || clock_timestamp()::text), 1, 16));"
      "CREATE TABLE reports("
      " id TEXT PRIMARY KEY,"
      " digest BYTEA NOT NULL,"
      " number TEXT,"
      " booth TEXT NOT NULL,"
      " service_code TEXT NOT NULL,"
      " status TEXT NOT NULL DEFAULT 'new',"
      " lat DOUBLE PRECISION,"
      " lon DOUBLE PRECISION,"
      " address_string TEXT,"
      " address_id TEXT,"
      " description TEXT,"
      " sealed_description TEXT,"
      " media_url TEXT,"
      " day_parts BIGINT NOT NULL DEFAULT 0,"
      " week_days BIGINT NOT NULL DEFAULT 0,"
      " observed_date TEXT,"
      " confirms TEXT,"
      " source TEXT NOT NULL DEFAULT 'visitor',"
      " burst BIGINT NOT NULL DEFAULT 0,"
      " clock_state TEXT,"
      " saved_us BIGINT,"
      " requested_us BIGINT NOT NULL,"
      " received_us BIGINT NOT NULL,"
      " updated_us BIGINT NOT NULL,"
      " seq BIGINT);"
      "CREATE UNIQUE INDEX reports_by_number ON reports(number) WHERE number IS NOT NULL;"
      "CREATE INDEX reports_by_requested ON reports(requested_us, id);"
      "CREATE INDEX reports_by_updated ON reports(updated_us, id);"
      "CREATE INDEX reports_by_seq ON reports(seq) WHERE seq IS NOT NULL;"
      "CREATE INDEX reports_unnumbered ON reports(id) WHERE seq IS NULL;"
      "CREATE INDEX reports_answered ON reports(booth, seq) WHERE updated_us>received_us;"
      "CREATE TABLE keys("
      " hash BYTEA PRIMARY KEY,"
      " name TEXT NOT NULL,"
      " created_us BIGINT NOT NULL,"
      " revoked_us BIGINT);"
      "CREATE UNIQUE INDEX keys_in_force ON keys(name) WHERE revoked_us IS NULL;"
      "CREATE TABLE records("
      " kind TEXT NOT NULL,"
      " id TEXT NOT NULL,"
      " content TEXT,"
      " seq BIGINT,"
      " PRIMARY KEY(kind, id));"
      "CREATE INDEX records_by_seq ON records(kind, seq);"
      "CREATE INDEX records_unnumbered ON records(id) WHERE seq IS NULL;"
      "CREATE TABLE updates("
      " id TEXT PRIMARY KEY,"
      " report_id TEXT NOT NULL REFERENCES reports(id),"
      " origin TEXT NOT NULL,"
      " author TEXT NOT NULL,"
      " status TEXT NOT NULL,"
      " note TEXT,"
      " updated_us BIGINT NOT NULL);"
      "CREATE INDEX updates_by_report ON updates(report_id, updated_us);"
      "CREATE INDEX updates_by_time ON updates(updated_us, id);";

static const char version_2[]
    = "CREATE INDEX reports_with_text ON reports(received_us) WHERE description IS NOT NULL"
      " OR sealed_description IS NOT NULL OR address_string IS NOT NULL OR media_url IS NOT NULL;";

static const char version_3[]
    = "CREATE TABLE users("
      " name TEXT PRIMARY KEY,"
      " password TEXT NOT NULL,"
      " role TEXT NOT NULL,"
      " created_us BIGINT NOT NULL,"
      " disabled_us BIGINT);"
      "CREATE TABLE sessions("
      " hash BYTEA PRIMARY KEY,"
      " name TEXT NOT NULL,"
      " expires_us BIGINT NOT NULL);"
      "CREATE TABLE login_delays("
      " slot BIGINT PRIMARY KEY,"
      " failures BIGINT NOT NULL,"
      " until_us BIGINT NOT NULL);"
      "CREATE TABLE audit("
      " id TEXT PRIMARY KEY,"
      " at_us BIGINT NOT NULL,"
      " actor TEXT NOT NULL,"
      " action TEXT NOT NULL,"
      " report_id TEXT);"
      "CREATE INDEX audit_by_time ON audit(at_us, id);";

static const char version_4[]
    = "ALTER TABLE reports ADD COLUMN main_id TEXT;"
      "ALTER TABLE reports ADD COLUMN own_status TEXT;"
      "DROP INDEX reports_by_requested;"
      "CREATE INDEX reports_by_requested ON reports(requested_us, id, service_code, status, booth, source, lat, lon,"
      " main_id);"
      "CREATE INDEX reports_by_cell ON reports(round(lat*10-0.4999999), round(lon*10-0.4999999), requested_us, id);"
      "CREATE INDEX reports_joined ON reports(main_id) WHERE main_id IS NOT NULL;"
      "CREATE INDEX reports_confirming ON reports(confirms) WHERE confirms IS NOT NULL;"
      "ALTER TABLE audit ADD COLUMN detail TEXT;"
      "ALTER TABLE sessions ADD COLUMN seen_us BIGINT NOT NULL DEFAULT 0;";

static const char version_5[]
    = "CREATE TABLE booths("
      " name TEXT PRIMARY KEY,"
      " heard_us BIGINT NOT NULL,"
      " version TEXT NOT NULL,"
      " pack_id TEXT,"
      " pack_name TEXT,"
      " pack_made TEXT,"
      " waiting BIGINT NOT NULL,"
      " aside BIGINT NOT NULL,"
      " oldest_us BIGINT NOT NULL,"
      " clock_known BIGINT NOT NULL,"
      " clock_offset_s BIGINT NOT NULL,"
      " free_bytes BIGINT NOT NULL);";

/* Fewer places that change: see version 8 of the SQLite schema (kmzb-archive-schema.c). */
static const char version_6[]
    = "DROP INDEX reports_by_cell;"
      "CREATE INDEX reports_by_cell ON reports(round(lat-0.4999999), round(lon-0.4999999), requested_us, id,"
      " service_code, status, lat, lon);";

static const char *const versions[] = { version_1, version_2, version_3, version_4, version_5, version_6 };

/* The row is locked to the end of the transaction: of several servers that start at once, one migrates. */
static gboolean
migrate (KmzbStorage *storage, gpointer data, GError **error)
{
  g_autofree char *set = NULL;
  gint64 version;

  /* An index over millions of reports takes its time. */
  if (!storage->class->run_script (storage,
                                   "SET LOCAL statement_timeout TO 0;"
                                   "CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value TEXT NOT NULL);"
                                   "INSERT INTO meta(name, value) VALUES('schema_version', '0')"
                                   " ON CONFLICT DO NOTHING",
                                   error)
      || !kmzb_storage_get_int (storage, "SELECT value FROM meta WHERE name='schema_version' FOR UPDATE", NULL, 0,
                                &version, error))
    return FALSE;
  if (version < 0 || version > (gint64) G_N_ELEMENTS (versions))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_NEWER,
                   "The PostgreSQL database has schema version %" G_GINT64_FORMAT "; this program knows up to %u", version,
                   (guint) G_N_ELEMENTS (versions));
      return FALSE;
    }
  for (gsize i = (gsize) version; i < G_N_ELEMENTS (versions); i++)
    if (!storage->class->run_script (storage, versions[i], error))
      return FALSE;
  set = g_strdup_printf ("UPDATE meta SET value='%u' WHERE name='schema_version' AND value<>'%u'",
                         (guint) G_N_ELEMENTS (versions), (guint) G_N_ELEMENTS (versions));
  return storage->class->run_script (storage, set, error);
}

/* Brings the database to the newest schema; one that a newer program made is left alone with %KMZB_ERROR_NEWER. */
gboolean
kmzb_postgres_schema_migrate (KmzbStorage *storage, GError **error)
{
  for (guint try = 1;; try++)
    {
      g_autoptr (GError) fault = NULL;

      if (kmzb_storage_transact (storage, migrate, NULL, &fault))
        return TRUE;
      if (try == MAX_TRIES || !g_error_matches (fault, KMZB_ERROR, KMZB_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      g_usleep (PAUSE_US);
    }
}
