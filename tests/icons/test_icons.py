# SPDX-License-Identifier: GPL-3.0-or-later
"""Every icon has the one form that each GTK since 4.8 recolours, and every icon named anywhere is drawn."""
import configparser
import re
import sys
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/helpers"))
import tap  # noqa: E402

ICONS = ROOT / "data/icons"
SVG = "{http://www.w3.org/2000/svg}"
NAME = re.compile(r"kmzb-[a-z0-9-]+-symbolic")
STROKE = {"class": "foreground-stroke transparent-fill", "style": "fill:none!important", "stroke": "#000",
          "stroke-linecap": "round", "stroke-linejoin": "round"}


def faults_of(text, wide_strokes=False):
    """What is wrong with one symbolic icon's text."""
    faults = []
    root = xml.fromstring(text)
    if (root.get("width"), root.get("height"), root.get("viewBox")) != ("24", "24", "0 0 24 24"):
        faults.append("not on the 24 grid")
    if len(root) == 0:
        faults.append("empty")
    for part in root:
        # GTK 4.20 and later read path, circle and rect only, and nothing from a group.
        if part.tag != SVG + "path":
            faults.append(f"{part.tag.removeprefix(SVG)} instead of path")
            continue
        given = dict(part.attrib)
        given.pop("d", None)
        if given == {"class": "foreground-fill"}:
            continue
        width = given.pop("stroke-width", None)
        if width not in (("2", "3") if wide_strokes else ("2",)):
            faults.append(f"stroke-width {width}")
        if given != STROKE:
            faults.append(f"attributes {sorted(given.items())}")
    return faults


class Icons(unittest.TestCase):
    def test_form(self):
        icons = sorted(ICONS.glob("*-symbolic.svg"))
        self.assertGreater(len(icons), 60)
        for path in icons:
            faults = faults_of(path.read_text(encoding="utf-8"), path.name.startswith("kmzb-status-"))
            self.assertEqual(faults, [], path.name)

    def test_form_notices_a_breach(self):
        good = (ICONS / "kmzb-cat-zebractwo-symbolic.svg").read_text(encoding="utf-8")
        self.assertEqual(faults_of(good), [])
        for old, new in (("fill:none!important", "fill:none"), ("transparent-fill", ""), ('stroke="#000"', 'stroke="#f00"'),
                         ("<path", "<g/><path"), ('stroke-width="2"', 'stroke-width="1"'), ('"0 0 24 24"', '"0 0 16 16"')):
            self.assertNotEqual(faults_of(good.replace(old, new, 1)), [], old)

    def test_resource_holds_exactly_what_is_drawn(self):
        listed = [e.text for e in xml.parse(ICONS / "icons.gresource.xml").iter("file")]
        self.assertEqual(sorted(listed), sorted(p.name for p in ICONS.glob("*.svg")))

    def test_every_category_and_group_has_its_own(self):
        catalog = configparser.ConfigParser(interpolation=None, strict=False)
        catalog.read(ROOT / "data/catalog/catalog.ini", encoding="utf-8")
        names = [catalog[s]["icon"] for s in catalog.sections() if s.startswith(("category ", "group "))]
        self.assertEqual(len(names), 31)
        self.assertEqual(len(set(names)), 31)
        for name in names:
            self.assertTrue((ICONS / f"{name}.svg").exists(), name)

    def test_every_status_has_its_own(self):
        slugs = re.findall(r'"([a-z-]+)"', (ROOT / "src/model/kmzb-status.c").read_text(encoding="utf-8"))
        drawn = {p.name for p in ICONS.glob("kmzb-status-*")}
        slugs = [s for s in slugs if f"kmzb-status-{s}-symbolic.svg" in drawn]
        self.assertEqual(len(slugs), 7)
        self.assertEqual(len(drawn), 7)

    def test_every_name_used_is_drawn(self):
        used = {}
        for folder in ("src", "ui", "data/catalog"):
            for path in (ROOT / folder).rglob("*"):
                if path.suffix in {".c", ".h", ".ui", ".ini", ".css"}:
                    for name in NAME.findall(path.read_text(encoding="utf-8")):
                        used.setdefault(name, path.relative_to(ROOT))
        self.assertIn("kmzb-back-symbolic", used)
        missing = {name: str(path) for name, path in used.items() if not (ICONS / f"{name}.svg").exists()}
        self.assertEqual(missing, {})


if __name__ == "__main__":
    tap.main()
