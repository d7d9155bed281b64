# SPDX-License-Identifier: GPL-3.0-or-later
"""Land cover as a partition: the cells of seeds, merged by class, so that no two areas overlap."""

import math

from . import geometry as g


def cells(seeds, box):
    """For each seed its cell as a list of corner ids, and the corners' places.

    A corner's id is the sorted triple of the cells meeting there (negative numbers: the sides
    of the box), so neighbours share corners exactly, whatever rounding does.
    """
    index = {}
    size = 130.0
    for number, (x, y) in enumerate(seeds):
        index.setdefault((int(x // size), int(y // size)), []).append(number)
    x0, y0, x1, y1 = box
    corners, result = {}, []
    for number, seed in enumerate(seeds):
        # (corner, the neighbour behind the side that leaves this corner)
        ring = [((x0, y0), -1), ((x1, y0), -2), ((x1, y1), -3), ((x0, y1), -4)]
        home = (int(seed[0] // size), int(seed[1] // size))
        reach, done = 0, False
        while not done:
            near = []
            for i in range(home[0] - reach, home[0] + reach + 1):
                for j in range(home[1] - reach, home[1] + reach + 1):
                    if max(abs(i - home[0]), abs(j - home[1])) == reach:
                        near += index.get((i, j), ())
            near.sort(key=lambda n: (seeds[n][0] - seed[0]) ** 2 + (seeds[n][1] - seed[1]) ** 2)
            for other in near:
                if other != number:
                    ring = _cut(ring, seed, seeds[other], other)
            far = max(g.dist(seed, p) for p, _ in ring)
            done = reach * size > 2.0 * far or reach > 60
            reach += 1
        ids = []
        for k, (point, neighbour) in enumerate(ring):
            before = ring[k - 1][1]
            key = tuple(sorted((number, before, neighbour)))
            corners.setdefault(key, point)
            if not ids or ids[-1] != key:
                ids.append(key)
        result.append(ids)
    return result, corners


def _cut(ring, seed, other, name):
    """The part of the convex ring nearer to seed than to other."""
    nx, ny = other[0] - seed[0], other[1] - seed[1]
    limit = (other[0] ** 2 + other[1] ** 2 - seed[0] ** 2 - seed[1] ** 2) / 2.0
    values = [p[0] * nx + p[1] * ny - limit for p, _ in ring]
    if max(values) <= 0:
        return ring
    result = []
    for i, (p, neighbour) in enumerate(ring):
        j = (i + 1) % len(ring)
        q = ring[j][0]
        here, there = values[i], values[j]
        if here <= 0:
            result.append((p, neighbour))
            if there > 0:
                result.append((g.mix(p, q, here / (here - there)), name))
        elif there <= 0:
            result.append((g.mix(p, q, here / (here - there)), neighbour))
    return result


def merge(cell_ids, corners, keys):
    """Areas of cells with one key, joined where they touch: a list of (key, [rings of corners])."""
    owners = {}
    for number, ids in enumerate(cell_ids):
        for k in range(len(ids)):
            owners[(ids[k - 1], ids[k])] = number
    parent = list(range(len(cell_ids)))

    def root(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for (a, b), number in owners.items():
        other = owners.get((b, a))
        if other is not None and keys[number] == keys[other]:
            parent[root(number)] = root(other)
    border = {}
    for number, ids in enumerate(cell_ids):
        for k in range(len(ids)):
            a, b = ids[k - 1], ids[k]
            other = owners.get((b, a))
            if other is None or keys[other] != keys[number]:
                border.setdefault(root(number), {}).setdefault(a, []).append(b)
    areas = []
    for part in sorted(border):
        rings, ways = [], border[part]
        for start in sorted(ways):
            while ways[start]:
                ring, at = [start], ways[start].pop()
                while at != start:
                    ring.append(at)
                    at = ways[at].pop()
                rings.append(ring)
        areas.append((keys[part], rings))
    return areas


def wander(a, b, pa, pb, amount):
    """Points between two corners that stray from the straight line, the same from either side."""
    from .rng import hash_unit
    flip = a > b
    if flip:
        a, b, pa, pb = b, a, pb, pa
    result = [pa, pb]
    for level in range(2):
        if g.dist(result[0], result[1]) < 22.0:
            break
        finer = [result[0]]
        for k in range(len(result) - 1):
            p, q = result[k], result[k + 1]
            span = g.dist(p, q)
            shift = (hash_unit('wander', a, b, level, k) - 0.5) * amount * span
            finer.append(g.add(g.mix(p, q, 0.5), g.mul(g.left(g.unit(g.sub(q, p))), shift)))
            finer.append(q)
        result = finer
    inner = result[1:-1]
    return inner[::-1] if flip else inner


def rounded(value):
    return math.floor(value * 1000 + 0.5) / 1000
