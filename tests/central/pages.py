# SPDX-License-Identifier: GPL-3.0-or-later
"""A coordinator's browser, and the server with an account for them."""
import base64
import ctypes
import ctypes.util
import re
import sqlite3
import subprocess
from urllib.parse import urlencode

from central import ENV, PROGRAM, Case, report
from postgres import Postgres

PASSWORD = "correct horse battery"
MEAN = "<script>alert(1)</script>\"'&"


def seal(key, text):
    """What a booth makes of a description: libsodium's sealed box to central's public key, without our own code."""
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    data = text.encode()
    out = ctypes.create_string_buffer(len(data) + sodium.crypto_box_sealbytes())
    assert sodium.sodium_init() >= 0
    assert sodium.crypto_box_seal(out, data, ctypes.c_ulonglong(len(data)), base64.b64decode(key)) == 0
    return base64.b64encode(out.raw).decode()


class Browser:
    def __init__(self, server, language="pl"):
        self.server, self.cookies, self.language = server, {}, language

    def ask(self, method, path, body=None, **headers):
        headers["Accept-Language"] = self.language
        if self.cookie:
            headers["Cookie"] = self.cookie
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self.server.ask(method, path, urlencode(body) if body is not None else None, headers)
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, value = cookie.split(";")[0].split("=")
            self.cookies[name] = value
        answer.text = answer.body.decode()
        return answer

    @property
    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @cookie.setter
    def cookie(self, text):
        self.cookies = dict(pair.split("=") for pair in text.split("; "))

    def csrf(self, path="/admin/login"):
        return re.search(r'name="csrf" value="([0-9a-f]{64})"', self.get(path).text)[1]

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, **fields):
        return self.ask("POST", path, {"csrf": self.csrf(), **fields})

    def log_in(self, name="anna", password=PASSWORD):
        return self.post("/admin/login", name=name, password=password)


class Pages(Case):
    def users(self, *arguments, password=None):
        place = ["--database", self.place] if self.place else []
        return subprocess.run([PROGRAM, "--data-dir", self.data, *place, "users", *arguments],
                              input=password and password + "\n", capture_output=True, text=True, env=ENV, timeout=20)

    def add_user(self, name="anna", role="coordinator"):
        made = self.users("add", name, role, password=PASSWORD)
        self.assertEqual(made.returncode, 0, made.stderr)

    def enter(self, role="coordinator", language="pl"):
        self.add_user(role=role)
        browser = Browser(self.start(), language)
        self.assertEqual(browser.log_in().headers["Location"], "/admin/")
        return browser

    def send(self, server, **fields):
        fields = report(**fields)
        self.assertEqual(server.post(self.key, fields).status, 200)
        return fields["attribute[client_report_id]"]

    def change(self, sql):
        """Changes the database behind the server's back."""
        if self.place:
            Postgres.shared().psql(self.place.rsplit("/", 1)[1], sql)
            return
        database = sqlite3.connect(self.data / "central.db", timeout=20)
        try:
            with database:
                database.execute(sql)
        finally:
            database.close()

    def audit(self, browser):
        """What was done on the pages."""
        return [tuple(row) for row in browser.server.rows(
            "SELECT actor, action, report_id, detail FROM audit WHERE action<>'login' AND actor NOT LIKE 'operator:%' ORDER BY at_us, id")]
