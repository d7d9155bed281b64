# SPDX-License-Identifier: GPL-3.0-or-later
"""What booths fetch: everything once, in pages, whoever writes meanwhile; and nothing that is not theirs."""
import gzip
import json
import sqlite3
import threading
import uuid

from central import API, ROOT, SECRET, Case, Server, report, run
import tap

NUMBERS = ["000-000-011", "000-000-022"]


def feature(properties, kind="Point", coordinates=(21.5, 50.1)):
    geometry = {"type": kind, "coordinates": list(coordinates)} if kind else None
    return {"type": "Feature", "geometry": geometry, "properties": properties}


class Changes(Case):
    def ask(self, server, kind, since=None, limit=None, key=None, connection=None, **headers):
        query = f"kind={kind}" + (f"&since={since}" if since else "") + (f"&limit={limit}" if limit else "")
        return server.ask("GET", f"{API}/changes.json?{query}", None,
                          {"Authorization": f"Bearer {key or self.key}", **headers}, connection)

    def page(self, *arguments, **options):
        answer = self.ask(*arguments, **options)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(list(answer.json), ["items", "deleted", "cursor", "more"])
        self.assertRegex(answer.json["cursor"], r"^[A-Za-z0-9._-]{1,64}$")
        return answer.json

    def follow(self, server, kind, since=None, **options):
        """All pages from a cursor on: items by id, the ids that went, the last cursor."""
        items, gone = {}, set()
        while True:
            page = self.page(server, kind, since, **options)
            for item in page["items"]:
                items[item.get("id") or item["client_report_id"]] = item
                gone.discard(item.get("id"))
            for name in page["deleted"]:
                items.pop(name, None)
                gone.add(name)
            if not page["more"]:
                return items, gone, page["cursor"]
            self.assertNotEqual(page["cursor"], since)
            since = page["cursor"]

    def send(self, server, key=None, **fields):
        fields = report(**{name.replace("__", "[") + ("]" if "__" in name else ""): value
                           for name, value in fields.items()})
        self.assertEqual(server.post(key or self.key, fields).status, 200)
        return fields["attribute[client_report_id]"]

    def status(self, name, status):
        return self.command("status", name, status)

    def imported(self, what, name, features):
        path = self.data / "import.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "name": name, "features": features}))
        done = self.command(f"import-{what}", path)
        path.unlink()
        return done


class Threats(Changes):
    def test_item(self):
        server = self.start()
        report_id = self.send(server, attribute__saved_at="2026-05-01T10:00:00Z", attribute__source="council")
        item = self.page(server, "threats")["items"][0]
        updated = item.pop("updated")
        self.assertRegex(updated, r"^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(item, {"id": report_id, "category": "akty-wandalizmu", "status": "new", "source": "debate",
                                "lat": 50.03700000000001, "lon": 21.9990001, "created": "2026-05-01T10:00:00Z"})
        self.assertNotIn(SECRET, self.ask(server, "threats").body.decode())

    def test_pages(self):
        server = self.start()
        sent = {self.send(server) for _ in range(23)}
        for limit in (1, 7, 22, 23, 24, 5000):
            items, gone, cursor = self.follow(server, "threats", limit=limit)
            self.assertEqual((set(items), gone), (sent, set()), limit)
            again = self.page(server, "threats", cursor, limit=limit)
            self.assertEqual((again["items"], again["deleted"], again["cursor"], again["more"]), ([], [], cursor, False))
        new = self.send(server)
        self.assertEqual([item["id"] for item in self.page(server, "threats", cursor)["items"]], [new])

    def test_what_is_no_threat_of_its_own(self):
        server = self.start()
        self.send(server, lat=None, long=None, address_string="Rynek 1")
        self.send(server, attribute__confirms=str(uuid.uuid4()))
        joke = self.send(server, attribute__source="joke")
        self.assertEqual(self.page(server, "threats")["items"], [])
        self.assertEqual(self.status(joke, "confirmed").returncode, 0)
        self.assertEqual(list(self.follow(server, "threats")[0]), [joke])

    def test_status_and_tombstone(self):
        server = self.start()
        first, second = (self.send(server, attribute__client_number=number) for number in NUMBERS)
        items, _, cursor = self.follow(server, "threats")
        self.assertEqual(self.status("000000011", "verification").returncode, 0)
        items, gone, cursor = self.follow(server, "threats", cursor)
        self.assertEqual({name: item["status"] for name, item in items.items()}, {first: "verification"})
        self.assertGreaterEqual(items[first]["updated"], items[first]["created"])
        self.assertEqual(self.status(NUMBERS[1], "mistake").returncode, 0)
        items, gone, cursor = self.follow(server, "threats", cursor)
        self.assertEqual((items, gone), ({}, {second}))
        # Who begins now never hears of it.
        fresh = self.page(server, "threats")
        self.assertEqual(([item["id"] for item in fresh["items"]], fresh["deleted"]), ([first], []))
        self.assertEqual(self.status(second.upper(), "eliminated").returncode, 0)
        self.assertEqual(set(self.follow(server, "threats", cursor)[0]), {second})
        self.assertIn("Wyeliminowane".lower(), server.get("/s/000-000-022").body.decode().lower())

    def test_nothing_is_missed_while_others_write(self):
        """Six clients post at two servers; a reader in small steps gets each report once."""
        servers = [self.start(), self.start()]
        sent, lock = set(), threading.Lock()

        def client(server):
            connection = server.connect()
            for _ in range(60):
                fields = report()
                self.assertEqual(server.post(self.key, fields, connection=connection).status, 200)
                with lock:
                    sent.add(fields["attribute[client_report_id]"])
            connection.close()

        threads = [threading.Thread(target=client, args=(servers[n % 2],)) for n in range(6)]
        for thread in threads:
            thread.start()
        seen, cursor, rounds = set(), None, 0
        while any(thread.is_alive() for thread in threads) or rounds == 0:
            items, _, cursor = self.follow(servers[rounds % 2], "threats", cursor, limit=5)
            self.assertEqual(seen & set(items), set())
            seen |= set(items)
            rounds += 1
        for thread in threads:
            thread.join()
        seen |= set(self.follow(servers[0], "threats", cursor, limit=5)[0])
        self.assertEqual((len(sent), seen), (360, sent))

    def test_upgraded_database(self):
        """A file of the first version: what it holds is told like the new."""
        self.sqlite_only()
        old = self.data / "old.db"
        database = sqlite3.connect(self.data / "central.db")
        schema = [row[0] for row in database.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN"
                                                     " ('reports', 'keys') AND name NOT IN"
                                                     " ('reports_by_seq', 'reports_answered', 'reports_with_text',"
                                                     " 'reports_by_requested', 'reports_by_cell', 'reports_joined',"
                                                     " 'reports_confirming')")]
        schema.append("CREATE INDEX reports_by_requested ON reports(requested_us, id)")
        keys = database.execute("SELECT * FROM keys").fetchall()
        database.close()
        later = ", seq INTEGER, burst INTEGER NOT NULL DEFAULT 0, main_id TEXT, own_status TEXT)"
        self.assertIn(later, schema[0])
        schema[0] = schema[0].replace(later, ")")
        database = sqlite3.connect(old)
        database.executescript(";".join(schema) + "; PRAGMA application_id=1263360579; PRAGMA user_version=1")
        database.executemany("INSERT INTO keys VALUES(?,?,?,?)", keys)
        ids = [str(uuid.uuid4()) for _ in range(5)]
        database.executemany("INSERT INTO reports(id, digest, booth, service_code, lat, lon, requested_us, received_us,"
                             " updated_us) VALUES(?, x'00', 'booth-1', 'klusownictwo', 50, 20, 1, 1, 1)",
                             [(name,) for name in ids])
        database.commit()
        database.close()
        server = self.start("--database", old)
        items, _, cursor = self.follow(server, "threats", limit=2)
        self.assertEqual(set(items), set(ids))
        new = self.send(server)
        self.assertEqual(set(self.follow(server, "threats", cursor)[0]), {new})


class Statuses(Changes):
    def test_only_ones_own(self):
        server = self.start()
        other = self.add_key("booth-2")
        mine = self.send(server, attribute__client_number=NUMBERS[0])
        theirs = self.send(server, key=other, attribute__client_number=NUMBERS[1])
        self.assertEqual(self.page(server, "statuses")["items"], [])
        for name in (mine, theirs):
            self.assertEqual(self.status(name, "confirmed").returncode, 0)
        item = self.page(server, "statuses")["items"]
        self.assertRegex(item[0].pop("updated"), "Z$")
        self.assertEqual(item, [{"client_report_id": mine, "number": "000000011", "status": "confirmed"}])
        self.assertEqual(set(self.follow(server, "statuses", key=other)[0]), {theirs})
        # A changed key is the same booth; a mistake is told here, for the visitor asks about it.
        self.command("keys", "revoke", "booth-1")
        new = self.add_key("booth-1")
        self.assertEqual(self.status(mine, "mistake").returncode, 0)
        self.assertEqual(self.follow(server, "statuses", key=new)[0][mine]["status"], "mistake")

    def test_bad_commands(self):
        server = self.start()
        report_id = self.send(server)
        for name, status, said in ((report_id, "bogus", "A status is one of: new,"), ("000000033", "new", "No report"),
                                   ("'; DROP TABLE reports; --", "new", "No report"), ("x" * 5000, "new", "No report"),
                                   ("", "new", "No report")):
            done = self.status(name, status)
            self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (1, "", 1))
            self.assertIn(said, done.stderr)
        self.assertEqual(self.command("status", "x").returncode, 2)
        self.assertEqual(server.rows("SELECT status FROM reports"), [("new",)])


class Records(Changes):
    def test_catalogue(self):
        server = self.start()
        items, gone, cursor = self.follow(server, "catalogue", limit=10)
        self.assertEqual(len(items), 27)
        self.assertEqual(items["akty-wandalizmu"]["names"]["pl"], "Akty wandalizmu")
        self.assertEqual(set(items["akty-wandalizmu"]), {
            "id", "code", "order", "icon", "description_required", "names", "explanations", "hints", "words", "group",
            "group_icon", "group_names"})
        server.stop()
        # The same catalogue at the next start is no news; a changed one is.
        server = self.start()
        self.assertEqual(self.follow(server, "catalogue", cursor)[:2], ({}, set()))
        server.stop()

        text = (ROOT / "data/catalog/catalog.ini").read_text(encoding="utf-8")
        section = text.index("[category zebractwo]\n") + len("[category zebractwo]\n")
        changed = self.data / "catalog.ini"
        changed.write_text((text[:section] + "retired=true\n" + text[section:]).replace("Akty wandalizmu", "Wandalizm"),
                           encoding="utf-8")
        server = self.start("--catalog", changed)
        items, gone, _ = self.follow(server, "catalogue", cursor)
        self.assertEqual(({slug: item["names"]["pl"] for slug, item in items.items() if "wandal" in slug}, gone),
                         ({"akty-wandalizmu": "Wandalizm"}, {"zebractwo"}))
        services = [one["service_code"] for one in server.get(API + "/services.json").json]
        self.assertEqual((len(services), "zebractwo" in services), (26, False))
        # What a booth promised under the catalogue of yesterday is taken; another client is told of today's.
        self.send(server, service_code="zebractwo")
        wants_more = {"service_code": "miejsce-niebezpiecznej-dzialalnosci-rozrywkowej", "description": None}
        self.send(server, attribute__client_number=NUMBERS[0].replace("-", ""),
                  attribute__saved_at="2026-05-01T10:00:00Z", **wants_more)
        self.assert_error(server.post(self.key, report(**wants_more)), 400)

    def statistic(self, name, value):
        return feature({"id": name, "source": "police", "name": "Kolizje", "value": value, "as_of": "2026-05-01"})

    def test_statistics(self):
        server = self.start()
        done = self.imported("statistics", "statistics", [self.statistic("a", 1), self.statistic("b", 2.5)])
        self.assertEqual((done.returncode, done.stdout), (0, "2 in the file, 2 new or changed, 0 gone\n"), done.stderr)
        items, _, cursor = self.follow(server, "statistics")
        self.assertEqual(items["a"], dict(self.statistic("a", 1), id="a"))
        done = self.imported("statistics", "statistics", [self.statistic("b", 2.5), self.statistic("c", 3)])
        self.assertEqual(done.stdout, "2 in the file, 1 new or changed, 1 gone\n")
        items, gone, cursor = self.follow(server, "statistics", cursor)
        self.assertEqual((set(items), gone), ({"c"}, {"a"}))
        self.imported("statistics", "statistics", [self.statistic("a", 1)])
        items, gone, cursor = self.follow(server, "statistics", cursor, limit=1)
        self.assertEqual((set(items), gone), ({"a"}, {"b", "c"}))

    def test_directory_by_collection(self):
        server = self.start()
        unit = feature({"id": "1", "kind": "komisariat", "name": "KP Łęg"})
        officer = feature({"id": "1", "name": "Jan Nowak", "phone": "112"}, None)
        area = feature({"id": "1", "kind": "beat", "name": "Rejon 1"}, "Polygon", [[[20, 50], [21, 50], [21, 51], [20, 50]]])
        for name, each in (("units", unit), ("officers", officer), ("areas", area)):
            self.assertEqual(self.imported("directory", name, [each]).returncode, 0)
        items, _, cursor = self.follow(server, "directory")
        self.assertEqual(set(items), {"units/1", "officers/1", "areas/1"})
        self.assertEqual(items["officers/1"], dict(officer, id="officers/1"))
        self.assertIn("feature 1 has no “name”", self.imported("directory", "officers", [feature({"id": "2", "name": " "}, None)]).stderr)
        self.imported("directory", "units", [])
        self.assertEqual(self.follow(server, "directory", cursor)[:2], ({}, {"units/1"}))
        # A booth that asks for the first time has them of its region pack.
        self.assertEqual(self.page(server, "directory")["deleted"], ["units/1"])

    def test_page_of_large_records(self):
        server = self.start()
        large = [feature({"id": str(i), "name": "x" * 3_000_000}, None) for i in range(5)]
        self.assertEqual(self.imported("directory", "officers", large).returncode, 0)
        page = self.page(server, "directory", limit=5000)
        self.assertEqual((len(page["items"]), page["more"]), (3, True))
        page = self.page(server, "directory", since=page["cursor"], limit=5000)
        self.assertEqual((len(page["items"]), page["more"]), (2, False))
        larger = [feature({"id": "9", "name": "x" * 5_000_000}, None)]
        self.assertIn("feature 1 is too large", self.imported("directory", "officers", larger).stderr)

    def test_threats_from_elsewhere(self):
        server = self.start()
        names = [str(uuid.uuid4()) for _ in range(5)]
        threats = [feature({"id": name, "category": "klusownictwo", "status": "confirmed", "source": "police",
                            "created": "2026-05-01T10:00:00Z", "updated": "2026-05-02T10:00:00Z"}) for name in names]
        mine = [self.send(server) for _ in range(2)]
        self.assertEqual(self.imported("threats", "threats", threats).returncode, 0)
        mine.append(self.send(server))
        items, _, cursor = self.follow(server, "threats", limit=3)
        self.assertEqual(set(items), set(names + mine))
        self.assertEqual(items[names[0]], {"id": names[0], "category": "klusownictwo", "status": "confirmed",
                                           "source": "police", "lat": 50.1, "lon": 21.5,
                                           "created": "2026-05-01T10:00:00Z", "updated": "2026-05-02T10:00:00Z"})
        self.imported("threats", "threats", threats[1:])
        self.assertEqual(self.follow(server, "threats", cursor)[:2], ({}, {names[0]}))

    def test_bad_files(self):
        good = self.statistic("a", 1)
        bad = [self.statistic("", 1), dict(good, properties=None), dict(good, geometry=None), 7, {},
               self.statistic("a", "x"), feature(good["properties"], "Point", [200, 50]),
               feature(good["properties"], "Point", []), feature(good["properties"], "Point", ["a", "b"]),
               feature(good["properties"], "Curve"), self.statistic("x" * 300, 1),
               feature(dict(good["properties"], as_of="2026-13-01")), feature(dict(good["properties"], source="x"))]
        for each in bad:
            done = self.imported("statistics", "statistics", [self.statistic("z", 1), each])
            self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (1, "", 1), each)
            self.assertIn("feature 2", done.stderr)
        self.assertIn("another one has", self.imported("statistics", "statistics", [good, good]).stderr)
        self.assertEqual(self.imported("statistics", "units", []).returncode, 1)
        self.assertEqual(self.imported("directory", "statistics", []).returncode, 1)
        # A number that is read as infinite would make the whole page unreadable for every booth.
        huge = json.dumps({"type": "FeatureCollection", "name": "statistics", "features": [good]}).replace('"value": 1', '"value": 1e999')
        self.assertIn("1e999", huge)
        for text in (huge, "", "nonsense", "[]", "{}", '{"type":"FeatureCollection"}', "[" * 100):
            path = self.data / "bad.geojson"
            path.write_text(text)
            self.assertEqual(self.command("import-statistics", path).returncode, 1, text)
        self.assertEqual(self.command("import-statistics", "/nowhere").returncode, 1)
        server = self.start()
        self.assertEqual(self.page(server, "statistics")["items"], [])


class Asking(Changes):
    def test_who_may(self):
        server = self.start()
        for key in ("x", "kmzb_", self.key + "A", "%s%n", "x" * 3000):
            self.assert_error(self.ask(server, "threats", key=key), 403)
        self.assert_error(server.get(API + "/changes.json", kind="threats"), 403)
        self.assertEqual(server.get(API + "/changes.json", kind="threats", api_key=self.key).status, 200)
        self.command("keys", "revoke", "booth-1")
        self.assert_error(self.ask(server, "threats"), 403)

    def test_bad_questions(self):
        server = self.start()
        cursor = self.page(server, "threats")["cursor"]
        for kind in ("", "reports", "keys", "threats%00", "'"):
            self.assert_error(self.ask(server, kind), 400)
        for limit in ("0", "-1", "5001", "x", "1e3", "99999999999999999999"):
            self.assert_error(self.ask(server, "threats", limit=limit), 400)
        for since in ("x", "0", cursor + "x", cursor.split("-")[0] + "-", cursor.split("-")[0] + "--1", "-", "%27",
                      "-99999999999999999999", "a" * 5000):
            self.assert_error(self.ask(server, "threats", since), 400)
        self.assert_error(self.ask(server, "threats", "0123456789abcdef-7"), 410)
        self.assert_error(server.ask("POST", API + "/changes.json", "kind=threats"), 405)

    def test_another_database(self):
        """A cursor of one database says nothing about another one, and the booth is told so."""
        server = self.start()
        self.send(server)
        cursor = self.page(server, "threats")["cursor"]
        other = Server(self.data, "--database", self.data / "other.db")
        self.addCleanup(other.stop)
        key = run("--database", self.data / "other.db", "keys", "add", "booth-1").stdout.strip()
        self.assert_error(self.ask(other, "threats", cursor, key=key), 410)

    def test_older_copy_in_its_place(self):
        """The disk broke, and the operator put last night's file back: its numbers are given a second time."""
        self.sqlite_only()
        server = self.start()
        self.send(server)
        server.stop()
        copy = (self.data / "central.db").read_bytes()
        server = self.start()
        self.send(server)
        cursor = self.page(server, "threats")["cursor"]
        server.stop()
        for name in ("central.db-wal", "central.db-shm"):
            (self.data / name).unlink(missing_ok=True)
        (self.data / "central.db").write_bytes(copy)
        server = self.start()
        self.assert_error(self.ask(server, "threats", cursor), 410)
        new = self.send(server)
        self.assertIn(new, self.follow(server, "threats")[0])

    def test_gzip(self):
        server = self.start()
        for _ in range(50):
            self.send(server)
        plain = self.ask(server, "threats")
        self.assertNotIn("Content-Encoding", plain.headers)
        for accepted in ("gzip", "deflate, gzip;q=0.5", "GZIP"):
            packed = self.ask(server, "threats", **{"Accept-Encoding": accepted})
            self.assertEqual(packed.headers["Content-Encoding"], "gzip")
            self.assertEqual(packed.headers["Vary"], "Accept-Encoding")
            self.assertEqual(gzip.decompress(packed.body), plain.body)
            self.assertLess(len(packed.body), len(plain.body) / 2)
        for accepted in ("gzip;q=0", "identity", "", "gzip;q=0.0, br"):
            self.assertEqual(self.ask(server, "threats", **{"Accept-Encoding": accepted}).body, plain.body)


if __name__ == "__main__":
    tap.main()
