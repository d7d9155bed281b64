# SPDX-License-Identifier: GPL-3.0-or-later
"""What was answered is stored, whatever happens next; what cannot be opened is said and left alone."""
import http.client
import resource
import shutil
import signal
import sqlite3
import ssl
import subprocess
import threading
import time
import uuid
import warnings

from central import API, ROOT, Case, report, run
import tap


class Load:
    """Clients that post as fast as they can and remember which reports were answered."""

    def __init__(self, server, key, n=6):
        self.answered, self.lock, self.ending = [], threading.Lock(), False
        self.refused = []
        self.threads = [threading.Thread(target=self.client, args=(server, key)) for _ in range(n)]
        for thread in self.threads:
            thread.start()

    def client(self, server, key):
        connection = server.connect(timeout=5)
        while not self.ending:
            fields = report()
            try:
                answer = server.post(key, fields, connection=connection)
            except (OSError, http.client.HTTPException):
                break
            with self.lock:
                if answer.status == 200:
                    self.answered.append(fields["attribute[client_report_id]"])
                else:
                    self.refused.append(answer.status)
        connection.close()

    def join(self):
        self.ending = True
        for thread in self.threads:
            thread.join()


class Kill(Case):
    def check(self, server, load):
        database = sqlite3.connect(self.data / "central.db")
        try:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            stored = {row[0] for row in database.execute("SELECT id FROM reports")}
        finally:
            database.close()
        self.assertGreater(len(load.answered), 0)
        self.assertEqual(set(load.answered) - stored, set())
        return stored

    def test_sigkill_under_load(self):
        everything = set()
        for _ in range(5):
            server = self.start()
            load = Load(server, self.key)
            time.sleep(0.2)
            server.stop(signal.SIGKILL)
            load.join()
            everything |= set(load.answered)
            # A new server over what the killed one left: all is there, and a try repeated is known.
            server = self.start()
            fields = report(**{"attribute[client_report_id]": load.answered[-1]})
            self.assert_receipt(server.post(self.key, fields), load.answered[-1])
            self.assertEqual(server.stop(), 0)
            self.assertEqual(everything - self.check(server, load), set())

    def test_sigterm_under_load(self):
        """A clean end: who was taken is stored and answered, nobody gets half an answer."""
        answered = set()
        for how in (signal.SIGTERM, signal.SIGINT):
            server = self.start()
            load = Load(server, self.key)
            time.sleep(0.2)
            begin = time.monotonic()
            self.assertEqual(server.stop(how), 0)
            self.assertLess(time.monotonic() - begin, 5)
            # The log has been written into the file.
            self.assertEqual([path.name for path in self.data.iterdir()], ["central.db"])
            load.join()
            self.assertEqual(server.errors, [])
            # Whoever was refused was told to come again.
            self.assertLessEqual(set(load.refused), {503})
            stored = self.check(server, load)
            # Nothing is stored without its client having been told.
            answered |= set(load.answered)
            self.assertEqual(stored - answered, set())

    def test_stop_does_not_wait_for_the_idle(self):
        server = self.start()
        connections = [server.connect() for _ in range(20)]
        for connection in connections:
            server.ask("GET", API + "/requests.json", connection=connection)
        begin = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - begin, 2)
        for connection in connections:
            connection.close()

    def test_two_servers_over_one_file(self):
        first, second = self.start(), self.start()
        fields = report()
        for server in (first, second, first):
            self.assert_receipt(server.post(self.key, fields), fields["attribute[client_report_id]"])
        self.assertEqual(len(first.rows()), 1)


class Trouble(Case):
    """A COMMIT that fails is no receipt: the client is told to come again, and then all is well."""

    def told_to_come_again(self, answer):
        self.assert_error(answer, 503)
        self.assertTrue(answer.headers["Retry-After"])

    def test_file_held_by_another(self):
        server = self.start()
        blocker = sqlite3.connect(self.data / "central.db", isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        fields = report()
        self.told_to_come_again(server.post(self.key, fields))
        blocker.execute("ROLLBACK")
        blocker.close()
        self.assertEqual(server.rows(), [])
        self.assert_receipt(server.post(self.key, fields), fields["attribute[client_report_id]"])

    def test_full_disk(self):
        server = self.start()
        # A file that may not grow any further fails as a full disk does, at any write of a transaction.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (300 * 1024, resource.RLIM_INFINITY))
        answered, refused = [], []
        while len(refused) < 5:
            self.assertLess(len(answered), 1000)
            fields = report(description="x" * 4000)
            answer = server.post(self.key, fields)
            if answer.status == 200:
                answered.append(fields["attribute[client_report_id]"])
            else:
                self.told_to_come_again(answer)
                refused.append(fields)
        self.assertEqual(len(server.get(API + "/requests.json").json), len(answered))
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        for fields in refused:
            self.assert_receipt(server.post(self.key, fields), fields["attribute[client_report_id]"])
            answered.append(fields["attribute[client_report_id]"])
        self.assertEqual(server.stop(), 0)
        self.assertEqual({row[0] for row in server.rows()}, set(answered))


class Opening(Case):
    def refused(self, *arguments, code=1):
        ended = run("--data-dir", self.data, "--listen", "127.0.0.1:0", *arguments)
        self.assertEqual((ended.returncode, ended.stdout), (code, ""), ended.stderr)
        self.assertEqual(ended.stderr.count("\n"), 1, ended.stderr)
        return ended.stderr

    def database(self, write):
        path = self.data / "other.db"
        write(path)
        before = path.read_bytes()
        said = self.refused("--database", path)
        self.assertIn(str(path), said)
        self.assertEqual(path.read_bytes(), before)
        return said

    def sql(self, path, text):
        database = sqlite3.connect(path)
        database.executescript(text)
        database.close()

    def test_not_a_database(self):
        self.database(lambda path: path.write_bytes(b"This is a letter, not a database.\n" * 100))

    def test_damaged(self):
        def damage(path):
            server = self.start()
            for _ in range(50):
                server.post(self.key, report(description="x" * 2000))
            server.stop()
            data = bytearray((self.data / "central.db").read_bytes())
            data[5 * 4096:20 * 4096] = b"\x5a" * (15 * 4096)
            path.write_bytes(data)
        self.assertIn("damaged", self.database(damage))

    def test_newer(self):
        def write(path):
            shutil.copy(self.data / "central.db", path)
            self.sql(path, "PRAGMA user_version=99")
        self.assertIn("99", self.database(write))

    def test_somebody_elses(self):
        self.assertIn("not a database of kmzb-central",
                      self.database(lambda path: self.sql(path, "CREATE TABLE tiles(a); PRAGMA user_version=1")))

    def test_folders_and_postgresql(self):
        self.assertIn("/nowhere/x.db", self.refused("--database", "/nowhere/x.db"))
        self.assertIn(str(self.data), self.refused("--database", self.data))
        said = self.refused("--database", "postgresql://u:geheim@127.0.0.1:1/kmzb")
        self.assertIn("Can't reach PostgreSQL database kmzb", said)
        self.assertNotIn("geheim", said)

    def test_addresses(self):
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:80"):
            self.assertIn("without TLS", self.refused("--listen", address))
        for address in ("", "8311", "localhost:8311", "127.0.0.1:", "127.0.0.1:99999", "::1:80", "127.0.0.1:-1"):
            self.assertIn("is not an address", self.refused("--listen", address, code=2))
        server = self.start()
        self.assertIn(f"127.0.0.1:{server.port}", self.refused("--listen", f"127.0.0.1:{server.port}"))

    def test_catalog(self):
        self.assertIn("/nowhere/c.ini", self.refused("--catalog", "/nowhere/c.ini"))
        bad = self.data / "bad.ini"
        bad.write_text("[category x]\ngroup=none\n")
        self.assertIn(str(bad), self.refused("--catalog", bad))
        server = self.start("--catalog", ROOT / "data/catalog/catalog.ini")
        self.assertEqual(len(server.get(API + "/services.json").json), 27)


class Tls(Case):
    def test_over_tls(self):
        if shutil.which("openssl") is None:
            self.skipTest("openssl is not installed")
        cert, key = self.data / "cert.pem", self.data / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
                        "-out", cert], check=True, capture_output=True)
        key.chmod(0o644)
        readable = run("--data-dir", self.data, "--listen", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key)
        self.assertEqual(readable.returncode, 1)
        self.assertIn("everybody", readable.stderr)
        key.chmod(0o600)
        server = self.start("--tls-cert", cert, "--tls-key", key)
        self.assertTrue(server.url.startswith("https://"))
        context = ssl.create_default_context(cafile=cert)
        server.connect = lambda timeout=10: http.client.HTTPSConnection(server.host, server.port, timeout=timeout,
                                                                        context=context)
        fields = report(**{"attribute[client_report_id]": str(uuid.uuid4())})
        self.assert_receipt(server.post(self.key, fields), fields["attribute[client_report_id]"])
        self.assertEqual(server.get("/open311/discovery.json").json["endpoints"][0]["url"], server.url + API)
        old = ssl.create_default_context(cafile=cert)
        old.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            old.minimum_version = ssl.TLSVersion.TLSv1
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        with self.assertRaises((ssl.SSLError, OSError)):
            http.client.HTTPSConnection(server.host, server.port, timeout=5, context=old).connect()


tap.main()
