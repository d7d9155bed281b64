# SPDX-License-Identifier: GPL-3.0-or-later
"""Side streets: the old town's bent chessboard and the quarters' streets on bent patches."""

from . import geometry as g
from . import plan
from .network import cm
from .rng import Rng


def patch_point(corners, bulge, u, v):
    """A place on the patch: u runs along the first side, v from the first side to the third."""
    a, b, c, d = corners

    def side(p, q, t, out):
        normal = g.left(g.unit(g.sub(q, p)))
        return g.add(g.mix(p, q, t), g.mul(normal, -out * 4 * t * (1 - t)))

    south, north = side(a, b, u, bulge[0]), side(d, c, u, -bulge[2])
    west, east = side(a, d, v, -bulge[3]), side(b, c, v, bulge[1])
    flat = g.mix(g.mix(a, b, u), g.mix(d, c, u), v)
    p = g.sub(g.add(g.mix(south, north, v), g.mix(west, east, u)), flat)
    return (p[0] + 13.0 * g.noise(p[0], p[1], 'patch-x', 240.0),
            p[1] + 13.0 * g.noise(p[0], p[1], 'patch-y', 240.0))


def _straight(corners, bulge, u0, v0, u1, v1):
    span = g.dist(patch_point(corners, bulge, u0, v0), patch_point(corners, bulge, u1, v1))
    count = max(2, int(span / 22.0))
    return g.spline([patch_point(corners, bulge, u0 + (u1 - u0) * i / count, v0 + (v1 - v0) * i / count)
                     for i in range(count + 1)], 9.0)


def lay_quarter(network, quarter):
    rng = Rng('quarter/' + quarter['id'])
    corners, bulge = quarter['corners'], quarter['bulge']
    rows = [v + rng.bell(0.008) for v in quarter['rows']]
    names = list(quarter['names'])
    style = quarter['style']
    a, b, c, d = corners
    wide = (g.dist(a, b) + g.dist(d, c)) / 2.0
    streets = []
    for v in rows:
        tilt = rng.bell(0.012)
        u0, u1 = 0.0, 1.0
        streets.append(_straight(corners, bulge, u0, v - tilt, u1, v + tilt))
    edges = [0.0] + rows + [1.0]
    if len(quarter['cross']) == len(rows) - 1:
        edges = rows                              # links only between rows
    last_cuts = []
    for strip, count in enumerate(quarter['cross']):
        low, high = edges[strip], edges[strip + 1]
        cuts = []
        for k in range(count):
            for _ in range(12):
                u = (k + 0.5 + rng.range(-0.24, 0.24)) / count if count > 1 else rng.range(0.3, 0.7)
                if all(abs(u - other) * wide > 34.0 or abs(u - other) * wide < 1.0 for other in last_cuts):
                    break
            # now and then a street goes straight on from strip to strip
            near = [other for other in last_cuts if abs(other - u) * wide < 60.0]
            if near and rng.chance(0.45):
                u = near[0]
            cuts.append(u)
            lean = rng.bell(0.010)
            streets.append(_straight(corners, bulge, u - lean, low, u + lean, high))
        last_cuts = cuts
    for u in quarter.get('edge', ()):               # a street along the quarter's side
        streets.append(_straight(corners, bulge, u, rows[0], u + rng.bell(0.01), rows[-1]))
    streets.sort(key=lambda line: -g.length(line))
    for number, line in enumerate(streets):
        name = names[number] if number < len(names) else ''
        # short links have no houses of their own: those at their corners belong to the streets they join
        built = style if name and g.length(line) > 112.0 else None
        street = network.add(line, 'residential' if name else 'service', name, style=built,
                             place=plan.TOWN, snap=44.0)
        street.clip = True


def lay_old_town(network):
    t = plan.OLD_TOWN_TURN
    ring = g.spline([g.turn(p, 0) for p in plan.RING], 9.0, closed=True)
    network.add(ring, 'residential', plan.RING_NAME, style='tenement', place=plan.TOWN, snap=0.0)
    half_x, half_y = plan.RYNEK
    square = [(-half_x, -half_y), (half_x, -half_y), (half_x, half_y), (-half_x, half_y)]
    square = [g.turn(p, t) for p in square]
    network.add(square + [square[0]], 'living_street', 'Rynek', place=plan.TOWN, snap=0.0,
                tags={'surface': 'sett'})
    for number, (name, a, b) in enumerate(plan.OLD_STREETS):
        rng = Rng(f'old/{number}')
        a, b = g.turn(a, t), g.turn(b, t)
        count = 8
        side = g.left(g.unit(g.sub(b, a)))
        bow = rng.range(-5.0, 5.0)
        line = [g.add(g.mix(a, b, i / count), g.mul(side, bow * 4 * (i / count) * (1 - i / count)))
                for i in range(count + 1)]
        # inside the ring only
        inner = _inside_part(line, ring)
        if len(inner) > 1:
            kind = 'pedestrian' if name in ('Kościelna', 'Piekarska') else 'residential'
            network.add(inner, kind, name, style='old', place=plan.TOWN, snap=14.0, tags={'surface': 'sett'})


def _inside_part(line, ring):
    result = []
    for i in range(len(line) - 1):
        a, b = line[i], line[i + 1]
        ts = [0.0, 1.0]
        for k in range(len(ring) - 1):
            hit = g.crossing(a, b, ring[k], ring[k + 1])
            if hit:
                ts.append(hit[0])
        ts.sort()
        for t0, t1 in zip(ts, ts[1:]):
            if t1 - t0 > 1e-6 and g.inside(ring, g.mix(a, b, (t0 + t1) / 2)):
                if not result:
                    result = [g.mix(a, b, t0)]
                result.append(g.mix(a, b, t1))
    return result


# How far from the square the drawn streets are built up, and how; nearer than HEART in closed rows.
HEART = 470.0
FRONTAGE = {'Warszawska': ('villa', 1020.0), 'Krakowska': ('villa', 920.0), 'Gdańska': ('villa', 1330.0),
            'Dworcowa': ('tenement', 700.0), 'Adama Mickiewicza': ('villa', 760.0), 'Kolejowa': ('villa', 560.0),
            'Henryka Sienkiewicza': ('villa', 690.0), 'Nadrzeczna': ('house', 560.0), 'Szpitalna': ('villa', 990.0),
            'Zarzecze': ('house', 960.0), 'Lubelska': ('house', 900.0), 'Sandomierska': ('house', 1240.0)}


def lay_roads(network):
    """The drawn roads, cut where the way they are built up changes."""
    for name, kind, ref, points in plan.ROADS:
        tags = {'maxspeed': '90', 'lanes': '2'} if kind == 'trunk' else {}
        line = [cm(p) for p in g.spline(points, 14.0)]
        style, reach = FRONTAGE.get(name, (None, 0.0))
        if style is None:
            network.add(line, kind, name, ref, place=plan.TOWN if name else '', tags=tags, snap=60.0)
            continue
        edges = [reach] if style == 'house' else [HEART, reach]
        for part in _cut_by_circles(line, edges):
            far = g.dist(g.along(part, g.length(part) / 2.0)[0], (0, 0))
            use = None if far > reach else ('tenement' if far < HEART and style != 'house' else style)
            network.add(part, kind, name, ref, style=use, place=plan.TOWN, tags=tags, snap=60.0)


def _cut_by_circles(line, radii):
    parts = [[line[0]]]
    for a, b in zip(line, line[1:]):
        for r in radii:
            if (g.dist(a, (0, 0)) < r) != (g.dist(b, (0, 0)) < r):
                parts[-1].append(b)
                parts.append([])
                break
        parts[-1].append(b)
    return [part for part in parts if len(part) > 1]
