# SPDX-License-Identifier: GPL-3.0-or-later
"""The street network: lines that meet at shared points, bridges, level crossings, roundabouts."""

from . import geometry as g

WIDTH = {'trunk': 10.0, 'primary': 9.0, 'secondary': 8.5, 'tertiary': 7.5, 'unclassified': 6.0,
         'residential': 6.0, 'living_street': 6.0, 'pedestrian': 7.0, 'service': 4.5, 'track': 3.5,
         'footway': 2.5, 'path': 2.0, 'rail': 9.0}


def cm(p):
    return (round(p[0], 2), round(p[1], 2))


class Street:
    def __init__(self, line, kind, name='', ref='', style=None, place='', tags=None, snap=28.0, grade=0):
        self.line = [cm(p) for p in line]
        self.kind, self.name, self.ref = kind, name, ref
        self.style = style          # how its sides are built on; None: not at all
        self.place = place          # the settlement its addresses belong to
        self.tags = dict(tags or {})
        self.snap = snap            # how far an end may reach for another street
        self.grade = grade          # streets of different grade do not meet
        self.bridges = []           # (from, to) metres along the line
        self.clip = False           # a made street: stays out of reserved ground
        self.joints = set()         # points shared with other streets

    @property
    def width(self):
        return WIDTH[self.kind]

    def split(self, lines):
        """Copies of this street for parts of its line."""
        result = []
        for line in lines:
            if len(line) > 1 and g.length(line) > 6.0:
                other = Street(line, self.kind, self.name, self.ref, self.style, self.place, self.tags,
                               self.snap, self.grade)
                other.clip = self.clip
                result.append(other)
        return result


class Network:
    def __init__(self):
        self.streets = []
        self.crossings = []         # level crossings: points shared with the railway

    def add(self, *args, **options):
        street = Street(*args, **options)
        if g.length(street.line) > 5.0:
            self.streets.append(street)
        return street

    def cut_out(self, ring, only_clipped):
        """Take away the parts of streets that lie inside the ring."""
        box = g.bounds(ring)
        kept = []
        for street in self.streets:
            if (only_clipped and not street.clip) or not _boxes_meet(g.bounds(street.line), box):
                kept.append(street)
                continue
            lines, current = [], []
            for i in range(len(street.line) - 1):
                a, b = street.line[i], street.line[i + 1]
                cuts = [0.0, 1.0]
                for k in range(len(ring)):
                    hit = g.crossing(a, b, ring[k - 1], ring[k])
                    if hit:
                        cuts.append(hit[0])
                cuts.sort()
                for t0, t1 in zip(cuts, cuts[1:]):
                    if t1 - t0 < 1e-6:
                        continue
                    if g.inside(ring, g.mix(a, b, (t0 + t1) / 2)):
                        if current:
                            lines.append(current)
                        current = []
                    else:
                        p, q = cm(g.mix(a, b, t0)), cm(g.mix(a, b, t1))
                        if not current:
                            current = [p]
                        if current[-1] != q:
                            current.append(q)
            if current:
                lines.append(current)
            if len(lines) == 1 and lines[0] == street.line:
                kept.append(street)
            else:
                kept += street.split(lines)
        self.streets = kept

    def roundabout(self, centre, radius, kind):
        ring = g.oval(centre, radius, radius, 7.0, 20)
        self.cut_out(ring, False)
        ring = [cm(p) for p in ring]
        street = self.add(ring + [ring[0]], kind, tags={'junction': 'roundabout', 'oneway': 'yes'}, snap=0.0)
        return street

    # -- joining -------------------------------------------------------------------------------

    def join(self):
        self._cross()
        self._trim(62.0)
        self._snap_ends()
        self._cross()
        self._trim(30.0)
        self._cross()

    def drop_islands(self):
        """Take away made streets that nothing joins to the others."""
        at = {}
        for number, street in enumerate(self.streets):
            for p in street.line:
                at.setdefault(p, []).append(number)
        reached, queue = set(), [0]
        while queue:
            number = queue.pop()
            if number in reached:
                continue
            reached.add(number)
            for p in self.streets[number].line:
                queue += at[p]
        self.streets = [s for n, s in enumerate(self.streets) if n in reached or not s.clip]

    def _index(self):
        index = g.Index(80.0)
        for street in self.streets:
            for i in range(len(street.line) - 1):
                a, b = street.line[i], street.line[i + 1]
                index.add(g.bounds((a, b)), (street, i, a, b))
        return index

    def _snap_ends(self):
        for street in self.streets:
            if street.snap <= 0:
                continue
            for end in (0, -1):
                p = street.line[end]
                if p in street.joints:
                    continue
                best = None
                for other in self.streets:
                    if other is street or other.grade != street.grade:
                        continue
                    if not _boxes_meet(g.grow(g.bounds(other.line), street.snap), (p[0], p[1], p[0], p[1])):
                        continue
                    d, s, q = g.nearest_on(other.line, p)
                    if d <= street.snap and (best is None or d < best[0]):
                        best = (d, s, q, other)
                if best is None:
                    continue
                _, _, q, other = best
                near = [v for v in sorted(other.joints) + [other.line[0], other.line[-1]] if g.dist(v, q) < 9.0]
                if near:
                    q = min(near, key=lambda v: (g.dist(v, q), v))
                else:
                    q = _insert(other, cm(q))
                other.joints.add(q)
                street.joints.add(q)
                if g.dist(p, q) < 0.02:
                    street.line[end] = q
                elif end == 0:
                    street.line = [q] + _without_near(street.line, q)
                else:
                    street.line = _without_near(street.line, q) + [q]

    def _cross(self):
        index = self._index()
        pairs = {}
        order = {id(street): n for n, street in enumerate(self.streets)}
        for n, street in enumerate(self.streets):
            for i in range(len(street.line) - 1):
                a, b = street.line[i], street.line[i + 1]
                for other, j, c, d in index.near(g.bounds((a, b))):
                    m = order[id(other)]
                    if m <= n or other.grade != street.grade:
                        continue
                    hit = g.crossing(a, b, c, d)
                    if hit:
                        pairs.setdefault((n, m), []).append(g.mix(a, b, hit[0]))
        for (n, m), points in sorted(pairs.items()):
            one, two = self.streets[n], self.streets[m]
            for point in points:
                near_one = [v for v in one.line if g.dist(v, point) < 1.2]
                near_two = [v for v in two.line if g.dist(v, point) < 1.2]
                shared = [v for v in near_one if v in near_two]
                if shared:
                    p = shared[0]
                elif near_one:
                    p = near_one[0]
                    _put(two, p, near_two)
                elif near_two:
                    p = near_two[0]
                    _put(one, p, [])
                else:
                    p = cm(point)
                    _insert(one, p)
                    _insert(two, p)
                one.joints.add(p)
                two.joints.add(p)

    def _trim(self, reach):
        """Take away tails of at most `reach` metres beyond a crossing."""
        for street in self.streets:
            for end in (0, 1):
                line = street.line if end == 0 else street.line[::-1]
                if line[0] in street.joints or line[0] == line[-1]:
                    continue
                s = 0.0
                for i in range(1, len(line)):
                    s += g.dist(line[i - 1], line[i])
                    if s > reach:
                        break
                    if line[i] in street.joints and len(line) - i > 1:
                        line = line[i:]
                        break
                street.line = line if end == 0 else line[::-1]

    def meet_railway(self, rail):
        """Level crossings and bridges where streets and the railway cross; returns the rail's line."""
        for street in self.streets:
            hits = []
            for i in range(len(street.line) - 1):
                for j in range(len(rail) - 1):
                    hit = g.crossing(street.line[i], street.line[i + 1], rail[j], rail[j + 1])
                    if hit:
                        hits.append(cm(g.mix(street.line[i], street.line[i + 1], hit[0])))
            for p in hits:
                if street.kind == 'trunk':
                    s = g.nearest_on(street.line, p)[1]
                    street.bridges.append((s - 26.0, s + 26.0))
                else:
                    _insert(street, p)
                    rail = _insert_line(rail, p)
                    self.crossings.append((p, street))
        return rail

    def bridge_over(self, line, width):
        """Bridges where streets cross the water with this middle line."""
        box = g.bounds(line)
        for street in self.streets:
            if not _boxes_meet(g.bounds(street.line), box):
                continue
            for i in range(len(street.line) - 1):
                a, b = street.line[i], street.line[i + 1]
                small = g.bounds((a, b))
                for j in range(len(line) - 1):
                    c, d = line[j], line[j + 1]
                    if not _boxes_meet(small, g.bounds((c, d))):
                        continue
                    hit = g.crossing(a, b, c, d)
                    if hit:
                        s = sum(g.dist(street.line[k], street.line[k + 1]) for k in range(i))
                        s += hit[0] * g.dist(a, b)
                        one, two = g.unit(g.sub(b, a)), g.unit(g.sub(d, c))
                        sine = max(0.35, abs(one[0] * two[1] - one[1] * two[0]))
                        half = width / 2.0 / sine + (5.0 if width > 10 else 2.5)
                        street.bridges.append((s - half, s + half))


def _put(street, p, replace):
    """Make p a point of the street, in the place of its near point when that is not shared."""
    for v in replace:
        if v not in street.joints:
            street.line[street.line.index(v)] = p
            return
    _insert(street, p)


def _insert(street, p):
    street.line = _insert_line(street.line, p)
    return p


def _insert_line(line, p):
    if p in line:
        return line
    best = (1e18, 0)
    for i in range(len(line) - 1):
        d = g.point_segment(p, line[i], line[i + 1])[0]
        if d < best[0]:
            best = (d, i)
    i = best[1]
    return line[:i + 1] + [p] + line[i + 1:]


def _without_near(line, q):
    """The line without free points so close to its new end that it would kink."""
    if len(line) > 2 and g.dist(line[0], q) < 14.0:
        return line[1:]
    if len(line) > 2 and g.dist(line[-1], q) < 14.0:
        return line[:-1]
    return line


def _boxes_meet(a, b):
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
