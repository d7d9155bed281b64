# SPDX-License-Identifier: GPL-3.0-or-later
"""The on-screen keyboard under real fingers: Polish letters by their row and by a long press, the letter shown above
the finger, other alphabets, digits, an eraser that repeats, and never over the field that it writes into."""
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, visit  # noqa: E402
from rig.case import SESSION  # noqa: E402

SHOTS = os.environ.get("KMZB_SHOTS")  # a folder for screenshots, to look at


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class Keyboard(case.Case):
    """The steps; the cases below say on which screen."""

    def details(self):
        """To the step that asks for a description, with the keyboard open."""
        booth = self.start_booth(self.central.start())
        visit.begin(booth)
        for name in ("Zgłoś zagrożenie", "Rozumiem, dalej", "Nie, to nie jest pilne", "To tutaj", visit.GROUP,
                     visit.CATEGORY):
            booth.touch(name)
        box = self.field()
        SESSION.touch.tap(box.x + box.width / 2, box.y + box.height / 2)
        booth.see("Gotowe")
        time.sleep(0.5)
        return booth

    def field_node(self):
        for node, box in self.booth.screen.nodes():
            if node.get_role_name() == "text" and box.height >= 64:
                return node, box
        return None

    def field(self):
        self.booth.see("Dalej")
        end = time.monotonic() + 10
        while time.monotonic() < end:
            found = self.field_node()
            if found:
                return found[1]
            time.sleep(0.1)
        raise AssertionError("no field for the description")

    def text(self):
        node, _box = self.field_node()
        return node.get_text(0, node.get_character_count())

    def expect(self, text):
        end = time.monotonic() + 5
        while self.text() != text and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(self.text(), text)

    def keys(self, *names):
        for name in names:
            self.booth.touch(name)
            time.sleep(0.05)

    def hold(self, name, seconds=0.9):
        x, y = self.booth.screen.middle(name)
        finger = SESSION.touch.down(x, y)
        time.sleep(seconds)
        return finger, x, y

    def picture(self, name):
        if SHOTS:
            self.booth.picture(Path(SHOTS) / f"keyboard-{SESSION.width}-{name}.png")

    def write(self):
        booth = self.details()
        keyboard = booth.screen.find("Gotowe")[1]
        field = self.field()
        self.assertLessEqual(field.y + field.height, keyboard.y, "the keyboard covers its field")
        self.assertGreaterEqual(field.height, 48, "no line of the field is left to see")

        self.keys("Z", "a", "ż", "ó", "ł", "ć", "spacja")
        self.expect("Zażółć ")

        # A long press offers what else the key writes; the finger slides to it.
        finger, x, y = self.hold("e")
        choice = booth.see("é")[1]
        self.picture("others")
        for i in range(1, 11):
            SESSION.touch.move(finger, x + (choice.x + choice.width / 2 - x) * i / 10, y - 90 * i / 10)
            time.sleep(0.02)
        SESSION.touch.up(finger, choice.x + choice.width / 2, y - 90)
        self.expect("Zażółć é")
        booth.screen.wait_until_gone("é")

        # Or it lifts at once, and the letter is touched.
        finger, x, y = self.hold("s")
        SESSION.touch.up(finger, x, y)
        time.sleep(0.3)
        self.expect("Zażółć é")
        booth.touch("š")
        self.expect("Zażółć éš")

        # The letter stands above the finger, and goes with it.
        finger, x, y = self.hold("q", 0.3)
        self.picture("preview")
        SESSION.touch.up(finger, x, y)
        self.expect("Zażółć éšq")

        self.keys("123", "7", "ABC")
        self.expect("Zażółć éšq7")
        booth.touch("Litery: Polski")
        booth.touch("Litery: English")
        booth.touch("ß")
        booth.touch("Litery: Deutsch")
        self.picture("uk")
        booth.touch("ґ")
        booth.touch("Litery: Українська")
        self.expect("Zażółć éšq7ßґ")

        # Held, the eraser goes on by itself.
        finger, x, y = self.hold("Usuń", 2.5)
        SESSION.touch.up(finger, x, y)
        self.expect("")
        self.keys("A")
        self.expect("A")
        booth.touch("Gotowe")
        booth.screen.wait_until_gone("Gotowe")
        self.leave()


class Landscape(Keyboard):
    def test_writes(self):
        self.write()

    def test_two_thumbs(self):
        """The second finger comes down before the first has gone: both letters are written, once each."""
        booth = self.details()
        places = [booth.screen.middle(name) for name in ("D", "O", "M", "O")]
        for (x1, y1), (x2, y2) in (places[:2], places[2:]):
            first = SESSION.touch.down(x1, y1)
            time.sleep(0.04)
            second = SESSION.touch.down(x2, y2)
            time.sleep(0.04)
            SESSION.touch.up(first, x1, y1)
            time.sleep(0.02)
            SESSION.touch.up(second, x2, y2)
            time.sleep(0.1)
        self.expect("Domo")
        self.leave()


class Portrait(Keyboard):
    size = (1080, 1920)

    def test_writes(self):
        self.write()


tap.main()
