# SPDX-License-Identifier: GPL-3.0-or-later
"""The district officer of an address, of a touch on the map and of a name, by real touches; and nothing left of it."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, visit  # noqa: E402
from rig.case import SESSION  # noqa: E402

FIND, QUESTION = "Znajdź dzielnicowego", "Gdzie mieszkasz?"


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class Find(case.Case):
    def begin(self):
        booth = self.start_booth(None, "--lang", "pl")
        visit.begin(booth)
        booth.touch(FIND)
        booth.see(QUESTION)
        booth.see("W nagłym przypadku dzwoń pod numer 112")
        return booth

    def type_by_keys(self, text):
        """On the keyboard of the screen; a capital is what a line begins with."""
        for i, letter in enumerate(text):
            if letter == " ":
                self.booth.touch("spacja")
            elif letter.isdigit():
                self.booth.touch("123")
                self.booth.touch(letter)
                self.booth.touch("ABC")
            else:
                self.booth.touch(letter.upper() if i == 0 else letter)

    def type_address(self, text):
        self.booth.touch("Ulica i numer albo miejscowość")
        self.type_by_keys(text)

    def texts(self):
        found = []
        for node, _ in self.booth.screen.nodes():
            try:
                found.append(node.get_name() or "")
                if node.get_text_iface() is not None:
                    found.append(node.get_text_iface().get_text(0, -1))
            except Exception:  # the widget went away while we looked
                continue
        return "\n".join(found)


class Landscape(Find):
    def test_address_map_and_name(self):
        booth = self.begin()
        # an address
        self.type_address("chab 1")
        booth.touch("Chabrowiec 1")
        booth.see("Teraz nie ma tu dzielnicowego")
        booth.see("Rejon nr 5: Chabrowiec, Skowroniec")
        booth.see("Komisariat Policji w Zdrojewcu")
        booth.touch("Wstecz")
        booth.see(QUESTION)
        self.type_address("tarn 1")
        booth.touch("Tarniniec 1")
        booth.see("Nie znamy dzielnicowego tego miejsca")
        booth.see("Najbliższa jednostka policji")
        booth.touch("Wróć do mapy")
        # a touch on the map
        booth.touch(FIND)
        booth.see(QUESTION)
        SESSION.touch.tap(640, 560)
        booth.screen.wait_for_any(["Twój dzielnicowy", "Twoi dzielnicowi"])
        booth.see("Zeskanuj, aby zapisać kontakt")
        booth.touch("Wstecz")
        # a name
        booth.touch("Szukaj po nazwisku")
        self.type_by_keys("skow")
        booth.touch("asp. Dobromir Skowroniecki")
        booth.see("Dobromir Skowroniecki")
        booth.see("dzielnicowy.4@jarzebinow.policja.example")
        booth.see("Rejon nr 4: Zdrojewiec, Borowiniec, Modrzyniec")
        # the same answer in another language
        booth.touch("Język")
        booth.touch("English")
        booth.see("Scan to save the contact")
        booth.see("Dobromir Skowroniecki")
        self.leave()

    def test_wipe(self):
        """The end of a visit leaves no address: not in the field, not beside an answer, not in a file."""
        booth = self.begin()
        self.type_address("lipo 7")
        booth.see("ul. Lipowa 7, Jarzębinów")
        booth.touch("Zakończ")
        booth.see("Dotknij, aby zacząć")
        self.assertNotIn("Lipo 7", self.texts())
        booth.touch("Dotknij, aby zacząć")
        booth.touch(FIND)
        booth.see(QUESTION)
        self.assertNotIn("Lipo 7", self.texts())
        self.type_address("lipo 7")
        booth.touch("ul. Lipowa 7, Jarzębinów")
        booth.see("Zeskanuj, aby zapisać kontakt")
        booth.touch("Zakończ")
        booth.see("Dotknij, aby zacząć")
        self.assertNotIn("ul. Lipowa 7", self.texts())
        booth.touch("Dotknij, aby zacząć")
        booth.touch(FIND)
        booth.see(QUESTION)
        self.assertNotIn("ul. Lipowa 7", self.texts())
        for path in (self.folder / "booth").rglob("*"):
            if path.is_file():
                self.assertNotIn("Lipowa 7".encode(), path.read_bytes(), path)
        self.assertNotIn("Lipo", booth.log.read_text())
        self.leave()


tap.main()
