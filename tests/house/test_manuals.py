# SPDX-License-Identifier: GPL-3.0-or-later
"""A manual page names every option of its program and no other; kmzb-kiosk's names every key of the configuration.

usage: test_manuals.py [KIOSK] [PACK] (those that were built)"""
import re
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/helpers"))
import tap  # noqa: E402

PROGRAMS = {Path(path).name: path for path in sys.argv[1:]}


def page(path):
    return (ROOT / path).read_text(encoding="utf-8").replace("\\-", "-")


def options(*command):
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", told, re.M)) - {"--help"}


def described(text):
    return set(re.findall(r"^\.(?:BI|B) (--[a-z-]+)", text, re.M))


class Manuals(unittest.TestCase):
    def program(self, name):
        if name not in PROGRAMS:
            self.skipTest(f"{name} was not built")
        return PROGRAMS[name]

    def test_kiosk(self):
        known = options(self.program("kmzb-kiosk"), "--help")
        self.assertGreater(len(known), 10)
        self.assertEqual(described(page("data/kiosk/kmzb-kiosk.1")), known)

    def test_packer(self):
        known = options(self.program("kmzb-pack"), "build", "--help")
        self.assertGreater(len(known), 4)
        self.assertEqual(described(page("data/packer/kmzb-pack.1")), known)

    def test_configuration(self):
        table = re.findall(r'^  \{ "(\w+)", (?:"(\w+)"|ANY), (.*) \},$',
                           (ROOT / "src/kiosk/kmzb-config.c").read_text(encoding="utf-8"), re.M)
        self.assertGreater(len(table), 15)
        text = page("data/kiosk/kmzb-kiosk.1")
        for group, key, rest in table:
            section = text.split(f".SS [{group}]\n", 1)[1].split("\n.S", 1)[0]
            self.assertEqual(re.search(rf"\b{key or 'CATEGORY'}\b", section) is not None, not rest.endswith(", TRUE"), f"[{group}] {key}")


if __name__ == "__main__":
    tap.main()
