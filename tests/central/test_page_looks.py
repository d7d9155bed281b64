# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether everybody can use the coordinator's pages: their structure (WCAG 2.1 AA), their colours, a narrow screen."""
import html
import json
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from central import ROOT, SECRET
from page_reader import Reader
from pages import Browser, Pages
import tap

STYLES = [ROOT / "ui/central/common.css", ROOT / "ui/central/central.css"]


class Looks(Pages):
    def all_pages(self):
        """Every page and every state of it, by name and language: (name, language, text)."""
        self.add_user(role="admin")
        server = self.start()
        browser = Browser(server)
        yield "login", "pl", browser.get("/admin/login?next=/admin/audit").text
        yield "login refused", "pl", browser.post("/admin/login", name="anna", password="x").text
        browser.log_in()
        ids = [self.send(server, lat=str(50.037 + n / 5000)) for n in range(53)]
        own = {"csrf": browser.csrf()}
        browser.ask("POST", "/admin/report/" + ids[0], {"action": "join", "main": ids[1], **own})
        browser.ask("POST", "/admin/report/" + ids[1], {"action": "status", "status": "confirmed", "note": "OK", **own})
        paths = {"list": "/admin/", "filtered": "/admin/?status=new&booth=booth-1&area=50.0,21.9", "none": "/admin/?booth=nobody",
                 "words": "/admin/?q=x", "wrong": "/admin/?from=x&to=y&place=z", "second": "", "report": "/admin/report/" + ids[2],
                 "main": f"/admin/report/{ids[1]}?done=status&metres=2000", "duplicate": "/admin/report/" + ids[0],
                 "tallies": "/admin/tallies", "area": "/admin/tallies?area=50.0,21.9", "years": "/admin/tallies?from=2001-01-01",
                 "audit": "/admin/audit", "booths": "/admin/booths", "booth": "/admin/booth/booth-1", "account": "/admin/account?done=1", "no audit": "/admin/audit?who=nobody", "missing": "/admin/nothing"}
        older = re.search(r'href="(/admin/\?older=[^"]*)"', browser.get("/admin/").text)
        paths["second"] = html.unescape(older[1])
        for language in ("pl", "en"):
            browser.cookies["kmzb_language"] = language
            for name, path in paths.items():
                yield name, language, browser.get(path).text
            yield "bad password", language, browser.ask("POST", "/admin/account", {"action": "password", "new": "x", **own}).text
            for name, fields in (("opened", {"action": "open"}), ("bad status", {"action": "status", "note": "x" * 1001}),
                                 ("bad join", {"action": "join", "main": "?"}), ("stale", {"csrf": "0" * 64})):
                yield name, language, browser.ask("POST", "/admin/report/" + ids[2], {**own, **fields}).text

    def test_structure(self):
        self.sqlite_only()
        for name, language, text in self.all_pages():
            with self.subTest(name=name, language=language):
                self.check(Reader(text), text, language)

    def check(self, page, text, language):
        self.assertTrue(text.startswith("<!DOCTYPE html>\n"))
        self.assertEqual(page.all("html")[0][1], {"lang": language})
        self.assertTrue(page.all("title")[0][2].strip())
        for tag in ("h1", "main", "header"):
            self.assertEqual(len(page.all(tag)), 1, tag)
        levels = [int(element[0][1]) for element in page.all("h1", "h2", "h3")]
        self.assertTrue(all(after <= before + 1 for before, after in zip(levels, levels[1:])), levels)
        ids = [element[1]["id"] for element in page.elements if "id" in element[1]]
        self.assertEqual(len(set(ids)), len(ids), ids)
        self.assertEqual(page.all("a")[0][1]["href"], "#main")
        self.assertIn("main", ids)
        self.check_fields(page, ids)
        for element in page.elements:
            tag, attributes, inside, around = element
            self.assertFalse([each for each in attributes if each == "style" or each.startswith("on")], attributes)
            self.assertNotIn(tag, ("script", "iframe", "object", "style"))
            for target in ("href", "src", "action"):
                self.assertRegex(attributes.get(target, "/admin/"), "^(/admin/|#)")
            for each in attributes.get("aria-describedby", "").split():
                self.assertIn(each, ids)
            if tag in ("a", "button", "th", "caption", "summary", "label", "h1", "h2", "h3", "option") and "datalist" not in around:
                self.assertTrue(inside.strip(), (tag, attributes))
            if tag == "svg":
                self.assertTrue(attributes.get("aria-hidden") == "true"
                                or attributes.get("role") == "img" and attributes["aria-label"])
            if tag == "table":
                # Cards are laid out otherwise on a narrow screen, and would be no table for a screen reader then.
                self.assertEqual(attributes.get("role"), "table" if attributes["class"] == "cards" else None)
            if tag == "th":
                self.assertIn(attributes.get("scope"), ("col", "row"))
            if tag == "form" and attributes["method"] == "post":
                self.assertEqual(sum(form[1]["method"] == "post" for form in page.all("form")), text.count('name="csrf"'))
        self.assertEqual(len(page.all("table")), len(page.all("caption")))
        navigations = [element[1]["aria-label"] for element in page.all("nav")]
        self.assertEqual(len(set(navigations)), len(navigations))
        if language == "en":
            self.assertNotRegex(page.text.replace(SECRET, ""), "[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]")

    def check_fields(self, page, ids):
        labels = {element[1]["for"] for element in page.all("label") if "for" in element[1]}
        self.assertLessEqual(labels, set(ids))
        for tag, attributes, _, around in page.all("input", "select", "textarea"):
            if attributes.get("type") != "hidden":
                self.assertTrue(attributes.get("id") in labels or "label" in around, attributes)
            if "aria-invalid" in attributes:
                self.assertIn("aria-describedby", attributes)
        # Something was refused: the title says so first, and the page begins at the first field that is to be mended.
        focused = [each[1] for each in page.elements if "autofocus" in each[1]]
        wrong = [each[1] for each in page.elements if "aria-invalid" in each[1]]
        self.assertEqual([each["id"] for each in focused if "aria-invalid" in each], [each["id"] for each in wrong[:1]])
        self.assertLessEqual(len(focused), 1)
        self.assertEqual(re.match("Błąd: |Error: ", page.all("title")[0][2]) is not None, bool(wrong), page.all("title"))

    def test_narrow(self):
        """320 CSS pixels, which is 1280 at 400 %: nothing sticks out, so nobody scrolls sideways."""
        self.sqlite_only()
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        if chromium is None:
            self.skipTest("chromium is not installed")
        style = "".join(path.read_text(encoding="utf-8") for path in STYLES)
        link = re.compile(r'<link rel="stylesheet" href="/admin/style\.css\?[0-9a-f]{16}">')
        frames, names = [], []
        for name, language, text in self.all_pages():
            self.assertRegex(text, link)
            names.append(f"{name} {language}")
            page = html.escape(link.sub(lambda _: f"<style>{style}</style>", text))
            frames.append(f'<iframe srcdoc="{page}" style="width:320px;height:800px;border:0"></iframe>')
        script = ("<script>onload = () => { document.body.innerHTML = '<pre>' + JSON.stringify([...document.querySelectorAll("
                  "'iframe')].map(f => f.contentDocument.documentElement.scrollWidth)) + '</pre>' }</script>")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "all.html"
            path.write_text("<!DOCTYPE html><meta charset=utf-8><body>" + "".join(frames) + script, encoding="utf-8")
            done = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
                                   "--virtual-time-budget=20000", "--dump-dom", path.as_uri()],
                                  capture_output=True, text=True, timeout=100)
        widths = json.loads(re.search(r"<pre>(\[.*?\])</pre>", done.stdout)[1])
        self.assertEqual(len(widths), len(names))
        self.assertEqual([(name, width) for name, width in zip(names, widths) if width > 320], [])


def luminance(colour):
    def linear(part):
        part /= 255
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
    red, green, blue = (linear(int(colour[at:at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# Text on what it stands on: 4.5 to 1.
TEXT = [("text", "sheet"), ("text", "ground"), ("text", "good-ground"), ("muted", "sheet"), ("muted", "ground"), ("navy", "sheet"),
        ("navy", "ground"), ("sheet", "navy"), ("sheet", "navy-dark"), ("danger", "danger-ground"), ("navy-dark", "accent")]
# Signs, borders of fields, marks of focus and of the current page: 3 to 1.
SIGNS = [(status, "sheet") for status in ("new", "verification", "confirmed", "passed-on", "not-confirmed", "eliminated",
                                           "mistake")] + [
    ("edge", "sheet"), ("edge", "ground"), ("navy-dark", "sheet"), ("navy-dark", "ground"), ("accent", "navy"), ("good", "good-ground"), ("danger", "danger-ground"), ("danger", "sheet")]
TOKEN = r"--([a-z-]+): (#[0-9A-F]{6});"
# Between rows; nothing is told by it.
DECORATION = {"line"}


class Colours(unittest.TestCase):
    def setUp(self):
        common, pages, status = (path.read_text(encoding="utf-8") for path in (*STYLES, STYLES[0].with_name("status.css")))
        self.style = common + pages + status
        self.tokens = dict(re.findall(TOKEN, common))
        # The public page at night.
        self.dark = {**self.tokens, **dict(re.findall(TOKEN, status))}

    def test_contrast(self):
        for pairs, least in ((TEXT, 4.5), (SIGNS, 3)):
            for one, other in pairs:
                ratio = contrast(self.tokens[one], self.tokens[other])
                self.assertGreaterEqual(ratio, least, f"{one} on {other}: {ratio:.2f}")

    def test_dark(self):
        self.assertNotEqual(self.dark, self.tokens)
        for one, other in [("text", "sheet"), ("text", "ground"), ("muted", "sheet"), ("muted", "ground"), ("text", "navy")]:
            self.assertGreaterEqual(contrast(self.dark[one], self.dark[other]), 4.5, (one, other))
        for status in SIGNS[:7]:
            self.assertGreaterEqual(contrast(*(self.dark[each] for each in status)), 3, status)

    def test_every_colour_is_looked_at(self):
        paired = {token for pair in TEXT + SIGNS for token in pair}
        self.assertEqual(set(self.tokens), paired | DECORATION)
        self.assertEqual(set(re.findall(r"var\(--([a-z-]+)\)", self.style)), set(self.tokens))
        self.assertEqual(set(self.dark), set(self.tokens))
        self.assertEqual(re.findall("#[0-9A-Fa-f]{3,8}\\b", re.sub(TOKEN, "", self.style).replace("#key", "")), [])
        text = set(re.findall(r"(?<![a-z-])color: var\(--([a-z-]+)\)", self.style))
        signs = {one for one, _ in SIGNS}
        self.assertLessEqual(text, {one for one, _ in TEXT} | signs)

    def test_focus_is_seen(self):
        self.assertRegex(self.style, r"(?m)^:focus-visible[^{]*\{ outline: 3px solid var\(--navy-dark\)")
        self.assertNotRegex(self.style.replace("main:focus { outline: none; }", ""), r"outline: *(none|0)")
        # Fields and buttons are as high as a finger.
        self.assertIn("min-height: 2.75rem", self.style)


tap.main()
