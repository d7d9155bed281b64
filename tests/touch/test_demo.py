# SPDX-License-Identifier: GPL-3.0-or-later
"""./kmzb demo: one visit without a screen, and a window that leaves nothing behind, however it is ended."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig.case import BUILD  # noqa: E402
from rig.xorg import Xorg  # noqa: E402


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")[0]
    except OSError:
        return ""


def below(pid):
    """Every process that @pid has started, and theirs."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *below(child)]
    return found


class Demo(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="kmzb-demo-test-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.environment = dict(os.environ, TMPDIR=str(self.folder), HOME="/nonexistent")
        self.environment.pop("G_DEBUG", None)

    def start(self, *options):
        demo = subprocess.Popen([sys.executable, ROOT / "tests/rig/demo.py", BUILD, *options], env=self.environment, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        self.addCleanup(demo.stdout.close)
        self.addCleanup(lambda: demo.poll() is None and os.killpg(demo.pid, signal.SIGKILL))
        return demo

    def test_without_a_screen(self):
        demo = self.start("--headless")
        said, _ = demo.communicate(timeout=120)
        self.assertEqual(demo.returncode, 0, said)
        self.assertEqual(said.count("central received: "), 1, said)
        self.assertIn("officer's PIN: ", said)
        self.assertNotIn("WARNING", said)
        self.assertGreater(len(list((BUILD / "demo").glob("*.png"))), 8)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_ended_in_a_window(self):
        screen = Xorg(1280, 800)
        self.addCleanup(screen.stop)
        self.environment["DISPLAY"] = screen.display
        self.environment.pop("WAYLAND_DISPLAY", None)
        for ending, times, whole_group, code in ((signal.SIGINT, 2, True, 0), (signal.SIGTERM, 1, False, 143), (signal.SIGHUP, 1, True, 129)):
            with self.subTest(ending=ending.name):
                self.end_in_a_window(ending, times, whole_group, code)

    def end_in_a_window(self, ending, times, whole_group, code):
        demo = self.start()
        url = None
        for line in demo.stdout:
            if line.startswith("central server: "):
                url = line.split()[-1]
            if line.startswith("Ctrl+C"):
                break
        with urllib.request.urlopen(url + "/healthz", timeout=20) as answer:
            self.assertEqual(answer.status, 200)
        end = time.monotonic() + 30
        while not any(command_of(pid).endswith("/kmzb-kiosk") for pid in below(demo.pid)):
            self.assertLess(time.monotonic(), end, "no booth was started")
            time.sleep(0.05)
        started = below(demo.pid)
        self.assertEqual(len(list(self.folder.iterdir())), 1)
        for _ in range(times):
            (os.killpg if whole_group else os.kill)(demo.pid, ending)
        said = demo.stdout.read()
        self.assertEqual(demo.wait(30), code, said)
        self.assertNotIn("Traceback", said)
        self.assertEqual([pid for pid in started if "kmzb" in command_of(pid)], [])
        self.assertEqual(list(self.folder.iterdir()), [])


tap.main()
