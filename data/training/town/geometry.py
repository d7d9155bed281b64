# SPDX-License-Identifier: GPL-3.0-or-later
"""Plane geometry in metres: x to the east, y to the north, the market square at 0,0."""

import math


def add(a, b):
    return (a[0] + b[0], a[1] + b[1])


def sub(a, b):
    return (a[0] - b[0], a[1] - b[1])


def mul(a, k):
    return (a[0] * k, a[1] * k)


def mix(a, b, t):
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def dist(a, b):
    return math.hypot(a[0] - b[0], a[1] - b[1])


def unit(a):
    length = math.hypot(a[0], a[1]) or 1.0
    return (a[0] / length, a[1] / length)


def left(a):
    """The vector turned a quarter to the left."""
    return (-a[1], a[0])


def turn(a, degrees, centre=(0.0, 0.0)):
    angle = math.radians(degrees)
    c, s = math.cos(angle), math.sin(angle)
    x, y = a[0] - centre[0], a[1] - centre[1]
    return (centre[0] + x * c - y * s, centre[1] + x * s + y * c)


def spline(points, step=12.0, closed=False):
    """A smooth line through the points (centripetal Catmull-Rom), thinned where it is straight."""
    count = len(points)
    if count < 3 and not closed:
        return [tuple(map(float, p)) for p in points]
    line = []
    last = count if closed else count - 1
    for i in range(last):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p1, p2 = points[i], points[i + 1]
            p0 = points[i - 1] if i > 0 else sub(mul(p1, 2), p2)
            p3 = points[i + 2] if i + 2 < count else sub(mul(p2, 2), p1)
        t0 = 0.0
        t1 = t0 + max(math.sqrt(dist(p0, p1)), 1e-6)
        t2 = t1 + max(math.sqrt(dist(p1, p2)), 1e-6)
        t3 = t2 + max(math.sqrt(dist(p2, p3)), 1e-6)
        pieces = max(1, int(dist(p1, p2) / step))
        for k in range(pieces):
            t = t1 + (t2 - t1) * k / pieces
            a1 = mix(p0, p1, (t - t0) / (t1 - t0))
            a2 = mix(p1, p2, (t - t1) / (t2 - t1))
            a3 = mix(p2, p3, (t - t2) / (t3 - t2))
            b1 = mix(a1, a2, (t - t0) / (t2 - t0))
            b2 = mix(a2, a3, (t - t1) / (t3 - t1))
            line.append(mix(b1, b2, (t - t1) / (t2 - t1)))
    line.append(line[0] if closed else tuple(map(float, points[-1])))
    return thin(line, 0.35)


def thin(line, tolerance):
    """Douglas and Peucker's thinning, without recursion."""
    if len(line) < 3:
        return list(line)
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    if line[0] == line[-1]:
        far = max(range(len(line)), key=lambda i: dist(line[0], line[i]))
        keep[far] = True
        stack = [(0, far), (far, len(line) - 1)]
    else:
        stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        worst, at = tolerance, -1
        for i in range(first + 1, last):
            d = point_segment(line[i], line[first], line[last])[0]
            if d > worst:
                worst, at = d, i
        if at >= 0:
            keep[at] = True
            stack.append((first, at))
            stack.append((at, last))
    return [p for p, k in zip(line, keep) if k]


def point_segment(p, a, b):
    """Distance to the segment, and how far along it (0..1) the nearest place is."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    t = 0.0 if square == 0 else ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square
    t = min(1.0, max(0.0, t))
    return math.hypot(p[0] - a[0] - dx * t, p[1] - a[1] - dy * t), t


def crossing(a, b, c, d):
    """Where segment ab crosses segment cd: (t on ab, u on cd), or None."""
    rx, ry = b[0] - a[0], b[1] - a[1]
    sx, sy = d[0] - c[0], d[1] - c[1]
    den = rx * sy - ry * sx
    if abs(den) < 1e-9:
        return None
    qx, qy = c[0] - a[0], c[1] - a[1]
    t = (qx * sy - qy * sx) / den
    u = (qx * ry - qy * rx) / den
    if 0.0 <= t <= 1.0 and 0.0 <= u <= 1.0:
        return t, u
    return None


def length(line):
    return sum(dist(line[i], line[i + 1]) for i in range(len(line) - 1))


def along(line, s):
    """The point s metres along the line and the direction there."""
    for i in range(len(line) - 1):
        d = dist(line[i], line[i + 1])
        if s <= d or i == len(line) - 2:
            direction = unit(sub(line[i + 1], line[i]))
            return add(line[i], mul(direction, s)), direction
        s -= d
    return line[0], (1.0, 0.0)


class Ruler:
    """Many questions of `along` on one line, with directions that turn gently at its bends."""

    def __init__(self, line):
        self.line = line
        self.at = [0.0]
        for i in range(len(line) - 1):
            self.at.append(self.at[-1] + dist(line[i], line[i + 1]))
        self.length = self.at[-1]

    def point(self, s):
        low, high = 0, len(self.at) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if self.at[middle] <= s:
                low = middle
            else:
                high = middle
        span = self.at[high] - self.at[low] or 1.0
        return mix(self.line[low], self.line[high], (s - self.at[low]) / span)

    def direction(self, s, reach=6.0):
        return unit(sub(self.point(min(self.length, s + reach)), self.point(max(0.0, s - reach))))


def piece(line, s0, s1):
    """The part of the line between two distances along it."""
    ruler = Ruler(line)
    s0, s1 = max(0.0, s0), min(ruler.length, s1)
    inner = [p for p, s in zip(line, ruler.at) if s0 + 0.05 < s < s1 - 0.05]
    return [ruler.point(s0)] + inner + [ruler.point(s1)]


def nearest_on(line, p):
    """Distance, metres along, point: the place of the line nearest to p."""
    best = (1e18, 0.0, line[0])
    s = 0.0
    for i in range(len(line) - 1):
        d, t = point_segment(p, line[i], line[i + 1])
        span = dist(line[i], line[i + 1])
        if d < best[0]:
            best = (d, s + t * span, mix(line[i], line[i + 1], t))
        s += span
    return best


def offset(line, distance):
    """The line moved to its left by distance (negative: to its right); for gentle lines."""
    result = []
    for i, p in enumerate(line):
        before = unit(sub(p, line[i - 1])) if i > 0 else None
        after = unit(sub(line[i + 1], p)) if i + 1 < len(line) else None
        if before is None or after is None:
            normal, scale = left(before or after), 1.0
        else:
            normal = left(unit(add(before, after)))
            scale = 1.0 / max(0.6, normal[0] * left(before)[0] + normal[1] * left(before)[1])
        result.append(add(p, mul(normal, distance * scale)))
    return result


def area(ring):
    """Signed area; positive when the ring runs counter-clockwise."""
    total = 0.0
    for i in range(len(ring)):
        a, b = ring[i - 1], ring[i]
        total += a[0] * b[1] - b[0] * a[1]
    return total / 2.0


def centroid(ring):
    return (sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))


def inside(ring, p):
    """Is p in the ring (closed or not)?"""
    x, y = p
    result = False
    j = len(ring) - 1
    for i in range(len(ring)):
        xi, yi = ring[i]
        xj, yj = ring[j]
        if (yi > y) != (yj > y) and x < (xj - xi) * (y - yi) / (yj - yi) + xi:
            result = not result
        j = i
    return result


def rectangle(centre, direction, along_size, across_size):
    """Four corners, counter-clockwise; `direction` is a unit vector."""
    normal = left(direction)
    a, b = mul(direction, along_size / 2.0), mul(normal, across_size / 2.0)
    return [sub(sub(centre, a), b), sub(add(centre, a), b),
            add(add(centre, a), b), add(sub(centre, a), b)]


def oval(centre, rx, ry, degrees=0.0, count=24):
    return [turn((centre[0] + rx * math.cos(2 * math.pi * i / count),
                  centre[1] + ry * math.sin(2 * math.pi * i / count)), degrees, centre)
            for i in range(count)]


def bounds(points):
    xs = [p[0] for p in points]
    ys = [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def convex_overlap(a, b, slack=0.05):
    """Do two convex rings overlap by more than slack (separating axes)?"""
    for ring in (a, b):
        for i in range(len(ring)):
            p, q = ring[i - 1], ring[i]
            nx, ny = q[1] - p[1], p[0] - q[0]
            size = math.hypot(nx, ny)
            if size < 1e-9:
                continue
            nx, ny = nx / size, ny / size
            a_values = [v[0] * nx + v[1] * ny for v in a]
            b_values = [v[0] * nx + v[1] * ny for v in b]
            if max(a_values) <= min(b_values) + slack or max(b_values) <= min(a_values) + slack:
                return False
    return True


def ring_segment_distance(ring, a, b):
    """Distance between a ring (as an area) and a segment; 0 when they meet."""
    if inside(ring, a) or inside(ring, b):
        return 0.0
    best = 1e18
    for i in range(len(ring)):
        p, q = ring[i - 1], ring[i]
        if crossing(p, q, a, b):
            return 0.0
        best = min(best, point_segment(p, a, b)[0], point_segment(a, p, q)[0],
                   point_segment(b, p, q)[0])
    return best


class Index:
    """Things found again by their place: a hash of square cells."""

    def __init__(self, cell=60.0):
        self.cell = cell
        self.cells = {}

    def _keys(self, box):
        x0, y0, x1, y1 = (int(math.floor(v / self.cell)) for v in box)
        for x in range(x0, x1 + 1):
            for y in range(y0, y1 + 1):
                yield x, y

    def add(self, box, thing):
        for key in self._keys(box):
            self.cells.setdefault(key, []).append(thing)

    def near(self, box):
        found, seen = [], set()
        for key in self._keys(box):
            for thing in self.cells.get(key, ()):
                if id(thing) not in seen:
                    seen.add(id(thing))
                    found.append(thing)
        return found


def grow(box, by):
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def noise(x, y, label, size):
    """Smooth value noise in [-1, 1] with features of about `size` metres."""
    from .rng import hash_unit
    gx, gy = x / size, y / size
    x0, y0 = math.floor(gx), math.floor(gy)
    fx, fy = gx - x0, gy - y0
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    key = (label, size)

    def value(i, j):
        full = (key, i, j)
        if full not in _noise:
            _noise[full] = hash_unit('noise', label, size, i, j) * 2 - 1
        return _noise[full]

    low = value(x0, y0) * (1 - fx) + value(x0 + 1, y0) * fx
    high = value(x0, y0 + 1) * (1 - fx) + value(x0 + 1, y0 + 1) * fx
    return low * (1 - fy) + high * fy


_noise = {}
