# SPDX-License-Identifier: GPL-3.0-or-later
"""Several servers over one PostgreSQL database: each report once, whoever is killed and whatever is lost meanwhile."""
import hashlib
import http.client
import os
import random
import shutil
import signal
import socket
import string
import subprocess
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from central import API, Case, Server, report, run
from postgres import Postgres
import tap

N_BOOTHS = 200
REPORTS_EACH = 4


class OnPostgres(Case):
    def setUp(self):
        self.postgres = Postgres.shared()
        super().setUp()
        self.name = "p" + uuid.uuid4().hex
        self.place = self.postgres.create(self.name)
        self.key = self.add_key("booth-1")

    def ids(self):
        return {row[0] for row in self.postgres.rows(self.name, "SELECT id FROM reports")}

    def add_keys(self, n):
        """Many at once, as `keys add` would store them one by one."""
        keys = ["kmzb_" + uuid.uuid4().hex for _ in range(n)]
        rows = ",".join(f"('\\x{hashlib.sha256(key.encode()).hexdigest()}', 'b{index}', 1)"
                        for index, key in enumerate(keys))
        self.postgres.psql(self.name, f"INSERT INTO keys(hash, name, created_us) VALUES {rows}")
        return keys

    def until_stored(self, servers, key, fields, rand, tries=200):
        """Posts as a booth does: again and again, anywhere, until there is a receipt. Sometimes it hangs up too early."""
        for _ in range(tries):
            server = rand.choice(servers)
            try:
                if rand.random() < 0.2:
                    body = urlencode(dict(fields, api_key=key)).encode()
                    with socket.create_connection((server.host, server.port), timeout=10) as connection:
                        connection.sendall(f"POST {API}/requests.json HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}"
                                           "\r\n\r\n".encode() + body)
                    continue
                answer = server.post(key, fields)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            if answer.status == 200:
                self.assert_receipt(answer, fields["attribute[client_report_id]"])
                return True
            self.assertEqual(answer.status, 503, answer.body)
            time.sleep(0.05)
        return False

    def together(self, *functions):
        """Each on a thread of its own; what one of them finds wrong is this test's fault too."""
        with ThreadPoolExecutor(len(functions)) as pool:
            for done in [pool.submit(function) for function in functions]:
                done.result()


class Storm(OnPostgres):
    def test_two_hundred_booths_try_again_and_again(self):
        servers = [self.start(), self.start()]
        stored, lock = set(), threading.Lock()

        def booth(index, key):
            rand = random.Random(index)
            for _ in range(REPORTS_EACH):
                fields = report()
                # At both servers at the same time, as who gave up waiting and tries elsewhere; and again after the
                # receipt, as if it had been lost on the way.
                self.together(*[lambda one=one: self.assertTrue(self.until_stored([one], key, fields, rand))
                                for one in servers])
                self.assertTrue(self.until_stored(servers, key, fields, rand))
                with lock:
                    stored.add(fields["attribute[client_report_id]"])

        self.together(*[lambda each=each: booth(*each) for each in enumerate(self.add_keys(N_BOOTHS))])
        self.assertEqual(len(stored), N_BOOTHS * REPORTS_EACH)
        self.assertEqual(self.ids(), stored)
        for server in servers:
            self.assertEqual(server.stop(), 0)
            self.assertEqual(server.errors, [])

    def test_the_same_reports_from_both_sides(self):
        """In opposite orders, which is how two transactions come to wait for each other."""
        servers = [self.start(), self.start()]
        reports = [report(**{"attribute[client_number]": None}) for _ in range(150)]

        def client(server, each):
            for fields in each:
                self.assert_receipt(server.post(self.key, fields), fields["attribute[client_report_id]"])

        self.together(*[lambda n=n: client(servers[n % 2], reports[::-1] if n % 2 else reports) for n in range(12)])
        self.assertEqual(self.ids(), {fields["attribute[client_report_id]"] for fields in reports})

    def test_changes_while_both_write(self):
        servers = [self.start(), self.start()]
        sent, lock = set(), threading.Lock()
        ending = threading.Event()
        seen = []

        def client(server):
            for _ in range(60):
                fields = report()
                self.assertEqual(server.post(self.key, fields).status, 200)
                with lock:
                    sent.add(fields["attribute[client_report_id]"])

        def reader():
            cursor, turn, last = "", 0, False
            while True:
                last = ending.is_set()
                page = servers[turn % 2].ask("GET", f"{API}/changes.json?kind=threats&limit=7&since={cursor}", None,
                                             {"Authorization": "Bearer " + self.key}).json
                seen.extend(item["id"] for item in page["items"])
                cursor, turn = page["cursor"], turn + 1
                if last and not page["more"]:
                    return

        thread = threading.Thread(target=reader)
        thread.start()
        try:
            self.together(*[lambda n=n: client(servers[n % 2]) for n in range(8)])
        finally:
            ending.set()
            thread.join()
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual(set(seen), sent)


class Trouble(OnPostgres):
    def load(self, servers, ending, answered):
        def client(index):
            rand = random.Random(index)
            while not ending.is_set():
                fields = report()
                if self.until_stored(servers, self.key, fields, rand, tries=5):
                    answered.append(fields["attribute[client_report_id]"])
        threads = [threading.Thread(target=client, args=(index,)) for index in range(6)]
        for thread in threads:
            thread.start()
        return threads

    def test_a_server_is_killed(self):
        steady, ending, answered = self.start(), threading.Event(), []
        servers = [steady, self.start()]
        threads = self.load(servers, ending, answered)
        try:
            for _ in range(4):
                time.sleep(0.3)
                servers[1].stop(signal.SIGKILL)
                servers[1] = self.start()
        finally:
            ending.set()
            for thread in threads:
                thread.join()
        self.assertGreater(len(answered), 50)
        self.assertEqual(set(answered) - self.ids(), set())
        self.assertEqual(steady.stop(), 0)

    def test_the_database_goes_and_comes_back(self):
        """Nobody restarts the servers; what was answered is there, and nobody was answered meanwhile."""
        servers, ending, answered = [self.start(), self.start()], threading.Event(), []
        threads = self.load(servers, ending, answered)
        try:
            time.sleep(0.3)
            for how in ("immediate", "fast"):
                self.postgres.stop(how)
                refused = servers[0].post(self.key, report())
                self.assert_error(refused, 503)
                self.assertTrue(refused.headers["Retry-After"])
                self.postgres.start()
                n = len(answered)
                end = time.monotonic() + 30
                while len(answered) < n + 20:
                    self.assertLess(time.monotonic(), end)
                    time.sleep(0.05)
        finally:
            ending.set()
            for thread in threads:
                thread.join()
        self.assertEqual(set(answered) - self.ids(), set())
        for server in servers:
            self.assertEqual(server.stop(), 0)

    def small_disk(self):
        """Moves the reports of this case's database to a disk of their own; returns what makes it larger."""
        folder = os.path.join(self.postgres.folder, "small-" + self.name)
        os.mkdir(folder)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "kmzb-test", folder], capture_output=True).returncode != 0:
            os.rmdir(folder)
            self.skipTest("cannot mount a small disk")
        self.addCleanup(os.rmdir, folder)
        self.addCleanup(subprocess.run, ["umount", folder], check=True)
        if self.postgres.user:
            shutil.chown(folder, self.postgres.user)
        self.postgres.psql("postgres", f"CREATE TABLESPACE s{self.name} LOCATION '{folder}'")
        self.addCleanup(self.postgres.psql, "postgres", f"DROP TABLESPACE s{self.name}")
        self.addCleanup(self.postgres.psql, "postgres", f"DROP DATABASE {self.name} WITH (FORCE)")
        self.postgres.psql(self.name, f"ALTER TABLE reports SET TABLESPACE s{self.name}")
        return lambda: subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)

    def test_full_disk(self):
        """Who is answered is stored, who is not is told to come again, and is taken once there is room."""
        make_room = self.small_disk()
        rand = random.Random(5432)
        server = Server(self.data, place=self.place)
        self.addCleanup(server.stop)
        answered, refused = [], []
        while len(refused) < 8:
            self.assertLess(len(answered), 1000)
            # No two alike: what repeats itself is stored small.
            fields = report(description="".join(rand.choices(string.ascii_letters + string.digits, k=3900)))
            answer = server.post(self.key, fields)
            if answer.status == 200:
                answered.append(fields["attribute[client_report_id]"])
            else:
                self.assert_error(answer, 503)
                self.assertTrue(answer.headers["Retry-After"])
                refused.append(fields)
        self.assertGreater(len(answered), 5)
        self.assertEqual(self.ids(), set(answered))
        self.assertEqual(len(server.get(API + "/requests.json").json), len(answered))
        make_room()
        for fields in refused:
            self.assert_receipt(server.post(self.key, fields), fields["attribute[client_report_id]"])
            answered.append(fields["attribute[client_report_id]"])
        self.assertEqual(server.stop(), 0)
        self.assertEqual(self.ids(), set(answered))

    def test_a_lock_that_somebody_holds(self):
        """Neither a report nor the server hangs on it."""
        server = self.start()
        fields = report()
        self.assertEqual(server.post(self.key, report()).status, 200)
        holder = self.postgres.open(self.name)
        holder.stdin.write("BEGIN; LOCK TABLE reports IN ACCESS EXCLUSIVE MODE;\n\\echo held\n")
        holder.stdin.flush()
        self.assertEqual(holder.stdout.readline(), "held\n")
        connection = server.connect(timeout=40)
        refused = server.post(self.key, fields, connection=connection)
        self.assert_error(refused, 503)
        self.assertTrue(refused.headers["Retry-After"])
        self.assertEqual(server.get("/healthz").status, 200)
        holder.communicate("ROLLBACK;\n", timeout=20)
        self.assert_receipt(server.post(self.key, fields, connection=connection), fields["attribute[client_report_id]"])
        connection.close()
        self.assertEqual(server.stop(), 0)

    def test_revoked_at_once_everywhere(self):
        servers = [self.start(), self.start()]
        connections = [server.connect() for server in servers]
        fields = report()
        for server, connection in zip(servers, connections):
            self.assertEqual(server.post(self.key, fields, connection=connection).status, 200)
        self.assertEqual(self.command("keys", "revoke", "booth-1").returncode, 0)
        for server, connection in zip(servers, connections):
            self.assert_error(server.post(self.key, fields, connection=connection), 403)
            connection.close()

    def test_all_start_at_once(self):
        """On an empty database: one makes the tables, and none falls over another."""
        place = self.postgres.create("e" + uuid.uuid4().hex)
        servers = []
        lock = threading.Lock()

        def start():
            server = Server(self.data, place=place)
            with lock:
                servers.append(server)

        self.together(*[start] * 5)
        self.assertEqual(len(servers), 5)
        for server in servers:
            self.assertEqual(server.get(API + "/requests.json").json, [])
            self.assertEqual(server.stop(), 0)
            self.assertEqual(server.errors, [])

    def refused(self, place):
        ended = run("--database", place, "--listen", "127.0.0.1:0")
        self.assertEqual((ended.returncode, ended.stdout, ended.stderr.count("\n")), (1, "", 1), ended.stderr)
        return ended.stderr

    def test_old_texts_are_gone(self):
        """What was meant and what was tried out; and where nothing was tried out, nothing is made for it."""
        server = self.start("--keep-texts-days", 10)
        self.assertEqual(server.stop(), 0)
        self.assertEqual(self.postgres.rows(self.name, "SELECT 1 FROM pg_namespace WHERE nspname='kmzb_test'"), [])
        server = self.start()
        self.assertEqual(server.post(self.key, report()).status, 200)
        self.assertEqual(server.ask("POST", "/open311/test/v2/requests.json",
                                    urlencode(dict(report(), api_key=self.key))).status, 200)
        self.assertEqual(server.stop(), 0)
        texts = "SELECT description FROM {}.reports WHERE description IS NOT NULL"
        for schema in ("public", "kmzb_test"):
            self.assertEqual(len(self.postgres.rows(self.name, texts.format(schema))), 1)
            self.postgres.psql(self.name, f"UPDATE {schema}.reports SET received_us=received_us-11*86400*1000000::bigint")
        server = self.start("--keep-texts-days", 10)
        self.assertEqual(server.get("/healthz").status, 200)
        self.assertEqual(server.stop(), 0)
        for schema in ("public", "kmzb_test"):
            self.assertEqual(self.postgres.rows(self.name, texts.format(schema)), [])

    def test_opening(self):
        self.assertIn("does not exist", self.refused(self.postgres.url("nobody_made_it")))
        latin = "l" + uuid.uuid4().hex
        self.postgres.psql("postgres", f"CREATE DATABASE {latin} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        self.assertIn("it must be in UTF8", self.refused(self.postgres.url(latin)))
        self.postgres.psql(self.name, "UPDATE meta SET value='99' WHERE name='schema_version'")
        self.assertIn("99", self.refused(self.place))
        for place in ("postgresql://", "postgresql://[", "postgresql://h:x/"):
            self.assertEqual(run("--database", place, "keys", "list").returncode, 1)

    def test_hostile_text(self):
        server = self.start()
        for text in ("'; DROP TABLE reports; --", "\\x00", "$1", "?1", "\\", "E'\\n'", "\u0001\u001f", "🚲" * 900):
            self.assertEqual(server.post(self.key, report(description=text, media_url=text[:99])).status, 200)
        self.assertEqual(len(self.ids()), 8)
        self.assertEqual(server.get(API + "/requests.json", service_code="';--", status="open").json, [])


tap.main()
