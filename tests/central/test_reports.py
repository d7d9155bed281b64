# SPDX-License-Identifier: GPL-3.0-or-later
"""GeoReport v2 as kmzb-central speaks it, and each report once."""
import gzip
import json
import random
import threading
import time
import uuid
from urllib.parse import urlencode

from central import API, SECRET, Case, report
import tap

TEST_API = "/open311/test/v2"


class Reading(Case):
    def test_discovery(self):
        server = self.start()
        for path in ("/open311/discovery.json", API + "/discovery.json"):
            endpoint, trial = server.get(path).json["endpoints"]
            self.assertEqual((trial["url"], trial["type"]), (server.url + TEST_API, "test"))
            self.assertEqual(endpoint["url"], server.url + API)
            self.assertEqual(endpoint["type"], "production")
            self.assertEqual(endpoint["formats"], ["application/json", "text/xml"])
            self.assertEqual(endpoint["kmzb"], {"version": 1, "changes": ["threats", "statuses", "catalogue", "statistics",
                                                                          "directory"], "heartbeat": True})

    def test_discovery_names_who_runs_it(self):
        config = self.data / "central.conf"
        config.write_text("[central]\ncontact=KWP Rzeszów <b>& inni</b>, kmzb@example.pl\n")
        server = self.start("--config", config)
        self.assertEqual(server.get("/open311/discovery.json").json["contact"], "KWP Rzeszów <b>& inni</b>, kmzb@example.pl")
        self.assertEqual(server.get("/open311/discovery.xml").xml.findtext("contact"),
                         "KWP Rzeszów <b>& inni</b>, kmzb@example.pl")
        server = self.start("--config", config, "--contact", "ktoś inny")
        self.assertEqual(server.get("/open311/discovery.json").json["contact"], "ktoś inny")

    def test_discovery_names_what_the_client_sees(self):
        server = self.start("--behind-proxy")
        answer = server.ask("GET", "/open311/discovery.json",
                            headers={"Host": "kmzb.example", "X-Forwarded-Proto": "https"})
        self.assertEqual(answer.json["endpoints"][0]["url"], "https://kmzb.example" + API)
        answer = server.ask("GET", "/open311/discovery.json", headers={"Host": 'a"><script>'})
        self.assertEqual(answer.json["endpoints"][0]["url"], server.url + API)

    def test_services(self):
        server = self.start()
        services = server.get(API + "/services.json").json
        self.assertEqual(len(services), 27)
        for service in services:
            self.assertRegex(service["service_code"], r"^[a-z0-9-]+$")
            self.assertIs(service["metadata"], True)
        definition = server.get(API + f"/services/{services[0]['service_code']}.json").json
        codes = [attribute["code"] for attribute in definition["attributes"]]
        self.assertIn("client_report_id", codes)
        self.assert_error(server.get(API + "/services/nothing.json"), 404)

    def test_unknown_resources(self):
        server = self.start()
        for path in ("/", "/open311", "/open311/", API, API + "/", "/open311/v2/../../etc/passwd", API + "/tokens/1.json",
                     API + "/requests/%2e%2e.json", API + "/requests/.json", API + "/services/a/b.json", "//", "/%00",
                     API + "/changes.xml", "/open311/test/discovery.json", API + "/tokens.json", "/s", "/x.xml",
                     API + "/requests.xml.xml/1", API + "/requests/1.xml", API + "/tokens/x.xml"):
            self.assert_error(server.get(path), 404)

    def test_methods(self):
        server = self.start()
        head = server.ask("HEAD", API + "/services.json")
        self.assertEqual((head.status, head.body), (200, b""))
        for method, path in (("DELETE", "/requests.json"), ("PUT", "/services.json"), ("POST", "/services.json")):
            answer = server.ask(method, API + path)
            self.assert_error(answer, 405)
            self.assertIn("GET", answer.headers["Allow"])


class Filters(Case):
    def test_filters_and_pages(self):
        server = self.start()
        ids = []
        for number in range(5):
            fields = report(**{"service_code": "klusownictwo" if number % 2 else "akty-wandalizmu",
                               "attribute[saved_at]": f"2026-03-0{number + 1}T12:00:00+01:00"})
            ids.append(fields["attribute[client_report_id]"])
            self.assertEqual(server.post(self.key, fields).status, 200)

        def found(**query):
            answer = server.get(API + "/requests.json", **query)
            self.assertEqual(answer.status, 200, answer.body)
            return [item["service_request_id"] for item in answer.json]

        whole = {"start_date": "2026-01-01T00:00:00Z"}
        self.assertEqual(found(**whole), ids[::-1])
        self.assertEqual(found(service_request_id=f"{ids[1]},,{ids[3].upper()}"), [ids[3], ids[1]])
        self.assertEqual(found(service_request_id=str(uuid.uuid4())), [])
        self.assertEqual(found(service_code="klusownictwo,nothing", **whole), [ids[3], ids[1]])
        self.assertEqual(found(start_date="2026-03-02T11:00:00Z", end_date="2026-03-03T12:00:00+01:00"),
                         [ids[2], ids[1]])
        # A bound may be a day of UTC, which it takes in as a whole, or a minute.
        self.assertEqual(found(start_date="2026-03-02", end_date="2026-03-03"), [ids[2], ids[1]])
        self.assertEqual(found(start_date="2026-03-02T12:00+01:00", end_date="2026-03-03T11:00Z"), [ids[2], ids[1]])
        self.assertEqual(found(start_date="2026-03-02T11:01Z", end_date="2026-03-03T10:59Z"), [])
        self.assertEqual(server.ask("GET", API + "/requests.json?start_date=2026-03-05T12:00+01:00").json[0]
                         ["service_request_id"], ids[4])
        self.assertEqual(found(status="open", **whole), ids[::-1])
        self.assertEqual(found(status="closed", **whole), [])
        self.assertEqual(found(status="open,closed", **whole), ids[::-1])
        # The parameter again instead of a comma.
        for query, n in ((f"service_request_id={ids[1]}&service_request_id={ids[3]},", 2), ("status=closed&status=open", 5),
                         ("service_code[]=klusownictwo&service_code[]=nothing", 2), ("status=&status=closed", 0)):
            answer = server.ask("GET", f"{API}/requests.xml?{query}&start_date=2026-01-01")
            self.assertEqual(len(answer.xml.findall("request")), n, query)
        self.assert_error(server.ask("GET", f"{API}/requests.xml?status=open&status=bogus"), 400)
        self.assertEqual(found(page_size=2, page=2, **whole), [ids[2], ids[1]])
        self.assertEqual(found(page_size=2, page=4, **whole), [])
        # All of them came just now, whenever they were made: who polls for news finds them.
        self.assertEqual(len(found(updated_after=time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() - 9e4)))), 5)
        self.assertEqual(found(updated_after="2099-01-01T00:00:00Z"), [])
        self.assertEqual(server.get(API + f"/requests/{ids[0]}.json").json[0]["requested_datetime"],
                         "2026-03-01T11:00:00Z")

    def test_long_lists(self):
        """As long as they are taken, and many different ones."""
        server = self.start()
        report_id = server.post(self.key, report()).json[0]["service_request_id"]
        codes = ["akty-wandalizmu"] + [f"c{number}" for number in range(99)]
        for n in (1, 2, 50, 63, 64, 65, 99):
            ids = [report_id] + [str(uuid.uuid4()) for _ in range(n)]
            found = server.get(API + "/requests.json", service_request_id=",".join(ids), service_code=",".join(codes[:n]),
                               status="open", start_date="2020-01-01T00:00:00Z", end_date="2099-01-01T00:00:00Z",
                               updated_after="2020-01-01T00:00:00Z", updated_before="2099-01-01T00:00:00Z", page_size=n)
            self.assertEqual([item["service_request_id"] for item in found.json], [report_id], n)
            self.assertEqual(server.get(API + "/servicerequestupdates.json", service_request_id=",".join(ids)).json, [])
        for n in range(100):
            query = {"service_code": ",".join(codes[:n + 1]), "status": ("open", "closed")[n % 2]}
            self.assertEqual(len(server.get(API + "/requests.json", **query).json), 1 - n % 2)
        self.assertEqual(server.post(self.key, report()).status, 200)

    def test_default_window(self):
        server = self.start()
        old = report(**{"attribute[saved_at]": "2020-01-01T00:00:00Z"})
        new = report()
        future = report(**{"attribute[saved_at]": "2099-01-01T00:00:00Z"})
        for fields in (old, new, future):
            self.assertEqual(server.post(self.key, fields).status, 200)
        seen = {item["service_request_id"]: item for item in server.get(API + "/requests.json").json}
        self.assertNotIn(old["attribute[client_report_id]"], seen)
        self.assertIn(new["attribute[client_report_id]"], seen)
        # A clock that runs ahead cannot put a report into the future.
        item = seen[future["attribute[client_report_id]"]]
        self.assertEqual(item["requested_datetime"], item["updated_datetime"])

    def test_bad_queries(self):
        server = self.start()
        for query in ("status=bogus", "start_date=yesterday", "end_date=2026", "start_date=2026-02-30", "start_date=2026-05-01T10:00", "start_date=2026-05-01T1:00Z",
                      "end_date=2026-05-01T24:61Z", "page=0", "page=-1", "page=x",
                      "page_size=1001", "page=1e9", "a=%", "a=%ff", "a=%00", "updated_after=1",
                      "service_request_id=" + ",".join("a" for _ in range(101)), "&".join("a=1" for _ in range(300))):
            self.assert_error(server.ask("GET", f"{API}/requests.json?{query}"), 400)
        injected = "service_code=x')+OR+1=1--&service_request_id=';DROP+TABLE+reports--"
        self.assertEqual(server.ask("GET", f"{API}/requests.json?{injected}").json, [])
        self.assertEqual(server.ask("GET", f"{API}/requests.json?unknown=1&zipcode=2&status=").json, [])


class Posting(Case):
    def test_stored_whole(self):
        server = self.start()
        fields = report(**{"attribute[client_number]": "000-000-011", "attribute[observed_date]": "2026-05-01",
                           "attribute[clock_state]": "unsure", "attribute[source]": "debate",
                           "attribute[confirms]": "t-1", "attribute[saved_at]": "2026-05-01T10:00:00Z",
                           "attribute[other]": "passed over", "email": "a@b.pl", "phone": "123"})
        pairs = list(fields.items()) + [("attribute[day_part][]", "night"), ("attribute[day_part][]", "evening"),
                                        ("attribute[week_days][]", "sun")]
        self.assert_receipt(server.post(self.key, pairs), fields["attribute[client_report_id]"])
        row = server.rows("SELECT number, booth, service_code, status, lat, lon, description, day_parts, week_days,"
                          " observed_date, confirms, source, clock_state, saved_us FROM reports")
        self.assertEqual(row, [("000000011", "booth-1", "akty-wandalizmu", "new", 50.03700000000001, 21.9990001, SECRET,
                                17, 64, "2026-05-01", "t-1", "debate", "unsure", 1777629600000000)])
        item = server.get(API + f"/requests/{fields['attribute[client_report_id]']}.json").json[0]
        self.assertEqual((item["lat"], item["long"]), (50.03700000000001, 21.9990001))
        self.assertEqual((item["status"], item["kmzb_status"]), ("open", "new"))
        self.assertEqual(item["service_name"], "Akty wandalizmu")

    def test_nobody_reads_a_description(self):
        server = self.start("--print-reports")
        fields = report(address_string="Tajny adres 7", **{"attribute[client_number]": "000000011"})
        self.assertEqual(server.post(self.key, fields).status, 200)
        report_id = fields["attribute[client_report_id]"]
        answers = [server.post(self.key, fields), server.post(self.key, dict(fields, lat="1")),
                   server.post(self.key, dict(fields, lat="Tajny")), server.post(None, fields),
                   server.get(API + "/requests.json"), server.get(API + f"/requests/{report_id}.json"),
                   server.get("/s/000000011")]
        for answer in answers:
            for private in ("Tajny", "000000011", self.key):
                self.assertNotIn(private, answer.body.decode())
                self.assertNotIn(private, json.dumps(json.loads(answer.body), ensure_ascii=False)
                                 if answer.body[:1] in b"[{" else "")
        self.assertEqual(server.stop(), 0)
        self.assertEqual(len(server.lines), 1)
        self.assertRegex(server.lines[0], r"^received 000-000-011 akty-wandalizmu 50\.03700,21\.99900 2\S+Z\n$")
        self.assertEqual(server.errors, [])

    def test_replay(self):
        server = self.start()
        fields = report()
        report_id = fields["attribute[client_report_id]"]
        other = self.add_key("booth-2")
        self.assert_receipt(server.post(self.key, fields), report_id)
        self.assert_receipt(server.post(self.key, fields, {"Idempotency-Key": report_id}), report_id)
        self.assert_receipt(server.post(self.key, dict(reversed(fields.items()), device_id="")), report_id)
        self.assert_receipt(server.post(other, fields), report_id)
        self.assertEqual(server.rows("SELECT id, booth FROM reports"), [(report_id, "booth-1")])

    def test_same_id_other_content(self):
        server = self.start()
        fields = report()
        self.assertEqual(server.post(self.key, fields).status, 200)
        for change in ({"description": "x"}, {"lat": "50.1"}, {"service_code": "klusownictwo"},
                       {"attribute[day_part][]": "night"}):
            self.assert_error(server.post(self.key, dict(fields, **change)), 422)
        self.assertEqual(server.rows("SELECT description, lat FROM reports"), [(SECRET, 50.03700000000001)])

    def test_idempotency_key(self):
        server = self.start()
        report_id = str(uuid.uuid4())
        alone = report(**{"attribute[client_report_id]": None})
        self.assert_receipt(server.post(self.key, alone, {"Idempotency-Key": report_id.upper()}), report_id)
        self.assert_receipt(server.post(self.key, alone, {"Idempotency-Key": report_id}), report_id)
        self.assert_error(server.post(self.key, report(), {"Idempotency-Key": report_id}), 400)
        self.assert_error(server.post(self.key, report(), {"Idempotency-Key": "Tajny"}), 400)
        self.assertEqual(len(server.rows()), 1)

    def test_foreign_client(self):
        """Without any id of its own, with an address for a place, and its jurisdiction in the query string."""
        server = self.start()
        fields = {"api_key": self.key, "service_code": "klusownictwo", "address_string": "Rynek 1", "lat": "", "long": ""}
        body = "&".join(f"{name}={value}" for name, value in fields.items())
        answer = server.ask("POST", API + "/requests.json?jurisdiction_id=x", body)
        self.assertEqual(answer.status, 200, answer.body)
        report_id = answer.json[0]["service_request_id"]
        self.assert_receipt(answer, report_id)
        self.assertNotIn("lat", server.get(API + f"/requests/{report_id}.json").json[0])

    def test_bad_reports(self):
        server = self.start()
        for change in ({"service_code": None}, {"service_code": "nothing"}, {"lat": None}, {"lat": "91"},
                       {"lat": "Tajny"}, {"description": "x" * 4001}, {"attribute[saved_at]": "Tajny"},
                       {"attribute[client_report_id]": "Tajny"}, {"attribute[client_number]": "Tajny"},
                       {"description": None, "service_code": "miejsce-niebezpiecznej-dzialalnosci-rozrywkowej"}):
            self.assert_error(server.post(self.key, report(**change)), 400)
        for body in ("", "a=%zz", "a=%00", "api_key=%ff", "&".join("a=1" for _ in range(300)), "{}", "\0" * 100):
            answer = server.ask("POST", API + "/requests.json", body)
            self.assertIn(answer.status, (400, 403), body)
            self.assert_error(answer, answer.status)
        # GeoReport has forms and 400 for what is none; the words tell a client's author which of them it is.
        form = "application/x-www-form-urlencoded"
        body = urlencode({"api_key": self.key, **report()}).encode()
        latin = urlencode({"api_key": self.key, **report(description="Żółta")}, encoding="iso-8859-2").encode()
        raw = urlencode({"api_key": self.key, **report(description="X")}).encode().replace(b"=X", "=Żółta".encode("iso-8859-2"))
        for said, data, headers in [("urlencoded", b"--x--", {"Content-Type": "multipart/form-data; boundary=x"}),
                                    ("urlencoded", json.dumps(report()).encode(), {"Content-Type": "application/json"}),
                                    ("Content-Encoding", gzip.compress(body), {"Content-Type": form, "Content-Encoding": "gzip"}),
                                    ("Content-Encoding", body, {"Content-Type": form, "Content-Encoding": "gzip, br"}),
                                    ("UTF-8", latin, {"Content-Type": form + "; charset=iso-8859-2"}),
                                    ("UTF-8", raw, {"Content-Type": form})]:
            for suffix in ("json", "xml"):
                answer = server.ask("POST", f"{API}/requests.{suffix}", data, headers)
                self.assertEqual(answer.status, 400)
                self.assertIn(said, answer.body.decode())
                self.assertIn("<errors>" if suffix == "xml" else '"description"', answer.body.decode())
        self.assertEqual(server.rows(), [])
        # Nothing was wrong with it.
        self.assertEqual(server.ask("POST", API + "/requests.json", body, {"Content-Type": form, "Content-Encoding": "identity"}).status, 200)

    def test_text_survives(self):
        server = self.start()
        texts = ["'; DROP TABLE reports; --", '<script>alert("x")</script>', "a\nb\r\nc\td", "🚲👨‍👩‍👧" * 100, "%s%n%25 &=+",
                 "\u202e\ufeff", "ż" * 4000, "𐍈" * 4000]
        for text in texts:
            self.assertEqual(server.post(self.key, report(description=text, device_id=text[:50])).status, 200)
        self.assertEqual([row[0] for row in server.rows("SELECT description FROM reports ORDER BY received_us")], texts)

    def test_two_reports_with_one_number(self):
        """A draw that two booths made: the first keeps the number, the second is stored all the same."""
        server = self.start()
        first, second = (report(**{"attribute[client_number]": "000000011"}) for _ in range(2))
        for fields in (first, second, second, first):
            self.assert_receipt(server.post(self.key, fields), fields["attribute[client_report_id]"])
        self.assertEqual(server.rows("SELECT number FROM reports ORDER BY received_us"), [("000000011",), (None,)])


class Xml(Case):
    """The standard's other format says the same."""

    def post(self, server, fields, body=None, **headers):
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return server.ask("POST", API + "/requests.xml", urlencode(fields) if body is None else body, headers)

    def test_round(self):
        server = self.start()
        answer = self.post(server, dict(report(), api_key=self.key))
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "text/xml; charset=utf-8"))
        report_id = answer.xml.findtext("request/service_request_id")
        self.assertTrue(uuid.UUID(report_id))
        for path in (f"/requests/{report_id}.xml", "/requests.xml", f"/requests.xml?service_request_id={report_id}"):
            answer = server.get(API + path)
            self.assertEqual(answer.xml.tag, "service_requests")
            told = {element.tag: element.text for element in answer.xml.find("request")}
            item = server.get(API + f"/requests/{report_id}.json").json[0]
            self.assertEqual(told, {name: str(value) for name, value in item.items()})
        token = server.get(API + f"/tokens/{report_id}.xml").xml
        self.assertEqual(token.findtext("request/service_request_id"), report_id)
        self.assertEqual(server.get(API + f"/tokens/{report_id}.json").json,
                         [{"service_request_id": report_id, "token": report_id}])

    def test_lists(self):
        server = self.start()
        services = server.get(API + "/services.xml").xml
        self.assertEqual([each.findtext("service_code") for each in services.iter("service")],
                         [each["service_code"] for each in server.get(API + "/services.json").json])
        definition = server.get(API + "/services/klusownictwo.xml").xml
        self.assertEqual({each.findtext("code") for each in definition.iter("attribute")},
                         {each["code"] for each in server.get(API + "/services/klusownictwo.json").json["attributes"]})
        for path in ("/open311/discovery.xml", API + "/discovery.xml"):
            endpoints = server.get(path).xml.find("endpoints")
            self.assertEqual([each.findtext("url") for each in endpoints], [server.url + API, server.url + TEST_API])

    def test_errors(self):
        server = self.start()
        self.assert_error(self.post(server, report()), 403)
        self.assert_error(self.post(server, dict(report(lat="Tajny"), api_key=self.key)), 400)
        self.assert_error(server.get(API + "/services/nothing.xml"), 404)
        self.assert_error(server.ask("DELETE", API + "/requests.xml"), 405)
        self.assert_error(server.get(API + "/requests.xml?status=x"), 400)
        self.assert_error(self.post(server, {}, "x" * 70000), 413)
        self.assertTrue(self.post(server, report()).body.startswith(b"<?xml"))

    def test_xml_body(self):
        server = self.start()
        report_id = str(uuid.uuid4())
        body = f"""<?xml version="1.0" encoding="utf-8"?>
            <service_request><api_key>{self.key}</api_key><service_code>klusownictwo</service_code><lat>50</lat>
            <long>20</long><description>{SECRET} &lt;b&gt; &amp;</description><attributes>
            <attribute><code>client_report_id</code><value>{report_id}</value></attribute>
            <attribute><code>day_part</code><value>night</value><value>evening</value></attribute></attributes>
            </service_request>"""
        for content_type in ("text/xml", "application/xml; charset=utf-8"):
            answer = self.post(server, {}, body.encode(), **{"Content-Type": content_type})
            self.assertEqual(answer.xml.findtext("request/service_request_id"), report_id)
        self.assertEqual(server.rows("SELECT description, day_parts FROM reports"), [(SECRET + " <b> &", 17)])

    def test_bombs(self):
        server = self.start()
        marker = self.data / "marker"
        marker.write_text("Tajny")
        bombs = ['<!DOCTYPE a [<!ENTITY x SYSTEM "file://%s">]><a><service_code>&x;</service_code></a>' % marker,
                 '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x"><a/>',
                 "<!DOCTYPE a [<!ENTITY a 'x'>" + "".join(f"<!ENTITY a{n} '{'&a;' * 50}'>" for n in range(50)) + "]><a>&a9;</a>",
                 "<a>" * 20000, "<a " + " ".join(f"b{n}='1'" for n in range(5000)) + "/>", "<a>&undefined;</a>",
                 "<?xml version='1.0' encoding='UTF-16'?><a/>", "<a xmlns:x='y'><x:lat>1</x:lat></a>", "\0<a/>"]
        for bomb in bombs:
            answer = self.post(server, {}, bomb.encode(), **{"Content-Type": "text/xml"})
            self.assertIn(answer.status, (400, 403, 413), bomb[:80])
            self.assert_error(answer, answer.status)
        self.assertEqual(server.rows(), [])


class TestEndpoint(Case):
    def test_stores_apart_and_answers_the_same(self):
        server = self.start()
        fields = report(**{"attribute[client_number]": "000000011"})
        report_id = fields["attribute[client_report_id]"]
        self.assertEqual(list(self.data.glob("*-test.db")), [])
        body = urlencode(dict(fields, api_key=self.key))
        self.assert_receipt(server.ask("POST", TEST_API + "/requests.json", body), report_id)
        self.assert_receipt(server.ask("POST", TEST_API + "/requests.json", body), report_id)
        self.assertEqual(server.get(TEST_API + "/requests.json").json[0]["service_request_id"], report_id)
        self.assertEqual(server.get(TEST_API + f"/requests/{report_id}.xml").status, 200)
        self.assertEqual(server.get(API + "/requests.json").json, [])
        self.assertEqual(server.rows(), [])
        page = server.ask("GET", TEST_API + "/changes.json?kind=threats", None, {"Authorization": "Bearer " + self.key})
        self.assertEqual([item["id"] for item in page.json["items"]], [report_id])
        self.assertNotIn("Nowe", server.get("/s/000000011").body.decode())
        # The same report in earnest is new there.
        self.assert_receipt(server.post(self.key, dict(fields, description="other")), report_id)
        self.command("keys", "revoke", "booth-1")
        self.assert_error(server.ask("POST", TEST_API + "/requests.json", body), 403)
        for path in ("/services.json", "/services/klusownictwo.xml", "/services/nothing.json"):
            self.assertEqual(server.get(TEST_API + path).body, server.get(API + path).body)
        self.assertEqual(server.stop(), 0)
        self.assertEqual(sorted(path.name for path in self.data.iterdir()),
                         [] if self.place else ["central-test.db", "central.db"])


class Updates(Case):
    def status(self, name, status):
        self.assertEqual(self.command("status", name, status).returncode, 0)

    def send(self, server, key, ending="json", **fields):
        return server.ask("POST", API + "/servicerequestupdates." + ending, urlencode(dict(fields, api_key=key)))

    def test_what_the_police_say(self):
        server = self.start()
        ids = [report()["attribute[client_report_id]"] for _ in range(2)]
        for name in ids:
            self.assertEqual(server.post(self.key, report(**{"attribute[client_report_id]": name})).status, 200)
        self.assertEqual(server.get(API + "/servicerequestupdates.json").json, [])
        before = server.get(API + f"/requests/{ids[0]}.json").json[0]
        for status in ("verification", "eliminated"):
            self.status(ids[0], status)
        self.status(ids[1], "confirmed")
        updates = server.get(API + "/servicerequestupdates.json").json
        self.assertEqual([(each["service_request_id"], each["status"], each["kmzb_status"]) for each in updates],
                         [(ids[0], "open", "verification"), (ids[0], "closed", "eliminated"), (ids[1], "open", "confirmed")])
        self.assertEqual(len({each["update_id"] for each in updates}), 3)
        item = server.get(API + f"/requests/{ids[0]}.json").json[0]
        self.assertEqual((item["status"], item["kmzb_status"]), ("closed", "eliminated"))
        self.assertGreaterEqual(item["updated_datetime"], before["updated_datetime"])
        self.assertEqual([each["service_request_id"] for each in server.get(API + "/requests.json", status="closed").json],
                         [ids[0]])
        self.assertEqual(len(server.get(API + "/servicerequestupdates.json", service_request_id=ids[1]).json), 1)
        self.assertEqual(len(server.get(API + "/servicerequestupdates.json", page_size=2, page=2).json), 1)
        self.assertEqual(server.get(API + "/servicerequestupdates.json", start_date="2099-01-01T00:00:00Z").json, [])
        self.assert_error(server.get(API + "/servicerequestupdates.json", start_date="x"), 400)
        told = server.get(API + "/servicerequestupdates.xml").xml
        self.assertEqual([each.findtext("status") for each in told.iter("request_update")], ["open", "closed", "open"])

    def test_what_a_client_says(self):
        """It is kept for the officer, once; it sets no status and nobody else reads it."""
        server = self.start()
        other = self.add_key("booth-2")
        report_id = server.post(self.key, report()).json[0]["service_request_id"]
        fields = {"service_request_id": report_id, "update_id": "17", "status": "FIXED", "description": SECRET,
                  "updated_datetime": "2026-05-01T10:00:00Z", "email": "a@b.pl"}
        self.assertEqual(self.send(server, self.key, **fields).json, [{"update_id": "17"}])
        self.assertEqual(self.send(server, self.key, "xml", **fields).xml.findtext("request_update/update_id"), "17")
        self.assertEqual(server.rows("SELECT origin, author, status, note FROM updates"),
                         [("client", "booth-1", "FIXED", SECRET)])
        self.assertEqual(server.get(API + f"/requests/{report_id}.json").json[0]["kmzb_status"], "new")
        self.assertEqual(server.get(API + "/servicerequestupdates.json").json, [])
        self.assert_error(self.send(server, self.key, **dict(fields, description="x")), 422)
        self.assert_error(self.send(server, other, **fields), 404)
        self.assert_error(self.send(server, self.key, **dict(fields, service_request_id=str(uuid.uuid4()))), 404)
        self.assert_error(self.send(server, "x", **fields), 403)
        for change in ({"update_id": ""}, {"status": ""}, {"service_request_id": "';--"}, {"status": "<b>"},
                       {"update_id": "x" * 200}, {"description": "x" * 5000}):
            self.assert_error(self.send(server, self.key, **dict(fields, **change)), 400)
        self.assertEqual(len(server.rows("SELECT id FROM updates")), 1)


class OddClients(Case):
    def test_keys_and_jurisdictions_where_they_are(self):
        """In the body, in the query beside a body, in the header; and what else real clients add."""
        server = self.start()
        body = urlencode(report(account_id="", email="", first_name="Jan", zipcode="", address_id=""))
        for path, headers in (("?jurisdiction_id=x&api_key=" + self.key, {}),
                              ("?jurisdiction_id=city.gov", {"Authorization": "bearer " + self.key})):
            answer = server.ask("POST", API + "/requests.json" + path, body, headers)
            self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(len(server.rows()), 1)
        for path in ("/services.json", "/requests.xml", "/discovery.xml", "/servicerequestupdates.json"):
            self.assertEqual(server.get(API + path, jurisdiction_id="city.gov", extensions="true", locale="").status, 200)


class Fuzz(Case):
    """Any question gets a standard answer in the format asked for."""

    RESOURCES = ("discovery", "services", "services/klusownictwo", "requests", "requests/1", "tokens/1", "changes",
                 "servicerequestupdates")
    NAMES = ("service_request_id", "service_code", "status", "start_date", "end_date", "updated_after", "updated_before",
             "page", "page_size", "kind", "since", "limit", "api_key", "jurisdiction_id", "attribute[x]", "lat", "[]", "")
    VALUES = ("", "0", "-1", "open", "closed", "threats", "2026-05-01T10:00:00Z", "2026-05-01T10:00:00+02:00", "9" * 30,
              "1e400", "nan", "'", '"', "<b>", "%00", "%ff", "%", "+", "../..", "%E2%80%AE", "a" * 3000, "a,b,,c",
              "%F0%9F%9A%B2", "$1", "?1", ":x", "{}", "[]", "&amp;")

    def test_lists_in_every_spelling(self):
        server = self.start()
        for names in (("attribute[day_part][]",) * 2, ("attribute[day_part]",) * 2,
                      ("attribute[day_part][0]", "attribute[day_part][1]"), ("attribute[day_part][]", "attribute[day_part][12]")):
            fields = list(report().items()) + list(zip(names, ("night", "evening")))
            fields += [("attribute[day_part][x]", "morning"), ("attribute[day_part][", "morning"), ("attribute[day_part][]x", "x")]
            self.assertEqual(server.post(self.key, fields).status, 200)
        self.assertEqual(server.rows("SELECT day_parts FROM reports"), [(17,)] * 4)
        self.assert_error(server.post(self.key, report(**{"attribute[day_part][0]": "noon"})), 400)

    def test_queries_and_forms(self):
        server = self.start()
        rand = random.Random(311)
        server.post(self.key, report())
        connection = server.connect()
        for turn in range(1500):
            ending = rand.choice(("json", "xml"))
            fields = "&".join(f"{rand.choice(self.NAMES)}={rand.choice(self.VALUES + (self.key,))}"
                              for _ in range(rand.randrange(5)))
            base = rand.choice((API, API, TEST_API))
            path = f"{base}/{rand.choice(self.RESOURCES)}.{ending}"
            if rand.random() < 0.3:
                answer = server.ask("POST", path, fields, {"Content-Type": rand.choice((
                    "application/x-www-form-urlencoded", "text/xml", "text/plain", ""))}, connection)
            else:
                answer = server.ask("GET", path + "?" + fields, None, {}, connection)
            self.assertIn(answer.status, (200, 400, 403, 404, 405, 410), (path, fields, answer.body))
            if answer.status != 200:
                self.assert_error(answer, answer.status)
            elif ending == "xml":
                self.assertTrue(len(answer.xml.tag))
            else:
                self.assertIsNotNone(answer.json)
        connection.close()
        self.assertEqual(server.stop(), 0)
        self.assertEqual(server.errors, [])


class AtTheSameTime(Case):
    def race(self, server, bodies):
        answers = [None] * len(bodies)
        barrier = threading.Barrier(len(bodies))

        def send(index):
            connection = server.connect()
            connection.connect()
            barrier.wait()
            answers[index] = server.post(self.key, bodies[index], connection=connection)
            connection.close()

        threads = [threading.Thread(target=send, args=(index,)) for index in range(len(bodies))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def test_the_same_report(self):
        server = self.start()
        for _ in range(10):
            fields = report()
            for answer in self.race(server, [fields] * 8):
                self.assert_receipt(answer, fields["attribute[client_report_id]"])
        self.assertEqual(len(server.rows()), 10)

    def test_one_id_for_eight_contents(self):
        server = self.start()
        for _ in range(10):
            fields = report()
            answers = self.race(server, [dict(fields, description=f"text {index}") for index in range(8)])
            self.assertEqual(sorted(answer.status for answer in answers), [200] + [422] * 7)
            winner = [answer.status for answer in answers].index(200)
            stored = server.rows(f"SELECT description FROM reports WHERE id='{fields['attribute[client_report_id]']}'")
            self.assertEqual(stored, [(f"text {winner}",)])


tap.main()
