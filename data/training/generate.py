#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the training region: OSM data and GeoJSON of an invented Polish powiat. See README.md."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from town.export import write_all          # noqa: E402
from town.region import make_region        # noqa: E402


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith('-'):
        print('Usage: generate.py OUT-DIRECTORY', file=sys.stderr)
        return 2
    region = make_region()
    write_all(region, sys.argv[1])
    homes = sum(1 for building in region.builder.buildings if building.number)
    print(f'{sys.argv[1]}: {len(region.network.streets)} streets, {len(region.builder.buildings)} buildings, '
          f'{homes} addresses, {len(region.threats)} threats')
    return 0


if __name__ == '__main__':
    sys.exit(main())
