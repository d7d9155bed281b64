# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's list and a report's own page: found, paged, near by, joined and parted."""
import html
import re
import threading
import uuid
from urllib.parse import urlencode

from central import API, SECRET, report
from page_reader import Reader
from pages import MEAN, Browser, Pages
import tap

ID = r"/admin/report/([0-9a-f-]{36})"
PAGE = 50


def ids(page):
    """Of the reports in the page's first table, in their order."""
    return re.findall(r'<td role="cell">(?:<span[^>]*>[0-9]+\. )?<a(?: class=whole)? href="' + ID, page)


def link(page, text):
    found = re.search(r'<a class="button" href="([^"]*)"[^>]*>' + text + "</a>", page)
    return html.unescape(found[1]) if found else None


class Queue(Pages):
    def test_through_the_list(self):
        """From one report of a list to the next, as it is filtered, also when a decision takes the report off it."""
        browser = self.enter(language="en")
        found = [self.send(browser.server) for _ in range(5)]
        other = self.send(browser.server, service_code="zebractwo")
        for n, each in enumerate([*found[:3], other, *found[3:]]):  # the last two are of one microsecond
            self.change(f"UPDATE reports SET requested_us={1767225600000000 + min(n, 4)} WHERE id='{each}'")
        filters = {"status": "new", "category": report()["service_code"], "q": ""}
        wanted = ids(browser.get("/admin/?" + urlencode(filters)).text)
        self.assertEqual(sorted(wanted), sorted(found))
        address = html.unescape(re.search(r'href="(/admin/report/[^"]*)"', browser.get("/admin/?" + urlencode(filters)).text)[1])
        seen = []
        while address:
            page = browser.get(address)
            self.assertEqual(page.status, 200)
            seen.append(re.search(ID, address)[1])
            self.assertIsNone(link(page.text, "Newer report"))  # those are decided
            # Decided, it is no more of the list; the way on and back stays.
            form = next(each[1]["action"] for each in Reader(page.text).all("form") if each[1].get("action", "").startswith("/admin/report/"))
            answer = browser.post(form, action="status", status="confirmed")
            self.assertEqual(answer.status, 303)
            page = browser.get(answer.headers["Location"])
            self.assertIn('role="status"', page.text)
            address = link(page.text, "Older report")
        self.assertEqual(seen, wanted)
        self.assertEqual(ids(browser.get(link(page.text, "Back to the list")).text), [])
        # The list goes on from here: this report first, and the others of the same moment.
        whole = browser.get(f"/admin/report/{found[1]}?list=all")
        self.assertEqual(ids(browser.get(link(whole.text, "Back to the list")).text), [found[1], found[0]])
        self.assertIn(other, link(browser.get(f"/admin/report/{found[2]}?list=all").text, "Newer report"))
        # Without a list there is no way on; a mean one leads nowhere and breaks nothing.
        self.assertIsNone(link(browser.get("/admin/report/" + found[1]).text, "Back to the list"))
        for mean in (MEAN, "status=" + MEAN, "status=nothing", "x" * 5000, "from=z", "q=%00", "&" * 300):
            page = browser.get(f"/admin/report/{found[1]}?" + urlencode({"list": mean}))
            self.assertEqual(page.status, 200, mean)
            self.assertNotIn(MEAN, page.text)


class List(Pages):
    def test_filters(self):
        browser = self.enter(language="en")
        first = self.send(browser.server, **{"attribute[client_number]": "000-000-011"})
        second = self.send(browser.server, service_code="zebractwo", lat="52.2", long="21.0", address_string="ul. Świętego Jana 5",
                           **{"attribute[source]": "debate"})
        other_key = self.add_key("booth-2")
        self.key, own_key = other_key, self.key
        third = self.send(browser.server, address_string="Łąkowa 3, 100%_pewne")
        self.key = own_key
        self.change(f"UPDATE reports SET requested_us=1767225600000000 WHERE id='{third}'")  # 2026-01-01 UTC
        browser.post("/admin/report/" + second, action="status", status="mistake")
        whole = {first, second, third}
        for query, expected in [
                ({}, whole), ({"status": "mistake"}, {second}), ({"status": "new"}, {first, third}),
                ({"category": "zebractwo"}, {second}), ({"category": "nothing"}, set()),
                ({"status": "mistake", "category": "zebractwo"}, {second}), ({"status": "new", "category": "zebractwo"}, set()),
                ({"source": "debate"}, {second}), ({"source": "visitor", "booth": "booth-1"}, {first}),
                ({"booth": "booth-2"}, {third}), ({"booth": "booth"}, set()),
                ({"from": "2026-01-01", "to": "2026-01-01"}, {third}), ({"to": "2001-01-01"}, set()),
                ({"from": "2026-01-02"}, {first, second}), ({"from": "2001-01-01"}, whole),
                ({"q": "000-000-011"}, {first}), ({"q": "000000011"}, {first}), ({"q": "999-999-999"}, set()),
                ({"q": second}, {second}), ({"q": second.upper()}, {second}), ({"q": str(uuid.uuid4())}, set()),
                ({"q": "świętego jana"}, {second}), ({"q": "Świętego J"}, {second}), ({"q": "łąkowa"}, {third}),
                ({"q": "100%_"}, {third}), ({"q": "%"}, {third}), ({"q": "10%pewne"}, set()), ({"q": "_"}, {third}),
                ({"q": "łąkowa", "status": "mistake"}, set()),
                ({"place": "50.037, 21.999"}, {first, third}), ({"place": "50,037 21,999", "km": "0.2"}, {first, third}),
                ({"place": "52.2;21", "km": "50"}, {second}), ({"place": "50.0459, 21.9990001"}, {first, third}),
                ({"place": "50.0461, 21.9990001"}, set()), ({"place": "50.037, 22.0129"}, {first, third}),
                ({"place": "50.037, 22.0132"}, set()), ({"place": "50.1, 21.9", "km": "10"}, {first, third}),
                ({"area": "50.0,21.9"}, {first, third}), ({"area": "50.03,21.99"}, {first, third}),
                ({"area": "50.04,21.99"}, set()), ({"area": "52.2,21.0"}, {second}), ({"area": "52.1,20.9"}, set())]:
            page = browser.get("/admin/?" + urlencode(query))
            self.assertEqual((page.status, set(ids(page.text))), (200, expected), query)
            if not expected:
                self.assertIn("no such reports", page.text)

    def test_wrong_filters(self):
        """What is not understood is said at its field; nothing typed is shown unescaped."""
        browser = self.enter(language="en")
        self.send(browser.server)
        for name, value in [("from", "yesterday"), ("to", "2026-02-30"), ("place", "here"), ("place", "91, 20"), ("km", "nan"),
                            ("km", "1e9"), ("status", "gone"), ("area", "50,21"), ("area", "' OR 1=1"), ("joined", "perhaps"),
                            ("q", "x" * 201), ("booth", "b" * 201)]:
            page = browser.get("/admin/?" + urlencode({name: value}))
            self.assertEqual((page.status, ids(page.text)), (400, []), (name, value))
            if name in ("from", "to", "place"):
                self.assertRegex(page.text, f'id="e-{name}">[^<]+</span><input id="f-{name}"[^>]+aria-describedby="e-{name}"')
        page = browser.get("/admin/?from=2026-05-02&to=2026-05-01")
        self.assertIn('id="e-to"', page.text)
        for name in ("q", "status", "category", "source", "booth", "from", "to", "place", "km", "area", "joined", "older", "newer"):
            page = browser.get("/admin/?" + urlencode({name: MEAN}))
            self.assertIn(page.status, (200, 400), name)
            self.assertNotIn("<script>", page.text, name)

    def test_paging(self):
        """There and back again: every report once, also where many came at the same moment; a link stays what it was."""
        browser = self.enter(language="en")
        sent = {self.send(browser.server) for _ in range(2 * PAGE + 5)}
        self.change("UPDATE reports SET requested_us=requested_us/5000000*5000000")
        pages, path = [], "/admin/?status=new"
        while path:
            page = browser.get(path).text
            pages.append((path, ids(page)))
            path = link(page, "Older")
        self.assertEqual([len(found) for _, found in pages], [PAGE, PAGE, 5])
        self.assertEqual({each for _, found in pages for each in found}, sent)
        self.assertIn("status=new", pages[2][0])
        newer = self.send(browser.server)
        self.assertEqual([ids(browser.get(path).text) for path, _ in pages[1:]], [found for _, found in pages[1:]])
        path = link(browser.get(pages[2][0]).text, "Newer")
        self.assertEqual(ids(browser.get(path).text), pages[1][1])
        path = link(browser.get(path).text, "Newer")
        page = browser.get(path).text
        self.assertEqual(ids(page), pages[0][1])
        page = browser.get(link(page, "Newer")).text
        self.assertEqual(ids(page), [newer])
        self.assertIsNone(link(page, "Newer"))
        self.assertEqual(ids(browser.get(link(browser.get(pages[1][0]).text, "Newest")).text)[0], newer)
        for cursor in ("x", "1", "1.", ".1", "99999999999999999999.a", "-5.a"):
            self.assertEqual(browser.get("/admin/?" + urlencode({"older": cursor})).status, 200, cursor)


class Duplicates(Pages):
    def setUp(self):
        super().setUp()
        self.browser = self.enter(role="admin", language="en")
        self.server = self.browser.server

    def act(self, report_id, action, **fields):
        return self.browser.post("/admin/report/" + report_id, action=action, **fields)

    def done(self, report_id, action, **fields):
        answer = self.act(report_id, action, **fields)
        self.assertEqual((answer.status, answer.headers["Location"]), (303, f"/admin/report/{report_id}?done={action}"))

    def changes(self, since=None, kind="threats"):
        query = f"?kind={kind}" + (f"&since={since}" if since else "")
        return self.server.ask("GET", API + "/changes.json" + query, None, {"Authorization": "Bearer " + self.key}).json

    def shown(self):
        """The booth's map, from nothing."""
        return {item["id"]: item["status"] for item in self.changes()["items"]}

    def status_page(self, number):
        return self.server.get("/s/" + number).body.decode()

    def test_near(self):
        here = self.send(self.server)
        near = self.send(self.server, lat="50.0380")  # 111 m north
        far = self.send(self.server, lat="50.0450")  # 890 m
        other = self.send(self.server, service_code="zebractwo")
        old = self.send(self.server)
        self.change(f"UPDATE reports SET requested_us=requested_us-{100 * 86400_000_000} WHERE id='{old}'")
        path = "/admin/report/" + here
        page = self.browser.get(path).text
        self.assertEqual(ids(page), [near])
        self.assertIn("111 m", page)
        self.assertIn("the same day", page)
        for query, expected in [({"metres": 1000}, {near, far}), ({"metres": 100}, set()), ({"days": 365}, {near, old}),
                                ({"metres": 1000, "days": 365}, {near, far, old}), ({"metres": "x", "days": 10**9}, {near}),
                                ({"metres": MEAN}, {near})]:
            page = self.browser.get(path + "?" + urlencode(query)).text
            self.assertEqual(set(ids(page)), expected, query)
            self.assertNotIn("<script>", page)
        page = self.browser.get(path + "?metres=1000&days=365").text
        self.assertEqual(ids(page), [old, near, far])
        self.assertIn("100 days earlier", page)
        self.assertEqual(page.count("<g class=\"s-new\""), 3)
        self.assertNotIn(other, page)

    def test_join(self):
        """The map shows one; the other follows it; undone, it stands where it stood."""
        numbers = ["000-000-011", "000-000-022", "000-000-033"]
        main, second, third = [self.send(self.server, **{"attribute[client_number]": number}) for number in numbers]
        self.done(main, "status", status="verification")
        cursor = self.changes()["cursor"]
        self.done(second, "join", main="000-000-011")
        self.done(third, "join", main=second)  # a duplicate's main report is meant
        self.assertEqual(self.shown(), {main: "verification"})
        self.assertEqual(set(self.changes(cursor)["deleted"]), {second, third})
        self.assertEqual({row[0] for row in self.server.rows("SELECT main_id FROM reports WHERE main_id IS NOT NULL")}, {main})
        self.done(main, "status", status="confirmed", note="Sprawdzone.")
        for number in numbers:
            self.assertIn("Potwierdzone", self.status_page(number))
        items = {item["client_report_id"]: item["status"] for item in self.changes(kind="statuses")["items"]}
        self.assertEqual(items, {each: "confirmed" for each in (main, second, third)})
        request = self.server.get(API + f"/requests/{third}.json").json[0]
        self.assertEqual((request["kmzb_status"], request["status_notes"]), ("confirmed", "Sprawdzone."))
        page = self.browser.get("/admin/report/" + second).text
        self.assertIn("This report repeats", page)
        self.assertNotIn('value="status"', page)
        self.assertEqual(self.act(second, "status", status="eliminated").status, 400)
        page = self.browser.get("/admin/report/" + main).text
        self.assertIn("Repeated by", page)
        for query, expected in [("", {main, second, third}), ("?joined=no", {main}), ("?joined=only", {second, third})]:
            self.assertEqual(set(ids(self.browser.get("/admin/" + query).text)), expected)
        cursor = self.changes()["cursor"]
        self.done(second, "part")
        self.assertEqual(self.shown(), {main: "confirmed", second: "new"})
        self.assertEqual([item["id"] for item in self.changes(cursor)["items"]], [second])
        self.assertIn("Nowe", self.status_page(numbers[1]))
        self.assertIn("Potwierdzone", self.status_page(numbers[2]))
        self.assertEqual(self.act(second, "part").status, 404)
        self.assertEqual([entry[1:] for entry in self.audit(self.browser)], [
            ("status", main, "verification"), ("join", second, main), ("join", third, main), ("status", main, "confirmed"),
            ("part", second, main)])

    def test_join_main(self):
        """Who is joined brings its own duplicates along; nothing ever points at itself or round in a circle."""
        first, second, third = [self.send(self.server) for _ in range(3)]
        self.done(second, "join", main=first)
        self.done(first, "join", main=third)
        self.assertEqual(self.shown(), {third: "new"})
        rows = {row[0]: row[1] for row in self.server.rows("SELECT id, main_id FROM reports")}
        self.assertEqual(rows, {first: third, second: third, third: None})
        for report_id, main in [(third, first), (third, second), (third, third), (first, first)]:
            answer = self.act(report_id, "join", main=main)
            self.assertIn((answer.status, "There is no such report" in answer.text), [(400, True), (303, False)])
        rows = {row[0]: row[1] for row in self.server.rows("SELECT id, main_id FROM reports")}
        self.assertEqual(rows, {first: third, second: third, third: None})
        for main in ("", "nothing", str(uuid.uuid4()), "999-999-999", MEAN, "x" * 5000):
            answer = self.act(third, "join", main=main)
            self.assertEqual(answer.status, 400, main)
            self.assertIn('aria-describedby="main-hint main-fault"', answer.text)
            self.assertNotIn("<script>", answer.text)
        self.assertEqual(self.act(str(uuid.uuid4()), "join", main=first).status, 404)

    def test_join_at_once(self):
        """Coordinators who join the same reports crosswise at the same moment never make a circle or a chain."""
        reports = [self.send(self.server) for _ in range(4)]
        csrf = self.browser.csrf()

        def join(own, other):
            for action in ("join", "part", "join"):
                self.browser.ask("POST", "/admin/report/" + own, {"csrf": csrf, "action": action, "main": other})

        for _ in range(3):
            threads = [threading.Thread(target=join, args=(own, reports[(at + step) % 4]))
                       for at, own in enumerate(reports) for step in (1, 2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            rows = dict(self.server.rows("SELECT id, main_id FROM reports"))
            self.assertEqual(set(rows), set(reports))
            for own, main in rows.items():
                self.assertTrue(main is None or main != own and rows[main] is None, rows)
            self.assertIn(None, rows.values())
            self.assertEqual(set(self.shown()), {own for own, main in rows.items() if main is None})

    def test_confirming(self):
        """Reports that confirm another stand on its page."""
        here = self.send(self.server)
        other = self.send(self.server, **{"attribute[confirms]": here})
        self.assertIn(other, self.browser.get("/admin/report/" + here).text)
        self.assertIn("Confirms the report", self.browser.get("/admin/report/" + other).text)

    def test_facts(self):
        """All that the visitor marked, in words."""
        here = self.send(self.server, **{"attribute[day_part][]": "night", "attribute[week_days][]": "sat",
                                         "attribute[observed_date]": "2026-05-01", "attribute[source]": "council",
                                         "address_string": "Rynek 1" + MEAN})
        page = self.browser.get("/admin/report/" + here).text
        for text in ("night", "Saturday", "2026-05-01", "Local council", "Rynek 1&lt;script&gt;", "booth-1", "50.03700, 21.99900"):
            self.assertIn(text, page)

    def test_client_notes(self):
        """What a client adds later is as private as the description, and opened with it."""
        here = self.send(self.server, description=None)
        answer = self.server.ask("POST", API + "/servicerequestupdates.json", urlencode(
            {"api_key": self.key, "service_request_id": here, "update_id": "1", "status": "open", "description": SECRET}),
            {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertNotIn(SECRET, self.browser.get("/admin/report/" + here).text)
        self.assertIn(SECRET, self.act(here, "open").text)
        self.assertEqual(self.audit(self.browser), [("anna", "open", here, None)])


tap.main()
