# SPDX-License-Identifier: GPL-3.0-or-later
"""What a visitor finds out about threats on the map, by real touches: list, sheet, confirmation, filters, clusters."""
import configparser
import http.client
import os
import re
import signal
import sqlite3
import sys
import tempfile
import time
import unittest
import uuid
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import visit  # noqa: E402
from rig.booth import TRAINING_PACK, Booth  # noqa: E402
from rig.server import Central  # noqa: E402
from rig.session import Session  # noqa: E402

BUILD = Path(os.environ["KMZB_BUILD_DIR"])
COUNT = re.compile(r"^Pokazujemy (\d+) z (\d+) zagrożeń$")
CONFIRM = "Potwierdź to zagrożenie"
THANKS = "Dziękujemy. Zapisaliśmy Twoje potwierdzenie."
NEWS = 3000
CATALOG = configparser.ConfigParser(interpolation=None)
CATALOG.read(ROOT / "data/catalog/catalog.ini", encoding="utf-8")
SESSION = None


def setUpModule():
    global SESSION
    SESSION = Session().__enter__()


def tearDownModule():
    SESSION.__exit__()


class Sheets(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="kmzb-sheets-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.central = Central(BUILD, self.folder)
        key_file = self.central.add_key()
        self.addCleanup(self.central.stop, signal.SIGKILL)
        self.booth = Booth(BUILD, SESSION, self.folder / "booth", self.central.start(), key_file,
                           options=["--lang", "pl"])
        self.booth.start()
        self.addCleanup(self.booth.stop, signal.SIGKILL)
        visit.begin(self.booth)
        self.wait_for(lambda: self.counts()[1] > 0, "the map shows no threats")

    def wait_for(self, condition, complaint, timeout=15):
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"{complaint}: {self.booth.screen.names()}")
            time.sleep(0.1)

    def counts(self):
        """How many threats the map shows, and of how many, as the legend says."""
        found = [COUNT.match(name) for name in self.booth.screen.names() if COUNT.match(name)]
        return tuple(map(int, found[0].groups())) if found else (0, 0)

    def rows(self):
        return [name for name in self.booth.screen.names() if re.search(r" m, zgłoszono \d+ \w+ \d{4}$", name)]

    def close(self):
        self.booth.touch("Zamknij")
        self.booth.screen.wait_until_gone("Zamknij")

    def test_list_sheet_confirm(self):
        booth = self.booth
        booth.touch("Lista zagrożeń")
        booth.see("Zamknij")
        rows = self.rows()
        self.assertGreater(len(rows), 5)
        distances = [int(re.search(r"(\d+) m, zgłoszono", row)[1]) for row in rows]
        self.assertEqual(distances, sorted(distances), "the nearest is not first")

        booth.touch(rows[0])
        booth.see(CONFIRM)
        booth.see(rows[0].split(",")[0])
        x, y = booth.screen.middle(CONFIRM)
        for _ in range(3):
            SESSION.touch.tap(x, y, hold=0.02)
        booth.see(THANKS)
        number = next(name for name in booth.screen.names() if visit.NUMBER.match(name))
        booth.wait_for_queue(received=1, saved=0, sending=0)
        with sqlite3.connect(f"file:{self.central.database}?mode=ro", uri=True) as db:
            db.row_factory = sqlite3.Row
            arrived = db.execute("SELECT * FROM reports").fetchall()
        self.assertEqual(len(arrived), 1)
        self.assertIn(number.replace("-", ""), [str(value) for value in tuple(arrived[0])])
        with sqlite3.connect(f"file:{TRAINING_PACK}?mode=ro&immutable=1", uri=True) as pack:
            threat = pack.execute("SELECT category, lat, lon FROM threats WHERE id = ?",
                                  [arrived[0]["confirms"]]).fetchone()
        self.assertIsNotNone(threat, "it confirms a threat that is not on the map")
        self.assertIn(threat[0], [str(value) for value in tuple(arrived[0])])
        self.assertIsNone(arrived[0]["description"])

        booth.touch("Wstecz")
        booth.see(rows[1])
        booth.touch(rows[0])
        booth.see(THANKS)  # once a visit
        self.assertIsNone(booth.screen.find(CONFIRM))
        # A drag of the sheet's top down to the edge closes it, and so does a tap beside it.
        x, y = booth.screen.middle(rows[0].split(",")[0], "label")
        SESSION.touch.drag(x, y, x, SESSION.height - 20)
        booth.screen.wait_until_gone("Zamknij")
        booth.touch("Lista zagrożeń")
        booth.see("Zamknij")
        SESSION.touch.tap(SESSION.width * 0.7, SESSION.height * 0.5)
        booth.screen.wait_until_gone("Zamknij")

        # Nothing of it meets the next visitor.
        booth.touch("Zakończ")
        visit.begin(booth)
        booth.touch("Lista zagrożeń")
        booth.touch(self.wait_for_rows()[0])
        booth.see(CONFIRM)
        self.leave()

    def wait_for_rows(self):
        self.wait_for(self.rows, "the list stays empty")
        return self.rows()

    def test_news_under_a_sheet(self):
        """Thousands of threats come while somebody reads a list: it stays as it is, and confirms what it says."""
        booth = self.booth
        self.assertEqual(booth.stop(), 0)
        self.post(NEWS)
        self.central.stop()
        booth.start()
        visit.begin(booth)
        self.wait_for(lambda: self.counts()[1] > 0, "the map shows no threats")
        before, stored = self.counts()[1], booth.status()["threats"]
        booth.touch("Lista zagrożeń")
        rows = self.wait_for_rows()
        self.central.start()
        self.wait_for(lambda: booth.status()["threats"] == stored + NEWS, "the news do not come", timeout=60)
        time.sleep(1)
        self.assertEqual(self.rows(), rows)
        booth.touch(rows[1])
        booth.touch(CONFIRM)
        booth.see(THANKS)
        booth.wait_for_queue(received=1)
        with sqlite3.connect(f"file:{self.central.database}?mode=ro", uri=True) as db:
            confirmed = db.execute("SELECT confirms FROM reports WHERE confirms IS NOT NULL").fetchall()
        with sqlite3.connect(f"file:{TRAINING_PACK}?mode=ro&immutable=1", uri=True) as pack:
            category, created_us = pack.execute("SELECT category, created FROM threats WHERE id = ?",
                                                confirmed[0]).fetchone()
        self.assertEqual(rows[1].split(", ")[0], CATALOG[f"category {category}"]["name[pl]"])
        day = time.localtime(created_us / 1e6)
        self.assertRegex(rows[1], rf"zgłoszono {day.tm_mday} \w+ {day.tm_year}$")
        self.close()
        self.wait_for(lambda: self.counts()[1] == before + NEWS, "the map does not show the news")
        self.leave()

    def post(self, number):
        """Reports of another booth about Jarzębinów."""
        key = self.central.add_key("another").read_text().strip()
        connection = http.client.HTTPConnection("127.0.0.1", self.central.port)
        for i in range(number):
            body = urlencode({"api_key": key, "service_code": "akty-wandalizmu", "lat": 52.33 + 0.03 * i / number,
                              "long": 19.89 + 0.05 * (i * 37 % number) / number,
                              "attribute[client_report_id]": str(uuid.uuid4())})
            connection.request("POST", "/open311/v2/requests.json", body,
                               {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            self.assertEqual(answer.status, 200, answer.read())
            answer.read()
        connection.close()

    def test_filters_and_clusters(self):
        booth = self.booth
        shown, total = self.counts()
        self.assertEqual(shown, total)
        booth.touch("Filtry")
        booth.touch("Drogi i kolej")
        self.wait_for(lambda: 0 < self.counts()[0] < total, "the group changes nothing")
        roads = self.counts()[0]
        booth.touch("Weryfikacja")
        self.wait_for(lambda: 0 < self.counts()[0] < roads, "the status changes nothing")
        booth.touch("30 dni")
        booth.touch("Wszystkie")
        booth.touch("Wyczyść filtry")
        self.wait_for(lambda: self.counts() == (total, total), "the filters are not cleared")
        booth.touch("Nad wodą")
        self.wait_for(lambda: 0 < self.counts()[0] < total, "the group changes nothing")
        self.close()
        self.assertIsNotNone(booth.screen.find("Nad wodą"), "the legend does not say what is shown")
        self.touch_a_pin()
        booth.touch("Zakończ")
        visit.begin(booth)
        self.wait_for(lambda: self.counts() == (total, total), "the next visitor has the filters of the last one")

        for _ in range(4):
            booth.touch("Oddal")
            time.sleep(0.5)
        self.tap_a_cluster()
        booth.touch("Zobacz z bliska")
        booth.screen.wait_until_gone("Zamknij")
        booth.touch("Gdzie jestem")
        booth.touch("Legenda")
        booth.screen.wait_until_gone("Weryfikacja")
        booth.touch("Legenda")
        booth.see("Weryfikacja")
        self.leave()

    def touch_a_pin(self):
        """An entry of the list brings the map to its threat, which stays there when the sheet is closed."""
        for _ in range(3):
            self.booth.touch("Oddal")
            time.sleep(0.5)
        self.booth.touch("Lista zagrożeń")
        row = self.wait_for_rows()[0]
        self.booth.touch(row)
        self.booth.see(CONFIRM)
        time.sleep(1.2)
        self.close()
        _, box = self.booth.see("Mapa")
        SESSION.touch.tap(box.x + box.width / 2, box.y + box.height * 0.21)
        self.booth.see(CONFIRM)
        self.booth.see(row.split(",")[0])
        self.close()

    def tap_a_cluster(self):
        """The region is small from afar: somewhere about the middle is the crowd of its town."""
        for dx in (0, 60, -60, 120, -120):
            for dy in (0, 60, -60):
                SESSION.touch.tap(SESSION.width / 2 + dx, SESSION.height * 0.55 + dy)
                time.sleep(0.6)
                if self.booth.screen.find("Zobacz z bliska"):
                    return
                if self.booth.screen.find("Zamknij"):
                    self.close()
        raise AssertionError("no cluster answers a touch")

    def leave(self):
        self.assertEqual(self.booth.stop(), 0, self.booth.log.read_text())
        self.assertEqual(self.booth.trouble(), [])


tap.main()
