#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The training region's data: the same bytes as when the pack was made, and a region that could be real."""

import configparser
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "data/training"
sys.path[:0] = [str(ROOT / "tests/helpers"), str(HERE)]
import tap                                              # noqa: E402
from town import geometry as g                          # noqa: E402
from town import plan, villages                         # noqa: E402

OUT = None


def setUpModule():
    global OUT
    OUT = tempfile.TemporaryDirectory()
    # Another hash order and locale than the ones it was made with must not change a byte.
    environment = dict(os.environ, PYTHONHASHSEED="4711", LC_ALL="C", TZ="Pacific/Apia")
    subprocess.run([sys.executable, str(HERE / "generate.py"), OUT.name], check=True, env=environment,
                   stdout=subprocess.DEVNULL)


def tearDownModule():
    OUT.cleanup()


def features(name):
    return json.loads((Path(OUT.name) / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


def boxes_meet(a, b):
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


class SameBytes(unittest.TestCase):
    def test_checksums(self):
        told = dict(reversed(line.split()) for line in (HERE / "checksums.txt").read_text().splitlines())
        made = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(OUT.name).iterdir()}
        self.assertEqual(made, told, "run data/training/make-pack and commit what it makes")


class Records(unittest.TestCase):
    def test_counts(self):
        kinds = [f["properties"]["kind"] for f in features("areas")]
        self.assertEqual([kinds.count(kind) for kind in ("powiat", "gmina", "beat")], [1, 3, 6])
        self.assertEqual([f["properties"]["kind"] for f in features("units")], ["komenda", "komisariat", "posterunek"])
        self.assertEqual(len(features("officers")), 6)
        self.assertTrue(850 <= len(features("threats")) <= 950)

    def test_references(self):
        areas = {f["properties"]["id"]: f["properties"] for f in features("areas")}
        units = {f["properties"]["id"] for f in features("units")}
        for area in areas.values():
            if area["kind"] == "beat":
                self.assertIn(area["parent"], units)
            else:
                self.assertEqual(area["parent"] and areas[area["parent"]]["kind"], {"powiat": None, "gmina": "powiat"}[area["kind"]])
        officers = [f["properties"] for f in features("officers")]
        self.assertEqual({o["unit"] for o in officers}, units)
        for officer in officers:
            self.assertEqual(areas[officer["beat"]]["parent"], officer["unit"])
        # What a visitor can meet: a beat of two officers, and one that nobody looks after now.
        counts = [sum(o["beat"] == i for o in officers) for i, area in areas.items() if area["kind"] == "beat"]
        self.assertEqual(sorted(counts), [0, 1, 1, 1, 1, 2])

    def test_nobody_can_be_reached(self):
        for feature in features("units") + features("officers"):
            self.assertRegex(feature["properties"]["phone"], r"^\+48 00 000 00 \d\d$")
            self.assertRegex(feature["properties"]["email"], r"\.example$")

    def test_threats(self):
        catalogue = configparser.ConfigParser(strict=False, interpolation=None)
        catalogue.read(ROOT / "data/catalog/catalog.ini", encoding="utf-8")
        slugs = {name.split(" ", 1)[1] for name in catalogue.sections() if name.startswith("category ")}
        threats = [f["properties"] for f in features("threats")]
        self.assertEqual({t["category"] for t in threats}, slugs)
        share = {s: sum(t["status"] == s for t in threats) / len(threats) for s in {t["status"] for t in threats}}
        self.assertEqual(set(share), {"new", "verification", "confirmed", "passed-on", "not-confirmed", "eliminated", "mistake"})
        confirmed = share["confirmed"] + share["passed-on"] + share["eliminated"]
        self.assertTrue(0.42 < confirmed < 0.58, confirmed)
        self.assertEqual(len({t["id"] for t in threats}), len(threats))
        for t in threats:
            self.assertRegex(t["id"], r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
            self.assertTrue("2025-11-01" <= t["created"] <= t["updated"] <= "2026-11-01", t)
            if t["category"] == "dzikie-kapieliska":
                self.assertIn(t["created"][5:7], ("05", "06", "07", "08", "09"))


    def test_statistics(self):
        numbers = [f["properties"] for f in features("statistics")]
        kinds = {(f["properties"]["source"], f["geometry"]["type"]) for f in features("statistics")}
        self.assertEqual({source for source, _ in kinds}, {"police", "consultation", "debate"})
        self.assertEqual({kind for _, kind in kinds}, {"Point", "LineString", "Polygon"})
        self.assertEqual(len({n["id"] for n in numbers}), len(numbers))
        for n in numbers:
            self.assertGreater(n["value"], 0)
            if "zdarzenia drogowe" in n["name"]:
                self.assertGreaterEqual(n["value"], 20, "a section of a road is shown from 20 incidents on")
        sources = [f["properties"]["source"] for f in features("threats")]
        self.assertTrue(10 <= sources.count("debate") <= 40)
        self.assertEqual(sources.count("debate") + sources.count("people"), len(sources))


class Borders(unittest.TestCase):
    def setUp(self):
        self.rings = {f["properties"]["id"]: f["geometry"]["coordinates"][0] for f in features("areas")}
        self.kinds = {f["properties"]["id"]: f["properties"]["kind"] for f in features("areas")}

    def area(self, kind):
        return sum(abs(g.area(self.rings[i][:-1])) for i, k in self.kinds.items() if k == kind)

    def test_tiling(self):
        self.assertAlmostEqual(self.area("gmina") / self.area("powiat"), 1.0, places=9)
        # All but the village that is in no beat.
        self.assertTrue(0.9 < self.area("beat") / self.area("powiat") < 0.98, self.area("beat") / self.area("powiat"))

    def found(self, place, kind):
        return [i for i, k in self.kinds.items() if k == kind and g.inside(self.rings[i], place)]

    def test_one_beat_each(self):
        outside = 0
        for feature in features("threats") + features("units"):
            place = feature["geometry"]["coordinates"]
            for kind in ("powiat", "gmina"):
                self.assertEqual(len(self.found(place, kind)), 1, (feature["properties"], kind))
            beats = self.found(place, "beat")
            outside += not beats
            self.assertLessEqual(len(beats), 1, feature["properties"])
            self.assertTrue(beats or feature["properties"].get("kind") is None, "a unit outside of all beats")
        self.assertTrue(0 < outside < 60, outside)

    def test_village_without_a_beat(self):
        root = xml.etree.ElementTree.parse(Path(OUT.name) / "training.osm").getroot()
        nodes = {n.get("id"): (float(n.get("lon")), float(n.get("lat"))) for n in root.iter("node")}
        checked = {True: 0, False: 0}
        for way in root.iter("way"):
            tags = {t.get("k"): t.get("v") for t in way.iter("tag")}
            if "addr:housenumber" in tags:
                without = tags["addr:city"] == "Tarniniec"
                beats = self.found(nodes[way.find("nd").get("ref")], "beat")
                self.assertEqual(len(beats), 0 if without else 1, tags)
                checked[without] += 1
        self.assertGreater(checked[True], 20)
        self.assertGreater(checked[False], 2000)


class Town(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        root = xml.etree.ElementTree.parse(Path(OUT.name) / "training.osm").getroot()
        cls.nodes, cls.ways = {}, []
        scale = 111319.49
        for node in root.iter("node"):
            cls.nodes[node.get("id")] = ((float(node.get("lon")) - plan.ORIGIN_LON) * scale * 0.61088,
                                         (float(node.get("lat")) - plan.ORIGIN_LAT) * scale)
        for way in root.iter("way"):
            tags = {tag.get("k"): tag.get("v") for tag in way.iter("tag")}
            cls.ways.append(([nd.get("ref") for nd in way.iter("nd")], tags))
        cls.buildings = [(refs, tags) for refs, tags in cls.ways if "building" in tags]
        cls.streets = [(refs, tags) for refs, tags in cls.ways if "highway" in tags and tags.get("area") != "yes"
                       and tags["highway"] not in ("footway", "path", "track", "service")]

    def line(self, refs):
        return [self.nodes[ref] for ref in refs]

    def test_addresses(self):
        with_number = [tags for _, tags in self.buildings if "addr:housenumber" in tags]
        self.assertTrue(2800 <= len(with_number) <= 3400, len(with_number))
        keys = [(t["addr:city"], t.get("addr:street"), t["addr:housenumber"]) for t in with_number]
        self.assertEqual(len(set(keys)), len(keys), "an address twice")
        without = {t["addr:city"] for t in with_number if "addr:street" not in t}
        self.assertGreaterEqual(len(without), 10)
        for t in with_number:
            self.assertEqual("addr:street" in t, "addr:place" not in t)
            self.assertRegex(t["addr:postcode"], r"^99-99\d$")

    def test_streets_of_addresses_are_there(self):
        names = {tags.get("name") for _, tags in self.ways if "highway" in tags}
        self.assertEqual({t["addr:street"] for _, t in self.buildings if "addr:street" in t} - names, set())

    def test_streets_meet(self):
        """From the square one reaches every street."""
        at = {}
        for number, (refs, _) in enumerate(self.streets):
            for ref in refs:
                at.setdefault(ref, []).append(number)
        start = next(n for n, (_, tags) in enumerate(self.streets) if tags.get("name") == "Rynek")
        reached, queue = set(), [start]
        while queue:
            number = queue.pop()
            if number not in reached:
                reached.add(number)
                queue += [other for ref in self.streets[number][0] for other in at[ref]]
        lost = [tags for n, (_, tags) in enumerate(self.streets) if n not in reached]
        self.assertEqual(lost, [])

    def test_nothing_stands_on_a_street_or_in_water(self):
        index = g.Index(60.0)
        for refs, tags in self.streets + [w for w in self.ways if w[1].get("railway") == "rail"]:
            line = self.line(refs)
            for a, b in zip(line, line[1:]):
                index.add(g.bounds((a, b)), (a, b))
        water = [self.line(refs)[:-1] for refs, tags in self.ways if tags.get("natural") == "water"]
        self.assertGreater(len(water), 5)
        for refs, tags in self.buildings:
            ring = self.line(refs)[:-1]
            box = g.bounds(ring)
            for a, b in index.near(g.grow(box, 4.0)):
                self.assertGreater(g.ring_segment_distance(ring, a, b), 2.0, tags)
            for shore in water:
                if boxes_meet(box, g.bounds(shore)):
                    self.assertFalse(any(g.inside(shore, p) for p in ring), tags)

    def test_buildings_keep_apart(self):
        """No corner of a building is inside another one; walls may be shared."""
        index = g.Index(40.0)
        rings = [self.line(refs)[:-1] for refs, _ in self.buildings]
        for number, ring in enumerate(rings):
            index.add(g.bounds(ring), (number, ring))
        for number, ring in enumerate(rings):
            middle = g.centroid(ring)
            shrunk = [g.mix(p, middle, 0.06) for p in ring]
            for other, around in index.near(g.bounds(ring)):
                if other != number:
                    self.assertFalse(any(g.inside(around, p) for p in shrunk), self.buildings[number][1])

    def test_bridges(self):
        names = {tags.get("name") for _, tags in self.ways if tags.get("bridge") == "yes"}
        self.assertLessEqual({"Mostowa", "Krakowska"}, names)

    def test_names_are_invented(self):
        register = ROOT.parent / "shared/data/addresses/teryt-localities.json"
        if not register.exists():
            self.skipTest(f"{register} is not here")
        text = register.read_text(encoding="utf-8")
        for name in [plan.TOWN] + [v["name"] for v in villages.VILLAGES]:
            self.assertIsNone(re.search(f'"{name}"', text), name)


if __name__ == "__main__":
    tap.main()
