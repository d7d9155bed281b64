# SPDX-License-Identifier: GPL-3.0-or-later
"""For the eye: the real centre of Rzeszów with 20,000 made-up threats, from the whole town to one street, in normal text,
in high contrast and at 200 %: town-pictures.py BUILD-FOLDER OUT-FOLDER [THREATS]"""
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXTRACT = Path(os.environ.get("KMZB_SHARED", ROOT.parent / "shared")) / "data/osm/rzeszow-centrum.osm.gz"
# The extract is the centre alone. A booth's region has land around its town: the booth would not zoom out otherwise.
BOUNDS = "21.32,49.42,22.72,50.62"
MIDDLE = ("50.0236", "22.0170")
ZOOMS = ("11", "14", "17")
TEXTS = {"normal": "100", "contrast": "100c", "large": "200"}
SIZES = (("1920", "1080"), ("1080", "1920"))


def main():
    build, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    number = sys.argv[3] if len(sys.argv) > 3 else "20000"
    if not EXTRACT.exists():
        sys.exit(f"town-pictures.py: there is no {EXTRACT}")
    out.mkdir(parents=True, exist_ok=True)
    pack = out / "rzeszow.mbtiles"
    if not pack.exists():
        subprocess.run([str(build / "src/packer/kmzb-pack"), "build", "--name", "Rzeszów", "-o", str(pack), str(EXTRACT)],
                       check=True)
        with sqlite3.connect(pack) as db:
            db.execute("UPDATE metadata SET value = ? WHERE name = 'bounds'", (BOUNDS,))
    env = dict(os.environ, KMZB_CATALOG=str(ROOT / "data/catalog/catalog.ini"), GSK_RENDERER="cairo")
    for zoom in ZOOMS:
        for name, text in TEXTS.items():
            for width, height in SIZES:
                picture = out / f"{width}x{height}-z{zoom}-{name}.png"
                subprocess.run([sys.executable, str(ROOT / "tests/helpers/with_screen.py"), f"{width}x{height}",
                                str(build / "tests/map/map-picture"), str(pack), str(picture), width, height, *MIDDLE, zoom,
                                number, text], check=True, env=env)


main()
