# SPDX-License-Identifier: GPL-3.0-or-later
"""The program from outside: --status, wrong usage and bad input; with --screen what goes wrong on a screen."""
import json
import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/helpers")]
import tap  # noqa: E402

PROGRAM = Path(os.environ["KMZB_BUILD_DIR"]) / "src/kiosk/kmzb-kiosk"
NOTHING = {"saved": 0, "sending": 0, "received": 0, "uncertain": 0, "refused": 0, "held": 0, "practice": 0}


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="kmzb-status-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.pack = self.folder / "map.mbtiles"
        with sqlite3.connect(self.pack) as db:
            db.executescript("CREATE TABLE tiles(zoom_level, tile_column, tile_row, tile_data);"
                             "CREATE TABLE metadata(name, value);"
                             "INSERT INTO metadata VALUES('name','Dobrzyń'),('format','png'),('minzoom','0'),"
                             "('maxzoom','0'),('bounds','20,50,21,51');")
            db.execute("INSERT INTO tiles VALUES(0,0,0,?)",
                       [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x03\0\0\0"])

    def run_kiosk(self, *arguments, **environment):
        env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        env.update(environment)
        return subprocess.run([PROGRAM, *map(str, arguments)], env=env, capture_output=True, text=True, timeout=30)

    def status(self, *arguments):
        run = self.run_kiosk("--status", "--data-dir", self.folder / "data", "--pack", self.pack, *arguments)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return json.loads(run.stdout)

    def assert_fails(self, code, run, *words):
        self.assertEqual(run.returncode, code, run.stderr)
        self.assertEqual(run.stdout, "")
        self.assertEqual(len(run.stderr.splitlines()), 1, run.stderr)
        for word in words:
            self.assertIn(str(word), run.stderr)


class Program(Case):
    """Without a display."""

    def test_booth_that_never_ran(self):
        self.assertEqual(self.status("--booth-name", "Rynek"), {
            "booth": "Rynek", "queue": NOTHING, "oldest_unsent_age_s": None, "last_sync": None, "clock_offset_s": None,
            "pack": {"name": "Dobrzyń", "made": None}, "threats": 0})
        self.assertFalse((self.folder / "data").exists(), "asking must not make anything")

    def test_name_from_configuration(self):
        config = self.folder / "booth.conf"
        config.write_text("[booth]\nname=Z pliku\n")
        self.assertEqual(self.status("--config", config)["booth"], "Z pliku")
        self.assertEqual(self.status("--config", config, "--booth-name", "Z wiersza")["booth"], "Z wiersza")

    def test_unknown_key_is_told_and_passed_over(self):
        config = self.folder / "booth.conf"
        config.write_text("[booth]\ncolour=red\n")
        run = self.run_kiosk("--status", "--data-dir", self.folder, "--pack", self.pack, "--config", config)
        self.assertEqual(run.returncode, 0)
        self.assertEqual(run.stderr, f"kmzb-kiosk: {config}:2: unknown key [booth] colour\n")
        json.loads(run.stdout)

    def test_wrong_value_names_file_line_and_key(self):
        config = self.folder / "booth.conf"
        config.write_text("[booth]\n\nidle_seconds=long\n")
        self.assert_fails(1, self.run_kiosk("--config", config), f"{config}:3:", "[booth] idle_seconds", "long")
        config.write_text("[services]\nakty-wandalizmu=1\nakty-wandalismu=2\n")
        self.assert_fails(1, self.run_kiosk("--config", config), f"{config}:3:", "[services] akty-wandalismu", "category")
        config.write_text("[pack]\ntrusted_keys=k1\n")
        self.assert_fails(1, self.run_kiosk("--config", config), f"{config}:2:", "[pack] trusted_keys", "k1")

    def test_wrong_usage(self):
        self.assert_fails(2, self.run_kiosk("--colour"), "--colour")
        self.assert_fails(2, self.run_kiosk("--lang", "fr"), "--lang fr")
        self.assert_fails(2, self.run_kiosk("--windowed"), "--windowed")
        self.assert_fails(2, self.run_kiosk("a.mbtiles"), "a.mbtiles")

    def test_missing_pack_leaves_the_queue_readable(self):
        run = self.run_kiosk("--status", "--data-dir", self.folder, "--pack", self.folder / "none.mbtiles")
        self.assertEqual(run.returncode, 0)
        self.assertIn(f"{self.folder}/none.mbtiles", run.stderr)
        self.assertIsNone(json.loads(run.stdout)["pack"])

    def test_damaged_file_is_told(self):
        data = self.folder / "data"
        data.mkdir()
        (data / "booth.db").write_bytes(b"not a database, but long enough to look at" * 100)
        before = (data / "booth.db").read_bytes()
        run = self.run_kiosk("--status", "--data-dir", data, "--pack", self.pack)
        self.assert_fails(1, run, "booth.db")
        self.assertEqual((data / "booth.db").read_bytes(), before)

    def test_folder_that_may_not_be_looked_into(self):
        """"Nothing waits" is not said of a queue that was not seen."""
        (self.folder / "data").write_text("")
        self.assert_fails(1, self.run_kiosk("--status", "--data-dir", self.folder / "data", "--pack", self.pack),
                          self.folder / "data")
        closed = self.folder / "closed"
        closed.mkdir(0)
        self.addCleanup(closed.chmod, 0o700)
        command = [PROGRAM, "--status", "--data-dir", closed, "--pack", self.pack]
        if os.getuid() == 0:  # who may look everywhere, unless that is taken away
            command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
        run = subprocess.run(command, capture_output=True, text=True, timeout=30)
        if run.stderr.startswith("setpriv: "):
            self.skipTest(run.stderr)
        self.assert_fails(1, run, closed)

    def test_no_display(self):
        self.assert_fails(1, self.run_kiosk("--pack", self.pack, "--data-dir", self.folder), "display")

    def test_help_names_every_option(self):
        out = self.run_kiosk("--help").stdout
        for option in ("config", "pack", "data-dir", "central", "key-file", "lang", "windowed", "practice",
                       "booth-name", "status"):
            self.assertIn("--" + option, out)


class OnScreen(Case):
    """Faults of what is opened before the window shows: one line, exit code 1, and no window is left."""

    def start(self, *arguments):
        return subprocess.run([sys.executable, ROOT / "tests/helpers/with_screen.py", "1280x800", PROGRAM, "--data-dir",
                               self.folder / "data", *map(str, arguments)], capture_output=True, text=True, timeout=60)

    def test_bad_pack(self):
        self.pack.write_bytes(b"not a database, but long enough to look at" * 100)
        self.assert_fails(1, self.start("--pack", self.pack), self.pack)
        self.assert_fails(1, self.start("--pack", self.folder / "none.mbtiles"), "none.mbtiles")

    def test_pack_that_nobody_trusted_has_signed(self):
        config = self.folder / "booth.conf"
        config.write_text("[pack]\nfiles=map.mbtiles\ntrusted_keys=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n")
        self.assert_fails(1, self.start("--config", config), "map.mbtiles.sig")
        (self.folder / "map.mbtiles.sig").write_text("A" * 86 + "==\n")
        self.assert_fails(1, self.start("--config", config), "map.mbtiles", "trusted key")

    def test_bad_key(self):
        key = self.folder / "booth.key"
        self.assert_fails(1, self.start("--pack", self.pack, "--key-file", key), key)
        key.write_text("secret-of-this-booth\n")
        key.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP)
        run = self.start("--pack", self.pack, "--key-file", key)
        self.assert_fails(1, run, key)
        self.assertNotIn("secret-of-this-booth", run.stderr)

    def test_bad_central(self):
        self.assert_fails(1, self.start("--pack", self.pack, "--central", "http://example.org"), "http://example.org")
        run = self.start("--pack", self.pack, "--central", "https://name:secret-of-this-booth@example.org")
        self.assert_fails(1, run, "example.org")
        self.assertNotIn("secret-of-this-booth", run.stderr)

    def test_bad_rules(self):
        config = self.folder / "booth.conf"
        config.write_text("[texts]\nrules[pl]=none.txt\n")
        self.assert_fails(1, self.start("--pack", self.pack, "--config", config), self.folder / "none.txt")
        config.write_text("[texts]\nprivacy[uk]=rodo.txt\n")
        self.assert_fails(1, self.start("--pack", self.pack, "--config", config), self.folder / "rodo.txt")

    def test_data_dir_that_is_a_file(self):
        (self.folder / "data").write_text("")
        self.assert_fails(1, self.start("--pack", self.pack), self.folder / "data")


if "--screen" in sys.argv:
    del Program
else:
    del OnScreen
tap.main()
