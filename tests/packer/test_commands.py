# SPDX-License-Identifier: GPL-3.0-or-later
"""kmzb-pack from outside: its commands, wrong usage, bad input."""
import os
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/helpers")]
import tap  # noqa: E402

PROGRAM = Path(os.environ["KMZB_BUILD_DIR"]) / "src/packer/kmzb-pack"


class Commands(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="kmzb-pack-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.pack = self.folder / "a.mbtiles"
        with sqlite3.connect(self.pack) as db:
            db.executescript("CREATE TABLE tiles(zoom_level, tile_column, tile_row, tile_data);"
                             "CREATE TABLE metadata(name, value);"
                             "INSERT INTO metadata VALUES('name','Dobrzyń'),('format','png');")
            db.execute("INSERT INTO tiles VALUES(0,0,0,?)",
                       [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x03\0\0\0"])
        db.close()

    def run_pack(self, *arguments):
        return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=30)

    def good(self, *arguments):
        run = self.run_pack(*arguments)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def assert_fails(self, code, *arguments, said):
        run = self.run_pack(*arguments)
        self.assertEqual((run.returncode, run.stdout, run.stderr.count("\n")), (code, "", 1), run.stderr)
        self.assertTrue(run.stderr.startswith("kmzb-pack: "), run.stderr)
        self.assertIn(str(said), run.stderr)

    def test_signed_pack(self):
        key_file = self.folder / "sign.key"
        made = self.run_pack("keygen", key_file)
        self.assertEqual((made.returncode, made.stdout.count("\n")), (0, 1))
        self.assertNotIn(key_file.read_text().strip(), made.stdout + made.stderr)
        key = made.stdout.strip()
        other = self.good("keygen", self.folder / "other.key").strip()
        self.assert_fails(1, "keygen", key_file, said=key_file)
        self.assert_fails(1, "verify", key, self.pack, said="a.mbtiles.sig")
        self.assertEqual(self.good("sign", key_file, self.pack), f"{self.pack}.sig\n")
        self.assertIn("as it was signed", self.good("verify", key, self.pack))
        self.assert_fails(1, "verify", other, self.pack, said=self.pack)
        with self.pack.open("ab") as file:
            file.write(b"x")
        self.assert_fails(1, "verify", key, self.pack, said=self.pack)

    def test_what_is_no_pack_is_not_signed(self):
        key_file = self.folder / "sign.key"
        self.good("keygen", key_file)
        self.pack.write_text("no pack")
        self.assert_fails(1, "sign", key_file, self.pack, said=self.pack)
        self.assertFalse(Path(f"{self.pack}.sig").exists())
        self.assert_fails(1, "sign", self.folder / "none.key", ROOT / "data/training/training.mbtiles", said="none.key")

    def test_wrong_usage(self):
        for arguments, said in (((), "command"), (("paint",), "paint"), (("info",), "PACK"), (("info", "a", "b"), "PACK"),
                                (("keygen",), "KEY-FILE"), (("sign", "a"), "KEY-FILE PACK"),
                                (("verify", "abc", self.pack), "abc"), (("build",), "-o"), (("build", "-o", "x"), "INPUT"),
                                (("build", "--zoom", "15-3", "-o", "x", "y"), "15-3"), (("build", "--colour"), "--colour")):
            self.assert_fails(2, *arguments, said=said)

    def test_bad_input(self):
        none = self.folder / "none"
        for command in (("info", none), ("build", "-q", "-o", self.folder / "out", none)):
            self.assert_fails(1, *command, said=none)
        self.assertFalse((self.folder / "out").exists())


tap.main()
