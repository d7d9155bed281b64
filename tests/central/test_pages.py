# SPDX-License-Identifier: GPL-3.0-or-later
"""The coordinator's pages: who gets in, what is shown, and what a decision reaches."""
import base64
import hashlib
import html
import re
import time
from urllib.parse import urlencode

from central import API, SECRET
from page_reader import Reader
from pages import MEAN, PASSWORD, Browser, Pages, seal
import tap


# With what a form could lose or a page take for its own.
NOTE = "\n  Drogę naprawi zarząd dróg 🚧\n</textarea>\"'& &amp; \u202eodwrócone\u202c\n\nZażółć gęślą jaźń"


def read_hidden(page):
    """What the page's last form sends along unseen."""
    found = re.findall(r'<form[^>]*>(.*?)</form>', page.text, re.DOTALL)[-1]
    return {each[1]["name"]: each[1]["value"] for each in Reader(found).all("input") if each[1].get("type") == "hidden"}


def read_facts(browser):
    found = re.findall(r'<th scope="row">([^<]*)</th><td class="text">([^<]*)</td>', browser.get("/admin/account").text)
    return {name: html.unescape(value) for name, value in found}


class Entrance(Pages):
    def test_users(self):
        self.add_user()
        self.assertEqual(self.users("add", "anna", "admin", password=PASSWORD).returncode, 1)
        self.assertEqual(self.users("add", "ewa", "king", password=PASSWORD).returncode, 1)
        self.assertIn("A role is", self.users("add", "ewa", "king", password="").stderr)
        self.assertEqual(self.users("add", "ewa", "admin", password="short").returncode, 1)
        self.assertRegex(self.users("list").stdout, r"^anna\tcoordinator\tmade [0-9T:Z-]+\n$")
        self.assertEqual(self.users("disable", "ewa").returncode, 1)
        for path in self.data.iterdir():
            self.assertNotIn(PASSWORD.encode(), path.read_bytes() if path.is_file() else b"")

    def test_commands_in_audit(self):
        """What an operator does to users and keys by command is in the audit like everything else."""
        self.add_user(role="admin")
        self.users("add", "ewa", "viewer", password=PASSWORD)
        self.users("add", "ewa", "admin", password=PASSWORD)  # refused
        self.users("disable", "ewa")
        self.command("keys", "rotate", "booth-1", "24")
        self.command("keys", "revoke", "booth-1")
        browser = Browser(self.start(), "en")
        browser.log_in()
        done = browser.server.rows("SELECT action, detail FROM audit WHERE actor LIKE 'operator:_%' ORDER BY at_us, id")
        self.assertEqual([tuple(line) for line in done], [
            ("key-add", "booth-1"), ("user-add", "anna"), ("user-add", "ewa"), ("user-disable", "ewa"), ("key-change", "booth-1"),
            ("key-revoke", "booth-1")])
        page = browser.get("/admin/audit").text
        for words in ("Account made", "Account disabled", "Booth’s key made", "Booth’s key changed", "Booth’s keys revoked"):
            self.assertIn(words, page)

    def test_without_login(self):
        server = self.start()
        browser = Browser(server)
        report_id = self.send(server)
        for path in ("/admin", "/admin/", "/admin/audit", "/admin/report/" + report_id, "/admin/nothing", "/admin/report"):
            self.assertEqual(browser.get(path).status, 303)
        answer = browser.post("/admin/report/" + report_id, action="open")
        self.assertEqual((answer.status, read_hidden(answer)["next"]), (403, "/admin/report/" + report_id))
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
        # The style is nobody's secret, and the same until the server is another one.
        style = re.search(r'href="(/admin/style\.css\?[0-9a-f]+)"', page.text)[1]
        self.assertIn("immutable", browser.get(style).headers["Cache-Control"])
        for other in ("/admin/style.css", style + "0", style.replace("style.css", "audit")):
            self.assertEqual(browser.get(other).headers["Cache-Control"], "no-store", other)
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

    def test_back_after_login(self):
        """Who follows a link signs in and is where it leads; a link to elsewhere leads nowhere."""
        self.add_user()
        browser = Browser(self.start())
        path = "/admin/?status=new&from=2026-01-01"
        login = browser.get(path).headers["Location"]
        self.assertTrue(login.startswith("/admin/login?next="), login)
        page = browser.get(login).text
        self.assertIn("30 minutach", page)
        next_path = html.unescape(re.search(r'name="next" value="([^"]*)"', page)[1])
        self.assertEqual(next_path, path)
        self.assertEqual(browser.post("/admin/login", name="anna", password=PASSWORD, next=next_path).headers["Location"],
                         path)
        for mean in ("https://evil.example/", "//evil.example/", "/admin/../x\r\nX: y", "/admin/\\evil", "/s/1", MEAN):
            answer = browser.post("/admin/login", name="anna", password=PASSWORD, next=mean)
            self.assertEqual(answer.headers["Location"], "/admin/", mean)
            self.assertNotIn("X", answer.headers)
            self.assertEqual(browser.post("/admin/language", language="en", back=mean).headers["Location"], "/admin/")

    def test_idle(self):
        """A session ends half an hour after its last use, and is used by using it."""
        browser = self.enter()
        self.change(f"UPDATE sessions SET seen_us=seen_us-{29 * 60_000_000}")
        self.assertEqual(browser.get("/admin/").status, 200)
        seen, = browser.server.rows("SELECT expires_us-seen_us AS left FROM sessions")[0]
        self.assertLess(seen, 8 * 3600_000_000 - 1)
        self.assertGreater(seen, 7.9 * 3600_000_000)
        self.change(f"UPDATE sessions SET seen_us=seen_us-{30 * 60_000_000}")
        self.assertEqual(browser.get("/admin/").status, 303)
        self.assertEqual(browser.post("/admin/logout").headers["Location"], "/admin/login")

    def test_expired_note(self):
        """A note that was typed while the session ended is there again after signing in, and nowhere before that."""
        browser = self.enter(language="en")
        report_id = self.send(browser.server)
        path = "/admin/report/" + report_id
        fields = {"csrf": browser.csrf(), "action": "status", "status": "passed-on", "note": NOTE}
        self.change("DELETE FROM sessions")
        page = browser.ask("POST", path, fields)
        self.assertEqual((page.status, page.headers["Location"]), (403, None))
        self.assertIn("Your session is over", page.text)
        hidden = read_hidden(page)
        self.assertEqual((hidden["next"], hidden["draft-status"], hidden["draft-note"]), (path, "passed-on", NOTE))
        page = browser.ask("POST", "/admin/login", {**hidden, "name": "anna", "password": "x"})
        self.assertEqual(page.status, 403)
        self.assertEqual(read_hidden(page), hidden)
        self.assertNotIn(path, browser.ask("POST", "/admin/login", {**hidden, "next": "/admin/", "name": "anna", "password": "x"}).text)
        page = browser.ask("POST", "/admin/login", {**hidden, "name": "anna", "password": PASSWORD})
        self.assertEqual((page.status, page.headers["Location"]), (200, None))
        self.assertIn("This is not saved yet", page.text)
        form = Reader(page.text)
        self.assertEqual([element[2].removeprefix("\n") for element in form.all("textarea")], [NOTE])
        self.assertEqual([each[1]["value"] for each in form.all("option") if "selected" in each[1]][0], "passed-on")
        csrf = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)[1]
        self.assertNotEqual(csrf, hidden["csrf"])
        # It is hers to confirm: nothing is done or kept before that.
        self.assertEqual(browser.server.rows("SELECT status FROM reports"), [("new",)])
        self.assertEqual(browser.server.rows("SELECT id FROM updates"), [])
        for file in self.data.glob("*.db*"):
            self.assertNotIn(NOTE[-20:].encode(), file.read_bytes())
        self.assertEqual(browser.ask("POST", path, fields).status, 403)
        self.assertEqual(browser.ask("POST", path, {**fields, "csrf": csrf}).status, 303)
        self.assertEqual(browser.server.rows("SELECT status, note FROM updates"), [("passed-on", NOTE)])
        browser.server.stop()
        self.assertNotIn("Drogę", "".join(browser.server.errors))

    def test_note_in_an_old_window(self):
        """Another session has begun in another window: the note is shown to be sent again. No other site can have that done."""
        browser = self.enter()
        path = "/admin/report/" + self.send(browser.server)
        fields = {"csrf": browser.csrf(), "action": "status", "status": "confirmed", "note": NOTE}
        browser.log_in()
        for site in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}):
            page = browser.ask("POST", path, fields, **site)
            self.assertEqual(page.status, 403, site)
            self.assertNotIn("Drogę", page.text)
        own = {"Sec-Fetch-Site": "same-origin"}
        page = browser.ask("POST", path, fields, **own)
        self.assertEqual(page.status, 200)
        self.assertEqual([element[2].removeprefix("\n") for element in Reader(page.text).all("textarea")], [NOTE])
        self.assertEqual(browser.ask("POST", path, {**fields, "action": "open"}, **own).status, 403)
        self.assertEqual(browser.server.rows("SELECT status FROM reports"), [("new",)])
        self.assertEqual(self.audit(browser), [])
        # The browser was closed meanwhile, and its cookies with it.
        browser.cookies.clear()
        hidden = read_hidden(browser.ask("POST", path, fields, **own))
        self.assertEqual(hidden["draft-note"], NOTE)
        stranger = Browser(browser.server)
        for headers, status, note in ((own, 403, NOTE), ({}, 403, None)):
            page = stranger.ask("POST", "/admin/login", {**hidden, "name": "anna", "password": PASSWORD}, **headers)
            self.assertEqual((page.status, read_hidden(page).get("draft-note")), (status, note))
        # Who may only look has no form for it.
        self.add_user("ewa", "viewer")
        answer = browser.ask("POST", "/admin/login", {**hidden, "name": "ewa", "password": PASSWORD})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, path))
        self.assertEqual(browser.ask("POST", path, {**fields, "csrf": browser.csrf()}, **own).status, 403)

    def test_expired_others(self):
        """Every other form: what was typed is there again, what was only pressed is told to be undone; passwords never come back."""
        browser = self.enter(role="admin", language="en")
        path = "/admin/report/" + self.send(browser.server)
        main = self.send(browser.server)
        typed = MEAN + "ż"
        for address, fields, kept, field in [
                (path + "?list=status%3Dnew", {"action": "join", "main": typed}, ("draft-main", typed), "main-report"),
                ("/admin/booths", {"name": typed}, ("draft-booth", typed), "name"),
                (path, {"action": "open"}, None, None), (path, {"action": "part"}, None, None),
                ("/admin/booth/booth-1", {"action": "revoke", "sure": "1"}, None, None),
                ("/admin/account", {"action": "password", "old": PASSWORD, "new": "n" * 20, "again": "n" * 20}, None, None)]:
            csrf = browser.csrf()
            self.change("DELETE FROM sessions")
            page = browser.ask("POST", address, {"csrf": csrf, **fields})
            self.assertEqual((page.status, page.headers["Location"]), (403, None), address)
            self.assertIn("Your session is over", page.text)
            self.assertEqual("nothing was changed" in page.text, kept is None, address)
            self.assertNotIn(PASSWORD, page.text)
            self.assertNotIn("nnnn", page.text)
            hidden = read_hidden(page)
            self.assertEqual(hidden["next"], address)
            self.assertEqual([(name, value) for name, value in hidden.items() if "draft" in name], [kept] if kept else [])
            page = browser.ask("POST", "/admin/login", {**hidden, "name": "anna", "password": PASSWORD})
            if kept is None:
                self.assertEqual((page.status, page.headers["Location"]), (303, address))
                continue
            self.assertEqual(page.status, 200, address)
            self.assertIn("This is not done yet", page.text)
            form = Reader(page.text)
            self.assertEqual([each[1]["value"] for each in form.all("input") if each[1].get("id") == field], [typed])
            self.assertEqual([each[1].get("id") for each in form.all("input") if "autofocus" in each[1]], [field])
            self.assertEqual("list=status%3Dnew" in page.text, "list=" in address)
        # Nothing was done by any of them, and it can be done now.
        self.assertEqual([entry for entry in self.audit(browser)], [])
        self.assertEqual(self.command("keys", "list").stdout.count("booth-"), 1)
        self.assertEqual(browser.post(path, action="join", main=main).status, 303)
        # A draft for one page does not get into another, nor to who may not send it.
        self.add_user("ewa", "coordinator")
        for next_path, draft in (("/admin/booths", {"draft-main": main}), (path, {"draft-booth": "x"}), ("/admin/", {"draft-main": main}),
                                 ("/admin/booths", {"draft-booth": "x"})):
            answer = browser.post("/admin/login", name="ewa", password=PASSWORD, next=next_path, **draft)
            self.assertEqual((answer.status, answer.headers["Location"]), (303, next_path), draft)

    def test_at_last(self):
        """Eight hours, however busy."""
        browser = self.enter()
        self.change(f"UPDATE sessions SET expires_us=expires_us-{8 * 3600_000_000}")
        self.assertEqual(browser.get("/admin/").status, 303)

    def test_everywhere(self):
        """Disabling ends every session of that user, and no other."""
        browser = self.enter()
        other = Browser(browser.server)
        other.log_in()
        self.add_user("ewa")
        third = Browser(browser.server)
        third.log_in("ewa")
        self.assertEqual([each.get("/admin/").status for each in (browser, other, third)], [200] * 3)
        self.users("disable", "anna")
        self.assertEqual([each.get("/admin/").status for each in (browser, other, third)], [303, 303, 200])

    def test_password(self):
        """Whoever knows the old password changes it; every other session of that user is over, and only theirs."""
        fresh = "another horse, another battery"
        browser = self.enter(role="viewer", language="en")
        self.add_user("ewa", "admin")
        other, ewa = Browser(browser.server), Browser(browser.server, "en")
        other.log_in()
        ewa.log_in("ewa")
        for old, new, again, status in [("wrong wrong wrong", fresh, fresh, 403), (PASSWORD, "short", "short", 400),
                                        (PASSWORD, fresh, fresh + "x", 400), (PASSWORD, "x" * 257, "x" * 257, 400),
                                        ("x" * 5000, fresh, fresh, 403), (PASSWORD, "", "", 400)]:
            answer = browser.post("/admin/account", action="password", old=old, new=new, again=again)
            self.assertEqual(answer.status, status, (old, new))
            self.assertIn('aria-describedby="fault" autofocus', answer.text)
        self.assertEqual(browser.post("/admin/account", action="nothing").status, 400)
        self.assertEqual(other.get("/admin/").status, 200)
        before = browser.cookie
        answer = browser.post("/admin/account", action="password", old=PASSWORD, new=fresh, again=fresh)
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/admin/account?done=password"))
        self.assertIn("The password is changed", browser.get("/admin/account?done=password").text)
        stolen = Browser(browser.server)
        stolen.cookie = before
        self.assertEqual([each.get("/admin/").status for each in (browser, other, stolen, ewa)], [200, 303, 303, 200])
        self.assertEqual(other.log_in().status, 403)
        self.assertEqual(other.log_in(password=fresh).status, 303)
        self.assertIn("Password changed", ewa.get("/admin/audit").text)
        self.assertEqual(browser.post("/admin/account", action="everywhere").headers["Location"], "/admin/login")
        self.assertEqual([each.get("/admin/").status for each in (browser, other, ewa)], [303, 303, 200])
        for path in self.data.glob("*.db*"):
            self.assertNotIn(fresh.encode(), path.read_bytes())

    def test_account(self):
        """Who is signed in, as what, since when, and whether somebody else is, too."""
        browser = self.enter(role="viewer", language="en")
        page = browser.get("/admin/").text
        self.assertRegex(page, r'<a href="/admin/account">anna</a> <span>viewer</span>')
        account = read_facts(browser)
        self.assertEqual((account["Role"], account["Last sign-in before this"], account["Sessions in use (with this one)"]),
                         ("viewer: looks at reports and tallies, opens no descriptions", "–", "1"))
        first = browser.server.rows("SELECT at_us FROM audit WHERE action='login'")[0][0]
        Browser(browser.server).log_in()
        self.add_user("ewa")
        Browser(browser.server).log_in("ewa")
        account = read_facts(browser)
        self.assertEqual(account["Sessions in use (with this one)"], "2")
        self.assertEqual(account["Last sign-in before this"], time.strftime("%Y-%m-%d %H:%M", time.localtime(first // 1_000_000)))
        self.change(f"UPDATE sessions SET seen_us=seen_us-{31 * 60_000_000} WHERE seen_us=(SELECT max(seen_us) FROM sessions"
                    " WHERE name='anna')")
        self.assertEqual(read_facts(browser)["Sessions in use (with this one)"], "1")

    def test_roles(self):
        """A viewer looks and no more; an administrator sees the audit besides."""
        browser = self.enter(role="viewer", language="en")
        report_id = self.send(browser.server)
        path = "/admin/report/" + report_id
        page = browser.get(path)
        self.assertEqual(page.status, 200)
        self.assertNotIn('name="action"', page.text)
        self.assertIn("Coordinators may open", page.text)
        for action in ("open", "status", "join", "part", ""):
            answer = browser.post(path, action=action, status="confirmed", main=report_id)
            self.assertEqual(answer.status, 403, action)
            self.assertNotIn(SECRET, answer.text)
        self.assertEqual(self.audit(browser), [])
        self.assertEqual(browser.get("/admin/audit").status, 403)
        self.assertNotIn("/admin/audit", browser.get("/admin/").text)
        self.add_user("ewa", "admin")
        admin = Browser(browser.server)
        admin.log_in("ewa")
        self.assertIn("/admin/audit", admin.get("/admin/").text)
        self.assertEqual(admin.get("/admin/audit").status, 200)
        # A role that is changed counts from the next request on.
        self.change("UPDATE users SET role='viewer' WHERE name='ewa'")
        self.assertEqual(admin.get("/admin/audit").status, 403)

    def test_audit(self):
        """By user and by report, page by page, each line once."""
        browser = self.enter(role="admin", language="en")
        first = self.send(browser.server)
        second = self.send(browser.server, **{"attribute[client_number]": "000-000-011"})
        csrf = browser.csrf()
        for _ in range(55):
            browser.ask("POST", "/admin/report/" + first, {"csrf": csrf, "action": "open"})
        browser.ask("POST", "/admin/report/" + second, {"csrf": csrf, "action": "status", "status": "eliminated"})
        link = re.search(r'href="(/admin/audit[?]report=[^"]*)"', browser.get("/admin/report/" + second).text)[1]
        for path in (link, "/admin/audit?report=000-000-011"):
            page = browser.get(path).text
            self.assertEqual(page.count("<tr"), 2)
            self.assertIn("Status changed", page)
            self.assertIn("Confirmed (eliminated)", page)
        n, path = 0, "/admin/audit?report=" + first
        while path:
            page = browser.get(path).text
            self.assertNotIn(second, page)
            n += page.count("Description opened")
            older = re.search(r'href="([^"]*older=[0-9][^"]*)"', page)
            path = html.unescape(older[1]) if older else None
        self.assertEqual(n, 55)
        self.assertEqual(browser.get("/admin/audit?who=anna").text.count("Signed in")
                         + browser.get(html.unescape(re.search(r'href="([^"]*older=[0-9][^"]*)"', browser.get(
                             "/admin/audit?who=anna").text)[1])).text.count("Signed in"), 1)
        self.assertIn("Nothing like that", browser.get("/admin/audit?who=ewa").text)
        self.assertIn("Nothing like that", browser.get("/admin/audit?" + urlencode({"who": "' OR 1=1 --"})).text)
        self.assertNotIn("<script>", browser.get("/admin/audit?" + urlencode({"who": MEAN, "report": MEAN, "older": MEAN})).text)

    def test_language(self):
        """The browser's wish, until somebody chooses here."""
        self.add_user()
        server = self.start()
        for wanted, language in (("pl", "pl"), ("en", "en"), ("de", "pl"), ("de, en;q=0.5", "en"), ("en;q=0.3, pl;q=0.7", "pl"),
                                 ("pl;q=0.3, en-GB;q=0.7", "en"), ("", "pl"), ("en" * 900, "pl"), (";;q=,,,", "pl")):
            page = Browser(server, wanted).get("/admin/login").text
            self.assertIn(f'<html lang="{language}">', page, wanted)
        browser = Browser(server, "pl")
        answer = browser.post("/admin/language", language="en", back="/admin/login?next=/admin/audit")
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/admin/login?next=/admin/audit"))
        self.assertRegex(answer.headers["Set-Cookie"],
                         r"^kmzb_language=en; Path=/admin; HttpOnly; SameSite=Strict; Max-Age=[0-9]+$")
        self.assertIn('<html lang="en">', browser.get("/admin/login").text)
        self.assertEqual(browser.log_in().headers["Location"], "/admin/")
        self.assertIn("Sign out", browser.get("/admin/").text)
        browser.cookies["kmzb_language"] = "<x>"
        self.assertIn('<html lang="pl">', browser.get("/admin/").text)

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
            self.assertEqual([browser.log_in(name, "wrong").status for _ in range(3)], [403] * 3, name)
            # The wait has begun; on a slow machine it would be over before the next try.
            self.change(f"UPDATE login_delays SET until_us=until_us+{60_000_000}")
            answer = browser.log_in(name, "wrong")
            self.assertEqual(answer.status, 429, name)
            # It is typed once; a password never comes back.
            self.assertIn(f'<input id="name" name="name" value="{name}"', answer.text)
            self.assertNotIn("wrong", answer.text)
        answer = browser.log_in()
        self.assertEqual(answer.status, 429)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)

    def failures(self, server):
        return [tuple(row) for row in server.rows("SELECT actor, action, detail FROM audit WHERE action LIKE 'login-%' ORDER BY at_us, id")]

    def test_failed_logins(self):
        """Who, from where and when; never what was typed for a password, or for a name that nobody has."""
        browser = self.enter(role="admin", language="en")
        self.add_user("ewa", "viewer")
        self.users("disable", "ewa")
        stranger = Browser(browser.server)
        for name in ("anna", "ewa", "my secret typed as a name", "other secret"):
            self.assertEqual(stranger.log_in(name, "wrong password 7").status, 403)
        browser.post("/admin/account", action="password", old="wrong password 7", new="n" * 20, again="n" * 20)
        self.assertEqual(self.failures(browser.server),
                         [(name, "login-failed", "127.0.0.1") for name in ("anna", "ewa", "?", "?", "anna")])
        page = browser.get("/admin/audit").text
        self.assertEqual(page.count("Sign-in failed"), 5)
        self.assertEqual(page.count("unknown name"), 2)
        self.assertEqual(page.count("127.0.0.1"), 5)
        self.assertEqual(browser.get("/admin/audit?who=anna").text.count("Sign-in failed"), 2)
        self.assertNotIn("secret", page)
        for file in self.data.glob("*.db*"):
            self.assertNotIn(b"wrong password 7", file.read_bytes())
            self.assertNotIn(b"secret", file.read_bytes())
        # The account's own page tells of the login before this one, and means one that led in.
        self.assertIn("–", read_facts(browser)["Last sign-in before this"])

    def test_failed_logins_are_bounded(self):
        """A name has fifty lines a day and says when there may be more; others are not hidden by it."""
        self.add_user()
        self.add_user("ewa")
        browser = Browser(self.start())
        day = 24 * 3600 * 1_000_000
        for at, n in ((day, 30), (0, 48)):
            now = int(time.time() * 1_000_000) - at
            for i in range(n):
                self.change(f"INSERT INTO audit(id, at_us, actor, action, detail) VALUES('f{at}-{i}', {now - 60_000_000 + i}, 'anna', 'login-failed', 'x')")
        for _ in range(4):
            self.assertEqual(browser.log_in("anna", "wrong").status, 403)
            self.change("DELETE FROM login_delays")
        self.assertEqual(browser.log_in("ewa", "wrong").status, 403)
        self.assertEqual([(who, what) for who, what, where in self.failures(browser.server) if where != "x"],
                         [("anna", "login-failed"), ("anna", "login-many"), ("ewa", "login-failed")])

    def test_csrf(self):
        browser = self.enter()
        report_id = self.send(browser.server)
        for csrf in ({}, {"csrf": ""}, {"csrf": "0" * 64}):
            answer = browser.ask("POST", "/admin/report/" + report_id, {"action": "status", "status": "confirmed", **csrf})
            self.assertEqual(answer.status, 403)
        self.assertEqual(browser.server.rows("SELECT status FROM reports"), [("new",)])
        self.assertEqual(browser.ask("POST", "/admin/login", {"name": "anna", "password": PASSWORD}).status, 403)

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
        self.assertEqual(self.audit(browser), [("anna", "open", report_id, None)])
        self.assertIn(report_id, audit)

    def test_sealed(self):
        """A sealed description is opened by the key of its time, in the page that was asked to, and nowhere else."""
        keys = [self.command("seal-key").stdout.strip() for _ in range(2)]
        browser = self.enter(role="admin", language="en")
        sent = [self.send(browser.server, description=None, **{"attribute[sealed_description]": seal(key, SECRET + MEAN)})
                for key in keys]
        stranger = seal(base64.b64encode(hashlib.sha256(b"x").digest()).decode(), SECRET)
        lost = self.send(browser.server, description=None, **{"attribute[sealed_description]": stranger})
        for report_id in sent:
            path = "/admin/report/" + report_id
            self.assertNotIn("Tajny", browser.get(path).text)
            page = browser.post(path, action="open")
            self.assertIn(html.escape(SECRET), page.text)
            self.assertNotIn("<script>", page.text)
            self.assertNotIn("Tajny", browser.get(path + "?open=1&action=open&done=open").text)
        page = browser.post("/admin/report/" + lost, action="open")
        self.assertEqual(page.status, 200)
        self.assertIn("No key of this server", page.text)
        self.assertEqual(self.audit(browser), [("anna", "open", each, None) for each in [*sent, lost]])
        self.assertEqual(browser.server.rows("SELECT count(*) AS n FROM reports WHERE description IS NOT NULL"), [(0,)])
        for page in ("/admin/", "/admin/audit", "/admin/tallies", "/admin/export.csv"):
            self.assertNotIn("Tajny", browser.get(page).text, page)
        self.assertEqual(browser.server.stop(), 0)
        self.assertNotIn("Tajny", "".join(browser.server.errors))

    def test_retention(self):
        """What has been kept long enough can no longer be opened, also by who may open it."""
        browser = self.enter(role="admin", language="en")
        old, new = [self.send(browser.server) for _ in range(2)]
        self.change(f"UPDATE reports SET received_us=received_us-{11 * 86400_000_000} WHERE id='{old}'")
        browser.server.stop()
        cookies, server = browser.cookies, self.start("--keep-texts-days", "10")
        browser = Browser(server, "en")
        browser.cookies = cookies
        end = time.monotonic() + 20
        while server.rows(f"SELECT id FROM reports WHERE id='{old}' AND description IS NOT NULL"):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)
        self.assertIn("No description", browser.get("/admin/report/" + old).text)
        self.assertNotIn("Tajny", browser.post("/admin/report/" + old, action="open").text)
        self.assertIn(html.escape(SECRET), browser.post("/admin/report/" + new, action="open").text)

    def test_status(self):
        browser = self.enter()
        report_id = self.send(browser.server)
        path = "/admin/report/" + report_id
        csrf = re.search(r'name="csrf" value="([0-9a-f]{64})"', browser.get(path).text)[1]
        for bad in ({"status": "nothing", "note": NOTE}, {"status": "confirmed", "note": "x" * 1001}):
            answer = browser.ask("POST", path, {"action": "status", "csrf": csrf, **bad})
            self.assertEqual(answer.status, 400)
            # What was typed is not to be typed again.
            self.assertEqual(Reader(answer.text).all("textarea")[0][2], "\n" + bad["note"])
        answer = browser.ask("POST", path, {"action": "status", "csrf": csrf, "status": "confirmed", "note": MEAN})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, path + "?done=status"))
        page = browser.get(path + "?done=status").text
        self.assertIn("Zapisaliśmy status", page)
        self.assertRegex(page, r'<td role="cell" class="any">anna</td><td role="cell"><span class="status">')
        self.assertNotIn("<script>", page)
        changes = browser.server.ask("GET", API + "/changes.json?kind=threats", None,
                                     {"Authorization": "Bearer " + self.key}).json
        self.assertEqual([item["status"] for item in changes["items"]], ["confirmed"])
        updates = browser.server.get(API + "/servicerequestupdates.json").json
        self.assertIn(MEAN, [update["description"] for update in updates])
        self.assertEqual(browser.server.get(API + f"/requests/{report_id}.json").json[0]["status_notes"], MEAN)
        self.assertEqual(browser.get("/admin/audit").status, 403)
        missing = browser.ask("POST", "/admin/report/nothing", {"action": "status", "csrf": csrf, "status": "confirmed"})
        self.assertEqual(missing.status, 404)


tap.main()
