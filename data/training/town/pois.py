# SPDX-License-Identifier: GPL-3.0-or-later
"""Names on the map: places, shops, bus stops, the station, shrines, trees along roads."""

from . import geometry as g
from . import plan
from .admin import place_population
from .facilities import all_facilities
from .rng import Rng
from .villages import VILLAGES

SUBURBS = [('Śródmieście', (-60, 80)), ('Zarzecze', (-360, -1120)), ('Osiedle Kopernika', (-1170, 560)),
           ('Osiedle Tysiąclecia', (1010, 250)), ('Winnica', (-560, -130)), ('Nadrzecze', (900, -240)),
           ('Północ', (-160, 1300)), ('Lipki', (-1190, -180)), ('Strefa Przemysłowa', (1080, 1450))]

# tags and names; a name is used once
SHOPS = [
    (dict(shop='bakery'), ('Piekarnia Rogalik', 'Piekarnia Pod Zegarem', 'Cukiernia Malinka', 'Piekarnia Kłos')),
    (dict(shop='convenience'), ('Sklep Jarzębinka', 'Delikatesy Nasze', 'Sklep u Zosi', 'Spożywczy Wałowa', 'Sklep Smaczek',
                                'Delikatesy Kasztan', 'Sklep Zielony')),
    (dict(amenity='pharmacy'), ('Apteka Pod Lipą', 'Apteka Ratuszowa', 'Apteka Zdrowie', 'Apteka Miła')),
    (dict(shop='hairdresser'), ('Salon Iza', 'Fryzjer Męski', 'Studio Fryzur Loki', 'Salon Urody Ewelina')),
    (dict(amenity='cafe'), ('Kawiarnia Ratuszowa', 'Lodziarnia Pingwinek', 'Herbaciarnia Imbryk')),
    (dict(amenity='restaurant'), ('Restauracja Piwnica', 'Pierogarnia Babci Heli', 'Pizzeria Wezuwiusz', 'Zajazd Jarzębina')),
    (dict(amenity='bank'), ('Bank Spółdzielczy w Jarzębinowie', 'Kasa Ziemi Jarzębinowskiej')),
    (dict(shop='clothes'), ('Odzież Elegant', 'Butik Agata', 'Odzież używana', 'Bielizna i Rajstopy')),
    (dict(shop='florist'), ('Kwiaciarnia Stokrotka', 'Kwiaty Narcyz')), (dict(shop='books'), ('Księgarnia Zakładka',)),
    (dict(shop='butcher'), ('Mięso i Wędliny', 'Wędliny Domowe')), (dict(amenity='pub'), ('Pub Pod Kasztanem',)),
    (dict(shop='alcohol'), ('Monopolowy Rynek', 'Monopolowy 24')), (dict(amenity='dentist'), ('Stomatolog',)),
    (dict(shop='optician'), ('Optyk Oko',)), (dict(shop='shoes'), ('Obuwie Trzewik',)), (dict(shop='hardware'), ('Narzędzia i Śruby',)),
]


def name_places(region):
    for name, centre, kind, people in place_population():
        region.point(centre, {'place': kind, 'name': name, 'population': str(people)})
    for name, centre in SUBURBS:
        region.point(centre, {'place': 'suburb' if 'Osiedle' not in name else 'neighbourhood', 'name': name})


def add_shops(region):
    """Shops in ground floors: a node inside the house, as mappers place them."""
    rng = Rng('shops')
    region.shops = []
    used = set()
    for building in region.builder.buildings:
        p = building.centre
        if not building.number or building.place != plan.TOWN:
            continue
        d = g.dist(p, (0, 0))
        chance = 0.22 if building.street in ('Rynek', 'Kościelna', 'Piekarska', 'Krótka') else \
            0.10 if d < 330 else 0.05 if building.street in ('Warszawska', 'Gdańska', 'Dworcowa', 'Krakowska') else 0.0
        if building.street.startswith('Osiedle'):
            chance = 0.08
        if rng.chance(chance):
            free = [(dict(tags, name=name), 1 + len(names)) for tags, names in SHOPS for name in names if name not in used]
            if not free:
                break
            tags = rng.weighted(free)
            used.add(tags['name'])
            region.point(p, tags)
            region.shops.append(p)
    for tags, near in (({'amenity': 'post_office', 'name': 'Poczta w Jarzębinowie'}, (-140, 262)),
                       ({'amenity': 'library', 'name': 'Miejska Biblioteka Publiczna'}, (112, 98)),
                       ({'amenity': 'community_centre', 'name': 'Miejski Dom Kultury'}, (-108, -70)),
                       ({'tourism': 'museum', 'name': 'Muzeum Ziemi Jarzębinowskiej'}, (86, -104)),
                       ({'amenity': 'cinema', 'name': 'Kino Zorza'}, (270, 128)),
                       ({'amenity': 'clinic', 'name': 'Przychodnia Rejonowa'}, (-560, 300)),
                       ({'amenity': 'clinic', 'name': 'Przychodnia „Tysiąclecie”'}, (880, 82))):
        building = min((b for b in region.builder.buildings if b.number), key=lambda b: g.dist(b.centre, near))
        region.point(building.centre, tags)
    for village in VILLAGES:
        homes = [b for b in region.builder.buildings if b.place == village['name']]
        if homes:
            near = min(homes, key=lambda b: g.dist(b.centre, village['centre']))
            region.point(near.centre, {'shop': 'convenience', 'name': 'Sklep wielobranżowy'})
            region.shops.append(near.centre)
            shrine = g.add(rng.pick(homes).centre, (9.0, 4.0))
            region.point(shrine, {'historic': 'wayside_shrine'})


STOPS = [('Warszawska', [-420, -900, -1350]), ('Krakowska', [450, 1000, 2050]), ('Gdańska', [520, 1120, 1600]),
         ('Sandomierska', [-950, -1350]), ('Kolejowa', [-900, 900]), ('Nadrzeczna', [-500, 420]), ('Lubelska', [760])]


def add_stops(region):
    """Bus stops in pairs on both sides of the street."""
    region.stops = []
    for name, marks in STOPS:
        lines = [s for s in region.network.streets if s.name == name and s.place == plan.TOWN]
        for mark in marks:
            best = None
            for street in lines:
                for p in street.line:
                    value = p[0] if name not in ('Gdańska', 'Sandomierska') else p[1]
                    if best is None or abs(value - mark) < best[0]:
                        best = (abs(value - mark), p, street)
            if best is None or best[0] > 150:
                continue
            _stop_pair(region, best[2], best[1], _stop_name(region, name, best[1], best[2]))
    for village in VILLAGES:
        lines = [s for s in region.network.streets if s.place == village['name'] and s.kind in
                 ('primary', 'secondary', 'tertiary', 'trunk', 'unclassified')]
        best = min(((g.nearest_on(s.line, village['centre']), k, s) for k, s in enumerate(lines)),
                   key=lambda item: (item[0][0], item[1]))
        _stop_pair(region, best[2], best[0][2], village['name'])


def _stop_name(region, name, p, street):
    others = sorted((g.dist(p, v), s.name) for s in region.network.streets for v in s.line[:1] + s.line[-1:]
                    if s.name and s.name != name and s.kind != 'service')
    return f'{name} / {others[0][1]}' if others and others[0][0] < 180 else name


def _stop_pair(region, street, p, name):
    ruler = g.Ruler(street.line)
    s = g.nearest_on(street.line, p)[1]
    for side, shift in ((1, -14), (-1, 14)):
        at = min(max(4.0, s + shift), ruler.length - 4.0)
        out = g.mul(g.left(ruler.direction(at)), side * (street.width / 2 + 2.2))
        q = g.add(ruler.point(at), out)
        region.point(q, {'highway': 'bus_stop', 'public_transport': 'platform', 'name': name})
        region.stops.append(q)


def add_railway(region):
    rail = region.rail
    station = g.nearest_on(rail, plan.STATION)
    region.station = station[2]
    region.point(station[2], {'railway': 'station', 'name': plan.TOWN})
    halt = g.nearest_on(rail, plan.STOP)
    region.point(halt[2], {'railway': 'halt', 'name': 'Makowiniec'})
    ruler = g.Ruler(rail)
    for shift, size, ramp in ((5.5, 560.0, 90.0), (11.0, 400.0, 90.0), (-5.5, 340.0, 70.0)):
        start, line = station[1] - size / 2.0, []
        for k in range(int(size / 14.0) + 1):
            t = min(k * 14.0, size - k * 14.0) / ramp
            t = min(1.0, max(0.0, t))
            s = start + k * 14.0
            line.append(g.add(ruler.point(s), g.mul(g.left(ruler.direction(s, 25.0)), shift * t * t * (3 - 2 * t))))
        region.way(line, {'railway': 'rail', 'service': 'siding' if shift > 6 else 'yard'})
    for where, shift, size in ((station, -9.5, 150.0), (station, 16.0, 150.0), (halt, -7.0, 90.0)):
        line = [ruler.point(where[1] + size * (k / 8.0 - 0.5)) for k in range(9)]
        inner, outer = g.offset(line, shift - 2.0), g.offset(line, shift + 2.0)
        region.area(inner + outer[::-1], {'railway': 'platform', 'public_transport': 'platform'})


def add_addresses(region):
    """Addresses of the schools, offices and police: the nearest street's name and a number of its own."""
    region.facility_address = {}
    used = {(b.place, b.street, b.number) for b in region.builder.buildings if b.number}
    for facility in all_facilities():
        building = next((b for b in region.builder.buildings if getattr(b, 'facility', '') == facility['id']), None)
        place = facility.get('place', plan.TOWN)
        if building is None or not place:
            continue
        if facility['tags'].get('landuse') in ('cemetery', 'allotments', 'quarry'):
            continue
        best = None
        for street in region.network.streets:
            if street.place != place or street.kind in ('service', 'footway', 'track', 'path'):
                continue
            named = next((v for v in VILLAGES if v['name'] == place), None)
            if (named is None or named['roads']) and not street.name:
                continue
            d = g.nearest_on(street.line, building.centre)[0]
            if best is None or d < best[0]:
                best = (d, street)
        if best is None or best[0] > 260:
            continue
        name = best[1].name
        near = sorted(((g.dist(b.centre, building.centre), b.number) for b in region.builder.buildings
                       if b.number and b.place == place and b.street == name))
        base = int(''.join(c for c in near[0][1] if c.isdigit())) if near else 1
        for suffix in ('A', 'B', 'C', 'D', 'E'):
            number = f'{base}{suffix}'
            if (place, name, number) not in used:
                break
        used.add((place, name, number))
        building.street, building.place, building.number = name, place, number
        region.facility_address[facility['id']] = address_text(building)


def address_text(building):
    from .villages import POSTCODES
    code = POSTCODES[building.place]
    if building.street:
        street = building.street
        if not street.startswith(('Osiedle', 'Aleja', 'Rynek', 'Plac')):
            street = 'ul. ' + street
        return f'{street} {building.number}, {code} {building.place}'
    return f'{building.place} {building.number}, {code} {building.place}'
