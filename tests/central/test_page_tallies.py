# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's tallies and the list as a file."""
import csv
import datetime
import html
import io
import re
import sqlite3
import threading
import time
from urllib.parse import urlencode

from central import SECRET
from pages import MEAN, Pages
import tap

DAY = 86400_000_000


def tables(page):
    """{caption or heading: {row: number}} of every tally."""
    found = {}
    for table in re.findall(r'<table class="tally">.*?</table>', page, re.S):
        caption = html.unescape(re.search(r"<caption[^>]*>(.*?)</caption>", table)[1])
        rows = re.findall(r'<th scope="row">(.*?)</th><td class="number">([0-9]+)</td>', table)
        found[caption] = {html.unescape(re.sub("<.*?>", "", name)): int(n) for name, n in rows}
    return found


def read_csv(answer, delimiter=","):
    assert answer.body.startswith(b"\xef\xbb\xbf"), answer.body[:10]
    text = answer.body.decode("utf-8-sig")
    # RFC 4180: every line ends in CRLF, the last one too.
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter))


class Tallies(Pages):
    def test_sums(self):
        browser = self.enter(language="en")
        sent = [self.send(browser.server) for _ in range(3)]
        sent += [self.send(browser.server, service_code="zebractwo", lat="52.2", long="21.0") for _ in range(2)]
        sent.append(self.send(browser.server, lat=None, long=None, address_id="1"))
        now = int(time.time() * 1e6)
        self.change(f"UPDATE reports SET requested_us={now - 21 * DAY} WHERE id='{sent[0]}'")
        self.change(f"UPDATE reports SET requested_us={now + 5 * DAY} WHERE id='{sent[1]}'")  # a clock that is wrong
        self.change(f"UPDATE reports SET requested_us={now - 400 * DAY} WHERE id='{sent[2]}'")
        browser.post("/admin/report/" + sent[0], action="status", status="confirmed")
        page = browser.get("/admin/tallies").text
        found = tables(page)
        self.assertIn("Total: <strong>5</strong>", page)
        self.assertEqual({name: n for name, n in found["By status"].items() if n}, {"New": 4, "Confirmed": 1})
        self.assertEqual(len(found["By status"]), 7)
        self.assertEqual(found["By category"], {"Vandalism": 3, "Begging": 2})
        self.assertEqual(len(found["By week"]), 13)
        self.assertEqual(sum(found["By week"].values()), 5)
        monday = datetime.date.today() - datetime.timedelta(days=datetime.date.today().weekday() + 21)
        self.assertEqual(found["By week"][monday.isoformat()], 1)
        self.assertEqual(found["By place"], {"50.0° N, 21.9° E": 2, "52.2° N, 21.0° E": 2})
        # Longer times are counted in longer spans, and every way of counting comes to the same.
        for query, caption in [({"from": "2026-01-01"}, "By week"), ({"from": "2024-01-01"}, "By month"),
                               ({"from": "2001-01-01"}, "By year"), ({"to": "2099-12-31"}, "By year")]:
            page = browser.get("/admin/tallies?" + urlencode(query)).text
            found = tables(page)
            total = int(re.search(r"<strong>([0-9]+)</strong>", page)[1])
            self.assertEqual(total, 5 if query.get("from") == "2026-01-01" else 6)
            self.assertEqual(sum(found[caption].values()), total, query)
            self.assertEqual(sum(found["By status"].values()), total, query)

    def test_filter_and_links(self):
        """A tally counts what the list shows, and each number leads to the reports that it counts."""
        browser = self.enter(language="en")
        for n in range(4):
            self.send(browser.server, lat=str(50.037 + n / 100))
        self.send(browser.server, service_code="zebractwo", address_string="Rynek 7")
        for query in ({}, {"category": "zebractwo"}, {"q": "rynek"}, {"status": "new"}, {"place": "50.037, 21.999"},
                      {"booth": "booth-1"}, {"joined": "no"}, {"booth": "nobody"}):
            listed = len(re.findall('<td role="cell"><a href="/admin/report/', browser.get("/admin/?" + urlencode(query)).text))
            page = browser.get("/admin/tallies?" + urlencode(query)).text
            self.assertIn(f"<strong>{listed}</strong>", page, query)
            for link, name, n in re.findall(r'<th scope="row"><a href="([^"]*)">(.*?)</a></th><td class="number">([0-9]+)', page):
                path, n = html.unescape(link), int(n)
                target = browser.get(path).text
                if path.startswith("/admin/tallies"):
                    self.assertIn(f"<strong>{n}</strong>", target, path)
                else:
                    self.assertEqual(target.count('<td role="cell"><a href="/admin/report/'), n, path)
        fine = tables(browser.get("/admin/tallies?area=50.0,21.9").text)["By place"]
        self.assertEqual(fine, {"50.03° N, 21.99° E": 2, "50.04° N, 21.99° E": 1, "50.05° N, 21.99° E": 1,
                                "50.06° N, 21.99° E": 1})
        page = browser.get("/admin/tallies?" + urlencode({"from": MEAN, "q": MEAN, "category": MEAN}))
        self.assertEqual(page.status, 400)
        self.assertNotIn("<script>", page.text)

    def test_nothing(self):
        """Without a report there are zeros, and no chart divides by them."""
        browser = self.enter(language="en")
        for path in ("/admin/tallies", "/admin/tallies?from=2001-01-01", "/admin/tallies?to=2001-01-01"):
            page = browser.get(path)
            self.assertEqual(page.status, 200)
            self.assertIn("<strong>0</strong>", page.text)
            self.assertNotIn("nan", page.text)


class Beside(Pages):
    def test_booths_do_not_wait(self):
        """However long pages take, here for the database's lock, no thread that serves booths waits with them."""
        self.sqlite_only()
        browser = self.enter()
        path = "/admin/report/" + self.send(browser.server)
        csrf, answers = browser.csrf(), []

        def decide():
            answers.append(browser.ask("POST", path, {"csrf": csrf, "action": "status", "status": "confirmed"}).status)

        other = sqlite3.connect(self.data / "central.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        threads = [threading.Thread(target=decide) for _ in range(12)]
        for thread in threads:
            thread.start()
        try:
            # All of them have asked; this question itself is one more.
            while int(re.search(r"^kmzb_requests_busy ([0-9]+)$", browser.server.get("/metrics").body.decode(),
                                re.M)[1]) <= len(threads):
                time.sleep(.01)
            for _ in range(20):
                self.assertEqual(browser.server.get("/healthz").status, 200)
            # They are all still waiting.
            self.assertEqual(answers, [])
        finally:
            other.execute("COMMIT")
            other.close()
            for thread in threads:
                thread.join()
        self.assertEqual(set(answers) - {303, 503}, set())
        self.assertEqual(browser.server.stop(), 0)


class Csv(Pages):
    def test_export(self):
        browser = self.enter(role="admin", language="en")
        first = self.send(browser.server, description=SECRET, address_string="ul. Tajna 1",
                          **{"attribute[client_number]": "000-000-011", "attribute[week_days][]": "sat",
                             "attribute[observed_date]": "2026-05-01"})
        second = self.send(browser.server, service_code="zebractwo")
        browser.post("/admin/report/" + second, action="join", main=first)
        answer = browser.get("/admin/export.csv?booth=booth-1")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8; header=present")
        self.assertRegex(answer.headers["Content-Disposition"], r'^attachment; filename="reports-\d{4}-\d\d-\d\d\.csv"$')
        heads, *rows = read_csv(answer)
        self.assertEqual({len(row) for row in rows}, {len(heads)})
        found = {row[1]: dict(zip(heads, row)) for row in rows}
        self.assertEqual(set(found), {first, second})
        self.assertEqual(found[first]["Report number"], "000-000-011")
        self.assertEqual((found[first]["Latitude"], found[first]["Longitude"]), ("50.037000", "21.999000"))
        self.assertEqual((found[first]["Days of the week"], found[first]["When it was"]), ("Saturday", "2026-05-01"))
        self.assertEqual((found[second]["Duplicate of"], found[second]["Category"]), (first, "Begging"))
        self.assertNotIn("Tajn", answer.text)
        self.assertEqual([line for line in self.audit(browser) if line[1] == "export"],
                         [("anna", "export", None, "booth=booth-1")])
        self.assertIn("CSV downloaded", browser.get("/admin/audit").text)
        self.assertEqual(len(read_csv(browser.get("/admin/export.csv?category=zebractwo"))), 2)
        self.assertEqual(len(read_csv(browser.get("/admin/export.csv?q=tajna"))), 2)
        self.assertEqual(len(read_csv(browser.get("/admin/export.csv?booth=nobody"))), 1)
        self.assertEqual(browser.get("/admin/export.csv?from=x").status, 400)

    def test_formulas(self):
        """Whatever came from outside stays a text in a spreadsheet."""
        browser = self.enter()
        mean = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "  =1", "\t=1", 'a"b', "a,b", "a\r\nb", "ą", "",
                "\u00a0=1", "\u200b\u202e=1", "\uff1d1", "\u3000\uff0b1", "a;b", "a=1", "\n=1"]
        ids = [self.send(browser.server) for _ in mean]
        for report_id, text in zip(ids, mean):
            quoted = text.replace("'", "''")
            self.change(f"UPDATE reports SET booth='{quoted}' WHERE id='{report_id}'")
        for query, delimiter in (("", ","), ("?for=excel", ";")):
            found = {row[1]: row[7] for row in read_csv(browser.get("/admin/export.csv" + query), delimiter)[1:]}
            for report_id, text in zip(ids, mean):
                guarded = text.lstrip(" \u00a0\u200b\u202e\u3000")[:1] in tuple("=+-@\t\n\uff1d\uff0b")
                self.assertEqual(found[report_id], ("'" if guarded else "") + text)

    def test_polish_excel(self):
        """Opens by itself where semicolons part fields and a comma begins a fraction: the same reports, the same fields."""
        browser = self.enter(role="admin")
        self.send(browser.server, **{"attribute[client_number]": "000-000-011", "attribute[day_part][]": "night"})
        page = browser.get("/admin/?booth=booth-1").text
        links = [html.unescape(each) for each in re.findall(r'href="(/admin/export[^"]*)"', page)]
        self.assertEqual(links, ["/admin/export.csv?booth=booth-1&for=excel", "/admin/export.csv?booth=booth-1"])
        self.assertEqual(re.findall(r'href="(/admin/export[^"]*)"', browser.get("/admin/").text),
                         ["/admin/export.csv?for=excel", "/admin/export.csv"])
        excel, plain = read_csv(browser.get(links[0]), ";"), read_csv(browser.get(links[1]))
        self.assertEqual(excel[0], plain[0])
        self.assertEqual([row[:9] + row[11:] for row in excel], [row[:9] + row[11:] for row in plain])
        self.assertEqual((excel[1][9:11], plain[1][9:11]), (["50,037000", "21,999000"], ["50.037000", "21.999000"]))
        self.assertIn("noc", excel[1])
        self.assertEqual([line for line in self.audit(browser)], [("anna", "export", None, "booth=booth-1")] * 2)

    def test_whole(self):
        """More than one part's worth: each report once, while others come in."""
        browser = self.enter()
        sent = {self.send(browser.server)}
        for _ in range(11):  # 2048 reports
            self.change("INSERT INTO reports(id, digest, booth, service_code, lat, lon, requested_us, received_us, updated_us,"
                        " seq) SELECT " + self.random_id() + ", digest, booth, service_code, lat, lon, requested_us, received_us,"
                        " updated_us, NULL FROM reports")
        ids = {row[0] for row in browser.server.rows("SELECT id FROM reports")}
        self.assertEqual(len(ids), 2048)
        rows = read_csv(browser.get("/admin/export.csv"))[1:]
        self.assertEqual((len(rows), {row[1] for row in rows}), (2048, ids))
        self.assertLessEqual(sent, ids)
        # Who goes away half way leaves nothing behind.
        connection = browser.server.connect()
        connection.request("GET", "/admin/export.csv", None, {"Cookie": browser.cookie})
        response = connection.getresponse()
        response.read(1000)
        connection.close()
        self.assertEqual(browser.get("/admin/").status, 200)
        self.assertEqual(browser.ask("HEAD", "/admin/export.csv").status, 200)

    def random_id(self):
        return "md5(random()::text)" if self.place else "lower(hex(randomblob(16)))"

    def test_roles(self):
        browser = self.enter(role="viewer")
        self.assertEqual(browser.get("/admin/export.csv").status, 403)
        self.assertNotIn("export.csv", browser.get("/admin/").text)
        self.assertEqual(self.audit(browser), [])
        self.assertEqual(browser.get("/admin/tallies").status, 200)


tap.main()
