# SPDX-License-Identifier: GPL-3.0-or-later
"""A monkey at the stand: seeded random fingers over the whole booth. Half of what it does is blind, the other half is at
a control that is on the screen, so that it gets past the map."""
import random
import statistics
import time
from pathlib import Path

MIB = 2 ** 20
STUCK_SECONDS = 12  # no booth may keep a visitor waiting so long; a busy test machine may, for less
MAX_FINGERS = 4
# GTK counts the fingers on a widget and loses count when one of several lies on what goes away; it says so and goes on.
# Known of many applications with touch, up to GTK 4.18 (for one, https://github.com/flxzt/rnote/issues/1093).
GTK_LOSES_COUNT = "Broken accounting of active state for widget"
BUTTONS = {"push button", "button", "toggle button", "check box", "radio button", "list item", "entry", "link"}


class Stuck(AssertionError):
    pass


class Monkey:
    def __init__(self, booth, seed):
        self.booth = booth
        self.touch, self.width, self.height = booth.session.touch, booth.session.width, booth.session.height
        self.dice = random.Random(seed)
        self.pid = booth.process.pid
        self.fingers = {}
        self.reached = set()
        self.memory = []  # (seconds since the start, MiB)
        self.diary = []
        self.slowest = 0.0
        self.n_acts = 0

    def note(self, *words):
        self.n_acts += 1
        self.diary = self.diary[-60:] + [" ".join(str(word) for word in words)]

    def alive(self):
        return self.booth.process is not None and self.booth.process.poll() is None

    def resident(self):
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * 4096 / MIB

    def spot(self):
        return self.dice.randrange(self.width), self.dice.randrange(self.height)

    def lift(self):
        for finger, at in self.fingers.items():
            self.touch.up(finger, *at)
        self.fingers.clear()

    def fumble(self):
        """Fingers that land, wander and leave as they like."""
        self.note("fumble")
        for _ in range(self.dice.randrange(5, 25)):
            act = self.dice.random()
            if act < 0.25 and len(self.fingers) < MAX_FINGERS:
                at = self.spot()
                self.fingers[self.touch.down(*at)] = list(at)
            elif act < 0.4 and self.fingers:
                finger = self.dice.choice(list(self.fingers))
                self.touch.up(finger, *self.fingers.pop(finger))
            for finger, at in self.fingers.items():
                at[0] = min(self.width - 1, max(0, at[0] + self.dice.randint(-80, 80)))
                at[1] = min(self.height - 1, max(0, at[1] + self.dice.randint(-80, 80)))
                self.touch.move(finger, *at)
            time.sleep(0.012)
        self.lift()

    def blind(self):
        act = self.dice.random()
        (x, y), (to_x, to_y) = self.spot(), self.spot()
        if act < 0.35:
            self.note("tap", x, y)
            self.touch.tap(x, y, hold=self.dice.choice((0.02, 0.06, 0.3)))
        elif act < 0.6:
            self.note("drag", x, y, to_x, to_y)
            self.touch.drag(x, y, to_x, to_y, seconds=self.dice.uniform(0.08, 0.5))
        elif act < 0.7:
            self.note("two taps", x, y)
            self.touch.tap(x, y, hold=0.03)
            self.touch.tap(x, y, hold=0.03)
        elif act < 0.85:
            x = min(max(x, 400), self.width - 400)
            self.note("pinch", x, y)
            self.touch.pinch(x, y, self.dice.randrange(60, 700), self.dice.randrange(60, 700),
                             seconds=self.dice.uniform(0.1, 0.6))
        else:
            self.fumble()

    def controls(self):
        """What a finger could touch now, by name. Asks the booth over its accessibility tree: also how it is checked
        that the window still answers."""
        begun = time.monotonic()
        found = []
        for node, box in self.booth.screen.nodes():
            try:
                name, role = node.get_name(), node.get_role_name()
            except Exception:  # noqa: BLE001  the widget went away
                continue
            x, y = box.x + box.width / 2, box.y + box.height / 2
            if name and role in BUTTONS and 0 <= x < self.width and 0 <= y < self.height:
                found.append((name, x, y))
        took = time.monotonic() - begun
        self.slowest = max(self.slowest, took)
        if took > STUCK_SECONDS or (not found and not self.alive()):
            raise Stuck(f"the window did not answer for {took:.0f} s")
        return found

    def aimed(self):
        found = self.controls()
        if not found:
            return
        fresh = [control for control in found if control[0] not in self.reached]
        name, x, y = self.dice.choice(fresh if fresh and self.dice.random() < 0.7 else found)
        self.reached.add(name)
        self.note("touch", repr(name))
        self.touch.tap(x, y)
        time.sleep(self.dice.uniform(0.05, 0.5))

    def play(self, seconds, each=lambda monkey: None):
        start = time.monotonic()
        due = start
        while (now := time.monotonic()) - start < seconds and self.alive():
            if now >= due:
                self.memory.append((now - start, self.resident()))
                each(self)
                due = now + min(5.0, seconds / 20)
            if self.dice.random() < 0.5:
                self.aimed()
            else:
                self.blind()
        self.lift()

    def trouble(self):
        return [line for line in self.booth.trouble() if GTK_LOSES_COUNT not in line]

    def growth(self):
        """MiB between the second quarter of what was measured and the last: the first fills caches."""
        sizes = [size for _, size in self.memory]
        quarter = max(1, len(sizes) // 4)
        return statistics.median(sizes[-quarter:]) - statistics.median(sizes[quarter:2 * quarter] or sizes)

    def story(self):
        return "\n".join(self.diary)
