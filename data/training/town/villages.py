# SPDX-License-Identifier: GPL-3.0-or-later
"""The villages: which parts of the roads are their streets, and their own lanes."""

from . import geometry as g
from .rng import Rng

# name, gmina, centre, radius of the built part, population, style, names of the roads through it
# (None: the village has no street names), own lanes as (name, kind, points).
VILLAGES = [
    dict(name='Zdrojewiec', gmina='Zdrojewiec', centre=(640, 4220), radius=590, people=1240, style='village',
         seat=True, roads={'primary': 'Główna', 'tertiary': 'Szkolna', 'unclassified': 'Leśna'},
         lanes=[('Kościelna', 'residential', [(655, 4575), (520, 4555), (380, 4480), (300, 4240)]),
                ('Ogrodowa', 'residential', [(640, 4010), (860, 3985), (1010, 4080), (1060, 4270)]),
                ('Strażacka', 'residential', [(648, 4400), (830, 4440), (980, 4420), (1130, 4300)]),
                ('Polna', 'residential', [(590, 3790), (410, 3850), (230, 4010), (190, 4235)]),
                ('Lipowa', 'residential', [(840, 4440), (850, 4620), (690, 4740)]),
                ('Kwiatowa', 'residential', [(410, 3850), (430, 4030), (420, 4232)]),
                ('Łąkowa', 'residential', [(980, 4420), (1010, 4590), (1000, 4700)])]),
    dict(name='Modrzyniec', gmina='Zdrojewiec', centre=(-3850, 3620), radius=760, people=512, style='village',
         roads=None, lanes=[('', 'unclassified', [(-3900, 3620), (-3870, 3850), (-3950, 4080)]),
                            ('', 'unclassified', [(-3300, 3690), (-3260, 3480), (-3150, 3300)])]),
    dict(name='Borowiniec', gmina='Zdrojewiec', centre=(-1850, 4040), radius=470, people=243, style='village',
         roads=None, lanes=[('', 'unclassified', [(-1750, 4025), (-1720, 4250), (-1560, 4420)])]),
    dict(name='Chabrowiec', gmina='Zdrojewiec', centre=(4200, 3230), radius=640, people=386, style='farm',
         roads=None, lanes=[('', 'unclassified', [(4200, 3240), (4420, 3480), (4560, 3760), (4850, 3950)]),
                            ('', 'unclassified', [(4420, 3480), (4700, 3420), (5000, 3480)]),
                            ('', 'unclassified', [(3900, 3345), (3950, 3620), (3800, 3850)])]),
    dict(name='Skowroniec', gmina='Zdrojewiec', centre=(1950, 5130), radius=560, people=198, style='village',
         roads=None, lanes=[('', 'unclassified', [(2050, 5140), (2120, 4900), (2300, 4750)])]),
    dict(name='Wrzosowiec', gmina='Wrzosowiec', centre=(-880, -4190), radius=600, people=1105, style='village',
         seat=True, roads={'primary': 'Lubelska', 'tertiary': 'Szkolna', 'unclassified': 'Jeziorna'},
         lanes=[('Kościelna', 'residential', [(-870, -4000), (-1080, -3930), (-1300, -3990), (-1340, -4110)]),
                ('Wrzosowa', 'residential', [(-1330, -4100), (-1360, -4330), (-1190, -4500), (-850, -4530)]),
                ('Słoneczna', 'residential', [(-1080, -4130), (-1090, -4320), (-860, -4370)]),
                ('Parkowa', 'residential', [(-860, -4390), (-640, -4440), (-480, -4340), (-470, -4290)]),
                ('Polna', 'residential', [(-860, -3880), (-640, -3900), (-520, -4040), (-545, -4180)]),
                ('Krótka', 'residential', [(-640, -4440), (-620, -4620), (-700, -4720)])]),
    dict(name='Łęgowiniec', gmina='Wrzosowiec', centre=(-4500, -3780), radius=720, people=431, style='village',
         roads=None, lanes=[('', 'unclassified', [(-4380, -4100), (-4500, -4320), (-4430, -4550)])]),
    dict(name='Tarniniec', gmina='Wrzosowiec', centre=(3750, -4450), radius=640, people=356, style='village',
         roads=None, lanes=[('', 'unclassified', [(3500, -4510), (3450, -4250), (3250, -4050)])]),
    dict(name='Piaskowiniec', gmina='Wrzosowiec', centre=(1300, -4600), radius=620, people=164, style='farm',
         roads=None, lanes=[('', 'unclassified', [(1200, -4550), (1150, -4850), (1300, -5150)]),
                            ('', 'unclassified', [(1500, -4630), (1750, -4400), (1700, -4150)])]),
    dict(name='Szczawiniec', gmina='Wrzosowiec', centre=(4350, -2850), radius=540, people=287, style='village',
         roads=None, lanes=[('', 'unclassified', [(4000, -2540), (3820, -2750), (3780, -3000)])]),
    dict(name='Olszowniki', gmina='Jarzębinów', centre=(-5480, 680), radius=680, people=468, style='village',
         roads=None, lanes=[('', 'unclassified', [(-5700, 650), (-5750, 400), (-5620, 150)]),
                            ('', 'unclassified', [(-5150, 715), (-5120, 480), (-5200, 300)])]),
    dict(name='Makowiniec', gmina='Jarzębinów', centre=(5020, -1480), radius=590, people=394, style='village',
         roads=None, lanes=[('', 'unclassified', [(5300, -1730), (5330, -1950), (5200, -2120)]),
                            ('', 'unclassified', [(5075, -1250), (5330, -1370), (5480, -1330)])]),
    dict(name='Kaliniec', gmina='Jarzębinów', centre=(5250, 1180), radius=600, people=221, style='farm',
         roads=None, lanes=[('', 'unclassified', [(5190, 1330), (4920, 1220), (4680, 1280)])]),
    dict(name='Rdestowo', gmina='Jarzębinów', centre=(-3260, -380), radius=600, people=337, style='village',
         roads=None, lanes=[('', 'unclassified', [(-3250, -250), (-2980, -330), (-2800, -480)])]),
    dict(name='Sokolniec', gmina='Jarzębinów', centre=(-450, -2350), radius=470, people=276, style='village',
         roads=None, lanes=[('', 'unclassified', [(-450, -2380), (-250, -2480), (-150, -2650)]),
                            ('', 'unclassified', [(-420, -2250), (-640, -2200), (-830, -2280)])]),
]

POSTCODES = {'Jarzębinów': '99-990', 'Zdrojewiec': '99-992', 'Modrzyniec': '99-992', 'Borowiniec': '99-992',
             'Chabrowiec': '99-993', 'Skowroniec': '99-993', 'Wrzosowiec': '99-995', 'Łęgowiniec': '99-995',
             'Tarniniec': '99-996', 'Piaskowiniec': '99-996', 'Szczawiniec': '99-996', 'Olszowniki': '99-991',
             'Makowiniec': '99-991', 'Kaliniec': '99-991', 'Rdestowo': '99-991', 'Sokolniec': '99-991'}


def lay_villages(network):
    for village in VILLAGES:
        ring = g.oval(village['centre'], village['radius'], village['radius'], 0.0, 36)
        _adopt(network, village, ring)
        for name, kind, points in village['lanes']:
            network.add(g.spline(points, 12.0), kind, name, style=village['style'], place=village['name'], snap=60.0)


def _adopt(network, village, ring):
    """Give the village the parts of the roads that lie in it."""
    result = []
    for street in network.streets:
        if street.place or street.kind not in ('trunk', 'primary', 'secondary', 'tertiary', 'unclassified'):
            result.append(street)
            continue
        inner, outer = _divide(street.line, ring)
        if not inner:
            result.append(street)
            continue
        result += street.split(outer)
        for part in street.split(inner):
            part.place = village['name']
            part.style = village['style']
            part.tags['maxspeed'] = '50'
            part.tags['lit'] = 'yes'
            if village['roads']:
                part.name = village['roads'].get(part.kind, '')
            result.append(part)
    network.streets = result


def _divide(line, ring):
    """The parts of the line inside and outside of the ring."""
    parts = {True: [], False: []}
    current, state = [], None
    for i in range(len(line) - 1):
        a, b = line[i], line[i + 1]
        ts = [0.0, 1.0]
        for k in range(len(ring)):
            hit = g.crossing(a, b, ring[k - 1], ring[k])
            if hit:
                ts.append(hit[0])
        ts.sort()
        for t0, t1 in zip(ts, ts[1:]):
            if t1 - t0 < 1e-9:
                continue
            now = g.inside(ring, g.mix(a, b, (t0 + t1) / 2))
            p = g.mix(a, b, t0)
            q = g.mix(a, b, t1)
            p, q = (round(p[0], 2), round(p[1], 2)), (round(q[0], 2), round(q[1], 2))
            if now != state:
                if len(current) > 1:
                    parts[state].append(current)
                current, state = [p], now
            if current[-1] != q:
                current.append(q)
    if len(current) > 1:
        parts[state].append(current)
    return parts[True], parts[False]


def tracks(network):
    """Field and forest tracks that leave the villages and the roads."""
    rng = Rng('tracks')
    made = []
    bases = [s for s in network.streets
             if s.kind in ('tertiary', 'unclassified', 'primary', 'secondary') and g.length(s.line) > 300.0
             and s.style in (None, 'village', 'farm')]
    for street in bases:
        ruler = g.Ruler(street.line)
        for _ in range(int(ruler.length / 420.0)):
            s = rng.range(40.0, ruler.length - 40.0)
            start = ruler.point(s)
            if abs(start[0]) < 2600 and -1700 < start[1] < 2300:
                continue
            side = 1.0 if rng.chance(0.5) else -1.0
            heading = g.turn(g.mul(g.left(ruler.direction(s)), side), rng.range(-22, 22))
            points, at = [start], start
            for _ in range(rng.integer(2, 6)):
                heading = g.turn(heading, rng.range(-24, 24))
                at = g.add(at, g.mul(heading, rng.range(90, 170)))
                points.append(at)
            made.append(g.spline(points, 16.0))
    return made
