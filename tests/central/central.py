# SPDX-License-Identifier: GPL-3.0-or-later
"""A real kmzb-central on loopback and throw-away data, and a small client for it."""
import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest
import xml.etree.ElementTree as ET
import uuid
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/helpers"))
from postgres import Postgres

# The same tests, over an SQLite file or over a PostgreSQL database each.
ON_POSTGRES = os.environ.get("KMZB_TEST_POSTGRES") == "1"
PROGRAM = Path(os.environ["KMZB_CENTRAL"])
API = "/open311/v2"
SECRET = "Tajny opis: zażółć gęślą jaźń"

# A warning is a thing central does in bad weather, which is what these tests make; a critical is a fault.
ENV = dict(os.environ, G_DEBUG="fatal-criticals", LC_ALL="C.UTF-8")


def run(*arguments):
    """A command of kmzb-central; returns the finished process."""
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, env=ENV, timeout=20)


def report(**fields):
    """The fields of a good report, without a key."""
    good = {
        "service_code": "akty-wandalizmu",
        "lat": "50.03700000000001",
        "long": "21.9990001",
        "description": SECRET,
        "attribute[client_report_id]": str(uuid.uuid4()),
    }
    good.update(fields)
    return {name: value for name, value in good.items() if value is not None}


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def xml(self):
        return ET.fromstring(self.body)


class Server:
    """`place`: the URL of its database; without one it is an SQLite file in the data folder."""

    def __init__(self, data, *arguments, place=None, preexec_fn=None):
        self.data = Path(data)
        self.place = place
        arguments = (["--database", place] if place else []) + list(arguments)
        self.process = subprocess.Popen(
            [PROGRAM, "--data-dir", str(data), "--listen", "127.0.0.1:0", *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENV, preexec_fn=preexec_fn)
        line = self.process.stdout.readline()
        match = re.fullmatch(r"listening on (https?)://([0-9.]+):([0-9]+)\n", line)
        if not match:
            self.process.kill()
            raise AssertionError(f"{line!r} {self.process.communicate()[1]}")
        self.host, self.port = match[2], int(match[3])
        self.url = line.split()[-1]
        self.lines = []
        # Both pipes are read all the time, or a chatty server would wait for us.
        self.errors = []
        self.readers = [threading.Thread(target=self._read, args=pair, daemon=True) for pair in (
            (self.process.stdout, self.lines), (self.process.stderr, self.errors))]
        for reader in self.readers:
            reader.start()

    def _read(self, stream, lines):
        for line in stream:
            lines.append(line)

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=20)
        for reader in self.readers:
            reader.join(5)
        self.process.stdout.close()
        self.process.stderr.close()
        # Under ./kmzb test --sanitize: nobody else looks at how a server ends.
        found = [line for line in self.errors if "Sanitizer: " in line]
        assert not found, found
        return code

    def connect(self, timeout=10):
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def ask(self, method, path, body=None, headers=None, connection=None):
        own = connection is None
        connection = connection or self.connect()
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            if own:
                connection.close()

    def get(self, path, **query):
        return self.ask("GET", path + ("?" + urlencode(query) if query else ""))

    def post(self, key, fields, headers=None, connection=None):
        fields = list(fields.items() if isinstance(fields, dict) else fields)
        if key is not None:
            fields.append(("api_key", key))
        return self.ask("POST", API + "/requests.json", urlencode(fields),
                        {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", **(headers or {})},
                        connection)

    def rows(self, sql="SELECT id FROM reports"):
        if self.place:
            return Postgres.shared().rows(self.place.rsplit("/", 1)[1], sql)
        database = sqlite3.connect(f"file:{self.data / 'central.db'}?mode=ro", uri=True)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()


class Case(unittest.TestCase):
    """A data folder with one booth's key; `start` starts a server over it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = Path(folder.name)
        self.place = Postgres.shared().create("t" + uuid.uuid4().hex) if ON_POSTGRES else None
        self.key = self.add_key("booth-1")

    def sqlite_only(self):
        if self.place:
            self.skipTest("about an SQLite file")

    def command(self, *arguments):
        """A command on this case's database."""
        return run("--data-dir", self.data, *(["--database", self.place] if self.place else []), *arguments)

    def add_key(self, name):
        made = self.command("keys", "add", name)
        self.assertEqual(made.returncode, 0, made.stderr)
        return made.stdout.strip()

    def start(self, *arguments):
        server = Server(self.data, *arguments, place=self.place)
        self.addCleanup(server.stop)
        return server

    def assert_error(self, answer, status):
        """An Open311 error that repeats nothing private."""
        self.assertEqual(answer.status, status, answer.body)
        if answer.headers["Content-Type"] == "text/xml; charset=utf-8":
            self.assertEqual([element.tag for element in answer.xml.iter()], ["errors", "error", "code", "description"])
            code, description = int(answer.xml.findtext("error/code")), answer.xml.findtext("error/description")
        else:
            self.assertEqual(answer.headers["Content-Type"], "application/json; charset=utf-8")
            self.assertEqual(len(answer.json), 1)
            code, description = answer.json[0]["code"], answer.json[0]["description"]
        self.assertEqual(code, status)
        self.assertTrue(description)
        self.assertNotIn("Tajny", description)

    def assert_receipt(self, answer, report_id):
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json, [{"service_request_id": report_id, "client_report_id": report_id,
                                        "service_notice": ""}])
