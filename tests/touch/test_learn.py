# SPDX-License-Identifier: GPL-3.0-or-later
"""“Jak działa mapa” by touch: the cards, a report for practice that never leaves the booth although a real central waits
for it, practice mode on every screen, and a report's number asked for."""
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, visit  # noqa: E402
from rig.case import SESSION  # noqa: E402

QUESTIONS = ("Czym jest mapa zagrożeń?", "Jak zgłosić zagrożenie?", "Co robi z tym policja?", "Kiedy nie używać mapy?",
             "Co znaczą znaki na mapie?", "Teraz ty")
PRACTICE = "TRYB ĆWICZEŃ. Nic nie zostanie wysłane"
FIELD = "Numer twojego zgłoszenia"


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class Learn(case.Case):
    def to_cards(self, booth):
        visit.begin(booth)
        booth.touch("Jak działa mapa")
        booth.see(QUESTIONS[0])

    def to_last_card(self, booth):
        self.to_cards(booth)
        for question in QUESTIONS[1:]:
            booth.touch("Dalej")
            booth.see(question)

    def practise(self, booth):
        """From the last card to what would happen next; every page is marked and coached."""
        booth.touch("Spróbuj")
        for coach, touched in (
                ("Najpierw zasady. Przeczytaj je i dotknij żółtego przycisku.", "Rozumiem, dalej"),
                ("Tu mapa pyta o pilną pomoc. Na próbę wybierz „Nie”.", "Nie, to nie jest pilne"),
                ("Przesuń mapę palcem, aż pinezka wskaże miejsce.", "To tutaj"),
                ("Wybierz, co się tam dzieje. Na próbę może to być cokolwiek.", visit.GROUP),
                (None, visit.CATEGORY),
                ("Powiedz, kiedy to się dzieje. Im więcej wiadomo, tym łatwiej to sprawdzić.", "Dalej"),
                ("Przeczytaj jeszcze raz. Każdą linię możesz zmienić. Potem zapisz.", "Zapisz zgłoszenie")):
            if coach:
                booth.see(coach)
            booth.see(PRACTICE)
            booth.touch(touched)
        booth.see("Gotowe! Tak to działa")
        booth.see(PRACTICE)

    def booth_states(self):
        with sqlite3.connect(f"file:{self.folder / 'booth' / 'booth.db'}?mode=ro", uri=True) as db:
            return [row[0] for row in db.execute("SELECT state FROM reports ORDER BY seq")]

    def cards_and_practice(self):
        booth = self.start_booth(self.central.start())
        self.to_last_card(booth)
        self.assertIsNone(booth.screen.find(PRACTICE))
        self.practise(booth)
        booth.touch("Wróć do mapy")
        booth.see("Zgłoś zagrożenie")
        booth.screen.wait_until_gone(PRACTICE)
        self.assertEqual(self.booth_states(), ["practice"])
        # A real report afterwards goes out alone: the engine ran all the time.
        number = visit.report(booth)
        booth.wait_for_queue(received=1, practice=1)
        self.assert_arrived_once(number)
        self.leave()


class Landscape(Learn):
    def test_cards_and_practice(self):
        self.cards_and_practice()

    def test_swipes_turn_the_cards(self):
        booth = self.start_booth(None)
        self.to_cards(booth)
        SESSION.touch.drag(800, 500, 300, 500, seconds=0.2)
        booth.see(QUESTIONS[1])
        SESSION.touch.drag(1700, 500, 1450, 505, seconds=0.15)  # over the text as well
        booth.see(QUESTIONS[2])
        SESSION.touch.drag(300, 500, 800, 500, seconds=0.2)
        booth.see(QUESTIONS[1])
        SESSION.touch.drag(500, 300, 520, 700, seconds=0.2)  # not across: nothing turns
        time.sleep(0.5)
        self.assertIsNotNone(booth.screen.find(QUESTIONS[1]))
        booth.touch("Wstecz")
        booth.see(QUESTIONS[0])
        booth.touch("Wstecz")
        booth.see("Zgłoś zagrożenie")
        self.leave()

    def test_from_the_start_screen(self):
        booth = self.start_booth(None)
        booth.see("Dotknij, aby zacząć", timeout=40)
        booth.touch("Jak działa mapa")
        booth.see(QUESTIONS[0])
        booth.touch("Zakończ")
        booth.see("Dotknij, aby zacząć")
        self.leave()

    def test_codes_only_where_configured(self):
        booth = self.start_booth(None)
        self.to_last_card(booth)
        self.assertIsNone(booth.screen.find("Moja Komenda"))
        self.assertIsNone(booth.screen.find("Mapa zagrożeń w domu"))
        self.leave()
        config = self.folder / "booth.conf"
        config.write_text("[links]\nmap_url=https://mapa.example/\nmoja_komenda_url=https://komenda.example/\n")
        booth = self.start_booth(None, "--lang", "pl", "--config", str(config))
        self.to_last_card(booth)
        booth.see("Moja Komenda")
        booth.see("Mapa zagrożeń w domu")
        time.sleep(1)  # a card that slides is not read
        picture = str(self.folder / "codes.png")
        booth.picture(picture)
        codes = subprocess.run(["zbarimg", "--raw", "-q", picture], capture_output=True, text=True).stdout.split()
        self.assertEqual(sorted(codes), ["https://komenda.example/", "https://mapa.example/"])
        self.leave()
        self.assertNotIn("has no effect", booth.log.read_text())

    def test_a_real_draft_is_not_touched(self):
        booth = self.start_booth(self.central.start())
        visit.begin(booth)
        booth.touch("Zgłoś zagrożenie")
        for name in ("Rozumiem, dalej", "Nie, to nie jest pilne", "To tutaj", visit.GROUP, visit.CATEGORY):
            booth.touch(name)
        booth.see("Opowiedz więcej")
        for seen in ("Co zgłaszasz?", "Gdzie?", "Czy potrzebna jest pilna pomoc?", "Zanim zgłosisz", "Jak działa mapa"):
            booth.touch("Wstecz")
            booth.see(seen)
        booth.touch("Jak działa mapa")
        for question in QUESTIONS[1:]:
            booth.touch("Dalej")
            booth.see(question)
        self.practise(booth)
        booth.touch("Wróć do mapy")
        booth.touch("Zakończ")
        booth.see("Zakończyć bez zapisywania?")
        booth.touch("Nie, wracam")
        self.assertEqual(self.booth_states(), ["practice"])
        self.leave()

    def test_language_in_the_middle(self):
        booth = self.start_booth(None)
        self.to_last_card(booth)
        booth.touch("Spróbuj")
        booth.touch("Rozumiem, dalej")
        booth.see("Czy potrzebna jest pilna pomoc?")
        booth.touch("Język")
        booth.touch("English")
        booth.see("Here the map asks about urgent help. For practice choose “No”.")
        booth.see("PRACTICE MODE. Nothing will be sent")
        self.leave()

    def type_number(self, text):
        """On the on-screen keyboard, as a visitor does; the field has the keyboard from the start."""
        booth = self.booth
        booth.see("Gotowe")
        for character in text:
            shown = next(name for name in (character, character.upper(), character.lower())
                         if booth.screen.find(name, "push button") or booth.screen.find(name, "toggle button"))
            booth.touch(shown)

    def to_lookup(self, booth):
        booth.touch("Jak działa mapa")
        booth.see(QUESTIONS[0])
        booth.touch("Sprawdź swoje zgłoszenie")
        booth.see(FIELD)

    def test_number_looked_up(self):
        url = self.central.start()
        booth = self.start_booth(url)
        visit.begin(booth)
        number = visit.report(booth, before_save=self.central.stop)
        visit.end(booth)
        booth.touch("Dotknij, aby zacząć")
        self.to_lookup(booth)
        self.type_number(number.replace("-", "").lower())
        booth.touch("Sprawdź")
        booth.see("Czeka na wysłanie")
        # Sent meanwhile; who asks again is told.
        self.central.start()
        booth.wait_for_queue(received=1, timeout=180)  # the tries meanwhile were some, and the pauses grow
        booth.touch("Sprawdź")
        booth.see("Policja ma twoje zgłoszenie")
        # One character wrong is a slip, told as such, and reveals nothing.
        SESSION.touch.tap(*booth.screen.middle(FIELD, "text"))
        booth.touch(booth.screen.wait_for_any(("a", "A")))
        booth.touch("Sprawdź")
        booth.see("W numerze jest pomyłka. Porównaj każdy znak.")
        self.assertIsNone(booth.screen.find("Policja ma twoje zgłoszenie"))
        booth.touch("Zakończ")
        booth.see("Dotknij, aby zacząć")
        # The next visitor finds nothing of it.
        booth.touch("Dotknij, aby zacząć")
        self.to_lookup(booth)
        field, _ = booth.screen.wait_for(FIELD, "text")
        self.assertEqual(field.get_text_iface().get_text(0, -1), "")
        self.assertIsNone(booth.screen.find("Policja ma twoje zgłoszenie"))
        self.leave()

    def test_unknown_numbers_have_to_wait(self):
        booth = self.start_booth(None)
        visit.begin(booth)
        self.to_lookup(booth)
        self.type_number("000000000")  # its check character is right, and nobody has it
        for _ in range(2):
            booth.touch("Sprawdź")
            booth.see("Ten punkt nie zna tego numeru")
            time.sleep(0.5)
        booth.touch("Sprawdź")
        booth.screen.wait_for_any([f"Poczekaj, zanim spróbujesz ponownie: {s} s" for s in range(1, 6)])
        self.leave()

    def test_practice_mode_on_every_screen(self):
        booth = self.start_booth(self.central.start(), "--lang", "pl", "--practice")
        visit.begin(booth, step=lambda name: booth.see(PRACTICE))
        visit.report(booth, step=lambda name: booth.see(PRACTICE))
        booth.see("To było ćwiczenie. Nic nie zostanie wysłane.")
        booth.wait_for_queue(practice=1, saved=0, received=0)
        self.assertEqual(self.rows(), [])
        visit.end(booth)
        booth.touch("Jak działa mapa")
        booth.see(PRACTICE)
        self.leave()


class Portrait(Learn):
    size = (1080, 1920)

    def test_cards_and_practice(self):
        self.cards_and_practice()


tap.main()
