# SPDX-License-Identifier: GPL-3.0-or-later
"""What every case by touch begins with: a screen of one size, a central server, and the folder of a booth."""
import os
import signal
import sqlite3
import tempfile
import unittest
from pathlib import Path

from .booth import Booth
from .server import Central
from .session import Session

BUILD = Path(os.environ["KMZB_BUILD_DIR"])
SESSION = Session()


class Case(unittest.TestCase):
    size = (1920, 1080)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="kmzb-visit-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        if (SESSION.width, SESSION.height) != self.size:
            SESSION.new_screen(*self.size)
        self.central = Central(BUILD, self.folder)
        self.key_file = self.central.add_key()
        self.addCleanup(self.central.stop, signal.SIGKILL)
        self.booth = None

    def start_booth(self, url, *options, **how):
        self.booth = Booth(BUILD, SESSION, self.folder / "booth", url, self.key_file, options=options or ["--lang", "pl"],
                           **how)
        self.booth.start()
        self.addCleanup(self.booth.stop, signal.SIGKILL)
        return self.booth

    def leave(self, *expected):
        """Ends the booth, which must have complained of nothing but what is @expected, as often as it wants."""
        self.assertEqual(self.booth.stop(), 0, self.booth.log.read_text())
        self.assertEqual([line for line in self.booth.trouble() if not any(words in line for words in expected)], [])

    def rows(self):
        with sqlite3.connect(f"file:{self.central.database}?mode=ro", uri=True) as db:
            db.row_factory = sqlite3.Row
            return db.execute("SELECT * FROM reports").fetchall()

    def assert_arrived_once(self, number):
        rows = self.rows()
        self.assertEqual(len(rows), 1, [tuple(row) for row in rows])
        self.assertEqual(rows[0]["number"], number.replace("-", ""))
        return rows[0]
