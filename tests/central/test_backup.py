# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup is the database at one moment, whole; from it a new one is made, of the same kind or the other."""
import resource
import sqlite3
import subprocess
import threading
import uuid

from central import API, ENV, PROGRAM, Case, Server, report, run
from postgres import Postgres
import tap

TABLES = {"reports": "id", "keys": "name", "records": "kind, id", "updates": "id"}


def dump(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = {table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")] for table in TABLES}
        # By name: a column that was added later stands elsewhere in a fresh file.
        return {table: [dict(zip(sorted(names[table]), row)) for row in database.execute(
            f"SELECT {', '.join(sorted(names[table]))} FROM {table} ORDER BY {order}")] for table, order in TABLES.items()}
    finally:
        database.close()


class Backup(Case):
    def setUp(self):
        super().setUp()
        self.file = self.data / "backup.db"

    def fill(self):
        server = self.start()
        ids = [server.post(self.key, report(**{"attribute[client_number]": number})).json[0]["service_request_id"]
               for number in ("000000011", "000000022", None)]
        self.assertEqual(self.command("status", ids[0], "confirmed").returncode, 0)
        cursor = server.ask("GET", API + "/changes.json?kind=threats", None,
                            {"Authorization": "Bearer " + self.key}).json["cursor"]
        server.stop()
        return ids, cursor

    def threats(self, server, since=""):
        return server.ask("GET", f"{API}/changes.json?kind=threats&since={since}", None,
                          {"Authorization": "Bearer " + self.key})

    def test_round(self):
        ids, cursor = self.fill()
        saved = self.command("backup", self.file)
        self.assertEqual((saved.returncode, saved.stderr), (0, ""))
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        self.assertEqual([path.name for path in self.data.glob("backup*")], ["backup.db"])
        before = self.file.read_bytes()
        new = self.data / "new.db"
        restored = run("--database", new, "restore", self.file)
        self.assertEqual((restored.returncode, restored.stderr), (0, ""))
        self.assertEqual(saved.stdout.replace("saved", "restored"), restored.stdout)
        self.assertEqual(self.file.read_bytes(), before)
        self.assertEqual(dump(new), dump(self.file))
        server = Server(self.data, place=None, *("--database", new))
        self.addCleanup(server.stop)
        self.assertEqual(server.get(API + f"/requests/{ids[0]}.json").json[0]["kmzb_status"], "confirmed")
        self.assert_receipt(server.post(self.key, report()), server.get(API + "/requests.json").json[0]["service_request_id"])
        # What booths have seen since is not here: they begin again, and get everything.
        self.assert_error(self.threats(server, cursor), 410)
        self.assertEqual(len(self.threats(server).json["items"]), 4)

    def test_every_column(self):
        """A column that the backup does not know of would come back empty."""
        self.sqlite_only()
        path = self.data / "central.db"
        run("--database", path, "keys", "list")
        database = sqlite3.connect(path)
        for table in TABLES:
            info = database.execute(f"PRAGMA table_info({table})").fetchall()
            for turn in range(2):
                row = [f"{name}-{turn}" if kind == "TEXT" else f"{name}{turn}".encode() if kind == "BLOB" else
                       1 + index + 100 * turn + (0.123456789012345 if kind == "REAL" else 0)
                       for index, name, kind, *_ in info]
                names = [each[1] for each in info]
                if table == "updates":
                    row[names.index("report_id")] = f"id-{turn}"
                database.execute(f"INSERT INTO {table}({', '.join(names)}) VALUES({', '.join('?' * len(row))})", row)
        database.commit()
        database.close()
        self.assertEqual(self.command("backup", self.file).returncode, 0)
        original = dump(path)
        self.assertEqual(len(original["reports"]), 2)
        self.assertEqual(dump(self.file), original)

    def test_old_texts_in_a_backup(self):
        """Retention reaches backups: what the server wipes is wiped there by a command, and nothing else is."""
        server = self.start()
        for text in ("OLDWORDS of a visitor", "NEWWORDS of another"):
            self.assertEqual(server.post(self.key, report(description=text)).status, 200)
        old = next(row[0] for row in server.rows("SELECT id FROM reports WHERE description LIKE 'OLD%'"))
        server.stop()
        self.command("backup", self.file)
        database = sqlite3.connect(self.file)
        with database:
            database.execute("UPDATE reports SET received_us=received_us-?, address_string='OLDWORDS street' WHERE id=?",
                             (11 * 24 * 3600 * 1_000_000, old))
        database.close()
        before = dump(self.file)["reports"]
        self.assertIn(b"OLDWORDS", self.file.read_bytes())
        for wrong in (("wipe-texts", self.file), ("wipe-texts", self.data / "nothing", "--keep-texts-days", "10"),
                      ("wipe-texts", "--keep-texts-days", "10")):
            self.assertNotEqual(self.command(*wrong).returncode, 0, wrong)
        self.assertFalse((self.data / "nothing").exists())
        self.assertEqual(dump(self.file)["reports"], before)
        done = self.command("wipe-texts", self.file, "--keep-texts-days", "10")
        self.assertEqual((done.returncode, done.stdout), (0, "Wiped the texts of 1 reports older than 10 days\n"), done.stderr)
        self.assertEqual(sorted(each.name for each in self.file.parent.glob(self.file.name + "*")), [self.file.name])
        self.assertNotIn(b"OLDWORDS", self.file.read_bytes())
        self.assertIn(b"NEWWORDS", self.file.read_bytes())
        self.assertEqual(len(dump(self.file)["reports"]), 2)
        again = run("--database", self.data / "again.db", "restore", self.file)
        self.assertEqual((again.returncode, again.stderr), (0, ""))
        self.assertEqual(dump(self.data / "again.db")["reports"], dump(self.file)["reports"])
        # Who makes a backup where texts are wiped is told.
        said = self.command("backup", self.data / "second.db", "--keep-texts-days", "10")
        self.assertIn("wipe-texts", said.stderr)
        self.assertEqual(self.command("backup", self.data / "third.db").stderr, "")

    def test_while_reports_come_in(self):
        """The backup is what was there at one moment: whatever was answered before it began is in it."""
        server = self.start()
        ending, answered = threading.Event(), []

        def client():
            connection = server.connect()
            while not ending.is_set():
                answered.append(server.post(self.key, report(), connection=connection).json[0]["service_request_id"])
            connection.close()

        threads = [threading.Thread(target=client) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for turn in range(5):
                path = self.data / f"backup-{turn}.db"
                before = list(answered)
                self.assertEqual(self.command("backup", path).returncode, 0)
                kept = dump(path)["reports"]
                self.assertEqual(set(before) - {row["id"] for row in kept}, set())
                self.assertNotIn(None, [row["seq"] for row in kept])
                self.assertEqual(len({row["seq"] for row in kept}), len(kept))
        finally:
            ending.set()
            for thread in threads:
                thread.join()

    def test_refused(self):
        self.fill()
        self.assertEqual(self.command("backup", self.file).returncode, 0)
        again = self.command("backup", self.file)
        self.assertEqual((again.returncode, again.stderr.count("\n")), (1, 1))
        self.assertIn("exists already", again.stderr)
        full = self.command("restore", self.file)
        self.assertEqual(full.returncode, 1)
        self.assertIn("not empty", full.stderr)
        for path, content in (("nowhere", None), ("empty", b""), ("letter", b"x" * 9999),
                              ("torn", self.file.read_bytes()[:9000])):
            if content is not None:
                (self.data / path).write_bytes(content)
            done = run("--database", self.data / "other.db", "restore", self.data / path)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), (path, done.stderr))
        self.assertEqual(self.command("backup", "/nowhere/b.db").returncode, 1)

    def test_full_disk(self):
        """Half a backup is not left lying about under a name that promises a whole one."""
        self.fill()

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (40 * 1024, 40 * 1024))

        place = self.place or self.data / "central.db"
        done = subprocess.run([PROGRAM, "--database", place, "backup", self.file], capture_output=True, text=True, env=ENV,
                              preexec_fn=limit, timeout=20)
        self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (1, "", 1), done.stderr)
        self.assertEqual(list(self.data.glob("backup*")), [])


class Moving(Case):
    """How a country's server outgrows its file: a backup of the one kind is restored into the other."""

    def test_into_postgresql_and_back(self):
        self.sqlite_only()
        postgres = Postgres.shared()
        place = postgres.create("m" + uuid.uuid4().hex)
        server = self.start()
        fields = report(**{"attribute[client_number]": "000000011"})
        report_id = fields["attribute[client_report_id]"]
        self.assertEqual(server.post(self.key, fields).status, 200)
        self.assertEqual(self.command("status", report_id, "confirmed").returncode, 0)
        server.stop()
        self.assertEqual(self.command("backup", self.data / "a.db").returncode, 0)
        moved = run("--database", place, "restore", self.data / "a.db")
        self.assertEqual(moved.returncode, 0, moved.stderr)
        server = Server(self.data, place=place)
        self.addCleanup(server.stop)
        # The same key, the same report, the same status.
        self.assert_receipt(server.post(self.key, fields), report_id)
        self.assertIn("Potwierdzone</p>", server.get("/s/000000011").body.decode())
        self.assertEqual(server.post(self.key, report()).status, 200)
        server.stop()
        self.assertEqual(run("--database", place, "backup", self.data / "b.db").returncode, 0)
        first, second = dump(self.data / "a.db"), dump(self.data / "b.db")
        self.assertEqual(len(second["reports"]), 2)
        self.assertEqual([row for row in second["reports"] if row["id"] == report_id], first["reports"])
        for table in ("keys", "records", "updates"):
            self.assertEqual(first[table], second[table])
        # The report that PostgreSQL had not numbered yet is numbered in the file.
        self.assertNotIn(None, [row["seq"] for row in second["reports"]])


tap.main()
