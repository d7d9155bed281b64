# SPDX-License-Identifier: GPL-3.0-or-later
"""The map under real fingers: what a finger holds stays under it, and nothing jumps when fingers land or lift."""
import math
import os
import random
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/helpers")]
import tap  # noqa: E402
from rig.session import Session  # noqa: E402
from rig.xclient import XClient  # noqa: E402

PROBE = Path(os.environ["KMZB_BUILD_DIR"]) / "tests/map/map-probe"
WIDTH, HEIGHT = 1280, 800
LAT, LON, ZOOM = 50.0375, 22.0047, 13
RIGHT, UP, PLUS, MINUS = 102, 98, 86, 82  # keycodes of Xorg's own keyboard
SESSION = None


def setUpModule():
    global SESSION
    SESSION = Session(WIDTH, HEIGHT).__enter__()


def tearDownModule():
    SESSION.__exit__()


def png(grey):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    rows = b"".join(b"\0" + bytes([grey]) * 256 for _ in range(256))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 256, 256, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def tile(lat, lon, zoom):
    n = 2 ** zoom
    return ((lon + 180) / 360 * n, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n)


def make_pack(path):
    """Levels 10 to 16 around the start; a tile's grey tells it from its neighbours."""
    with sqlite3.connect(path) as db:
        db.executescript("CREATE TABLE metadata(name TEXT, value TEXT);"
                         "CREATE TABLE tiles(zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        db.executemany("INSERT INTO metadata VALUES(?,?)", [
            ("name", "Touch"), ("format", "png"), ("minzoom", "10"), ("maxzoom", "14"),
            ("bounds", f"{LON - 0.4},{LAT - 0.25},{LON + 0.4},{LAT + 0.25}")])
        for z in range(10, 15):
            x0, y0 = (int(v) for v in tile(LAT + 0.25, LON - 0.4, z))
            x1, y1 = (int(v) for v in tile(LAT - 0.25, LON + 0.4, z))
            db.executemany("INSERT INTO tiles VALUES(?,?,?,?)",
                           ((z, x, 2 ** z - 1 - y, png(120 + (x * 7 + y * 13) % 120))
                            for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)))


class Probe:
    def __init__(self, pack, *more):
        env = dict(os.environ, GTK_A11Y="none", G_DEBUG="fatal-warnings")
        self.log = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen([str(PROBE), str(pack), str(WIDTH), str(HEIGHT), str(LAT), str(LON), str(ZOOM),
                                         *more],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True, env=env)
        self.at = None
        self.touched = []
        self.changed = time.monotonic()
        self.settled = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        if not self.settled.wait(20):
            raise RuntimeError("the map never settled: " + self.said())
        self.rest()

    def _listen(self):
        for line in self.process.stdout:
            words = line.split()
            if words[0] == "at":
                self.at = tuple(float(w) for w in words[1:])
                self.changed = time.monotonic()
            elif words[0] == "settled":
                self.settled.set()
            else:
                self.touched.append(line.strip())

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def rest(self, quiet=0.4, timeout=10):
        """Waits until nothing has moved for a while; answers with the centre and the zoom."""
        end = time.monotonic() + timeout
        time.sleep(0.15)
        while time.monotonic() - self.changed < quiet:
            if time.monotonic() > end:
                raise RuntimeError("the map does not come to rest")
            time.sleep(0.02)
        return self.at

    def stop(self):
        alive = self.process.poll() is None
        self.process.terminate()
        self.process.wait()
        return alive


def place(at, x, y):
    """What is under pixel x/y, in pixels of the world at level 13."""
    lat, lon, zoom = at
    tx, ty = tile(lat, lon, ZOOM)
    scale = 2.0 ** (zoom - ZOOM)
    return tx * 256 + (x - WIDTH / 2) / scale, ty * 256 + (y - HEIGHT / 2) / scale


class MapTouch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="kmzb-map-touch-")
        self.addCleanup(folder.cleanup)
        self.pack = Path(folder.name) / "touch.mbtiles"
        make_pack(self.pack)
        self.probe = Probe(self.pack)
        self.addCleanup(self.leave)
        self.touch = SESSION.touch

    def leave(self):
        alive = self.probe.stop()
        self.assertTrue(alive, self.probe.said())

    def assert_near(self, a, b, pixels):
        self.assertLess(math.dist(a, b), pixels, f"{a} is not where {b} was")

    def test_a_drag_carries_the_map_and_inertia_carries_it_on(self):
        start = self.probe.rest()
        self.touch.drag(900, 500, 500, 400, seconds=0.5, settle=0.2)
        end = self.probe.rest()
        # The finger's place followed it, but for the slop in which a touch is no drag yet.
        self.assert_near(place(start, 900, 500), place(end, 500, 400), 12 + 8)
        self.assertEqual(end[2], ZOOM)

        self.touch.drag(500, 400, 900, 500, seconds=0.25)
        lifted = self.probe.at
        thrown = self.probe.rest()
        self.assertGreater(math.dist(place(thrown, 0, 0), place(lifted, 0, 0)), 100)
        # A finger stops it.
        self.touch.drag(500, 400, 900, 500, seconds=0.25)
        time.sleep(0.05)
        self.touch.tap(640, 400)
        time.sleep(0.1)
        stopped = self.probe.at
        self.assert_near(place(self.probe.rest(), 0, 0), place(stopped, 0, 0), 1)

    def test_a_pinch_zooms_about_its_middle(self):
        start = self.probe.rest()
        self.touch.pinch(400, 300, 100, 215)
        near = self.probe.rest()
        # It rests on a whole level, where the tiles are sharp.
        self.assertEqual(near[2], ZOOM + 1)
        self.assert_near(place(start, 400, 300), place(near, 400, 300), 6)
        self.touch.pinch(400, 300, 400, 100)
        far = self.probe.rest()
        self.assertEqual(far[2], ZOOM - 1)
        self.assert_near(place(start, 400, 300), place(far, 400, 300), 12)

    def test_a_finger_that_lifts_first_moves_nothing(self):
        left, right = self.touch.down(500, 400), self.touch.down(700, 400)
        for i in range(1, 21):
            self.touch.move(left, 500 - 4 * i, 400)
            self.touch.move(right, 700 + 4 * i, 400)
            time.sleep(0.016)
        before = self.probe.rest()
        self.assertGreater(before[2], ZOOM + 0.5)
        self.touch.up(left, 420, 400)
        self.assert_near(place(before, 780, 400), place(self.probe.rest(), 780, 400), 0.5)
        # The other goes on from where it is.
        for i in range(1, 21):
            self.touch.move(right, 780 - 10 * i, 400 + 5 * i)
            time.sleep(0.016)
        dragged = self.probe.rest()
        self.assert_near(place(before, 780, 400), place(dragged, 580, 500), 0.5)
        self.assertEqual(dragged[2], before[2])
        # A third finger, a palm, is no one's business.
        second = self.touch.down(300, 200)
        palm = self.touch.down(900, 700)
        self.touch.move(palm, 100, 100)
        self.touch.up(palm, 100, 100)
        self.assert_near(place(dragged, 0, 0), place(self.probe.rest(), 0, 0), 0.5)
        self.touch.up(second, 300, 200)
        self.touch.up(right, 580, 500)

    def test_a_double_tap_zooms_there(self):
        start = self.probe.rest()
        self.touch.tap(900, 250)
        time.sleep(0.08)
        self.touch.tap(903, 252)
        end = self.probe.rest()
        self.assertEqual(end[2], ZOOM + 1)
        self.assert_near(place(start, 903, 252), place(end, 903, 252), 2)
        # One tap is none.
        self.touch.tap(200, 600)
        self.assertEqual(self.probe.rest(), end)

    def test_mouse_wheel_and_keys(self):
        mouse = XClient(SESSION)
        self.addCleanup(mouse.close)
        start = self.probe.rest()
        mouse.click(4, 900, 250)
        near = self.probe.rest()
        self.assertEqual(near[2], ZOOM + 1)
        self.assert_near(place(start, 900, 250), place(near, 900, 250), 1)
        mouse.click(5, 900, 250)
        back = self.probe.rest()
        self.assertEqual(back[2], ZOOM)
        self.assert_near(place(start, 0, 0), place(back, 0, 0), 1)

        # The left button drags, the others do nothing.
        for button, moves in ((3, False), (1, True)):
            mouse.move_mouse(900, 250)
            mouse.press_mouse(button, True)
            for i in range(1, 21):
                mouse.move_mouse(900 - 10 * i, 250 + 5 * i)
                time.sleep(0.2 if i <= 2 else 0.01)  # a busy machine's frame takes several steps for one
            time.sleep(0.2)
            mouse.press_mouse(button, False)
            end = self.probe.rest()
            if moves:
                self.assert_near(place(back, 900, 250), place(end, 700, 350), 24)  # two steps of 11 are its slop
            else:
                self.assertEqual(end, back)

        # Who has a mouse has keys: they are the map's from the click on.
        SESSION.keys.press(RIGHT)
        right = self.probe.rest()
        self.assert_near(place(end, WIDTH * 0.75, HEIGHT / 2), place(right, WIDTH / 2, HEIGHT / 2), 2)
        SESSION.keys.press(UP)
        up = self.probe.rest()
        self.assert_near(place(right, WIDTH / 2, HEIGHT / 4), place(up, WIDTH / 2, HEIGHT / 2), 2)
        SESSION.keys.press(PLUS)
        self.assertEqual(self.probe.rest()[2], ZOOM + 1)
        SESSION.keys.press(MINUS)
        self.assertEqual(self.probe.rest()[2], ZOOM)

    def test_under_a_fixed_pin_two_taps_bring_their_place_closer(self):
        self.probe.stop()
        self.probe = Probe(self.pack, "pin")
        start = self.probe.rest()
        self.touch.tap(900, 250)
        there = self.probe.rest()
        self.assertEqual(there[2], ZOOM)
        self.assert_near(place(start, 900, 250), place(there, WIDTH / 2, HEIGHT / 2), 1)
        # The second of two comes while the map is on its way.
        self.touch.tap(300, 600, hold=0.02)
        time.sleep(0.1)
        self.touch.tap(302, 601, hold=0.02)
        end = self.probe.rest()
        self.assertEqual(end[2], ZOOM + 1)
        self.assert_near(place(there, 300, 600), place(end, WIDTH / 2, HEIGHT / 2), 1)

    def test_a_finger_that_stops_a_zoom_leaves_it_sharp(self):
        self.touch.tap(900, 250, hold=0.02)
        time.sleep(0.06)
        self.touch.tap(900, 250, hold=0.02)
        time.sleep(0.09)
        self.touch.tap(700, 300, hold=0.02)
        self.assertIn(self.probe.rest()[2], (ZOOM, ZOOM + 1))

    def on_screen(self, lat, lon):
        """Where a place is shown now."""
        at_lat, at_lon, zoom = self.probe.rest()
        (x, y), (mx, my) = tile(lat, lon, zoom), tile(at_lat, at_lon, zoom)
        return WIDTH / 2 + (x - mx) * 256, HEIGHT / 2 + (y - my) * 256

    def test_a_tap_finds_a_threat_a_cluster_or_nothing(self):
        x, y = self.on_screen(LAT + 0.01, LON)
        self.touch.tap(x + 20, y - 20)
        start = self.probe.rest()
        self.assertEqual(self.probe.touched, ["threat lone"])
        self.touch.tap(300, 300)
        self.assertEqual(self.probe.rest(), start)
        self.assertEqual(self.probe.touched, ["threat lone"])
        # A drag that begins on it is a drag.
        self.touch.drag(x, y, x + 200, y, seconds=0.4, settle=0.2)
        self.touch.drag(x + 200, y, x, y, seconds=0.4, settle=0.2)
        self.probe.rest()
        self.assertEqual(self.probe.touched, ["threat lone"])

        # Nobody shows the cluster here, so the map comes closer; at the last level it fans out.
        x, y = self.on_screen(LAT - 0.01, LON)
        self.touch.tap(x, y)
        near = self.probe.rest()
        self.assertEqual(self.probe.touched[1:], ["cluster 5"])
        self.assertEqual(near[2], 16)
        self.touch.tap(*self.on_screen(LAT - 0.01, LON))
        self.assertEqual(self.probe.rest(), near)
        x, y = self.on_screen(LAT - 0.01, LON)
        self.touch.tap(x, y - 68)
        self.probe.rest()
        self.assertEqual(self.probe.touched[2:], ["threat five"])

    def test_the_edge_gives_way_and_springs_back(self):
        for _ in range(6):
            self.touch.drag(200, 400, 1200, 400, seconds=0.25)
            self.probe.rest()
        edge = self.probe.rest()
        finger = self.touch.down(200, 400)
        for i in range(1, 51):
            self.touch.move(finger, 200 + 20 * i, 400)
            time.sleep(0.008)
        time.sleep(0.3)
        pulled = place(edge, 0, 0)[0] - place(self.probe.rest(), 0, 0)[0]
        self.assertGreater(pulled, 60)
        self.assertLess(pulled, WIDTH * 0.2)
        self.touch.up(finger, 1200, 400)
        self.assert_near(place(edge, 0, 0), place(self.probe.rest(), 0, 0), 1)

    def test_a_monkey_does_no_harm(self):
        """Random fingers for a while, the same each time: no critical, no crash, no memory that grows."""
        dice = random.Random(20260501)

        def memory():
            return int(Path(f"/proc/{self.probe.process.pid}/statm").read_text().split()[1]) * 4096 // 2 ** 20

        def play(seconds):
            fingers = {}
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                x, y = dice.randrange(WIDTH), dice.randrange(HEIGHT)
                act = dice.random()
                if act < 0.3 and len(fingers) < 4:
                    fingers[self.touch.down(x, y)] = [x, y]
                elif act < 0.5 and fingers:
                    finger = dice.choice(list(fingers))
                    self.touch.up(finger, *fingers.pop(finger))
                elif act < 0.6:
                    self.touch.tap(x, y)
                else:
                    for finger, at in fingers.items():
                        at[0] = min(WIDTH - 1, max(0, at[0] + dice.randint(-90, 90)))
                        at[1] = min(HEIGHT - 1, max(0, at[1] + dice.randint(-90, 90)))
                        self.touch.move(finger, *at)
                    time.sleep(0.01)
            for finger, at in fingers.items():
                self.touch.up(finger, *at)

        minutes = float(os.environ.get("KMZB_MONKEY_MINUTES", "0.2"))
        play(6)
        first = memory()
        play(60 * minutes)
        self.probe.rest()
        self.assertIsNone(self.probe.process.poll(), self.probe.said())
        self.assertLess(memory(), first + 80, "the map keeps memory")


tap.main()
