# SPDX-License-Identifier: GPL-3.0-or-later
"""A visit by real touches, from the start screen to the row in central's database, and what may go wrong between."""
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, visit  # noqa: E402
from rig.case import SESSION  # noqa: E402
from rig.server import Portal  # noqa: E402


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class Visit(case.Case):
    def assert_arrived_once(self, number):
        self.assertEqual(super().assert_arrived_once(number)["service_code"], "nieprawidlowe-parkowanie")

    def whole_visit(self):
        booth = self.start_booth(self.central.start())
        visit.begin(booth)
        number = visit.report(booth)
        booth.wait_for_queue(received=1, saved=0, sending=0)
        self.assert_arrived_once(number)
        visit.end(booth)
        booth.touch("Dotknij, aby zacząć")
        booth.see("Wszystko wysłane")
        self.leave()


class Landscape(Visit):
    def test_whole_visit(self):
        self.whole_visit()

    def test_central_stopped_then_started(self):
        url = self.central.start()
        booth = self.start_booth(url)
        visit.begin(booth)
        number = visit.report(booth, before_save=self.central.stop)
        self.assertEqual(booth.status()["queue"]["received"], 0)
        self.assertEqual(booth.status()["queue"]["saved"] + booth.status()["queue"]["sending"], 1)
        visit.end(booth)
        booth.touch("Dotknij, aby zacząć")
        booth.screen.wait_for_any(["Wyślemy, gdy będzie internet", "Czekają na wysłanie: 1"])
        self.central.start()
        booth.wait_for_queue(received=1, timeout=60)
        self.assert_arrived_once(number)
        booth.see("Wszystko wysłane")
        self.leave()

    def test_portal_in_centrals_place(self):
        url = self.central.start()
        self.central.stop()
        portal = Portal(self.central.port)
        booth = self.start_booth(url)
        try:
            visit.begin(booth)
            number = visit.report(booth)
            for _ in range(20):
                self.assertEqual(booth.status()["queue"]["received"], 0)
            self.assertTrue(portal.asked, "the booth never asked the portal")
        finally:
            portal.stop()
        self.central.start()
        booth.wait_for_queue(received=1, timeout=60)
        self.assert_arrived_once(number)
        self.leave()

    def test_killed_right_after_saved(self):
        url = self.central.start()
        booth = self.start_booth(url)
        visit.begin(booth)
        number = visit.report(booth, before_save=self.central.stop)
        booth.stop(signal.SIGKILL)
        self.assertEqual(booth.status()["queue"]["saved"], 1)
        self.assertEqual(self.rows(), [])
        self.central.start()
        booth.start()
        booth.see("Dotknij, aby zacząć", timeout=40)
        booth.wait_for_queue(received=1, timeout=60)
        self.assert_arrived_once(number)
        self.leave()

    def test_map_follows_the_fingers(self):
        booth = self.start_booth(self.central.start())
        visit.begin(booth)
        before = self.look("before")
        SESSION.touch.drag(960, 500, 760, 600, settle=0.2)
        dragged = self.look("dragged")
        self.assertGreater(self.difference(before, dragged), 0.02, "a drag does not move the map")
        SESSION.touch.pinch(960, 500, 150, 600)
        pinched = self.look("pinched")
        self.assertGreater(self.difference(dragged, pinched), 0.02, "a pinch does not zoom the map")
        booth.touch("Gdzie jestem")
        home = self.look("home")
        self.assertGreater(self.difference(pinched, home), 0.02, "“Gdzie jestem” does not move the map")
        booth.touch("Przybliż")
        self.assertGreater(self.difference(home, self.look("closer")), 0.02, "“Przybliż” does nothing")
        booth.touch("Oddal")
        end = time.monotonic() + 15
        while self.difference(home, self.look("back")) >= 0.02:
            self.assertLess(time.monotonic(), end, "“Oddal” does not undo “Przybliż”")
        self.leave()

    def test_ten_taps_make_one_report(self):
        booth = self.start_booth(self.central.start())
        visit.begin(booth)
        booth.touch("Zgłoś zagrożenie")
        for name in ("Rozumiem, dalej", "Nie, to nie jest pilne", "To tutaj", visit.GROUP, visit.CATEGORY, "Dalej"):
            booth.touch(name)
        x, y = booth.screen.middle("Zapisz zgłoszenie")
        for _ in range(10):
            SESSION.touch.tap(x, y, hold=0.02)
        booth.see("Zapisano")
        booth.wait_for_queue(received=1)
        self.assertEqual(len(self.rows()), 1)
        self.leave()

    def test_english(self):
        booth = self.start_booth(self.central.start(), "--lang", "pl")
        booth.see("Dotknij, aby zacząć", timeout=40)
        booth.touch("English")
        booth.see("Touch to start")
        booth.touch("Touch to start")
        booth.see("Report a threat")
        self.assertIsNone(booth.screen.find("Zgłoś zagrożenie"))
        self.leave()

    def look(self, name):
        """The map's middle at rest, small: what has changed there is the map and no control."""
        time.sleep(1.2)
        seen, end = self.glance(name), time.monotonic() + 15
        while True:
            time.sleep(0.4)
            before, seen = seen, self.glance(name)
            if seen == before or time.monotonic() > end:
                return seen

    def glance(self, name):
        path = self.folder / f"{name}.png"
        self.booth.picture(str(path))
        out = subprocess.run(["convert", str(path), "-gravity", "center", "-crop", "60%x50%+0+0", "-resize", "120x68!",
                              "-depth", "8", "rgb:-"], check=True, capture_output=True).stdout
        return out

    @staticmethod
    def difference(a, b):
        return sum(abs(x - y) for x, y in zip(a, b)) / len(a) / 255


class Portrait(Visit):
    size = (1080, 1920)

    def test_whole_visit(self):
        self.whole_visit()


tap.main()
