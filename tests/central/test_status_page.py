# SPDX-License-Identifier: GPL-3.0-or-later
"""The public page of a report's status, where a visitor's QR code leads: its words, and what it does not tell."""
import re
from urllib.parse import quote

from central import report
from page_reader import Reader
from pages import Pages
import tap

NUMBER, NOBODYS = "000-000-011", "000-000-022"
LANGUAGES = ("pl", "uk", "en", "de")
WORDS = {"new": ("Nowe", "Нове", "New", "Neu"),
         "verification": ("Weryfikacja", "Перевірка", "Being checked", "Wird geprüft"),
         "confirmed": ("Potwierdzone", "Підтверджено", "Confirmed", "Bestätigt"),
         "passed-on": ("Potwierdzone (przekazane poza Policję)", "Підтверджено (передано за межі поліції)",
                       "Confirmed (passed on outside the police)", "Bestätigt (außerhalb der Polizei weitergegeben)"),
         "not-confirmed": ("Niepotwierdzone", "Не підтверджено", "Not confirmed", "Nicht bestätigt"),
         "eliminated": ("Potwierdzone (wyeliminowane)", "Підтверджено (усунуто)", "Confirmed (eliminated)", "Bestätigt (beseitigt)"),
         "mistake": ("Żart lub pomyłka", "Жарт або помилка", "Joke or mistake", "Scherz oder Irrtum")}
BUSY = ("Zajrzyj za chwilę", "Зайдіть трохи пізніше", "Look again in a moment", "Sehen Sie gleich noch einmal nach")


class StatusPage(Pages):
    def look(self, server, number, wanted=None, **headers):
        answer = server.ask("GET", "/s/" + number, None, {**({"Accept-Language": wanted} if wanted else {}), **headers})
        self.assertEqual(answer.headers["Content-Type"], "text/html; charset=utf-8")
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        return answer

    def read(self, answer):
        """What it says in each language, in the order of the page; it is looked through for what every page must have."""
        text = answer.body.decode()
        page = Reader(text)
        first = page.all("html")[0][1]["lang"]
        sections = page.all("section")
        self.assertEqual([each[1]["lang"] for each in sections], [first, *(each for each in LANGUAGES if each != first)])
        self.assertEqual([each[0] for each in page.all("h1", "h2", "h3")], ["h1", "h2", "h2", "h2"])
        self.assertEqual((len(page.all("main")), len(page.all("header")), len(page.all("title"))), (1, 1, 1))
        self.assertTrue(page.all("title")[0][2].startswith(page.all("h1")[0][2]), page.all("title"))
        self.assertEqual(text.count("112"), 4)
        # Nothing is asked of anybody else, and no script runs.
        self.assertEqual([each for each in page.elements if each[0] in ("script", "img", "link", "iframe", "form", "a")], [])
        self.assertNotIn("http", text.split("</head>")[1])
        self.assertNotIn("url(", text)
        said = re.findall(r'<section lang="(..)"[^>]*>.*?<p class="answer">(?:<svg.*?</svg>)?([^<]+)</p><p>([^<]+)</p>', text)
        self.assertEqual(len(said), 4)
        self.assertTrue(all(meant.strip() for _, _, meant in said))
        return [(language, word) for language, word, _ in said]

    def test_every_status(self):
        server = self.start()
        fields = report(**{"attribute[client_number]": NUMBER})
        self.assertEqual(server.post(self.key, fields).status, 200)
        for status, words in WORDS.items():
            if status != "new":
                self.assertEqual(self.command("status", NUMBER, status).returncode, 0)
            answer = self.look(server, NUMBER)
            self.assertEqual((answer.status, self.read(answer)), (200, list(zip(LANGUAGES, words))))
            self.assertIn(f'class="sign s-{status}"', answer.body.decode())
            for private in (NUMBER, NUMBER.replace("-", ""), "booth", "wandal", "50.03", fields["attribute[client_report_id]"]):
                self.assertNotIn(private, answer.body.decode())

    def test_own_language_first(self):
        server = self.start()
        for wanted, first in ((None, "pl"), ("uk-UA,uk;q=0.9,en;q=0.8", "uk"), ("de", "de"), ("fr, en-GB;q=0.5", "en"), ("fr", "pl"),
                              ("xuk, *;q=0.1", "pl"), ("en;q=9, uk;q=1", "uk"), ("<x>" * 400, "pl"), ("de;q=nan", "pl")):
            text = self.look(server, NOBODYS, wanted).body.decode()
            self.assertIn(f'<html lang="{first}">', text, wanted)
            self.read(self.look(server, NOBODYS, wanted))

    def test_the_unknown_look_all_alike(self):
        """A right number that nobody has, wrong ones, and attempts at the page itself: one answer, to the byte."""
        server = self.start("--behind-proxy")
        server.post(self.key, report(**{"attribute[client_number]": NUMBER}))
        known = self.look(server, NUMBER)
        for wanted in (None, "de"):
            answers = [self.look(server, number, wanted) for number in (
                NOBODYS, "999-999-999", "x", "", "%00", "../admin/", "000-000-012", "0" * 1000, NUMBER + "/", "%", "%ff" * 9,
                "%3Cscript%3E", "'%20OR%201=1")]
            for answer in answers:
                self.assertEqual((answer.status, answer.body), (200, answers[0].body))
                self.assertEqual(list(answer.headers), list(known.headers))
            self.assertNotEqual(answers[0].body, known.body)

    def test_as_it_is_typed(self):
        server = self.start()
        server.post(self.key, report(**{"attribute[client_number]": NUMBER}))
        for typed in ("000000011", "ooo-ooo-oil", "000 000 011", " 0 0 0 0 0 0 0 1 1 "):
            self.assertEqual(self.read(self.look(server, quote(typed)))[0], ("pl", "Nowe"), typed)

    def test_too_many(self):
        """Who is told to wait is told so in words, whatever was asked for."""
        server = self.start()
        server.post(self.key, report(**{"attribute[client_number]": NUMBER}))
        for _ in range(40):
            answer = self.look(server, NOBODYS)
            if answer.status != 200:
                break
        self.assertEqual(answer.status, 429)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        self.assertEqual(self.read(answer), list(zip(LANGUAGES, BUSY)))
        self.assertEqual(self.look(server, NUMBER).body, answer.body)

    def test_no_database(self):
        """Then nothing is said of a number; that it is unknown would be untrue."""
        server = self.start()
        server.post(self.key, report(**{"attribute[client_number]": NUMBER}))
        self.change("ALTER TABLE reports RENAME TO hidden")
        answer = self.look(server, NUMBER)
        self.assertEqual((answer.status, self.read(answer)), (503, list(zip(LANGUAGES, BUSY))))
        self.assertEqual(self.look(server, NOBODYS).body, answer.body)
        self.change("ALTER TABLE hidden RENAME TO reports")
        self.assertEqual(self.read(self.look(server, NUMBER))[0], ("pl", "Nowe"))

    def test_only_reading(self):
        server = self.start()
        answer = server.ask("POST", "/s/" + NUMBER, "")
        self.assertEqual((answer.status, answer.headers["Allow"]), (405, "GET, HEAD"))
        self.assertEqual(server.ask("HEAD", "/s/" + NUMBER).body, b"")


tap.main()
