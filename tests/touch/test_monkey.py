# SPDX-License-Identifier: GPL-3.0-or-later
"""Random fingers over the whole booth, the same ones each time: no complaint, no crash, no window that does not answer, no
memory that grows. KMZB_MONKEY_SECONDS and KMZB_MONKEY_SEED for a longer, or another; ./kmzb bench monkey plays an hour."""
import os
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case  # noqa: E402
from rig.case import SESSION  # noqa: E402
from rig.monkey import GTK_LOSES_COUNT, Monkey  # noqa: E402

SECONDS = float(os.environ.get("KMZB_MONKEY_SECONDS", "25"))
SEED = int(os.environ.get("KMZB_MONKEY_SEED", "20260501"))
IDLE_SECONDS = 15
ANSWER_SECONDS = 20
# What the monkey first comes to, it makes the booth draw and keep: pages, icons, the glyphs of four languages at two sizes. Half a
# minute has seen 80 MiB of that and a fall of 46, an hour stays level (./kmzb bench monkey): only what runs away is told here.
GROWTH_MIB = 200
PATIENCE = 3  # the monkey may have asked for more time, or for speech: the booth then waits three times as long


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class TheMonkey(case.Case):
    def test_a_monkey_does_no_harm(self):
        config = self.folder / "booth.conf"
        config.write_text(f"[booth]\nidle_seconds={IDLE_SECONDS}\n")
        booth = self.start_booth(self.central.start(), "--lang", "pl", "--config", str(config))
        booth.see("Dotknij, aby zacząć", timeout=40)
        booth.touch("Dotknij, aby zacząć")
        booth.see("Zgłoś zagrożenie")
        monkey = Monkey(booth, SEED)
        monkey.play(SECONDS)
        self.assertTrue(monkey.alive(), f"{booth.log.read_text(errors='replace')[-2000:]}\n{monkey.story()}")
        self.assertEqual(monkey.trouble(), [], monkey.story())
        self.assertGreater(len(monkey.reached), 8, monkey.story())
        self.assertLess(monkey.growth(), GROWTH_MIB, monkey.memory)
        # It leaves, and nothing of it stays: the booth comes back to the start by itself, in its first language.
        try:
            booth.see("Dotknij, aby zacząć", timeout=PATIENCE * (IDLE_SECONDS + ANSWER_SECONDS) + 45)
        except AssertionError as error:
            self.fail(f"{error}\non the screen: {[name for name, _, _ in monkey.controls()]}\n{monkey.story()}")
        booth.touch("Dotknij, aby zacząć")
        booth.see("Zgłoś zagrożenie")
        self.leave(GTK_LOSES_COUNT)


tap.main()
