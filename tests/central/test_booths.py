# SPDX-License-Identifier: GPL-3.0-or-later
"""How the booths are: what they say of themselves, what the operator sees of it, and their keys."""
import json
import re

from central import API, SECRET, report
from pages import MEAN, Browser, Pages
import tap

GOOD = {"version": "1.2", "pack": {"id": "r7", "name": "Powiat „rzeszowski”", "made": "2026-11-01T10:00:00Z"},
        "waiting": 3, "aside": 1, "oldest_unsent_s": 7200, "clock_offset_s": -90, "free_bytes": 12_300_000_000}
HOUR_US = 3600 * 1_000_000


class Booths(Pages):
    def beat(self, server, key, news=GOOD, **headers):
        body = news if isinstance(news, str) else json.dumps(news)
        if key is not None:
            headers["Authorization"] = "Bearer " + key
        return server.ask("POST", API + "/heartbeat.json", body.encode(), {"Content-Type": "application/json", **headers})

    def rows_of(self, page):
        """What the table says: a list of texts for each booth."""
        found = []
        for row in re.findall(r"<tr role=\"row\">(<td.*?)</tr>", page.text, re.DOTALL):
            found.append([re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)])
        return found

    def names_of(self, page):
        return [row[0] for row in self.rows_of(page)]

    # ---- heartbeats ----

    def test_announced(self):
        found = self.start().get("/open311/discovery.json").json
        self.assertIs(found["endpoints"][0]["kmzb"]["heartbeat"], True)

    def test_one_row_a_booth(self):
        server = self.start()
        self.assertEqual(self.beat(server, self.key).status, 200)
        self.assertEqual(self.beat(server, self.key, dict(GOOD, oldest_unsent_s=None)).status, 400)
        calm = {name: value for name, value in GOOD.items() if name != "oldest_unsent_s"}
        self.assertEqual(self.beat(server, self.key, dict(calm, waiting=0)).status, 200)
        self.assertEqual(server.rows("SELECT name, version, waiting, aside, oldest_us, clock_offset_s, free_bytes FROM booths"),
                         [("booth-1", "1.2", 0, 1, 0, -90, 12_300_000_000)])
        heard, oldest = server.rows("SELECT heard_us, oldest_us FROM booths")[0]
        self.beat(server, self.key)
        heard, oldest = server.rows("SELECT heard_us, oldest_us FROM booths")[0]
        self.assertEqual(heard - oldest, 2 * HOUR_US)

    def test_only_a_booth(self):
        server = self.start()
        for key in (None, "", "x", self.key[:-1]):
            self.assert_error(self.beat(server, key), 403)
        self.command("keys", "revoke", "booth-1")
        self.assert_error(self.beat(server, self.key), 403)
        self.assertEqual(server.rows("SELECT name FROM booths"), [])

    def test_no_heartbeat(self):
        server = self.start()
        for news in ("", "[]", "null", "{", "{}", "x" * 100_000, "[" * 5000, dict(GOOD, version=MEAN * 10),
                     dict(GOOD, waiting=-1), dict(GOOD, waiting=1e30), dict(GOOD, pack="x"),
                     dict(GOOD, pack={"id": "a\nb"}), dict(GOOD, clock_offset_s="now")):
            self.assertIn(self.beat(server, self.key, news).status, (400, 413), news)
        self.assertEqual(server.rows("SELECT name FROM booths"), [])
        answer = server.get(API + "/heartbeat.json")
        self.assert_error(answer, 405)
        self.assertEqual(answer.headers["Allow"], "POST")
        self.assertEqual(self.beat(server, self.key).status, 200)

    def test_chatter_costs_no_report(self):
        server = self.start("--quota", "2")
        self.assertEqual([self.beat(server, self.key).status for _ in range(4)], [200, 200, 429, 429])
        self.assertEqual(server.post(self.key, report()).status, 200)

    # ---- the page ----

    def test_table(self):
        browser = self.enter(role="viewer")
        server = browser.server
        for name in ("booth-2", "booth-3"):
            self.add_key(name)
        self.beat(server, self.key)
        other = self.add_key("booth-4")
        self.beat(server, other, dict(GOOD, waiting=0, aside=0, clock_offset_s=2, pack={"id": "r8", "name": MEAN}))
        self.change(f"UPDATE booths SET heard_us=heard_us-{25 * HOUR_US} WHERE name='booth-4'")
        self.command("keys", "revoke", "booth-3")
        page = browser.get("/admin/booths")
        self.assertEqual(page.status, 200)
        self.assertNotIn("<script>", page.text)
        rows = self.rows_of(page)
        self.assertEqual([row[:2] for row in rows], [["booth-1", "Działa"], ["booth-2", "Jeszcze się nie odezwał"],
                                                     ["booth-3", "Bez ważnego klucza"], ["booth-4", "Milczy"]])
        self.assertEqual(rows[0][3:], ["3", "2 h", "1", "spóźnia się o 90 s", "12,3 GB",
                                       "Powiat „rzeszowski”, 2026-11-01", "1.2"])
        self.assertEqual(rows[3][3:7], ["0", "", "0", "dobry"])
        # A viewer makes no keys.
        self.assertNotIn('name="name"', page.text)
        self.assertEqual(browser.post("/admin/booths", name="booth-9").status, 403)
        self.assertEqual(browser.post("/admin/booth/booth-1", action="revoke", sure="1").status, 403)
        self.assertEqual(self.beat(server, self.key).status, 200)

    def test_two_hundred(self):
        browser = self.enter(role="viewer")
        values = ",".join(f"('\\x{n:064x}', 'b{n:03}', 1)" if self.place else f"(x'{n:064x}', 'b{n:03}', 1)"
                          for n in range(200))
        self.change("INSERT INTO keys(hash, name, created_us) VALUES " + values)
        now = browser.server.rows("SELECT max(created_us) AS t FROM keys")[0][0]
        self.change("INSERT INTO booths VALUES " + ",".join(
            f"('b{n:03}', {now - n * HOUR_US}, '1', NULL, NULL, NULL, {n % 7}, 0, {now - n * HOUR_US if n % 7 else 0}, 0, 0, -1)"
            for n in range(200)))
        everything = self.names_of(browser.get("/admin/booths"))
        self.assertEqual(everything, sorted(everything))
        self.assertEqual(len(everything), 201)
        silent = self.names_of(browser.get("/admin/booths?state=silent&sort=heard"))
        self.assertEqual(silent[0], "booth-1")  # never heard of
        self.assertEqual(silent[1:3], ["b199", "b198"])
        self.assertEqual(set(everything) - set(silent), {f"b{n:03}" for n in range(24)})
        self.assertEqual(self.names_of(browser.get("/admin/booths?q=B01&state=waiting")),
                         [f"b{n:03}" for n in range(10, 20) if n % 7])
        self.assertEqual(self.names_of(browser.get("/admin/booths?sort=oldest"))[0], "b199")
        self.assertIn("Nie ma takich punktów.", browser.get("/admin/booths?q=nobody").text)
        self.assertEqual(len(self.names_of(browser.get("/admin/booths?state=x&sort=x&q=%27"))), 0)

    def test_silent_hours(self):
        self.add_user()
        server = self.start("--silent-hours", "2")
        browser = Browser(server, "en")
        browser.log_in()
        self.beat(server, self.key)
        self.assertEqual(self.rows_of(browser.get("/admin/booths"))[0][1], "Works")
        self.change(f"UPDATE booths SET heard_us=heard_us-{3 * HOUR_US}")
        self.assertEqual(self.rows_of(browser.get("/admin/booths"))[0][1], "Silent")
        told = self.command("--silent-hours", "2", "status").stdout
        self.assertEqual(told, "reports\t0\nwaiting at booths\t3\nbooths\t1\nsilent for 2 hours\t1\nsilent\tbooth-1\n")
        self.assertIn("silent for 24 hours\t0\n", self.command("status").stdout)
        self.assertEqual(self.command("--silent-hours", "0", "status").returncode, 2)

    def test_metrics(self):
        server = self.start()
        self.add_key("booth-2")
        self.beat(server, self.key)
        self.change(f"UPDATE booths SET heard_us=heard_us-{HOUR_US}")
        told = server.get("/metrics").body.decode()
        age = re.search(r'^kmzb_booth_heard_seconds\{booth="booth-1"\} (\d+)$', told, re.MULTILINE)
        self.assertGreaterEqual(int(age[1]), 3600)
        self.assertIn('kmzb_booth_waiting{booth="booth-1"} 3\n', told)
        self.assertIn("# TYPE kmzb_booth_heard_seconds gauge\n", told)
        self.assertNotIn("booth-2", told)

    # ---- keys ----

    def new_key(self, answer):
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        return re.search(r'<code id="key"[^>]*>(kmzb_[A-Za-z0-9_-]{43})</code>', answer.text)[1]

    def takes(self, server, *keys):
        return [server.post(key, report()).status for key in keys]

    def test_key_made(self):
        browser = self.enter(role="admin")
        key = self.new_key(browser.post("/admin/booths", name="booth-2"))
        self.assertEqual(self.takes(browser.server, key), [200])
        self.assertNotIn(key, browser.get("/admin/booth/booth-2").text)
        self.assertNotIn(key, browser.get("/admin/audit").text)
        for path in self.data.glob("*.db*"):
            self.assertNotIn(key.encode(), path.read_bytes())
        again = browser.post("/admin/booths", name="booth-2")
        self.assertEqual(again.status, 400)
        self.assertIn("ma już klucz", again.text)
        for name in ("", "a b", MEAN, "x" * 65):
            bad = browser.post("/admin/booths", name=name)
            self.assertEqual(bad.status, 400)
            self.assertNotIn("<script>", bad.text)
        self.assertEqual(self.audit(browser), [("anna", "key-add", None, "booth-2")])

    def test_key_changed(self):
        """For as long as was chosen both keys are worth the same; then the new one alone is."""
        browser = self.enter(role="admin")
        server = browser.server
        second = self.new_key(browser.post("/admin/booth/booth-1", action="rotate", grace="24"))
        self.assertEqual(self.takes(server, self.key, second), [200, 200])
        self.assertIn("ważny do", browser.get("/admin/booth/booth-1").text)
        self.assertRegex(self.command("keys", "list").stdout, r"\tends 2\d{3}-")
        self.change(f"UPDATE keys SET revoked_us=revoked_us-{25 * HOUR_US} WHERE revoked_us IS NOT NULL")
        self.assertEqual(self.takes(server, self.key, second), [403, 200])
        # One that was to go on ends with the others when nothing may.
        third = self.new_key(browser.post("/admin/booth/booth-1", action="rotate", grace="168"))
        fourth = self.new_key(browser.post("/admin/booth/booth-1", action="rotate", grace="0"))
        self.assertEqual(self.takes(server, self.key, second, third, fourth), [403, 403, 403, 200])
        for grace in ("", "-1", "9999", "24x"):
            self.assertEqual(browser.post("/admin/booth/booth-1", action="rotate", grace=grace).status, 400)
        self.assertEqual(self.takes(server, fourth), [200])
        self.assertEqual([line[1:] for line in self.audit(browser)], [("key-change", None, "booth-1")] * 3)

    def test_key_revoked(self):
        browser = self.enter(role="admin")
        second = self.new_key(browser.post("/admin/booth/booth-1", action="rotate", grace="720"))
        connection = browser.server.connect()
        self.assertEqual(browser.server.post(second, report(), connection=connection).status, 200)
        unsure = browser.post("/admin/booth/booth-1", action="revoke")
        self.assertEqual(unsure.status, 400)
        self.assertEqual(self.takes(browser.server, second), [200])
        self.assertEqual(browser.post("/admin/booth/booth-1", action="revoke", sure="1").status, 200)
        # Both, and on a connection that was open before.
        self.assertEqual(browser.server.post(second, report(), connection=connection).status, 403)
        connection.close()
        self.assertEqual(self.takes(browser.server, self.key), [403])
        self.assertEqual(browser.post("/admin/booth/booth-1", action="rotate", grace="24").status, 400)
        third = self.new_key(browser.post("/admin/booth/booth-1", action="add"))
        self.assertEqual(self.takes(browser.server, third), [200])
        self.assertEqual([line[1] for line in self.audit(browser)], ["key-change", "key-revoke", "key-add"])

    def test_who_may(self):
        browser = self.enter(role="coordinator")
        self.assertEqual(browser.post("/admin/booths", name="booth-2").status, 403)
        for action in ("add", "rotate", "revoke"):
            self.assertEqual(browser.post("/admin/booth/booth-1", action=action, grace="0", sure="1").status, 403)
        self.add_user("ewa", "admin")
        admin = Browser(browser.server)
        admin.log_in("ewa")
        forged = admin.ask("POST", "/admin/booth/booth-1", {"action": "revoke", "sure": "1", "csrf": "0" * 64})
        self.assertEqual(forged.status, 403)
        self.assertEqual(self.takes(browser.server, self.key), [200])
        self.assertEqual(self.audit(browser), [])
        for name in ("nobody", "", "../booths", "booth-1/x", "%3Cscript%3E"):
            self.assertEqual(admin.get("/admin/booth/" + name).status, 404, name)
        self.assertNotIn(SECRET, admin.get("/admin/booth/booth-1").text)


tap.main()
