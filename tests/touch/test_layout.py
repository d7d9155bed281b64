# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page of a visit on every size of screen and in the languages that need the most room: nothing lies off the
screen, every target is large enough for a thumb, and every control has a name that a visitor can read."""
import configparser
import gettext
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case  # noqa: E402
from rig.case import BUILD, SESSION  # noqa: E402

CONTROLS = {"push button", "toggle button", "radio button", "check box", "text", "entry"}
# AT-SPI tells of a button without its padding and border, 8 and 2 pixels at each side: a key of 64 is 44.
LEAST_INSIDE = 44
SLUG = "miejsce-niebezpiecznej-dzialalnosci-rozrywkowej"


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


def read_catalog():
    catalog = configparser.ConfigParser(interpolation=None)
    catalog.read(ROOT / "data/catalog/catalog.ini", encoding="utf-8")
    return catalog


class Layout(case.Case):
    def controls(self):
        """Name, role and box of each, once nothing moves any more."""
        before = None
        for _ in range(40):
            now = [(node.get_name(), node.get_role_name(), (box.x, box.y, box.width, box.height))
                   for node, box in self.booth.screen.nodes() if node.get_role_name() in CONTROLS]
            if now == before:
                return now
            before = now
            time.sleep(0.1)
        raise AssertionError("the page does not come to rest")

    def look(self, page, scrolls=False):
        """@scrolls: content may go on below; the page's own buttons come last and must be in view all the same."""
        names = set()
        for name, role, (x, y, width, height) in self.controls():
            where = f"{page}: {role} “{name}” at {x},{y}, {width}x{height}"
            self.assertTrue(name and not name.startswith("Gtk"), f"{where} has no name")
            self.assertFalse((name, x, y) in names, f"{where} is there twice")
            names.add((name, x, y))
            self.assertGreaterEqual(x, 0, where)
            self.assertGreaterEqual(y, 0, where)
            self.assertLessEqual(x + width, SESSION.width, where)
            if not scrolls:
                self.assertLessEqual(y + height, SESSION.height, where)
            self.assertGreaterEqual(min(width, height), LEAST_INSIDE, where)

    def visit(self, size, language):
        if (SESSION.width, SESSION.height) != size:
            SESSION.new_screen(*size)
        say = gettext.translation("kmzb", str(BUILD / "po"), [language]).gettext
        catalog = read_catalog()
        category = catalog[f"category {SLUG}"]
        booth = self.start_booth(None, "--lang", language)
        for touched, seen, page in (
                (None, "Touch to start", "start"),
                ("Touch to start", "Report a threat", "map"),
                ("Language", "Deutsch", "languages"),
                ({"pl": "Polski", "uk": "Українська", "de": "Deutsch"}[language], "Report a threat", "map again"),
                ("Report a threat", "I understand, next", "rules"),
                ("I understand, next", "Do you need urgent help?", "urgent"),
                ("Yes", "It is not urgent, back", "112"),
                ("It is not urgent, back", "Do you need urgent help?", "urgent again"),
                ("No, it is not urgent", "Here it is", "place"),
                ("Here it is", "What do you report?", "category")):
            if touched:
                booth.touch(say(touched))
            booth.see(say(seen), timeout=40)
            self.look(page)
        group = catalog[f"group {category['group']}"][f"name[{language}]"]
        booth.touch(group)
        booth.touch(category[f"name[{language}]"])
        booth.see(say("Tell us more"))
        self.look("details", scrolls=True)
        booth.touch(say("Next"))
        booth.see(say("Please write what happens there: this category needs a description."))
        booth.touch(say("Description"))
        booth.see(say("Done"))
        self.look("keyboard")
        for keys in ("A", "Ф"), ("b", "ф"):
            booth.touch(booth.screen.wait_for_any(keys))
        booth.touch(say("Done"))
        booth.screen.wait_until_gone(say("Done"))
        booth.touch(say("Next"))
        booth.see(say("Check your report"))
        self.look("check", scrolls=True)
        booth.touch(say("Finish"))
        booth.see(say("No, go back"))
        self.look("finish?", scrolls=True)
        booth.touch(say("No, go back"))
        booth.touch(say("Save the report"))
        booth.see(say("Saved"))
        self.look("saved")
        self.leave()

    def test_small_in_german(self):
        self.visit((1280, 800), "de")

    def test_small_in_ukrainian(self):
        self.visit((1280, 800), "uk")

    def test_landscape(self):
        self.visit((1920, 1080), "pl")

    def test_portrait(self):
        self.visit((1080, 1920), "de")


tap.main()
