# SPDX-License-Identifier: GPL-3.0-or-later
"""The map's figures: a real window on a screen of its own, moved by real touches, beside libshumate's own map."""
import json
import math
import os
import selectors
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import figure, frames_figure

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared/data"
TRAINING_PACK = ROOT / "data/training/training.mbtiles"

SHORT = bool(os.environ.get("KMZB_BENCH_SHORT"))  # for working on the benchmarks; the figures are worth less
RUNS = 3
PAN_SECONDS = 8 if SHORT else 60
PEER_SECONDS = 6 if SHORT else 20
WIDTH, HEIGHT = 1920, 1080
PAN_ZOOM = 16
ZOOM_FROM, ZOOM_TO = 10, 17
TILES_ZOOM = 16
FILTERS = 1 if SHORT else 5  # rounds of four
TILES_ACROSS, TILES_DOWN = 8, 5  # a view of 40 tiles, when it begins in the first quarter of one

THOUSAND, MILLION = 1000, 1000 * 1000


def find_pack(build, folder):
    """The training region; without it the centre of Rzeszów, drawn now."""
    if TRAINING_PACK.exists():
        return TRAINING_PACK
    extract = SHARED / "osm/rzeszow-centrum.osm.gz"
    if not extract.exists():
        raise RuntimeError(f"the map's benchmarks need {TRAINING_PACK} or {extract}")
    pack = folder / "rzeszow.mbtiles"
    subprocess.run([str(build / "src/packer/kmzb-pack"), "build", "--name", "Rzeszów", "-o", str(pack), str(extract)],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return pack


def lat_lon(x, y, zoom):
    n = 2 ** zoom
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / n)))), x / n * 360 - 180


class Map:
    """One run of map-bench; every question has one answer."""

    def __init__(self, place, kind, count=0, zoom=PAN_ZOOM):
        self.process = subprocess.Popen(
            [str(place.program), kind, str(place.pack), str(count), str(place.lat), str(place.lon), str(zoom)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ, GSK_RENDERER="gl", GTK_A11Y="none"))
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self.rest = b""
        self.ready = self._answer(120)

    def _answer(self, timeout=30):
        while b"\n" not in self.rest:
            if not self.selector.select(timeout):
                self.stop()
                raise RuntimeError("map-bench does not answer")
            got = os.read(self.process.stdout.fileno(), 1 << 20)
            if not got:
                raise RuntimeError(f"map-bench ended with {self.process.wait()}")
            self.rest += got
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line)

    def ask(self, question, act=lambda: None):
        self.process.stdin.write(question.encode() + b"\n")
        self.process.stdin.flush()
        act()
        return self._answer()

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.selector.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Place:
    """A screen with a finger, and the pack to show on it."""

    def __init__(self, build):
        self.build = build
        self.program = build / "tests/bench/map-bench"

    def __enter__(self):
        from rig.session import Session

        self.folder = tempfile.TemporaryDirectory(prefix="kmzb-bench-")
        self.pack = find_pack(self.build, Path(self.folder.name))
        with sqlite3.connect(f"file:{self.pack}?mode=ro", uri=True) as db:
            west, south, east, north = (float(v) for v in db.execute(
                "SELECT value FROM metadata WHERE name='bounds'").fetchone()[0].split(","))
            self.columns_rows = db.execute("SELECT min(tile_column), max(tile_column), min(tile_row), max(tile_row) "
                                           "FROM tiles WHERE zoom_level=?", [TILES_ZOOM]).fetchone()
        self.lat, self.lon = (south + north) / 2, (west + east) / 2
        self.session = Session(WIDTH, HEIGHT).__enter__()
        self.touch = self.session.touch
        return self

    def __exit__(self, *_):
        self.session.__exit__()
        self.folder.cleanup()

    def drags(self, seconds):
        """Flings to and fro, each left to run out before the next."""
        moves = [(-700, 0), (0, -420), (700, 0), (0, 420), (-600, -350), (600, 350), (-900, 0), (900, 0)]
        end = time.monotonic() + seconds
        i = 0
        while time.monotonic() < end:
            dx, dy = moves[i % len(moves)]
            x, y = WIDTH / 2 - dx / 2, HEIGHT / 2 - dy / 2
            self.touch.drag(x, y, x + dx, y + dy, seconds=0.35)
            time.sleep(0.9)
            i += 1

    def cold_views(self):
        """Middles of views of 40 tiles that share none, nor the tiles around them."""
        first_column, last_column, first_row, last_row = self.columns_rows
        top = 2 ** TILES_ZOOM - 1 - last_row
        bottom = 2 ** TILES_ZOOM - 1 - first_row
        for y in range(top, bottom - TILES_DOWN + 2, TILES_DOWN + 2):
            for x in range(first_column, last_column - TILES_ACROSS + 2, TILES_ACROSS + 2):
                yield lat_lon(x + TILES_ACROSS / 2, y + TILES_DOWN / 2, TILES_ZOOM)


def pan_once(place, kind, count, seconds):
    with Map(place, kind, count) as shown:
        place.drags(2)
        shown.ask("begin")
        place.drags(seconds)
        return shown.ask("end")


def bench_pan(build, names):
    """Drags with inertia: the booth's map with threats and without, and a widget a pin as the peer."""
    subjects = {"": ("booth", 0, PAN_SECONDS)}
    for name, count in (("pan.100k", 100 * THOUSAND), ("pan.1m", MILLION)):
        subjects[name] = ("booth", count, PAN_SECONDS)
    for name, count in (("pan.markers.1k", 1 * THOUSAND), ("pan.markers.5k", 5 * THOUSAND), ("pan.markers.10k", 10 * THOUSAND)):
        subjects[name] = ("markers", count, PEER_SECONDS)
    subjects = {name: subject for name, subject in subjects.items() if name in names or name == ""}
    runs = {name: [] for name in subjects}
    costs = {name: [] for name in subjects}
    with Place(build) as place:
        for _ in range(RUNS):
            for name, subject in subjects.items():
                measured = pan_once(place, *subject)
                runs[name].append(measured["frames"])
                costs[name].append(measured["costs"])
    bare = runs.pop("")
    bare_costs = costs.pop("")
    out = {}
    for name, frames in runs.items():
        if name.startswith("pan.markers"):
            out[name] = frames_figure(frames, baseline=bare)
        else:
            out[name] = frames_figure(frames, baseline=bare, goal="p95 <= 33, worst <= 60, p95 ratio <= 1.25",
                                      p95_at_most=33, worst_at_most=60, ratio_at_most=1.25)
            # What a frame takes of all processors: to tell, on a busy machine, the map's own cost from its neighbours'.
            out[f"{name}.cpu"] = frames_figure(costs[name], baseline=bare_costs)
    return out


def zoom_once(place, kind, count):
    """Two-finger pinches from far to near and back; each is given time to come to rest."""
    complete = []
    with Map(place, kind, count, zoom=ZOOM_FROM) as shown:
        pinches = [(200, 850)] * math.ceil((ZOOM_TO - ZOOM_FROM) / 2)
        place.touch.pinch(WIDTH / 2, HEIGHT / 2, 300, 500)  # the first gesture wakes what sleeps
        place.touch.pinch(WIDTH / 2, HEIGHT / 2, 500, 300)
        time.sleep(1)
        shown.ask("begin")
        for start, end in pinches + [(end, start) for start, end in pinches]:
            place.touch.pinch(WIDTH / 2, HEIGHT / 2, start, end, seconds=0.5)
            time.sleep(0.9)
            complete.append(shown.ask("complete")["complete"])
        return shown.ask("end")["frames"], complete


def bench_zoom(build, names):
    frames, bare, complete = [], [], []
    with Place(build) as place:
        for _ in range(RUNS):
            got, whole = zoom_once(place, "booth", 20 * THOUSAND)
            frames.append(got)
            complete.append(math.inf if min(whole) < 0 else max(whole))
            bare.append(zoom_once(place, "bare", 0)[0])
    return {"zoom": frames_figure(frames, baseline=bare, by="worst", goal="worst <= 90, worst ratio <= 0.7",
                                  worst_at_most=90, ratio_at_most=0.7),
            "zoom.complete": figure("ms", complete, goal="<= 250", at_most=250)}


def tiles_once(place, kind):
    times = []
    with Map(place, kind, zoom=TILES_ZOOM - 3) as shown:
        for lat, lon in place.cold_views():
            times.append(shown.ask(f"go {lat:.9f} {lon:.9f} {TILES_ZOOM}")["complete"])
            time.sleep(0.4)  # what is read ahead is read before the next
    return times


def bench_tiles(build, names):
    times, bare = [], []
    with Place(build) as place:
        for _ in range(RUNS):
            times += tiles_once(place, "booth")
            bare += tiles_once(place, "bare")
    return {"tiles": figure("ms", times, goal="<= 120", at_most=120, baseline=bare)}


def bench_filter(build, names):
    """A touch that filters a million threats otherwise: from the finger's lift to the frame that shows it."""
    times, blocks = [], []
    with Place(build) as place:
        for _ in range(RUNS):
            with Map(place, "filter", MILLION) as shown:
                place.drags(2)
                time.sleep(1)
                for i in range(4 + 4 * FILTERS):
                    time.sleep(0.7)
                    if i == 4:  # each has been seen once, as by the first visitor of the day
                        shown.ask("begin")
                    took = shown.ask("filter", lambda: (time.sleep(0.1), place.touch.tap(48, 48)))
                    if i >= 4:
                        times.append(took["filter"])
                blocks.append(shown.ask("end")["block"])
    return {"filter.1m": figure("ms", times, goal="<= 100", at_most=100),
            "filter.1m.block": figure("ms", blocks, goal="<= 16", at_most=16)}


def bench_index(build, names):
    seconds, sizes = [], []
    with tempfile.TemporaryDirectory(prefix="kmzb-bench-") as folder:
        out = subprocess.run([str(build / "tests/bench/map-bench"), "index", str(find_pack(build, Path(folder))), str(MILLION)],
                             check=True, stdout=subprocess.PIPE, text=True, timeout=300).stdout
    for line in out.splitlines():
        run = json.loads(line)
        seconds.append(run["build"])
        sizes.append(run["bytes"])
    return {"index.1m": figure("s", seconds, goal="<= 1", at_most=1),
            "index.1m.bytes": figure("B/threat", sizes, goal="<= 48", at_most=48)}


def bench_memory(build, names):
    with_threats, without = [], []
    with Place(build) as place:
        for _ in range(RUNS):
            for count, sizes in ((MILLION, with_threats), (0, without)):
                sizes.append(pan_once(place, "booth", count, 6)["rss"] / 1e6)
    return {"memory.1m": figure("MB", with_threats, goal="<= 250", at_most=250, baseline=without)}


MAP_BENCHES = [
    (["pan.100k", "pan.1m", "pan.markers.1k", "pan.markers.5k", "pan.markers.10k"], bench_pan),
    (["zoom", "zoom.complete"], bench_zoom),
    (["filter.1m", "filter.1m.block"], bench_filter),
    (["index.1m", "index.1m.bytes"], bench_index),
    (["tiles"], bench_tiles),
    (["memory.1m"], bench_memory),
]
