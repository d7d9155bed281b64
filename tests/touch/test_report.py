# SPDX-License-Identifier: GPL-3.0-or-later
"""The report by real touches, where it is more than the short way: an address typed on the booth's own keyboard, the
three questions, a similar threat, a line changed at the end, and how few touches the short way needs."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, visit  # noqa: E402
from rig.case import SESSION  # noqa: E402

OFFER = "Czy chodzi o to zagrożenie?"
WAY = ("To tutaj", visit.GROUP, visit.CATEGORY, "Dalej")
MOST_TOUCHES = 8
LIPOWA_7 = (52.34621, 19.89985)


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class Report(case.Case):
    def begin(self):
        self.booth = self.start_booth(self.central.start())
        visit.begin(self.booth)
        return self.booth

    def touch_all(self, *names):
        for name in names:
            self.booth.touch(name)

    def to_place(self):
        self.touch_all("Zgłoś zagrożenie", "Rozumiem, dalej", "Nie, to nie jest pilne")
        self.booth.see("To tutaj")

    def type_by_keys(self, text):
        """On the keyboard of the screen, key by key; a capital is what a sentence begins with."""
        for i, letter in enumerate(text):
            if letter == " ":
                self.booth.touch("spacja")
            elif letter.isdigit():
                self.booth.touch("123")
                self.booth.touch(letter)
                self.booth.touch("ABC")
            else:
                self.booth.touch(letter.upper() if i == 0 else letter)

    def save(self):
        self.booth.touch("Zapisz zgłoszenie")
        self.booth.see("Zapisano")
        return visit.read_number(self.booth)


class Landscape(Report):
    def test_address_typed(self):
        booth = self.begin()
        self.to_place()
        booth.touch("Wpisz adres")
        self.type_by_keys("lipo 7")
        booth.touch("ul. Lipowa 7, Jarzębinów")
        booth.see("To tutaj")
        booth.see("ul. Lipowa 7, Jarzębinów")
        booth.see("gmina Jarzębinów")
        self.touch_all("To tutaj", visit.GROUP, visit.CATEGORY, "Dalej")
        booth.see("ul. Lipowa 7, Jarzębinów")
        number = self.save()
        booth.wait_for_queue(received=1)
        row = self.assert_arrived_once(number)
        self.assertAlmostEqual(row["lat"], LIPOWA_7[0], places=4)
        self.assertAlmostEqual(row["lon"], LIPOWA_7[1], places=4)
        self.leave()

    def test_address_unknown(self):
        booth = self.begin()
        self.to_place()
        booth.touch("Wpisz adres")
        self.type_by_keys("xyzq")
        booth.see("Nie znaleźliśmy tego adresu. Sprawdź pisownię albo wskaż miejsce na mapie.")
        booth.touch("Wstecz")
        booth.see("To tutaj")
        booth.touch("Wpisz adres")
        self.assertIsNone(booth.screen.find("Xyzq"))
        self.leave()

    def test_three_questions(self):
        booth = self.begin()
        self.to_place()
        self.touch_all("To tutaj", "Nie wiem, pomóżcie mi wybrać", "W mieście, na osiedlu, w parku",
                       "Śmieci lub zwierzęta", "Śmieci wyrzucone, gdzie nie wolno", "Dalej")
        booth.see("Dzikie wysypiska śmieci")
        number = self.save()
        booth.wait_for_queue(received=1)
        self.assertEqual(self.assert_arrived_once(number)["service_code"], "dzikie-wysypiska-smieci")
        self.leave()

    def test_similar_threat(self):
        """Somebody has reported drugs on the market square of the training region: one more is a confirmation."""
        booth = self.begin()
        self.to_place()
        self.touch_all("Wpisz adres")
        self.type_by_keys("rynek 1")
        self.touch_all("Rynek 1, Jarzębinów", "To tutaj", "Porządek i ludzie", "Używanie środków odurzających")
        booth.see(OFFER)
        booth.touch("Tak, potwierdzam je")
        booth.see("Zapisano")
        number = visit.read_number(booth)
        booth.wait_for_queue(received=1)
        self.assertTrue(self.assert_arrived_once(number)["confirms"])
        self.touch_all("Zgłoś kolejne", "Nie, to nie jest pilne", "To tutaj", "Porządek i ludzie",
                       "Używanie środków odurzających")
        booth.see("Dalej")
        self.assertIsNone(booth.screen.find("Tak, potwierdzam je"))
        self.leave()

    def test_every_line_changed(self):
        booth = self.begin()
        self.to_place()
        self.touch_all("To tutaj", visit.GROUP, visit.CATEGORY, "Dalej")
        self.touch_all("Zmień kategorię", "Nad wodą", "Utonięcia")
        booth.see("Utonięcia")
        self.touch_all("Zmień porę", "Rano", "Pt", "Dalej")
        booth.see("Rano; piątek")
        self.touch_all("Zmień datę", "Wczoraj", "Dalej", "Zmień miejsce", "To tutaj")
        booth.see("Sprawdź zgłoszenie")
        number = self.save()
        booth.wait_for_queue(received=1)
        row = self.assert_arrived_once(number)
        self.assertEqual(row["service_code"], "utoniecia")
        self.assertIsNotNone(row["observed_date"])
        self.leave()

    def test_short_way(self):
        """From the place that was found to the number: at most eight touches."""
        booth = self.begin()
        self.to_place()
        self.touch_all(*WAY)
        self.save()
        self.assertLessEqual(len(WAY) + 1, MOST_TOUCHES)
        self.leave()


class Portrait(Report):
    size = (1080, 1920)

    def test_address_typed(self):
        booth = self.begin()
        self.to_place()
        booth.touch("Wpisz adres")
        self.type_by_keys("zdrojewiec")
        booth.touch("Zdrojewiec")
        booth.see("Przesuń mapę w dokładne miejsce.")
        self.touch_all("To tutaj", visit.GROUP, visit.CATEGORY, "Dalej")
        self.save()
        self.leave()


tap.main()
