# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that a visitor can press, hold, drag or plug leaves the booth or breaks it."""
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, visit  # noqa: E402
from rig.case import SESSION  # noqa: E402
from rig.typist import Typist  # noqa: E402
from rig.xclient import XClient  # noqa: E402

# X keycodes
SHIFT, CONTROL, ALT, SUPER, MENU, PRINT, ESCAPE, TAB = 50, 37, 64, 133, 135, 107, 9, 23
F1, F4, F10, F11 = 67, 70, 76, 95
Q, W, O, I, D, P, PERIOD, SPACE, DELETE = 24, 25, 32, 31, 40, 33, 60, 65, 119
CHORDS = [(ALT, F4), (ALT, TAB), (ALT, SPACE), (ALT, F10), (SUPER,), (SUPER, D), (CONTROL, Q), (CONTROL, W), (CONTROL, O),
          (CONTROL, P), (CONTROL, SHIFT, I), (CONTROL, SHIFT, D), (CONTROL, ALT, DELETE), (CONTROL, PERIOD), (F1,), (F10,),
          (SHIFT, F10), (F11,), (MENU,), (PRINT,), (ESCAPE,), (CONTROL, SHIFT, SPACE)]


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class Lockdown(case.Case):
    def setUp(self):
        super().setUp()
        self.other = XClient(SESSION)
        self.addCleanup(self.other.close)

    def assert_locked(self, sees):
        """One window, as large as the screen, with the booth in it."""
        time.sleep(0.3)
        self.assertIsNone(self.booth.process.poll(), "the booth has ended")
        windows = self.other.windows()
        self.assertEqual([(w, h) for _, w, h in windows], [self.screen_size()])
        self.booth.see(sees)

    def screen_size(self):
        return (SESSION.width, SESSION.height)

    def press_all(self, sees):
        for chord in CHORDS:
            with self.subTest(chord=chord):
                SESSION.keys.chord(*chord)
                self.assert_locked(sees)


class Keys(Lockdown):
    def test_keys_on_every_kind_of_screen(self):
        self.start_booth(None)
        self.booth.see("Dotknij, aby zacząć", timeout=40)
        self.press_all("Dotknij, aby zacząć")
        self.booth.touch("Dotknij, aby zacząć")
        self.booth.see("Zgłoś zagrożenie")
        self.press_all("Zgłoś zagrożenie")
        self.leave()

    def test_a_window_managers_wish(self):
        self.start_booth(None)
        self.booth.see("Dotknij, aby zacząć", timeout=40)
        self.other.wish_closed(self.other.windows()[0][0])
        self.assert_locked("Dotknij, aby zacząć")
        self.leave()

    def test_the_environment_opens_no_inspector(self):
        os.environ["GTK_DEBUG"] = "interactive"
        self.addCleanup(os.environ.pop, "GTK_DEBUG", None)
        self.start_booth(None)
        self.booth.see("Dotknij, aby zacząć", timeout=40)
        time.sleep(1)
        self.assert_locked("Dotknij, aby zacząć")
        self.leave()


class Text(Lockdown):
    def setUp(self):
        super().setUp()
        self.start_booth(None)
        self.to_field()
        typist = Typist(SESSION)
        self.addCleanup(typist.close)
        typist.type("slowo slowo slowo slowo")

    def to_field(self):
        visit.begin(self.booth)
        self.booth.touch("Zgłoś zagrożenie")
        for name in ("Rozumiem, dalej", "Nie, to nie jest pilne", "To tutaj", visit.GROUP, visit.CATEGORY):
            self.booth.touch(name)
        self.booth.see("Dalej")
        nodes = [(node, box) for node, box in self.booth.screen.nodes() if node.get_role_name() == "text" and box.height > 60]
        self.assertTrue(nodes, "no field to write in")
        box = nodes[0][1]
        self.at = (box.x + 60, box.y + 30)
        SESSION.touch.tap(*self.at)
        time.sleep(1)

    def test_keys_in_a_field(self):
        for chord in CHORDS:
            with self.subTest(chord=chord):
                SESSION.keys.chord(*chord)
                self.assert_locked("Dalej")
        self.leave()

    def test_long_press_double_tap_second_button_and_drag(self):
        x, y = self.at
        finger = SESSION.touch.down(x, y)
        time.sleep(1.5)
        SESSION.touch.up(finger, x, y)
        self.assert_locked("Dalej")
        for _ in range(3):
            SESSION.touch.tap(x, y)
            time.sleep(0.1)
        time.sleep(0.7)
        self.assert_no_menu()
        self.other.click(3, x, y)
        time.sleep(0.7)
        self.assert_no_menu()
        SESSION.keys.chord(CONTROL, 38)  # a
        SESSION.touch.drag(x, y, x + 300, y - 300, seconds=0.8)
        self.other.click(1, x, y)
        time.sleep(0.7)
        self.assert_no_menu()
        self.leave()

    def assert_no_menu(self):
        """GTK's handles for a selection may stand in the text: they are not menus."""
        time.sleep(0.3)
        self.assertIsNone(self.booth.process.poll())
        large = [(w, h) for _, w, h in self.other.windows() if w > 80 and h > 60]
        self.assertEqual(large, [self.screen_size()])
        names = self.booth.screen.names()
        for word in ("Cut", "Copy", "Paste", "Select _All", "Insert _Emoji", "Wytnij", "Kopiuj", "Wklej"):
            self.assertNotIn(word, names)


class Hardware(Lockdown):
    """The screen is turned, taken away and another one comes; the touch panel's cable slips out and in."""

    def setUp(self):
        super().setUp()
        self.other.close()
        SESSION.new_screen(1920, 1080, others=[(1280, 800), (1000, 1080)])
        self.other = XClient(SESSION)
        self.addCleanup(SESSION.new_screen, 1920, 1080)
        self.addCleanup(self.other.close)
        self.size_now = (1920, 1080)

    def screen_size(self):
        return self.size_now

    def test_another_mode(self):
        self.start_booth(None)
        visit.begin(self.booth)
        for size in ((1280, 800), (1000, 1080), (1920, 1080)):
            with self.subTest(size=size):
                self.size_now = size
                self.other.set_size(*size)
                time.sleep(1.5)
                self.assert_locked("Zgłoś zagrożenie")
                x, y = self.booth.screen.middle("Zgłoś zagrożenie")
                self.assertTrue(x < size[0] and y < size[1], "the main button lies outside the screen")
        self.leave()

    def test_touch_panel_gone_and_back(self):
        self.start_booth(None)
        visit.begin(self.booth)
        x, y = self.booth.screen.middle("Zgłoś zagrożenie")
        SESSION.touch.down(x, y)  # it goes while a finger is down
        self.other.plug("finger", False)
        time.sleep(1)
        self.assertIsNone(self.booth.process.poll())
        self.other.plug("finger", True)
        SESSION.reconnect_touch()
        if self.booth.screen.find("Rozumiem, dalej") is None:  # the server may have lifted the finger
            self.booth.touch("Zgłoś zagrożenie")
        self.booth.touch("Rozumiem, dalej")
        self.booth.see("Czy potrzebna jest pilna pomoc?")
        self.leave()


tap.main()
