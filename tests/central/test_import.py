# SPDX-License-Identifier: GPL-3.0-or-later
"""A booth's file from a USB stick: taken once however often, beside a running server, and never when it is damaged."""
import hashlib
import sqlite3
import uuid
from urllib.parse import urlencode

from central import SECRET, Case, report, run
import tap


def make(reports, booth="Punkt 17", n=None):
    """The file as kmzb-wire-export.c describes it."""
    text = f"kmzb-reports 1\nbooth {booth}\nmade 2026-05-01T10:00:00Z\n\n".encode()
    for fields in reports:
        body = urlencode(fields).encode()
        text += f"{fields['attribute[client_report_id]']} {len(body)}\n".encode() + body + b"\n"
    text += f"\nend {len(reports) if n is None else n}\n".encode()
    return text + f"sha256 {hashlib.sha256(text).hexdigest()}\n".encode()


class Import(Case):
    def take(self, content):
        path = self.data / "stick.kmzb"
        path.write_bytes(content)
        return run("--data-dir", self.data, "import", path)

    def rows(self):
        with sqlite3.connect(f"file:{self.data / 'central.db'}?mode=ro", uri=True) as db:
            db.row_factory = sqlite3.Row
            return db.execute("SELECT * FROM reports ORDER BY id").fetchall()

    def test_twice_is_once(self):
        reports = [report() for _ in range(1203)]  # more than one transaction
        done = self.take(make(reports))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, "1203 in the file of Punkt 17, 1203 stored, 0 were here already, 0 refused\n")
        again = self.take(make(reports))
        self.assertEqual(again.stdout, "1203 in the file of Punkt 17, 0 stored, 1203 were here already, 0 refused\n")
        rows = self.rows()
        self.assertEqual({row["id"] for row in rows}, {fields["attribute[client_report_id]"] for fields in reports})
        self.assertEqual({(row["booth"], row["description"]) for row in rows}, {("Punkt 17", SECRET)})

    def test_beside_a_server_that_has_some_and_gets_the_rest(self):
        server = self.start()
        reports = [report() for _ in range(20)]
        for fields in reports[:5]:
            self.assertEqual(server.post(self.key, fields).status, 200)
        done = self.take(make(reports))
        self.assertEqual(done.stdout, "20 in the file of Punkt 17, 15 stored, 5 were here already, 0 refused\n")
        for fields in reports:  # the booth finds a network after all
            answer = server.post(self.key, fields)
            self.assertEqual((answer.status, answer.json[0]["service_request_id"]),
                             (200, fields["attribute[client_report_id]"]))
        self.assertEqual(len(self.rows()), 20)

    def test_bad_ones_do_not_stop_the_good_ones(self):
        good = report()
        bad = [report(service_code="nie-ma-takiej"), report(lat="91"),
               {**good, "description": "Inny"}]  # the same id, another content
        done = self.take(make([good, *bad]))
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "4 in the file of Punkt 17, 1 stored, 0 were here already, 3 refused\n")
        self.assertEqual(len(done.stderr.splitlines()), 3)
        self.assertNotIn(SECRET, done.stderr)
        self.assertEqual([row["description"] for row in self.rows()], [SECRET])

    def test_damaged_files_are_refused_whole(self):
        whole = make([report() for _ in range(3)])
        swapped = make([report(), report()])
        swapped = swapped.replace(b"50.037", b"50.038", 1)
        liar = make([report()], n=2)
        other_id = make([report()])
        other_id = other_id[:-72]  # without its checksum
        for name, content in (("empty", b""), ("cut", whole[:-1]), ("cut in half", whole[:len(whole) // 2]),
                              ("changed", swapped), ("more promised", liar), ("no sum", other_id),
                              ("something else", b"PK\x03\x04" + bytes(500)), ("longer", whole + b"\n")):
            done = self.take(content)
            self.assertEqual((done.returncode, done.stdout), (1, ""), name)
            self.assertEqual(len(done.stderr.splitlines()), 1, name)
            self.assertIn("stick.kmzb", done.stderr, name)
        self.assertEqual(run("--data-dir", self.data, "import", self.data / "none").returncode, 1)
        self.assertEqual(run("--data-dir", self.data, "import").returncode, 2)

    def test_an_id_outside_that_is_not_the_one_inside(self):
        fields = report()
        content = make([fields])
        content = content[:content.index(b"\nend")].replace(fields["attribute[client_report_id]"].encode(),
                                                            str(uuid.uuid4()).encode(), 1)
        content += b"\nend 1\n"
        content += f"sha256 {hashlib.sha256(content).hexdigest()}\n".encode()
        done = self.take(content)
        self.assertIn("1 refused", done.stdout)
        self.assertEqual(self.rows(), [])


tap.main()
