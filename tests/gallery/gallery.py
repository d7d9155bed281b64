# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the gallery and makes the page that shows it: gallery.py PROGRAM PACK FOLDER SIZE [LANGUAGE...]"""
import html
import re
import subprocess
import sys
from pathlib import Path

NAME = re.compile(r"(landscape|portrait)-(pl|en|uk|de)-(.+?)-(100|200)(-contrast)?\.png")


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
    program, pack, folder, size, *languages = sys.argv[1:]
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    width, height = map(int, size.split("x"))
    for old in folder.glob(("landscape" if width > height else "portrait") + "-*.png"):
        old.unlink()
    code = subprocess.run([program, pack, str(folder), size, *languages], check=False).returncode
    write_index(folder)
    return code if code >= 0 else 1


sys.exit(main())
