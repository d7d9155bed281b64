# SPDX-License-Identifier: GPL-3.0-or-later
"""The booth as a visitor meets it: a window, found and touched by what it says."""
import json
import re
import signal
import subprocess
import time
from pathlib import Path

from .session import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
TRAINING_PACK = ROOT / "data/training/training.mbtiles"
TROUBLE = re.compile(r"-(?:WARNING|CRITICAL|ERROR) \*\*|runtime error:|AddressSanitizer")


class Booth:
    def __init__(self, build, session, data_dir, url=None, key_file=None, pack=TRAINING_PACK, options=()):
        from .screen import Screen  # after the session has set the bus

        self.session = session
        self.program = str(Path(build) / "src/kiosk/kmzb-kiosk")
        self.data_dir = str(data_dir)
        self.arguments = ["--data-dir", self.data_dir, "--pack", str(pack), *options]
        if url:
            self.arguments += ["--central", url, "--key-file", str(key_file)]
        self.log = Path(data_dir).parent / f"{Path(data_dir).name}.log"
        self._screen_class = Screen
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([self.program, *self.arguments], stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, preexec_fn=die_with_parent)
        process = self.process
        self.screen = self._screen_class(process.pid, has_ended=lambda: process.poll() is not None)
        return self

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        self.process.send_signal(how)
        code = self.process.wait(20)
        self.process = None
        return code

    def trouble(self):
        """What the booth complained about: nothing, in a good run."""
        return [line for line in self.log.read_text(errors="replace").splitlines() if TROUBLE.search(line)]

    def status(self):
        out = subprocess.run([self.program, *self.arguments, "--status"], check=True, capture_output=True, text=True)
        return json.loads(out.stdout)

    def wait_for_queue(self, timeout=30, **counts):
        end = time.monotonic() + timeout
        while True:
            queue = self.status()["queue"]
            if all(queue[name] == value for name, value in counts.items()):
                return queue
            if time.monotonic() > end:
                raise AssertionError(f"the queue is {queue}, expected {counts}")
            time.sleep(0.2)

    def see(self, name, timeout=None):
        try:
            return self.screen.wait_for(name, timeout=timeout)
        except AssertionError as error:
            if self.process.poll() is None:
                raise
            raise AssertionError(f"{error}; the booth has ended: {self.log.read_text(errors='replace')[-2000:]}") from None

    def touch(self, name, timeout=None):
        """Finds a control by its visible text and puts a finger on its middle."""
        x, y = self.screen.middle(name, timeout=timeout)
        if not (0 <= x < self.session.width and 0 <= y < self.session.height):
            raise AssertionError(f"“{name}” lies outside the screen at {x:.0f}, {y:.0f}")
        self.session.touch.tap(x, y)

    def picture(self, path):
        self.session.screen.screenshot(path)
