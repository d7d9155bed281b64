# SPDX-License-Identifier: GPL-3.0-or-later
"""Grounds with their buildings, pitches, paths and parking; estates of blocks; allotments; parks."""

from . import geometry as g
from .facilities_plan import ESTATES, FACILITIES, PARKS, VILLAGE_FACILITIES
from . import plan
from .rng import Rng

PAVED = {'surface': 'asphalt'}


def ground_ring(facility):
    """The facility's ground: a rectangle that is not quite one."""
    rng = Rng('ground/' + facility['id'])
    w, h = facility['size']
    ring = [(-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)]
    ring = [(x + rng.bell(w * 0.012), y + rng.bell(h * 0.012)) for x, y in ring]
    return [place(facility, p) for p in ring]


def place(facility, p):
    return g.add(facility['centre'], g.turn(p, facility['turn']))


def box_at(facility, x, y, w, d, turn=0):
    ring = [g.turn(p, turn) for p in ((-w / 2, -d / 2), (w / 2, -d / 2), (w / 2, d / 2), (-w / 2, d / 2))]
    return [place(facility, g.add((x, y), p)) for p in ring]


def all_facilities():
    return FACILITIES + VILLAGE_FACILITIES


def reserve(network, ground):
    """Keep made streets and houses off the facilities' ground. Before the network is joined."""
    for facility in all_facilities():
        ring = ground_ring(facility)
        centre = g.centroid(ring)
        wider = [g.add(p, g.mul(g.unit(g.sub(p, centre)), 6.0)) for p in ring]
        network.cut_out(wider, True)
        ground.add_ring(ring, facility['id'])
    for park in PARKS:
        network.cut_out(park['ring'], True)
        ground.add_ring(g.spline(park['ring'], 10.0, closed=True)[:-1], park['name'])


def build(region):
    """Put up the facilities. Streets are known by now: ground that a street crosses gives way."""
    for facility in all_facilities():
        _facility(region, facility)
    for park in PARKS:
        ring = g.spline(park['ring'], 10.0, closed=True)[:-1]
        region.area(ring, dict(park['tags'], name=park['name']))
        _park_paths(region, park, ring)


def _park_paths(region, park, ring):
    """A walk along the inner side of the edge and two across, round the ponds."""
    if 'walk' in park:
        region.path(g.spline(park['walk'], 12.0), 'footway')
        return
    middle = g.centroid(ring)

    def dry(line):
        return not any(g.ring_segment_distance(pond, a, b) < 4.0 for pond in region.ponds for a, b in zip(line, line[1:]))

    for depth in (0.26, 0.18, 0.1, 0.05):
        walk = g.spline([g.mix(p, middle, depth) for p in park['ring']], 12.0, closed=True)
        if dry(walk) and all(g.inside(ring, p) for p in walk):
            region.path(walk, 'footway')
            break
    count = len(park['ring'])
    for k in range(0, count // 2, 2):
        a, b = g.mix(park['ring'][k], park['ring'][k - 1], 0.4), park['ring'][(k + count // 2) % count]
        side = g.mul(g.left(g.unit(g.sub(b, a))), 9.0)
        line = g.spline([a, g.add(g.mix(a, b, 0.35), side), g.sub(g.mix(a, b, 0.7), side), b], 10.0)
        if dry(line) and all(g.inside(ring, p) for p in line[1:-1]):
            region.path(line, 'footway')


def _facility(region, facility):
    ring = ground_ring(facility)
    if facility['tags'].get('amenity') == 'place_of_worship':
        region.area(ring, {'landuse': 'religious'})
    elif facility['tags']:
        region.area(ring, facility['tags'])
    for x, y, w, d, turn, tags in facility['buildings']:
        outline = box_at(facility, x, y, w, d, turn)
        if not region.ground.streets_free(outline, 1.0):
            region.notes.append(f"{facility['id']}: a street runs through a building")
            continue
        for _ in range(24):                            # wings that were drawn too near stand back
            if region.ground.buildings_free(outline, 0.0):
                break
            y += 0.5 if y > 0 else -0.5
            x += 0.5 if x > 0 else -0.5
            outline = box_at(facility, x, y, w, d, turn)
        else:
            region.notes.append(f"{facility['id']}: a building overlaps another")
            continue
        tags = dict(tags)
        if facility['tags'].get('amenity') == 'place_of_worship' and tags['building'] in ('church', 'chapel'):
            tags.update(facility['tags'])
        building = region.builder.put(outline, tags)
        building.facility = facility['id']
        building.settlement = facility.get('place', plan.TOWN)
    if 'parking' in facility:
        x, y, w, d = facility['parking']
        region.area(box_at(facility, x, y, w, d), {'amenity': 'parking', 'surface': 'asphalt'})
        _drive(region, place(facility, (x, y)), facility)
    elif facility['buildings'] and facility['tags'].get('landuse') not in ('cemetery',):
        _drive(region, place(facility, (0, -2)), facility)
    if 'pitch' in facility:
        x, y, w, d = facility['pitch']
        region.area(box_at(facility, x, y, w, d), {'leisure': 'pitch', 'sport': 'soccer'})
    if 'playground' in facility:
        x, y, w, d = facility['playground']
        region.area(box_at(facility, x, y, w, d), {'leisure': 'playground'})
    if facility.get('stadium'):
        region.area(box_at(facility, 0, -4, 100, 64), {'leisure': 'pitch', 'sport': 'soccer'})
        track = []
        for cx, start in ((42, -90), (-42, 90)):
            for k in range(13):
                track.append(g.add((cx, -4), g.turn((42, 0), start + 15 * k)))
        track = [place(facility, p) for p in track]
        region.way(track + [track[0]], {'leisure': 'track', 'sport': 'athletics'})
    if facility.get('basins'):
        for x, y, r in ((-60, 20, 22), (-8, 22, 22), (-58, -36, 16), (-18, -36, 16)):
            ring = g.oval(place(facility, (x, y)), r, r, 0.0, 20)
            region.area(ring, {'natural': 'water', 'water': 'wastewater'})
    if 'paths' in facility:
        w, h = facility['size']
        for k in range(facility['paths']):
            x = -w / 2 + w * (k + 0.5) / facility['paths']
            region.path([place(facility, (x, -h / 2 + 5)), place(facility, (x, h / 2 - 5))], 'footway')
        region.path([place(facility, (-w / 2 + 5, 0)), place(facility, (w / 2 - 5, 0))], 'footway')
        region.path([place(facility, (w / 2 - 5, 0)), place(facility, (w / 2 + 16, 3))], 'footway')
    if facility.get('allotments'):
        _allotments(region, facility)


def _drive(region, start, facility):
    """A service road from the facility's yard to the nearest street."""
    best = None
    for street in region.network.streets:
        if street.kind in ('trunk', 'footway', 'track', 'service', 'path'):
            continue
        box = g.grow(g.bounds(street.line), 220.0)
        if not (box[0] < start[0] < box[2] and box[1] < start[1] < box[3]):
            continue
        d, _, p = g.nearest_on(street.line, start)
        if d < 190.0 and (best is None or d < best[0]):
            best = (d, p)
    if best:
        region.drives.append(([start, best[1]], facility['id']))


def _allotments(region, facility):
    """Rows of small plots with a cabin on most, and lanes between the rows."""
    rng = Rng('allotments/' + facility['id'])
    w, h = facility['size']
    rows = max(2, int(w / 52.0))
    for k in range(rows + 1):
        x = -w / 2 + w * k / rows
        if 0 < k < rows:
            bend = rng.range(-3, 3)
            region.path([place(facility, (x, -h / 2 + 4)), place(facility, (x + bend, 0)),
                         place(facility, (x, h / 2 - 4))], 'path' if k % 2 else 'footway')
        if k == rows:
            break
        for half in (0.27, 0.73):
            y = -h / 2 + 12.0
            while y < h / 2 - 12.0:
                if rng.chance(0.86):
                    cx = x + w / rows * half + rng.range(-5, 5)
                    size = (rng.range(3.0, 5.2), rng.range(3.2, 5.0))
                    ring = [place(facility, g.add((cx, y), g.turn(p, rng.pick((0, 0, 90, 8)))))
                            for p in ((-size[0] / 2, -size[1] / 2), (size[0] / 2, -size[1] / 2),
                                      (size[0] / 2, size[1] / 2), (-size[0] / 2, size[1] / 2))]
                    ring = ring if g.area(ring) > 0 else ring[::-1]
                    if region.ground.streets_free(ring, 1.5) and region.ground.buildings_free(ring, 1.0) \
                            and not region.wet(ring):
                        region.builder.put(ring, {'building': 'allotment_house'})
                y += rng.range(14.0, 19.0)
    region.path([place(facility, (-w / 2 + 4, 0)), place(facility, (w / 2 - 4, 0))], 'footway')
    region.path([place(facility, (-w / 2 + 4, h / 2 - 5)), place(facility, (w / 2 - 4, h / 2 - 5))], 'footway')
    _drive(region, place(facility, (w / 2 - 8, 0)), facility)


def lay_estate_streets(network):
    for estate in ESTATES:
        for points in estate['streets']:
            network.add(g.spline(points, 10.0), 'residential', estate['name'], place=plan.TOWN, snap=34.0)


def build_estates(region):
    for estate in ESTATES:
        rng = Rng('estate/' + estate['id'])
        blocks = []
        for group in estate['groups']:
            rows, cols = group['rows'], group['cols']
            px, py = group['pitch']
            for r in range(rows):
                for c in range(cols):
                    x, y = (c - (cols - 1) / 2.0) * px, (r - (rows - 1) / 2.0) * py
                    x += rng.range(-5.0, 5.0) + (r % 2) * 5.0
                    w = group['size'][0] * rng.pick((1.0, 1.0, 1.0, 0.74))
                    turn = group['turn'] + rng.bell(0.25)
                    for shift in ((0, 0), (0, 6), (0, -6), (9, 0), (-9, 0), (9, 7), (-9, -7), (0, 12), (0, -12)):
                        centre = g.add(group['centre'], g.turn(g.add((x, y), shift), group['turn']))
                        ring = g.rectangle(centre, g.turn((1.0, 0.0), turn), w, group['size'][1])
                        if region.ground.free([ring], 4.0, 12.0):
                            blocks.append((ring, group, centre))
                            region.builder.put(ring, {})
                            break
        # numbers run through the estate as they were built: group by group
        for number, (ring, group, centre) in enumerate(blocks, 1):
            building = next(b for b in region.builder.buildings if b.ring[0] == (round(ring[0][0], 2), round(ring[0][1], 2)))
            building.tags = {'building': 'apartments', 'building:levels': rng.weighted((('5', 8), ('4', 1)))}
            building.street, building.place, building.number = estate['name'], plan.TOWN, str(number)
            _block_surroundings(region, ring, rng)
        # a row of garages and playgrounds where there is room
        centre = g.centroid([b[2] for b in blocks])
        for _ in range(60):
            at = (centre[0] + rng.range(-330, 330), centre[1] + rng.range(-300, 300))
            turn = rng.pick(estate['groups'])['turn']
            ring = g.rectangle(at, g.turn((1, 0), turn), 20.0, 15.0)
            if min(g.dist(at, b[2]) for b in blocks) < 55.0 and region.ground.free([ring], 3.0, 5.0):
                region.area(ring, {'leisure': 'playground'})
                region.ground.add_ring(ring, 'playground')
                if len([1 for a in region.areas if a[1].get('leisure') == 'playground']) > 9:
                    break


def _block_surroundings(region, ring, rng):
    """Parking along one long side of a block."""
    a, b, c, d = ring
    direction = g.unit(g.sub(b, a))
    out = g.mul(g.left(direction), -1.0)
    for side, base in ((out, g.mix(a, b, 0.5)), (g.mul(out, -1.0), g.mix(c, d, 0.5))):
        middle = g.add(base, g.mul(side, 13.0))
        lot = g.rectangle(middle, direction, g.dist(a, b) * 0.8, 10.0)
        lot = lot if g.area(lot) > 0 else lot[::-1]
        if region.ground.free([lot], 0.5, 3.0) and rng.chance(0.75):
            region.area(lot, {'amenity': 'parking', 'surface': 'paving_stones'})
            region.ground.add_ring(lot, 'parking')
            region.drives.append(([middle, None], 'parking'))
            return
