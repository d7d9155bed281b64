# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator runs it with: configuration, health, metrics, log, certificates, how long texts are kept."""
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode

from central import API, ENV, PROGRAM, ROOT, SECRET, Case, Server, report, run
import seccomp
import tap


class Health(Case):
    def test_health(self):
        server = self.start()
        answer = server.get("/healthz")
        self.assertEqual((answer.status, answer.body, answer.headers["Content-Type"]),
                         (200, b"ok\n", "text/plain; charset=utf-8"))
        # As balancers ask.
        head = server.ask("HEAD", "/healthz")
        self.assertEqual((head.status, head.body, head.headers["Content-Length"]), (200, b"", "3"))
        for path in ("/healthz", "/metrics"):
            for method in ("POST", "OPTIONS", "PUT"):
                answer = server.ask(method, path)
                self.assert_error(answer, 405)
                self.assertEqual(answer.headers["Allow"], "GET, HEAD")

    def metrics(self, server):
        text = server.get("/metrics").body.decode()
        for line in text.splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) kmzb_\w+ .+|kmzb_\w+(\{\w+="[^"]*"\})? [0-9.]+)$')
        return {name: float(value) for name, value in re.findall(r"^(kmzb_\S+) (\S+)$", text, re.M)}

    def test_metrics(self):
        server = self.start()
        before = self.metrics(server)
        self.assertEqual(before['kmzb_reports_total{result="stored"}'], 0)
        fields = report()
        for each in (fields, fields, dict(fields, lat="1"), report()):
            server.post(self.key, each)
        server.post("x", fields)
        after = self.metrics(server)
        self.assertEqual({name: after[f'kmzb_reports_total{{result="{name}"}}'] for name in
                          ("stored", "replayed", "conflict", "failed")},
                         {"stored": 2, "replayed": 1, "conflict": 1, "failed": 0})
        self.assertEqual({code: after[f'kmzb_requests_total{{status="{code}"}}'] for code in (200, 403, 422)},
                         {200: 4, 403: 1, 422: 1})
        self.assertEqual(after["kmzb_request_seconds_count"], 6)
        self.assertEqual(after['kmzb_request_seconds_bucket{le="+Inf"}'], 6)

    def test_metrics_are_not_for_everybody(self):
        server = self.start("--behind-proxy")
        self.assertEqual(server.get("/metrics").status, 200)
        for header in ({"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}):
            self.assert_error(server.ask("GET", "/metrics", None, header), 404)


class Log(Case):
    def test_requests(self):
        server = self.start("--log-requests")
        fields = report(**{"attribute[client_number]": "000000011"})
        report_id = server.post(self.key, fields).json[0]["service_request_id"]
        server.ask("GET", f"{API}/changes.json?kind=threats&api_key={self.key}")
        server.get("/s/000-000-011")
        server.get(API + f"/requests/{report_id}.json")
        server.ask("GET", '/%22%3Cscript%3E"\\<' + "x" * 900)
        server.ask("GET", API + '/%22%3Cscript%3E"\\<' + "x" * 900)
        for typed in ("/000-000-011", "/S/000000011", "//s/000-000-011"):
            server.get(typed)
        server.post("kmzb_wrong", fields)
        self.assertEqual(server.stop(), 0)
        lines = [json.loads(line) for line in server.errors]
        self.assertEqual([(line["method"], line["path"][:40], line["status"], line.get("booth")) for line in lines[:4]],
                         [("POST", API + "/requests.json", 200, "booth-1"), ("GET", API + "/changes.json", 200, "booth-1"),
                          ("GET", "/s/", 200, None), ("GET", (API + f"/requests/{report_id}.json")[:40], 200, None)])
        self.assertEqual([line["status"] for line in lines[4:]], [404] * 5 + [403])
        for line in lines:
            self.assertRegex(line["time"], r"^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertLess(line["us"], 10_000_000)
        text = "".join(server.errors)
        for private in (self.key, "kmzb_wrong", SECRET, "Tajny", "000000011", "000-000-011", "127.0.0.1", "50.037"):
            self.assertNotIn(private, text)


class Configuration(Case):
    def write(self, text):
        path = self.data / "central.conf"
        path.write_text(text)
        return path

    def test_from_a_file(self):
        config = self.write("[central]\nlisten=127.0.0.1:1\ndata_dir=inner\nquota=1\nlog_requests=true\n")
        key = run("--config", config, "keys", "add", "b").stdout.strip()
        self.assertTrue((self.data / "inner/central.db").exists())
        # The command line wins: it listens where the test harness wants it, over the harness's database.
        server = self.start("--config", config)
        self.assertEqual([server.post(self.key, report()).status for _ in range(2)], [200, 429])
        self.assertEqual(server.post(key, report()).status, 403)
        server.stop()
        self.assertEqual(len(server.errors), 3)
        server = self.start("--config", config, "--quota", 2)
        self.assertEqual([server.post(self.key, report()).status for _ in range(3)], [200, 200, 429])

    def test_beside_where_one_stands(self):
        """A relative name of the file: what is relative in it is so to its folder, wherever that is."""
        (self.data / "conf").mkdir()
        self.write("").rename(self.data / "conf/c.conf")
        (self.data / "conf/c.conf").write_text("[central]\ndatabase=a.db\n")
        for folder, name in ((self.data / "conf", "c.conf"), (self.data, "conf/c.conf"), ("/", self.data / "conf/c.conf")):
            done = subprocess.run([PROGRAM, "--config", name, "keys", "list"], cwd=folder, capture_output=True, text=True,
                                  env=dict(ENV, HOME=str(self.data), XDG_DATA_HOME=str(self.data / "home")), timeout=20)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertTrue((self.data / "conf/a.db").exists())
        self.assertFalse((self.data / "home").exists())

    def test_names_the_thing_and_the_fault(self):
        (self.data / "text").write_text("nonsense")
        for arguments, said in (
                (("--database", self.data, "keys", "list"), "it is a folder"),
                (("--database", self.data / "no/x.db", "keys", "list"), "No such file or directory"),
                (("--database", "mysql://x:geheim@y/z", "keys", "list"), "mysql://"),
                (("--tls-cert", "/nowhere", "--tls-key", "/nowhere"), "certificate"),
                (("import-directory", "/nowhere"), "No such file or directory")):
            done = run("--data-dir", self.data, *arguments)
            self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (1, "", 1), arguments)
            self.assertIn(said, done.stderr)
            self.assertNotIn("geheim", done.stderr)

    def test_root_in_a_services_folder(self):
        """What an operator makes there as root, the service's user can use."""
        if os.geteuid() != 0:
            self.skipTest("only root gives files away")
        self.sqlite_only()
        backup = self.data / "backup"
        self.assertEqual(self.command("backup", backup).returncode, 0)
        folder = self.data / "service"
        folder.mkdir(mode=0o700)
        os.chown(folder, 65534, 65534)
        for arguments in (("seal-key",), ("seal-key",), ("keys", "add", "b"), ("--database", folder / "r.db", "restore", backup)):
            done = run("--data-dir", folder, *arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
        owners = {path.name: (path.stat().st_uid, path.stat().st_gid, path.stat().st_mode & 0o777) for path in folder.iterdir()}
        self.assertEqual(owners, {name: (65534, 65534, 0o600) for name in ("seal-keys", "central.db", "r.db")})

    def test_wrong(self):
        for text, said in (("[central]\ndatabase=\n", "[central] database: it is empty"), ("[central]\nquota=many\n", "quota"), ("[central]\nbehind_proxy=perhaps\n", "behind_proxy"),
                           ("nonsense", "Can't read"), ("[central]\nquota=-1\n", "--quota"),
                           ("[central]\nkeep_texts_days=99999\n", "--keep-texts-days"),
                           ("[central]\ntls_cert=x.pem\n", "go together")):
            done = run("--config", self.write(text), "keys", "list")
            self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), text)
            self.assertIn(said, done.stderr)
            self.assertIn("central.conf", done.stderr)
        self.assertEqual(run("--config", "/nowhere", "keys", "list").returncode, 1)
        told = run("--config", self.write(f"[central]\ndata_dir={self.data}\nqouta=1\n[other]\na=b\n"), "keys", "list")
        self.assertEqual(told.returncode, 0)
        self.assertIn("qouta is not known", told.stderr)
        self.assertIn("[other] is not known", told.stderr)


class Papers(Case):
    """What is installed beside the program says what the program does."""

    def test_manual(self):
        manual = (ROOT / "data/central/kmzb-central.8").read_text().replace("\\-", "-")
        told = run("--help").stdout
        options = set(re.findall(r"^  (--[a-z-]+)", told, re.M)) - {"--help"}
        self.assertGreater(len(options), 10)
        self.assertEqual({option for option in options if option not in manual}, set())
        described = set(re.findall(r"^\.(?:BI|B) (--[a-z-]+)", manual, re.M))
        self.assertEqual(described, options)
        commands = re.findall(r"^  ((?:[a-z-]+ )+)", told.split("commands work", 1)[1], re.M)
        self.assertGreater(len(commands), 8)
        self.assertEqual([command for command in commands if command.strip() not in manual], [])

    def test_configuration_file(self):
        """Every key of the example is known, and so is every option that a file can hold."""
        text = (ROOT / "data/central/central.conf").read_text()
        keys = re.findall(r"^#?([a-z_]+)=", text, re.M)
        path = self.data / "all.conf"
        path.write_text("[central]\n" + "".join(f"{key}=1\n" for key in keys))
        self.assertNotIn("is not known", run("--config", path, "--version").stderr)
        done = run("--config", ROOT / "data/central/central.conf", "--data-dir", self.data, "keys", "list")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_unit(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd is not installed")
        unit = self.data / "kmzb-central.service"
        unit.write_text((ROOT / "data/central/kmzb-central.service.in").read_text().replace("@bindir@/kmzb-central", "/bin/true")
                        .replace("@sysconfdir@", "/etc"))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, timeout=60)
        self.assertEqual([line for line in done.stderr.splitlines() if "kmzb-central" in line], [])

    def test_runs_under_the_units_filter(self):
        """The kernel refuses what the unit says, as systemd would have it do."""
        unit = (ROOT / "data/central/kmzb-central.service.in").read_text()
        try:
            confine = seccomp.filter_of(unit)
        except seccomp.Missing as missing:
            self.skipTest(str(missing))
        # The filter is there: what it forbids kills, or fails as the unit says.
        probe = [sys.executable, "-c", "import os; os.nice(1)"]
        self.assertNotEqual(subprocess.run(probe, preexec_fn=confine, capture_output=True, timeout=20).returncode, 0)
        self.assertEqual(subprocess.run(probe, capture_output=True, timeout=20).returncode, 0)
        server = Server(self.data, place=self.place, preexec_fn=confine)
        self.addCleanup(server.stop)
        fields = report()
        self.assert_receipt(server.post(self.key, fields), fields["attribute[client_report_id]"])
        for path in ("/healthz", "/metrics", "/admin/login", API + "/requests.xml", "/open311/test/v2/requests.json"):
            self.assertEqual(server.get(path).status, 200, path)
        self.assertEqual(server.stop(), 0)
        self.assertEqual(server.errors, [])


class Running(Case):
    """A server whose words are waited for."""

    def until(self, server, text):
        end = time.monotonic() + 10
        while not any(text in line for line in server.errors):
            self.assertLess(time.monotonic(), end, server.errors)
            time.sleep(0.02)


class Reload(Running):
    def make(self, name):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                        self.data / "key.pem", "-out", self.data / "cert.pem"], check=True, capture_output=True)
        (self.data / "key.pem").chmod(0o600)

    def seen(self, server):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(server.host, server.port, timeout=10, context=context)
        connection.request("GET", "/healthz")
        self.assertEqual(connection.getresponse().read(), b"ok\n")
        certificate = connection.sock.getpeercert(True)
        connection.close()
        return certificate

    def test_renewed_certificate(self):
        if shutil.which("openssl") is None:
            self.skipTest("openssl is not installed")
        self.make("one")
        server = self.start("--tls-cert", self.data / "cert.pem", "--tls-key", self.data / "key.pem")
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        server.connect = lambda timeout=10: http.client.HTTPSConnection(server.host, server.port, timeout=timeout,
                                                                        context=context)
        first = self.seen(server)
        # Nobody who posts meanwhile is turned away.
        ending, trouble, n = threading.Event(), [], []

        def client():
            while not ending.is_set():
                try:
                    answer = server.post(self.key, report())
                    (n if answer.status == 200 else trouble).append(answer.status)
                except (OSError, http.client.HTTPException) as error:
                    trouble.append(error)

        threads = [threading.Thread(target=client) for _ in range(3)]
        for thread in threads:
            thread.start()
        self.make("two")
        server.process.send_signal(signal.SIGHUP)
        self.until(server, "has been read again")
        second = self.seen(server)
        ending.set()
        for thread in threads:
            thread.join()
        self.assertNotEqual(first, second)
        self.assertEqual(trouble, [])
        self.assertEqual(len(server.rows()), len(n))
        # One that does not fit together, or is not there, changes nothing.
        (self.data / "cert.pem").write_text("nonsense")
        server.process.send_signal(signal.SIGHUP)
        self.until(server, "stays as it was")
        self.assertEqual(self.seen(server), second)
        self.assertEqual(server.stop(), 0)

    def test_without_tls(self):
        server = self.start()
        server.process.send_signal(signal.SIGHUP)
        self.assertEqual(server.post(self.key, report()).status, 200)
        self.assertEqual(server.stop(), 0)
        self.assertEqual(server.errors, [])


class Retention(Running):
    def test_old_texts_are_gone(self):
        self.sqlite_only()
        server = self.start()
        sealed = "QUJDREVG" * 40
        old = [report(**{"attribute[sealed_description]": sealed, "address_string": "Tajny adres"}) for _ in range(3)]
        new = report()
        for fields in (*old, new):
            self.assertEqual(server.post(self.key, fields).status, 200)
        server.stop()
        path = self.data / "central.db"
        database = sqlite3.connect(path)
        for fields in old:
            database.execute("UPDATE reports SET received_us=received_us-11*86400*1000000 WHERE id=?",
                             (fields["attribute[client_report_id]"],))
        database.commit()
        database.close()
        server = self.start("--keep-texts-days", 12)
        self.assertEqual(len(server.rows("SELECT id FROM reports WHERE description IS NOT NULL")), 4)
        server.stop()
        server = self.start("--keep-texts-days", 10)
        end = time.monotonic() + 10
        while len(server.rows("SELECT id FROM reports WHERE description IS NOT NULL")) != 1:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)
        self.assertEqual(server.rows("SELECT count(*), min(lat) FROM reports"), [(4, 50.03700000000001)])
        # A text could be guessed by its digest, so that is gone, too. A replay is still known by its id.
        self.assertEqual(server.rows("SELECT count(*) FROM reports WHERE length(digest)>0"), [(1,)])
        self.assert_receipt(server.post(self.key, old[0]), old[0]["attribute[client_report_id]"])
        server.stop()
        content = path.read_bytes()
        self.assertNotIn(sealed.encode(), content)
        self.assertNotIn(b"Tajny adres", content)
        self.assertIn(SECRET.encode(), content)

    def test_old_tests_are_gone(self):
        """What was tried out is kept no longer than what was meant; and where nothing was, nothing is made."""
        self.sqlite_only()
        server = self.start("--keep-texts-days", 10)
        server.stop()
        path = self.data / "central-test.db"
        self.assertFalse(path.exists())
        server = self.start("--keep-texts-days", 10)
        body = urlencode(dict(report(), api_key=self.key))
        self.assertEqual(server.ask("POST", "/open311/test/v2/requests.json", body).status, 200)
        server.stop()
        self.assertIn(SECRET.encode(), path.read_bytes())
        database = sqlite3.connect(path)
        database.execute("UPDATE reports SET received_us=received_us-11*86400*1000000")
        database.commit()
        database.close()
        server = self.start("--keep-texts-days", 10)
        self.until(server, "Wiped the texts of 1 tests")
        server.stop()
        self.assertNotIn(SECRET.encode(), path.read_bytes())


tap.main()
