# SPDX-License-Identifier: GPL-3.0-or-later
"""People and programs that mean harm, at central's door: nothing they send breaks it, is run, or opens what is not theirs.
Sizes and slowness are in test_limits.py, keys in test_keys.py. KMZB_TEST_SEED begins elsewhere, KMZB_FUZZ_SECONDS goes on
for so long."""
import csv
import hashlib
import http.client
import io
import json
import os
import random
import re
import socket
import time
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from urllib.parse import quote, urlencode, urljoin, urlsplit

from central import API, SECRET, Case, report
from pages import PASSWORD, Browser, Pages
import tap

SEED = int(os.environ.get("KMZB_TEST_SEED", "311"))
SECONDS = float(os.environ.get("KMZB_FUZZ_SECONDS", "0"))
FORM = "application/x-www-form-urlencoded"

MEAN = ["<script>kmzbx()</script>", "\"><img src=x onerror=kmzbx()>", "' onmouseover='kmzbx()", "</textarea><svg/onload=kmzbx()>",
        "'; DROP TABLE reports; --", "' OR '1'='1", "\\'; UPDATE reports SET status='confirmed'; --", "%' OR 1=1 --",
        "javascript:kmzbx()", "=HYPERLINK(\"http://x\")", "@SUM(1)", "%s%n%x", "{{7*7}}", "\u202e\u0000kmzbx", "]]><kmzbx/>"]

HEARTBEAT = {"version": "1", "pack": {"id": "a", "name": "Dobrzyń", "made": "2026-05-01T10:00:00Z"}, "waiting": 3, "aside": 1,
             "oldest_unsent_s": 7200, "clock_offset_s": -90, "free_bytes": 12300000000}


class Page(HTMLParser):
    """What a browser would see: nothing in it may run, and what links and forms it has."""

    def __init__(self, text):
        super().__init__()
        self.faults, self.links, self.forms = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in ("script", "img", "svg", "iframe", "object", "embed", "kmzbx", "base") and "kmzbx" in str(attributes) + tag:
            self.faults.append(tag)
        if tag in ("script", "iframe", "object", "embed", "base"):
            self.faults.append(tag)
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "srcdoc") or (
                    name in ("href", "src", "action", "formaction") and (value or "").strip().lower().startswith("javascript:")):
                self.faults.append(f"{tag} {name}={value!r}")
        if tag == "a":
            self.links.append(values.get("href") or "")
        if tag == "form":
            self.forms.append({"method": (values.get("method") or "get").lower(), "action": values.get("action"), "names": [],
                               "hidden": {}})
        if tag in ("input", "select", "textarea", "button") and values.get("name") and self.forms:
            if values.get("type") == "hidden":
                self.forms[-1]["hidden"][values["name"]] = values.get("value") or ""
            elif tag == "button":
                self.forms[-1]["hidden"].setdefault(values["name"], values.get("value") or "")
            else:
                self.forms[-1]["names"].append(values["name"])


class Hostile(Pages):
    def setUp(self):
        super().setUp()
        self.server = self.start()

    def tearDown(self):
        """Whatever happened: the server lives, takes a report, ends well, and found no fault in itself."""
        fields = report()
        self.assert_receipt(self.server.post(self.key, fields), fields["attribute[client_report_id]"])
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual([line for line in self.server.errors if "CRITICAL" in line or SECRET in line], [])

    def enter(self, name="anna", role="coordinator"):
        self.add_user(name, role)
        browser = Browser(self.server)
        self.assertEqual(browser.log_in(name).headers["Location"], "/admin/")
        return browser

    def raw(self, data, timeout=10, end=True):
        """Sends bytes as they are, and that there will be no more; returns all that comes back."""
        with socket.create_connection((self.server.host, self.server.port), timeout=timeout) as connection:
            answer = b""
            try:
                connection.sendall(data)
                if end:
                    connection.shutdown(socket.SHUT_WR)
                while part := connection.recv(65536):
                    answer += part
            except OSError:
                pass  # hung up on
            return answer


class Fuzz(Hostile):
    """Whole requests, made of good ones by a seeded generator, over connections that stay open."""

    def setUp(self):
        super().setUp()
        self.rand = random.Random(SEED)
        self.browser = self.enter(role="admin")
        self.known = report()
        self.server.post(self.key, self.known)
        report_id = self.known["attribute[client_report_id]"]
        xml = f"<request><service_code>akty-wandalizmu</service_code><lat>50</lat><long>20</long><description>{SECRET}</description></request>"
        authorized = {"Authorization": "Bearer " + self.key}
        cookie = {"Cookie": self.browser.cookie}
        csrf = self.browser.csrf("/admin/")
        self.seeds = [
            ("GET", "/open311/discovery.json", {}, ""), ("GET", f"{API}/services.xml", {}, ""),
            ("GET", f"{API}/requests.json?status=open,closed&service_code=akty-wandalizmu&start_date=2026-01-01T00:00:00Z"
                    "&page=1&page_size=10&updated_after=2026-01-01T00:00:00Z", {}, ""),
            ("GET", f"{API}/requests/{report_id}.xml", {}, ""), ("GET", f"{API}/tokens/{report_id}.json", {}, ""),
            ("GET", f"{API}/changes.json?kind=threats&since=&limit=10", authorized, ""),
            ("GET", f"{API}/changes.json?kind=catalogue&since=1-1&limit=5000", authorized, ""),
            ("GET", f"{API}/servicerequestupdates.xml?service_request_id={report_id}", {}, ""),
            ("POST", f"{API}/servicerequestupdates.json", {"Content-Type": FORM},
             urlencode({"api_key": self.key, "service_request_id": report_id, "status": "OPEN", "description": SECRET,
                        "update_id": "1", "updated_datetime": "2026-01-01T00:00:00Z"})),
            ("POST", f"{API}/requests.json", {"Content-Type": FORM}, urlencode(dict(report(), api_key=self.key))),
            ("POST", f"{API}/requests.xml?jurisdiction_id=x&api_key={self.key}", {"Content-Type": "text/xml"}, xml),
            ("POST", f"{API}/heartbeat.json", {"Content-Type": "application/json", **authorized}, json.dumps(HEARTBEAT)),
            ("GET", "/admin/booths?state=x&sort=y&page=1", cookie, ""), ("GET", "/admin/tallies?from=2026-01-01", cookie, ""),
            ("POST", "/admin/booths", {"Content-Type": FORM, **cookie}, urlencode({"csrf": csrf, "action": "add", "name": "b"})),
            ("GET", "/s/000-000-011", {"Accept-Language": "uk,en;q=0.8"}, ""), ("GET", "/healthz", {}, ""), ("GET", "/metrics", {}, ""),
            ("GET", "/admin/?status=new&category=akty-wandalizmu&from=2026-01-01&to=2026-12-31&number=1&page=2", cookie, ""),
            ("GET", f"/admin/report/{report_id}", cookie, ""), ("GET", "/admin/audit?page=1", cookie, ""),
            ("POST", f"/admin/report/{report_id}", {"Content-Type": FORM, **cookie},
             urlencode({"csrf": csrf, "action": "status", "status": "confirmed", "note": "Dziękujemy"})),
            ("POST", "/admin/login", {"Content-Type": FORM, **cookie}, urlencode({"csrf": csrf, "name": "anna", "password": "x"})),
        ]

    def bend(self, text, limit=3000):
        rand = self.rand
        for _ in range(rand.randrange(1, 4)):
            at, length = rand.randrange(len(text) + 1), rand.randrange(1, 20)
            what = rand.randrange(6)
            if what == 0:
                text = text[:at] + text[at + length:]
            elif what == 1:
                text = text[:at] + text[at:at + length] * rand.randrange(2, 30) + text[at + length:]
            elif what == 2:
                text = text[:at] + chr(rand.choice([9, 34, 37, 38, 39, 59, 60, 61, 92, 127, 233, 255])) + text[at:]
            elif what == 3:
                text = text[:at] + quote(rand.choice(MEAN)) + text[at:]
            elif what == 4:
                text = text[:at] + rand.choice(["%00", "%ff", "%", "..", "//", "-1", "1e999", "9" * 30, "&a=b", "[]", "%5B"]) + text[at:]
            else:
                text = text[:at] + chr(rand.randrange(32, 127)) + text[at + 1:]
        return text[:limit]

    def make(self):
        method, path, headers, body = self.rand.choice(self.seeds)
        headers = dict(headers)
        aim = self.rand.randrange(5)
        if aim == 0:
            method = self.rand.choice(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "X" * 40])
        elif aim == 1 or (aim == 2 and not body):
            path = "/" + self.bend(path[1:]).replace("\t", "")
        elif aim == 2:
            body = self.bend(body, 20000)
        elif aim == 3 and headers:
            name = self.rand.choice(list(headers))
            headers[name] = self.bend(headers[name])
        else:
            other = self.rand.choice(self.seeds)
            path, body = self.rand.choice([(other[1], body), (path, other[3]), (self.bend(path[1:]) and path, self.bend(other[3]))])
        lines = [f"{method} {path.replace(' ', '%20')} HTTP/1.1", "Host: x", f"Content-Length: {len(body.encode('latin-1', 'replace'))}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body.encode("latin-1", "replace"), method

    def check(self, answer, sent):
        self.assertNotIn(answer.status, (500, 501, 502, 504), sent)
        kind = (answer.getheader("Content-Type") or "").split(";")[0]
        body = answer.read()
        if not body:
            return
        if kind == "application/json":
            json.loads(body)
        elif kind in ("text/xml", "application/xml"):
            ET.fromstring(body)
        elif kind == "text/html" and answer.getheader("Content-Security-Policy"):
            self.assertEqual(Page(body.decode()).faults, [], sent)
        # A citizen's words are on one page alone, opened by a coordinator.
        if kind != "text/html":
            self.assertNotIn(SECRET.encode(), body, sent)

    def test_requests(self):
        end, n, connection = time.monotonic() + SECONDS, 0, None
        while n < 1200 or time.monotonic() < end:
            sent, method = self.make()
            n += 1
            try:
                if connection is None:
                    connection = socket.create_connection((self.server.host, self.server.port), timeout=20)
                connection.sendall(sent)
                answer = http.client.HTTPResponse(connection, method=method)
                answer.begin()
                self.check(answer, sent)
                if not answer.will_close:
                    continue
            except (http.client.BadStatusLine, ConnectionError):
                pass  # The library hung up on what is no HTTP.
            connection.close()
            connection = None
        if connection is not None:
            connection.close()
        print(f"# soak: {n} requests", flush=True)
        # What was there is there, and nobody has become somebody.
        self.assertIn((self.known["attribute[client_report_id]"],), [tuple(row) for row in self.server.rows()])
        self.assertEqual([tuple(row) for row in self.server.rows("SELECT name FROM users")], [("anna",)])

    def test_cookies(self):
        token = self.browser.cookie.split("=")[1]
        for cookie in ("", "=", ";;;", "kmzb_session", "kmzb_session=", "kmzb_session=" + "0" * 64, "kmzb_session=" + token[:-1],
                       "kmzb_session=" + token.upper() + "x", "kmzb_session=" + "f" * 9000, "kmzb_session='; DROP TABLE sessions; --",
                       "kmzb_session=\"" + token[:-2], "; ".join(f"a{n}=b" for n in range(500)),
                       "kmzb_session=%00", "kmzb_session=\xff\xfe", *(quote(mean) for mean in MEAN)):
            answer = self.raw(f"GET /admin/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n".encode("latin-1"))
            self.assertRegex(answer[:20], rb"^(HTTP/1\.1 (303|4\d\d) |$)", cookie[:200])
        self.assertEqual(self.browser.get("/admin/").status, 200)


class Big(Hostile):
    def memory(self):
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as file:
            return int(re.search(r"VmHWM:\s+(\d+) kB", file.read())[1])

    def test_ten_megabytes(self):
        """Sent to the end, whatever the server says meanwhile, and by many at once: no memory is given to it."""
        self.server.post(self.key, report())
        before = self.memory()
        head = f"POST {API}/requests.json HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {10 * 2**20}\r\n\r\n".encode()
        for _ in range(10):
            self.assertIn(self.raw(head + b"description=" + b"x" * (10 * 2**20 - 12))[:12], (b"HTTP/1.1 413", b""))
        self.assertLess(self.memory() - before, 8 * 1024)

    def test_a_hundred_thousand_names(self):
        many = urlencode([(f"name{n}", n) for n in range(100_000)])
        head = f"POST {API}/requests.json HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {len(many)}\r\n\r\n"
        # Refused before it has all been sent; whoever goes on sending may never see why.
        self.assertIn(self.raw((head + many).encode())[:12], (b"HTTP/1.1 413", b""))
        # As many as one body holds.
        fit = "&".join(f"{n:x}" for n in range(12_000))
        self.assertLess(len(fit), 65536)
        self.assert_error(self.server.ask("POST", API + "/requests.json", fit + "&api_key=" + self.key, {"Content-Type": FORM}), 400)
        self.assert_error(self.server.get(API + "/requests.json?" + "&".join(f"{n:x}=" for n in range(390))), 400)
        # The HTTP library has no room for more and would leave the client waiting; it is hung up on. Since 1.0 it says so.
        for n in (500, 2_000, 4_000):
            query = "&".join(f"{number:x}=" for number in range(n))
            answer = self.raw(f"GET {API}/requests.json?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode(), end=False)
            self.assertIn(answer[:12], (b"", b"HTTP/1.1 431"))
        self.assertRegex(self.raw(b"GET " + API.encode() + b"/requests.json?" + b"a&" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")[:12],
                         rb"^(HTTP/1\.1 4\d\d|)")
        xml = "<request>" + "".join(f"<a{n}>1</a{n}>" for n in range(4_000)) + "</request>"
        self.assert_error(self.server.ask("POST", API + "/requests.xml", xml, {"Content-Type": "text/xml"}), 400)
        self.assertEqual(self.server.rows(), [])


class Paths(Hostile):
    def test_tricks(self):
        """Neither the file system nor what needs a key or a session is behind any spelling."""
        tricks = ["/../../../../etc/passwd", "/admin/../../etc/passwd", "/s/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
                  "//admin/", "/admin//", "/./admin/", "/%61dmin/", "/admin%2f", "/ADMIN/", "/admin/report/../audit", "/admin\\audit",
                  "/admin/report/%27%20OR%201=1--", "/admin/report/" + "a" * 3000, "/open311/v2/../../admin/", "/open311/v2/requests/..",
                  "/open311/v2//changes.json", "/open311/v2/changes%2ejson", "/open311/v2/changes.json%00", "/open311/v2/changes.json;x",
                  "/open311/v2/requests/%2e%2e%2fchanges.json", "http://x/admin/", "http://127.0.0.1/open311/v2/changes.json", "*", "",
                  "/admin/style.css/../audit", "/s/%00", "/s/" + "%2e" * 900, "/central.db", "/seal-keys", "/.git/config", "/metrics/../admin/"]
        self.add_user(role="admin")
        for path in tricks:
            answer = self.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            status = answer[9:12]
            self.assertNotIn(b"root:", answer, path)
            self.assertNotIn(b"SQLite", answer, path)
            if path.startswith("/s/"):
                continue  # A status page for every number, known or not.
            self.assertIn(status, (b"303", b"400", b"401", b"403", b"404", b"405", b"414", b"431", b""), path)


class Escaped(Hostile):
    """Words in every field that someone outside can fill: on no page are they more than words."""

    def fill(self):
        ids = []
        for mean in MEAN:
            mean = mean.replace("\0", "")
            fields = report(description=mean, address_string=mean, address_id=mean, media_url=mean, device_id=mean, email=mean,
                            first_name=mean, jurisdiction_id=mean, **{"attribute[clock_state]": mean})
            answer = self.server.post(self.key, fields, {"User-Agent": mean.encode().decode("latin-1"), "X-Forwarded-Host": "x"})
            if answer.status == 400:  # A field that has a form of its own refuses what has not; the others take it.
                for name in ("media_url", "address_id", "attribute[clock_state]"):
                    fields.pop(name, None)
                answer = self.server.post(self.key, fields)
            self.assertEqual(answer.status, 200, answer.body)
            ids.append(fields["attribute[client_report_id]"])
            for name in ("service_code", "attribute[client_number]", "attribute[source]", "attribute[saved_at]", "attribute[confirms]",
                         "attribute[day_part][]", "attribute[observed_date]", "attribute[client_report_id]", "lat"):
                refused = self.server.post(self.key, report(**{name: mean}))
                self.assertIn(refused.status, (200, 400), name)
                self.assertNotIn(b"kmzbx", refused.body)
            beat = {**HEARTBEAT, "version": mean[:30], "pack": {"id": mean, "name": mean, "made": mean}}
            beat = self.server.ask("POST", API + "/heartbeat.json", json.dumps(beat).encode(),
                                   {"Content-Type": "application/json", "Authorization": "Bearer " + self.add_key(f"b{len(ids)}")})
            self.assertIn(beat.status, (200, 400), beat.body)
            update = self.server.ask("POST", API + "/servicerequestupdates.json", urlencode(
                {"api_key": self.key, "service_request_id": ids[-1], "update_id": mean, "status": "OPEN", "description": mean,
                 "updated_datetime": "2026-01-01T00:00:00Z"}), {"Content-Type": FORM})
            self.assertIn(update.status, (200, 400))
        return ids

    def look(self, browser, path):
        """A page and the pages behind it, each once: nothing runs, and a table for a spreadsheet holds no formula."""
        seen, filled, waiting, pages = set(), set(), [path], 0
        while waiting and pages < 250:
            path = waiting.pop(0)
            if path in seen:
                continue
            seen.add(path)
            pages += 1
            answer = browser.get(path)
            self.assertLess(answer.status, 500, path)
            kind = (answer.headers["Content-Type"] or "").split(";")[0]
            if kind == "text/csv":
                for row in csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))):
                    for cell in row:
                        self.assertFalse(cell[:1] in ("=", "@", "\t", "\r") or re.match(r"[+-](?![\d.,]+$)", cell), cell)
            if kind != "text/html":
                continue
            page = Page(answer.text)
            self.assertEqual(page.faults, [], path)
            for link in page.links:
                target = urlsplit(urljoin(path, quote(link, safe="/?&=%#+;:@,!'()*~-._")))
                if not target.netloc and target.path.startswith("/admin"):
                    waiting.append(target.path + ("?" + target.query if target.query else ""))
            for form in page.forms:
                if form["method"] == "get" and form["names"]:
                    target = urljoin(path, form["action"] or "").split("?")[0]
                    for mean in MEAN[:5]:
                        found = browser.get(target + "?" + urlencode({name: mean for name in form["names"]}))
                        self.assertLess(found.status, 500, (target, mean))
                        if (found.headers["Content-Type"] or "").startswith("text/html"):
                            self.assertEqual(Page(found.text).faults, [], (target, mean))
                kind_of_form = (re.sub(r"[0-9a-f-]{36}", "", form["action"] or path), *form["names"], *form["hidden"])
                if form["method"] == "post" and kind_of_form not in filled and "out" not in (form["action"] or ""):
                    filled.add(kind_of_form)
                    self.submit(browser, urljoin(path, form["action"] or ""), form)
        self.assertGreater(len(filled), 3)
        return seen

    def submit(self, browser, target, form):
        """A form of a page with a good token and mean words in all that can be written into."""
        for mean in MEAN[:4] + MEAN[-2:]:
            fields = {**form["hidden"], **{name: mean.replace("\0", "") for name in form["names"]}}
            found = browser.ask("POST", target, fields)
            self.assertLess(found.status, 500, (target, fields))
            self.assertEqual(Page(found.text).faults, [], (target, fields))
            self.assertNotIn("kmzbx", found.headers["Location"] or "")

    def test_every_page(self):
        browser = self.enter(role="admin")
        ids = self.fill()
        n = len(self.server.rows())
        for report_id, mean in zip(ids, MEAN):
            path = "/admin/report/" + report_id
            opened = browser.ask("POST", path, {"action": "open", "csrf": browser.csrf(path)})
            self.assertIn(opened.status, (200, 303), path)
            self.assertEqual(Page(opened.text).faults, [], path)
            for status in ("confirmed", mean):
                set_ = browser.ask("POST", path, {"action": "status", "status": status, "note": mean.replace("\0", ""), "csrf": browser.csrf(path)})
                self.assertIn(set_.status, (303, 400), (path, status))
        for name in MEAN:
            wrong = Browser(self.server).post("/admin/login", name=name, password=name)
            self.assertIn(wrong.status, (400, 403, 429), name)
            self.assertEqual(Page(wrong.text).faults, [], name)
            self.assertNotEqual(self.users("add", "--", name.replace("\0", "x"), "admin", password=PASSWORD).returncode, 0)
        seen = self.look(browser, "/admin/")
        self.assertGreater(len(seen), len(ids))
        self.assertGreater(len(self.server.rows("SELECT name FROM booths")), 5)
        self.assertIn("/admin/booths", seen)
        self.assertTrue(any(".csv" in path for path in seen), seen)
        self.assertEqual(len(self.server.rows()), n)
        # Who asks without a session sees them as data: JSON and XML that are well-formed, a status page that says nothing.
        for path in ("/requests.json", "/requests.xml", "/servicerequestupdates.json", "/servicerequestupdates.xml"):
            answer = self.server.get(API + path)
            self.assertEqual(answer.status, 200)
            self.assertNotIn(b"<script>", answer.body)
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            json.loads(answer.body) if path.endswith("json") else ET.fromstring(answer.body)
        for mean in MEAN:
            page = self.server.get("/s/" + quote(mean, safe=""))
            self.assertIn(page.status, (200, 400, 404, 429), mean)
            self.assertNotIn(b"kmzbx", page.body)


class Theft(Hostile):
    def test_a_session_is_not_the_attackers_choice(self):
        """A cookie planted before the login is worth nothing after it."""
        self.add_user()
        browser = Browser(self.server)
        browser.get("/admin/login")
        planted = browser.cookie
        self.assertEqual(browser.log_in().status, 303)
        self.assertNotEqual(browser.cookie, planted)
        thief = Browser(self.server)
        thief.cookie = planted
        self.assertEqual(thief.get("/admin/").status, 303)
        thief.cookie = "kmzb_session=" + "a" * 64
        self.assertEqual(thief.get("/admin/").status, 303)

    def test_what_the_database_holds_opens_nothing(self):
        browser = self.enter()
        self.assertEqual(browser.get("/admin/").status, 200)
        rows = self.server.rows("SELECT * FROM sessions")
        self.assertGreater(len(rows), 0)
        for value in rows[0]:
            text = value.hex() if isinstance(value, bytes) else str(value).removeprefix("\\x")
            thief = Browser(self.server)
            thief.cookie = f"kmzb_session={text}"
            self.assertEqual(thief.get("/admin/").status, 303)

    def test_another_persons_form(self):
        """A token of one session in the form of another, of a session that is over, and a form from elsewhere."""
        anna, ewa = self.enter("anna"), self.enter("ewa")
        report_id = self.send(self.server)
        path = "/admin/report/" + report_id
        fields = {"action": "status", "status": "confirmed"}
        own, foreign = anna.csrf(path), ewa.csrf(path)
        self.assertNotEqual(own, foreign)
        self.assertEqual(anna.ask("POST", path, {**fields, "csrf": foreign}).status, 403)
        for token in (anna.cookie.split("=")[1], hashlib.sha256(anna.cookie.split("=")[1].encode()).hexdigest(), own.upper()[::-1]):
            self.assertEqual(anna.ask("POST", path, {**fields, "csrf": token}).status, 403)
        # In the query, or as another kind of body, it does not count.
        self.assertEqual(anna.ask("POST", path + "?csrf=" + own, fields).status, 403)
        answer = self.server.ask("POST", path, json.dumps({**fields, "csrf": own}), {"Cookie": anna.cookie, "Content-Type": "text/plain"})
        self.assertGreaterEqual(answer.status, 400)
        answer = self.server.ask("POST", path, urlencode({**fields, "csrf": own}), {"Content-Type": FORM})
        self.assertEqual(answer.status, 403)
        # A link does nothing, whatever stands in it.
        self.assertEqual(anna.get(path + "?" + urlencode({**fields, "csrf": own})).status, 200)
        self.assertEqual(anna.ask("HEAD", path + "?" + urlencode({**fields, "csrf": own})).status, 200)
        self.assertEqual([tuple(row) for row in self.server.rows("SELECT status FROM reports")], [("new",)])
        anna.post("/admin/logout")
        stale = anna.ask("POST", path, {**fields, "csrf": own})
        self.assertIn(stale.status, (303, 403))
        self.assertEqual([tuple(row) for row in self.server.rows("SELECT status FROM reports")], [("new",)])

    def test_not_over_plain_http(self):
        """A stolen cookie or a proxy without TLS gets nobody in, and the cookie does not leave over it."""
        browser = self.enter()
        for headers in ({"X-Forwarded-For": "192.0.2.7"}, {"X-Forwarded-For": "127.0.0.1, 192.0.2.7"},
                        {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}, {"Forwarded": "for=192.0.2.7", "X-Forwarded-For": "::1"}):
            self.assertEqual(browser.ask("GET", "/admin/", **headers).status, 404, headers)

    def test_disabled_while_connected(self):
        browser = self.enter()
        connection = self.server.connect()
        headers = {"Cookie": browser.cookie}
        self.assertEqual(self.server.ask("GET", "/admin/", None, headers, connection).status, 200)
        self.assertEqual(self.users("disable", "anna").returncode, 0)
        self.assertEqual(self.server.ask("GET", "/admin/", None, headers, connection).status, 303)
        connection.close()

    def test_revoked_while_the_body_comes(self):
        """The key is looked at when the report is whole, not when its first line is there."""
        body = urlencode(dict(report(), api_key=self.key)).encode()
        with socket.create_connection((self.server.host, self.server.port), timeout=10) as connection:
            connection.sendall(f"POST {API}/requests.json HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\n"
                               f"Content-Length: {len(body)}\r\nAuthorization: Bearer {self.key}\r\n\r\n".encode() + body[:-9])
            self.assertEqual(self.command("keys", "revoke", "booth-1").returncode, 0)
            connection.sendall(body[-9:])
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            self.assertEqual(answer.status, 403)
        # Nor does it read any more, on any connection.
        refused = self.server.ask("GET", API + "/changes.json?kind=threats", None, {"Authorization": "Bearer " + self.key})
        self.assert_error(refused, 403)
        self.assertEqual(self.server.rows(), [])
        self.key = self.add_key("booth-1")


tap.main()
