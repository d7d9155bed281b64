# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes OSM XML. Places that are equal to the centimetre become one node."""

import math
from xml.sax.saxutils import quoteattr

from . import plan

EARTH = 6378137.0
STAMP = '2026-11-01T00:00:00Z'


def to_lonlat(p):
    lat = plan.ORIGIN_LAT + math.degrees(p[1] / EARTH)
    lon = plan.ORIGIN_LON + math.degrees(p[0] / (EARTH * math.cos(math.radians(plan.ORIGIN_LAT))))
    return round(lon, 7), round(lat, 7)


class OsmWriter:
    def __init__(self):
        self.nodes = {}         # place -> id
        self.node_tags = {}     # id -> tags
        self.ways = []          # (refs, tags)
        self.relations = []     # (members, tags)

    def node(self, p, tags=None):
        p = (round(p[0], 2), round(p[1], 2))
        number = self.nodes.setdefault(p, len(self.nodes) + 1)
        if tags:
            self.node_tags.setdefault(number, {}).update(tags)
        return number

    def way(self, line, tags):
        refs = []
        for p in line:
            number = self.node(p)
            if not refs or refs[-1] != number:
                refs.append(number)
        self.ways.append((refs, tags))
        return len(self.ways)

    def ring(self, ring, tags):
        return self.way(list(ring) + [ring[0]], tags)

    def area(self, rings, tags):
        """An area with holes: a way when it has none, else a multipolygon."""
        if len(rings) == 1:
            return self.ring(rings[0], tags)
        members = [(self.ring(ring, {}), 'outer' if k == 0 else 'inner') for k, ring in enumerate(rings)]
        self.relations.append((members, dict(tags, type='multipolygon')))
        return None

    def write(self, path):
        offset = 100000
        with open(path, 'w', encoding='utf-8', newline='\n') as out:
            out.write("<?xml version='1.0' encoding='UTF-8'?>\n")
            out.write('<osm version="0.6" generator="KMZB training region">\n')
            boxed = [to_lonlat(p) for p in self.nodes]
            out.write('  <bounds minlat="%.7f" minlon="%.7f" maxlat="%.7f" maxlon="%.7f"/>\n' % (
                min(b[1] for b in boxed), min(b[0] for b in boxed), max(b[1] for b in boxed), max(b[0] for b in boxed)))
            meta = f'version="1" timestamp="{STAMP}"'
            for number, (lon, lat) in zip(self.nodes.values(), boxed):
                head = f'  <node id="{number + offset}" {meta} lat="{lat:.7f}" lon="{lon:.7f}"'
                self._finish(out, head, 'node', '', self.node_tags.get(number, {}))
            for number, (refs, tags) in enumerate(self.ways, 1):
                body = ''.join(f'    <nd ref="{ref + offset}"/>\n' for ref in refs)
                self._finish(out, f'  <way id="{number + offset}" {meta}', 'way', body, tags)
            for number, (members, tags) in enumerate(self.relations, 1):
                body = ''.join(f'    <member type="way" ref="{ref + offset}" role="{role}"/>\n' for ref, role in members)
                self._finish(out, f'  <relation id="{number + offset}" {meta}', 'relation', body, tags)
            out.write('</osm>\n')

    @staticmethod
    def _finish(out, head, kind, body, tags):
        for key in sorted(tags):
            body += f'    <tag k={quoteattr(key)} v={quoteattr(str(tags[key]))}/>\n'
        out.write(f'{head}>\n{body}  </{kind}>\n' if body else f'{head}/>\n')
