# SPDX-License-Identifier: GPL-3.0-or-later
"""What covers the land between the streets: homes, fields, meadows, forests, orchards."""

import math

from . import geometry as g
from . import plan, voronoi
from .rng import Rng, hash_unit

EDGE = (-7100.0, -5900.0, 7100.0, 6000.0)

# centre x, y, half width, half height, turn, name
FORESTS = [
    (2450, -2650, 1350, 780, -12, 'Las Żabiniecki'), (1050, -3150, 900, 560, 15, 'Las Żabiniecki'),
    (-900, 3250, 1000, 430, 8, 'Las Zdrojewski'), (-2900, 5150, 1500, 560, 4, 'Bór Modrzyniecki'),
    (-4450, 1880, 850, 430, 24, 'Las Kolejowy'), (-6250, -4800, 1300, 800, 20, 'Puszcza Łęgowska'),
    (-2450, -3380, 820, 420, -14, 'Las Sokolniecki'), (6550, 3300, 750, 1300, 8, 'Las Kaliniecki'),
    (6400, -3200, 850, 420, -24, 'Las Szczawiniecki'), (3500, 4900, 1150, 430, 14, 'Las Chabrowiecki'),
    (2400, -5650, 1700, 420, 4, 'Las Piaskowiniecki'), (-6700, -700, 650, 420, 15, 'Olszyny'),
    (3050, 2300, 420, 300, 30, 'Sosnówka'), (-5900, 4600, 700, 600, 30, 'Bór Modrzyniecki'),
    (600, 5650, 700, 280, -8, 'Brzezina')]


def forest_at(p):
    """How deep in a forest a place is (positive inside), and the forest's name."""
    best, name = -9.0, ''
    for x, y, rx, ry, turn, label in FORESTS:
        q = g.turn(p, -turn, (x, y))
        value = 1.0 - math.hypot((q[0] - x) / rx, (q[1] - y) / ry)
        if value > best:
            best, name = value, label
    best += 0.34 * g.noise(p[0], p[1], 'forest', 620.0) + 0.16 * g.noise(p[0], p[1], 'forest', 230.0)
    return best, name


# the works' quarter north of the railway
WORKS = [(215, 1150), (560, 1110), (1000, 1060), (1480, 920), (1560, 1180), (1620, 1440), (1600, 1760), (1290, 1890),
         (900, 1790), (560, 1920), (470, 1700), (560, 1420), (300, 1350)]
INDUSTRY = {'mleczarnia', 'meble', 'cieplownia', 'magazyny', 'skup'}


class LandCover:
    def __init__(self, region):
        self.region = region
        self.homes = g.Index(100.0)
        for building in region.builder.buildings:
            if building.number or building.tags.get('building') in ('barn', 'apartments', 'church', 'public', 'retail'):
                p = building.centre
                self.homes.add((p[0], p[1], p[0], p[1]), (p, building))

        self.waters = (g.Index(150.0), g.Index(150.0))
        for which, line in [(0, region.river)] + [(1, s[0]) for s in region.streams]:
            for a, b in zip(line, line[1:]):
                self.waters[which].add(g.bounds((a, b)), (a, b))

    def _water_distance(self, which, p, reach):
        near = self.waters[which].near(g.grow((p[0], p[1], p[0], p[1]), reach))
        return min([g.point_segment(p, a, b)[0] for a, b in near] + [reach])

    def _home_distance(self, p, reach):
        best, place = reach, ''
        for q, building in self.homes.near(g.grow((p[0], p[1], p[0], p[1]), reach)):
            d = g.dist(p, q)
            if d < best:
                best, place = d, building.place or getattr(building, 'settlement', '') or plan.TOWN
        return best, place

    def _spacing(self, p):
        d, _ = self._home_distance(p, 200.0)
        if d < 120.0:
            return 52.0
        if d < 200.0:
            return 85.0
        depth, _ = forest_at(p)
        if abs(depth) < 0.16 or self._water_distance(0, p, 230.0) < 220.0:
            return 100.0
        return 240.0 if depth < 0 else 280.0

    def _seeds(self):
        rng = Rng('land/seeds')
        x0, y0, x1, y1 = EDGE
        step = 46.0
        places = [(x0 + (i + rng.unit()) * step, y0 + (j + rng.unit()) * step)
                  for i in range(int((x1 - x0) / step)) for j in range(int((y1 - y0) / step))]
        taken = {}
        seeds = []
        for p in rng.shuffled(places):
            need = self._spacing(p)
            cell = (int(p[0] // 60), int(p[1] // 60))
            reach = int(need / 60) + 1
            if all(g.dist(p, q) >= need
                   for i in range(cell[0] - reach, cell[0] + reach + 1)
                   for j in range(cell[1] - reach, cell[1] + reach + 1)
                   for q in taken.get((i, j), ())):
                taken.setdefault(cell, []).append(p)
                seeds.append(p)
        return seeds

    def _class(self, p, macros):
        d, place = self._home_distance(p, 90.0)
        region = self.region
        x, y = p
        in_town = -1500 < x < 1500 and -1400 < y < 1750
        macro = min(range(len(macros)), key=lambda k: (macros[k][0] - x) ** 2 + (macros[k][1] - y) ** 2)
        for ring, owner in region.ground.rings.near((p[0], p[1], p[0], p[1])):
            if owner not in ('lake', 'pond') and g.inside(ring, p):
                if owner in INDUSTRY:
                    return ('industrial', 'works')
                # what is drawn on top must not be cut up by smaller pieces: the kind that has the widest areas here
                return ('residential', place) if d < 89.0 else ('residential', plan.TOWN) if in_town else ('farmland', macro)
        if g.inside(WORKS, p) and d > 40.0:
            return ('industrial', 'works')
        town = place == plan.TOWN
        if d < (72.0 if town else 46.0):
            return ('residential', place)
        depth, name = forest_at(p)
        if depth > 0.03 and d > 60.0 and not in_town:
            return ('forest', name)
        river = self._water_distance(0, p, 230.0)
        wet = g.noise(x, y, 'wet', 300.0)
        if river < 110.0 + 70.0 * wet:
            if wet > 0.45 and not in_town:
                return ('wetland', macro)
            return ('meadow', macro)
        if in_town and river < 230.0:
            return ('grass', 'town')
        if self._water_distance(1, p, 110.0) < 70.0 + 30.0 * wet:
            return ('meadow', macro) if wet > -0.5 else ('scrub', macro)
        if in_town:
            return ('grass', 'town')
        copse = g.noise(x, y, 'copse', 340.0)
        if copse > 0.70 and d > 60.0:
            return ('forest', 'copse')
        orchard = g.noise(x, y, 'orchard', 420.0)
        if orchard > 0.72:
            return ('orchard', macro)
        kind = hash_unit('field', macro)
        if g.noise(x, y, 'meadow', 520.0) > 0.48 or kind > 0.9:
            return ('meadow', macro)
        if copse < -0.84:
            return ('scrub', macro)
        return ('farmland', macro)

    TAGS = {'industrial': {'landuse': 'industrial'}, 'residential': {'landuse': 'residential'}, 'forest': {'landuse': 'forest'},
            'meadow': {'landuse': 'meadow'}, 'grass': {'landuse': 'grass'}, 'orchard': {'landuse': 'orchard'},
            'farmland': {'landuse': 'farmland'}, 'scrub': {'natural': 'scrub'}, 'wetland': {'natural': 'wetland'}}

    def areas(self):
        """(tags, [rings]) for every piece of land; the first ring is the outer one."""
        rng = Rng('land/macros')
        macros = [(rng.range(EDGE[0], EDGE[2]), rng.range(EDGE[1], EDGE[3])) for _ in range(170)]
        seeds = self._seeds()
        ids, corners = voronoi.cells(seeds, EDGE)
        keys = [self._class(p, macros) for p in seeds]
        soft = {'forest', 'wetland', 'meadow', 'scrub'}
        side_class = {}
        for number, ring in enumerate(ids):
            for k in range(len(ring)):
                side_class[(ring[k - 1], ring[k])] = keys[number][0]
        result = []
        for (kind, label), rings in voronoi.merge(ids, corners, [k for k in keys]):
            if kind == 'none':
                continue
            outlines = []
            for ring in rings:
                points = []
                for k in range(len(ring)):
                    a, b = ring[k], ring[(k + 1) % len(ring)]
                    pa, pb = corners[a], corners[b]
                    points.append(pa)
                    here, there = side_class.get((a, b)), side_class.get((b, a))
                    if 'residential' not in (here, there) and (here in soft or there in soft):
                        points += voronoi.wander(a, b, pa, pb, 0.5)
                outlines.append([(voronoi.rounded(x), voronoi.rounded(y)) for x, y in points])
            outlines.sort(key=lambda ring: -abs(g.area(ring)))
            if abs(g.area(outlines[0])) < 900.0:
                continue
            tags = dict(self.TAGS[kind])
            if kind == 'forest' and label != 'copse' and abs(g.area(outlines[0])) > 250000:
                tags['name'] = label
            result.append((tags, outlines))
        return result
