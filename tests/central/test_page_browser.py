# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages in a real browser: whether everybody can use them (WCAG 2.1 AA), on every screen, with words that nobody expects."""
import json
import sys
import unittest
from pathlib import Path

from central import API, ROOT
from pages import PASSWORD, Pages
import tap

sys.path.insert(0, str(ROOT / "tests"))
from rig import browser  # noqa: E402
from rig.browser import TAB  # noqa: E402

AUDIT = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8").split("\n", 1)[1]
# What people want who read with more room (WCAG 1.4.12). The pages' own policy takes no style but the server's.
SPACED = """const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
                      + 'p { margin-bottom: 2em !important }');
    document.adoptedStyleSheets = [sheet];"""
LONG = ("Zażółć gęślą jaźń 🚯 \u202eodwrócone\u202c \u200fعربي\u200f\n\n" + "Bardzodługiesłowobezspacji" * 8
        + " & <b>nie gruby</b> " + "śmieci pod lasem. " * 30)[:500]
BOOTHS = ("booth-1", "1", "KWP-Rzeszow.mobilny_" + "x" * 44, "Punkt.Konsultacyjny-Krosno-Galeria_Handlowa-2026")
KNOWN, UNKNOWN = "000-000-011", "000-000-022"
NOTE = "Drogę naprawi zarząd dróg 🚧\n\n</textarea>\"'& \u202eodwrócone\u202c"


class InBrowser(Pages):
    page = None

    @classmethod
    def setUpClass(cls):
        fault = browser.missing()
        if fault:
            raise unittest.SkipTest(fault)
        try:
            cls.page = browser.Browser()
        except browser.CannotStart as error:
            raise unittest.SkipTest(str(error))

    @classmethod
    def tearDownClass(cls):
        cls.page.close()

    def setUp(self):
        super().setUp()
        self.sqlite_only()
        self.faults = []
        self.add_user(role="admin")
        self.server = self.start()
        # A window of its own for each: nobody signed in, nothing chosen, nothing remembered.
        self.page.open("about:blank")
        self.page.devtools("Network.clearBrowserCookies")
        self.page.devtools("Network.setUserAgentOverride", userAgent="x", acceptLanguage="pl")
        self.page.devtools("Emulation.setEmulatedMedia", media="", features=[])
        self.page.resize(1280)
        self.page.read_logs()
        self.page.complaints.clear()
        self.page.asked.clear()

    def go(self, path):
        self.page.open(self.server.url + path)

    def log_in(self):
        self.page.write(self.page.field("Nazwa użytkownika"), "anna")
        self.page.write(self.page.field("Hasło"), PASSWORD)
        self.page.press("Zaloguj się")

    def fill(self):
        """Reports, booths and decisions whose every word is as long and odd as it may be. Returns: ids"""
        keys = [self.key, *(self.add_key(name) for name in BOOTHS[1:])]
        ids = [self.send(self.server, lat=str(50.037 + n / 5000), address_string=LONG if n == 2 else None,
                         description=LONG, **{"attribute[observed_date]": "2026-05-01", "attribute[day_part][]": "night"})
               for n in range(12)]
        for n, status in enumerate(("new", "verification", "confirmed", "passed-on", "not-confirmed", "eliminated", "mistake")):
            self.change(f"UPDATE reports SET status='{status}', booth='{BOOTHS[n % 4]}', burst=1 WHERE id='{ids[n]}'")
        for n, key in enumerate(keys[:3]):
            beat = {"version": "1.2-" + "9" * 8, "pack": {"id": "r", "name": "Ż" * 60, "made": "2026-11-01T10:00:00Z"},
                    "waiting": 123456, "aside": 3, "oldest_unsent_s": 10**7, "clock_offset_s": -86400 * 20, "free_bytes": 4 * 10**8}
            answer = self.server.ask("POST", API + "/heartbeat.json", json.dumps(beat).encode(),
                                     {"Content-Type": "application/json", "Authorization": "Bearer " + key})
            self.assertEqual(answer.status, 200, answer.body)
        self.change(f"UPDATE booths SET heard_us=1 WHERE name='{BOOTHS[2]}'")
        self.command("keys", "revoke", BOOTHS[3])
        return ids

    def audit(self, name, languages=("pl", "en")):
        found = self.page.run(AUDIT)
        self.faults += [(name, fault) for fault in found["faults"]]
        self.assertIn(found["lang"], languages)
        return found["title"]

    def test_everybody(self):
        ids = self.fill()
        self.go("/admin/booths")
        self.audit("login")
        self.log_in()
        # A note and a duplicate, as an officer makes them.
        self.go("/admin/report/" + ids[0])
        self.page.run("document.getElementById('note').value = arguments[0]", LONG)
        self.page.press("Zapisz status")
        self.page.write(self.page.field("Numer głównego zgłoszenia"), ids[1])
        self.page.press("Połącz")
        self.change("UPDATE updates SET author='coordinator:jan.kowalski-wisniewski'")
        paths = ["/admin/", "/admin/?from=x&to=y&place=z&q=" + "x" * 250, "/admin/?booth=nobody", "/admin/tallies",
                 "/admin/tallies?area=50.0,21.9", "/admin/report/" + ids[0], "/admin/report/" + ids[1], "/admin/report/" + ids[2] + "?list=all",
                 "/admin/booths", *("/admin/booth/" + name for name in BOOTHS), "/admin/account", "/admin/audit", "/admin/nothing"]
        for language, widths in (("pl", (1280, 1185, 769, 320)), ("en", (320,))):
            if language == "en":
                self.go("/admin/")
                self.page.press("English")
            titles = {}
            # A page is asked for once and then looked at in each width: there is no script that would do anything else.
            for path in paths:
                self.page.resize(widths[0])
                self.go(path)
                for width in widths:
                    self.page.resize(width)
                    titles[path] = self.audit((path, width, language))
                self.page.run("for (const each of document.querySelectorAll('details')) each.open = true;" + SPACED)
                for width in {widths[0], widths[-1]}:
                    self.page.resize(width)
                    self.audit((path, width, language, "spaced"))
            # Each page says in its title which it is; one list is one page, however it is filtered.
            named = [title for path, title in titles.items() if "?" not in path]
            self.assertEqual(len(set(named)), len(named), named)
        # What is written once in an answer to a form.
        self.page.resize(320)
        self.go("/admin/report/" + ids[2])
        self.page.press("Open the description (this is recorded)")
        self.audit("opened")
        self.page.write(self.page.field("Number of the main report"), "?")
        self.page.press("Join")
        self.audit("bad join")
        self.go("/admin/booth/booth-1")
        self.page.press("Change the key", "button")
        self.audit("key")
        self.check_all()

    def check_all(self):
        """No page had a fault, nothing was asked of anybody else, and the browser complained of nothing but what was refused on purpose."""
        self.page.read_logs()
        self.assertEqual(self.faults, [], self.page.complaints)
        meant = ("the server responded with a status of 4", "The specified value")
        self.assertEqual([each for each in self.page.complaints if not any(part in each for part in meant)], [])
        self.assertEqual(self.page.hosts(), {self.server.url.split("//")[1]})

    def test_public_page(self):
        self.send(self.server, **{"attribute[client_number]": KNOWN})
        self.assertEqual(self.command("status", KNOWN, "passed-on").returncode, 0)
        for language in ("pl", "uk", "en", "de"):
            self.page.devtools("Network.setUserAgentOverride", userAgent="x", acceptLanguage=language)
            # The one with the longest words, and one that nobody has.
            for number in (KNOWN, UNKNOWN):
                self.go("/s/" + number)
                for spaced in ("", "spaced"):
                    self.page.run(SPACED if spaced else "")
                    for width, scheme in ((320, "light"), (320, "dark"), (1280, "light")):
                        self.page.resize(width)
                        self.page.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                        self.audit((language, width, scheme, number, spaced), (language,))
        self.check_all()

    def test_paper_and_forced_colours(self):
        """On paper: the figures and what chose them, nothing to press. In colours of one's own: which page is open."""
        ids = self.fill()
        self.go("/admin/tallies?status=new&booth=booth-1")
        self.log_in()
        visible = "return [...document.querySelectorAll(arguments[0])].filter(each => each.checkVisibility()).length"
        for path, shown, hidden in (("/admin/tallies?status=new", "#f-status, .bars svg, .chart", "details"),
                                    ("/admin/report/" + ids[2], ".facts, .sketch, .cards", "#note, #main-report")):
            self.go(path)
            self.page.devtools("Emulation.setEmulatedMedia", media="print")
            self.assertEqual(self.page.run(visible, "header, button, .button, .skip, nav, " + hidden), 0, path)
            self.assertGreaterEqual(self.page.run(visible, shown), 3, path)
            self.assertNotIn("Zmień status", self.page.text())
            self.page.devtools("Emulation.setEmulatedMedia", media="")
        self.page.devtools("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
        marked = self.page.run("""return [...document.querySelectorAll('header nav a')].filter(each => {
            const style = getComputedStyle(each);
            return style.borderBottomStyle != 'none' && parseFloat(style.borderBottomWidth) > 0}).length""")
        self.assertEqual(marked, 0)
        self.go("/admin/booths")
        self.audit("forced")
        self.check_all()

    def test_note_outlives_session(self):
        report_id = self.send(self.server)
        self.go("/admin/report/" + report_id)
        self.log_in()
        self.page.choose("Status", "Potwierdzone")
        self.page.run("document.getElementById('note').value = arguments[0]", NOTE)
        self.change("DELETE FROM sessions")
        self.page.press("Zapisz status")
        self.assertIn("Sesja wygasła", self.page.text())
        self.audit("expired")
        self.log_in()
        self.assertIn("Jeszcze tego nie zapisaliśmy", self.page.text())
        self.audit("unsaved")
        self.assertEqual(self.page.run("return [note.value, document.getElementById('status').value]"), [NOTE, "confirmed"])
        self.assertNotIn("Drogę", self.page.address())
        self.page.press("Zapisz status")
        self.assertEqual(self.page.address(), f"{self.server.url}/admin/report/{report_id}?done=status")
        kept = self.server.rows("SELECT status, note FROM updates")
        self.assertEqual([(status, note.replace("\r\n", "\n")) for status, note in kept], [("confirmed", NOTE)])
        self.check_all()

    def test_keyboard(self):
        """Tab comes to everything that can be pressed, in the order of the page, and the eye can follow."""
        ids = self.fill()
        self.go("/admin/report/" + ids[0])
        self.log_in()
        for path in ("/admin/", "/admin/report/" + ids[0], "/admin/booths", "/admin/booth/booth-1", "/admin/account"):
            self.go(path)
            wanted = self.page.run("""window.all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select,'
                + ' textarea, summary')].filter(each => each.checkVisibility()); return all.length""")
            last, radios = -1, 0
            for _ in range(wanted + 40):
                self.page.type(TAB)
                at = self.page.run("""const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
                    return at == document.body ? null : [all.indexOf(at), style.outlineStyle != 'none' && parseFloat(style.outlineWidth) >= 2,
                            box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth, at.type == 'radio']""")
                if at is None or at[0] < last:
                    break
                self.assertEqual(at[1:3], [True, True], (path, at))
                last = at[0]
            self.assertEqual(last, wanted - 1 if wanted else -1, path)



tap.main()
