# SPDX-License-Identifier: GPL-3.0-or-later
"""Houses along the streets: rows in the old town, villas, detached houses, farms."""

from . import geometry as g
from .rng import Rng


class Building:
    def __init__(self, ring, tags, parts=None):
        self.ring = [(round(p[0], 2), round(p[1], 2)) for p in ring]
        self.parts = parts or [self.ring]
        self.tags = tags
        self.street = self.place = self.number = None

    @property
    def centre(self):
        return g.centroid(self.ring)


# plot width, setback from the street's edge, house along the street, house across
STYLES = {
    'house': ((23.0, 32.0), (5.0, 8.0), (9.0, 12.5), (8.5, 11.0)),
    'new': ((23.0, 30.0), (5.5, 9.0), (10.0, 14.0), (9.0, 12.0)),
    'villa': ((25.0, 35.0), (4.0, 7.0), (11.0, 15.5), (10.0, 13.5)),
    'village': ((42.0, 76.0), (6.0, 13.0), (9.0, 12.0), (8.5, 13.0)),
    'farm': ((56.0, 130.0), (9.0, 38.0), (9.0, 13.0), (9.0, 12.0)),
}


def l_shape(centre, direction, along_size, across_size, rng, front):
    """An L: its outline and its two convex parts. `front` is +1 when the street lies to the left."""
    normal = g.left(direction)
    wing_along = along_size * rng.range(0.38, 0.5)
    wing_deep = rng.range(3.0, 5.0)
    hand = 1.0 if rng.chance(0.5) else -1.0
    hx, hy = along_size / 2.0, across_size / 2.0

    def at(x, y):
        return g.add(centre, g.add(g.mul(direction, x * hand), g.mul(normal, -y * front)))

    ring = [at(-hx, -hy), at(hx, -hy), at(hx, hy + wing_deep), at(hx - wing_along, hy + wing_deep),
            at(hx - wing_along, hy), at(-hx, hy)]
    main = [at(-hx, -hy), at(hx, -hy), at(hx, hy), at(-hx, hy)]
    wing = [at(hx - wing_along, hy), at(hx, hy), at(hx, hy + wing_deep), at(hx - wing_along, hy + wing_deep)]
    return ring, [main, wing]


class Builder:
    def __init__(self, ground):
        self.ground = ground
        self.buildings = []
        self.counters = {}
        self.lettered = set()       # where the last number given had a letter
        self.driveways = []
        self.yards = []

    def put(self, ring, tags, parts=None):
        building = Building(ring, tags, parts)
        self.ground.add_building(building.parts)
        self.buildings.append(building)
        return building

    def address(self, building, street, number):
        building.street, building.place, building.number = street.name, street.place, number

    # -- numbers ------------------------------------------------------------------------------

    def next_number(self, street, side):
        """Odd numbers on the left and even ones on the right; a village without street names counts all."""
        if street.name == 'Rynek':
            key = (street.place, street.name)
            value = self.counters.get(key, 0) + 1
        elif street.name:
            key = (street.place, street.name, side)
            value = self.counters.get(key, -1 if side > 0 else 0) + 2
        else:
            key = (street.place, '')
            value = self.counters.get(key, 0) + 1
        self.counters[key] = value
        return str(value)

    def next_label(self, street, side, rng):
        """As next_number; now and then a later house between two others: 7A after 7."""
        key = (street.place, street.name, side) if street.name else (street.place, '')
        last = self.counters.get(key)
        if last and key not in self.lettered and rng.chance(0.045):
            self.lettered.add(key)
            return f'{last}A'
        self.lettered.discard(key)
        return self.next_number(street, side)

    # -- streets ------------------------------------------------------------------------------

    def build_street(self, street, serial):
        rng = Rng(f'street/{street.place}/{street.name}/{serial}')
        line = street.line
        if g.dist(line[-1], (0, 0)) < g.dist(line[0], (0, 0)):
            line = line[::-1]
        if street.style in ('old', 'tenement'):
            for side in (1.0, -1.0):
                self.build_row(street, line, side, rng, street.style)
        elif street.name:
            for side in (1.0, -1.0):
                for s, width in self._plots(line, street.style, rng):
                    self._house(street, line, side, s, width, rng, self.next_label(street, side, rng))
        else:
            plots = [(s, width, side) for side in (1.0, -1.0) for s, width in self._plots(line, street.style, rng)]
            for s, width, side in sorted(plots):
                key = (street.place, '')
                last = self.counters.get(key, 0)
                if not self._house(street, line, side, s, width, rng, self.next_label(street, side, rng)):
                    self.counters[key] = last

    @staticmethod
    def _plots(line, style, rng):
        total = g.length(line)
        low, high = STYLES[style][0]
        s = rng.range(2.0, 10.0)
        result = []
        while s < total - 8.0:
            width = rng.range(low, high)
            if style in ('village', 'farm') and rng.chance(0.13):
                s += width * rng.range(0.5, 1.4)             # a field or an empty plot between
                continue
            result.append((s + width / 2.0, width))
            s += width
        return result

    def _house(self, street, line, side, s, width, rng, number):
        """One plot: a house and what belongs to it. False when nothing fits there."""
        style = street.style
        _, setbacks, alongs, acrosses = STYLES[style]
        ruler = g.Ruler(line)
        if s > ruler.length:
            return False
        direction = ruler.direction(s, 9.0)
        outward = g.mul(g.left(direction), side)
        setback = rng.range(*setbacks)
        tilt = rng.bell(0.8)
        facing = g.turn(direction, tilt)
        shape = rng.unit()
        for attempt in range(5):
            along_size = rng.range(*alongs) * (1.0 - 0.06 * attempt)
            across_size = rng.range(*acrosses) * (1.0 - 0.06 * attempt)
            shift = rng.range(-0.12, 0.12) * width * (1 + attempt * 0.6)
            back = setback + attempt * 1.0
            front = g.add(ruler.point(min(ruler.length, max(0.0, s + shift))),
                          g.mul(outward, street.width / 2.0 + back + across_size / 2.0))
            if shape < 0.3 and style != 'farm':
                ring, parts = l_shape(front, facing, along_size, across_size, rng, side * -1.0)
            else:
                ring = g.rectangle(front, facing, along_size, across_size)
                parts = [ring]
            if self.ground.free(parts, 2.6, 3.0):
                break
        else:
            return False
        if g.area(ring) < 0:
            ring = ring[::-1]
        tags = {'building': 'house' if rng.chance(0.8) else 'yes'}
        if style == 'villa' and rng.chance(0.25):
            tags = {'building': 'apartments', 'building:levels': str(rng.integer(2, 4))}
        elif rng.chance(0.7):
            tags['building:levels'] = str(rng.weighted(((1, 5), (2, 6))))
        building = self.put(ring, tags, parts)
        self.address(building, street, number)
        self._outbuildings(style, front, facing, outward, along_size, across_size, width, rng)
        return True

    def _outbuildings(self, style, front, facing, outward, along_size, across_size, width, rng):
        hand = 1.0 if rng.chance(0.5) else -1.0
        if style in ('house', 'new', 'villa'):
            if rng.chance(0.4):
                size = (rng.range(3.4, 4.2), rng.range(5.6, 6.8))
                centre = g.add(front, g.add(g.mul(facing, hand * (along_size / 2.0 + size[0] / 2.0 + 2.6)),
                                            g.mul(outward, rng.range(0.0, 9.0))))
                self._try(g.rectangle(centre, facing, *size), {'building': 'garage'}, 0.8)
            if rng.chance(0.08):
                centre = g.add(front, g.add(g.mul(facing, -hand * width * 0.3),
                                            g.mul(outward, rng.range(13.0, 19.0))))
                self._try(g.rectangle(centre, facing, rng.range(2.5, 4.5), rng.range(2.5, 4.0)),
                          {'building': 'shed'}, 0.8)
            return
        depth = rng.range(16.0, 30.0)
        if rng.chance(0.62):
            size = (rng.range(8.0, 12.0), rng.range(15.0, 27.0))
            across = rng.chance(0.55)
            centre = g.add(front, g.add(g.mul(facing, hand * width * rng.range(0.0, 0.2)),
                                        g.mul(outward, depth + size[0] / 2.0)))
            if across:
                ring = g.rectangle(centre, facing, min(size[1], width * 0.85), size[0])
            else:
                ring = g.rectangle(g.add(centre, g.mul(outward, size[1] / 4.0)), facing, size[0], size[1])
            self._try(ring, {'building': 'barn'}, 2.0)
        if rng.chance(0.55):
            size = (rng.range(4.5, 7.0), rng.range(7.0, 14.0))
            centre = g.add(front, g.add(g.mul(facing, -hand * (along_size / 2.0 + size[0] / 2.0 + 3.0)),
                                        g.mul(outward, depth * 0.55)))
            self._try(g.rectangle(centre, facing, *size),
                      {'building': rng.pick(('farm_auxiliary', 'farm_auxiliary', 'garage', 'shed'))}, 1.5)
        if style == 'farm':
            centre = g.add(front, g.mul(outward, depth * 0.5))
            self.yards.append(g.rectangle(centre, facing, min(width * 0.8, 52.0), depth + 36.0))

    def _try(self, ring, tags, gap):
        if self.ground.free([ring], 2.0, gap):
            return self.put(ring, tags)
        return None

    # -- rows with shared walls ---------------------------------------------------------------

    def build_row(self, street, line, side, rng, style):
        ruler = g.Ruler(line)
        old = style == 'old'
        back_to = 1.6 if old else 2.8
        s = 4.0 if old else 8.0
        shared = None
        depth = rng.range(11.0, 14.0)
        while s < ruler.length - 6.0:
            width = rng.range(9.5, 17.0) if old else rng.range(15.0, 28.0)
            end = min(s + width, ruler.length - 2.0)
            if end - s < 6.0:
                break
            if shared is None or rng.chance(0.55):
                depth = min(16.0, max(9.5, depth + rng.bell(1.6)))
            number = self.next_number(street, side)
            placed = None
            for shrink in (1.0, 0.82, 0.68):
                ring = self._row_ring(street, ruler, side, s, end, back_to, depth * shrink, shared)
                if self.ground.streets_free(ring, 1.2 if old else 2.2) and self.ground.buildings_free(ring, 0.0) \
                        and not self.ground.reserved(ring):
                    placed = ring
                    break
                shared = None
            if placed:
                levels = rng.weighted(((2, 5), (3, 6), (4, 2)))
                kind = 'apartments' if rng.chance(0.45) else 'yes'
                if not old and rng.chance(0.2):
                    kind = 'house'
                building = self.put(placed, {'building': kind, 'building:levels': str(levels)})
                self.address(building, street, number)
                shared = (building.ring[1], building.ring[2])
            else:
                shared = None
            s = end
            if rng.chance(0.08 if old else 0.36):
                s += rng.range(3.5, 9.0)
                shared = None

    @staticmethod
    def _row_ring(street, ruler, side, s0, s1, back_to, depth, shared):
        """A house of a row, its first wall taken from the house before it when they touch."""
        near = street.width / 2.0 + back_to
        far = near + depth

        def at(s, off):
            normal = g.mul(g.left(ruler.direction(s, 7.0)), side)
            return g.add(ruler.point(s), g.mul(normal, off))

        first = shared[0] if shared else at(s0, near)
        if shared:
            wall = g.unit(g.sub(shared[1], shared[0]))
            last = g.add(first, g.mul(wall, depth))
        else:
            last = at(s0, far)
        return [first, at(s1, near), at(s1, far), last]
