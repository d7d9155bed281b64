# SPDX-License-Identifier: GPL-3.0-or-later
"""Gminy, the powiat, beats, police units and officers; all of them invented."""

from . import geometry as g
from . import plan
from .network import cm
from .rng import hash_unit

# The powiat's outline from the point where the northern gmina's border leaves it in the west, clockwise.
WEST_N, WEST_S = (-6340, 1770), (-6390, -2620)
EAST_N, EAST_S = (6060, 2360), (6120, -2560)
NORTH = [WEST_N, (-6150, 2700), (-5600, 3500), (-5350, 4300), (-4500, 4720), (-3300, 4660), (-1900, 4900), (-700, 4820)]
NORTH_MIDDLE = (880, 5340)
NORTH_EAST = [NORTH_MIDDLE, (1800, 5430), (2700, 5440), (3300, 4900), (4300, 4500), (5300, 4420), (5750, 3600), EAST_N]
EAST = [EAST_N, (5980, 1300), (6090, 300), (5950, -1000), EAST_S]
SOUTH = [EAST_S, (5700, -3500), (5250, -4350), (4600, -5100), (3300, -5080), (1700, -5330), (300, -5020), (-900, -5080),
         (-2400, -4780), (-3700, -4900), (-4900, -4870), (-5900, -4300), (-6120, -3400), WEST_S]
WEST = [WEST_S, (-6330, -1300), (-6400, -200), (-6310, 800), WEST_N]
# Who lives south-east of this line, in Tarniniec, lives in no beat: a booth must have an answer there, too.
NO_BEAT = [SOUTH[1], (4500, -3560), (3050, -3640), (2480, -4400), (2250, -5000), SOUTH[5]]
NORTH_BORDER_W = [WEST_N, (-5500, 1850), (-4300, 2350), (-3000, 2640), (-1500, 2830), (-300, 2890)]
NORTH_JOINT = (345, 2910)
NORTH_BORDER_E = [NORTH_JOINT, (1500, 2890), (2700, 2660), (3400, 2370), (4600, 2260), (5400, 2330), EAST_N]
SOUTH_BORDER = [EAST_S, (5500, -2380), (4900, -2190), (4100, -2230), (3560, -2480), (3300, -3020), (2500, -3290),
                (1300, -3380), (0, -3350), (-1500, -3140), (-3000, -2930), (-4300, -2740), (-5500, -2870), WEST_S]

# Polish numbers have nine digits after +48 and none begins with 0: these can never be assigned to anybody.
PHONE = '+48 00 000 00 {:02d}'


def _line(points, label):
    """A border as land registers have it: many small straight sides."""
    result = [cm(points[0])]
    for a, b in zip(points, points[1:]):
        pieces = max(2, int(g.dist(a, b) / 190.0))
        normal = g.left(g.unit(g.sub(b, a)))
        for k in range(1, pieces):
            shift = (hash_unit('border', label, a, k) - 0.5) * 56.0
            result.append(cm(g.add(g.mix(a, b, k / pieces), g.mul(normal, shift))))
        result.append(cm(b))
    return result


def _join(*lines):
    ring = []
    for line in lines:
        ring += line if not ring else line[1:]
    assert ring[0] == ring[-1]
    return ring[:-1]


def _middle_line(region):
    """From the northern border along the main road down to the river: the line between the town's two beats."""
    river_cross = g.nearest_on(region.river, (95, -400))
    return [cm(p) for p in (NORTH_JOINT, (290, 2560), (250, 2180), (215, 1600), (190, 1150), (160, 830), (135, 500),
                            (75, 216), (51, 43), (-52, 27), (-38, -52), (44, -140), (48, -212), (75, -300),
                            river_cross[2])]


def _river_lines(region, joint):
    """The river from the powiat's western border to the joint, and on to the eastern border."""
    s = g.nearest_on(region.river, joint)[1]
    west = g.piece(region.river, 0.0, s)
    east = g.piece(region.river, s, g.length(region.river))
    west[-1] = east[0] = joint
    return [cm(p) for p in west], [cm(p) for p in east]


def _clip_start(line, border):
    """Begin the line where it crosses the border; the border gets that point too."""
    for i in range(len(line) - 2, -1, -1):
        for k in range(len(border) - 1):
            hit = g.crossing(line[i], line[i + 1], border[k], border[k + 1])
            if hit:
                p = cm(g.mix(line[i], line[i + 1], hit[0]))
                return [p] + line[i + 1:], border[:k + 1] + [p], [p] + border[k + 1:]
    raise AssertionError('the river leaves the powiat somewhere')


def make_areas(region):
    """(id, kind, name, code, parent, ring) of each area; borders are shared point by point. A beat's parent is its unit."""
    north, north_e = _line(NORTH + [NORTH_MIDDLE], 'n'), _line(NORTH_EAST, 'ne')
    east, west = _line(EAST, 'e'), _line(WEST, 'w')
    south_e, south_m, south_w = _line(SOUTH[:2], 's'), _line(SOUTH[1:6], 's'), _line(SOUTH[5:], 's')
    south, no_beat = south_e + south_m[1:] + south_w[1:], _line(NO_BEAT, 'nb')
    border_w, border_e = _line(NORTH_BORDER_W + [NORTH_JOINT], 'nw'), _line(NORTH_BORDER_E, 'nbe')
    border_s = _line(SOUTH_BORDER, 'sb')
    middle = _middle_line(region)
    river_w, river_e = _river_lines(region, middle[-1])
    river_w, west_low, west_high = _clip_start(river_w, west)
    back, east_high_rev, east_low_rev = _clip_start(river_e[::-1], east)
    river_e = back[::-1]
    west_full, east_full = west_low + west_high[1:], east_high_rev + east_low_rev[1:]
    split = [cm(p) for p in (NORTH_JOINT, (420, 3200), (560, 3600), (640, 4200), (660, 4700), (900, 5300), NORTH_MIDDLE)]

    def back_of(line):
        return line[::-1]

    town = _join(west_full, border_w, border_e, east_full, border_s)
    gmina_n = _join(north, north_e, back_of(border_e), back_of(border_w))
    gmina_s = _join(south, back_of(border_s))
    powiat = _join(north, north_e, east_full, south, west_full)
    beat1 = _join(west_high, border_w, middle, back_of(river_w))
    beat2 = _join(back_of(middle), border_e, east_high_rev, back_of(river_e))
    beat3 = _join(west_low, river_w, river_e, east_low_rev, border_s)
    beat4 = _join(north, back_of(split), back_of(border_w))
    beat5 = _join(split, north_e, back_of(border_e))
    beat6 = _join(south_e, no_beat, south_w, back_of(border_s))
    areas = [
        ('powiat', 'powiat', 'powiat jarzębinowski', '9901', None, powiat),
        ('gmina-jarzebinow', 'gmina', 'Jarzębinów', '9901013', 'powiat', town),
        ('gmina-zdrojewiec', 'gmina', 'Zdrojewiec', '9901022', 'powiat', gmina_n),
        ('gmina-wrzosowiec', 'gmina', 'Wrzosowiec', '9901032', 'powiat', gmina_s),
        ('rejon-1', 'beat', 'Rejon nr 1: Jarzębinów zachód, Olszowniki', '1', 'kpp-jarzebinow', beat1),
        ('rejon-2', 'beat', 'Rejon nr 2: Jarzębinów wschód, Kaliniec', '2', 'kpp-jarzebinow', beat2),
        ('rejon-3', 'beat', 'Rejon nr 3: Zarzecze, Rdestowo, Sokolniec, Makowiniec', '3', 'kpp-jarzebinow', beat3),
        ('rejon-4', 'beat', 'Rejon nr 4: Zdrojewiec, Borowiniec, Modrzyniec', '4', 'kp-zdrojewiec', beat4),
        ('rejon-5', 'beat', 'Rejon nr 5: Chabrowiec, Skowroniec', '5', 'kp-zdrojewiec', beat5),
        ('rejon-6', 'beat', 'Rejon nr 6: Wrzosowiec, Łęgowiniec, Piaskowiniec, Szczawiniec', '6', 'pp-wrzosowiec', beat6),
    ]
    return [(i, kind, name, code, parent, ring if g.area(ring) > 0 else ring[::-1])
            for i, kind, name, code, parent, ring in areas]


def make_units(region):
    def door(facility):
        return next(b.centre for b in region.builder.buildings if getattr(b, 'facility', '') == facility)

    return [
        ('kpp-jarzebinow', 'komenda', 'Komenda Powiatowa Policji w Jarzębinowie',
         region.facility_address['kpp'], PHONE.format(1), 'kpp@jarzebinow.policja.example', door('kpp')),
        ('kp-zdrojewiec', 'komisariat', 'Komisariat Policji w Zdrojewcu',
         region.facility_address['zdr-kp'], PHONE.format(2), 'kp.zdrojewiec@jarzebinow.policja.example', door('zdr-kp')),
        ('pp-wrzosowiec', 'posterunek', 'Posterunek Policji we Wrzosowcu',
         region.facility_address['wrz-pp'], PHONE.format(3), 'pp.wrzosowiec@jarzebinow.policja.example', door('wrz-pp')),
    ]


def make_officers():
    """Beat 1 has two officers, beat 5 is vacant."""
    rows = [('rejon-1', 'kpp-jarzebinow', 'asp. szt.', 'Bogumiła Jarzębska-Lipko'),
            ('rejon-2', 'kpp-jarzebinow', 'mł. asp.', 'Tymoteusz Olszowski-Dąb'),
            ('rejon-3', 'kpp-jarzebinow', 'st. sierż.', 'Wacława Kaliniecka'),
            ('rejon-4', 'kp-zdrojewiec', 'asp.', 'Dobromir Skowroniecki'),
            ('rejon-1', 'kpp-jarzebinow', 'sierż. szt.', 'Kinga Modrzyńska-Cis'),
            ('rejon-6', 'pp-wrzosowiec', 'st. asp.', 'Sławobor Wrzosowiecki')]
    return [(f'dzielnicowy-{number}', beat, unit, rank, name, PHONE.format(10 + number),
             f'dzielnicowy.{number}@jarzebinow.policja.example')
            for number, (beat, unit, rank, name) in enumerate(rows, 1)]


def inside_powiat(areas, p):
    return g.inside(areas[0][5], p)


def place_population():
    from .villages import VILLAGES
    return [(plan.TOWN, (0, 0), 'town', 7950)] + [
        (v['name'], v['centre'], 'village', v['people']) for v in VILLAGES]
