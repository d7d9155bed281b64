# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree keeps the house rules, and each rule notices a breach."""
import os
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/helpers"), str(ROOT / "tests/house")]
import rules  # noqa: E402
import tap  # noqa: E402


class Tree(unittest.TestCase):
    maxDiff = None


def _add(rule):
    def test(self):
        faults = rule(ROOT)
        self.assertEqual(faults, [], "\n" + "\n".join(faults))
    setattr(Tree, f"test_{rule.__name__}", test)


for _rule in rules.ALL:
    _add(_rule)


class Breach(unittest.TestCase):
    """A small tree with one fault each: a rule that finds nothing here would find nothing there."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for name in ("src/db", "src/wire", "src/kiosk", "src/base", "ui", "po", "tests", "data", "flatpak"):
            (self.root / name).mkdir(parents=True)
        self.write("po/POTFILES.in", "")
        self.write("po/LINGUAS", "pl\n")

    def write(self, name, text):
        (self.root / name).write_text(text, encoding="utf-8")

    def check(self, rule, part):
        faults = rule(self.root)
        self.assertTrue(any(part in fault for fault in faults), faults)

    def test_wrong_arrow(self):
        self.write("src/db/kmzb-db.h", "")
        self.write("src/wire/a.c", '#include "kmzb-db.h"\n')
        self.check(rules.include_faults, "wire may not see db")

    def test_base_sees_nothing(self):
        (self.root / "src/model").mkdir()
        self.write("src/model/kmzb-report.h", "")
        self.write("src/base/a.c", '#include "kmzb-report.h"\n')
        self.check(rules.include_faults, "base may not see model")

    def test_colour_beside_the_tokens(self):
        self.write("ui/style.css", "@define-color kmzb_navy #12305B;\n")
        self.assertEqual(rules.colour_faults(self.root), [])
        (self.root / "ui/kiosk").mkdir()
        self.write("ui/kiosk/kiosk.css", ".a { color: @kmzb_navy; }\n.b { color: alpha(@kmzb_navy, 0.5); }\n")
        self.assertEqual(rules.colour_faults(self.root), [])
        self.write("ui/kiosk/kiosk.css", "\n.a { color: rgba(1, 2, 3, 0.5); }\n")
        self.check(rules.colour_faults, "kiosk.css:2: a colour")
        self.write("ui/kiosk/kiosk.css", ".a { background: #fff; }\n")
        self.check(rules.colour_faults, "kiosk.css:1: a colour")

    def test_library_in_the_wrong_room(self):
        self.write("src/wire/a.c", "#include <sqlite3.h>\n")
        self.check(rules.include_faults, "wire may not include sqlite3.h")

    def test_unknown_room(self):
        (self.root / "src/attic").mkdir()
        self.write("src/attic/a.c", "")
        self.check(rules.include_faults, "not a room")

    def test_long_file(self):
        self.write("src/db/a.c", "\n" * 601)
        self.check(rules.length_faults, "601 lines")

    def test_no_licence(self):
        self.write("src/db/a.c", "int x;\n")
        self.check(rules.spdx_faults, "no SPDX")

    def test_unmarked_c_text(self):
        self.write("src/kiosk/a.c", 'x = gtk_label_new ("Mapa");\n')
        self.check(rules.unmarked_faults, "Mapa")

    def test_unmarked_second_argument(self):
        self.write("src/kiosk/a.c", 'gtk_button_set_label (GTK_BUTTON (b), "Dalej");\n')
        self.check(rules.unmarked_faults, "Dalej")

    def test_unmarked_ui_text(self):
        self.write("ui/a.ui", '<property name="label">Mapa</property>')
        self.check(rules.unmarked_faults, "Mapa")

    def test_unlisted_file(self):
        self.write("src/kiosk/a.c", 'x = _("Map");\n')
        self.check(rules.potfiles_faults, "a.c has text")

    def test_incomplete_catalogue(self):
        self.write("src/kiosk/a.c", 'x = _("Map"); y = _("Exit");\n')
        self.write("po/POTFILES.in", "src/kiosk/a.c\n")
        self.write("po/pl.po", 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
                               'msgid "Map"\nmsgstr "Mapa"\n')
        self.check(rules.po_faults, "untranslated: “Exit”")

    def test_left_undone(self):
        self.write("src/db/a.c", "/* TO" "DO: later */\n")
        self.check(rules.undone_faults, "left undone")


os.environ["LC_ALL"] = "C.UTF-8"
tap.main()
