# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours of the style sheets against WCAG 2.1: text 4.5 to 1 (1.4.3), edges and signs 3 to 1 (1.4.11); in high
contrast text 7 to 1 (1.4.6), edges and signs 4.5 to 1. Every colour belongs to a pair or says why it does not."""
import os
import re
import sys
import unittest
from pathlib import Path

ROOT = Path(os.environ["KMZB_SOURCE_DIR"])
sys.path.insert(0, str(ROOT / "tests/helpers"))
import tap  # noqa: E402

DEFINE = re.compile(r"@define-color (kmzb_\w+) ([^;]+);")

# What is written in the first colour on the second.
TEXT = [
    ("text", "sheet"), ("text", "ground"), ("text", "pressed"), ("muted", "sheet"), ("muted", "ground"),
    ("muted", "pressed"), ("navy", "sheet"), ("navy", "ground"), ("navy", "pressed"), ("navy_dark", "sheet"),
    ("navy_dark", "ground"), ("on_navy", "navy"), ("on_navy", "navy_dark"), ("on_accent", "accent"),
    ("on_accent", "accent_pressed"), ("on_danger", "danger"), ("danger", "sheet"), ("danger", "ground"),
    ("on_training", "training"), ("stat_police", "sheet"), ("stat_consultation", "sheet"), ("stat_debate", "sheet"),
]
# What is drawn in the first colour on the second: edges of fields and buttons, the focus ring, signs of a status.
SIGNS = [
    ("edge", "sheet"), ("edge", "ground"), ("focus", "sheet"), ("focus", "ground"), ("focus", "pressed"),
    ("on_navy", "navy"), ("accent", "navy"), ("danger", "sheet"), ("status_new", "sheet"),
    ("status_verification", "sheet"), ("status_confirmed", "sheet"), ("status_passed_on", "sheet"),
    ("status_not_confirmed", "sheet"), ("status_eliminated", "sheet"),
]
WITHOUT_A_PAIR = {
    "line": "parts what space parts already; no control has it as its only edge",
    "status_mistake": "never shown to visitors",
    "dim": "laid over what can't be reached meanwhile",
    "shadow": "below what has an edge as well",
    "sign_edge": "the hair around a white outline, for a light map",
    "area_too_few": "an area is told by its pattern and its word", "area_calm": "see area_too_few",
    "area_fewer": "see area_too_few", "area_more": "see area_too_few", "area_most": "see area_too_few",
    "area_mark": "half clear: the pattern over any map",
}


def read(name):
    return {key[len("kmzb_"):]: value.strip() for key, value in
            DEFINE.findall((ROOT / "ui" / name).read_text(encoding="utf-8"))}


def luminance(color):
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", color):
        raise AssertionError(f"{color}: a colour that text or an edge has must be solid")
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def ratio(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


class Contrast(unittest.TestCase):
    def check(self, colors, pairs, least):
        for front, back in pairs:
            found = ratio(colors[front], colors[back])
            self.assertGreaterEqual(found, least, f"{front} on {back} is {found:.2f} to 1")

    def test_the_sum_is_right(self):
        self.assertAlmostEqual(ratio("#000000", "#FFFFFF"), 21)
        self.assertAlmostEqual(ratio("#777777", "#FFFFFF"), 4.48, places=2)

    def test_text(self):
        self.check(read("style.css"), TEXT, 4.5)

    def test_signs(self):
        self.check(read("style.css"), SIGNS, 3)

    def test_text_in_high_contrast(self):
        self.check(read("style.css") | read("style-contrast.css"), TEXT, 7)

    def test_signs_in_high_contrast(self):
        self.check(read("style.css") | read("style-contrast.css"), SIGNS, 4.5)

    def test_every_color_is_judged(self):
        paired = {color for pair in TEXT + SIGNS for color in pair}
        self.assertEqual(set(read("style.css")) - paired - set(WITHOUT_A_PAIR), set())
        self.assertEqual(set(WITHOUT_A_PAIR) - set(read("style.css")), set())

    def test_high_contrast_answers_for_every_color(self):
        self.assertEqual(set(read("style-contrast.css")), set(read("style.css")))

    def test_no_colors_besides_the_tokens(self):
        """A colour written into a rule would stay as it is in high contrast."""
        # The coordinator's pages are for browsers; tests/central looks at their colours.
        for path in sorted(set((ROOT / "ui").rglob("*.css")) - set((ROOT / "ui/central").iterdir())):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if line.startswith("@define-color") or "box-shadow:" in line:
                    continue
                self.assertNotRegex(line, r":[^;]*(#[0-9A-Fa-f]{3}|rgba?\()", f"{path.name}:{number}")


tap.main()
