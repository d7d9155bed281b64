-- SPDX-License-Identifier: GPL-3.0-or-later
-- The booth's file as schema 4 left it in the field (commit 311c977). Never edited: such files exist.
CREATE TABLE reports (  seq INTEGER PRIMARY KEY AUTOINCREMENT,  id TEXT NOT NULL UNIQUE,  number TEXT NOT NULL UNIQUE,  boot_id TEXT NOT NULL,  state TEXT NOT NULL CHECK (state IN    ('saved','sending','received','uncertain','refused','held','practice')),  category TEXT NOT NULL,  lat REAL NOT NULL,  lon REAL NOT NULL,  saved_us INTEGER NOT NULL,  payload BLOB,  attempts INTEGER NOT NULL DEFAULT 0,  next_attempt_us INTEGER NOT NULL DEFAULT 0,  server_id TEXT,  server_words TEXT,  settled_us INTEGER, burst INTEGER NOT NULL DEFAULT 0, maybe_sent INTEGER NOT NULL DEFAULT 0, reason TEXT,  CHECK (payload IS NOT NULL OR state IN ('received','practice'))) STRICT;
CREATE INDEX reports_by_state ON reports (state);
CREATE TRIGGER reports_unsent_stay BEFORE DELETE ON reports  WHEN OLD.state NOT IN ('received','practice')  BEGIN SELECT RAISE(ABORT, 'an unsent report is never deleted'); END;
CREATE TABLE threats (  id TEXT PRIMARY KEY,  from_pack INTEGER NOT NULL,  category TEXT NOT NULL,  status TEXT NOT NULL,  lat REAL NOT NULL,  lon REAL NOT NULL,  created_us INTEGER NOT NULL,  updated_us INTEGER NOT NULL, source TEXT NOT NULL DEFAULT 'people', generation INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE walks (  kind TEXT PRIMARY KEY,  server TEXT NOT NULL,  cursor TEXT,  generation INTEGER NOT NULL,  complete INTEGER NOT NULL,  as_of_us INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE standings (  id TEXT PRIMARY KEY,  number TEXT,  status TEXT NOT NULL,  updated_us INTEGER NOT NULL,  generation INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX standings_by_number ON standings (number) WHERE number IS NOT NULL;
CREATE TABLE records (  kind TEXT NOT NULL,  id TEXT NOT NULL,  content TEXT,  generation INTEGER NOT NULL,  PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
CREATE TRIGGER reports_payload_frozen BEFORE UPDATE OF payload ON reports  WHEN NEW.state <> 'received' AND NEW.payload IS NOT OLD.payload   AND NOT (OLD.state = 'held' AND NEW.state = 'saved' AND NOT OLD.maybe_sent)  BEGIN SELECT RAISE(ABORT, 'an unsent report is never changed'); END;
CREATE TABLE audit (  id INTEGER PRIMARY KEY AUTOINCREMENT,  at_us INTEGER NOT NULL,  action TEXT NOT NULL,  seq INTEGER,  reason TEXT) STRICT;
PRAGMA user_version = 4;
