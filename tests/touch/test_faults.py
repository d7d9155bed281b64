# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong around a visit: odd text, odd fingers, full disks, damaged and missing files, two booths at once."""
import gettext
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import unicodedata
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, visit  # noqa: E402
from rig.booth import TRAINING_PACK  # noqa: E402
from rig.case import BUILD, SESSION  # noqa: E402
from rig.typist import Typist  # noqa: E402

DATA = ROOT.parent / "shared/data"
POLISH = gettext.translation("kmzb", str(BUILD / "po"), ["pl"]).gettext
NEEDS_WORDS = "Miejsce niebezpiecznej działalności rozrywkowej"  # the category that requires a description


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


def walk(booth, *names):
    for name in names:
        booth.touch(name)


class Text(case.Case):
    def test_text_of_every_script_arrives_as_typed(self):
        """500 characters by keyboard, some more that must not fit, two languages, two fingers; then central's row."""
        # A police car, a family of four code points, a flag of two, letters with marks, both directions of writing, the
        # signs that forms escape; and marks that would turn the reading direction, which are the only ones to go.
        scraps = ["Zażółć ", "Хто ", "אב\u200f ", "🚓", "👩\u200d👧", "🇵🇱", "e\u0301", "&=+%<\">;", "\n", "\u202e\u2066x "]
        text, shown = "", 0
        lengths = [7, 4, 3, 1, 1, 1, 1, 8, 1, 2]  # as people count; an override mark joins no other and is nothing to see
        while shown + sum(lengths) <= 440:
            text += "".join(scraps)
            shown += sum(lengths)

        booth = self.start_booth(self.central.start())
        visit.begin(booth)
        walk(booth, "Zgłoś zagrożenie", "Rozumiem, dalej", "Nie, to nie jest pilne", "To tutaj", "Porządek i ludzie",
             NEEDS_WORDS, "Dalej")
        booth.see(POLISH("Please write what happens there: this category needs a description."))
        booth.touch(POLISH("Description"))
        typist = Typist(SESSION)
        self.addCleanup(typist.close)
        typist.type(text + "a" * 120)
        booth.see(self.counter(0))

        # Another language in the middle of it, and a way back and forth: nothing is lost.
        walk(booth, POLISH("Language"), "English")
        booth.see("Description (needed)")
        walk(booth, "Back", "Dangerous entertainment venue", "Next")
        booth.see("Check your report")
        walk(booth, "Language", "Polski")
        booth.see(POLISH("Check your report"))

        # Two fingers on the two buttons: one of them wins, and it is one report in the end.
        left, right = booth.screen.middle("Wstecz"), booth.screen.middle("Zapisz zgłoszenie")
        fingers = [SESSION.touch.down(*left), SESSION.touch.down(*right)]
        SESSION.touch.up(fingers[1], *right)
        SESSION.touch.up(fingers[0], *left)
        shown = booth.screen.wait_for_any(["Zapisano", POLISH("Description (needed)")])
        if shown != "Zapisano":
            walk(booth, "Dalej", "Zapisz zgłoszenie")
            booth.see("Zapisano")
        booth.wait_for_queue(received=1, saved=0, sending=0)
        rows = self.rows()
        self.assertEqual([row["service_code"] for row in rows], ["miejsce-niebezpiecznej-dzialalnosci-rozrywkowej"])
        arrived = rows[0]["description"]
        self.assertRegex(arrived, "a{10,119}$")
        self.assertEqual(arrived.rstrip("a") + "a", self.clean(text + "a"))
        # GTK 4.8 says so when a field's scroll bar is first needed between layout and drawing; the next frame draws it.
        self.leave("without a current allocation")
        self.assertNotIn("Zażółć", booth.log.read_text())

    def counter(self, left):
        return gettext.translation("kmzb", str(BUILD / "po"), ["pl"]).ngettext(
            "%u character left", "%u characters left", left) % left

    @staticmethod
    def clean(text):
        return re.sub("[\u202a-\u202e\u2066-\u2069]", "", unicodedata.normalize("NFC", text)).strip()


class Files(case.Case):
    size = (1280, 800)

    def test_full_disk_keeps_the_draft(self):
        disk = self.folder / "booth"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "kmzb-test", disk],
                          stderr=subprocess.DEVNULL).returncode != 0:
            raise unittest.SkipTest("cannot mount a small disk")
        self.addCleanup(subprocess.run, ["umount", "--lazy", disk], check=True)
        booth = self.start_booth(self.central.start())
        visit.begin(booth)
        walk(booth, "Zgłoś zagrożenie", "Rozumiem, dalej", "Nie, to nie jest pilne", "To tutaj", visit.GROUP,
             visit.CATEGORY, "Dalej")
        booth.see("Zapisz zgłoszenie")
        with open(disk / "ballast", "wb", buffering=0) as ballast:
            for size in (4096, 512, 1):
                try:
                    while True:
                        ballast.write(bytes(size))
                except OSError:
                    continue
        failure = POLISH("We could not save the report. Nothing is lost: try again, or ask the officer.")
        walk(booth, "Zapisz zgłoszenie")
        booth.see(failure)
        walk(booth, "Zapisz zgłoszenie")  # however often
        booth.see(failure)
        self.assertEqual(self.rows(), [])
        (disk / "ballast").unlink()
        walk(booth, "Zapisz zgłoszenie")
        booth.see("Zapisano")
        number = next(name for name in booth.screen.names() if visit.NUMBER.match(name))
        booth.wait_for_queue(received=1, saved=0, sending=0)
        self.assert_arrived_once(number)
        self.leave("Can't save a report", "full", "wiped")

    def test_pack_that_goes_away(self):
        """Truncated, then deleted, while the map shows it: no crash, and a report can still be made."""
        pack = self.folder / "pack.mbtiles"
        shutil.copyfile(TRAINING_PACK, pack)
        booth = self.start_booth(self.central.start(), "--lang", "pl", pack=pack)
        visit.begin(booth)
        os.truncate(pack, pack.stat().st_size // 3)
        for _ in range(2):
            booth.touch("Przybliż")
            SESSION.touch.drag(900, 400, 300, 300, seconds=0.2)
            booth.touch("Oddal")
        os.truncate(pack, 0)
        SESSION.touch.pinch(640, 350, 100, 500, seconds=0.3)
        pack.unlink()
        SESSION.touch.drag(300, 300, 900, 400, seconds=0.2)
        booth.touch("Gdzie jestem")
        number = visit.report(booth)
        booth.wait_for_queue(received=1, saved=0, sending=0)
        self.assert_arrived_once(number)
        visit.end(booth)
        self.leave("region pack", str(pack))

    def test_unusable_file_and_second_booth(self):
        folder = self.folder / "booth"
        folder.mkdir()
        file = folder / "booth.db"
        file.write_bytes(b"SQLite format 3\0" + b"\xa5" * 20000)
        booth = self.start_booth(self.central.start())
        booth.see("Dotknij, aby zacząć", timeout=40)
        second = subprocess.run([booth.program, *booth.arguments], capture_output=True, text=True, timeout=30)
        self.assertEqual((second.returncode, second.stdout), (1, ""))
        self.assertEqual(second.stderr, f"kmzb-kiosk: Another booth is running on data folder {folder}\n")
        self.leave()

        with sqlite3.connect(file) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
        booth.start()
        booth.see("Dotknij, aby zacząć", timeout=40)
        self.leave()
        kept = [path for path in folder.iterdir() if path.name.endswith("-aside")]
        self.assertEqual(len(kept), 2)
        self.assertIn(b"\xa5" * 20000, b"".join(path.read_bytes() for path in kept))

    def test_maps_of_others(self):
        if not DATA.exists():
            raise unittest.SkipTest("the shared data are not here")
        for name in ("mapproxy-cache", "mbtileserver-geography-class-png", "mbtileserver-geography-class-webp",
                     "node-mbtiles-plain_1", "qgis-isle_of_man-png"):
            with self.subTest(name):
                booth = self.start_booth(None, "--lang", "pl", pack=DATA / f"tiles/{name}.mbtiles")
                visit.begin(booth)
                time.sleep(0.5)
                self.assertGreater(self.colours(), 8, "the map is empty")
                self.leave()
        for name in ("node-mbtiles-corrupt", "mbtileserver-world_cities"):
            with self.subTest(name):
                pack = DATA / f"tiles/{name}.mbtiles"
                run = subprocess.run([booth.program, "--data-dir", self.folder / name, "--pack", pack], timeout=30,
                                     capture_output=True, text=True)
                self.assertEqual((run.returncode, run.stdout, len(run.stderr.splitlines())), (1, "", 1), run.stderr)
                self.assertIn(str(pack), run.stderr)

    def colours(self):
        """How many different ones the middle of the screen has."""
        path = self.folder / "colours.png"
        self.booth.picture(str(path))
        out = subprocess.run(["convert", str(path), "-gravity", "center", "-crop", "50%x50%+0-40", "-format", "%k", "info:"],
                             check=True, capture_output=True, text=True).stdout
        return int(out)


tap.main()
