/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-archive-schema.h"

#include "kmzb-error.h"
#include "kmzb-file.h"
#include "kmzb-migrator.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

/* "KMZC" in the file's header tells central's database from any other SQLite file. */
#define APPLICATION_ID 1263360579
#define APPLICATION_ID_TEXT "1263360579"
/* A file up to this size is checked page by page at every start; a larger one would keep the booths waiting. */
#define CHECK_MAX_BYTES (64 * 1024 * 1024)

/* Version 1: reports and booth keys.
 *
 * A report's id is the client's UUID, or one made here where the client named none: one unique index is both what
 * makes a report unique and what finds it. Times are microseconds since 1970 UTC. The digest is over the content
 * without the sender's key (kmzb_wire_form_digest()). */
static const char version_1[]
    = "PRAGMA application_id=" APPLICATION_ID_TEXT ";"
      "CREATE TABLE reports("
      " id TEXT PRIMARY KEY NOT NULL,"
      " digest BLOB NOT NULL,"
      " number TEXT,"
      " booth TEXT NOT NULL,"
      " service_code TEXT NOT NULL,"
      " status TEXT NOT NULL DEFAULT 'new',"
      " lat REAL,"
      " lon REAL,"
      " address_string TEXT,"
      " address_id TEXT,"
      " description TEXT,"
      " sealed_description TEXT,"
      " media_url TEXT,"
      " day_parts INTEGER NOT NULL DEFAULT 0,"
      " week_days INTEGER NOT NULL DEFAULT 0,"
      " observed_date TEXT,"
      " confirms TEXT,"
      " source TEXT NOT NULL DEFAULT 'visitor',"
      " clock_state TEXT,"
      " saved_us INTEGER,"
      " requested_us INTEGER NOT NULL,"
      " received_us INTEGER NOT NULL,"
      " updated_us INTEGER NOT NULL);"
      "CREATE UNIQUE INDEX reports_by_number ON reports(number) WHERE number IS NOT NULL;"
      "CREATE INDEX reports_by_requested ON reports(requested_us, id);"
      "CREATE INDEX reports_by_updated ON reports(updated_us, id);"
      "CREATE TABLE keys("
      " hash BLOB PRIMARY KEY NOT NULL,"
      " name TEXT NOT NULL,"
      " created_us INTEGER NOT NULL,"
      " revoked_us INTEGER);"
      "CREATE UNIQUE INDEX keys_in_force ON keys(name) WHERE revoked_us IS NULL;";

/* Version 2: changes and status updates.
 *
 * Whatever booths are told of has a number (seq) from one counter, a new one with each change; a cursor is the last
 * number that was seen. Where several servers write at once it is NULL until it is numbered (kmzb-changes.c). An update
 * by a client (origin "client") is kept for the officer; those of the police are public. */
static const char version_2[]
    = "CREATE TABLE meta(name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);"
      "INSERT INTO meta(name, value) VALUES('epoch', lower(hex(randomblob(8))));"
      "CREATE TABLE counters(name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL);"
      "ALTER TABLE reports ADD COLUMN seq INTEGER;"
      "UPDATE reports SET seq=rowid;"
      "INSERT INTO counters(name, value) SELECT 'changes', coalesce(max(seq), 0) FROM reports;"
      "CREATE INDEX reports_by_seq ON reports(seq);"
      "CREATE INDEX reports_answered ON reports(booth, seq) WHERE updated_us>received_us;"
      "CREATE TABLE records("
      " kind TEXT NOT NULL,"
      " id TEXT NOT NULL,"
      " content TEXT,"
      " seq INTEGER,"
      " PRIMARY KEY(kind, id));"
      "CREATE INDEX records_by_seq ON records(kind, seq);"
      "CREATE TABLE updates("
      " id TEXT PRIMARY KEY NOT NULL,"
      " report_id TEXT NOT NULL REFERENCES reports(id),"
      " origin TEXT NOT NULL,"
      " author TEXT NOT NULL,"
      " status TEXT NOT NULL,"
      " note TEXT,"
      " updated_us INTEGER NOT NULL);"
      "CREATE INDEX updates_by_report ON updates(report_id, updated_us);"
      "CREATE INDEX updates_by_time ON updates(updated_us, id);";

/* Version 3: whether a report came in a burst. */
static const char version_3[] = "ALTER TABLE reports ADD COLUMN burst INTEGER NOT NULL DEFAULT 0;";

/* Version 4: what finds the texts that have been kept long enough (kmzb-retention.c). */
static const char version_4[]
    = "CREATE INDEX reports_with_text ON reports(received_us) WHERE description IS NOT NULL"
      " OR sealed_description IS NOT NULL OR address_string IS NOT NULL OR media_url IS NOT NULL;";

/* Version 5: who may use the coordinator's pages, and what they did. Of a session's token only a hash is kept. */
static const char version_5[]
    = "CREATE TABLE users("
      " name TEXT PRIMARY KEY NOT NULL,"
      " password TEXT NOT NULL,"
      " role TEXT NOT NULL,"
      " created_us INTEGER NOT NULL,"
      " disabled_us INTEGER);"
      "CREATE TABLE sessions("
      " hash BLOB PRIMARY KEY NOT NULL,"
      " name TEXT NOT NULL,"
      " expires_us INTEGER NOT NULL);"
      "CREATE TABLE login_delays("
      " slot INTEGER PRIMARY KEY NOT NULL,"
      " failures INTEGER NOT NULL,"
      " until_us INTEGER NOT NULL);"
      "CREATE TABLE audit("
      " id TEXT PRIMARY KEY NOT NULL,"
      " at_us INTEGER NOT NULL,"
      " actor TEXT NOT NULL,"
      " action TEXT NOT NULL,"
      " report_id TEXT);"
      "CREATE INDEX audit_by_time ON audit(at_us, id);";

/* Version 6: the coordinator's list over a million reports, duplicates, idle sessions.
 *
 * reports_by_requested holds all that the list is filtered by and the tallies count: a million entries are looked
 * through in a fraction of a second, and an insert still writes at its end alone. An index for each filter would cost
 * the booths a quarter of the server's rate. A duplicate (main_id) stands where its main
 * report stands, and gets its own_status back when it is parted from it. */
static const char version_6[]
    = "ALTER TABLE reports ADD COLUMN main_id TEXT;"
      "ALTER TABLE reports ADD COLUMN own_status TEXT;"
      "DROP INDEX reports_by_requested;"
      "CREATE INDEX reports_by_requested ON reports(requested_us, id, service_code, status, booth, source, lat, lon,"
      " main_id);"
      "CREATE INDEX reports_by_cell ON reports(round(lat*10-0.4999999), round(lon*10-0.4999999), requested_us, id);"
      "CREATE INDEX reports_joined ON reports(main_id) WHERE main_id IS NOT NULL;"
      "CREATE INDEX reports_confirming ON reports(confirms) WHERE confirms IS NOT NULL;"
      "ALTER TABLE audit ADD COLUMN detail TEXT;"
      "ALTER TABLE sessions ADD COLUMN seen_us INTEGER NOT NULL DEFAULT 0;";

/* Version 7: what each booth last said of itself (kmzb-booths.c). */
static const char version_7[]
    = "CREATE TABLE booths("
      " name TEXT PRIMARY KEY NOT NULL,"
      " heard_us INTEGER NOT NULL,"
      " version TEXT NOT NULL,"
      " pack_id TEXT,"
      " pack_name TEXT,"
      " pack_made TEXT,"
      " waiting INTEGER NOT NULL,"
      " aside INTEGER NOT NULL,"
      " oldest_us INTEGER NOT NULL,"
      " clock_known INTEGER NOT NULL,"
      " clock_offset_s INTEGER NOT NULL,"
      " free_bytes INTEGER NOT NULL);";

/* Version 8: cells of a whole degree (kmzb-page-filter.c). Reports that come in together then lie in few
 * places of the index; with cells of a tenth every one changed a page of its own, which was more than half of what was
 * written. What an entry holds beside its place sorts out the rest of a cell without a look at the reports. */
static const char version_8[]
    = "DROP INDEX reports_by_cell;"
      "CREATE INDEX reports_by_cell ON reports(round(lat-0.4999999), round(lon-0.4999999), requested_us, id,"
      " service_code, status, lat, lon);";

static const KmzbMigration migrations[] = {
  { version_1, NULL },
  { version_2, NULL },
  { version_3, NULL },
  { version_4, NULL },
  { version_5, NULL },
  { version_6, NULL },
  { version_7, NULL },
  { version_8, NULL },
};

static gboolean
is_ours (KmzbDb *db, GError **error)
{
  gint64 id = 0, tables = 0, version = 0;

  if (!kmzb_db_get_int (db, "PRAGMA application_id", &id, error)
      || !kmzb_db_get_int (db, "PRAGMA user_version", &version, error)
      || !kmzb_db_get_int (db, "SELECT count(*) FROM sqlite_schema", &tables, error))
    return FALSE;
  if (id == APPLICATION_ID || (id == 0 && version == 0 && tables == 0))
    return TRUE;
  g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "%s is not a database of kmzb-central",
               kmzb_db_get_path (db));
  return FALSE;
}

static gboolean
check_pages (KmzbDb *db, GError **error)
{
  GStatBuf info;

  if (g_stat (kmzb_db_get_path (db), &info) == 0 && info.st_size > CHECK_MAX_BYTES)
    return TRUE;
  return kmzb_db_check (db, error);
}

/* Looked at before it is opened for writing, which alone would change a file that is somebody else's. */
static gboolean
check_owner (const char *path, GError **error)
{
  GStatBuf info;
  g_autoptr (KmzbDb) db = NULL;

  if (g_stat (path, &info) < 0 || info.st_size == 0)
    return TRUE;
  db = kmzb_db_open (path, KMZB_DB_READ_ONLY, error);
  return db != NULL && is_ours (db, error);
}

/**
 * kmzb_archive_open_file:
 * @path: the database file; made when missing
 *
 * Opens central's database for writing and brings it to the newest schema. Fails, leaving the file as it is, when it
 * is damaged, somebody else's, written by a newer version, or cannot be written.
 *
 * Returns: (transfer full)
 */
KmzbDb *
kmzb_archive_open_file (const char *path, GError **error)
{
  g_autoptr (KmzbDb) db = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, KMZB_ERROR, KMZB_ERROR_INVALID, "Can't open database %s: it is a folder", path);
      return NULL;
    }
  if (!check_owner (path, error) || !kmzb_file_make (path, error))
    return NULL;
  db = kmzb_db_open (path, KMZB_DB_CREATE | KMZB_DB_DURABLE, error);
  /* The log is moved into the file every 32 MiB: each time costs the writer two more syncs, and by then several reports
   * have changed the same page. */
  if (db == NULL || !check_pages (db, error) || !kmzb_db_exec (db, "PRAGMA wal_autocheckpoint=8192", error)
      || !kmzb_migrate (db, migrations, G_N_ELEMENTS (migrations), error))
    return NULL;
  /* SQLite opens a file that cannot be written without a word; better now than at the first report. */
  if (!kmzb_db_begin_immediate (db, error))
    return NULL;
  kmzb_db_rollback (db);
  return g_steal_pointer (&db);
}
