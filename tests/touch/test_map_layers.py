# SPDX-License-Identifier: GPL-3.0-or-later
"""What the map shows besides single threats, by real touches: areas, layers by source, dates; on a wide and a tall screen."""
import re
import sqlite3
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, visit  # noqa: E402
from rig.booth import TRAINING_PACK  # noqa: E402
from rig.case import SESSION  # noqa: E402

COUNT = re.compile(r"^Pokazujemy (\d+) z (\d+) zagrożeń$")
VERDICTS = ("najwięcej potwierdzonych zagrożeń", "więcej potwierdzonych zagrożeń", "mniej potwierdzonych zagrożeń", "spokojnie")
FEW = "za mało danych"
PINS, AREAS = "Zagrożenia", "Bezpieczeństwo w okolicy"
MONTHS = ("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia").split()


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


def ask_pack(sql, *values):
    with sqlite3.connect(f"file:{TRAINING_PACK}?mode=ro&immutable=1", uri=True) as pack:
        return pack.execute(sql, values).fetchall()


class Layers(case.Case):
    def setUp(self):
        super().setUp()
        self.start_booth(None)
        visit.begin(self.booth)
        self.wait_for(lambda: self.counts()[1] > 0, "the map shows no threats")

    def wait_for(self, condition, complaint, timeout=15):
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"{complaint}: {self.booth.screen.names()}")
            time.sleep(0.1)

    def counts(self):
        found = [COUNT.match(name) for name in self.booth.screen.names() if COUNT.match(name)]
        return tuple(map(int, found[0].groups())) if found else (0, 0)

    def sees(self, *names):
        shown = self.booth.screen.names()
        return all(name in shown for name in names)

    def close(self):
        self.booth.touch("Zamknij")
        self.booth.screen.wait_until_gone("Zamknij")

    def tap_map(self, across, down):
        _, box = self.booth.see("Mapa")
        SESSION.touch.tap(box.x + box.width * across, box.y + box.height * down)

    def test_areas(self):
        booth = self.booth
        self.assertTrue(self.sees("Weryfikacja"))
        booth.touch(AREAS)
        self.wait_for(lambda: self.sees(FEW, *VERDICTS), "the legend does not explain the areas")
        self.assertFalse(self.sees("Weryfikacja"))

        # A touch in the middle of the town: what is said of that area, and why.
        time.sleep(1)
        self.tap_map(0.5, 0.45)
        booth.see("Zamknij")
        self.wait_for(lambda: any(name.startswith("Obszar około ") for name in booth.screen.names()), "no area answers")
        booth.see("Liczby są zaokrąglone, żeby nikogo nie wskazywać.")
        self.close()

        # The same as a list, nearest first, whose rows lead to the same sheet.
        booth.touch("Lista zagrożeń")
        booth.see("Zamknij")
        rows = [name for name in booth.screen.names() if re.match(r"Obszar około .*Potwierdzone zagrożenia: ", name)]
        self.assertGreater(len(rows), 3)
        for row in rows:
            self.assertTrue(any(verdict in row for verdict in VERDICTS), row)
            self.assertRegex(row, r"Potwierdzone zagrożenia: (mniej niż 5|około \d+)$")
        booth.touch(rows[0])
        booth.see("Wstecz")
        self.wait_for(lambda: "Policzono wszystkie zgłoszenia z całego okresu." in booth.screen.names(), "no period is told")
        booth.touch("Wstecz")
        booth.see(rows[0])
        self.close()

        booth.touch(PINS)
        booth.see("Weryfikacja")
        booth.touch(AREAS)
        booth.screen.wait_until_gone("Weryfikacja")
        booth.touch("Zakończ")
        visit.begin(booth)
        booth.see("Weryfikacja")  # the next visitor begins with the threats
        self.leave()

    def test_sources(self):
        booth = self.booth
        people = len(ask_pack("SELECT id FROM threats WHERE source='people' AND status<>'mistake'"))
        debates = len(ask_pack("SELECT id FROM threats WHERE source='debate' AND status<>'mistake'"))
        police = len(ask_pack("SELECT id FROM statistics WHERE source='police'"))
        self.assertEqual(self.counts(), (people, people))
        booth.touch("Warstwy")
        booth.see("Zamknij")
        self.assertTrue(self.sees(f"{people} pozycji, stan na 31 października 2026"), booth.screen.names())
        self.assertTrue(self.sees(f"{police} pozycji, stan na 31 grudnia 2025"), booth.screen.names())
        booth.touch("Statystyki policji")
        booth.touch("Konsultacje i debaty")
        self.close()
        # The legend says what is shown, and how many.
        self.wait_for(lambda: f"Statystyki policji: {police}" in booth.screen.names(), "the legend does not say so")
        self.wait_for(lambda: self.counts() == (people + debates, people + debates), "threats of debates do not come")
        booth.touch("Warstwy")
        booth.touch("Zgłoszenia mieszkańców")
        self.close()
        self.wait_for(lambda: self.counts() == (debates, debates), "the residents' reports do not go")

        # A number of the statistics in the list, and its sheet.
        booth.touch("Lista zagrożeń")
        booth.see("Statystyki na tym fragmencie mapy")
        name, value, unit = ask_pack("SELECT name, value, unit FROM statistics WHERE id='debate-dworzec'")[0]
        row = next(each for each in booth.screen.names() if each.startswith(f"{name}, "))
        self.assertEqual(row, f"{name}, {value:.0f}\N{NO-BREAK SPACE}{unit}, Debaty publiczne, stan na 12 czerwca 2026")
        booth.touch(row)
        booth.see(f"{value:.0f}\N{NO-BREAK SPACE}{unit}")
        booth.see("Wstecz")
        self.close()
        booth.touch("Zakończ")
        visit.begin(booth)
        self.wait_for(lambda: self.counts() == (people, people), "the next visitor has the layers of the last one")
        self.assertFalse(self.sees(f"Statystyki policji: {police}"))
        self.leave()

    def test_dates(self):
        booth = self.booth
        shown, total = self.counts()
        booth.touch("Filtry")
        booth.touch("Wybierz daty")
        today = next(name for name in booth.screen.names() if name.startswith("Do: "))
        self.assertRegex(today, rf"^Do: \d+ ({'|'.join(MONTHS)}) \d{{4}}$")
        self.wait_for(lambda: self.counts()[0] < total, "the dates change nothing")
        begin = next(name for name in booth.screen.names() if name.startswith("Od: "))
        booth.touch("Wcześniejszy miesiąc")
        day = next(name for name in booth.screen.names() if re.match(rf"^10 ({'|'.join(MONTHS)}) \d{{4}}$", name))
        before = self.counts()[0]
        booth.touch(day)
        booth.see(f"Od: {day}")
        self.assertNotEqual(f"Od: {day}", begin)
        self.wait_for(lambda: self.counts()[0] > before, "an earlier day brings no more")
        booth.touch("Wyczyść filtry")
        self.wait_for(lambda: self.counts() == (total, total), "the dates are not cleared")
        booth.touch("Wybierz daty")
        self.wait_for(lambda: self.counts()[0] < total, "the dates change nothing")
        self.close()
        self.assertTrue(any(re.match(r"^od \d+ .* do \d+ .*$", name) for name in booth.screen.names()),
                        "the legend does not say which days")
        booth.touch("Zakończ")
        visit.begin(booth)
        self.wait_for(lambda: self.counts() == (total, total), "the next visitor has the dates of the last one")
        self.leave()


class Tall(Layers):
    size = (1080, 1920)

    def test_within_reach(self):
        """All that switches the map lies in the lower half of a tall screen."""
        for name in (PINS, AREAS, "Warstwy", "Filtry", "Lista zagrożeń"):
            _, y = self.booth.screen.middle(name)
            self.assertGreater(y, SESSION.height / 2, name)
        self.leave()


tap.main()
