# SPDX-License-Identifier: GPL-3.0-or-later
"""The booth without eyes, without hands, without either: a visit by accessible names, roles and actions alone; one by the
keys of a keyboard; one by two buttons and what is spoken; and the settings, which end with the visit."""
import os
import sys
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, speech, visit  # noqa: E402
from rig.case import SESSION  # noqa: E402

TAB, RETURN, F1, F2 = 23, 36, 67, 68
BUTTONS = {"push button", "toggle button"}
GROUP, CATEGORY = visit.GROUP, visit.CATEGORY
# The way of the shortest report, by what one reads or hears.
WAY = ("Dotknij, aby zacząć", "Zgłoś zagrożenie", "Rozumiem, dalej", "Nie, to nie jest pilne", "To tutaj", GROUP, CATEGORY,
       "Dalej", "Zapisz zgłoszenie")


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class A11y(case.Case):
    def number(self):
        self.booth.see("Zapisano")
        return next(name for name in self.booth.screen.names() if visit.NUMBER.match(name))

    def focus(self):
        """Name and role of what has the keyboard's focus, or (None, None)."""
        from gi.repository import Atspi, GLib
        for node, _ in self.booth.screen.nodes():
            try:
                if node.get_state_set().contains(Atspi.StateType.FOCUSED) and node.get_role_name() != "frame":
                    return node.get_name(), node.get_role_name()
            except GLib.Error:
                continue
        return None, None

    def wait_for_focus(self, name, timeout=10):
        end = time.monotonic() + timeout
        while self.focus()[0] != name:
            if time.monotonic() > end:
                raise AssertionError(f"the focus is on {self.focus()}, not on “{name}”")
            time.sleep(0.05)

    def go_to(self, name, key=TAB, most=60):
        """Moves the focus on until it is on @name; every place on the way has a name."""
        self.booth.see(name, timeout=40)
        seen = []
        for _ in range(most):
            now = self.focus()[0]
            if now == name:
                return
            self.assertFalse(now is not None and (not now or now.startswith("Gtk")), f"{self.focus()} has no name")
            seen.append(now)
            SESSION.keys.press(key)
            end = time.monotonic() + 0.5
            while self.focus()[0] == now and time.monotonic() < end:
                time.sleep(0.02)
        raise AssertionError(f"keys never come to “{name}”, only to {seen}")


class Names(A11y):
    def act(self, name):
        """What a screen reader does with a button: nothing else is known of it than name and role."""
        node, _ = self.booth.see(name, timeout=40)
        self.assertIn(node.get_role_name(), BUTTONS, name)
        self.assertGreaterEqual(node.get_n_actions(), 1, f"“{name}” can't be activated")
        self.assertTrue(node.do_action(0), name)

    def is_pressed(self, name):
        from gi.repository import Atspi
        return self.booth.see(name)[0].get_state_set().contains(Atspi.StateType.PRESSED)

    def wait_until_pressed(self, name):
        end = time.monotonic() + 5
        while not self.is_pressed(name):
            self.assertLess(time.monotonic(), end, f"“{name}” was chosen and is not told as pressed")

    def test_visit(self):
        booth = self.start_booth(self.central.start())
        for name in WAY[:-2]:
            self.act(name)
        booth.see("Opowiedz więcej")
        self.act("Wieczorem")
        self.wait_until_pressed("Wieczorem")
        self.act("Dalej")
        booth.see("Sprawdź zgłoszenie")
        self.act("Zapisz zgłoszenie")
        number = self.number()
        booth.wait_for_queue(received=1, saved=0, sending=0)
        self.assert_arrived_once(number)
        self.act("Zakończ")
        booth.see("Dotknij, aby zacząć")
        self.leave()

    def test_the_list_is_the_maps_equal(self):
        """What is drawn as pins can be found, opened and confirmed by name."""
        booth = self.start_booth(None)
        self.act("Dotknij, aby zacząć")
        self.act("Lista zagrożeń")
        booth.see("Zamknij")
        rows = [node for node, _ in booth.screen.nodes() if node.get_role_name() in BUTTONS
                and node.get_name() not in ("Zamknij",) and " m" in node.get_name()]
        self.assertGreater(len(rows), 3, booth.screen.names())
        self.assertTrue(rows[0].do_action(0))
        self.act("Potwierdź to zagrożenie")
        self.leave()

    def test_settings_keep_the_draft_and_end_with_the_visit(self):
        booth = self.start_booth(self.central.start())
        for name in WAY[:-3]:
            self.act(name)
        self.act(CATEGORY)
        self.act("W nocy")
        self.act("Ułatwienia dostępu")
        for name in ("Wysoki kontrast", "200\u00a0%", "Przyciski na dole", "Bez ruchu", "Więcej czasu"):
            self.act(name)
            self.wait_until_pressed(name)
        self.act("Zamknij")
        booth.see("Opowiedz więcej")
        self.wait_until_pressed("W nocy")
        self.act("Dalej")
        self.act("Zapisz zgłoszenie")
        self.number()
        self.act("Zakończ")
        self.act("Dotknij, aby zacząć")
        self.act("Ułatwienia dostępu")
        for name in ("Wysoki kontrast", "200\u00a0%", "Przyciski na dole", "Bez ruchu", "Więcej czasu"):
            self.assertFalse(self.is_pressed(name), f"the next visitor has “{name}”")
        self.assertTrue(self.is_pressed("100\u00a0%"))
        self.leave()


class Keyboard(A11y):
    def use(self, name):
        self.go_to(name)
        SESSION.keys.press(RETURN)

    def test_visit(self):
        booth = self.start_booth(self.central.start())
        for name in WAY:
            self.use(name)
        number = self.number()
        booth.wait_for_queue(received=1, saved=0, sending=0)
        self.assert_arrived_once(number)
        self.use("Zakończ")
        booth.see("Dotknij, aby zacząć")
        self.leave()

    def test_questions_take_the_focus_and_give_it_back(self):
        booth = self.start_booth(None)
        self.use("Dotknij, aby zacząć")
        self.use("Język")
        self.wait_for_focus("Polski")
        for _ in range(6):
            self.assertIn(self.focus()[0], ("Polski", "Українська", "English", "Deutsch"))
            SESSION.keys.press(TAB)
            time.sleep(0.1)
        self.use("Polski")
        self.wait_for_focus("Język")
        self.use("Ułatwienia dostępu")
        self.wait_for_focus("Zamknij")
        SESSION.keys.press(RETURN)
        self.wait_for_focus("Ułatwienia dostępu")
        self.assertIsNotNone(booth.screen.find("Zgłoś zagrożenie"))
        self.leave()


@unittest.skipUnless(os.path.exists(speech.DAEMON), "speech-dispatcher is not installed")
class TwoButtons(A11y):
    """Nothing is read from the screen here but the number, to compare it with what was heard."""

    def setUp(self):
        super().setUp()
        self.heard = speech.Recorder()
        self.addCleanup(self.heard.stop)

    def hold(self, key):
        SESSION.keys.down(key)
        try:
            self.heard.wait_for("Czytanie na głos jest włączone", timeout=40)
        finally:
            SESSION.keys.up(key)

    def last(self):
        lines = self.heard.lines()
        return lines[-1][1] if lines else ""

    def listen_for(self, name, most=80):
        """Presses the first button until the control @name is what is heard."""
        self.listen_until(name, lambda heard: heard.startswith((f"{name}, przycisk", f"{name}, pole")), most)

    def listen_until(self, name, is_it, most=80):
        heard = []
        for _ in range(most):
            end = time.monotonic() + 5
            while not self.last() and time.monotonic() < end:
                time.sleep(0.02)
            if is_it(self.last()):
                return
            heard.append(self.last())
            self.heard.forget()
            SESSION.keys.press(F1)
            time.sleep(0.25)
        raise AssertionError(f"“{name}” is never heard, only {heard}")

    def choose(self, name):
        self.listen_for(name)
        self.heard.forget()
        SESSION.keys.press(F2)

    def test_visit(self):
        booth = self.start_booth(self.central.start())
        booth.see("Dotknij, aby zacząć", timeout=40)
        self.hold(F1)
        for name, heard in zip(WAY, ("Mapa zagrożeń", "Zanim zgłosisz", "Czy potrzebna jest pilna pomoc?", "Gdzie?",
                                     "Co zgłaszasz?", None, "Opowiedz więcej", "Sprawdź zgłoszenie", "Zapisano")):
            self.choose(name)
            if heard:
                self.assertEqual(self.heard.wait_for(heard), "pl")
        number = self.number()
        self.heard.wait_for(", ".join(number.replace("-", "")))
        booth.wait_for_queue(received=1, saved=0, sending=0)
        self.assert_arrived_once(number)
        self.choose("Zakończ")
        booth.see("Dotknij, aby zacząć")
        time.sleep(0.5)
        self.heard.forget()
        SESSION.keys.press(F1)
        time.sleep(1)
        self.assertEqual(self.heard.lines(), [], "the next visitor is still read to")
        log = booth.log.read_text()
        self.leave()
        for words in ("Zapisano", "Nieprawidłowe", number):
            self.assertNotIn(words, log, "what is spoken is in the log")

    def test_write_and_move_the_pin(self):
        booth = self.start_booth(None)
        booth.see("Dotknij, aby zacząć", timeout=40)
        self.hold(F2)
        for name in WAY[:4]:
            self.choose(name)
        for name in ("Przybliż", "W prawo", "W górę"):
            self.choose(name)
        self.choose("To tutaj")
        self.choose(GROUP)
        self.choose(CATEGORY)
        self.heard.wait_for("Opowiedz więcej")
        self.listen_for("Opis")
        self.heard.forget()
        SESSION.keys.press(F2)
        for row, key in (("Q – P", "E"), ("Gotowe", "Gotowe")):  # the rows are offered, then the keys of one
            self.listen_until(row, lambda heard, row=row: row in heard)
            self.heard.forget()
            SESSION.keys.press(F2)
            self.listen_until(key, lambda heard, key=key: heard == key)
            self.heard.forget()
            SESSION.keys.press(F2)
        self.heard.wait_for("pole tekstowe, 1 znak")
        self.choose("Dalej")
        booth.see("E")
        self.heard.wait_for("Twojego tekstu nie czytamy bez słuchawek")
        self.leave()

    def test_no_voice_is_told_kindly(self):
        os.environ["SPEECHD_CMD"] = "/bin/false"
        try:
            booth = self.start_booth(None)
        finally:
            del os.environ["SPEECHD_CMD"]
        booth.touch("Ułatwienia dostępu", timeout=40)
        booth.touch("Czytanie na głos")
        booth.see("Nie udało się włączyć głosu. Zapytaj przy stoisku.")
        self.assertEqual(self.heard.lines(), [])
        booth.touch("Zamknij")
        booth.touch("Dotknij, aby zacząć")
        booth.see("Zgłoś zagrożenie")
        self.leave()


tap.main()
