# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole circle: a visitor's finger, the police's decision in a browser, the booth's map, the visitor's telephone."""
import re
import subprocess
import sys
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import browser, case, visit  # noqa: E402
from rig.browser import ENTER, TAB  # noqa: E402
from rig.case import SESSION  # noqa: E402

PASSWORD = "correct horse battery"
NOTE = "Sprawdziliśmy: potwierdzamy"
MONTHS = ("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "
          "grudnia").split()
FIELD = "Numer twojego zgłoszenia"


def setUpModule():
    fault = browser.missing()
    if fault:
        raise unittest.SkipTest(fault)
    SESSION.__enter__()
    unittest.addModuleCleanup(SESSION.__exit__)


class Circle(case.Case):
    def setUp(self):
        super().setUp()
        made = subprocess.run([self.central.program, "--database", str(self.central.database), "users", "add", "anna",
                               "coordinator"], input=PASSWORD + "\n", capture_output=True, text=True)
        self.assertEqual(made.returncode, 0, made.stderr)

    def open_browser(self):
        try:
            self.browser = browser.Browser()
        except browser.CannotStart as error:
            self.skipTest(str(error))
        self.addCleanup(self.browser.close)
        return self.browser

    def assert_clean(self, url):
        """What the browser was shown made it complain of nothing, and ask nobody else."""
        self.browser.read_logs()
        self.assertEqual(self.browser.complaints, [])
        self.assertEqual(self.browser.hosts(), {url.split("//")[1]})

    def log_in(self, page, url):
        page.open(url + "/admin/")
        page.write(page.field("Nazwa użytkownika"), "anna")
        page.write(page.field("Hasło"), PASSWORD)
        page.press("Zaloguj się")

    def wait_for_row(self, booth, words, timeout=90):
        """In “Lista zagrożeń”, which says what is on the map at the moment when it is opened."""
        end = time.monotonic() + timeout
        while True:
            booth.touch("Lista zagrożeń")
            booth.see("Zamknij")
            found = words.search("\n".join(booth.screen.names()))
            booth.touch("Zamknij")
            booth.screen.wait_until_gone("Zamknij")
            if found:
                return
            if time.monotonic() > end:
                raise AssertionError(f"no row of the list is {words.pattern}")

    def look_up(self, booth, number):
        booth.touch("Jak działa mapa")
        booth.touch("Sprawdź swoje zgłoszenie")
        booth.see(FIELD)
        booth.see("Gotowe")
        for character in number.replace("-", "").lower():
            booth.touch(booth.screen.wait_for_any((character, character.upper())))
        booth.touch("Sprawdź")

    def test_whole_circle(self):
        url = self.central.start()
        booth = self.start_booth(url)
        visit.begin(booth)
        number = visit.report(booth)
        booth.wait_for_queue(received=1, saved=0, sending=0)
        self.assert_arrived_once(number)
        visit.end(booth)

        # At the headquarters: nobody has told them where to look.
        page = self.open_browser()
        self.log_in(page, url)
        page.press(number)
        self.assertIn(visit.CATEGORY, page.text())
        page.choose("Status", "Potwierdzone")
        page.write(page.field("Publiczna uwaga (nieobowiązkowa)"), NOTE)
        page.press("Zapisz status")
        self.assertIn(NOTE, page.text())
        self.assertIn("anna", page.text())
        self.assertEqual(self.rows()[0]["status"], "confirmed")

        # The booth has said how it is by itself.
        page.press("Punkty")
        end = time.monotonic() + 60
        while not re.search(r"training-booth\s+Działa", page.text()):
            self.assertLess(time.monotonic(), end, page.text())
            page.open(url + "/admin/booths")
        self.assertIn("Jarzębinów (region szkoleniowy)", page.text())

        # At the stand, the next morning: the first thing that a booth does is to ask for news.
        self.leave()
        booth.start()
        visit.begin(booth)
        day = time.localtime(self.rows()[0]["requested_us"] // 1_000_000)
        self.wait_for_row(booth, re.compile(f"^{visit.CATEGORY}, Potwierdzone, tutaj, zgłoszono {day.tm_mday} "
                                            f"{MONTHS[day.tm_mon - 1]} {day.tm_year}$", re.MULTILINE))
        self.look_up(booth, number)
        booth.see("Potwierdzone")
        self.leave()

        # On the visitor's telephone, where the QR code leads.
        page.open(f"{url}/s/{number}")
        self.assertIn("Potwierdzone", page.text())
        self.assertIn("Підтверджено", page.text())
        self.assertNotIn(NOTE, page.text())
        self.assert_clean(url)

    def test_keyboard_alone(self):
        """Signs in without a mouse, and always sees where the keyboard is."""
        url = self.central.start()
        page = self.open_browser()
        page.open(url + "/admin/")
        seen = []
        for wanted, keys in (("Nazwa użytkownika", "anna"), ("Hasło", PASSWORD)):
            self.tab_to(page, wanted, seen)
            page.type(keys)
        page.type_and_leave(ENTER)
        self.assertEqual(page.address(), url + "/admin/")
        self.tab_to(page, "Przejdź do treści", seen)
        page.type(ENTER)
        self.tab_to(page, "Wyloguj się", seen)
        page.type_and_leave(ENTER)
        self.assertEqual(page.address(), url + "/admin/login")
        self.assertEqual([name for name, shown in seen if not shown], [])
        self.assert_clean(url)

    def tab_to(self, page, wanted, seen, steps=60):
        for _ in range(steps):
            page.type(TAB)
            at = page.focus()
            if at is None:
                continue  # past the page's end, before it begins again
            seen.append((at["name"], at["seen"]))
            if at["name"] == wanted:
                return
        self.fail(f"Tab never comes to “{wanted}”: {seen}")


tap.main()
