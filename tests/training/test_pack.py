#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The committed training pack is what kmzb-pack makes of the generator's data today.

Usage: test_pack.py KMZB-PACK. Tables must be equal; images must look alike, for another version of a font or of Mapnik
draws the same map with other edges.
"""

import os
import sqlite3
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/helpers"))
import tap                              # noqa: E402
HERE = ROOT / "data/training"
COMMITTED = HERE / "training.mbtiles"
LIMIT_BYTES = 8_050_000
# Mean difference of a tile's colours, of 255. The same Mapnik gives 0; another font's edges stay below.
ALIKE = 3.0
STEP = 7                                # every seventh tile is looked at

KMZB_PACK = None
TABLES = {
    "kmzb_meta": "key", "places": "id", "addresses": "id", "areas": "id", "units": "id", "officers": "id", "threats": "id",
    "statistics": "id"}


def pixels(png):
    """The RGB bytes of a PNG with a palette, as kmzb-pack writes them."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, palette = 8, b"", b""
    while at < len(png):
        size, = struct.unpack(">I", png[at:at + 4])
        kind, body = png[at + 4:at + 8], png[at + 8:at + 8 + size]
        at += 12 + size
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            assert colour == 3 and interlace == 0, "not a plain palette image"
        elif kind == b"PLTE":
            palette = body
        elif kind == b"IDAT":
            data += body
    raw = zlib.decompress(data)
    stride = (width * depth + 7) // 8
    rows, before = [], bytes(stride)
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride if kind else 0):
            a, b, c = (line[x - 1] if x else 0), before[x], (before[x - 1] if x else 0)
            if kind == 1:
                guess = a
            elif kind == 2:
                guess = b
            elif kind == 3:
                guess = (a + b) // 2
            else:
                guess = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
            line[x] = (line[x] + guess) & 255
        rows.append(bytes(line))
        before = rows[-1]
    colours = [palette[i:i + 3] for i in range(0, len(palette), 3)]
    per, mask = 8 // depth, (1 << depth) - 1
    unpacked = [[(byte >> (8 - depth * (k + 1))) & mask for k in range(per)] for byte in range(256)]
    return b"".join(b"".join(colours[i] for byte in row for i in unpacked[byte]) for row in rows)


def difference(one, two):
    """Mean difference of two images, 0 to 255."""
    if one == two:
        return 0.0
    a, b = pixels(one), pixels(two)
    return 255.0 if len(a) != len(b) else sum(abs(x - y) for x, y in zip(a, b)) / len(a)


def sample(db):
    rows = db.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles ORDER BY 1, 2, 3").fetchall()
    return [row for row in rows[::STEP]]


def unlike(made, committed):
    """The tiles of the sample that do not look alike."""
    result = []
    for zoom, x, y, image in sample(made):
        row = committed.execute("SELECT tile_data FROM tiles WHERE zoom_level=? AND tile_column=? AND tile_row=?",
                                (zoom, x, y)).fetchone()
        if row is None or difference(image, row[0]) > ALIKE:
            result.append((zoom, x, y))
    return result


class Pack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        out = Path(cls.folder.name)
        subprocess.run([sys.executable, str(HERE / "generate.py"), str(out)], check=True, stdout=subprocess.DEVNULL)
        names = ("areas.geojson", "units.geojson", "officers.geojson", "threats.geojson", "statistics.geojson",
                 "region.geojson", "training.osm")
        subprocess.run([KMZB_PACK, "build", "--quiet", "--area", str(out / "areas.geojson"), "--detail",
                        str(out / "detail.geojson"), "-o", str(out / "made.mbtiles")] + [str(out / n) for n in names], check=True)
        cls.made = sqlite3.connect(out / "made.mbtiles")
        cls.committed = sqlite3.connect(f"file:{COMMITTED}?mode=ro&immutable=1", uri=True)

    @classmethod
    def tearDownClass(cls):
        cls.made.close()
        cls.committed.close()
        cls.folder.cleanup()

    def test_size(self):
        self.assertLess(os.path.getsize(COMMITTED), LIMIT_BYTES)

    def test_sound(self):
        self.assertEqual(self.committed.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.assertEqual(self.committed.execute("SELECT value FROM kmzb_meta WHERE key='training'").fetchone(), ("1",))

    def test_tables(self):
        for table, key in TABLES.items():
            rows = [db.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall() for db in (self.made, self.committed)]
            self.assertEqual(*rows, table)
            self.assertGreater(len(rows[0]), 2, table)

    def test_search(self):
        ask = "SELECT rowid FROM addresses_fts WHERE addresses_fts MATCH 'kosc*' ORDER BY rowid"
        found = [db.execute(ask).fetchall() for db in (self.made, self.committed)]
        self.assertEqual(*found)
        self.assertGreater(len(found[0]), 5)

    def test_same_tiles_are_there(self):
        ask = "SELECT zoom_level, tile_column, tile_row FROM map ORDER BY 1, 2, 3"
        self.assertEqual(self.made.execute(ask).fetchall(), self.committed.execute(ask).fetchall())

    def test_tiles_look_alike(self):
        self.assertEqual(unlike(self.made, self.committed), [])

    def test_a_wrong_tile_is_seen(self):
        """A copy of the pack in which the town's tiles stand one column too far east must not pass."""
        wrong = sqlite3.connect(":memory:")
        self.committed.backup(wrong)
        wrong.execute("CREATE TABLE moved AS SELECT zoom_level, tile_column + 1 AS tile_column, tile_row, tile_id FROM map")
        wrong.execute("UPDATE map SET tile_id = coalesce((SELECT m.tile_id FROM moved AS m WHERE m.zoom_level=map.zoom_level "
                      "AND m.tile_column=map.tile_column AND m.tile_row=map.tile_row), tile_id) WHERE zoom_level >= 17")
        places = [p for p in unlike(self.made, wrong)]
        looked_at = [row for row in sample(self.made) if row[0] >= 17]
        self.assertGreater(len(places), len(looked_at) * 0.8, "moved tiles pass as alike: ALIKE is too generous")
        self.assertTrue(all(zoom >= 17 for zoom, _, _ in places))
        wrong.close()


if __name__ == "__main__":
    KMZB_PACK = sys.argv.pop(1)
    tap.main()
