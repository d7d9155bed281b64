# SPDX-License-Identifier: GPL-3.0-or-later
"""The statistical part of the map: what the police counted, what residents were asked, what was said at debates.

As everything here it is invented. Outlines are coarser than those of the areas: numbers need no border to the metre.
"""

from . import geometry as g
from . import plan
from .network import cm
from .rng import Rng

POLICE, CONSULTATION, DEBATE = ('police', '2025-12-31'), ('consultation', '2026-09-30'), ('debate', '2026-06-12')
LINE_TOLERANCE, RING_TOLERANCE = 20.0, 160.0

# id, number of the road, from, to (anywhere near the road), what stretch it is, incidents
SECTIONS = [
    ('dk99-zachod', '99', (-7000, 690), (-3300, 830), 'Droga krajowa nr 99, Olszowniki – Jarzębinów', 26),
    ('dk99-obwodnica', '99', (-3300, 830), (2450, 1420), 'Droga krajowa nr 99, obwodnica Jarzębinowa', 41),
    ('dk99-wschod', '99', (3480, -80), (7000, -2500), 'Droga krajowa nr 99, Jarzębinów – Makowiniec', 33),
    ('dk95-polnoc', '95', (660, 4700), (215, 1600), 'Droga krajowa nr 95, Zdrojewiec – Jarzębinów', 24),
    ('dk95-poludnie', '95', (-180, -1500), (-900, -5000), 'Droga krajowa nr 95, Sokolniec – Wrzosowiec', 37),
    ('dw399', '399', (-3300, 830), (-500, 120), 'Droga wojewódzka nr 399, ulica Warszawska', 22)]

THEFTS = [('gmina-jarzebinow', 'Gmina Jarzębinów: kradzieże', 31.4), ('gmina-zdrojewiec', 'Gmina Zdrojewiec: kradzieże', 12.8),
          ('gmina-wrzosowiec', 'Gmina Wrzosowiec: kradzieże', 9.6)]

FRAUD = [('jarzebinow', (-60, 40), 'Jarzębinów', 9), ('zdrojewiec', (640, 4220), 'Zdrojewiec', 2), ('wrzosowiec', (-880, -4190), 'Wrzosowiec', 3)]

SAFE = [('rejon-1', 'Rejon nr 1', 71), ('rejon-2', 'Rejon nr 2', 58), ('rejon-3', 'Rejon nr 3', 66), ('rejon-4', 'Rejon nr 4', 83),
        ('rejon-5', 'Rejon nr 5', 88), ('rejon-6', 'Rejon nr 6', 79)]

VOICES = [
    ('dworzec', plan.STATION, 'Debata w Jarzębinowie: za mało światła przy dworcu', 17),
    ('bulwar', (-330, -330), 'Debata w Jarzębinowie: hałas nad rzeką w nocy', 11),
    ('jezioro', (1990, -2260), 'Debata w Jarzębinowie: brak ratownika nad jeziorem', 14),
    ('zdrojewiec', (560, 4060), 'Debata w Zdrojewcu: za szybka jazda przy szkole', 21),
    ('wrzosowiec', (-840, -4120), 'Debata we Wrzosowcu: brak przejścia dla pieszych', 8)]
PATH = ('chodnik', (640, 4200), (-1300, 4080), 'Debata w Zdrojewcu: brak chodnika do Borowińca', 13)


def _along(lines, start, end):
    """The stretch of the joined lines between what lies nearest to two places."""
    def nearest(p):
        return min((g.nearest_on(line, p)[0], number) for number, line in enumerate(lines))[1]

    first, last = nearest(start), nearest(end)
    if first > last:
        first, last, start, end = last, first, end, start
    joined = []
    for line in lines[first:last + 1]:
        joined += [tuple(p) for p in line]
    s0, s1 = sorted(g.nearest_on(joined, p)[1] for p in (start, end))
    return [cm(p) for p in g.thin(g.piece(joined, s0, s1), LINE_TOLERANCE)]


def _road(ref):
    return [g.spline(points) for _, _, number, points in plan.ROADS if number == ref]


def _feature(group, name, title, value, unit, shape):
    source, as_of = group
    return {'id': f'{source}-{name}', 'source': source, 'name': title, 'value': value, 'unit': unit, 'as_of': as_of, 'shape': shape}


def make_statistics(region):
    """(kind, points) shapes with what is said of them; the kinds are GeoJSON's."""
    rings = {number: ring for number, _, _, _, _, ring in region.admin}

    def outline(area):
        return ('Polygon', g.thin(rings[area] + rings[area][:1], RING_TOLERANCE))

    result = [_feature(POLICE, name, f'{title}: zdarzenia drogowe', value, 'zdarzeń w roku',
                       ('LineString', _along(_road(ref), start, end))) for name, ref, start, end, title, value in SECTIONS]
    result += [_feature(POLICE, f'kradzieze-{area}', title, value, 'na 10 000 mieszkańców', outline(area))
               for area, title, value in THEFTS]
    result += [_feature(POLICE, f'oszustwa-{name}', f'{place}: oszustwa „na wnuczka” i „na policjanta”', value, 'oszustw w roku',
                        ('Point', [cm(p)])) for name, p, place, value in FRAUD]
    result += [_feature(CONSULTATION, f'po-zmroku-{area}', f'{title}: czuję się tu bezpiecznie po zmroku', value, '%', outline(area))
               for area, title, value in SAFE]
    result += [_feature(DEBATE, name, title, value, 'głosów', ('Point', [cm(p)])) for name, p, title, value in VOICES]
    name, start, end, title, value = PATH
    lines = [g.spline(points) for _, kind, _, points in plan.ROADS if kind == 'tertiary' and start in points and end in points]
    result.append(_feature(DEBATE, name, title, value, 'głosów', ('LineString', _along(lines, start, end))))
    return sorted(result, key=lambda f: f['id'])


def source_of(threat):
    """A few threats were not reported by one resident but at a debate."""
    return 'debate' if threat['status'] != 'mistake' and Rng('source/' + threat['id']).chance(0.025) else 'people'
