#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Squeezes a pack's PNG images as far as zlib can, without changing a pixel: what Git keeps for ever should be small.

kmzb-pack compresses faster and less, for it makes packs that are copied once.
"""

import hashlib
import sqlite3
import struct
import sys
import zlib


def squeeze(png):
    """The same image with its data compressed again; other chunks stay as they are."""
    at, parts, data = 8, [], b''
    while at < len(png):
        size, = struct.unpack('>I', png[at:at + 4])
        kind, body = png[at + 4:at + 8], png[at + 8:at + 8 + size]
        at += 12 + size
        if kind == b'IDAT':
            data += body
            continue
        if kind == b'IEND':
            raw = zlib.decompress(data)
            best = None
            for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED):
                packer = zlib.compressobj(9, zlib.DEFLATED, 15, 9, strategy)
                small = packer.compress(raw) + packer.flush()
                best = small if best is None or len(small) < len(best) else best
            parts.append((b'IDAT', best))
        parts.append((kind, body))
    result = png[:8] + b''.join(struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))
                                for kind, body in parts)
    return min(result, png, key=len)


def main():
    db = sqlite3.connect(sys.argv[1])
    for number, png in db.execute('SELECT tile_id, tile_data FROM images').fetchall():
        small = squeeze(png)
        name = hashlib.sha256(small).hexdigest()[:32]           # as kmzb-pack names images
        db.execute('UPDATE images SET tile_id=?, tile_data=? WHERE tile_id=?', (name, small, number))
        db.execute('UPDATE map SET tile_id=? WHERE tile_id=?', (name, number))
    db.commit()
    db.execute('VACUUM')
    db.close()


if __name__ == '__main__':
    main()
