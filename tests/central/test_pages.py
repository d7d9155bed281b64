# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's pages: who gets in, what is shown, and what a decision reaches."""
import re
import subprocess
from urllib.parse import urlencode

from central import API, ENV, PROGRAM, SECRET, Case, report
import tap

PASSWORD = "correct horse battery"
MEAN = "<script>alert(1)</script>\"'&"


class Browser:
    def __init__(self, server, language="pl"):
        self.server, self.cookie, self.language = server, None, language

    def ask(self, method, path, body=None, **headers):
        headers["Accept-Language"] = self.language
        if self.cookie:
            headers["Cookie"] = self.cookie
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self.server.ask(method, path, urlencode(body) if body is not None else None, headers)
        if answer.headers["Set-Cookie"]:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        answer.text = answer.body.decode()
        return answer

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, **fields):
        page = self.get("/admin/login")
        return self.ask("POST", path, {"csrf": re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)[1], **fields})

    def log_in(self, name="anna", password=PASSWORD):
        return self.post("/admin/login", name=name, password=password)


class Pages(Case):
    def users(self, *arguments, password=None):
        place = ["--database", self.place] if self.place else []
        return subprocess.run([PROGRAM, "--data-dir", self.data, *place, "users", *arguments],
                              input=password and password + "\n", capture_output=True, text=True, env=ENV, timeout=20)

    def add_user(self, name="anna", role="coordinator"):
        made = self.users("add", name, role, password=PASSWORD)
        self.assertEqual(made.returncode, 0, made.stderr)

    def enter(self, role="coordinator", language="pl"):
        self.add_user(role=role)
        browser = Browser(self.start(), language)
        self.assertEqual(browser.log_in().headers["Location"], "/admin/")
        return browser

    def send(self, server, **fields):
        fields = report(**fields)
        self.assertEqual(server.post(self.key, fields).status, 200)
        return fields["attribute[client_report_id]"]

    def test_users(self):
        self.add_user()
        self.assertEqual(self.users("add", "anna", "admin", password=PASSWORD).returncode, 1)
        self.assertEqual(self.users("add", "ewa", "king", password=PASSWORD).returncode, 1)
        self.assertEqual(self.users("add", "ewa", "admin", password="short").returncode, 1)
        self.assertRegex(self.users("list").stdout, r"^anna\tcoordinator\tmade [0-9T:Z-]+\n$")
        self.assertEqual(self.users("disable", "ewa").returncode, 1)
        for path in self.data.iterdir():
            self.assertNotIn(PASSWORD.encode(), path.read_bytes() if path.is_file() else b"")

    def test_without_login(self):
        server = self.start()
        browser = Browser(server)
        report_id = self.send(server)
        for path in ("/admin", "/admin/", "/admin/audit", "/admin/report/" + report_id, "/admin/nothing"):
            self.assertEqual(browser.get(path).status, 303)
        answer = browser.post("/admin/report/" + report_id, action="open")
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/admin/login"))
        self.assertNotIn(SECRET, answer.text)
        # Through a plain-text proxy there is no such page.
        self.assertEqual(browser.ask("GET", "/admin/login", **{"X-Forwarded-For": "192.0.2.7"}).status, 404)

    def test_session(self):
        browser = self.enter()
        page = browser.get("/admin/")
        self.assertEqual(page.status, 200)
        self.assertEqual(page.headers["Content-Security-Policy"],
                         "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
                         "frame-ancestors 'none'")
        self.assertEqual(page.headers["X-Frame-Options"], "DENY")
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        token = browser.cookie.split("=")[1]
        for path in self.data.glob("*.db*"):
            self.assertNotIn(token.encode(), path.read_bytes())
        before = browser.cookie
        self.assertEqual(browser.post("/admin/logout").headers["Location"], "/admin/login")
        browser.cookie = before
        self.assertEqual(browser.get("/admin/").status, 303)
        browser.log_in()
        self.assertNotEqual(browser.cookie, before)
        self.assertEqual(browser.get("/admin/").status, 200)
        self.users("disable", "anna")
        self.assertEqual(browser.get("/admin/").status, 303)
        self.assertEqual(browser.log_in().status, 403)

    def test_cookie(self):
        self.add_user()
        browser = Browser(self.start())
        for answer in (browser.get("/admin/login"), browser.log_in()):
            self.assertRegex(answer.headers["Set-Cookie"],
                             r"^kmzb_session=[0-9a-f]{64}; Path=/admin; HttpOnly; SameSite=Strict$")

    def test_wrong_passwords(self):
        self.add_user()
        browser = Browser(self.start())
        for name in ("anna", "nobody"):
            self.assertEqual([browser.log_in(name, "wrong").status for _ in range(4)], [403, 403, 403, 429], name)
        answer = browser.log_in()
        self.assertEqual(answer.status, 429)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)

    def test_csrf(self):
        browser = self.enter()
        report_id = self.send(browser.server)
        for csrf in ({}, {"csrf": ""}, {"csrf": "0" * 64}):
            answer = browser.ask("POST", "/admin/report/" + report_id, {"action": "status", "status": "confirmed", **csrf})
            self.assertEqual(answer.status, 403)
        self.assertEqual(browser.server.rows("SELECT status FROM reports"), [("new",)])
        self.assertEqual(browser.ask("POST", "/admin/login", {"name": "anna", "password": PASSWORD}).status, 403)

    def test_list(self):
        browser = self.enter(language="en")
        number = "000-000-011"
        first = self.send(browser.server, **{"attribute[report_number]": number})
        second = self.send(browser.server)
        page = browser.get("/admin/").text
        self.assertIn(first, page)
        self.assertIn(second, page)
        browser.post("/admin/report/" + second, action="status", status="mistake")
        self.assertNotIn(first, browser.get("/admin/?status=mistake").text)
        self.assertIn(second, browser.get("/admin/?status=mistake&category=akty-wandalizmu").text)
        self.assertIn("no such reports", browser.get("/admin/?category=nothing").text)
        self.assertIn("no such reports", browser.get("/admin/?to=2001-01-01").text)
        self.assertIn(first, browser.get("/admin/?from=2001-01-01").text)
        self.assertIn("no such reports", browser.get("/admin/?number=999-999-999").text)
        mean = browser.get("/admin/?" + urlencode({"number": MEAN, "from": MEAN, "status": MEAN, "page": MEAN}))
        self.assertEqual(mean.status, 200)
        self.assertNotIn("<script>", mean.text)

    def test_paging(self):
        browser = self.enter(language="en")
        sent = {self.send(browser.server) for _ in range(51)}
        pages = [browser.get("/admin/?page=%u" % page).text for page in (1, 2)]
        found = [set(re.findall(r"/admin/report/([0-9a-f-]{36})", page)) for page in pages]
        self.assertEqual([len(some) for some in found], [50, 1])
        self.assertEqual(found[0] | found[1], sent)
        self.assertIn("Next page", pages[0])
        self.assertNotIn("Next page", pages[1])
        self.assertIn("Previous page", pages[1])

    def test_description(self):
        browser = self.enter(role="admin")
        report_id = self.send(browser.server, description=SECRET + MEAN)
        path = "/admin/report/" + report_id
        self.assertNotIn(SECRET, browser.get(path).text)
        self.assertEqual(browser.server.rows("SELECT actor FROM audit WHERE action='open'"), [])
        page = browser.ask("POST", path, {"action": "open", "csrf": re.search(
            r'name="csrf" value="([0-9a-f]{64})"', browser.get(path).text)[1]})
        self.assertIn(SECRET, page.text)
        self.assertNotIn("<script>", page.text)
        self.assertEqual([tuple(row) for row in browser.server.rows("SELECT actor, report_id FROM audit WHERE action='open'")],
                         [("anna", report_id)])
        audit = browser.get("/admin/audit").text
        self.assertIn("Otwarcie opisu", audit)
        self.assertIn(report_id, audit)

    def test_status(self):
        browser = self.enter()
        report_id = self.send(browser.server)
        path = "/admin/report/" + report_id
        csrf = re.search(r'name="csrf" value="([0-9a-f]{64})"', browser.get(path).text)[1]
        for bad in ({"status": "nothing"}, {"status": "confirmed", "note": "x" * 1001}):
            self.assertEqual(browser.ask("POST", path, {"action": "status", "csrf": csrf, **bad}).status, 400)
        answer = browser.ask("POST", path, {"action": "status", "csrf": csrf, "status": "confirmed", "note": MEAN})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, path))
        page = browser.get(path).text
        self.assertIn("coordinator:anna", page)
        self.assertNotIn("<script>", page)
        changes = browser.server.ask("GET", API + "/changes.json?kind=threats", None,
                                     {"Authorization": "Bearer " + self.key}).json
        self.assertEqual([item["status"] for item in changes["items"]], ["confirmed"])
        updates = browser.server.get(API + "/servicerequestupdates.json").json
        self.assertIn(MEAN, str([update["description"] for update in updates]).replace("\\", ""))
        self.assertEqual(browser.get("/admin/audit").status, 403)
        missing = browser.ask("POST", "/admin/report/nothing", {"action": "status", "csrf": csrf, "status": "confirmed"})
        self.assertEqual(missing.status, 404)


tap.main()
