/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kmzb-store-schema.h"

#include "kmzb-migrator.h"

/* Schema of DATA_DIR/booth.db. Change log:
 *
 * 1 reports (the outbox), threats, settings
 * 2 reports.burst
 * 3 who says so, of a threat
 * 4 what central tells: walks, standings, records, threats.generation; reports.maybe_sent, reports.reason; audit;
 *   a report that was held may be marked as a joke
 * 5 threats.key
 *
 * A released step is never edited: booths in the field have run it. Add the next one. */
static const KmzbMigration steps[] = {
  { .sql =
    /* seq is the order of sending. AUTOINCREMENT: a number is never given twice, whatever happens to rows.
     * payload is what is sent, frozen at save; NULL in practice and after receipt. */
    "CREATE TABLE reports ("
    "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  id TEXT NOT NULL UNIQUE,"
    "  number TEXT NOT NULL UNIQUE,"
    "  boot_id TEXT NOT NULL,"
    "  state TEXT NOT NULL CHECK (state IN"
    "    ('saved','sending','received','uncertain','refused','held','practice')),"
    "  category TEXT NOT NULL,"
    "  lat REAL NOT NULL,"
    "  lon REAL NOT NULL,"
    "  saved_us INTEGER NOT NULL,"
    "  payload BLOB,"
    "  attempts INTEGER NOT NULL DEFAULT 0,"
    "  next_attempt_us INTEGER NOT NULL DEFAULT 0,"
    "  server_id TEXT,"
    "  server_words TEXT,"
    "  settled_us INTEGER,"
    "  CHECK (payload IS NOT NULL OR state IN ('received','practice'))"
    ") STRICT;"
    /* Ends in seq, as every index of a rowid table does: the oldest of a state is its first entry. */
    "CREATE INDEX reports_by_state ON reports (state);"
    /* The promises of the outbox, held by the file itself as well. */
    "CREATE TRIGGER reports_unsent_stay BEFORE DELETE ON reports"
    "  WHEN OLD.state NOT IN ('received','practice')"
    "  BEGIN SELECT RAISE(ABORT, 'an unsent report is never deleted'); END;"
    "CREATE TRIGGER reports_payload_frozen BEFORE UPDATE OF payload ON reports"
    "  WHEN NEW.state <> 'received' AND NEW.payload IS NOT OLD.payload"
    "  BEGIN SELECT RAISE(ABORT, 'an unsent report is never changed'); END;"

    "CREATE TABLE threats ("
    "  id TEXT PRIMARY KEY,"
    "  from_pack INTEGER NOT NULL,"
    "  category TEXT NOT NULL,"
    "  status TEXT NOT NULL,"
    "  lat REAL NOT NULL,"
    "  lon REAL NOT NULL,"
    "  created_us INTEGER NOT NULL,"
    "  updated_us INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;" },
  { .sql = "ALTER TABLE reports ADD COLUMN burst INTEGER NOT NULL DEFAULT 0;" },
  { .sql =
    "ALTER TABLE threats ADD COLUMN source TEXT NOT NULL DEFAULT 'people';"
    /* The pack's threats are taken in again, this time with their source. */
    "DELETE FROM settings WHERE key = '" KMZB_SETTING_THREATS_ORIGIN "';" },
  { .sql =
    /* How far central's changes of a kind are known: where to go on, and which walk from nothing this is. */
    "CREATE TABLE walks ("
    "  kind TEXT PRIMARY KEY,"
    "  server TEXT NOT NULL,"
    "  cursor TEXT,"
    "  generation INTEGER NOT NULL,"
    "  complete INTEGER NOT NULL,"
    "  as_of_us INTEGER"
    ") STRICT, WITHOUT ROWID;"
    "ALTER TABLE threats ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;"
    /* Where this booth's reports stand, by the report's id. */
    "CREATE TABLE standings ("
    "  id TEXT PRIMARY KEY,"
    "  number TEXT,"
    "  status TEXT NOT NULL,"
    "  updated_us INTEGER NOT NULL,"
    "  generation INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX standings_by_number ON standings (number) WHERE number IS NOT NULL;"
    /* The other kinds as they came, JSON; NULL: it is gone at central, whatever a pack says. */
    "CREATE TABLE records ("
    "  kind TEXT NOT NULL,"
    "  id TEXT NOT NULL,"
    "  content TEXT,"
    "  generation INTEGER NOT NULL,"
    "  PRIMARY KEY (kind, id)"
    ") STRICT, WITHOUT ROWID;"

    /* maybe_sent: a server may have it although it has not said so. reason: why the officer holds it. */
    "ALTER TABLE reports ADD COLUMN maybe_sent INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE reports ADD COLUMN reason TEXT;"
    "DROP TRIGGER reports_payload_frozen;"
    "CREATE TRIGGER reports_payload_frozen BEFORE UPDATE OF payload ON reports"
    "  WHEN NEW.state <> 'received' AND NEW.payload IS NOT OLD.payload"
    "   AND NOT (OLD.state = 'held' AND NEW.state = 'saved' AND NOT OLD.maybe_sent)"
    "  BEGIN SELECT RAISE(ABORT, 'an unsent report is never changed'); END;"
    /* What the officer did to reports, and why. */
    "CREATE TABLE audit ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  at_us INTEGER NOT NULL,"
    "  action TEXT NOT NULL,"
    "  seq INTEGER,"
    "  reason TEXT"
    ") STRICT;" },
  { .sql =
    /* By key a threat is found again whose id nobody keeps in memory. AUTOINCREMENT: what was touched on the screen is
     * not another threat meanwhile. */
    "CREATE TABLE keyed_threats ("
    "  key INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  id TEXT NOT NULL UNIQUE,"
    "  from_pack INTEGER NOT NULL,"
    "  category TEXT NOT NULL,"
    "  status TEXT NOT NULL,"
    "  lat REAL NOT NULL,"
    "  lon REAL NOT NULL,"
    "  created_us INTEGER NOT NULL,"
    "  updated_us INTEGER NOT NULL,"
    "  source TEXT NOT NULL DEFAULT 'people',"
    "  generation INTEGER NOT NULL DEFAULT 0"
    ") STRICT;"
    "INSERT INTO keyed_threats(id, from_pack, category, status, lat, lon, created_us, updated_us, source, generation)"
    "  SELECT id, from_pack, category, status, lat, lon, created_us, updated_us, source, generation FROM threats;"
    "DROP TABLE threats;"
    "ALTER TABLE keyed_threats RENAME TO threats;" },
};

gboolean
kmzb_store_schema_migrate (KmzbDb *db, GError **error)
{
  return kmzb_migrate (db, steps, G_N_ELEMENTS (steps), error);
}

guint
kmzb_store_schema_get_version (void)
{
  return G_N_ELEMENTS (steps);
}

gboolean
kmzb_setting_put (KmzbDb *db, const char *key, const char *value, GError **error)
{
  g_autoptr (KmzbStmt) stmt
      = kmzb_db_prepare (db,
                         "INSERT INTO settings(key, value) VALUES(?1, ?2)"
                         " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
                         error);

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, key);
  kmzb_stmt_bind_text (stmt, 2, value);
  return kmzb_stmt_run (stmt, error);
}

gboolean
kmzb_setting_put_int (KmzbDb *db, const char *key, gint64 value, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return kmzb_setting_put (db, key, text, error);
}

gboolean
kmzb_setting_remove (KmzbDb *db, const char *key, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, "DELETE FROM settings WHERE key = ?1", error);

  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, key);
  return kmzb_stmt_run (stmt, error);
}

/* @value: (out) (transfer full) (nullable): %NULL when it was never set */
gboolean
kmzb_setting_get (KmzbDb *db, const char *key, char **value, GError **error)
{
  g_autoptr (KmzbStmt) stmt = kmzb_db_prepare (db, "SELECT value FROM settings WHERE key = ?1", error);
  KmzbStep step;

  *value = NULL;
  if (stmt == NULL)
    return FALSE;
  kmzb_stmt_bind_text (stmt, 1, key);
  step = kmzb_stmt_step (stmt, error);
  if (step == KMZB_STEP_ROW)
    *value = g_strdup (kmzb_stmt_text (stmt, 0));
  return step != KMZB_STEP_ERROR;
}
