# SPDX-License-Identifier: GPL-3.0-or-later
"""The officer's panel by real touches: who gets in, and what can be done there."""
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, officer, visit  # noqa: E402
from rig.case import BUILD, SESSION  # noqa: E402
from rig.typist import Typist  # noqa: E402


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class Officer(case.Case):
    def start(self, *options, url=None, **booth):
        config = officer.write_config(BUILD, self.folder, **booth)
        self.start_booth(url, "--lang", "pl", "--config", str(config), *options)
        self.booth.see("Dotknij, aby zacząć", timeout=40)
        return self.booth


class Door(Officer):
    def test_pin_by_touch(self):
        booth = self.start()
        officer.open_panel(booth)
        self.assertIsNone(booth.screen.find("Dotknij, aby zacząć"))
        booth.touch("Wróć do odwiedzających")
        booth.see("Dotknij, aby zacząć")
        self.leave()

    def test_the_emblem_of_the_top_bar(self):
        booth = self.start()
        visit.begin(booth)
        officer.open_panel(booth)
        booth.touch("Wróć do odwiedzających")
        booth.see("Dotknij, aby zacząć")
        self.leave()

    def test_short_touches_open_nothing(self):
        booth = self.start()
        officer.hold_emblem(booth, 2.0)  # as anywhere on this screen, a visit begins
        booth.see("Zgłoś zagrożenie")
        officer.hold_emblem(booth, 2.0)
        x, y = booth.screen.middle("Godło punktu")
        SESSION.touch.drag(x, y, x + 300, y, seconds=0.3, settle=3.5)
        self.assertIsNone(booth.screen.find("PIN policjanta"))
        self.leave()

    def test_pin_by_keyboard(self):
        booth = self.start()
        typist = Typist(SESSION)
        self.addCleanup(typist.close)
        officer.hold_emblem(booth)
        booth.see("PIN policjanta")
        typist.type("111111\n")
        booth.see("Zły PIN. Spróbuj jeszcze raz.")
        typist.type(officer.PIN + "\n")
        booth.see("Panel policjanta")
        self.leave()

    def test_wrong_pins_cost_time_over_a_kill(self):
        booth = self.start()
        officer.hold_emblem(booth)
        for _ in range(3):
            booth.see("0 cyfr")
            officer.enter_pin(booth, "111111")
        self.see_pattern(r"Zły PIN. Spróbuj za \d sek")
        booth.stop(signal.SIGKILL)
        booth.start()
        booth.see("Dotknij, aby zacząć", timeout=40)
        officer.hold_emblem(booth)
        booth.see("PIN policjanta")
        booth.see("Tylko dla policjantów.")  # the five seconds are over
        officer.enter_pin(booth, "222222")
        self.see_pattern(r"Zły PIN. Spróbuj za \d+ sekund")
        waits = [int(n) for n in re.findall(r"Spróbuj za (\d+)", "\n".join(booth.screen.names()))]
        self.assertGreater(max(waits), 5, "the fourth wrong PIN costs no more than the third")
        booth.touch("Wstecz")
        booth.see("Dotknij, aby zacząć")
        self.leave()

    def test_without_pin_nobody_gets_in(self):
        self.start_booth(None, "--lang", "pl")
        self.booth.see("Dotknij, aby zacząć", timeout=40)
        self.assertIn("No [booth] pin_hash", self.booth.log.read_text())
        officer.hold_emblem(self.booth)
        self.booth.see("Panel policjanta")
        self.assertIsNone(self.booth.screen.find("Zakończ punkt"))
        self.booth.touch("Wstecz")
        self.booth.see("Dotknij, aby zacząć")
        self.leave()

    def test_close_the_booth(self):
        booth = self.start()
        officer.open_panel(booth)
        booth.touch("Zakończ punkt")
        self.assertEqual(booth.process.wait(10), 0)
        self.assertEqual(booth.trouble(), [])

    def see_pattern(self, pattern, timeout=10):
        end = time.monotonic() + timeout
        while not any(re.search(pattern, name) for name in self.booth.screen.names()):
            self.assertLess(time.monotonic(), end, f"{pattern} is not on the screen: {self.booth.screen.names()}")
            time.sleep(0.05)


class PortraitDoor(Officer):
    size = (1080, 1920)

    def test_pin_by_touch(self):
        booth = self.start()
        officer.open_panel(booth)
        booth.touch("Wróć do odwiedzających")
        booth.see("Dotknij, aby zacząć")
        self.leave()


class HashPin(Officer):
    def hash(self, given):
        return subprocess.run([str(BUILD / "src/kiosk/kmzb-kiosk"), "--hash-pin"], input=given, text=True,
                              capture_output=True)

    def test_bad_pins(self):
        for given in ("", "\n", "12345\n", "1234567890123\n", "12345a\n"):
            done = self.hash(given)
            self.assertEqual((done.returncode, done.stdout), (1, ""), given)
            self.assertEqual(done.stderr, "kmzb-kiosk: a PIN has 6 to 12 digits and nothing else\n")

    def test_output_is_the_hash_alone(self):
        done = self.hash("482915\n")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"^\$argon2id\$v=19\$[^\n]+\n$")


tap.main()
