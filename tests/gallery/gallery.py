# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the gallery on every screen and makes the page that shows it: gallery.py WITH-SCREEN PROGRAM PACK FOLDER [LANGUAGE...]"""
import html
import os
import re
import subprocess
import sys
from pathlib import Path

SIZES = ("1920x1080", "1080x1920", "1280x800")
NAME = re.compile(r"(landscape|portrait|small)-(pl|en|uk|de)-(.+?)-(100|200)(-contrast)?\.png")


def write_index(folder):
    shots = {}
    for path in folder.glob("*.png"):
        found = NAME.fullmatch(path.name)
        if found:
            orientation, language, screen, size, contrast = found.groups()
            shots.setdefault(screen, []).append((orientation, language, size, contrast or "", path.name))
    page = ["<!doctype html><html lang=en><meta charset=utf-8><title>KMZB booth: every screen</title>",
            "<style>body{font:16px sans-serif;background:#EEF2F7;color:#14202E}figure{display:inline-block;margin:4px}",
            "img{height:240px;border:1px solid #C9D3DF}figcaption{font-size:12px}</style><h1>Every screen</h1>"]
    for screen in sorted(shots):
        page.append(f"<h2>{html.escape(screen)}</h2>")
        for orientation, language, size, contrast, name in sorted(shots[screen]):
            words = f"{orientation}, {language}, {size} %{', high contrast' if contrast else ''}"
            page.append(f'<figure><a href="{name}"><img loading=lazy src="{name}" alt="{screen}: {words}"></a>'
                        f"<figcaption>{words}</figcaption></figure>")
    (folder / "index.html").write_text("\n".join(page) + "\n", encoding="utf-8")


def main():
    with_screen, program, pack, folder, *languages = sys.argv[1:]
    languages = languages or os.environ.get("KMZB_GALLERY", "").split()
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    # The portraits are told after the landscapes, as one run of tests.
    runs = [subprocess.Popen([sys.executable, with_screen, size, program, pack, str(folder), size, *languages],
                             stdout=subprocess.PIPE, text=True) for size in SIZES]
    outs = [run.communicate()[0] for run in runs]
    number, good = 0, True
    for run, out in zip(runs, outs):
        for line in out.splitlines():
            found = re.match(r"(ok|not ok) \d+ (.*)", line)
            if found:
                number += 1
                print(f"{found[1]} {number} {found[2]}")
            elif not re.match(r"1\.\.\d+$", line):
                print(line)
        good = good and run.returncode == 0
    write_index(folder)
    print(f"1..{number}")
    return 0 if good else 1


sys.exit(main())
