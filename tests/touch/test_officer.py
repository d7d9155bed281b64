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

    def see_pattern(self, pattern, timeout=10):
        end = time.monotonic() + timeout
        while not any(re.search(pattern, name) for name in self.booth.screen.names()):
            self.assertLess(time.monotonic(), end, f"{pattern} is not on the screen: {self.booth.screen.names()}")
            time.sleep(0.05)


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
            officer.enter_pin(booth, "111111")
            self.see_pattern("^Zły PIN")
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
        booth.touch("Na pewno zakończ punkt")
        self.assertEqual(booth.process.wait(10), 0)
        self.assertEqual(booth.trouble(), [])


class Panel(Officer):
    def save_report(self):
        """A whole visit; its number."""
        visit.begin(self.booth)
        number = visit.report(self.booth)
        visit.end(self.booth)
        return number

    def row(self, number):
        return f"{number}  {visit.CATEGORY}"

    def test_hold_release_as_joke(self):
        booth = self.start(url="http://127.0.0.1:9")
        number = self.save_report()
        officer.open_panel(booth)
        booth.see("Czeka: 1")
        # It was tried and never left the booth: nobody answers there.
        booth.touch(self.row(number))
        booth.touch("Wstrzymaj")
        booth.touch("Wygląda na żart")
        booth.touch("Wstrzymane: 1")
        booth.touch(self.row(number))
        self.assertEqual(booth.status()["queue"]["held"], 1)
        booth.touch("Zwolnij i wyślij")
        booth.see("Czeka: 1")
        booth.touch("Co tu zrobiono")
        self.see_pattern(rf"Wstrzymane  {number}  \(Wygląda na żart\)")
        self.see_pattern(rf"Zwolnione  {number}")
        booth.touch("Wstecz")
        booth.touch("Wróć do odwiedzających")
        booth.see("Dotknij, aby zacząć")
        self.leave()

    def test_practice_is_switched(self):
        booth = self.start(url=self.central.start())
        officer.open_panel(booth)
        booth.touch("Włącz tryb ćwiczeń")
        booth.see("TRYB ĆWICZEŃ. Nic nie zostanie wysłane")
        booth.touch("Wróć do odwiedzających")
        self.save_report()
        self.assertEqual(booth.status()["queue"]["practice"], 1)
        officer.open_panel(booth)
        booth.touch("Wyłącz tryb ćwiczeń")
        booth.screen.wait_until_gone("TRYB ĆWICZEŃ. Nic nie zostanie wysłane")
        booth.touch("Wróć do odwiedzających")
        number = self.save_report()
        booth.wait_for_queue(received=1, practice=1, saved=0)
        self.assert_arrived_once(number)
        self.leave()

    def test_news_by_hand(self):
        """With nothing to send an officer can still ask central, and is told what came of it."""
        url = self.central.start()
        booth = self.start(url=url)
        officer.open_panel(booth)
        self.assertIsNone(booth.screen.find("Wyślij teraz"))
        booth.touch("Sprawdź nowości")
        booth.see("Punkt ma najnowsze dane.")
        self.central.stop()
        booth.touch("Sprawdź nowości")
        booth.see("Nie udało się pobrać nowości. Punkt sam spróbuje jeszcze raz.")
        self.central.start()
        booth.touch("Sprawdź nowości")
        booth.see("Punkt ma najnowsze dane.")
        self.leave()

    def test_export_travels_on_a_stick_and_arrives_once(self):
        stick = self.folder / "stick"
        stick.mkdir()
        url = self.central.start()
        self.central.stop()
        booth = self.start(url=url, export_folder=stick, name="Punkt 17")
        number = self.save_report()
        officer.open_panel(booth)
        booth.touch("Eksportuj zgłoszenia na USB")
        booth.touch("Eksportuj na: stick")
        self.see_pattern("^Na nośniku jest 1 zgłoszenie")
        files = list(stick.iterdir())
        self.assertEqual(len(files), 1)
        self.assertNotIn(b"api_key", files[0].read_bytes())
        done = subprocess.run([self.central.program, "--database", str(self.central.database), "--catalog",
                               self.central.catalog, "import", str(files[0])], capture_output=True, text=True)
        self.assertIn("1 stored", done.stdout, done.stderr)
        booth.touch("Wstecz")
        self.central.start()
        booth.touch("Wyślij teraz")
        booth.wait_for_queue(received=1)  # central knows it again
        self.assert_arrived_once(number)
        self.leave()

    def test_told_of_a_damaged_file(self):
        data = self.folder / "booth"
        data.mkdir()
        (data / "booth.db").write_bytes(b"SQLite format 3\0" + b"x" * 4000)
        booth = self.start()
        officer.open_panel(booth)
        booth.see("Plik punktu nie dał się użyć")
        booth.touch("Widziałem to")
        booth.screen.wait_until_gone("Plik punktu nie dał się użyć")
        booth.stop()
        self.assertTrue(list(data.glob("booth.db.*-aside")), "the damaged file is gone")
        booth.start()
        booth.see("Dotknij, aby zacząć", timeout=40)
        officer.open_panel(booth)
        self.assertIsNone(booth.screen.find("Plik punktu nie dał się użyć"))
        self.leave()


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
