# SPDX-License-Identifier: GPL-3.0-or-later
"""What a software centre and flatpak-builder read of the booth is valid, translated, and agrees with what is built.

usage: test_flatpak.py DESKTOP METAINFO KIOSK VERSION (the built files, the program, the project's version)"""
import configparser
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/helpers"))
import tap  # noqa: E402

DESKTOP, METAINFO, KIOSK = (Path(p) for p in sys.argv[1:4])
VERSION = sys.argv[4]
MANIFEST = ROOT / "flatpak/pl.kmzb.Booth.yml"
APP_ID = "pl.kmzb.Booth"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Found by pkg-config and not part of the runtime: each needs a module that brings it.
BROUGHT = {"shumate-1.0": "libshumate", "libqrencode": "libqrencode", "libsodium": "libsodium"}
# What the runtime holds; speech-dispatcher is asked for as an option, so that a runtime without it still builds.
OF_RUNTIME = {"glib-2.0", "gobject-2.0", "gio-2.0", "gio-unix-2.0", "gtk4", "epoxy", "sqlite3", "json-glib-1.0", "libsoup-3.0",
              "pangocairo", "cairo", "gdk-pixbuf-2.0", "libxml-2.0", "nettle", "speech-dispatcher"}
ROOMS_OF_OTHERS = {"central", "packer"}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def manifest_faults(manifest):
    """What keeps a manifest from making a booth that can do its work and no more."""
    faults = []
    args = manifest.get("finish-args", [])
    for needed in ("--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri",
                   "--filesystem=xdg-data/kmzb:create"):
        if needed not in args:
            faults.append(f"finish-args lack {needed}")
    for arg in args:
        if arg in ("--socket=x11", "--device=all", "--socket=session-bus", "--socket=system-bus") \
                or arg.startswith(("--filesystem=host", "--filesystem=home", "--unshare=", "--nosocket=", "--talk-name=org.freedesktop.Flatpak")):
            faults.append(f"finish-args grant or take too much: {arg}")
    names = [m.get("name") for m in manifest.get("modules", [])]
    if len(names) != len(set(names)):
        faults.append("two modules of one name")
    for module in manifest.get("modules", []):
        if not module.get("sources"):
            faults.append(f"{module.get('name')}: no sources")
        for source in module.get("sources", []):
            kind = source.get("type")
            if kind == "archive":
                if not source.get("url", "").startswith("https://"):
                    faults.append(f"{module['name']}: no https address")
                if not re.fullmatch("[0-9a-f]{64}", source.get("sha256", "")):
                    faults.append(f"{module['name']}: no sha256")
            elif kind == "git":
                if not re.fullmatch("[0-9a-f]{40}", source.get("commit", "")):
                    faults.append(f"{module['name']}: no commit")
            elif kind == "dir":
                if (MANIFEST.parent / source.get("path", "")).resolve() != ROOT:
                    faults.append(f"{module['name']}: its folder is not this tree")
            else:
                faults.append(f"{module['name']}: source type {kind}")
    return faults


class Flatpak(unittest.TestCase):
    def setUp(self):
        self.manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
        self.desktop = configparser.ConfigParser(interpolation=None, delimiters=("=",))
        self.desktop.optionxform = str
        self.desktop.read(DESKTOP, encoding="utf-8")
        self.entry = self.desktop["Desktop Entry"]
        self.metainfo = xml.parse(METAINFO).getroot()

    def languages(self):
        return (ROOT / "po/LINGUAS").read_text(encoding="utf-8").split()

    def test_desktop_file_is_valid(self):
        code, said = run("desktop-file-validate", str(DESKTOP))
        self.assertEqual((code, said.strip()), (0, ""))

    def test_metainfo_is_valid(self):
        code, said = run("appstreamcli", "validate", "--no-net", "--no-color", str(METAINFO))
        self.assertEqual(code, 0, said)

    def test_validators_notice_a_breach(self):
        broken = Path(METAINFO.parent) / f"broken.{APP_ID}.metainfo.xml"
        broken.write_text(METAINFO.read_text(encoding="utf-8").replace("<metadata_license>CC0-1.0", "<metadata_license>None"),
                          encoding="utf-8")
        self.addCleanup(broken.unlink)
        self.assertNotEqual(run("appstreamcli", "validate", "--no-net", str(broken))[0], 0)

    def test_one_name_everywhere(self):
        self.assertEqual(self.manifest["app-id"], APP_ID)
        self.assertEqual(DESKTOP.name, APP_ID + ".desktop")
        self.assertEqual(self.metainfo.findtext("id"), APP_ID)
        self.assertEqual(self.metainfo.findtext("launchable"), DESKTOP.name)
        self.assertEqual(self.entry["Icon"], APP_ID)
        for name in (APP_ID + ".svg", APP_ID + "-symbolic.svg"):
            self.assertTrue((ROOT / "data/icons" / name).exists(), name)
        # The program's name is the window's app id on Wayland, by which a desktop finds the icon.
        program = (ROOT / "src/kiosk/main.c").read_text(encoding="utf-8")
        self.assertIn(f'g_set_prgname ("{APP_ID}")', program)

    def test_the_command_is_what_is_built(self):
        self.assertTrue(KIOSK.exists(), KIOSK)
        self.assertEqual(self.manifest["command"], KIOSK.name)
        self.assertEqual(self.entry["Exec"].split()[0], KIOSK.name)
        self.assertEqual(self.metainfo.findtext("provides/binary"), KIOSK.name)

    def test_newest_release_is_this_version(self):
        self.assertEqual(self.metainfo.find("releases/release").get("version"), VERSION)

    def test_licence_is_that_of_the_project(self):
        self.assertEqual(self.metainfo.findtext("project_license"), "GPL-3.0-or-later")

    def test_every_language_has_its_texts(self):
        for language in self.languages():
            if language == "en":
                continue
            for key in ("Name", "Comment", "Keywords"):
                self.assertIn(f"{key}[{language}]", self.entry)
            for tag in ("name", "summary"):
                found = {e.get(LANG) for e in self.metainfo.findall(tag)}
                self.assertIn(language, found, tag)
            plain = [e for e in self.metainfo.iter() if e.tag in ("p", "li") and e.get(LANG) is None]
            translated = [e for e in self.metainfo.iter() if e.tag in ("p", "li") and e.get(LANG) == language]
            self.assertEqual(len(translated), len(plain), language)

    def test_manifest(self):
        self.assertEqual(manifest_faults(self.manifest), [])
        self.assertEqual(self.manifest["runtime"], "org.gnome.Platform")
        self.assertEqual(self.manifest["sdk"], "org.gnome.Sdk")
        self.assertIsInstance(self.manifest["runtime-version"], str)

    def test_manifest_notices_a_breach(self):
        for breach in (lambda m: m["finish-args"].remove("--share=network"),
                       lambda m: m["finish-args"].append("--filesystem=host"),
                       lambda m: m["modules"][0].pop("sources"),
                       lambda m: m["modules"][0]["sources"][0].pop("sha256"),
                       lambda m: m["modules"][-1]["sources"][0].update(path="."),
                       lambda m: m["modules"].append(m["modules"][0])):
            manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
            breach(manifest)
            self.assertNotEqual(manifest_faults(manifest), [])

    def test_modules_bring_what_the_runtime_lacks(self):
        names = [m["name"] for m in self.manifest["modules"]]
        self.assertEqual(names[-1], "kmzb")
        builds = [ROOT / "meson.build"] + [p for p in (ROOT / "src").glob("*/meson.build") if p.parent.name not in ROOMS_OF_OTHERS]
        needed = {d for p in builds for d in re.findall(r"dependency\('([^']+)'", p.read_text(encoding="utf-8"))}
        self.assertIn("gtk4", needed)
        for dependency in sorted(needed - OF_RUNTIME):
            self.assertIn(dependency, BROUGHT, "neither of the runtime nor brought by a module")
            self.assertIn(BROUGHT[dependency], names[:-1])

    def test_the_tree_is_built_as_a_booth_only(self):
        own = self.manifest["modules"][-1]
        options = (ROOT / "meson_options.txt").read_text(encoding="utf-8")
        for option in own["config-opts"]:
            name = re.fullmatch(r"-D(\w+)=\w+", option)[1]
            self.assertIn(f"option('{name}'", options)
        for off in ("central", "packer", "tests"):
            self.assertIn(f"-D{off}=false", own["config-opts"])


if __name__ == "__main__":
    tap.main()
