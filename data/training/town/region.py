# SPDX-License-Identifier: GPL-3.0-or-later
"""The region as a whole: everything that is on the map, in the order it comes to be."""

from . import admin, facilities, landcover, plan, pois, quarters, statistics, threats, villages
from . import geometry as g
from .buildings import Builder
from .ground import Ground
from .network import Network, cm
from .rng import Rng


class Region:
    def __init__(self):
        self.ground = Ground()
        self.network = Network()
        self.builder = Builder(self.ground)
        self.areas = []         # (ring, tags): closed ways
        self.shapes = []        # (tags, [rings]): land cover, with holes
        self.ways = []          # (line, tags)
        self.points = []        # (place, tags)
        self.drives = []        # ([start, end or None], owner)
        self.paths = []         # (line, highway)
        self.notes = []

    def area(self, ring, tags):
        self.areas.append(([cm(p) for p in ring], tags))

    def way(self, line, tags):
        self.ways.append(([cm(p) for p in line], tags))

    def point(self, p, tags):
        self.points.append((cm(p), tags))

    def path(self, line, kind):
        self.paths.append(([cm(p) for p in line], kind))

    def wet(self, ring):
        centre = g.centroid(ring)
        if g.nearest_on(self.river, centre)[0] < plan.RIVER_WIDTH / 2 + 12.0:
            return True
        return any(g.nearest_on(line, centre)[0] < 6.0 for line, _, _ in self.streams)

    # -- in order -------------------------------------------------------------------------------

    def make(self):
        self._water()
        self._streets()
        self._railway()
        self._bridges()
        self._take_ground()
        self._old_town()
        facilities.build(self)
        facilities.build_estates(self)
        self._houses()
        self._allot_drives()
        self._tracks()
        pois.add_addresses(self)
        self.shapes = landcover.LandCover(self).areas()
        self.land_box = landcover.EDGE
        pois.name_places(self)
        pois.add_railway(self)
        pois.add_shops(self)
        pois.add_stops(self)
        self.admin = admin.make_areas(self)
        self.units = admin.make_units(self)
        self.officers = admin.make_officers()
        self.threats = threats.make_threats(self)
        self.statistics = statistics.make_statistics(self)

    def _water(self):
        self.river = [cm(p) for p in g.spline(plan.RIVER, 10.0)]
        self.lake = [cm(p) for p in g.spline(plan.LAKE, 10.0, closed=True)][:-1]
        self.island = [cm(p) for p in g.spline(plan.ISLAND, 8.0, closed=True)][:-1]
        self.streams = [([cm(p) for p in g.spline(_wiggle(points, name), 8.0)], width, name)
                        for name, width, points in plan.STREAMS]
        self.ponds = [[cm(p) for p in g.spline(points, 6.0, closed=True)][:-1] for points in plan.PONDS]
        half = plan.RIVER_WIDTH / 2.0
        fine = g.spline(plan.RIVER, 10.0)
        left = [g.add(p, g.mul(_normal(fine, i), half + 2.5 * g.noise(p[0], p[1], 'bank-l', 90.0))) for i, p in enumerate(fine)]
        right = [g.add(p, g.mul(_normal(fine, i), -half + 2.5 * g.noise(p[0], p[1], 'bank-r', 90.0))) for i, p in enumerate(fine)]
        self.area(left[::-1] + right, {'natural': 'water', 'water': 'river', 'name': plan.RIVER_NAME})
        self.way(self.river, {'waterway': 'river', 'name': plan.RIVER_NAME})
        for line, width, name in self.streams:
            self.way(line, {'waterway': 'stream', 'name': name, 'width': str(int(width))})
        self.shapes_water = ({'natural': 'water', 'water': 'lake', 'name': plan.LAKE_NAME}, [self.lake, self.island])
        for pond in self.ponds:
            self.area(pond, {'natural': 'water', 'water': 'pond'})
        self.area(self.island, {'natural': 'wood'})
        self.point((2010, -2330), {'leisure': 'swimming_area', 'name': 'Kąpielisko miejskie'})
        self.area(g.spline(plan.BEACH, 6.0, closed=True)[:-1], {'natural': 'beach', 'surface': 'sand'})

    def _streets(self):
        net = self.network
        quarters.lay_roads(net)
        quarters.lay_old_town(net)
        for quarter in plan.QUARTERS:
            quarters.lay_quarter(net, quarter)
        facilities.lay_estate_streets(net)
        villages.lay_villages(net)
        facilities.reserve(net, self.ground)
        # made streets stay out of the water
        bank = g.offset(self.river, plan.RIVER_WIDTH / 2 + 14.0) + g.offset(self.river, -plan.RIVER_WIDTH / 2 - 14.0)[::-1]
        net.cut_out(bank, True)
        net.cut_out(self.lake, True)
        for line, _, _ in self.streams[:2]:
            net.cut_out(g.offset(line, 9.0) + g.offset(line, -9.0)[::-1], True)
        for centre, radius in plan.ROUNDABOUTS:
            kind = 'trunk' if radius > 18 else 'secondary'
            net.roundabout(centre, radius, kind)
        net.join()
        net.drop_islands()

    def _railway(self):
        rail = [cm(p) for p in g.spline(plan.RAILWAY, 20.0)]
        # made streets that would cross the railway end before it
        net = self.network
        self.rail = net.meet_railway(rail)
        self.open_crossings = {p[0] for p, street in net.crossings if street.kind in ('unclassified', 'tertiary')
                               and g.dist(p, (0, 0)) > 1500.0}

    def _bridges(self):
        self.network.bridge_over(self.river, plan.RIVER_WIDTH)
        for line, width, _ in self.streams:
            self.network.bridge_over(line, width)
        self.rail_bridges = []
        for i in range(len(self.rail) - 1):
            for line, width in [(self.river, plan.RIVER_WIDTH)] + [(s[0], s[1]) for s in self.streams]:
                for j in range(len(line) - 1):
                    hit = g.crossing(self.rail[i], self.rail[i + 1], line[j], line[j + 1])
                    if hit:
                        s = g.length(self.rail[:i + 1]) + hit[0] * g.dist(self.rail[i], self.rail[i + 1])
                        self.rail_bridges.append((s - width / 2 - 9.0, s + width / 2 + 9.0))

    def _take_ground(self):
        for street in self.network.streets:
            self.ground.add_line(street.line, street.width / 2.0, street)
        self.ground.add_line(self.rail, 16.0)
        self.ground.add_line(self.river, plan.RIVER_WIDTH / 2.0 + 11.0)
        for line, width, _ in self.streams:
            self.ground.add_line(line, width / 2.0 + 6.0)
        self.ground.add_ring(self.lake, 'lake')
        for pond in self.ponds:
            self.ground.add_ring(pond, 'pond')

    def _old_town(self):
        t = plan.OLD_TOWN_TURN
        half_x, half_y = plan.RYNEK
        square = [g.turn(p, t) for p in ((-half_x, -half_y), (half_x, -half_y), (half_x, half_y), (-half_x, half_y))]
        self.area(square, {'highway': 'pedestrian', 'area': 'yes', 'place': 'square', 'name': 'Rynek', 'surface': 'sett'})
        hall = [g.turn(p, t) for p in ((-15, -9), (13, -9), (13, 9), (-15, 9))]
        tower = [g.turn(p, t) for p in ((13, -4), (21, -4), (21, 4), (13, 4))]
        self.builder.put(hall, {'building': 'public', 'amenity': 'townhall', 'name': 'Urząd Miejski w Jarzębinowie'})
        self.builder.put(tower, {'building': 'tower'})
        self.point(g.turn((-34, 14), t), {'amenity': 'fountain'})
        self.point(g.turn((36, -20), t), {'historic': 'monument', 'name': 'Pomnik Tadeusza Kościuszki'})
        # the parish church in its block
        c = g.turn((-91, 84), t)
        nave = [(-20, -7), (20, -7), (20, 7), (-20, 7)]
        choir = [(20, -5), (27, -4), (30, 0), (27, 4), (20, 5)]
        cross = [(2, -14), (11, -14), (11, 14), (2, 14)]
        tower = [(-27, -4.5), (-18, -4.5), (-18, 4.5), (-27, 4.5)]
        outline = [(-20, -7), (2, -7), (2, -14), (11, -14), (11, -7), (20, -7), (20, -5), (27, -4), (30, 0), (27, 4),
                   (20, 5), (20, 7), (11, 7), (11, 14), (2, 14), (2, 7), (-20, 7), (-20, 4.5), (-27, 4.5), (-27, -4.5),
                   (-20, -4.5)]

        def at(points):
            return [g.add(c, g.turn(p, t)) for p in points]
        name = 'Kościół pw. św. Mikołaja Biskupa'
        self.builder.put(at(outline), {'building': 'church', 'amenity': 'place_of_worship', 'religion': 'christian',
                                       'denomination': 'roman_catholic', 'name': name},
                         [at(nave), at(choir), at(cross), at(tower)])
        yard = at([(-33, -22), (34, -20), (36, 20), (-32, 22)])
        self.ground.add_ring(yard, 'church')
        self.area(yard, {'landuse': 'religious'})

    def _houses(self):
        net = self.network
        t = plan.OLD_TOWN_TURN
        # the houses of the square first: they are the town's front
        for street in net.streets:
            if street.name == 'Rynek':
                line = street.line if g.area(street.line) > 0 else street.line[::-1]
                corners = [p for p in line[:-1]]
                corners = [g.turn(p, t) for p in ((-52, -43), (52, -43), (52, 43), (-52, 43))]
                for k in range(4):
                    a, b = cm(corners[k]), cm(corners[(k + 1) % 4])
                    d = g.unit(g.sub(b, a))
                    side = [g.add(a, g.mul(d, 5.0)), g.add(b, g.mul(d, -5.0))]
                    self.builder.build_row(street, side, -1.0, Rng(f'rynek/{k}'), 'old')
        order = {'old': 0, 'tenement': 1, 'villa': 2}
        ranked = sorted(enumerate(net.streets), key=lambda item: (
            order.get(item[1].style, 3), item[1].place, min(g.dist(p, (0, 0)) for p in item[1].line), item[0]))
        for serial, street in ranked:
            if street.style and street.name != 'Rynek':
                self.builder.build_street(street, serial)

    def _clear(self, line, owner, gap=1.0):
        for a, b in zip(line, line[1:]):
            for part in self.ground.built.near(g.grow(g.bounds((a, b)), gap)):
                if g.ring_segment_distance(part, a, b) < gap:
                    return False
            for ring, whose in self.ground.rings.near(g.bounds((a, b))):
                if whose in (owner, 'parking'):
                    continue
                if g.inside(ring, g.mix(a, b, 0.5)) or any(g.crossing(a, b, ring[k - 1], ring[k]) for k in range(len(ring))):
                    return False
        return True

    def _allot_drives(self):
        """Drives and paths become ways whose ends are points of streets."""
        for (start, _), owner in self.drives:
            options = []
            for street in self.network.streets:
                if street.kind in ('trunk', 'track', 'path', 'pedestrian'):
                    continue
                box = g.grow(g.bounds(street.line), 190.0)
                if not (box[0] < start[0] < box[2] and box[1] < start[1] < box[3]):
                    continue
                d, s, p = g.nearest_on(street.line, start)
                if 4.0 < d < 190.0:
                    options.append((d, s, p, street))
            options.sort(key=lambda o: o[0])
            for d, s, p, street in options[:4]:
                ruler = g.Ruler(street.line)
                found = None
                for shift in (0, 8, -8, 16, -16, 26, -26, 38, -38):
                    if not 2.0 < s + shift < ruler.length - 2.0:
                        continue
                    q = cm(ruler.point(s + shift))
                    if self._clear([start, q], owner):
                        found = q
                        break
                if found:
                    q = self._attach(street, found)
                    self.network.add([cm(start), q], 'service', snap=0.0)
                    break
        for line, kind in self.paths:
            line = list(line)
            for end in (0, -1):
                best = None
                for street in self.network.streets:
                    if street.kind in ('footway', 'path'):
                        continue
                    box = g.grow(g.bounds(street.line), 26.0)
                    if not (box[0] < line[end][0] < box[2] and box[1] < line[end][1] < box[3]):
                        continue
                    d, _, q = g.nearest_on(street.line, line[end])
                    if d < 22.0 and (best is None or d < best[0]):
                        best = (d, q, street)
                if best:
                    q = self._attach(best[2], cm(best[1]))
                    if best[0] > 0.05:
                        line = [q] + line if end == 0 else line + [q]
            self.network.add(line, kind, snap=0.0)
        self.network._cross()

    def _attach(self, street, p):
        near = [v for v in street.line if g.dist(v, p) < 1.5]
        if near:
            return near[0]
        from .network import _insert
        return _insert(street, p)

    def _tracks(self):
        net = self.network
        for line in villages.tracks(net):
            good = []
            for k, (a, b) in enumerate(zip(line, line[1:])):
                hit = not self._clear([a, b], None, 8.0)
                wet = any(g.ring_segment_distance([a, b, b], c, d) < half
                          for c, d, half, street in self.ground.segments.near(g.bounds((a, b))) if street is None)
                if hit or wet:
                    break
                good = line[:k + 2]
            if len(good) > 1 and g.length(good) > 110.0:
                net.add(good, 'track', snap=12.0, tags={'tracktype': 'grade3'})
        net._snap_ends()
        net._cross()


def _normal(line, i):
    a, b = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
    return g.left(g.unit(g.sub(b, a)))


def _wiggle(points, name):
    """A stream has more bends than one draws."""
    rng = Rng('stream/' + name)
    result = [points[0]]
    for a, b in zip(points, points[1:]):
        pieces = max(1, int(g.dist(a, b) / 70.0))
        for k in range(1, pieces):
            p = g.mix(a, b, k / pieces)
            result.append(g.add(p, g.mul(g.left(g.unit(g.sub(b, a))), rng.bell(9.0))))
        result.append(b)
    return result


def make_region():
    region = Region()
    region.make()
    return region
