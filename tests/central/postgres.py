# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL of our own: a throw-away cluster that listens on a socket in a private folder, and on nothing else."""
import atexit
import glob
import json
import os
import pwd
import shutil
import subprocess
import tempfile
import unittest
from urllib.parse import quote


class Postgres:
    """`Postgres.shared()` starts it once in a process; it ends with the process's tests."""

    _shared = None

    def __init__(self, bindir):
        self.bindir = bindir
        # Not below TMPDIR: a socket's path has room for about a hundred characters, and the server's user must get in.
        self.folder = tempfile.mkdtemp(prefix="kmzb-pg-", dir="/tmp")
        self.data = os.path.join(self.folder, "data")
        self.user = None
        if os.getuid() == 0:
            # The server refuses to run as root.
            self.user = "postgres"
            entry = pwd.getpwnam(self.user)
            os.chown(self.folder, entry.pw_uid, entry.pw_gid)
        self.run("initdb", "-D", self.data, "-U", "kmzb", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()

    def run(self, program, *arguments):
        command = [os.path.join(self.bindir, program), *arguments]
        if self.user is not None:
            command = ["runuser", "-u", self.user, "--", *command]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, timeout=60,
                              env=dict(os.environ, LC_ALL="C.UTF-8"))
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self):
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c max_connections=100"
        self.run("pg_ctl", "-D", self.data, "-w", "-s", "-l", os.path.join(self.folder, "log"), "-o", options, "start")

    def stop(self, how="fast"):
        self.run("pg_ctl", "-D", self.data, "-w", "-s", "-m", how, "stop")

    def url(self, name):
        return f"postgresql://kmzb@{quote(self.folder, safe='')}/{name}"

    def psql(self, name, sql):
        done = subprocess.run([os.path.join(self.bindir, "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                               "-d", self.url(name), "-c", sql], capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def open(self, name):
        """A session that stays open, to be written to and read from."""
        return subprocess.Popen([os.path.join(self.bindir, "psql"), "-X", "-q", "-A", "-t", "-d", self.url(name)], text=True,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def rows(self, name, sql):
        found = json.loads(self.psql(name, f"SELECT coalesce(json_agg(row_to_json(q)), '[]') FROM ({sql}) AS q"))
        return [tuple(row.values()) for row in found]

    def create(self, name):
        self.psql("postgres", f"CREATE DATABASE {name}")
        return self.url(name)

    def end(self):
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    @classmethod
    def shared(cls):
        if cls._shared is None:
            found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[4]))
            if not found or not os.path.exists(os.path.join(found[-1], "initdb")):
                raise unittest.SkipTest("PostgreSQL is not installed")
            if os.getuid() == 0 and shutil.which("runuser") is None:
                raise unittest.SkipTest("root can't start PostgreSQL without runuser")
            cls._shared = cls(found[-1])
            atexit.register(cls._shared.end)
        return cls._shared
