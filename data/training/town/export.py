# SPDX-License-Identifier: GPL-3.0-or-later
"""The files: training.osm, the six GeoJSON collections, and detail.geojson for `kmzb-pack build --detail`."""

import json
import os

from . import geometry as g
from . import plan, statistics
from .osmxml import OsmWriter, to_lonlat
from .villages import POSTCODES

MADE_AT = '2026-11-01T00:00:00Z'
SOURCE = 'Region szkoleniowy KMZB: wszystkie dane są zmyślone'
LICENCE = 'GPL-3.0-or-later'


def build_osm(region):
    osm = OsmWriter()
    for p, tags in region.points:
        if tags.get('place'):
            osm.node(p, tags)
    box = region.land_box
    for p, street in region.network.crossings:
        if _within(box, p):
            osm.node(p, {'railway': 'level_crossing', 'crossing:barrier': 'no' if p[0] in region.open_crossings else 'full'})
    for tags, rings in region.shapes:
        osm.area(rings, tags)
    for ring, tags in region.areas:
        inside = _clip_ring(ring, box)
        if inside:
            osm.ring(inside, tags)
    osm.area(region.shapes_water[1], region.shapes_water[0])
    for line, tags in region.ways:
        for part in _clip_line(line, box):
            osm.way(part, tags)
    for part, bridge in _parts(region.rail, region.rail_bridges):
        for piece in _clip_line(part, box):
            osm.way(piece, dict({'railway': 'rail', 'name': 'Linia kolejowa nr 999', 'gauge': '1435'},
                                **({'bridge': 'yes', 'layer': '1'} if bridge else {})))
    for street in region.network.streets:
        tags = {'highway': street.kind}
        if street.name:
            tags['name'] = street.name
        if street.ref:
            tags['ref'] = street.ref
        tags.update(street.tags)
        if street.kind not in ('footway', 'path', 'track') and 'surface' not in tags:
            tags['surface'] = 'asphalt'
        for part, bridge in _parts(street.line, street.bridges):
            for piece in _clip_line(part, box):
                osm.way(piece, dict(tags, **({'bridge': 'yes', 'layer': '1'} if bridge else {})))
    for building in region.builder.buildings:
        tags = dict(building.tags)
        if building.number:
            tags['addr:housenumber'] = building.number
            tags['addr:city'] = building.place
            tags['addr:postcode'] = POSTCODES[building.place]
            if building.street:
                tags['addr:street'] = building.street
            else:
                tags['addr:place'] = building.place
        osm.ring(building.ring, tags)
    for p, tags in region.points:
        if not tags.get('place'):
            osm.node(p, tags)
    _borders(osm, region)
    return osm


def _borders(osm, region):
    for number, kind, name, code, parent, ring in region.admin:
        if kind == 'beat':
            continue
        way = osm.ring(ring, {'boundary': 'administrative', 'admin_level': '6' if kind == 'powiat' else '7'})
        osm.relations.append(([(way, 'outer')], {
            'type': 'boundary', 'boundary': 'administrative', 'admin_level': '6' if kind == 'powiat' else '7',
            'name': name if kind == 'powiat' else 'gmina ' + name}))


def _within(box, p):
    return box[0] <= p[0] <= box[2] and box[1] <= p[1] <= box[3]


def _clip_ring(ring, box):
    """The part of the ring inside the box (Sutherland and Hodgman)."""
    if all(_within(box, p) for p in ring):
        return ring
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        result = []
        for i, q in enumerate(ring):
            p = ring[i - 1]
            dp, dq = (p[axis] - limit) * sign, (q[axis] - limit) * sign
            if (dp >= 0) != (dq >= 0):
                result.append(g.mix(p, q, dp / (dp - dq)))
            if dq >= 0:
                result.append(q)
        ring = result
        if not ring:
            return None
    return ring


def _clip_line(line, box):
    """The parts of the line inside the box."""
    parts, current = [], []
    for a, b in zip(line, line[1:]):
        t0, t1 = 0.0, 1.0
        for axis, low, high in ((0, box[0], box[2]), (1, box[1], box[3])):
            d = b[axis] - a[axis]
            if abs(d) < 1e-12:
                if not low <= a[axis] <= high:
                    t0, t1 = 1.0, 0.0
                continue
            first, last = sorted(((low - a[axis]) / d, (high - a[axis]) / d))
            t0, t1 = max(t0, first), min(t1, last)
        if t0 >= t1:
            if len(current) > 1:
                parts.append(current)
            current = []
            continue
        p, q = (a if t0 == 0.0 else g.mix(a, b, t0)), (b if t1 == 1.0 else g.mix(a, b, t1))
        if not current or current[-1] != p:
            if len(current) > 1:
                parts.append(current)
            current = [p]
        current.append(q)
    if len(current) > 1:
        parts.append(current)
    return parts


def _parts(line, bridges):
    """The line cut at its bridges: (part, is it a bridge)."""
    total = g.length(line)
    spans = []
    for s0, s1 in sorted((max(0.0, a), min(total, b)) for a, b in bridges):
        if s1 - s0 < 1.0:
            continue
        if spans and s0 <= spans[-1][1] + 1.0:
            spans[-1] = (spans[-1][0], max(s1, spans[-1][1]))
        else:
            spans.append((s0, s1))
    at, result = 0.0, []
    for s0, s1 in spans:
        if s0 > at + 0.3:
            result.append((g.piece(line, at, s0), False))
        result.append((g.piece(line, s0, s1), True))
        at = s1
    if at < total - 0.3:
        result.append((line if at == 0.0 else g.piece(line, at, total), False))
    return result


# -- GeoJSON --------------------------------------------------------------------------------------

def _feature(geometry, properties):
    return {'type': 'Feature', 'properties': properties, 'geometry': geometry}


def _point(p):
    return {'type': 'Point', 'coordinates': list(to_lonlat(p))}


def _shape(kind, points):
    places = [list(to_lonlat(p)) for p in points]
    return {'type': kind, 'coordinates': places[0] if kind == 'Point' else [places] if kind == 'Polygon' else places}


def collections(region):
    areas = []
    for number, kind, name, code, parent, ring in region.admin:
        outline = [list(to_lonlat(p)) for p in ring + [ring[0]]]
        areas.append(_feature({'type': 'Polygon', 'coordinates': [outline]},
                              {'id': number, 'kind': kind, 'name': name, 'code': code, 'parent': parent}))
    units = [_feature(_point(p), {'id': i, 'kind': kind, 'name': name, 'address': address, 'phone': phone, 'email': email})
             for i, kind, name, address, phone, email, p in region.units]
    officers = [_feature(None, {'id': i, 'beat': beat, 'unit': unit, 'rank': rank, 'name': name, 'phone': phone, 'email': email})
                for i, beat, unit, rank, name, phone, email in region.officers]
    threats = [_feature(_point(t['place']), {'id': t['id'], 'category': t['category'], 'status': t['status'],
                                            'source': statistics.source_of(t), 'created': t['created'],
                                            'updated': t['updated']}) for t in region.threats]
    numbers = [_feature(_shape(*s['shape']), {key: s[key] for key in ('id', 'source', 'name', 'value', 'unit', 'as_of')})
               for s in region.statistics]
    about = [_feature(None, {'name': f'{plan.TOWN} (region szkoleniowy)', 'id': 'training-jarzebinow', 'training': True,
                             'made_at': MADE_AT, 'source': SOURCE, 'licence': LICENCE})]
    return {'areas': areas, 'units': units, 'officers': officers, 'threats': threats, 'statistics': numbers,
            'region': about}


def _detail():
    ring = [list(to_lonlat(p)) for p in plan.DETAIL + plan.DETAIL[:1]]
    return [_feature({'type': 'Polygon', 'coordinates': [ring]}, {'name': plan.TOWN})]


def write_all(region, out):
    os.makedirs(out, exist_ok=True)
    build_osm(region).write(os.path.join(out, 'training.osm'))
    for name, features in {**collections(region), 'detail': _detail()}.items():
        with open(os.path.join(out, name + '.geojson'), 'w', encoding='utf-8', newline='\n') as file:
            file.write('{"type":"FeatureCollection","name":%s,"features":[\n' % json.dumps(name))
            file.write(',\n'.join(json.dumps(f, ensure_ascii=False, sort_keys=True, separators=(',', ':')) for f in features))
            file.write('\n]}\n')
