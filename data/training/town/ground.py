# SPDX-License-Identifier: GPL-3.0-or-later
"""What is taken: streets, water, reserved ground and buildings. Whoever builds asks here first."""

from . import geometry as g


class Ground:
    def __init__(self):
        self.segments = g.Index(60.0)       # (a, b, half width, street or None)
        self.rings = g.Index(120.0)         # (ring, owner): reserved ground and still water
        self.built = g.Index(40.0)          # convex rings of buildings

    def add_line(self, line, half_width, street=None):
        for a, b in zip(line, line[1:]):
            self.segments.add(g.grow(g.bounds((a, b)), half_width), (a, b, half_width, street))

    def add_ring(self, ring, owner):
        self.rings.add(g.bounds(ring), (ring, owner))

    def add_building(self, parts):
        for part in parts:
            self.built.add(g.bounds(part), part)

    def streets_free(self, ring, gap):
        for a, b, half, _ in self.segments.near(g.grow(g.bounds(ring), gap + 8.0)):
            if g.ring_segment_distance(ring, a, b) < half + gap:
                return False
        return True

    def reserved(self, ring, owner=None):
        box = g.bounds(ring)
        for other, whose in self.rings.near(box):
            if owner is not None and whose == owner:
                continue
            if any(g.inside(other, p) for p in ring) or any(g.inside(ring, p) for p in other):
                return True
            for i in range(len(ring)):
                if any(g.crossing(ring[i - 1], ring[i], other[k - 1], other[k]) for k in range(len(other))):
                    return True
        return False

    def buildings_free(self, ring, gap):
        centre = g.centroid(ring)
        if gap > 0:
            grown = []
            for p in ring:
                away = g.sub(p, centre)
                size = g.dist(p, centre) or 1.0
                grown.append(g.add(p, g.mul(away, gap * 1.4 / size)))
            ring = grown
        for part in self.built.near(g.bounds(ring)):
            if g.convex_overlap(ring, part):
                return False
        return True

    def free(self, parts, street_gap=2.0, gap=2.0, owner=None):
        return all(self.streets_free(part, street_gap) and self.buildings_free(part, gap)
                   and not self.reserved(part, owner) for part in parts)
