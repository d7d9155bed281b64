# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole booth is killed in the middle of visits, central beside it: what a visitor was told is saved reaches central,
once. KMZB_TEST_KILLS: how often; KMZB_TEST_SEED: when."""
import os
import random
import signal
import sqlite3
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig import case, visit  # noqa: E402
from rig.case import SESSION  # noqa: E402

KILLS = int(os.environ.get("KMZB_TEST_KILLS", "3"))
STEPS = ["start", "map", "rules", "urgent", "place", "category", "details", "check", "saved", "end"]
# From the touch on "Zapisz zgłoszenie": nothing written, half of it written, said, on its way, received.
SAVING_MAX_S = 0.6


def setUpModule():
    SESSION.__enter__()


def tearDownModule():
    SESSION.__exit__()


class Killed(Exception):
    pass


class Kill(case.Case):
    size = (1280, 800)

    def live(self, booth, moment, delay):
        """One visit until the booth is killed @delay seconds after @moment; the number, if the visitor has seen one."""
        number = None

        def step(name):
            if name == moment:
                time.sleep(delay)
                booth.stop(signal.SIGKILL)
                raise Killed

        def before_save():
            if moment == "saving":
                booth.touch = touch_and_kill

        def touch_and_kill(name):
            del booth.touch
            booth.touch(name)
            threading.Timer(delay, booth.process.kill).start()

        try:
            visit.begin(booth, step)
            number = visit.report(booth, lambda name: name == "saved" or step(name), before_save)
            step("saved")  # now that the number has been read
            if moment == "saving":
                booth.process.wait(10)
            visit.end(booth, step)
        except Killed:
            pass
        except AssertionError:
            # In the middle of saving the screen goes away under the visitor's eyes.
            if moment != "saving" or booth.process.wait(10) != -signal.SIGKILL:
                raise
        booth.process = None
        return number

    def test_kills(self):
        seed = int(os.environ.get("KMZB_TEST_SEED", "0")) or random.randrange(1, 2**31)
        print(f"# KMZB_TEST_SEED={seed}", flush=True)
        chance = random.Random(seed)
        url = self.central.start()
        booth = self.start_booth(url)
        told = []
        for life in range(KILLS):
            if life > 0:
                booth.start()
            moment = ("saving", "saved", chance.choice(STEPS))[life % 3]
            number = self.live(booth, moment, chance.uniform(0, SAVING_MAX_S if moment == "saving" else 0.3))
            if number is not None:
                told.append(number.replace("-", ""))
            if chance.random() < 0.5:
                self.central.stop(signal.SIGKILL)
                self.central.start()

        booth.start()
        booth.see("Dotknij, aby zacząć", timeout=60)
        booth.wait_for_queue(saved=0, sending=0, uncertain=0, refused=0, timeout=120)
        received = booth.status()["queue"]["received"]
        self.leave()
        self.assertEqual([path.name for path in (self.folder / "booth").iterdir() if path.name.endswith("-aside")], [])
        for path in (self.folder / "booth/booth.db", Path(self.central.database)):
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
                self.assertEqual(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)], path)
        arrived = [row["number"] for row in self.rows()]
        self.assertEqual(len(arrived), received)
        self.assertEqual(len(arrived), len(set(arrived)))
        self.assertEqual(set(told) - set(arrived), set())
        self.assertTrue(told)
        print(f"# soak: killed {KILLS} times; {len(told)} visitors saw a number, central holds {len(arrived)} reports, each once",
              flush=True)


tap.main()
