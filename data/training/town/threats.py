# SPDX-License-Identifier: GPL-3.0-or-later
"""A year of reports: each category where and when such things happen."""

import datetime

from . import geometry as g
from . import plan
from .admin import inside_powiat
from .landcover import forest_at
from .rng import Rng, hash_bytes

FIRST = datetime.datetime(2025, 11, 1)
LAST = datetime.datetime(2026, 10, 31, 20)

EVEN = (1,) * 12
SUMMER = (1, 1, 2, 5, 8, 10, 11, 10, 7, 3, 1, 1)            # January to December
WARM = (1, 1, 3, 6, 9, 10, 10, 10, 8, 5, 2, 1)
BATHING = (0, 0, 0, 0, 1, 10, 16, 14, 3, 0, 0, 0)
SPRING_FIRES = (0, 2, 14, 12, 3, 1, 1, 2, 2, 1, 0, 0)
FELLING = (8, 8, 6, 2, 1, 1, 1, 1, 3, 6, 8, 8)
ANIMALS = (5, 4, 4, 6, 7, 4, 4, 4, 7, 12, 12, 7)
POACHING = (8, 6, 4, 3, 3, 3, 3, 4, 6, 8, 9, 9)
COLD = (12, 11, 8, 4, 2, 1, 1, 1, 2, 5, 9, 12)

DAY, EVENING, NIGHT = (7, 19), (15, 23), (19, 26)

# slug, how many, months, hours
CATEGORIES = [
    ('nieprawidlowe-parkowanie', 172, EVEN, DAY), ('przekraczanie-dozwolonej-predkosci', 178, WARM, DAY),
    ('spozywanie-alkoholu-w-miejscach-niedozwolonych', 128, WARM, EVENING), ('akty-wandalizmu', 34, EVEN, EVENING),
    ('niewlasciwa-infrastruktura-drogowa', 44, EVEN, DAY), ('zla-organizacja-ruchu-drogowego', 32, EVEN, DAY),
    ('dzikie-wysypiska-smieci', 46, WARM, DAY), ('uzywanie-srodkow-odurzajacych', 34, EVEN, EVENING),
    ('grupowanie-sie-maloletnich-zagrozonych-demoralizacja', 32, WARM, EVENING), ('nielegalne-rajdy-samochodowe', 28, SUMMER, NIGHT),
    ('walesajace-sie-bezpanskie-psy', 30, EVEN, DAY), ('poruszanie-sie-po-terenach-lesnych-quadami', 27, WARM, DAY),
    ('zdarzenia-drogowe-z-udzialem-zwierzat-lesnych', 19, ANIMALS, (5, 23)), ('wypalanie-traw', 16, SPRING_FIRES, DAY),
    ('niszczenie-zieleni', 13, WARM, DAY), ('nielegalna-wycinka-drzew', 10, FELLING, DAY), ('zebractwo', 10, WARM, DAY),
    ('osoba-bezdomna-wymagajaca-pomocy', 13, COLD, (8, 23)), ('niestrzezone-przejscie-przez-tory', 9, EVEN, DAY),
    ('niestrzezony-przejazd-kolejowy', 7, EVEN, DAY), ('klusownictwo', 5, POACHING, (5, 22)),
    ('znecanie-sie-nad-zwierzetami', 7, EVEN, DAY), ('dzikie-kapieliska', 12, BATHING, (10, 20)), ('utoniecia', 2, BATHING, (11, 19)),
    ('miejsca-niebezpieczne-na-wodach', 6, WARM, DAY), ('miejsca-niebezpieczne-na-terenach-wodnych', 8, WARM, DAY),
    ('miejsce-niebezpiecznej-dzialalnosci-rozrywkowej', 4, SUMMER, NIGHT)]

SETTLED = (('confirmed', 27), ('passed-on', 10), ('eliminated', 14), ('not-confirmed', 44), ('mistake', 5))


class Places:
    """Where in the region a category happens."""

    def __init__(self, region):
        self.region = region
        streets = [s for s in region.network.streets if s.kind not in ('footway', 'path', 'service')]
        self.town = [s for s in streets if s.place == plan.TOWN and s.style]
        self.centre = [s for s in self.town if min(g.dist(p, (0, 0)) for p in s.line) < 330]
        self.fast = [s for s in streets if s.kind in ('trunk', 'primary', 'secondary') and not s.tags.get('junction')]
        self.village = [s for s in streets if s.place not in ('', plan.TOWN) and s.kind != 'track']
        self.rural = [s for s in streets if not s.place and s.kind in ('tertiary', 'unclassified', 'primary', 'secondary', 'trunk')]
        self.tracks = [s for s in streets if s.kind == 'track']
        self.forest_tracks = [s for s in self.tracks if forest_at(g.along(s.line, g.length(s.line) / 2)[0])[0] > -0.12]
        self.forest_roads = [s for s in self.rural if any(forest_at(p)[0] > 0 for p in s.line)]
        self.parks = [ring for ring, tags in region.areas if tags.get('leisure') in ('park', 'playground')]
        self.parking = [ring for ring, tags in region.areas if tags.get('amenity') == 'parking']
        self.blocks = [b.centre for b in region.builder.buildings if b.street and b.street.startswith('Osiedle')]
        self.homes = [b for b in region.builder.buildings if b.number]
        self.villages = [b for b in self.homes if b.place != plan.TOWN]
        self.schools = [b.centre for b in region.builder.buildings if b.tags.get('building') == 'school']
        self.churches = [b.centre for b in region.builder.buildings if b.tags.get('building') == 'church']
        self.halls = [b.centre for b in region.builder.buildings if b.tags.get('shop')]
        self.garages = [b.centre for b in region.builder.buildings if b.tags.get('building') in ('garages', 'warehouse', 'industrial')]
        self.open = [(p, s) for p, s in region.network.crossings if p[0] in region.open_crossings]
        self.fields = [rings[0] for tags, rings in region.shapes if tags.get('landuse') in ('meadow',) and abs(g.area(rings[0])) > 20000]

    # a point on a street, near a point, in a ring, on a shore
    def on(self, rng, streets, beside=3.0):
        total = [(s, g.length(s.line)) for s in streets]
        street = rng.weighted(total)
        ruler = g.Ruler(street.line)
        s = rng.unit() * ruler.length
        return g.add(ruler.point(s), g.mul(g.left(ruler.direction(s)), rng.range(-beside, beside)))

    @staticmethod
    def near(rng, places, spread):
        p = rng.pick(places)
        return (p[0] + rng.bell(spread), p[1] + rng.bell(spread))

    def within(self, rng, rings):
        ring = rng.weighted([(r, abs(g.area(r)) ** 0.5 / (1.0 + g.dist(g.centroid(r), (0, 0)) / 900.0)) for r in rings])
        x0, y0, x1, y1 = g.bounds(ring)
        for _ in range(200):
            p = (rng.range(x0, x1), rng.range(y0, y1))
            if g.inside(ring, p) and not any(g.inside(pond, p) for pond in self.region.ponds):
                return p
        return g.centroid(ring)

    def shore(self, rng, line, out):
        ruler = g.Ruler(line)
        s = rng.unit() * ruler.length
        return g.add(ruler.point(s), g.mul(g.left(ruler.direction(s)), out))

    def find(self, slug, rng):
        lake = self.region.lake + [self.region.lake[0]]
        river = self.region.river
        shops = self.region.shops[:40]
        kind = rng.unit()
        if slug == 'nieprawidlowe-parkowanie':
            if kind < 0.38:
                return self.on(rng, self.centre, 4.0)
            if kind < 0.58:
                return self.near(rng, self.schools + self.halls + self.churches, 26.0)
            if kind < 0.8:
                return self.near(rng, self.blocks, 22.0)
            return self.on(rng, self.town, 4.0)
        if slug == 'przekraczanie-dozwolonej-predkosci':
            if kind < 0.45:
                return self.on(rng, [s for s in self.fast if s.place], 2.0)
            return self.on(rng, self.village, 2.0) if kind < 0.8 else self.on(rng, self.rural, 2.0)
        if slug == 'spozywanie-alkoholu-w-miejscach-niedozwolonych':
            if kind < 0.42:
                return self.within(rng, self.parks)
            if kind < 0.66:
                return self.near(rng, self.blocks, 20.0)
            return self.near(rng, shops + [self.region.station], 18.0) if kind < 0.86 else self.near(rng, self.region.stops, 6.0)
        if slug == 'akty-wandalizmu':
            return self.near(rng, self.region.stops, 5.0) if kind < 0.4 else self.near(rng, self.blocks + self.schools, 26.0)
        if slug in ('niewlasciwa-infrastruktura-drogowa', 'zla-organizacja-ruchu-drogowego'):
            streets = self.town if kind < 0.55 else self.fast if kind < 0.75 else self.village
            street = rng.pick(streets)
            joints = sorted(street.joints) or street.line
            return rng.pick(joints)
        if slug == 'dzikie-wysypiska-smieci':
            if kind < 0.62:
                return self.on(rng, self.forest_tracks or self.tracks, 14.0)
            return self.shore(rng, river, rng.pick((-26.0, 26.0))) if kind < 0.76 else self.near(rng, self.garages, 60.0)
        if slug in ('uzywanie-srodkow-odurzajacych', 'grupowanie-sie-maloletnich-zagrozonych-demoralizacja'):
            if kind < 0.4:
                return self.within(rng, self.parks)
            return self.near(rng, self.blocks, 24.0) if kind < 0.8 else self.near(rng, self.schools + shops, 30.0)
        if slug == 'nielegalne-rajdy-samochodowe':
            if kind < 0.5:
                return self.on(rng, [s for s in self.fast if s.kind == 'trunk'], 2.0)
            return self.within(rng, sorted(self.parking, key=lambda r: -abs(g.area(r)))[:4])
        if slug == 'zdarzenia-drogowe-z-udzialem-zwierzat-lesnych':
            for _ in range(300):
                p = self.on(rng, self.forest_roads, 1.0)
                if forest_at(p)[0] > -0.1:
                    return p
            return p
        if slug == 'poruszanie-sie-po-terenach-lesnych-quadami':
            return self.on(rng, self.forest_tracks or self.tracks, 6.0)
        if slug in ('nielegalna-wycinka-drzew', 'klusownictwo'):
            for _ in range(3000):
                p = (rng.range(-6600, 6600), rng.range(-5100, 5100))
                if 0.03 < forest_at(p)[0] < 0.4:
                    return p
        if slug == 'wypalanie-traw':
            return self.within(rng, self.fields)
        if slug in ('walesajace-sie-bezpanskie-psy', 'znecanie-sie-nad-zwierzetami'):
            return self.near(rng, [b.centre for b in (self.villages if kind < 0.7 else self.homes)], 14.0)
        if slug == 'niszczenie-zieleni':
            return self.within(rng, self.parks)
        if slug == 'zebractwo':
            return self.near(rng, self.halls + self.churches + [(0, 0)], 14.0)
        if slug == 'osoba-bezdomna-wymagajaca-pomocy':
            return self.near(rng, [self.region.station] + self.garages + self.blocks[:6], 30.0)
        if slug == 'niestrzezone-przejscie-przez-tory':
            s = g.nearest_on(self.region.rail, rng.pick([(-900, 900), (-1200, 960), (900, 750), (-330, 860), (1500, 600)]))[1]
            return g.along(self.region.rail, s + rng.bell(40.0))[0]
        if slug == 'niestrzezony-przejazd-kolejowy':
            return self.near(rng, [p for p, _ in self.open], 4.0)
        if slug == 'dzikie-kapieliska':
            if kind < 0.7:
                return self.shore(rng, lake, rng.range(2.0, 14.0))
            return self.near(rng, [(2620, 1960), (-1480, -890), (1250, -655)], 16.0)
        if slug in ('utoniecia', 'miejsca-niebezpieczne-na-wodach'):
            return self.shore(rng, lake, rng.range(14.0, 70.0)) if kind < 0.6 else self.shore(rng, river, 0.0)
        if slug == 'miejsca-niebezpieczne-na-terenach-wodnych':
            return self.shore(rng, lake, -8.0) if kind < 0.5 else self.shore(rng, river, rng.pick((-16.0, 16.0)))
        return self.near(rng, [(760, 1890), (2560, 1950), (1945, -2215), (330, 2010)], 40.0)


def _local_hours_from_utc(when):
    summer = datetime.datetime(2026, 3, 29, 1) <= when < datetime.datetime(2026, 10, 25, 1)
    return 2 if summer else 1


def _moment(rng, months, hours):
    """A time in UTC within the year, by the months' weights and the hours of the day."""
    while True:
        days = (LAST - FIRST).days
        day = FIRST + datetime.timedelta(days=int(rng.unit() * (days + 1)))
        if rng.unit() * max(months) >= months[day.month - 1]:
            continue
        local = day + datetime.timedelta(minutes=int(rng.range(hours[0] * 60, hours[1] * 60)))
        utc = local - datetime.timedelta(hours=_local_hours_from_utc(local))
        if FIRST <= utc <= LAST:
            return utc.replace(second=int(rng.unit() * 60))


def uuid_of(label, when):
    """A UUID of version 7: the time it tells is the report's, the rest comes from the label."""
    millis = int((when - datetime.datetime(1970, 1, 1)).total_seconds()) * 1000
    tail = bytearray(hash_bytes('uuid/' + label)[:10])
    tail[0] = 0x70 | (tail[0] & 0x0f)
    tail[2] = 0x80 | (tail[2] & 0x3f)
    text = (millis.to_bytes(6, 'big') + bytes(tail)).hex()
    return f'{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}'


def make_threats(region):
    places = Places(region)
    result = []
    for slug, count, months, hours in CATEGORIES:
        rng = Rng('threats/' + slug)
        for number in range(count):
            when = _moment(rng, months, hours)
            for _ in range(60):
                p = places.find(slug, rng)
                if inside_powiat(region.admin, p):
                    break
            else:
                continue
            age = (LAST - when).total_seconds() / 86400.0
            status = rng.weighted(SETTLED)
            taken = rng.range(2.0, 21.0)
            if age < 3.0:
                status, taken = 'new', 0.0
            elif age < 10.0 and rng.chance(0.8) or age < 45.0 and rng.chance(0.12):
                status, taken = 'verification', rng.range(0.2, 2.5)
            elif age < 8.0:
                taken = rng.range(1.0, 2.8)
            changed = min(LAST, when + datetime.timedelta(days=min(taken, age), seconds=0))
            changed = changed.replace(microsecond=0)
            result.append({'id': uuid_of(f'{slug}/{number}', when), 'category': slug, 'status': status, 'place': p,
                           'created': when.strftime('%Y-%m-%dT%H:%M:%SZ'), 'updated': changed.strftime('%Y-%m-%dT%H:%M:%SZ')})
    result.sort(key=lambda t: (t['created'], t['id']))
    return result
