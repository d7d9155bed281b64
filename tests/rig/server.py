# SPDX-License-Identifier: GPL-3.0-or-later
"""The real central server on loopback, and what may stand in its place."""
import http.server
import json
import os
import secrets
import signal
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

from .session import die_with_parent


class Central:
    """build/src/central/kmzb-central with its database in @folder. Keeps its port over stop() and start()."""

    def __init__(self, build, folder, echo=False):
        self.program = str(Path(build) / "src/central/kmzb-central")
        self.catalog = str(Path(__file__).resolve().parents[2] / "data/catalog/catalog.ini")
        self.folder = Path(folder)
        self.database = self.folder / "central.db"
        self.place = ["--data-dir", str(self.folder), "--database", str(self.database)]  # nothing in the tester's home
        self.echo = echo
        self.port = 0
        self.process = None

    def add_key(self, name="training-booth"):
        """A new booth's key, written to a file of its own; returns the file."""
        out = subprocess.run([self.program, *self.place, "keys", "add", name], check=True,
                             capture_output=True, text=True).stdout
        path = self.folder / f"{name}.key"
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(out.split()[-1] + "\n")
        return path

    def add_user(self, name, role):
        """Somebody who may use the pages under /admin/; returns the password."""
        password = secrets.token_urlsafe(12)
        subprocess.run([self.program, *self.place, "users", "add", name, role], input=password + "\n", check=True,
                       capture_output=True, text=True)
        return password

    def start(self):
        self.process = subprocess.Popen(
            [self.program, *self.place, "--catalog", self.catalog,
             "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE, stderr=None if self.echo else subprocess.DEVNULL, text=True,
            preexec_fn=die_with_parent)
        for line in self.process.stdout:
            if line.startswith("listening on "):
                self.url = line.split()[-1].rstrip("/")
                self.port = int(self.url.rsplit(":", 1)[1])
                break
        else:
            raise RuntimeError(f"kmzb-central ended with {self.process.wait()} before it listened")
        threading.Thread(target=self._drain, args=[self.process.stdout], daemon=True).start()
        return self.url

    def _drain(self, stream):
        for line in stream:
            if self.echo:
                print(f"central: {line}", end="", flush=True)

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        self.process.send_signal(how)
        code = self.process.wait(20)
        self.process = None
        return code

    def requests(self):
        """What it holds, as GET requests.json tells anybody."""
        with urllib.request.urlopen(f"{self.url}/open311/v2/requests.json", timeout=10) as answer:
            return json.load(answer)

    def wait_for_requests(self, count, timeout=30):
        end = time.monotonic() + timeout
        while True:
            found = self.requests()
            if len(found) >= count:
                return found
            if time.monotonic() > end:
                raise AssertionError(f"central holds {len(found)} reports after {timeout} s, {count} expected")
            time.sleep(0.1)


class Portal:
    """A web server that answers everything with 200 and a page, as the login page of a hotel's network does."""

    def __init__(self, port):
        self.asked = []
        portal = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def _answer(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                portal.asked.append(f"{self.command} {self.path.split('?')[0]}")
                body = b"<!doctype html><title>Wi-Fi</title><p>Zaloguj sie do sieci"
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_HEAD = _answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
