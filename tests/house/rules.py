# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules as code. Each function takes the root of a source tree and returns a list of faults."""
import re
import subprocess
import tempfile
from pathlib import Path

# DESIGN.md, "Rooms": what each room may include besides itself, base and model.
SEES = {
    "base": set(), "model": set(), "db": set(), "wire": set(),
    "store": {"db", "wire"},
    "pack": {"db"},
    "search": {"db", "pack"},
    "sync": {"store", "wire", "pack"},
    "widgets": set(),
    "map": {"pack", "search", "widgets"},
    "report": {"store", "pack", "search", "map", "widgets"},
    "directory": {"store", "pack", "search", "map", "widgets"},
    "officer": {"store", "sync", "pack", "search", "map", "report", "widgets"},
    "kiosk": {"store", "pack", "search", "sync", "widgets", "map", "report", "directory", "officer", "db", "wire"},
    "central": {"db", "wire"},
    "packer": {"db", "pack", "search"},
}
NO_MODEL = {"base"}  # base is below model

# A library's headers, and the only rooms that may include them.
SCREENS = {"widgets", "map", "report", "directory", "officer", "kiosk"}
LIBRARIES = [
    (re.compile(r"sqlite3"), {"db"}),
    (re.compile(r"libsoup/"), {"sync"}),
    (re.compile(r"microhttpd|libpq"), {"central"}),
    (re.compile(r"gtk/|gdk/|gsk/|shumate/|adwaita"), SCREENS),
    (re.compile(r"gdal|ogr_|cpl_|mapnik"), {"packer"}),
    (re.compile(r"qrencode"), {"widgets"}),
    (re.compile(r"libspeechd"), {"kiosk"}),
    (re.compile(r"json-glib/|libxml/"), {"wire", "store", "sync", "central", "packer"}),
]

MAX_LINES = 600
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)
# What GTK shows to people when a literal is put into it.
SHOWING = re.compile(
    r"\b(?:gtk_label_new|gtk_label_set_(?:label|text|markup)|gtk_button_new_with_label|gtk_button_set_label"
    r"|gtk_toggle_button_new_with_label|gtk_check_button_new_with_label|gtk_widget_set_tooltip_text"
    r"|gtk_window_set_title|gtk_entry_set_placeholder_text|kmzb_a11y_set_\w+)\s*\(\s*(?:[^;\"]*,\s*)?\"((?:[^\"\\]|\\.)*)\"")
UI_TEXT = re.compile(
    r'<(?:property|attribute)\s+name="(?:label|title|tooltip-text|tooltip_text|placeholder-text|subtitle|text|heading)"'
    r'([^>]*)>([^<]*)<')
UI_A11Y = re.compile(r'<accessibility>.*?</accessibility>', re.S)
UI_A11Y_TEXT = re.compile(r'<property\s+name="(?:label|description)"([^>]*)>([^<]*)<')
LETTER = re.compile(r"[^\W\d_]")
MARKED = re.compile(r'\b(?:_|C_|N_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*"')


def _files(root, folders, endings):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in endings and "__pycache__" not in path.parts:
                yield path


def _read(path):
    return path.read_text(encoding="utf-8")


def include_faults(root):
    """A room that includes what it may not see."""
    owner = {}
    for path in _files(root, ["src"], {".h"}):
        owner[path.name] = path.relative_to(root / "src").parts[0]
    faults = []
    for path in _files(root, ["src"], {".c", ".h", ".cpp"}):
        room = path.relative_to(root / "src").parts[0]
        name = path.relative_to(root)
        if room not in SEES:
            faults.append(f"{name}: “{room}” is not a room of DESIGN.md")
            continue
        may = SEES[room] | {room, "base"} | (set() if room in NO_MODEL else {"model"})
        for quoted, angled in INCLUDE.findall(_read(path)):
            header = quoted or angled
            there = owner.get(Path(header).name)
            if there and there not in may:
                faults.append(f"{name}: {room} may not see {there} ({header})")
            for pattern, rooms in LIBRARIES:
                if not there and pattern.search(header) and room not in rooms:
                    faults.append(f"{name}: {room} may not include {header}")
    return faults


def length_faults(root):
    faults = []
    endings = {".c", ".h", ".cpp", ".ui", ".css", ".py", ".sh", ".build"}
    for path in _files(root, ["src", "ui", "tests", "data"], endings):
        lines = _read(path).count("\n")
        if lines > MAX_LINES:
            faults.append(f"{path.relative_to(root)}: {lines} lines, {MAX_LINES} at most")
    return faults


def spdx_faults(root):
    endings = {".c", ".h", ".cpp", ".ui", ".css", ".py", ".sh", ".build", ".svg", ".ini", ".yml"}
    return [f"{path.relative_to(root)}: no SPDX line near the top"
            for path in _files(root, ["src", "ui", "tests", "data", "po", "flatpak"], endings)
            if "SPDX-License-Identifier: " not in _read(path)[:400]]


# A browser's style sheet has its tokens in itself.
TOKEN = re.compile(r"^  --[a-z-]+: #[0-9A-F]{6};$")
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\b(?:rgb|hsl)a?\s*\(")


def colour_faults(root):
    """A colour with a value of its own outside ui/style.css and what replaces it for contrast."""
    faults = []
    for path in _files(root, ["ui"], {".css"}):
        if path.parent == root / "ui" and path.name.startswith("style"):
            continue
        for number, line in enumerate(_read(path).splitlines(), 1):
            if COLOUR.search(line) and not TOKEN.match(line):
                faults.append(f"{path.relative_to(root)}:{number}: a colour that is no token of ui/style.css")
    return faults


def unmarked_faults(root):
    """Text for people that the translators never see."""
    faults = []
    for path in _files(root, ["src"], {".c"}):
        for text in SHOWING.findall(_read(path)):
            if LETTER.search(text):
                faults.append(f"{path.relative_to(root)}: “{text}” is shown without _()")
    for path in _files(root, ["ui"], {".ui"}):
        content = _read(path)
        found = UI_TEXT.findall(content)
        for block in UI_A11Y.findall(content):
            found += UI_A11Y_TEXT.findall(block)
        for attributes, text in found:
            if LETTER.search(text) and 'translatable="yes"' not in attributes:
                faults.append(f"{path.relative_to(root)}: “{text.strip()}” lacks translatable=\"yes\"")
    return faults


def potfiles_faults(root):
    listed = {line.strip() for line in _read(root / "po/POTFILES.in").splitlines()
              if line.strip() and not line.startswith("#")}
    faults = [f"po/POTFILES.in: {name} does not exist" for name in sorted(listed) if not (root / name).exists()]
    for path in _files(root, ["src", "ui"], {".c", ".ui"}):
        content = _read(path)
        has_text = MARKED.search(content) if path.suffix == ".c" else 'translatable="yes"' in content
        name = str(path.relative_to(root))
        if has_text and name not in listed:
            faults.append(f"po/POTFILES.in: {name} has text to translate and is not listed")
    return faults


def po_faults(root):
    """A catalogue that lacks a text, guesses one, or breaks a format."""
    faults = []
    listed = [line for line in _read(root / "po/POTFILES.in").splitlines() if line.strip() and not line.startswith("#")]
    if not listed:
        return faults
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "kmzb.pot"
        subprocess.run(
            ["xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
             "--keyword=g_dngettext:2,3", "--flag=ngettext:1:pass-c-format", "--add-comments=Translators",
             "-D", str(root), "-f", str(root / "po/POTFILES.in"), "-o", str(pot)], check=True, capture_output=True)
        if not pot.exists():
            return faults
        for language in _read(root / "po/LINGUAS").split():
            po = root / f"po/{language}.po"
            merged = Path(folder) / f"{language}.po"
            subprocess.run(["msgmerge", "-q", "--no-fuzzy-matching", "-o", str(merged), str(po), str(pot)], check=True)
            for kind, options in (("untranslated", ["--untranslated"]), ("fuzzy", ["--only-fuzzy"])):
                out = subprocess.run(["msgattrib", "--no-obsolete", *options, str(merged)], check=True,
                                     capture_output=True, text=True).stdout
                for text in re.findall(r'^msgid "(.+)"$', out, re.M):
                    faults.append(f"po/{language}.po: {kind}: “{text}”")
            checked = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(merged)], capture_output=True, text=True)
            if checked.returncode != 0:
                faults.append(f"po/{language}.po: {checked.stderr.strip()}")
    return faults


def undone_faults(root):
    pattern = re.compile(r"\b(?:TODO|FIXME|XXX)\b|not implemented", re.I)
    faults = []
    for path in _files(root, ["src", "ui", "data"], {".c", ".h", ".cpp", ".ui", ".css", ".py", ".ini"}):
        for number, line in enumerate(_read(path).splitlines(), 1):
            if pattern.search(line) and path.name != "rules.py":
                faults.append(f"{path.relative_to(root)}:{number}: left undone: {line.strip()}")
    return faults


ALL = [colour_faults, include_faults, length_faults, spdx_faults, unmarked_faults, potfiles_faults, po_faults, undone_faults]
